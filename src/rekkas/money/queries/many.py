"""What is asked of many accounts at once, in a constant number of statements: days, holds, keys."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from rekkas.base.bulk import among
from rekkas.money.choices import EntryKind
from rekkas.money.models import Account, ClosedDay, Entry, Transfer

A_DAY = timedelta(days=1)

# What each of these accounts received less what it gave, day by day. Each half goes by its own index.
_BY_DAY = """
SELECT moved.account_id, moved.business_date, SUM(moved.amount) FROM (
    SELECT target_id AS account_id, business_date, amount FROM money_transfer
    WHERE {targets} AND NOT is_held AND business_date > %s AND business_date <= %s
    UNION ALL
    SELECT source_id, business_date, -amount FROM money_transfer
    WHERE {sources} AND NOT is_held AND business_date > %s AND business_date <= %s
) moved
GROUP BY moved.account_id, moved.business_date ORDER BY moved.account_id, moved.business_date
"""
# Each movement of these accounts, one leg a row.
_LEGS = """
SELECT moved.account_id, moved.business_date, moved.entry_id, moved.leg, moved.amount, entry.key FROM (
    SELECT target_id AS account_id, business_date, entry_id, leg, amount FROM money_transfer
    WHERE {targets} AND NOT is_held AND business_date >= %s AND business_date <= %s
    UNION ALL
    SELECT source_id, business_date, entry_id, leg, -amount FROM money_transfer
    WHERE {sources} AND NOT is_held AND business_date >= %s AND business_date <= %s
) moved JOIN money_entry entry ON entry.id = moved.entry_id
ORDER BY moved.account_id, moved.business_date, moved.entry_id, moved.leg
"""
_KEPT = """
SELECT kept.account_id, kept.received - kept.given FROM money_daybalance kept
JOIN (
    SELECT account_id, MAX(business_date) AS latest FROM money_daybalance
    WHERE {accounts} AND business_date <= %s GROUP BY account_id
) last ON last.account_id = kept.account_id AND last.latest = kept.business_date
"""


@dataclass(frozen=True, slots=True)
class Days:
    """What accounts held when the day before the first was over, and how that changed, in the order asked.

    A change is the account's place, the day, and what came on it less what left. Days without one are absent.
    """

    before: list[int]
    changes: list[tuple[int, date, int]]


def balances_by_day(accounts: Sequence[str], first: date, last: date) -> Days:
    """What many accounts of one book held before a day, and what moved on each day from it until another.

    Starts from the last closing before: years of history are not added up again.
    """
    places, books = _places(accounts)
    closed = ClosedDay.objects.filter(book__in=books, business_date__lt=first).order_by("-business_date")
    since = closed.values_list("business_date", flat=True).first() or date.min
    before = [0] * len(accounts)
    for pk, amount in _kept(places, since):
        before[places[pk]] += amount
    changes = []
    for pk, day, amount in _moved(places, since, last):
        if day < first:
            before[places[pk]] += amount
        else:
            changes.append((places[pk], day, amount))
    return Days(before, sorted(changes))


class LegLine(NamedTuple):
    """One movement of one of many accounts: its place among them, the day, the entry's key, the leg, what came."""

    place: int
    day: date
    key: UUID
    leg: int
    amount: int


def legs_of(accounts: Sequence[str], first: date, last: date) -> list[LegLine]:
    """What moved many accounts from one day to another, by account, in the order of days and entries."""
    places, _ = _places(accounts)
    (targets, values), (sources, same) = among("target_id", places), among("source_id", places)
    statement = _LEGS.format(targets=targets, sources=sources)
    rows = _rows(statement, [*values, first, last, *same, first, last])
    found = [
        LegLine(places[pk], _day(day), key if isinstance(key, UUID) else UUID(key), leg, int(amount))
        for pk, day, _, leg, amount, key in rows
    ]
    return sorted(found, key=lambda line: line.place)


def _places(accounts: Sequence[str]) -> tuple[dict[int, int], set[str]]:
    """The place of each account that is there, by its number, and the books in which they are."""
    rows = Account.objects.filter(code__in=accounts).values_list("code", "pk", "book")
    known = {code: (pk, book) for code, pk, book in rows}
    places = {known[code][0]: place for place, code in enumerate(accounts) if code in known}
    return places, {book for _, book in known.values()}


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _kept(ids: Iterable[int], until: date) -> list[tuple[int, int]]:
    condition, values = among("account_id", ids)
    return [(pk, int(amount)) for pk, amount in _rows(_KEPT.format(accounts=condition), [*values, until])]


def _moved(ids: Iterable[int], after: date, until: date) -> Iterator[tuple[int, date, int]]:
    (targets, values), (sources, same) = among("target_id", ids), among("source_id", ids)
    statement = _BY_DAY.format(targets=targets, sources=sources)
    for pk, day, amount in _rows(statement, [*values, after, until, *same, after, until]):
        yield pk, _day(day), int(amount)


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Days are written as each database compares them."""
    plain = values
    if connection.vendor != "postgresql":
        plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    with connection.cursor() as cursor:
        cursor.execute(statement, plain)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def keys_known(keys: Iterable[UUID]) -> set[UUID]:
    """Which of these keys belong to an entry already."""
    condition, values = among("key", list(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM money_entry WHERE {condition}", values)  # noqa: S608
        return {key if isinstance(key, UUID) else UUID(key) for (key,) in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class OpenHold:
    """An amount that is set aside and was neither taken nor let go."""

    key: UUID
    kind: EntryKind
    amount: int
    currency: str
    subject: str
    note: str
    happened_at: datetime
    expires_at: datetime | None

    @property
    def kind_label(self) -> str:
        return str(self.kind.label)


def open_holds(account: str) -> list[OpenHold]:
    """What is set aside on an account, the oldest first."""
    rows = Transfer.objects.filter(is_held=True).select_related("entry")
    mine = rows.filter(source__code=account) | rows.filter(target__code=account)
    waiting = mine.exclude(entry__in=Entry.objects.exclude(settles=None).values("settles"))
    return [
        OpenHold(
            one.entry.key, EntryKind(one.entry.kind), one.amount, one.currency, one.entry.subject, one.entry.note,
            one.entry.happened_at, one.entry.expires_at,
        )
        for one in waiting.order_by("entry", "leg")
    ]  # fmt: skip
