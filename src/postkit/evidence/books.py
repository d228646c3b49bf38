"""The books of a post as one file that anybody can check: every entry, seal, line, closed day and balance.

A file is JSON lines, each an array whose first word says what it is. Amounts are minor units, digests hexadecimal:

    ["rekkas-books", 1]                                     the first line: format and version
    ["account", code, book, whether it has lines]           in the order of opening; book: "post" or "bank"
    ["day", said, root, public key, signature]              a closed day; the last two may be empty
    ["entry", lane, seal, name, digest, said]               said: the values that the digest covers, legs last
    ["seal", lane, number, row count, previous, digest]     after the entries that it closes
    ["head", lane, number, digest]                          where each chain ends
    ["line", said, chain]                                   a movement of a till as its receipt says it
    ["balance", code, received, given]                      what the post says each account received and gave

Rows come in this order of words (entries and seals lane by lane), days of a book and lines of a till in their own.

An entry's ``said`` is [key, request, kind, phase, subject, office, day, happened, recorded, expires, actor kind, actor,
rate, note, reversed key, settled key, [[source, target, amount, currency], ...]]. Moments are microseconds since 1970.
A day's ``said`` is [book, day, previous root, entries, legs, [[kind, currency, received, given], ...], [[lane, seal,
digest], ...], digest over the rows [code, received, given] of the accounts that moved].

What is worked out again: each digest, each chain and its head; that a key comes once; that each book and currency sums
to zero and what the two books say of each other too; balances from entries; each line from the line before and from
its entry; each closed day from the seals and entries before it (`days`), its root and its signature.

What it cannot see: whether whoever wrote the file signed what is true; entries, and whole days at the end, that no
signature covers and that were written anew with all their digests; that a till lost all its lines and the word that it
has lines, or that lines changed places whose entries were sealed in one batch, or in different lanes between two
closings (its keeper's receipts say otherwise: `postkit.till`). An entry's name is for people and is not checked.

Reasons of a fault are those of ``seals`` and ``days`` and, here: ``account-comes-twice``, ``lane-comes-twice``,
``key-comes-twice``, ``moves-nothing``, ``between-two-books``, ``wrong-currency``, ``mirrors-differ``, ``head-differs``,
``head-missing``, ``line-missing``, ``line-changed``, ``line-differs-from-its-entry``, ``line-out-of-place``,
``moved-by-a-hidden-hand``, ``differs-from-entries``, ``balance-missing``, ``does-not-sum-to-zero``. Errors: NotBooks,
where it is no such file.

Memory: no entry is kept. For each entry 16 bytes of its key, 16 a leg, 38 where it moved a till; some 500 an account.
"""

from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from struct import error as StructError
from typing import Any

import msgspec

from postkit.evidence.accounts import Account, Movement, Witness, facts_of
from postkit.evidence.days import Days
from postkit.evidence.keys import Keys
from postkit.evidence.seals import (
    START,
    Fault,
    KeptSeal,
    SealedRow,
    chain_digest,
    faults_in_lane,
)

FORMAT, VERSION = "rekkas-books", 1
PROGRESS_EVERY = 10_000
KEY, KIND, PHASE, DAY, LEGS = 0, 2, 3, 6, 16
ABOUT = slice(4, 8)  # of an entry: subject, office, day, moment
AUTHOR = slice(10, 12)
LINE_FACTS = slice(5, 12)  # of a line: its kind, and the same
MIRROR = "mirror"
_PLACES = {"account": 0, "day": 1, "entry": 2, "seal": 2, "head": 3, "line": 4, "balance": 5}
_SEALED = _PLACES["seal"]
_decode = msgspec.json.decode
_UNREADABLE = (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError, StructError)


class NotBooks(ValueError):
    """The file is not one of these; says at which line it stops making sense."""


@dataclass(slots=True)
class Checked:
    """What was looked at, for the reader of a verdict. ``reach`` is the last signed day of each book."""

    entries: int = 0
    seals: int = 0
    lines: int = 0
    days: int = 0
    signed_days: int = 0
    accounts: int = 0
    entries_not_covered: int = 0
    public_keys: set[str] = field(default_factory=set)
    reach: dict[str, str] = field(default_factory=dict)
    totals: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class _Books:
    """What the entries say, as they pass."""

    days: Days
    done: Checked = field(default_factory=Checked)
    accounts: dict[str, Account] = field(default_factory=dict)
    witnesses: dict[str, Witness] = field(default_factory=dict)
    keys: Keys = field(default_factory=Keys)
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)  # lanes whose head was told
    books: list[str] = field(default_factory=list)


