"""The local search: which moves are tried, which may be made, and which are kept.

Each task begins from the same state and answers with the moves it kept, in their order. Nothing in it depends on a
clock or on another task, so the answer is the same whoever works on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from postkit.timetabling.duties import Fleet, bundles_of
from postkit.timetabling.grid import DAY, Floats, Grid, State
from postkit.timetabling.groups import Group
from postkit.timetabling.model import Rules
from postkit.timetabling.worksheet import Move, Worksheet

Ints = np.ndarray
LEAST = 1e-6  # minutes of the flow's mean that are worth a move
# Minutes by which things are shifted, from coarse to fine.
SHIFTS = (
    (-480, -360, -300, -240, -180, -120, -90, -60, -30, 30, 60, 90, 120, 180, 240, 300, 360, 480),
    (-180, -120, -75, -45, -30, -15, 15, 30, 45, 75, 120, 180),
    (-60, -30, -20, -10, -5, 5, 10, 20, 30, 60),
)


@dataclass(frozen=True)
class Limits:
    """Minutes of the flow that no office may exceed, over the columns of a worksheet: today's and the floor."""

    out: Floats
    into: Floats


@dataclass(frozen=True)
class Shared:
    """What every task reads and none changes. The states are today's and the one to begin from."""

    grid: Grid
    rules: Rules
    fleet: Fleet
    today: State
    regions: np.ndarray


def limits_for(grid: Grid, rules: Rules, sheet: Worksheet) -> Limits:
    """From a worksheet that stands at today's state."""
    allowed = rules.floor_h * 60
    return Limits(
        sheet.by_office + allowed * sheet.flows.sum(axis=1, dtype=np.float64),
        sheet.by_column + allowed * sheet.flows.sum(axis=0, dtype=np.float64),
    )


class Search:
    """One task's search. `kept` are its moves; it never leaves what vehicles, cost and floors allow."""

    def __init__(self, shared: Shared, sheet: Worksheet, limits: Limits, trips: Sequence[int], seed: int) -> None:
        self.shared, self.sheet, self.limits, self.trips = shared, sheet, limits, tuple(trips)
        self.fleet, self.rules = shared.fleet, shared.rules
        self.dice = np.random.default_rng(seed)
        self.kept: list[Move] = []
        self.vehicles = sorted({self.fleet.vehicle_of[trip] for trip in trips})
        self.paid = {vehicle: self._paid(vehicle, sheet.state) for vehicle in self.vehicles}
        # The hours of these vehicles and the cost of these trips stay within what they are today.
        self.most_paid = sum(self.fleet.paid[vehicle].week for vehicle in self.vehicles)
        self.most_cost = self._cost(shared.today)
        self.heat = 0.0

    def _paid(self, vehicle: int, state: State) -> int:
        paid = self.fleet.paid_for(vehicle, state.departs, state.runs)
        return self.fleet.paid[vehicle].week if paid is None else paid.week

    def _cost(self, state: State) -> int:
        return sum(
            self.shared.grid.network.trips[trip].cost * int(state.runs[trip].sum()) for trip in self.trips
        )

    def may(self, move: Move) -> bool:
        """Whether the vehicles, their drivers' hours, the cost and the staff of the waves allow it."""
        state = move.applied(self.sheet.state)
        total = sum(self.paid.values())
        for vehicle in {self.fleet.vehicle_of[trip] for trip in move.trips}:
            paid = self.fleet.paid_for(vehicle, state.departs, state.runs)
            if paid is None:
                return False
            total += paid.week - self.paid[vehicle]
        if total > max(self.most_paid, sum(self.paid.values())):
            return False
        if move.runs is not None and self._cost(state) > self.most_cost:
            return False
        return all(self._waves_fit(site, state) for site, _, _ in move.waves)

    def _waves_fit(self, site: int, state: State) -> bool:
        """Waves follow one another in the order of today, and do not overlap more than today."""
        return waves_fit(self.shared.grid, site, self.shared.today, state)

    def gain(self, move: Move) -> float:
        """What the move would save, in minutes; -inf where it may not be made. It is not made."""
        if not self.may(move):
            return -np.inf
        change = self.sheet.attempt(move)
        holds = self.sheet.stays_above(self.limits.out, self.limits.into)
        self.sheet.drop()
        return -change if holds else -np.inf

    def keep(self, move: Move) -> None:
        self.sheet.attempt(move)
        self.sheet.keep()
        self.kept.append(move)
        for vehicle in {self.fleet.vehicle_of[trip] for trip in move.trips}:
            self.paid[vehicle] = self._paid(vehicle, self.sheet.state)

    def best_of(self, moves: Iterable[Move]) -> float:
        """Keep the best of some moves, if any saves; with heat, perhaps one that loses a little."""
        best, found = -np.inf, None
        for move in moves:
            gain = self.gain(move)
            if gain > best:
                best, found = gain, move
        least = LEAST + self.heat * log(1 - self.dice.random()) if self.heat else LEAST
        if found is not None and best > least:
            self.keep(found)
            return best
        return 0.0

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

    def shift(self, trips: Sequence[int], stage: int, waves: Sequence[tuple[int, int]] = ()) -> float:
        moves = (self.shifted(trips, shift, waves) for shift in SHIFTS[stage])
        return self.best_of(move for move in moves if move is not None)

    def swaps(self, one: int, other: int) -> float:
        """Let two trips change their departures."""
        departs = self.sheet.state.departs
        if departs[one] == departs[other]:
            return 0.0
        return self.best_of([Move((one, other), (int(departs[other]), int(departs[one])))])

    def shuffled(self, things: Sequence[object]) -> Iterator[int]:
        return iter(self.dice.permutation(len(things)).tolist())


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


