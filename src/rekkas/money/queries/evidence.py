"""Whether the ledger is as it was written, and everything derived from it follows."""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from postkit.evidence import START, Fault, SealedRow, chain_digest
from postkit.evidence.accounts import LineOrder
from postkit.evidence.days import Closings
from rekkas.base.bulk import stored, stored_moment
from rekkas.base.evidence import CHUNK, UNREADABLE, faults_in_lanes
from rekkas.money.models import Account, ClosedDay
from rekkas.money.queries.balances import sums_by_kind
from rekkas.money.queries.journal import RECORD
from rekkas.money.times import microseconds_stored

Progress = Callable[[int], None]
ENTRY_COLUMNS = (
    "id", "lane", "seal_number", "digest", "key", "request", "kind", "phase", "subject", "office_code",
    "business_date", "happened_at", "recorded_at", "expires_at", "actor_kind", "actor_name", "rate", "note",
)  # fmt: skip
LEG_COLUMNS = ("source.code", "target.code", "leg.amount", "leg.currency", "leg.business_date", "leg.is_held")
_AT = {name: place for place, name in enumerate(ENTRY_COLUMNS)}


def _said(row: Sequence[Any], legs: Sequence[Sequence[Any]]) -> list[Any]:
    """What an entry says, as its evidence covers it, from a row of ENTRY_COLUMNS and the keys that it names."""
    (
        _, _, _, _, key, request, kind, phase, subject, office, day, happened, recorded, expires, actor_kind,
        actor_name, rate, note, reversed_key, settled_key,
    ) = row  # fmt: skip
    return [
        _hex(key), bytes(request).hex(), kind, phase, subject, office, _day(day), microseconds_stored(happened),
        microseconds_stored(recorded), None if expires is None else microseconds_stored(expires), actor_kind,
        actor_name, rate, note, _hex(reversed_key) if reversed_key else None,
        _hex(settled_key) if settled_key else None,
        [list(leg[:4]) for leg in legs],
    ]  # fmt: skip


def said_by(row: Sequence[Any], legs: Sequence[Sequence[Any]]) -> list[Any]:
    """The same for whoever exports evidence; refuses legs that say another day or phase than their entry."""
    day, is_held = row[_AT["business_date"]], row[_AT["phase"]] == "held"
    for *_, leg_day, leg_is_held in legs:
        if leg_day != day or leg_is_held != is_held:
            raise ValueError("a leg does not agree with its entry")
    return _said(row, legs)


def _hex(key: Any) -> str:
    return key.hex if isinstance(key, UUID) else UUID(key).hex


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _stored(column: str) -> str:
    return stored_moment(column) if column.endswith("_at") else stored(column)


def stored_entries() -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Every entry as it is stored, with the keys that it names and its legs; by lane and seal."""
    own = ", ".join(_stored(f"entry.{name}") for name in ENTRY_COLUMNS)
    legs = ", ".join(stored(name) for name in LEG_COLUMNS)
    statement = (
        f"SELECT {own}, {stored('reversed.key')}, {stored('settled.key')}, {legs} FROM money_entry entry "  # noqa: S608
        "LEFT JOIN money_entry reversed ON reversed.id = entry.reverses_id "
        "LEFT JOIN money_entry settled ON settled.id = entry.settles_id "
        "LEFT JOIN money_transfer leg ON leg.entry_id = entry.id "
        "LEFT JOIN money_account source ON source.id = leg.source_id "
        "LEFT JOIN money_account target ON target.id = leg.target_id "
        "ORDER BY entry.lane, entry.seal_number, entry.id, leg.leg"
    )
    width = len(ENTRY_COLUMNS) + 2
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        rows = iter(lambda: cursor.fetchmany(CHUNK), [])
        for _, group in groupby((row for chunk in rows for row in chunk), key=itemgetter(0)):
            lines = list(group)
            yield lines[0][:width], [line[width:] for line in lines if line[width + 2] is not None]


def ledger_faults(progress: Progress | None = None) -> Generator[Fault]:
    """Entries that were changed, added or taken away since they were sealed, by name."""
    yield from faults_in_lanes(RECORD, _sealed(progress))
    yield from (
        Fault(f"transfers of entry {entry}", "transfer-without-entry")
        for (entry,) in _rows(
            "SELECT DISTINCT leg.entry_id FROM money_transfer leg "
            "LEFT JOIN money_entry entry ON entry.id = leg.entry_id WHERE entry.id IS NULL LIMIT 50"
        )
    )


def _sealed(progress: Progress | None) -> Iterator[tuple[int, SealedRow]]:
    for count, (row, legs) in enumerate(stored_entries(), start=1):
        if progress and not count % CHUNK:
            progress(CHUNK)
        try:
            values: Sequence[Any] = said_by(row, legs)
        except (ValueError, TypeError, AttributeError):
            values = UNREADABLE
        lane, number, digest = row[1:4]
        what = row[_AT["subject"]] or (row[_AT["key"]] if values is UNREADABLE else values[0])
        name = f"entry {row[0]} ({row[_AT['kind']]} of {what})"
        kept = bytes(digest) if isinstance(digest, bytes | memoryview) else b""
        yield lane, SealedRow(name, number, kept, values)


@dataclass(frozen=True, slots=True)
class Sums:
    """What an account received and gave, and what is set aside to come and to leave, from the transfers alone."""

    account: int
    received: int
    given: int
    coming: int
    leaving: int


FROM_TRANSFERS = """
SELECT account.id AS id, account.code AS code, COALESCE(moved.received, 0) AS received,
    COALESCE(moved.given, 0) AS given, COALESCE(moved.coming, 0) AS coming, COALESCE(moved.leaving, 0) AS leaving
