"""Closed days of a file of books: what a signature under a day's root covers, worked out again from the entries.

A root covers where each chain of seals stood (so every entry before it), the trial balance, and a digest over what each
account that moved held. The days stand before the entries in the file, so that what moved can be kept by day as it
passes: 16 bytes a leg, and one digest for each head that a day names. A million entries of 1.3 legs cost some 25 MB,
a closed day a few kilobytes.

Reasons of a fault: ``day-changed`` (its root is not that of what it says), ``day-missing`` (it does not follow the root
before), ``day-out-of-place`` (its date does not), ``signature-wrong``, ``head-differs`` (a chain of seals does not lead
through where it stood), ``counts-differ`` (so many entries and legs it had not), ``trial-balance-differs``,
``balances-differ``. Where the post's keys are given also ``day-not-signed``, ``another-key``, ``no-signed-day``.
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from postkit.evidence.accounts import Account, kind_and_currency
from postkit.evidence.seals import START, Fault, is_signed, row_digest


@dataclass(slots=True, eq=False)
class Period:
    """What the entries of a book moved from one closing to the next: accounts by their places, and amounts."""

    entry_count: int = 0
    leg_count: int = 0
    last_entry: int = 0
    sources: "array[int]" = field(default_factory=lambda: array("I"))
    targets: "array[int]" = field(default_factory=lambda: array("I"))
    amounts: "array[int]" = field(default_factory=lambda: array("q"))


# An account's code, what it received and gave in a period, and what until its end.
Moved = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period comes to: its counts, and each account that moved in it, in the order of opening."""

    entry_count: int = 0
    leg_count: int = 0
    moved: Iterable[Moved] = ()


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """What a closed day says."""

    name: str
    entry_count: int
    transfer_count: int
    trial_balance: list[list[Any]]
    heads: list[list[Any]]
    balances: str


class Closings:
    """Where the chains of seals stood at each closing, of whichever book."""

    def __init__(self) -> None:
        self._count = 0
        self._heads: dict[int, list[int]] = {}

    def add(self, heads: Iterable[Sequence[Any]]) -> None:
        """One more closing: lane, number and digest of each head."""
        self._count += 1
        for lane, number, _digest in heads:
            insort(self._heads.setdefault(lane, []), number)

    def before(self, lane: int, seal: int) -> int:
        """How many closings there had been when this seal was made.

        >>> closings = Closings()
        >>> closings.add([(0, 2, ""), (3, 7, "")])
        >>> closings.before(0, 2), closings.before(0, 3), closings.before(5, 1)
        (0, 1, 1)
        """
        heads = self._heads.get(lane, [])
        return self._count - len(heads) + bisect_left(heads, seal)


