"""An addressee says what should be done instead of the ordinary delivery."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from postkit.address import Address
from rekkas.base.access import citizen_actor
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput
from rekkas.citizen.errors import NotYourItem, NotYourOwn
from rekkas.delivery.choices import WishKind
from rekkas.delivery.commands import note_wish, take_out
from rekkas.delivery.errors import AddressTooFar, PostmanHasIt
from rekkas.delivery.queries import wish_for, wish_text
from rekkas.mail.queries import item
from tests import build
from tests.build import AGENCY, BOSS, MONDAY, YOUSSEF, ZAGORA, ZAGORA_OFFICE, accepted, later
from tests.citizen.citizens import browser_of
from tests.citizen.test_tell_followers import at_zagora
from tests.desk import at_desk
from tests.reach.texts import AMINA, DRISS

HERS = citizen_actor(AMINA)
pytestmark = pytest.mark.usefixtures("post_office")


def wish(number: str, kind: WishKind = WishKind.KEEP, at: datetime = MONDAY, **changes: Any) -> None:
    said: dict[str, Any] = {"phone": AMINA, "by": HERS, **changes}
    note_wish(number=number, kind=kind, at=at, **said)


def test_the_latest_wish_counts() -> None:
    (parcel,) = accepted("one")
    home = Address(name="Amina", street="5, rue du Souk", locality="Zagora", locality_code=ZAGORA)

    wish(parcel.number)
    wish(parcel.number, WishKind.DAY, day=date(2026, 3, 6))
    wish(parcel.number, WishKind.NEIGHBOUR, neighbour="  Lalla Fatna,  door 3 ")
    wish(parcel.number, WishKind.ADDRESS, address=home)

    found = wish_for(parcel.number)
    assert found is not None
    assert wish_text(found) == "Bring it to another address nearby: 5, rue du Souk, Zagora"


def test_sent_to_another_office_it_goes_there() -> None:
    (parcel,) = accepted("one")

    wish(parcel.number, WishKind.OFFICE, office=AGENCY)

    assert item(parcel.number).destination_id == AGENCY


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (WishKind.DAY, {}), (WishKind.DAY, {"day": date(2026, 3, 2)}), (WishKind.DAY, {"day": date(2026, 4, 2)}),
        (WishKind.NEIGHBOUR, {"neighbour": " "}), (WishKind.NEIGHBOUR, {"neighbour": "x" * 121}),
        (WishKind.ADDRESS, {}), (WishKind.ADDRESS, {"address": Address(name="A", street="1", locality="?")}),
    ],
)  # fmt: skip
def test_a_wish_that_nobody_could_carry_out_is_refused(kind: WishKind, said: dict[str, Any]) -> None:
    (parcel,) = accepted("one")

    with pytest.raises(InvalidInput):
        wish(parcel.number, kind, **said)


def test_it_is_the_addressees_alone_and_ends_when_the_postman_has_it() -> None:
    (parcel,) = accepted("one")
    far = Address(name="A", street="1", locality="Casablanca", locality_code=build.CASABLANCA)

    with pytest.raises(NotYourOwn):
        wish(parcel.number, by=citizen_actor(DRISS))
    with pytest.raises(NotYourItem):
        wish(parcel.number, phone=DRISS, by=citizen_actor(DRISS))
    with pytest.raises(AddressTooFar):
        wish(parcel.number, WishKind.ADDRESS, address=far)
    at_zagora(parcel.number, 24)
    take_out(numbers=[parcel.number], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(24))
    with pytest.raises(PostmanHasIt):
        wish(parcel.number, at=later(25))


def test_the_database_knows_one_wish_an_item_that_says_what_it_needs() -> None:
    one, two = accepted("one", "two")
    wish(one.number)
    wish(two.number)

    for change in ("kind = 'day'", "unit_id = (SELECT min(unit_id) FROM delivery_wish)"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE delivery_wish SET {change}")


def test_it_is_wished_on_a_page_and_seen_by_the_postman_and_the_desk_but_not_by_the_public() -> None:
    (parcel,) = accepted("one")
    number, client = parcel.number, browser_of()
    page = f"/me/post/items/{number}/wish/"
    assert client.get(page).status_code == 200
    form = {"key": str(build.key("a wish")), "kind": "neighbour", "neighbour": "Lalla Fatna, door 3"}
    assert client.post(page, {**form, "neighbour": ""}).status_code == 422

    assert client.post(page, form).status_code == 302

    assert "Lalla Fatna" in client.get(page).text
    manager = at_desk("hassan", Role.MANAGER, ZAGORA_OFFICE)
    assert "Lalla Fatna" in manager.get(f"/desk/mail/items/{number}/").text
    at_zagora_now(number)
    assert "Lalla Fatna" in manager.get("/desk/delivery/take-out/").text
    assert "Lalla Fatna" in manager.get(f"/desk/delivery/deliver-items/?number={number}").text
    public = Client(headers={"accept-language": "en"}).get(f"/track/{number}/").text
    assert "Leave it with a neighbour" not in public
    assert "Lalla Fatna" not in public
    assert browser_of(DRISS).get(page).status_code == 403


def at_zagora_now(number: str) -> None:
    from uuid import uuid4

    from rekkas.mail.commands import record_events
    from rekkas.mail.scans import Scan

    now = timezone.now()
    record_events(scans=[Scan(uuid4(), number, "EMG", now, ZAGORA_OFFICE)], by=BOSS, at=now)
