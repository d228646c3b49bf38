"""The books of a post as one file that anybody can check: every entry, seal, line, closed day and balance.

A file is JSON lines, each an array whose first word says what it is. Amounts are minor units, digests hexadecimal:

    ["rekkas-books", 1]                                     the first line: format and version
    ["account", code, book, whether it has lines]           book: "post" or "bank"
    ["entry", lane, seal, name, digest, said]               said: the values that the digest covers, legs last
    ["seal", lane, number, row count, previous, digest]     after the entries that it closes
    ["head", lane, number, digest]                          where each chain ends
    ["line", said, chain]                                   a movement of a till as its receipt says it
    ["day", said, root, public key, signature]              a closed day; the last two may be empty
    ["balance", code, received, given]                      what the post says each account received and gave

An entry's ``said`` is [key, request, kind, phase, subject, office, day, happened, recorded, expires, actor kind, actor,
rate, note, reversed key, settled key, [[source, target, amount, currency], ...]]. Moments are microseconds since 1970.

What is checked: each digest, each chain and its head; that a key comes once; that each book and currency sums to zero
and what the two books say of each other too; that balances follow from the entries; that each line follows from the
line before and from its entry; each root and its signature. Nothing of the file is believed: all is worked out again.
Reasons of a fault are those of ``seals`` and the words in ``check`` below. Errors: NotBooks, where it is no such file.
"""

import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from postkit.evidence.seals import (
    START,
    Fault,
    KeptSeal,
    SealedRow,
    chain_digest,
    faults_in_lane,
    is_signed,
    row_digest,
)

FORMAT, VERSION = "rekkas-books", 1
PROGRESS_EVERY = 10_000
LEGS, KEY, PHASE = 16, 0, 3
LINE_ACCOUNT, LINE_NUMBER, LINE_DELTA, LINE_AFTER, LINE_KEY = range(5)


class NotBooks(ValueError):
    """The file is not one of these; says at which line it stops making sense."""


@dataclass(slots=True)
class Checked:
    """What was looked at, for the reader of a verdict."""

    entries: int = 0
    seals: int = 0
    lines: int = 0
    days: int = 0
    signed_days: int = 0
    accounts: int = 0
    public_keys: set[str] = field(default_factory=set)
    totals: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class _Books:
    """What the entries say, as they pass."""

    done: Checked = field(default_factory=Checked)
    book_of: dict[str, str] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    keys: set[int] = field(default_factory=set)
    deltas: dict[tuple[str, str], int] = field(default_factory=dict)
    witnessed: dict[str, tuple[int, bytes, int]] = field(default_factory=dict)
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)
    previous_day: dict[str, str] = field(default_factory=dict)
    mirrors: dict[str, int] = field(default_factory=dict)


Progress = Callable[[int], None]


def check(lines: Iterable[bytes | str], progress: Progress | None = None) -> Iterator[Fault | Checked]:
    """Each fault as it is found, the earliest first, and at the end what was looked at.

    >>> [found] = check(['["rekkas-books", 1]'])
    >>> found.entries
    0
    """
    try:
        yield from _check(_rows(lines, progress))
    except (ValueError, TypeError, IndexError, AttributeError) as problem:
        if isinstance(problem, NotBooks):
            raise
        raise NotBooks(f"a line does not hold what its first word says: {problem}") from problem


def _check(rows: Iterator[list[Any]]) -> Iterator[Fault | Checked]:
    books = _Books()
    row = next(rows, None)
    while row is not None:
        word = row[0]
        if word in ("entry", "seal"):
            row = yield from _lane(row, rows, books)
            continue
        judge = _JUDGES.get(word)
        if judge is None:
            raise NotBooks(f"{word!r} is not known")
        yield from judge(row, books)
        row = next(rows, None)
    yield from _sums(books)
    yield books.done


def _rows(lines: Iterable[bytes | str], progress: Progress | None) -> Iterator[list[Any]]:
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError as problem:
            raise NotBooks(f"line {number} is not JSON") from problem
        if number == 1 and row != [FORMAT, VERSION]:
            raise NotBooks(f"the first line is not [{FORMAT!r}, {VERSION}]")
        if not isinstance(row, list) or not row or not isinstance(row[0], str):
            raise NotBooks(f"line {number} says nothing")
        if progress and not number % PROGRESS_EVERY:
            progress(PROGRESS_EVERY)
        if number > 1:
            yield row


def _lane(
    first: list[Any], rows: Iterator[list[Any]], books: _Books
) -> Generator[Fault, None, list[Any] | None]:
    """One lane: its entries and seals as they stand in the file, through the check of chains."""
    lane = first[1]
    after: list[list[Any] | None] = [None]
    faults: list[Fault] = []
    last: list[tuple[int, str]] = [(0, START.hex())]

    def one_lane() -> Iterator[list[Any]]:
        yield first
        for row in rows:
            if row[0] not in ("entry", "seal") or row[1] != lane:
                after[0] = row
                return
            yield row

    entries, seals = _Split(one_lane()).parts()

    def sealed() -> Iterator[SealedRow]:
        for _, _, seal, name, digest, said in entries:
            faults.extend(_take(name, said, books))
            yield SealedRow(str(name), seal, bytes.fromhex(digest), said)

    def kept() -> Iterator[KeptSeal]:
        for _, _, number, count, previous, digest in seals:
            books.done.seals += 1
            last[0] = number, digest
            yield KeptSeal(number, count, bytes.fromhex(previous), bytes.fromhex(digest))

    for fault in faults_in_lane(sealed(), kept()):
        yield from faults
        faults.clear()
        yield Fault(f"lane {lane} {fault.name}", fault.reason) if fault.name.startswith("seal ") else fault
    yield from faults
    books.heads[lane] = last[0]
    return after[0]


