"""The shapes in which merchants' machines ask for prices, send and see shipments."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from postkit.address import Address
from rekkas.mail.shapes import AddressSent, Amount, Grams, Text24
from rekkas.shipping.choices import PARCELS_AT_MOST
from rekkas.shipping.entries import LineSaid, ParcelSaid
from rekkas.shipping.queries import Sent

PlaceSaid = Annotated[
    str, Meta(min_length=1, max_length=80, description="A code of a locality, or its name in either script.")
]
Moment = Annotated[datetime, Meta(tz=True)]  # described as one, with its offset


class ParcelSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One parcel of a shipment."""

    weight_g: Grams
    cod_amount: Amount = 0
    declared_value: Amount = 0
    contents: Annotated[str, Meta(max_length=120)] = ""


Parcels = Annotated[list[ParcelSent], Meta(min_length=1, max_length=PARCELS_AT_MOST)]


class RateAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What would be sent where. Without ``origin`` it is sent from the merchant's usual address."""

    destination: PlaceSaid
    parcels: Parcels
    origin: Annotated[str, Meta(max_length=80)] = ""


class ShipmentSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a merchant sends to one addressee. ``key`` makes a repeat harmless; ``reference`` is the merchant's own, and
    by it a lost answer is found again. Without ``sender`` and ``origin`` it is sent from the merchant's usual address.
    """

    key: UUID
    product: Text24
    addressee: AddressSent
    destination: PlaceSaid
    parcels: Parcels
    reference: Annotated[str, Meta(max_length=60)] = ""
    sender: AddressSent | None = None
    origin: Annotated[str, Meta(max_length=80)] = ""


class ParcelShown(msgspec.Struct, frozen=True):
    """One parcel, and where it stands."""

    number: str
    status: str
    status_label: str
    weight_g: int
    cod_amount: int
    declared_value: int
    contents: str
    happened_at: Moment | None


class ShipmentShown(msgspec.Struct, frozen=True):
    """A shipment with its parcels. The price and its lines are as they were when it was made."""

    number: str
    reference: str
    product: str
    addressee: dict[str, str]
    amount: int
    currency: str
    lines: Sequence[LineSaid]
    promise_date: date | None
    likely_date: date | None
    made_at: Moment
    status: str
    parcels: list[ParcelShown]


class CancelledShown(msgspec.Struct, frozen=True):
    """How many parcels are cancelled."""

    count: int


def parcels_of(sent: Sequence[ParcelSent]) -> tuple[ParcelSaid, ...]:
    return tuple(ParcelSaid(**msgspec.structs.asdict(parcel)) for parcel in sent)


def address_of(sent: AddressSent) -> Address:
    return Address(**msgspec.structs.asdict(sent))


def shipment_shown(sent: Sent) -> ShipmentShown:
    row, first = sent.row, sent.items[0]
    return ShipmentShown(
        number=row.number, reference=row.reference, product=first.product.code, addressee=first.addressee,
        amount=row.amount, currency=row.currency, lines=[LineSaid(**line) for line in row.lines],
        promise_date=row.promise_date, likely_date=row.likely_date,
        made_at=row.made_at.astimezone(first.origin.zone), status=sent.status.status,
        parcels=[
            ParcelShown(
                item.unit.number, told.status, told.status_label, item.weight_g, item.cod_amount,
                item.declared_value, contents, told.happened_at,
            )
            for item, told, contents in zip(sent.items, sent.tracking, sent.contents, strict=True)
        ],
    )  # fmt: skip