Progress = Callable[[int], None]


def check(
    lines: Iterable[bytes | str], progress: Progress | None = None, *, keys: Collection[str] = ()
) -> Iterator[Fault | Checked]:
    """Each fault as it is found, the earliest first, and at the end what was looked at.

    ``keys`` are the post's public keys (hexadecimal): each book must have closed days, each signed with one of them.

    >>> [found] = check(['["rekkas-books", 1]'])
    >>> found.entries
    0
    """
    try:
        yield from _check(_rows(lines, progress), _Books(Days(keys)))
    except _UNREADABLE as problem:
        if isinstance(problem, NotBooks):
            raise
        raise NotBooks(f"a line does not hold what its first word says: {problem}") from problem


def _check(rows: Iterator[list[Any]], books: _Books) -> Iterator[Fault | Checked]:
    row, last = next(rows, None), 0
    while row is not None:
        word = row[0]
        place = _PLACES.get(word)
        if place is None:
            raise NotBooks(f"{word!r} is not known")
        if place < last:
            raise NotBooks(f"{word!r} stands behind its place")
        if last <= _SEALED < place:
            yield from _after_the_entries(books)
        last = place
        if place == _SEALED:
            row = yield from _lane(row, rows, books)
            continue
        yield from _JUDGES[word](row, books)
        row = next(rows, None)
    if last <= _SEALED:
        yield from _after_the_entries(books)
    yield from _in_the_end(books)
    yield books.done


def _rows(lines: Iterable[bytes | str], progress: Progress | None) -> Iterator[list[Any]]:
    for number, line in enumerate(lines, start=1):
        try:
            row = _decode(line)
        except (ValueError, msgspec.DecodeError, RecursionError) as problem:
            raise NotBooks(f"line {number} is not JSON") from problem
        if number == 1 and row != [FORMAT, VERSION]:
            raise NotBooks(f"the first line is not [{FORMAT!r}, {VERSION}]")
        if not isinstance(row, list) or not row or not isinstance(row[0], str):
            raise NotBooks(f"line {number} says nothing")
        if progress and not number % PROGRESS_EVERY:
            progress(PROGRESS_EVERY)
        if number > 1:
            yield row


