"""Transfers between a few purses, and what all of them hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from django.apps import apps
from django.db import connection

from rekkas.money.choices import EntryKind, Phase
from rekkas.money.commands import add_accounts, post_transfers
from rekkas.money.entries import AccountLimit, Leg, TransferEntry, TransferResult, to_the_bank
from rekkas.money.queries import account as line_of
from rekkas.money.queries import balance_faults, day_faults, ledger_faults, line_faults, sums_by_kind
from tests.build import BOSS, MONDAY, key
from tests.emptying import TRIGGERS

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
    plain = {"source": BRAHIM, "target": AMINA, "phase": Phase.HELD, "subject": ""}
    return transfer(word, **{**plain, "amount": amount, **changes})


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


def wrong() -> list[str]:
    """All that does not agree in the books: digests, seals, balances, lines of tills, closed days, sums."""
    found = [f"{one.name}: {one.reason}" for one in (*ledger_faults(), *balance_faults(), *line_faults())]
    found += [f"{one.name}: {one.reason}" for one in day_faults()]
    return found + [f"{currency}: {total}" for currency, total in sums().items() if total]


def everything() -> dict[str, list[Any]]:
    """Every row of every table of money, and of its seals: what did not move is what is equal before and after."""
    models = [
        *apps.get_app_config("money").get_models(),
        apps.get_model("base.Lane"),
        apps.get_model("base.Seal"),
    ]
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in models}


def holds(account: str) -> int:
    """What an account holds on the side where it grows: for a customer, the money that is theirs."""
    found = line_of(account)
    return found.holds if found else 0


def available(account: str) -> int:
    """The same, less what is set aside to leave it."""
    found = line_of(account)
    return found.available if found else 0


def run(statement: str, *values: Any) -> None:
    """SQL as a hidden hand would send it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@contextmanager
def guards_off() -> Iterator[None]:
    """What an administrator can do: take the triggers away, and put them back as if nothing had been."""
    connection.check_constraints()  # what is looked at later holds up a change of the table
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = cursor.fetchall()
    for drop, _create in triggers:
        run(drop)
    yield
    connection.check_constraints()
    for _drop, create in triggers:
        run(create)
