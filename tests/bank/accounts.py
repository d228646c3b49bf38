"""Accounts for tests, with money on them, made by the real commands. Nobody of these exists."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec

from rekkas.bank import queries
from rekkas.bank.commands import (
    credit_many,
    deposit,
    load_bank_terms,
    note_document,
    open_account,
    raise_level,
    transfer_between,
    withdraw,
)
from rekkas.bank.entries import AccountEntry, Moved, RowAnswer
from rekkas.money import queries as money
from rekkas.money.choices import EntryKind
from tests.bank.people import card, enrolled, morocco
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, key

TILL = f"till:{AGENCY}/fatima:MAD"
INCOMING = "clearing:incoming:MAD"
PAPERS: dict[str, str] = {}  # the number of each customer's paper


def terms() -> None:
    """The codes of the bank of Morocco, and what it withholds."""
    load_bank_terms(bank=morocco(), country="MA", by=BOSS, at=MONDAY)


def customer(word: str = "amina", level: str = "3", at: datetime = MONDAY, **changes: Any) -> str:
    """A customer known up to a level, with a paper and a telephone of their own."""
    number = 10_000 + sum(ord(sign) * 31**place for place, sign in enumerate(word)) % 89_999
    papers = [card(f"AB{number}")] if level != "1" else []
    said = {
        "given_name": word.title(), "family_name": f"Family{word.title()}", "given_name_ar": "", "family_name_ar": "",
        "phone": f"+2126{number:08}", "born": "1980-01-01", **changes,
    }  # fmt: skip
    done = enrolled(at=at, not_any_of=_all_like(said), documents=papers, **said)
    PAPERS[done.number] = f"AB{number}"
    for step in ("2", "3"):
        if step <= level:
            raise_level(number=done.number, level=step, by=BOSS, at=at)
    return done.number


def _all_like(said: dict[str, Any]) -> list[str]:
    """Names of tests are made up and may sound alike: the clerk compared them."""
    from postkit.sanctions.model import birth_said

    found = queries.likely_same(
        names=(f"{said['given_name']} {said['family_name']}",), birth=birth_said(said["born"]), phone=said["phone"],
        country="MA",
    )  # fmt: skip
    return [one.number for one in found]


def account(
    word: str = "amina", product: str = "current", *, level: str = "3", amount: int = 0, at: datetime = MONDAY,
    holder: str = "", **changes: Any,
) -> str:  # fmt: skip
    """An account of somebody, with so much on it."""
    number = holder or customer(word, level, at)
    done = open_account(
        customer=number, product=product, office=AGENCY, by=FATIMA, at=at, key=str(uuid4()), **changes
    )
    if amount:
        paid_in(done.number, amount, at=at)
    return done.number


def paid_in(number: str, amount: int, *, word: str = "", **changes: Any) -> Moved:
    """Cash over the counter into an account."""
    said = {
        "account": number, "amount": amount, "currency": "MAD", "office": AGENCY, "by": FATIMA, "at": MONDAY,
        "key": word or str(uuid4()), **changes,
    }  # fmt: skip
    return deposit(**said)


def paid_out(number: str, amount: int, *, word: str = "", **changes: Any) -> Moved:
    """Cash over the counter out of an account, against its holder's paper."""
    holder = queries.account(number).holder.number
    said = {
        "account": number, "amount": amount, "currency": "MAD", "office": AGENCY, "by": FATIMA, "at": MONDAY,
        "document": PAPERS.get(holder, ""), "key": word or str(uuid4()), **changes,
    }  # fmt: skip
    return withdraw(**said)


def sent(source: str, target: str, amount: int, *, word: str = "", **changes: Any) -> Moved:
    """An amount from one account to another."""
    said = {
        "source": source, "target": target, "amount": amount, "currency": "MAD", "by": BOSS, "at": MONDAY,
        "key": word or str(uuid4()), **changes,
    }  # fmt: skip
    return transfer_between(**said)


def salary(word: str, account: str, amount: int = 500_000, **changes: Any) -> AccountEntry:
    """One row of a list of salaries."""
    entry = AccountEntry(
        key=key("salary", word), account=account, amount=amount, currency="MAD", place=INCOMING, kind=EntryKind.SALARY,
        note="Salary of March",
    )  # fmt: skip
    return msgspec.structs.replace(entry, **changes)


def credited(*entries: AccountEntry, **changes: Any) -> list[RowAnswer]:
    return credit_many(entries=entries, **{"by": BOSS, "at": MONDAY, **changes})


def holds(number: str) -> int:
    """What an account holds, in its holder's sense."""
    return queries.standing(queries.account(number)).balance


def snapshot() -> dict[str, tuple[Any, ...]]:
    """Everything that every account of the ledger holds: the same before and after means that nothing moved."""
    return {
        line.code: (
            line.received,
            line.given,
            line.coming,
            line.leaving,
            line.state,
            line.ceiling,
            line.floor,
        )
        for line in money.accounts()
    }


def days(count: float) -> datetime:
    """So many days after the Monday on which every test begins."""
    return MONDAY + timedelta(days=count)


__all__ = ["note_document"]