class Days:
    """The closed days of all books. First each day is taken, then what entries move on it, then all is compared."""

    def __init__(self, keys: Collection[str] = ()) -> None:
        self.count = self.signed_count = 0
        self.public_keys: set[str] = set()
        self.reach: dict[str, str] = {}  # the last day of each book that is signed
        self.covered: dict[int, int] = {}  # the last seal of each lane that a signed day leads through
        self.seals: dict[tuple[int, int], str] = {}  # what the file has where a day names a head
        self.closings = Closings()
        self._keys = keys
        self._days: dict[str, list[ClosedDay]] = {}
        self._dates: dict[str, list[str]] = {}
        self._roots: dict[str, str] = {}
        self._periods: dict[str, list[Period]] = {}
        self._on: dict[str, dict[str, Period]] = {}

    def take(self, row: Sequence[Any]) -> Iterator[Fault]:
        """A day as it stands in the file: its root, its place in the chain, its signature."""
        _, said, root, public_key, signature = row
        book, day, previous, entries, transfers, trial_balance, heads, balances = said
        name = f"day {day} of the {book}"
        self.count += 1
        if row_digest(said).hex() != root:
            yield Fault(name, "day-changed")
        if previous != self._roots.get(book, START.hex()):
            yield Fault(name, "day-missing")
        self._roots[book] = root
        dates = self._dates.setdefault(book, [])
        if not is_day(day) or (dates and day <= dates[-1]):
            yield Fault(name, "day-out-of-place")
            return
        dates.append(day)
        self._days.setdefault(book, []).append(
            ClosedDay(name, entries, transfers, trial_balance, heads, balances)
        )
        self.closings.add(heads)
        for lane, number, _digest in heads:
            self.seals[lane, number] = "" if number else START.hex()
        yield from self._signature(name, book, day, heads, root, public_key, signature)

    def _signature(
        self,
        name: str,
        book: str,
        day: str,
        heads: list[list[Any]],
        root: str,
        public_key: str,
        signature: str,
    ) -> Iterator[Fault]:
        if not signature:
            if self._keys:
                yield Fault(name, "day-not-signed")
            return
        self.signed_count += 1
        self.public_keys.add(public_key)
        if self._keys and public_key not in self._keys:
            yield Fault(name, "another-key")
        elif not is_signed(bytes.fromhex(root), bytes.fromhex(public_key), bytes.fromhex(signature)):
            yield Fault(name, "signature-wrong")
        else:
            self.reach[book] = day
            for lane, number, _digest in heads:
                self.covered[lane] = max(number, self.covered.get(lane, 0))

    def without(self, books: Sequence[str]) -> Iterator[Fault]:
        """Where the post's keys are given, each book must have a day that is signed with one of them."""
        if self._keys:
            for book in sorted({*books, *self._days} - self.reach.keys()):
                yield Fault(f"books of the {book}", "no-signed-day")
            if not books:
                yield Fault("the file", "no-signed-day")

    def on(self, day: str, books: Sequence[str]) -> Mapping[str, Period]:
        """Where a leg of this business date counts, in each book."""
        found = self._on.get(day)
        if found is None:
            if not is_day(day):
                raise ValueError(f"{day!r} is no business date")
            found = self._on[day] = {book: self._period(book, day) for book in books}
        return found

    def _period(self, book: str, day: str) -> Period:
        dates = self._dates.get(book, [])
        periods = self._periods.setdefault(book, [Period() for _ in range(len(dates) + 1)])
        return periods[bisect_left(dates, day)]

    def dates(self, book: str) -> Sequence[str]:
        """The closed days of a book, in their order."""
        return self._dates.get(book, [])

    def compare(self, accounts: Sequence[Account]) -> Iterator[Fault]:
        """All entries have passed: add up what each account received and gave, and hold each day against it."""
        for book in sorted({*self._days, *self._periods}):
            periods = self._periods.pop(book, [])
            yield from self.compare_book(book, _figures(periods, accounts))
            if periods:
                _move(periods[-1], accounts)  # what moved after the last closing
        self._on.clear()

    def compare_book(self, book: str, figures: Iterable[Figures]) -> Iterator[Fault]:
        """Hold each closed day of a book against the figures of its period, which come in the same order.

        Each is read to its end before the next is asked for, so that they may come from a database as they are read.
        """
        trial: dict[tuple[str, str], list[int]] = {}
        for day, period in zip(self._days.get(book, []), figures, strict=False):
            balances = _add_up(period.moved, trial)
            yield from self._compare(day, period, trial, balances)

    def _compare(
        self, day: ClosedDay, period: Figures, trial: Mapping[tuple[str, str], list[int]], balances: str
    ) -> Iterator[Fault]:
        for lane, number, digest in day.heads:
            if self.seals[lane, number] != digest:
                yield Fault(f"{day.name}, lane {lane}", "head-differs")
        if (day.entry_count, day.transfer_count) != (period.entry_count, period.leg_count):
            yield Fault(day.name, "counts-differ")
        if day.trial_balance != [[*kind, *trial[kind]] for kind in sorted(trial)]:
            yield Fault(day.name, "trial-balance-differs")
        if day.balances != balances:
            yield Fault(day.name, "balances-differ")


def is_day(text: str) -> bool:
    """Whether this is a day in the one form in which days compare as texts.

    >>> is_day("2026-03-02"), is_day("20260302"), is_day("2026-02-30")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _figures(periods: list[Period], accounts: Sequence[Account]) -> Iterator[Figures]:
    """What each period before the last moved; let go once it was added up."""
    for at in range(len(periods) - 1):
        period, periods[at] = periods[at], Period()
        yield Figures(period.entry_count, period.leg_count, _moved(period, accounts))
    while not periods:
        yield Figures()


def _moved(period: Period, accounts: Sequence[Account]) -> Iterator[Moved]:
    """Let what a period moved reach its accounts."""
    moved = [accounts[place] for place in sorted({*period.sources, *period.targets})]
    before = [(one.received, one.given) for one in moved]
    _move(period, accounts)
    for one, (received, given) in zip(moved, before, strict=True):
        yield one.code, one.received - received, one.given - given, one.received, one.given


def _add_up(moved: Iterable[Moved], trial: dict[tuple[str, str], list[int]]) -> str:
    """Let what moved reach the trial balance; the digest of what the accounts that moved hold."""
    digest = sha256()
    for code, received, given, received_until, given_until in moved:
        kind = trial.setdefault(kind_and_currency(code), [0, 0])
        kind[0] += received
        kind[1] += given
        digest.update(row_digest([code, received_until, given_until]))
    return digest.hexdigest()


def _move(period: Period, accounts: Sequence[Account]) -> None:
    for source, target, amount in zip(period.sources, period.targets, period.amounts, strict=True):
        accounts[source].given += amount
        accounts[target].received += amount
