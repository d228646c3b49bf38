"""Transfers between a few purses, and what all of them hold."""

from typing import Any

import msgspec

from rekkas.money.choices import EntryKind, Phase
from rekkas.money.commands import add_accounts, post_transfers
from rekkas.money.entries import AccountLimit, Leg, TransferEntry, TransferResult, to_the_bank
from rekkas.money.queries import sums_by_kind
from tests.build import BOSS, MONDAY, key

TILL, BAG, SAFE, POUCH = (
    "till:MA0001/fatima:MAD",
    "courier:MA0004/youssef:MAD",
    "vault:MA0004:MAD",
    "transit:P0001:MAD",
)
MERCHANT, DUE, INCOME = "merchant:ATLAS:MAD", "due:ATLAS:MAD", "income:postage:MAD"
BANK, BANKS_HALF = "mirror:bank:MAD", "mirror:post:MAD"  # what the post and its bank say of each other
RESERVE, PAYOUTS = "reserve:central:MAD", "clearing:payouts:MAD"
AMINA, BRAHIM = "current:1001:MAD", "current:1002:MAD"


def transfer(word: str = "one", **changes: Any) -> TransferEntry:
    """Postage of 35.00 into a till."""
    entry = TransferEntry(
        key=key("transfer", word), source=INCOME, target=TILL, amount=3_500, currency="MAD",
        kind=EntryKind.POSTAGE, happened_at=MONDAY, subject="PC000000015MA", office="MA0001",
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def opened(*accounts: str, floor: int | None = 0, ceiling: int | None = None) -> None:
    """Accounts of customers, with their limits."""
    limits = [AccountLimit(account, floor, ceiling) for account in accounts or (AMINA, BRAHIM)]
    add_accounts(accounts=limits, by=BOSS, at=MONDAY)


def paid_in(amount: int, account: str = AMINA, word: str = "in", **changes: Any) -> TransferEntry:
    """Cash taken at a counter for an account of the bank: a half in each book."""
    first, second = to_the_bank(TILL, account, amount, "MAD")
    legs = (Leg(first.target, first.source, amount, "MAD"), Leg(second.target, second.source, amount, "MAD"))
    return transfer(
        word, source=legs[0].source, target=legs[0].target, amount=amount, also=legs[1:],
        kind=EntryKind.DEPOSIT, subject="", **changes,
    )  # fmt: skip


def hold(word: str = "hold", amount: int = 3_500, **changes: Any) -> TransferEntry:
    """An amount set aside on Amina's account for Brahim."""
    return transfer(
        word, source=BRAHIM, target=AMINA, **{"amount": amount, "phase": Phase.HELD, "subject": "", **changes}
    )  # fmt: skip


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
