"""The shapes in which shipments come in and are answered."""

import hashlib
from datetime import date
from uuid import UUID

import msgspec

from postkit.address import Address
from rekkas.shipping.choices import ShipmentOutcome


class ParcelSaid(msgspec.Struct, frozen=True):
    """One parcel of a shipment: what it weighs, what is collected for it, what it is worth. Minor units, grams."""

    weight_g: int
    cod_amount: int = 0
    declared_value: int = 0
    contents: str = ""


class ShipmentEntry(msgspec.Struct, frozen=True):
    """What a merchant wants to send to one addressee: one parcel or several, all of them or none.

    ``key`` makes a repeat harmless; ``reference`` is the merchant's own, by which a lost answer is found again.
    ``origin_locality`` is from where it is sent: it is handed over at the office that takes parcels in there.
    """

    key: UUID
    product: str
    sender: Address
    origin_locality: str
    addressee: Address
    destination_locality: str
    parcels: tuple[ParcelSaid, ...]
    reference: str = ""


def content_digest(entry: ShipmentEntry) -> bytes:
    """Over all that was said but the key: the same said again is the same."""
    parts = {name: getattr(entry, name) for name in entry.__struct_fields__ if name != "key"}
    parts["sender"], parts["addressee"] = entry.sender.as_dict(), entry.addressee.as_dict()
    return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).digest()


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row of a table says, in exact values: grams, minor units, a telephone in its one form; its place as it is
    written there. What is missing or wrong has the value of nothing.
    """

    name: str = ""
    name_ar: str = ""
    organisation: str = ""
    street: str = ""
    street_ar: str = ""
    locality: str = ""
    region: str = ""
    postcode: str = ""
    phone: str = ""
    reference: str = ""
    weight_g: int = 0
    cod_amount: int = 0
    declared_value: int = 0
    product: str = ""
    contents: str = ""
    shelf: str = ""


class LineSaid(msgspec.Struct, frozen=True):
    """One line of a price: the rule, its words, what it comes to."""

    rule: str
    label: str
    amount: int


class ShipmentResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of an entry: its parcels' numbers and price, or why not, with a stable code."""

    outcome: ShipmentOutcome
    reference: str = ""
    numbers: tuple[str, ...] = ()
    amount: int = 0
    currency: str = ""
    lines: tuple[LineSaid, ...] = ()
    promise_date: date | None = None
    likely_date: date | None = None
    code: str = ""
    message: str = ""


class RateOffer(msgspec.Struct, frozen=True):
    """One product that carries what was asked about: its price with the lines, the office to hand it over at, the day
    promised if it is handed over now, and that by which four of five such items are there.
    """

    product: str
    product_name: str
    amount: int
    currency: str
    lines: tuple[LineSaid, ...]
    origin: str
    promise_date: date | None = None
    likely_date: date | None = None


class RateAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every product that carries it, the cheapest first; or why none does, with a stable code."""

    offers: tuple[RateOffer, ...] = ()
    code: str = ""
    message: str = ""
