"""Closed days: what their books said, and what a day to be closed would say."""

from bisect import bisect_left
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Max

from postkit.evidence import Fault, row_digest
from postkit.evidence.days import Days, Figures
from rekkas.base.evidence import CHUNK
from rekkas.base.seals import seal_digest_of
from rekkas.desk.listings import Listing
from rekkas.money.choices import Book
from rekkas.money.models import ClosedDay, DayBalance, Entry
from rekkas.money.queries.journal import RECORD

# What moved on each account of a book after one day and until another, with what it held before.
MOVED = """
SELECT moved.account_id, SUM(moved.received) AS received, SUM(moved.given) AS given
FROM (
    SELECT target_id AS account_id, amount AS received, 0 AS given, business_date, is_held FROM money_transfer
    UNION ALL
    SELECT source_id, 0, amount, business_date, is_held FROM money_transfer
) moved
JOIN money_account account ON account.id = moved.account_id
WHERE account.book = %s AND moved.business_date > %s AND moved.business_date <= %s AND NOT moved.is_held
GROUP BY moved.account_id
"""
# What moved on each account of a book in each period that was closed, and until its end; by closing, then by account.
MOVED_UNTIL = """
WITH legs AS (
    SELECT leg.business_date, leg.target_id AS account_id, SUM(leg.amount) AS received, 0 AS given
    FROM money_transfer leg JOIN money_account account ON account.id = leg.target_id
    WHERE account.book = %s AND NOT leg.is_held GROUP BY leg.business_date, leg.target_id
    UNION ALL
    SELECT leg.business_date, leg.source_id, 0, SUM(leg.amount)
    FROM money_transfer leg JOIN money_account account ON account.id = leg.source_id
    WHERE account.book = %s AND NOT leg.is_held GROUP BY leg.business_date, leg.source_id
),
closings AS (
    SELECT days.business_date AS fell, (
        SELECT MIN(closed.business_date) FROM money_closedday closed
        WHERE closed.book = %s AND closed.business_date >= days.business_date
    ) AS day
    FROM (SELECT DISTINCT business_date FROM legs) days
),
periods AS (
    SELECT closings.day, legs.account_id, SUM(legs.received) AS received, SUM(legs.given) AS given
    FROM legs JOIN closings ON closings.fell = legs.business_date
    WHERE closings.day IS NOT NULL GROUP BY closings.day, legs.account_id
)
SELECT periods.day, account.code, CAST(periods.received AS bigint), CAST(periods.given AS bigint),
    CAST(SUM(periods.received) OVER until_then AS bigint), CAST(SUM(periods.given) OVER until_then AS bigint)
FROM periods JOIN money_account account ON account.id = periods.account_id
WINDOW until_then AS (PARTITION BY periods.account_id ORDER BY periods.day)
ORDER BY periods.day, periods.account_id
"""
LATEST = "(SELECT {} FROM money_daybalance kept WHERE kept.account_id = {}.account_id AND kept.business_date <= %s ORDER BY kept.business_date DESC LIMIT 1)"  # noqa: E501


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What the books of a day say: counts, and for each kind and currency what it received, gave and holds."""

    entry_count: int
    transfer_count: int
    trial_balance: tuple[tuple[str, str, int, int], ...]

    @property
    def totals(self) -> dict[str, int]:
        """What all kinds of a currency hold together: nothing, or the books do not agree."""
        sums: dict[str, int] = {}
        for _, currency, received, given in self.trial_balance:
            sums[currency] = sums.get(currency, 0) + received - given
        return sums


def last_closed_day(book: str) -> date | None:
    """The last day of a book that takes no more entries."""
    day: date | None = ClosedDay.objects.filter(book=book).aggregate(last=Max("business_date"))["last"]
    return day


def closed_days(book: str = "") -> Listing[ClosedDay]:
    """Closed days with their roots and signatures, latest first."""
    rows = ClosedDay.objects.select_related("signature").order_by("-business_date", "book")
    return Listing(rows.filter(book=book) if book else rows, list)


def closing(book: str, day: date) -> ClosedDay | None:
    """One closed day."""
    return ClosedDay.objects.select_related("signature").filter(book=book, business_date=day).first()


def last_recorded(since: date, until: date) -> datetime | None:
    """When the last entry of these days was recorded: a clock that went back does not close them before that."""
    rows = Entry.objects.filter(business_date__gt=since, business_date__lte=until)
    heard: datetime | None = rows.aggregate(last=Max("recorded_at"))["last"]
    return heard


def day_figures(book: str, day: date) -> DayFigures:
    """The trial balance of a book as it stands at the end of a day, and how much was entered since the last closing."""
    since = last_closed_day(book) or date.min
    kinds = _rows(
        "SELECT account.kind, account.currency, SUM(held.received), SUM(held.given) FROM ("  # noqa: S608
        f"SELECT account_id, received, given FROM ({MOVED}) fresh UNION ALL "
        "SELECT kept.account_id, kept.received, kept.given FROM money_daybalance kept WHERE kept.business_date = "
        "(SELECT MAX(other.business_date) FROM money_daybalance other WHERE other.account_id = kept.account_id "
        "AND other.business_date <= %s)"
        ") held JOIN money_account account ON account.id = held.account_id WHERE account.book = %s "
        "GROUP BY account.kind, account.currency ORDER BY account.kind, account.currency",
        [book, since, day, since, book],
    )
    (entries, transfers), *_ = _rows(
        "SELECT COUNT(DISTINCT transfer.entry_id), COUNT(*) FROM money_transfer transfer "
        "JOIN money_account source ON source.id = transfer.source_id "
        "WHERE source.book = %s AND transfer.business_date > %s AND transfer.business_date <= %s",
        [book, since, day],
    )
    lines = tuple((kind, currency, int(received), int(given)) for kind, currency, received, given in kinds)
    return DayFigures(int(entries), int(transfers), lines)


def root_said(
    book: str,
    day: date,
    previous: bytes,
    figures: DayFigures,
    heads: list[tuple[int, int, str]],
    balances: str,
) -> list[Any]:
    """What a day's root covers."""
    return [
        str(book), day.isoformat(), previous.hex(), figures.entry_count, figures.transfer_count,
        [list(line) for line in figures.trial_balance], [list(head) for head in heads], balances,
    ]  # fmt: skip


