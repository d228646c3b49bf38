"""Parcels on the shelf, until their addressees come for them."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.delivery.commands import await_collection
from rekkas.delivery.queries import on_shelf
from rekkas.mail.errors import AlreadyDelivered, NotHere, UnknownUnit
from rekkas.mail.queries import events_of, track
from rekkas.money.queries import balance
from rekkas.network.queries import office
from tests.build import AGENCY, ZAGORA_OFFICE, accepted, later, staff
from tests.delivery.doorstep import COD, bagged, collected, delivered, outcomes, parcels

pytestmark = pytest.mark.usefixtures("post_office")

CLERK = staff("salma", Role.CLERK, ZAGORA_OFFICE)


def shelve(*numbers: str, **changes: object) -> int:
    said: dict[str, object] = {"office": ZAGORA_OFFICE, "by": CLERK, "at": later(48), **changes}
    return await_collection(numbers=numbers, **said)  # type: ignore[arg-type]


def test_parcels_on_the_shelf_are_ready_to_be_collected() -> None:
    one, two = parcels("one", "two")

    assert shelve(one, two) == 2

    assert [found.status for found in track([one, two], at=later(25))] == ["ready_for_pickup"] * 2


def test_the_clerk_who_hands_it_over_the_counter_takes_the_cash() -> None:
    (number,) = parcels()
    shelve(number)

    assert outcomes(collected(number, happened_at=later(49)), by=CLERK, at=later(49)) == ["delivered"]
    assert balance(f"courier:{ZAGORA_OFFICE}/salma:MAD") == COD


def test_what_waits_already_keeps_its_day_and_its_code() -> None:
    one, two = parcels("one", "two")
    shelve(one, shelf="A1")
    (before,) = (row for row in on_shelf(office(ZAGORA_OFFICE), later(48)) if row.number == one)

    assert shelve(one, two, shelf="B2", at=later(96)) == 2

    rows = {row.number: row for row in on_shelf(office(ZAGORA_OFFICE), later(96))}
    assert (rows[one].until, rows[one].shelf) == (before.until, "B2")
    assert [event.code for event in events_of(one)].count("EDH") == 1
    assert rows[two].until > rows[one].until


def test_one_that_is_unknown_or_gone_keeps_all_from_the_shelf() -> None:
    (number,), (gone,) = parcels("here"), delivered("gone")

    with pytest.raises(UnknownUnit):
        shelve(number, "PC999999996MA")
    with pytest.raises(AlreadyDelivered, match=gone):
        shelve(number, gone, at=later(60))

    assert [event.code for event in events_of(number)] == ["EMA", "EMG"]


def test_one_that_lies_at_another_office_or_in_a_closed_bag_keeps_all_from_the_shelf() -> None:
    (here,) = parcels("here")
    elsewhere, packed = (taken.number for taken in accepted("elsewhere", "packed"))
    bagged(packed, until="received")

    for number in (elsewhere, packed):
        with pytest.raises(NotHere, match=number):
            shelve(here, number)

    assert "EDH" not in [event.code for event in events_of(here)]


def test_a_request_sent_twice_is_recorded_once() -> None:
    (number,) = parcels()
    shelve(number, key="shelf-1")
    shelve(number, key="shelf-1")

    assert [event.code for event in events_of(number)] == ["EMA", "EMG", "EDH"]


@pytest.mark.parametrize("role", [Role.SORTER, Role.TREASURER, Role.INSPECTOR])
def test_only_those_who_deliver_keep_the_shelf(role: Role) -> None:
    (number,) = parcels()

    with pytest.raises(NotAllowed):
        shelve(number, by=staff("someone", role, ZAGORA_OFFICE))
    with pytest.raises(NotYourOffice):
        shelve(number, office=AGENCY)