def _account(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, code, book, is_witnessed = row
    books.done.accounts += 1
    if code in books.accounts:
        yield Fault(f"account {code}", "account-comes-twice")
        return
    books.accounts[code] = Account(code, book, len(books.accounts), bool(is_witnessed))
    if is_witnessed:
        books.witnesses[code] = Witness()
    if book not in books.books:
        books.books.append(book)


def _day(row: list[Any], books: _Books) -> Iterator[Fault]:
    yield from books.days.take(row)


def _lane(
    first: list[Any], rows: Iterator[list[Any]], books: _Books
) -> Generator[Fault, None, list[Any] | None]:
    """One lane: its entries and seals as they stand in the file, through the check of chains."""
    lane, covered = first[1], books.days.covered.get(first[1], 0)
    named = books.days.seals
    if lane in books.heads:
        yield Fault(f"lane {lane}", "lane-comes-twice")
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
            faults.extend(_take(str(name), said, books, lane, seal, is_covered=seal <= covered))
            yield SealedRow(str(name), seal, bytes.fromhex(digest), said)

    def kept() -> Iterator[KeptSeal]:
        for _, _, number, count, previous, digest in seals:
            books.done.seals += 1
            last[0] = number, digest
            if (lane, number) in named:
                named[lane, number] = digest
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


def _take(
    name: str, said: list[Any], books: _Books, lane: int, seal: int, *, is_covered: bool
) -> list[Fault]:
    """What an entry moves, kept by day and book."""
    books.done.entries += 1
    if not is_covered:
        books.done.entries_not_covered += 1
    key, is_posted, legs = books.keys.add(said[KEY]), said[PHASE] == "posted", said[LEGS]
    if not legs:
        return []
    faults: list[Fault] = []
    accounts, on = books.accounts, books.days.on(said[DAY], books.books)
    between: dict[str, int] = {}
    moved: dict[str, int] = {}
    for source_code, target_code, amount, currency in legs:
        source, target = accounts.get(source_code), accounts.get(target_code)
        if source is None or target is None or source.book != target.book:
            faults.append(Fault(name, "between-two-books"))
            continue
        if type(amount) is not int or amount <= 0:
            faults.append(Fault(name, "moves-nothing"))
            continue
        if source.currency != currency or target.currency != currency:
            faults.append(Fault(name, "wrong-currency"))
        period = on[source.book]
        period.leg_count += 1
        if period.last_entry != books.done.entries:
            period.last_entry = books.done.entries
            period.entry_count += 1
        if not is_posted:
            continue
        period.sources.append(source.place)
        period.targets.append(target.place)
        period.amounts.append(amount)
        for account, delta in ((source, -amount), (target, amount)):
            if account.kind == MIRROR:
                between[currency] = between.get(currency, 0) + delta
            if account.is_witnessed:
                moved[account.code] = moved.get(account.code, 0) + delta
    if moved:
        facts = facts_of([said[KIND], *said[ABOUT], *said[AUTHOR]])
        for code, delta in moved.items():
            books.witnesses[code].moved(key, Movement(delta, facts, lane, seal))
    if between and any(between.values()):
        faults.append(Fault(name, "mirrors-differ"))
    return faults


def _after_the_entries(books: _Books) -> Iterator[Fault]:
    """All entries have passed: keys that came twice, and each closed day."""
    yield from (Fault(f"key {key}", "key-comes-twice") for key in books.keys.twins())
    yield from books.days.compare(list(books.accounts.values()))
    yield from books.days.without(books.books)


def _head(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, lane, number, digest = row
    books.told.add(lane)
    if books.heads.get(lane, (0, START.hex())) != (number, digest):
        yield Fault(f"lane {lane}", "head-differs")


def _line(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, said, chain = row
    account, number, delta, after, key = said[:5]
    books.done.lines += 1
    name = f"line {number} of {account}"
    witness = books.witnesses.setdefault(account, Witness())
    if number != witness.number + 1:
        yield Fault(name, "line-missing")
    if after != witness.held + delta or bytes.fromhex(chain) != chain_digest(witness.chain, said):
        yield Fault(name, "line-changed")
    else:
        moved = witness.take(bytes.fromhex(key))
        if moved is None or moved.delta != delta or moved.facts != facts_of(said[LINE_FACTS]):
            yield Fault(name, "line-differs-from-its-entry")
        elif not witness.order.goes_on(
            moved.lane, moved.seal, books.days.closings.before(moved.lane, moved.seal)
        ):
            yield Fault(name, "line-out-of-place")
    witness.number, witness.chain, witness.held = number, bytes.fromhex(chain), after


def _balance(row: list[Any], books: _Books) -> Iterator[Fault]:
    _, code, received, given = row
    account = books.accounts.get(code)
    if account is None or (received, given) != (account.received, account.given):
        yield Fault(f"balance of {code}", "differs-from-entries")
    if account is not None:
        account.has_balance = True


def _in_the_end(books: _Books) -> Iterator[Fault]:
    """What was not told, movements of tills that left no line, and what must come to nothing."""
    for lane in sorted(books.heads.keys() - books.told):
        yield Fault(f"lane {lane}", "head-missing")
    for code, witness in books.witnesses.items():
        for key, delta in witness.left():
            yield Fault(f"entry {key.hex()} on {code}", "moved-by-a-hidden-hand" if delta else "line-missing")
    done, mirrors = books.done, dict[str, int]()
    for one in books.accounts.values():
        held = one.received - one.given
        if not one.has_balance:
            yield Fault(f"balance of {one.code}", "balance-missing")
        done.totals[one.book, one.currency] = done.totals.get((one.book, one.currency), 0) + held
        if one.kind == MIRROR:
            mirrors[one.currency] = mirrors.get(one.currency, 0) + held
    for (book, currency), held in sorted(done.totals.items()):
        if held:
            yield Fault(f"books of the {book} in {currency}", "does-not-sum-to-zero")
    for currency, held in sorted(mirrors.items()):
        if held:
            yield Fault(f"accounts between the books in {currency}", "does-not-sum-to-zero")
    days = books.days
    done.days, done.signed_days, done.public_keys, done.reach = (
        days.count, days.signed_count, days.public_keys, days.reach
    )  # fmt: skip


_JUDGES: dict[str, Callable[[list[Any], _Books], Iterator[Fault]]] = {
    "account": _account, "day": _day, "head": _head, "line": _line, "balance": _balance,
}  # fmt: skip