class _Split:
    """Rows of one lane parted into entries and seals, read no further ahead than one of them asks."""

    def __init__(self, rows: Iterator[list[Any]]) -> None:
        self._rows = rows
        self._kept: dict[str, deque[list[Any]]] = {"entry": deque(), "seal": deque()}

    def parts(self) -> tuple[Iterator[list[Any]], Iterator[list[Any]]]:
        return self._of("entry"), self._of("seal")

    def _of(self, word: str) -> Iterator[list[Any]]:
        kept = self._kept[word]
        while True:
            if kept:
                yield kept.popleft()
                continue
            row = next(self._rows, None)
            if row is None:
                return
            self._kept[row[0]].append(row)


def _take(name: Any, said: list[Any], books: _Books) -> Iterator[Fault]:
    """What an entry moves, added up."""
    books.done.entries += 1
    key = said[KEY]
    if int(key, 16) in books.keys:
        yield Fault(str(name), "key-comes-twice")
    books.keys.add(int(key, 16))
    if said[PHASE] != "posted":
        return
    between: dict[str, int] = {}
    for source, target, amount, currency in said[LEGS]:
        if not isinstance(amount, int) or amount <= 0:
            yield Fault(str(name), "moves-nothing")
        if books.book_of.get(source) != books.book_of.get(target) or source not in books.book_of:
            yield Fault(str(name), "between-two-books")
        books.given[source] = books.given.get(source, 0) + amount
        books.received[target] = books.received.get(target, 0) + amount
        for account, sign in ((source, -amount), (target, amount)):
            if account.startswith("mirror:"):
                between[currency] = between.get(currency, 0) + sign
            if account in books.witnessed:
                books.deltas[account, key] = books.deltas.get((account, key), 0) + sign
    if any(between.values()):
        yield Fault(str(name), "mirrors-differ")


def _account(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, code, book = row[:3]
    books.done.accounts += 1
    books.book_of[code] = book
    if len(row) > 3 and row[3]:
        books.witnessed[code] = 0, START, 0
    yield from ()


def _head(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, lane, number, digest = row
    if number and books.heads.get(lane) != (number, digest):
        yield Fault(f"lane {lane}", "head-differs")


def _line(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, said, chain = row
    account, number, delta, after, key = said[:5]
    books.done.lines += 1
    name = f"line {number} of {account}"
    last, previous, held = books.witnessed.get(account, (0, START, 0))
    if number != last + 1:
        yield Fault(name, "line-missing")
    if after != held + delta or bytes.fromhex(chain) != chain_digest(previous, said):
        yield Fault(name, "line-changed")
    elif books.deltas.pop((account, key), None) != delta:
        yield Fault(name, "line-differs-from-its-entry")
    books.witnessed[account] = number, bytes.fromhex(chain), after


def _day(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, said, root, public_key, signature = row
    book, day, previous = said[:3]
    books.done.days += 1
    name = f"day {day} of the {book}"
    if row_digest(said).hex() != root:
        yield Fault(name, "day-changed")
    if previous != books.previous_day.get(book, START.hex()):
        yield Fault(name, "day-missing")
    books.previous_day[book] = root
    if signature:
        books.done.signed_days += 1
        books.done.public_keys.add(public_key)
        if not is_signed(bytes.fromhex(root), bytes.fromhex(public_key), bytes.fromhex(signature)):
            yield Fault(name, "signature-wrong")


def _balance(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, code, received, given = row
    if (received, given) != (books.received.get(code, 0), books.given.get(code, 0)):
        yield Fault(f"balance of {code}", "differs-from-entries")


def _sums(books: _Books) -> Iterator[Fault]:
    """What must come to nothing in the end, and movements of tills that left no line."""
    for (account, key), delta in books.deltas.items():
        yield Fault(f"entry {key} on {account}", "moved-by-a-hidden-hand" if delta else "line-missing")
    mirrors: dict[str, int] = {}
    for code, book in books.book_of.items():
        held, currency = books.received.get(code, 0) - books.given.get(code, 0), code.rpartition(":")[2]
        books.done.totals[book, currency] = books.done.totals.get((book, currency), 0) + held
        if code.startswith("mirror:"):
            mirrors[currency] = mirrors.get(currency, 0) + held
    for (book, currency), held in sorted(books.done.totals.items()):
        if held:
            yield Fault(f"books of the {book} in {currency}", "does-not-sum-to-zero")
    for currency, held in sorted(mirrors.items()):
        if held:
            yield Fault(f"accounts between the books in {currency}", "does-not-sum-to-zero")


_JUDGES: dict[str, Callable[[list[Any], _Books], Iterator[Fault]]] = {
    "account": _account, "head": _head, "line": _line, "day": _day, "balance": _balance,
}  # fmt: skip
