"""The promise as a table: the earliest arrival everywhere, for every departure, in one backward pass.

Idea: rows are departures, columns are destinations. From the last departure to the first,

    T[c] = min(T[after c], S[into c]), and at the next stop itself the arrival      (aboard c)
    S[c] = min(T[c] and one more ride, S[later c])                                  (standing there as c leaves)

so that S holds the whole profile. Two bits for each row and column say how to follow it: whether to board, and
whether to stay aboard at the next stop. Of ways that arrive together the one with fewer rides is taken, or else a
van would take mail for a walk and back; of those, the one that leaves first. It is the connection scan (Dibbelt,
Pajor, Strasser, Wagner 2013) run backwards for all destinations at once.

Shapes and units: minutes after the window's base in 16 bits, 65535 for never. Only rows that a hand-over in the
first ``served_days`` can meet are kept; the bits are kept for all rows.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import numpy as np
from numpy.typing import NDArray

from postkit.promise.clock import Ints
from postkit.promise.events import Events, first_at

NEVER = 65535
ONE_RIDE = np.uint32(1)
_RIDES = 8  # bits for the rides still to come, below the arrival
Minutes = NDArray[np.uint16]
Bits = NDArray[np.uint8]
ROWS = (
    "office", "first", "dep", "cut", "to", "arr", "leg", "boards", "after", "into", "later",
    "intake_first", "intake_until", "intake_opens", "round_first", "round_cut", "round_leaves", "round_day",
)  # fmt: skip
KEPT = ("soonest", "place", "board", "stay")


@dataclass(frozen=True, slots=True)
class Answers:
    """One row for each question; -1 where no way leads. Moments are UTC minutes since 1970, days ordinals."""

    taken_in: NDArray[np.int64]
    arrives: NDArray[np.int64]
    leaves: NDArray[np.int64]
    day: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """The heavy part: all that was worked out of the rows whose ``digest_of`` it bears, and nothing else.

    ``soonest`` holds rows x destinations; ``place`` is where row e stands in it, -1 for rows that no hand-over
    in the served days meets; ``board`` and ``stay`` are bits, eight destinations a byte, for all rows and one
    more that never leaves. The arrays may be mapped from files that several processes read.
    """

    soonest: Minutes
    place: Ints
    board: Bits
    stay: Bits

    @classmethod
    def build(
        cls, events: Events, *, served_days: int = 7, columns: Sequence[int] | None = None, block: int = 1024
    ) -> "Table":
        """Work it out; only for some destinations where ``columns`` names them (all others: never).

        ``block`` bounds how many destinations are worked out at once, and so the memory: rows x block x 4
        bytes. The result does not depend on it.
        """
        served = events.legs.clock.at(served_days, 0) - events.legs.base
        place, kept = _served_rows(events, served)
        width = len(events.legs.offices)
        wanted = np.arange(width) if columns is None else np.asarray(columns, np.int64)
        soonest = np.full((len(kept), width), NEVER, np.uint16)
        board = np.zeros((len(events) + 1, -(-width // 8)), np.uint8)
        stay = np.zeros_like(board)
        for start in range(0, len(wanted), block):
            part = wanted[start : start + block]
            some, boards, stays = _sweep(events, part, width)
            soonest[:, part] = np.minimum(some[kept] >> _RIDES, NEVER)
            _merge(board, boards, part)
            _merge(stay, stays, part)
        return cls(soonest, place, board, stay)

    @property
    def size(self) -> int:
        """Its bytes."""
        return sum(getattr(self, name).nbytes for name in KEPT)

    def save(self, folder: Path) -> None:
        """Write it into a folder of its own: whole, or not at all, even where the power goes meanwhile.

        One that is there already is left as it is.
        """
        if folder.exists():
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(prefix=".unfinished-", dir=folder.parent))
        try:
            for name in KEPT:
                np.save(unfinished / f"{name}.npy", getattr(self, name))
                _settle(unfinished / f"{name}.npy")
            _settle(unfinished)
            unfinished.rename(folder)
            _settle(folder.parent)
        except OSError:
            rmtree(unfinished, ignore_errors=True)
            if not folder.exists():  # else another process was quicker
                raise

    @classmethod
    def open(cls, folder: Path) -> "Table":
        """Map a saved one. FileNotFoundError where there is none."""
        return cls(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in KEPT))


def digest_of(events: Events, served_days: int = 7) -> str:
    """What a table follows from: two weeks with the same rows share one; any change of a row makes another."""
    seen = sha256(f"{served_days} {events.legs.clock.at(served_days, 0) - events.legs.base}".encode())
    for name in ("first", "dep", "cut", "to", "arr", "boards", "after", "into"):
        seen.update(np.ascontiguousarray(getattr(events, name)).tobytes())
    return seen.hexdigest()[:32]


@dataclass(frozen=True)
class Profile:
    """The table of one window and one kind of carriage, with the rows that it speaks of (see `Events`)."""

    base: int
    end: int
    served: int
    offices: tuple[str, ...]
    trips: tuple[str, ...]
    carriage: str
    office: Ints
    first: Ints
    dep: Ints
    cut: Ints
    to: Ints
    arr: Ints
    leg: Ints
    boards: NDArray[np.bool_]
    after: Ints
    into: Ints
    later: Ints
    intake_first: Ints
    intake_until: Ints
    intake_opens: Ints
    round_first: Ints
    round_cut: Ints
    round_leaves: Ints
    round_day: Ints
    soonest: Minutes
    place: Ints
    board: Bits
    stay: Bits
    row_trip: Ints
    row_day: Ints
    row_stop: Ints

    @classmethod
    def build(
        cls, events: Events, *, served_days: int = 7, columns: Sequence[int] | None = None, block: int = 1024
    ) -> "Profile":
        """The rows with their table, worked out now."""
        table = Table.build(events, served_days=served_days, columns=columns, block=block)
        return cls.of(events, table, served_days=served_days)

    @classmethod
    def of(cls, events: Events, table: Table, *, served_days: int = 7) -> "Profile":
        """The rows with a table that was worked out of rows of the same digest."""
        legs = events.legs
        rows = {name: getattr(events, name) for name in ROWS} | {name: getattr(table, name) for name in KEPT}
        return cls(
            base=legs.base,
            end=legs.end,
            served=legs.clock.at(served_days, 0) - legs.base,
            offices=legs.offices,
            trips=tuple(trip.code for trip in legs.trips),
            carriage=events.carriage,
            row_trip=legs.trip[events.leg],
            row_day=legs.run_day[legs.run[events.leg]],
            row_stop=legs.stop[events.leg],
            **rows,
        )

    def __len__(self) -> int:
        return len(self.dep)

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The index of each office by its code."""
        return {code: at for at, code in enumerate(self.offices)}

    def taken_in(self, origin: NDArray[np.integer], at: NDArray[np.integer]) -> NDArray[np.int64]:
        """When what is handed over then is taken in, in minutes of the window; -1 where no day comes."""
        owner = _owners(self.intake_first)
        found = first_at(owner, self.intake_until, self.intake_first, origin, at)
        opens = np.append(self.intake_opens, -1)[found]
        return np.where(found < len(self.intake_until), np.maximum(at, opens), -1)

    def arrivals(
        self, origin: NDArray[np.integer], destination: NDArray[np.integer], since: NDArray[np.integer]
    ) -> NDArray[np.int64]:
        """For what stands at each origin since a minute of the served days: its arrival, -1 for never."""
        row = self.first_rows(origin, since)
        place = np.append(self.place, -1)[row]
        found = self.soonest[place, destination].astype(np.int64) if len(self.soonest) else np.full(
            len(row), NEVER)  # fmt: skip
        found = np.where((place < 0) | (found == NEVER), -1, found)
        return np.where(origin == destination, since, found)

    def first_rows(self, office: NDArray[np.integer], since: NDArray[np.integer]) -> NDArray[np.int64]:
        """The first row that what stands at each office since a minute can board; their number where none is."""
        return first_at(self.office, self.cut, self.first, office, since)

    def rounds(self, office: NDArray[np.integer], since: NDArray[np.integer]) -> NDArray[np.int64]:
        """The first round that what came to each office by a minute can make, as a row of the rounds."""
        return first_at(_owners(self.round_first), self.round_cut, self.round_first, office, since)

    def answers(
        self, origin: NDArray[np.integer], destination: NDArray[np.integer], at: NDArray[np.integer]
    ) -> Answers:
        """The promise of each question: office indices, and moments as UTC minutes since 1970.

        What is taken in only after the served days is not answered (-1): ask the table of that week.
        """
        taken = self.taken_in(origin, at - self.base)
        arrives = np.where(taken < 0, -1, self.arrivals(origin, destination, taken))
        row = self.rounds(destination, arrives)
        is_none = (arrives < 0) | (row >= len(self.round_cut))
        leaves, day = (np.append(column, -1)[row] for column in (self.round_leaves, self.round_day))
        return Answers(
            np.where(taken < 0, -1, taken + self.base),
            np.where(arrives < 0, -1, arrives + self.base),
            np.where(is_none, -1, leaves + self.base),
            np.where(is_none, -1, day),
        )

    def boards_at(self, row: int, destination: int) -> bool:
        """Whether what stands there and goes to the destination leaves on the row."""
        return bool(self.board[row, destination >> 3] >> (destination & 7) & 1)

    def stays_at(self, row: int, destination: int) -> bool:
        """Whether what rides the row and goes to the destination stays aboard at the next stop."""
        return bool(self.stay[row, destination >> 3] >> (destination & 7) & 1)