def work_on_centre(search: Search, group: Group, stage: int) -> None:
    """One pass over the trips of a centre: its families and waves, its vehicles, its trips, their days."""
    network, fleet = search.shared.grid.network, search.fleet
    centre = group.centre
    out = [trip for trip in group.trips if fleet.ends[trip][0] == centre]
    into = [trip for trip in group.trips if fleet.ends[trip][1] == centre and trip not in set(out)]
    count = len(network.sites[centre].waves) if search.rules.moves_waves else 0
    for wave in range(count):
        search.shift((), stage, [(centre, wave)])
        ends = search.sheet.state.waves[centre][wave] + network.sites[centre].waves[wave].duration_min
        fed = [trip for trip in out if int(search.sheet.state.departs[trip]) >= ends % DAY]
        search.shift(fed, stage, [(centre, wave)])
    if count:
        search.shift((), stage, [(centre, wave) for wave in range(count)])
    for family in (out, into, [*out, *into]):
        if family:
            search.shift(family, stage)
    for at in search.shuffled(search.vehicles):
        trips = fleet.trips_of[search.vehicles[at]]
        if len(trips) > 1:
            search.shift(trips, stage)
        for trip in trips:
            search.shift((trip,), stage)
    if stage == 0 and search.rules.moves_days:
        for at in search.shuffled(search.vehicles):
            move_days(search, search.vehicles[at])


def move_days(search: Search, vehicle: int) -> float:
    """Let runs that end where they began take place some days later, at the same times."""
    state, moves = search.sheet.state, []
    for bundle in set(bundles_of(search.fleet, vehicle, state.departs, state.runs)):
        for days in range(1, 7):
            move = _on_other_days(state, bundle, days)
            if move is not None:
                moves.append(move)
    return search.best_of(moves)


def _on_other_days(state: State, bundle: Sequence[tuple[int, int]], days: int) -> Move | None:
    trips = sorted({trip for trip, _ in bundle})
    runs = {trip: state.runs[trip].copy() for trip in trips}
    for trip, day in bundle:
        runs[trip][day] = False
    for trip, day in bundle:
        if runs[trip][(day + days) % 7]:
            return None
        runs[trip][(day + days) % 7] = True
    if not all(one.any() for one in runs.values()):
        return None
    return Move(tuple(trips), tuple(int(state.departs[trip]) for trip in trips), tuple(runs[t] for t in trips))


def lines_of(shared: Shared, trips: Sequence[int]) -> list[tuple[int, ...]]:
    """Trips that call at the same offices in the same order: one line, perhaps of several vehicles."""
    lines: dict[tuple[str, ...], list[int]] = {}
    for trip in trips:
        lines.setdefault(tuple(stop.office for stop in shared.grid.network.trips[trip].stops), []).append(trip)
    return [tuple(line) for line in lines.values()]


def work_on_lines(search: Search, lines: Sequence[tuple[int, ...]], stage: int) -> None:
    """One pass over trunks: whole lines, and at the fine stages each trip by itself."""
    for at in search.shuffled(lines):
        search.shift(lines[at], stage)
        if stage == len(SHIFTS) - 1 and len(lines[at]) > 1:
            for trip in lines[at]:
                search.shift((trip,), stage)


__all__ = ["Limits", "Search", "Shared", "limits_for", "lines_of", "work_on_centre", "work_on_lines"]
