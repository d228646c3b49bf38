import pytest

from postkit.address import Address
from rekkas.base.actors import Actor
from rekkas.counter.commands import accept_parcels
from rekkas.counter.entries import ParcelEntry
from rekkas.mail.queries import item, track
from rekkas.shipping.commands import cancel_shipment
from rekkas.shipping.entries import ParcelSaid
from rekkas.shipping.errors import HandedOverAlready, UnknownShipment
from tests.build import FATIMA, MONDAY, ZAGORA, key, later, with_till
from tests.lasting import lasting
from tests.merchant.merchants import actor
from tests.shipping.shipments import sent
from tests.shipping.test_create_shipments import built

world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_what_was_announced_is_cancelled_as_a_whole_and_once(leila: Actor) -> None:
    (made,) = sent(leila, parcels=(ParcelSaid(900), ParcelSaid(800)))

    counts = [cancel_shipment(number=made.numbers[1], by=leila, at=later(hour)) for hour in (1, 2)]

    assert counts == [2, 2]
    assert {told.status for told in track(made.numbers, at=later(3))} == {"cancelled"}


def test_what_the_post_has_is_not_cancelled(leila: Actor) -> None:
    (made,) = sent(leila)
    kept = item(made.numbers[0])
    handed = ParcelEntry(
        key=key("handed"), product="parcel-cod", destination_locality=ZAGORA, sender=Address.from_dict(kept.sender),
        addressee=Address.from_dict(kept.addressee), weight_g=1_200, number=made.numbers[0], cod_amount=35_000,
        customer="ZELLIGE", reference="R-one",
    )  # fmt: skip
    (accepted,) = accept_parcels(parcels=[handed], office="MA0001", by=with_till(FATIMA), at=later(1))
    assert accepted.outcome == "taken"

    with pytest.raises(HandedOverAlready):
        cancel_shipment(number=made.numbers[0], by=leila, at=later(2))


def test_what_another_sent_is_not_there(leila: Actor) -> None:
    with pytest.raises(UnknownShipment):
        cancel_shipment(number="PC000000014MA", by=leila, at=MONDAY)