def _sweep(events: Events, columns: NDArray[np.integer], width: int) -> tuple[NDArray[np.uint32], Bits, Bits]:
    """The backward pass for some destinations: S as arrival and rides in one number, and the two bits."""
    count, span = len(events), len(columns)
    standing = np.full((count + 1, span), NEVER << _RIDES, np.uint32)
    boards = np.zeros((count + 1, -(-span // 8)), np.uint8)
    stays = np.zeros_like(boards)
    column_of = np.full(width, -1)
    column_of[columns] = np.arange(span)
    is_continued = np.zeros(count + 1, bool)
    is_continued[events.after] = True
    aboard: dict[int, NDArray[np.uint32]] = {}
    rows = np.argsort(events.dep, kind="stable")[::-1].tolist()
    after, into, later, boarding = (
        column.tolist() for column in (events.after, events.into, events.later, events.boards)
    )
    stop, arrives = column_of[events.to].tolist(), events.arr.tolist()
    for row in rows:
        alighting = standing[into[row]]
        if after[row] < count:
            on = aboard.pop(after[row])
            stays[row] = np.packbits(on <= alighting, bitorder="little")
            ride = np.minimum(on, alighting)
        else:
            ride = alighting.copy()
        if stop[row] >= 0 and arrives[row] < NEVER:
            ride[stop[row]] = arrives[row] << _RIDES
        waiting = standing[later[row]]
        if boarding[row]:
            best = np.minimum(ride + ONE_RIDE, waiting, out=standing[row])
            boards[row] = np.packbits(ride < best, bitorder="little")
        else:
            standing[row] = waiting
        if is_continued[row]:
            aboard[row] = ride
    return standing, boards, stays


def _served_rows(events: Events, served: int) -> tuple[Ints, NDArray[np.int64]]:
    """Rows that what stands at its office before ``served`` can meet: where the row before has an earlier cut."""
    before = np.empty(len(events), np.int64)
    before[1:] = events.cut[:-1]
    before[events.first[:-1][events.first[:-1] < len(events)]] = -(2**30)
    kept = np.flatnonzero(before < served)
    place = np.full(len(events), -1, np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    return place, kept


def _merge(whole: Bits, part: Bits, columns: NDArray[np.integer]) -> None:
    """Put the bits of some columns where they belong, a thousand rows at a time."""
    if (
        len(columns)
        and columns[0] % 8 == 0
        and np.array_equal(columns, np.arange(columns[0], columns[0] + len(columns)))
    ):
        whole[:, columns[0] // 8 : columns[0] // 8 + part.shape[1]] = part
        return
    for start in range(0, len(whole), 1024):
        rows = slice(start, start + 1024)
        bits = np.unpackbits(whole[rows], axis=1, bitorder="little")
        bits[:, columns] = np.unpackbits(part[rows], axis=1, count=len(columns), bitorder="little")
        whole[rows] = np.packbits(bits, axis=1, bitorder="little")


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, lie on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _owners(first: Ints) -> Ints:
    return np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