def balances_digest(book: str, day: date) -> str:
    """One digest over what each account that moved held when the day was over, in the order of their opening."""
    digest = sha256()
    rows = DayBalance.objects.filter(account__book=book, business_date=day).order_by("account")
    for row in rows.values_list("account__code", "received", "given").iterator(5_000):
        digest.update(row_digest(row))
    return digest.hexdigest()


def write_day_balances(book: str, day: date, since: date) -> None:
    """Keep what each account that moved since the last closing held when the day was over."""
    received, given = LATEST.format("kept.received", "fresh"), LATEST.format("kept.given", "fresh")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO money_daybalance (account_id, business_date, received, given) "  # noqa: S608
            f"SELECT fresh.account_id, %s, fresh.received + COALESCE({received}, 0), "
            f"fresh.given + COALESCE({given}, 0) FROM ({MOVED}) fresh",
            _plain([day, since, since, book, since, day]),
        )


def roll_forward_faults(book: str, day: date) -> list[str]:
    """Accounts whose balance is not what the day kept and what moved after it."""
    received, given = LATEST.format("kept.received", "b"), LATEST.format("kept.given", "b")
    rows = _rows(
        "SELECT account.code FROM ("  # noqa: S608
        "SELECT account_id, SUM(received) AS received, SUM(given) AS given FROM money_balance GROUP BY account_id"
        ") b JOIN money_account account ON account.id = b.account_id "
        f"LEFT JOIN ({MOVED}) fresh ON fresh.account_id = b.account_id "
        "WHERE account.book = %s AND ("
        f"b.received <> COALESCE(fresh.received, 0) + COALESCE({received}, 0) "
        f"OR b.given <> COALESCE(fresh.given, 0) + COALESCE({given}, 0)) ORDER BY account.code LIMIT 20",
        [book, day, date.max, book, day, day],
    )
    return [code for (code,) in rows]


def day_rows(book: str) -> Iterator[list[Any]]:
    """The closed days of a book as a file of books has them: see postkit.evidence.books."""
    for day in closed_days(book).rows.order_by("business_date"):
        figures = DayFigures(
            day.entry_count, day.transfer_count, tuple(tuple(line) for line in day.trial_balance)
        )
        heads = [tuple(head) for head in day.heads]
        balances = balances_digest(book, day.business_date)
        said = root_said(book, day.business_date, bytes(day.previous), figures, heads, balances)
        signed = getattr(day, "signature", None)
        yield [
            "day", said, bytes(day.root).hex(), bytes(signed.public_key).hex() if signed else "",
            bytes(signed.signature).hex() if signed else "",
        ]  # fmt: skip


def day_faults(*, keys: Collection[str] = ()) -> Generator[Fault]:
    """Closed days whose root, signature, place in the chain or figures are not what the transfers come to.

    ``keys`` are the post's public keys (hexadecimal): each day must then bear a signature of one of them.
    The database adds up what moved between two closings; the rule is that of ``postkit.evidence.days``.
    """
    days = Days(keys)
    for book in sorted(Book.values):
        for row in day_rows(book):
            yield from days.take(row)
    for lane, number in days.seals:
        if number:
            days.seals[lane, number] = seal_digest_of(RECORD, lane, number)
    for book in sorted(Book.values):
        yield from days.compare_book(book, _figures(book, days.dates(book)))


def _figures(book: str, dates: Sequence[str]) -> Generator[Figures]:
    """What each period of a book comes to by its transfers, in the order of its closings, read as it is asked for."""
    if not dates:
        return
    counts = _counts(book, dates)
    with connection.chunked_cursor() as cursor:
        cursor.execute(MOVED_UNTIL, [book] * 3)
        chunks = iter(lambda: cursor.fetchmany(CHUNK), [])
        periods = groupby((row for chunk in chunks for row in chunk), key=lambda row: str(row[0]))
        day, moved = next(periods, ("", iter(())))
        for one, (entries, legs) in zip(dates, counts, strict=True):
            if day != one:
                yield Figures(entries, legs)
                continue
            yield Figures(entries, legs, (row[1:] for row in moved))
            day, moved = next(periods, ("", iter(())))


def _counts(book: str, dates: Sequence[str]) -> list[tuple[int, int]]:
    """How many entries and legs each period has: an entry is of one day."""
    counts = [[0, 0] for _ in range(len(dates) + 1)]
    for day, entries, legs in _rows(
        "SELECT leg.business_date, COUNT(DISTINCT leg.entry_id), COUNT(*) FROM money_transfer leg "
        "JOIN money_account source ON source.id = leg.source_id WHERE source.book = %s GROUP BY leg.business_date",
        [book],
    ):
        period = counts[bisect_left(dates, str(day))]
        period[0] += entries
        period[1] += legs
    return [(entries, legs) for entries, legs in counts[:-1]]


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, _plain(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _plain(values: Sequence[Any]) -> list[Any]:
    """Days as each database compares them."""
    if connection.vendor == "postgresql":
        return list(values)
    return [value.isoformat() if isinstance(value, date) else value for value in values]
