"""What a merchant of the small country sends."""

from datetime import datetime
from typing import Any

import msgspec

from postkit.address import Address
from rekkas.base.actors import Actor
from rekkas.shipping.commands import create_shipments
from rekkas.shipping.entries import ParcelSaid, ShipmentEntry, ShipmentResult
from tests.build import CASABLANCA, MONDAY, ZAGORA, key


def entry(word: str = "one", **changes: Any) -> ShipmentEntry:
    """A parcel from Casablanca to Zagora with 350 MAD to collect, under the merchant's reference."""
    said = ShipmentEntry(
        key=key("shipment", word), product="parcel-cod", origin_locality=CASABLANCA,
        sender=Address(name="Zellige Shop", street="1, rue des Potiers", locality="Casablanca", phone="+212612345678"),
        addressee=Address(name="Amina Alaoui", street="12, avenue Mohammed V", locality="Zagora",
                          phone="+212600000000"),
        destination_locality=ZAGORA, parcels=(ParcelSaid(1_200, 35_000, contents="plates"),), reference=f"R-{word}",
    )  # fmt: skip
    return msgspec.structs.replace(said, **changes)


def sent(by: Actor, *words: str, at: datetime = MONDAY, **changes: Any) -> list[ShipmentResult]:
    return create_shipments(
        shipments=[entry(word, **changes) for word in words or ("one",)], by=by, at=at
    )  # fmt: skip