FROM money_account account
LEFT JOIN (
    SELECT account_id, SUM(received) AS received, SUM(given) AS given, SUM(coming) AS coming, SUM(leaving) AS leaving
    FROM (
        SELECT target_id AS account_id, SUM(amount) AS received, 0 AS given, 0 AS coming, 0 AS leaving
        FROM money_transfer WHERE NOT is_held GROUP BY target_id
        UNION ALL
        SELECT source_id, 0, SUM(amount), 0, 0 FROM money_transfer WHERE NOT is_held GROUP BY source_id
        UNION ALL
        SELECT target_id, 0, 0, SUM(amount), 0 FROM money_transfer held
        WHERE is_held AND NOT EXISTS (SELECT 1 FROM money_entry WHERE settles_id = held.entry_id) GROUP BY target_id
        UNION ALL
        SELECT source_id, 0, 0, 0, SUM(amount) FROM money_transfer held
        WHERE is_held AND NOT EXISTS (SELECT 1 FROM money_entry WHERE settles_id = held.entry_id) GROUP BY source_id
    ) each_way GROUP BY account_id
) moved ON moved.account_id = account.id
"""


def recomputed_balances() -> list[Sums]:
    """What each account received and gave, from the transfers alone."""
    statement = f"SELECT id, received, given, coming, leaving FROM ({FROM_TRANSFERS}) found ORDER BY id"  # noqa: S608
    return [Sums(*map(int, row)) for row in _rows(statement)]


def balance_faults() -> Generator[Fault]:
    """Balances that are not what follows from the transfers, and books that do not sum to zero."""
    statement = (
        "SELECT found.code, kept.account_id FROM ("  # noqa: S608
        f"{FROM_TRANSFERS}) found LEFT JOIN (SELECT account_id, SUM(received) AS received, SUM(given) AS given, "
        "SUM(coming) AS coming, SUM(leaving) AS leaving FROM money_balance GROUP BY account_id) kept "
        "ON kept.account_id = found.id WHERE kept.account_id IS NULL OR kept.received <> found.received "
        "OR kept.given <> found.given OR kept.coming <> found.coming OR kept.leaving <> found.leaving "
        "ORDER BY found.code"
    )
    for code, kept in _rows(statement):
        yield Fault(f"balance of {code}", "missing" if kept is None else "differs-from-transfers")
    totals: dict[tuple[str, str], int] = {}
    mirrors: dict[str, int] = {}
    for book in ("bank", "post"):
        for kind, currency, held in sums_by_kind(book):
            totals[book, currency] = totals.get((book, currency), 0) + held
            if kind == "mirror":
                mirrors[currency] = mirrors.get(currency, 0) + held
    yield from (
        Fault(f"books of the {book} in {currency}", "does-not-sum-to-zero")
        for (book, currency), held in totals.items()
        if held
    )
    yield from (
        Fault(f"accounts between the books in {currency}", "does-not-sum-to-zero")
        for currency, held in mirrors.items()
        if held
    )


LINE_COLUMNS = (
    "account.code", "line.number", "line.delta", "line.after", "line.chain", "entry.key", "entry.kind",
    "entry.subject", "entry.office_code", "entry.business_date", "entry.happened_at", "entry.actor_kind",
    "entry.actor_name", "entry.lane", "entry.seal_number",
)  # fmt: skip
# What entries moved on witnessed accounts and lines do not say, or say otherwise; and touches without a line.
DIFFERING_LINES = """
SELECT account_id, entry_id, MAX(number) FROM (
    SELECT leg.target_id AS account_id, leg.entry_id, leg.amount AS delta, 0 AS lines, 0 AS number
    FROM money_transfer leg JOIN money_account account ON account.id = leg.target_id
    WHERE account.is_witnessed AND NOT leg.is_held
    UNION ALL
    SELECT leg.source_id, leg.entry_id, -leg.amount, 0, 0
    FROM money_transfer leg JOIN money_account account ON account.id = leg.source_id
    WHERE account.is_witnessed AND NOT leg.is_held
    UNION ALL
    SELECT account_id, entry_id, -delta, 1, number FROM money_line
    UNION ALL
    SELECT account_id, entry_id, 0, 0, 0 FROM money_touch
) each_way
GROUP BY account_id, entry_id HAVING SUM(delta) <> 0 OR SUM(lines) <> 1
ORDER BY account_id, entry_id LIMIT 50
"""


def stored_lines() -> Iterator[tuple[list[Any], bytes, tuple[int, int]]]:
    """What each line says, its chain, and the lane and seal of its entry; by account and number."""
    statement = (
        f"SELECT {', '.join(map(_stored, LINE_COLUMNS))} FROM money_line line "  # noqa: S608
        "JOIN money_entry entry ON entry.id = line.entry_id JOIN money_account account ON account.id = line.account_id "
        "ORDER BY line.account_id, line.number"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        rows = iter(lambda: cursor.fetchmany(CHUNK), [])
        for row in (row for chunk in rows for row in chunk):
            yield _line_said(row), bytes(row[4]), (row[13], row[14])


def line_faults() -> Generator[Fault]:
    """Lines of tills, bags, safes and pouches that were changed, added or taken away; entries that left none."""
    codes = dict(Account.objects.filter(is_witnessed=True).values_list("pk", "code"))
    heads = dict.fromkeys(codes.values(), (0, START, 0))
    orders: dict[str, LineOrder] = defaultdict(LineOrder)
    closings = Closings()
    for closed in ClosedDay.objects.values_list("heads", flat=True):
        closings.add(closed)
    for said, chain, (lane, seal) in stored_lines():
        code, number, delta, after = said[:4]
        last, previous, held = heads.get(code, (0, START, 0))
        if number != last + 1 or after != held + delta or chain != chain_digest(previous, said):
            yield Fault(f"line {number} of {code}", "line-changed")
        elif not orders[code].goes_on(lane, seal, closings.before(lane, seal)):
            yield Fault(f"line {number} of {code}", "line-out-of-place")
        heads[code] = number, chain, after
    for account, count, kept, held in _rows(
        "SELECT account.id, balance.line_count, balance.chain, balance.received - balance.given "
        "FROM money_account account JOIN money_balance balance ON balance.account_id = account.id "
        "WHERE account.is_witnessed ORDER BY account.id"
    ):
        if (count, bytes(kept or START), held) != heads[codes[account]]:
            yield Fault(f"lines of {codes[account]}", "head-differs")
    for account, entry, number in _rows(DIFFERING_LINES):
        code = codes.get(account, account)
        if number:
            yield Fault(f"line {number} of {code}", "line-differs-from-its-entry")
        else:
            yield Fault(f"entry {entry} on {code}", "moved-by-a-hidden-hand")


def _line_said(row: Sequence[Any]) -> list[Any]:
    code, key, kind, subject, office, day, happened, actor_kind, actor_name = row[0], *row[5:13]
    return [
        code, row[1], row[2], row[3], _hex(key), kind, subject, office, _day(day), microseconds_stored(happened),
        actor_kind, actor_name,
    ]  # fmt: skip


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
