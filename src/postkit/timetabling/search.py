"""The local search: which moves may be made, and which are kept.

Each task begins from the same state and answers with the moves it kept, in their order. Nothing in it depends on a
clock or on another task, so the answer is the same whoever works on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from postkit.timetabling.duties import DAY, Fleet, Served
from postkit.timetabling.grid import Floats, Grid, State, board_for, places_for, table_for
from postkit.timetabling.kernels import charge_all
from postkit.timetabling.model import Rules
from postkit.timetabling.worksheet import Move, Worksheet

T = TypeVar("T")
LEAST = 1e-6  # minutes of the flow's mean that are worth a move
# Minutes by which things are shifted, from coarse to fine.
SHIFTS = (
    (-480, -360, -300, -240, -180, -120, -90, -60, -30, 30, 60, 90, 120, 180, 240, 300, 360, 480),
    (-180, -120, -75, -45, -30, -15, 15, 30, 45, 75, 120, 180),
    (-60, -30, -20, -10, -5, 5, 10, 20, 30, 60),
)
LAST = len(SHIFTS) - 1
NARROW = 16  # columns up to which a worksheet of its own is worth its making


@dataclass(frozen=True)
class Shared:
    """What every task reads and none changes: today's state, the vehicles, and by office the centre that serves
    it, -1 for none."""

    grid: Grid
    rules: Rules
    fleet: Fleet
    today: State
    regions: NDArray[np.int64]
    served: Served
    served_days: NDArray[np.int64]

    def serves(self, runs: NDArray[np.bool_]) -> bool:
        """Whether every office is called at on as many days as today."""
        return bool((self.served.days(runs) >= self.served_days).all())


@dataclass(frozen=True)
class Limits:
    """Minutes of the flow that no office may exceed, over the columns of a worksheet: today's and the floor."""

    out: Floats
    into: Floats


def limits_for(shared: Shared, columns: NDArray[Any], flows: NDArray[Any], part: float = 1.0) -> Limits:
    """What today's table says, and a part of the floor."""
    places = places_for(shared.grid, shared.today)
    board = board_for(shared.grid, shared.today, places)
    table = table_for(board, places, columns, flows)
    out, into = np.zeros(len(places.handling)), np.zeros(len(columns))
    charge_all(board, places, table, 0.0, 0.0, out, into, np.zeros(3))
    allowed = part * shared.rules.floor_h * 60
    return Limits(
        out + allowed * flows.sum(axis=1, dtype=np.float64),
        into + allowed * flows.sum(axis=0, dtype=np.float64),
    )


