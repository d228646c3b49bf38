"""What moved an account and what it held before and after: read from the ledger whenever it is asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from postkit.evidence import row_digest
from rekkas.bank.errors import SpanNotRight
from rekkas.bank.models import BankAccount, IssuedStatement
from rekkas.base.actors import FIRST_YEAR
from rekkas.desk.listings import Listing
from rekkas.money import queries as money
from rekkas.money.choices import CUSTOMER_KINDS, AccountKind, Book, EntryKind
from rekkas.money.queries.many import LegLine

A_DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date.max - A_DAY  # each has a day before it and one after
LEGS = 100  # an entry has at most so many: a place in the record is its number times this, and the leg
_ASIDE = {AccountKind.FEES: EntryKind.FEE, AccountKind.TAX: EntryKind.TAX}


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of an account in its holder's sense: more than zero where something came in.

    ``balance`` is what the account held after it, in the order of a statement; ``place`` is its place in the record.
    """

    place: int
    entry: UUID
    leg: int
    day: date
    at: datetime
    kind: EntryKind
    amount: int
    balance: int | None
    counterpart: str
    counterpart_name: str
    note: str
    office: str
    author: str

    @property
    def kind_label(self) -> str:
        return str(self.kind.label)

    @property
    def paid_out(self) -> int:
        return max(-self.amount, 0)


@dataclass(frozen=True, slots=True)
class Statement:
    """An account between two days, both included. ``number`` is that of the statement that was issued, if one was."""

    account: BankAccount
    first: date
    last: date
    opening: int
    closing: int
    lines: tuple[Movement, ...]
    number: int | None
    is_as_issued: bool
    root: str
    closed_on: date | None

    @property
    def paid_in(self) -> int:
        return sum(line.amount for line in self.lines if line.amount > 0)

    @property
    def paid_out(self) -> int:
        return -sum(line.amount for line in self.lines if line.amount < 0)


def statement(row: BankAccount, first: date, last: date) -> Statement:
    """What an account held when a day began, what moved it, and what it held when another was over."""
    check_span(first, last)
    opening = -money.balance_on(row.ledger, first - A_DAY)
    lines = _running(
        _movements(row, _legs(row, first, last).order_by("business_date", "entry", "leg")), opening
    )
    closing = lines[-1].balance if lines else opening
    issued = IssuedStatement.objects.filter(account=row, first=first, last=last).first()
    digest = digest_of(
        row.number, first, last, opening, ((one.entry, one.leg, one.day, one.amount) for one in lines)
    )
    day = money.last_closed_day(Book.BANK)
    closed = money.closing(Book.BANK, day) if day is not None and day >= last else None
    return Statement(
        row, first, last, opening, closing or 0, tuple(lines), issued.number if issued else None,
        issued is None or issued.digest == digest, bytes(closed.root).hex() if closed else "",
        closed.business_date if closed else None,
    )  # fmt: skip


def check_span(first: date, last: date) -> None:
    """Refuse a statement that would end before it begins, or reach to where no calendar does."""
    if not FIRST_DAY <= first <= last <= LAST_DAY:
        raise SpanNotRight


def digest_of(
    account: str, first: date, last: date, opening: int, legs: Iterable[tuple[UUID, int, date, int]]
) -> str:
    """What a statement says, in one digest."""
    said: list[Sequence[str | int]] = [
        [key.hex, leg, day.isoformat(), amount] for key, leg, day, amount in legs
    ]
    return row_digest([account, first.isoformat(), last.isoformat(), opening, said]).hex()


def digest_of_legs(account: str, first: date, last: date, opening: int, legs: Sequence[LegLine]) -> str:
    """The same from the ledger's own legs, where the bank owes what came."""
    return digest_of(
        account, first, last, opening, ((one.key, one.leg, one.day, -one.amount) for one in legs)
    )


def movements_of(row: BankAccount) -> Listing[Movement]:
    """What moved an account, the latest first; read page by page."""
    rows = money.movements(row.ledger).rows.filter(is_held=False)
    return Listing(rows.order_by("-entry", "-leg"), lambda legs: _movements(row, legs))


def movements_after(row: BankAccount, place: int, limit: int) -> list[Movement]:
    """What was recorded after a place in the record, in its order."""
    entry, leg = divmod(place, LEGS)
    rows = money.movements(row.ledger).rows.filter(is_held=False)
    later = rows.filter(Q(entry__gt=entry) | Q(entry=entry, leg__gt=leg)) if place else rows
    return _movements(row, later.order_by("entry", "leg")[:limit])


def statements_issued(row: BankAccount) -> Listing[IssuedStatement]:
    """The numbered statements of an account, the latest first."""
    return Listing(IssuedStatement.objects.filter(account=row).order_by("-number"), list)


def _legs(row: BankAccount, first: date, last: date) -> Any:
    return money.movements(row.ledger, since=first, until=last).rows.filter(is_held=False)


def _movements(row: BankAccount, legs: Iterable[Any]) -> list[Movement]:
    found = list(legs)
    others = {_other(row, leg).code for leg in found if _other(row, leg).kind in CUSTOMER_KINDS}
    named = {
        one.ledger: one for one in BankAccount.objects.filter(ledger__in=others).select_related("holder")
    }
    return [_movement(row, leg, named.get(_other(row, leg).code)) for leg in found]


def _other(row: BankAccount, leg: Any) -> Any:
    return leg.target if leg.source.code == row.ledger else leg.source


def _movement(row: BankAccount, leg: Any, other: BankAccount | None) -> Movement:
    entry = leg.entry
    return Movement(
        entry.pk * LEGS + leg.leg, entry.key, leg.leg, leg.business_date, entry.happened_at,
        _ASIDE.get(_other(row, leg).kind, EntryKind(entry.kind)),
        leg.amount if leg.source.code == row.ledger else -leg.amount, None,
        other.number if other else "", other.holder.shown_name if other else "", entry.note, entry.office_code,
        entry.actor_name,
    )  # fmt: skip


def _running(lines: Iterable[Movement], opening: int) -> list[Movement]:
    held, found = opening, []
    for line in lines:
        held += line.amount
        found.append(replace(line, balance=held))
    return found
