"""An item goes to another office than it was sent to."""

import pytest

from rekkas.mail.commands import redirect_item
from rekkas.mail.errors import NotForCollection, NotPosted
from rekkas.mail.queries import events_of, item, items_to_deliver, items_to_send, track
from rekkas.network.errors import UnknownOffice
from tests import build
from tests.build import AGENCY, BOSS, HUB, ZAGORA_OFFICE, accepted, later
from tests.lasting import lasting

_post_office = lasting(build.country_with_merchant)


@pytest.fixture(autouse=True)
def _world(_post_office: None, db: None) -> None:
    """A country, its codes and a merchant."""


def redirected(number: str, destination: str = AGENCY, hours: float = 1) -> None:
    redirect_item(number=number, destination=destination, by=BOSS, at=later(hours))


def test_it_is_delivered_from_there_and_the_record_says_so_once() -> None:
    (parcel,) = accepted("one")
    assert item(parcel.number).promise_date

    for _ in range(2):
        redirected(parcel.number)

    assert [row.number for row in items_to_deliver(AGENCY)] == [parcel.number]
    assert list(items_to_send(AGENCY)) == []
    (note,) = (event for event in events_of(parcel.number) if event.action == "forward")
    assert (note.code, note.office_code) == ("RNT", AGENCY)
    (told,) = track([parcel.number], at=later(2), with_way=True)
    assert (told.status, told.promise_date, told.promise_state) == ("accepted", None, "")
    assert told.destination_name == "Casablanca 1"


def test_nothing_goes_where_nobody_collects() -> None:
    (parcel,) = accepted("one")

    with pytest.raises(NotForCollection):
        redirected(parcel.number, HUB)
    with pytest.raises(UnknownOffice):
        redirected(parcel.number, "MA9999")
    assert item(parcel.number).destination_id == ZAGORA_OFFICE


def test_what_is_only_announced_waits() -> None:
    from rekkas.mail.commands import announce_items
    from rekkas.mail.entries import ItemEntry

    entry = build.parcel("one")
    (answer,) = announce_items(
        items=[
            ItemEntry(
                key=build.key("announced"), product=entry.product, origin=AGENCY, destination_locality=build.ZAGORA,
                sender=entry.sender, addressee=entry.addressee, weight_g=500, cod_amount=35_000, customer="ATLAS",
                happened_at=later(0),
            )
        ],
        by=BOSS, at=later(0),
    )  # fmt: skip

    with pytest.raises(NotPosted):
        redirected(answer.number)
