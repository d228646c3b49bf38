"""Who of support is let into an office is seen on each page of its desk, and sees that desk while it lasts."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.cash import commands, queries
from tests.build import AGENCY, ZAGORA_OFFICE
from tests.cash import drawers
from tests.desk import at_desk
from tests.lasting import lasting
from tests.payments import desks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAGES = (
    "/desk/",
    "/desk/mail/",
    "/desk/cash/",
    "/desk/bank/accounts/",
    "/desk/payments/orders/",
    "/desk/account/",
)

world = lasting(desks.open_desks)


def banner(client: Client, page: str) -> Any:
    return 'data-live="' in client.get(page).text


def test_support_is_seen_on_every_page_of_the_desk_and_sees_it_for_as_long() -> None:
    zineb, karim, fatima = (
        at_desk("zineb", Role.ENGINEER), at_desk("karim", Role.MANAGER, AGENCY), at_desk("fatima", Role.CLERK, AGENCY),
    )  # fmt: skip
    elsewhere = at_desk("omar", Role.CLERK, ZAGORA_OFFICE)
    desk, session = f"/desk/support/{AGENCY}/", queries.open_session(AGENCY, "fatima", "MAD")
    till = f"/desk/cash/sessions/{session.number}/"
    assert [zineb.get(page).status_code for page in (desk, till)] == [403, 403]
    assert not any(banner(fatima, page) for page in PAGES)

    number = commands.ask_support_access(
        branch=AGENCY, reason="A receipt does not print.", minutes=30, by=drawers.ENGINEER, at=timezone.now()
    )
    assert not any(banner(fatima, page) for page in PAGES)  # asked is not granted
    karim.post(f"/desk/cash/support/{number}/grant-support-access/")

    assert all(banner(client, page) for client in (fatima, karim) for page in PAGES)
    assert banner(zineb, "/desk/")
    assert not banner(elsewhere, "/desk/")
    shown = fatima.get("/desk/mail/").text
    assert "zineb" in shown
    assert "A receipt does not print." in shown
    assert "support-access" not in shown  # a clerk reads it
    assert f"{number}/end-support-access/" in karim.get("/desk/mail/").text
    read = zineb.get(desk).text
    assert session.number in read
    assert "fatima" in read
    assert zineb.get(till).status_code == 200
    assert zineb.post("/desk/cash/close-till/").status_code == 403  # read, not done
    assert karim.get(desk).status_code == 403  # those who work there have their own pages

    karim.post(f"/desk/cash/support/{number}/end-support-access/")

    assert [zineb.get(page).status_code for page in (desk, till)] == [403, 403]
    assert not banner(zineb, "/desk/")
    assert not banner(fatima, "/desk/")
