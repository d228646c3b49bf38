"""What supervisors see of devices and of what they did alone, and the pages on which they decide."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from rekkas.cash.queries import open_session
from rekkas.counter.choices import ActState
from rekkas.counter.models import Act, Device, Visit
from rekkas.money.queries import balance
from tests.build import AGENCY, FATIMA, ZAGORA_OFFICE
from tests.cash import drawers
from tests.counter import screens, windows
from tests.counter.windows import bill, sending, stamps, visit
from tests.lasting import lasting

pytestmark = pytest.mark.usefixtures("open_counter")
_open_counter = lasting(screens.world)


@pytest.fixture
def open_counter(_open_counter: None, db: None) -> None:
    """An open day at the counter."""


def reader(name: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(get_user_model().objects.get(username=name))
    return client


def press(client: Client, address: str, **said: str) -> int:
    page = client.get(address)
    return client.post(address, {"key": page.context["form"]["key"].value(), **said}).status_code


def held(*lines: windows.Line, word: str = "held") -> Act:
    """An act that its device went on with alone, and that cannot be done."""
    device = windows.Device(word, at=timezone.now())
    act = device.write(visit(*lines, word=word, tendered=100_000), timezone.now())
    assert device.send(act, timezone.now()).state == ActState.HELD
    return Act.objects.get(key=act.key)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_each_device_is_told_with_what_it_has_left_and_keeps(language: str) -> None:
    device = windows.Device(at=timezone.now())
    Device.objects.filter(pk=device.id).update(unsent=3)
    samira = reader("samira", language)

    page = samira.get("/desk/counter/devices/")

    (row,) = page.context["rows"]
    assert (row["id"], row["unsent"], row["left"]) == (device.id, 3, [("PA", 50), ("PC", 50)])
    assert f'data-opens="retire-{device.id}"' in page.content.decode()


def test_a_device_is_given_up_after_it_was_asked_once_more() -> None:
    device, samira = windows.Device(at=timezone.now()), reader("samira")

    assert press(samira, f"/desk/counter/devices/{device.id}/retire-device/") == 302

    assert Device.objects.get(pk=device.id).retired_at is not None
    assert "given up" in samira.get("/desk/counter/devices/").content.decode()
    assert reader("fatima").get("/desk/counter/devices/").status_code == 403


def test_a_device_of_another_office_is_not_given_up_here() -> None:
    device, samira = windows.Device(at=timezone.now()), reader("samira")
    Device.objects.filter(pk=device.id).update(office_id=ZAGORA_OFFICE)

    assert press(samira, f"/desk/counter/devices/{device.id}/retire-device/") == 409


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_held_act_is_told_line_by_line_and_in_its_own_words_behind_that(language: str) -> None:
    act = held(sending(number="PA999999999MA"), stamps(4), bill())

    page = reader("samira", language).get("/desk/counter/held/")

    (told,) = page.context["rows"]
    assert [(line["amount"], line["subject"]) for line in told["lines"]] == [
        (3_000, "PA999999999MA"), (1_500, ""), (31_250, "44000012342"),
    ]  # fmt: skip
    details = [" ".join(line["details"]) for line in told["lines"]]
    assert "Amina Alaoui" in details[0]
    assert "× 4" in details[1]
    assert (told["total"], [amount for _label, amount, _slip in told["payments"]]) == (35_750, [35_750])
    html = page.content.decode()
    words = html[html.index("<details>") :]
    assert act.said[:20].replace('"', "&quot;") in words
    assert "&quot;kind&quot;" not in html[: html.index("<details>")]


def test_what_cannot_be_read_is_shown_in_its_own_words_alone() -> None:
    device = windows.Device(at=timezone.now())
    act = device.write(visit(stamps()), timezone.now(), session=7)
    device.send(act, timezone.now())

    (told,) = reader("samira").get("/desk/counter/held/").context["rows"]

    assert (told["is_readable"], told["lines"], told["said"]) == (False, [], act.said)
    assert "stamp-domestic" not in told["act"].message
    assert "$.session" in told["act"].message


def test_what_stayed_held_is_given_back_from_the_list_of_held_acts() -> None:
    act, before = held(bill(due=5, amount=5)), balance(windows.TILL)
    samira = reader("samira")
    press(samira, f"/desk/counter/held/{act.key}/decline-act/", reason="nobody came")
    (kept,) = samira.get("/desk/counter/held/").context["kept"]
    assert kept["act"].key == act.key

    assert press(samira, f"/desk/counter/held/{act.key}/repay-act/") == 302

    assert samira.get("/desk/counter/held/").context["kept"] == []
    assert balance(windows.TILL) == before - 5
    assert reader("fatima").get(f"/desk/counter/held/{act.key}/repay-act/").status_code == 403


def test_the_page_of_a_visit_says_who_took_the_cash_and_who_let_it_in() -> None:
    windows.load(offline_hours=0)
    device = windows.Device(at=timezone.now())
    act = device.write(visit(device.parcel()), timezone.now())
    device.send(act, timezone.now())
    session = open_session(AGENCY, "fatima", "MAD")
    assert session is not None
    drawers.close_till(by=FATIMA, counted=balance(windows.TILL), at=timezone.now())
    drawers.open_till(by=windows.SUPERVISOR, taken=0, at=timezone.now())
    samira = reader("samira")

    answer = press(samira, f"/desk/counter/held/{act.key}/release-act/", reason="the parcel is here")

    assert answer == 302
    kept = Visit.objects.get(key=act.key)
    html = re.sub(r"<[^>]+>", " ", samira.get(f"/desk/counter/visits/{kept.number}/").content.decode())
    assert (kept.clerk, kept.session != session.number) == ("samira", True)
    assert re.search(r"Clerk\s+fatima\s+Let in by\s+samira\s*:\s+the parcel is here", html), html