class Search:
    """One task's search. `kept` are its moves; it never leaves what vehicles, cost and floors allow.

    ``wishes`` are shifts that would save but that vehicles do not allow: by trip the minute and what it saves.
    """

    def __init__(
        self, shared: Shared, sheet: Worksheet, limits: Limits, trips: Sequence[int], seed: int,
        trials: int | None = None,
    ) -> None:  # fmt: skip
        self.trials = trials
        self.shared, self.sheet, self.limits, self.trips = shared, sheet, limits, tuple(trips)
        self.fleet, self.rules = shared.fleet, shared.rules
        self.dice = np.random.default_rng(seed)
        self.kept: list[Move] = []
        self._part: tuple[int, int, Worksheet] | None = None
        self.wishes: dict[int, tuple[int, float]] = {}
        self.vehicles = sorted(set(sheet.state.vehicle[list(trips)].tolist()))
        self.paid = {vehicle: self._paid(vehicle, sheet.state) for vehicle in self.vehicles}
        # The hours of these vehicles stay within what they are today, the cost of these trips within what it is.
        # What a vehicle no longer drives, another may have been given: then it stays within what it drives now.
        self.most_paid = sum(
            self.fleet.paid[vehicle].week if self._drives_as_often(vehicle) else self.paid[vehicle]
            for vehicle in self.vehicles
        )
        self.most_cost = self._cost(sheet.state)

    def _drives_as_often(self, vehicle: int) -> bool:
        now, today = self.sheet.state, self.shared.today
        return bool(now.runs[now.vehicle == vehicle].sum() == today.runs[today.vehicle == vehicle].sum())

    def _paid(self, vehicle: int, state: State) -> int:
        paid = self.fleet.paid_for(vehicle, state)
        return self.fleet.paid[vehicle].week if paid is None else paid.week

    def _cost(self, state: State) -> int:
        trips = self.shared.grid.network.trips
        return sum(trips[trip].cost * int(state.runs[trip].sum()) for trip in self.trips)

    def drives(self, move: Move) -> bool:
        """Whether the vehicles and their drivers' hours allow it."""
        state = move.applied(self.sheet.state)
        now = sum(self.paid.values())
        total = now
        for vehicle in self._touched(move):
            paid = self.fleet.paid_for(vehicle, state)
            if paid is None:
                return False
            total += paid.week - self.paid[vehicle]
        return total <= max(self.most_paid, now)

    def _touched(self, move: Move) -> set[int]:
        before = self.sheet.state.vehicle[list(move.trips)].tolist()
        return {*before, *(move.vehicles or ())}

    def may(self, move: Move) -> bool:
        """Whether cost and the staff of the waves allow it."""
        state = move.applied(self.sheet.state)
        if move.runs is not None:
            is_dearer = self._cost(state) > self.most_cost
            if is_dearer or not self.shared.serves(state.runs):
                return False
        return all(waves_fit(self.shared.grid, site, self.shared.today, state) for site, _, _ in move.waves)

    def gain(self, move: Move) -> float:
        """What the move would save, in minutes; -inf where it may not be made, or after the last trial. It is not
        made."""
        if self.trials is not None and self.sheet.tried >= self.trials:
            return -np.inf
        if not self.may(move):
            return -np.inf
        is_driven = self.drives(move)
        if not is_driven and (len(move.trips) != 1 or move.runs is not None):
            return -np.inf
        change, holds = self._try(move)
        if holds and not is_driven and -change > self.wishes.get(move.trips[0], (0, LEAST))[1]:
            self.wishes[move.trips[0]] = move.departs[0], -change
        return -change if holds and is_driven else -np.inf

    def _try(self, move: Move) -> tuple[float, bool]:
        """What the move changes, and whether all floors hold; it is taken back."""
        low, high = self._columns(move)
        sheet = self.sheet
        if high:
            if self._part is None or self._part[:2] != (low, high):
                self._part = low, high, self.sheet.narrow(low, high)
            sheet = self._part[2]
            self.sheet.tried += 1
        change = sheet.attempt(move)
        holds = sheet.stays_above(self.limits.out, self.limits.into[low : high or None])
        sheet.drop()
        return change, holds

    def _columns(self, move: Move) -> tuple[int, int]:
        """The neighbouring columns that are all a move concerns, if it only shifts trips out of a centre; else
        (0, 0). What another trip would carry on from there is seen when the move is kept."""
        if move.waves or move.runs is not None or move.vehicles is not None:
            return 0, 0
        network, column_of = self.shared.grid.network, self.sheet.table.column_of
        found = []
        for trip in move.trips:
            calls = [network.index[stop.office] for stop in network.trips[trip].stops]
            if self.shared.regions[calls[0]] != calls[0]:
                return 0, 0
            found += [int(column_of[call]) for call in calls[1:]]
        low, high = min(found), max(found) + 1
        return (low, high) if low >= 0 and high - low <= NARROW else (0, 0)

    def keep(self, move: Move) -> bool:
        """Make the move, unless it does not save after all."""
        touched = self._touched(move)
        self._part = None
        if self.sheet.attempt(move) > -LEAST and self._columns(move)[1]:
            self.sheet.drop()
            return False
        self.sheet.keep()
        self.kept.append(move)
        for trip in move.trips:
            self.wishes.pop(trip, None)
        for vehicle in touched:
            self.paid[vehicle] = self._paid(vehicle, self.sheet.state)
        return True

    def best_of(self, moves: Iterable[Move]) -> float:
        """Keep the best of some moves, if any saves: what it saves."""
        best, found = LEAST, None
        for move in moves:
            gain = self.gain(move)
            if gain > best:
                best, found = gain, move
        return best if found is not None and self.keep(found) else 0.0

    def shifted(self, trips: Sequence[int], shift: int, waves: Sequence[tuple[int, int]] = ()) -> Move | None:
        """Some trips that leave so much later, and waves that start so much later; none over midnight."""
        state, step = self.sheet.state, self.rules.step_min
        departs = []
        for trip in trips:
            at = int(state.departs[trip]) + shift
            at -= at % step
            if not 0 <= at < DAY:
                return None
            departs.append(at)
        starts = []
        for site, wave in waves:
            at = state.waves[site][wave] + shift
            if not 0 <= at < DAY:
                return None
            starts.append((site, wave, at))
        return Move(tuple(trips), tuple(departs), None, tuple(starts))

    def shift(
        self, trips: Sequence[int], stage: int, waves: Sequence[tuple[int, int]] = (), most: int = DAY
    ) -> float:
        """Keep the best shift of these trips and waves, by ``most`` minutes at most."""
        moves = (self.shifted(trips, shift, waves) for shift in SHIFTS[stage] if abs(shift) <= most)
        return self.best_of(move for move in moves if move is not None)

    def worth(self, move: Move) -> float:
        """What a move would save that costs more than today; -inf where its vehicles do not allow it."""
        state = move.applied(self.sheet.state)
        if any(self.fleet.paid_for(vehicle, state) is None for vehicle in self._touched(move)):
            return -np.inf
        change, holds = self._try(move)
        return -change if holds else -np.inf

    def swap(self, one: int, other: int) -> float:
        """Let two trips change their departures."""
        departs = self.sheet.state.departs
        if departs[one] == departs[other]:
            return 0.0
        return self.best_of([Move((one, other), (int(departs[other]), int(departs[one])))])

    def shuffled(self, things: Sequence[T]) -> list[T]:
        return [things[at] for at in self.dice.permutation(len(things)).tolist()]

    def trips_of(self, vehicle: int) -> list[int]:
        return np.flatnonzero(self.sheet.state.vehicle == vehicle).tolist()


def waves_fit(grid: Grid, site: int, today: State, state: State) -> bool:
    waves = grid.network.sites[site].waves
    was, now = today.waves[site], state.waves[site]
    for one in range(len(waves)):
        for other in range(one + 1, len(waves)):
            if not set(waves[one].days) & set(waves[other].days):
                continue
            spans = waves[one].duration_min, waves[other].duration_min
            if _overlap(now[one], now[other], *spans) > _overlap(was[one], was[other], *spans):
                return False
    return True


def _overlap(one: int, other: int, span: int, other_span: int) -> int:
    """Minutes for which two daily stretches run at once; a stretch may pass midnight."""
    total = 0
    for turn in (-DAY, 0, DAY):
        total += max(0, min(one + span, other + turn + other_span) - max(one, other + turn))
    return total
