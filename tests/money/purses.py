"""Transfers between a few purses, and what all of them hold."""

from typing import Any

import msgspec

from rekkas.money.choices import TransferKind
from rekkas.money.commands import post_transfers
from rekkas.money.entries import TransferEntry, TransferResult
from rekkas.money.queries import sums_by_kind
from tests.build import BOSS, MONDAY, key

TILL, BAG, SAFE, BANK = (
    "till:MA0001/fatima:MAD",
    "courier:MA0004/youssef:MAD",
    "vault:MA0004:MAD",
    "bank:post:MAD",
)
MERCHANT, INCOME = "merchant:ATLAS:MAD", "income:postage:MAD"


def transfer(word: str = "one", **changes: Any) -> TransferEntry:
    """Postage of 35.00 into a till."""
    entry = TransferEntry(
        key=key("transfer", word), source=INCOME, target=TILL, amount=3_500, currency="MAD",
        kind=TransferKind.POSTAGE, happened_at=MONDAY, subject="PC000000015MA", office="MA0001",
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def post(*transfers: TransferEntry, **changes: Any) -> list[TransferResult]:
    return post_transfers(transfers=transfers, **{"by": BOSS, "at": MONDAY, **changes})


def outcomes(*transfers: TransferEntry) -> list[str]:
    """What became of each: posted, repeated, or the code it was declined with."""
    return [result.code or result.outcome.value for result in post(*transfers)]


def sums() -> dict[str, int]:
    """What all accounts hold together, by currency: nothing is ever anything else."""
    totals: dict[str, int] = {}
    for _, currency, amount in sums_by_kind():
        totals[currency] = totals.get(currency, 0) + amount
    return totals
