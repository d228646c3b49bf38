"""The shape of a parcel on a counter, and of what the clerk is told."""

from datetime import date
from uuid import UUID

import msgspec

from postkit.address import Address


class ParcelEntry(msgspec.Struct, frozen=True):
    """One parcel as the clerk enters it. Amounts are minor units; ``customer`` names a merchant's contract."""

    key: UUID
    product: str
    destination_locality: str
    sender: Address
    addressee: Address
    weight_g: int
    number: str = ""
    declared_value: int = 0
    cod_amount: int = 0
    customer: str = ""
    reference: str = ""


class Accepted(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer: the item's number and receipt, or why it was declined."""

    outcome: str
    number: str = ""
    receipt: str = ""
    amount: int = 0
    currency: str = ""
    promise_date: date | None = None
    code: str = ""
    message: str = ""
