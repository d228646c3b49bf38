"""The shape of an item as it is handed to the post, and of the answer."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from postkit.address import Address


class ItemEntry(msgspec.Struct, frozen=True):
    """One item on its way in. ``key`` makes a repeat harmless; without ``number`` the post gives one.

    ``destination_locality`` says where it goes; the delivery office that serves it is looked up. Amounts are
    minor units of the country's currency. ``happened_at`` is when it was handed over or announced;
    ``offset_known`` is false where its source gave a wall time only, and the offset was supplied by us.
    ``destination_office`` is the office of exchange of what goes abroad.
    """

    key: UUID
    product: str
    origin: str
    destination_locality: str
    sender: Address
    addressee: Address
    weight_g: int
    happened_at: datetime
    number: str = ""
    declared_value: int = 0
    cod_amount: int = 0
    customer: str = ""
    reference: str = ""
    offset_known: bool = True
    destination_office: str = ""


class ItemResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of an entry: taken, repeated (it was taken before), or declined with a stable code."""

    outcome: str
    number: str = ""
    subject: str = ""
    promise_date: date | None = None
    code: str = ""
    message: str = ""

    @property
    def declined(self) -> bool:
        return self.outcome == "declined"


class NumbersReserved(msgspec.Struct, frozen=True):
    """Item numbers that were given out ahead of their items."""

    numbers: tuple[str, ...]
