"""The local search: which moves are tried, which may be made, and which are kept.

Each task begins from the same state and answers with the moves it kept, in their order. Nothing in it depends on a
clock or on another task, so the answer is the same whoever works on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from postkit.timetabling.depots import Loop, Wish, place
from postkit.timetabling.duties import Fleet, bundles_of
from postkit.timetabling.grid import DAY, Floats, Grid, State
from postkit.timetabling.groups import Group
from postkit.timetabling.model import Rules
from postkit.timetabling.worksheet import Move, Worksheet

Ints = np.ndarray
T = TypeVar("T")
LEAST = 1e-6  # minutes of the flow's mean that are worth a move
# Minutes by which things are shifted, from coarse to fine.
SHIFTS = (
    (-480, -360, -300, -240, -180, -120, -90, -60, -30, 30, 60, 90, 120, 180, 240, 300, 360, 480),
    (-180, -120, -75, -45, -30, -15, 15, 30, 45, 75, 120, 180),
    (-60, -30, -20, -10, -5, 5, 10, 20, 30, 60),
)
LAST = len(SHIFTS) - 1


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
    """One task's search. `kept` are its moves; it never leaves what vehicles, cost and floors allow.

    ``wishes`` are shifts that would save but that vehicles do not allow: by trip the minute and what it saves.
    """

    def __init__(
        self, shared: Shared, sheet: Worksheet, limits: Limits, trips: Sequence[int], seed: int
    ) -> None:
        self.shared, self.sheet, self.limits, self.trips = shared, sheet, limits, tuple(trips)
        self.fleet, self.rules = shared.fleet, shared.rules
        self.dice = np.random.default_rng(seed)
        self.kept: list[Move] = []
        self.wishes: dict[int, tuple[int, float]] = {}
        self.vehicles = sorted(set(sheet.state.vehicle[list(trips)].tolist()))
        self.paid = {vehicle: self._paid(vehicle, sheet.state) for vehicle in self.vehicles}
        # The hours of these vehicles and the cost of these trips stay within what they are today.
        self.most_paid = sum(self.fleet.paid[vehicle].week for vehicle in self.vehicles)
        self.most_cost = max(self._cost(shared.today), self._cost(sheet.state))

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
        if move.runs is not None and self._cost(state) > self.most_cost:
            return False
        return all(waves_fit(self.shared.grid, site, self.shared.today, state) for site, _, _ in move.waves)

    def gain(self, move: Move) -> float:
        """What the move would save, in minutes; -inf where it may not be made. It is not made."""
        if not self.may(move):
            return -np.inf
        is_driven = self.drives(move)
        if not is_driven and (len(move.trips) != 1 or move.runs is not None):
            return -np.inf
        change = self.sheet.attempt(move)
        holds = self.sheet.stays_above(self.limits.out, self.limits.into)
        self.sheet.drop()
        if holds and not is_driven and -change > self.wishes.get(move.trips[0], (0, LEAST))[1]:
            self.wishes[move.trips[0]] = move.departs[0], -change
        return -change if holds and is_driven else -np.inf

    def keep(self, move: Move) -> None:
        touched = self._touched(move)
        self.sheet.attempt(move)
        self.sheet.keep()
        self.kept.append(move)
        for trip in move.trips:
            self.wishes.pop(trip, None)
        for vehicle in touched:
            self.paid[vehicle] = self._paid(vehicle, self.sheet.state)

    def best_of(self, moves: Iterable[Move]) -> float:
        """Keep the best of some moves, if any saves: what it saves."""
        best, found = LEAST, None
        for move in moves:
            gain = self.gain(move)
            if gain > best:
                best, found = gain, move
        if found is None:
            return 0.0
        self.keep(found)
        return best

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

    def worth(self, move: Move) -> float:
        """What a move would save that costs more than today; -inf where its vehicles do not allow it."""
        state = move.applied(self.sheet.state)
        if any(self.fleet.paid_for(vehicle, state) is None for vehicle in self._touched(move)):
            return -np.inf
        change = self.sheet.attempt(move)
        holds = self.sheet.stays_above(self.limits.out, self.limits.into)
        self.sheet.drop()
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


def work_on_centre(search: Search, group: Group, stage: int) -> None:
    """One pass over the trips of a centre: its families and waves, its vehicles, its trips, their days."""
    _families(search, group, stage)
    for vehicle in search.shuffled(search.vehicles):
        trips = search.trips_of(vehicle)
        if len(trips) > 1:
            search.shift(trips, stage)
        for trip in trips:
            search.shift((trip,), stage)
    if stage == 0 and search.rules.moves_days:
        for vehicle in search.shuffled(search.vehicles):
            move_days(search, vehicle)
    if stage == LAST:
        _swaps(search, group)
    if search.wishes:
        recombine(search)


def _families(search: Search, group: Group, stage: int) -> None:
    """The waves of a centre, alone and with the trips that they feed; all that leave it, all that come to it."""
    network, ends, centre = search.shared.grid.network, search.fleet.ends, group.centre
    out = [trip for trip in group.trips if ends[trip][0] == centre]
    into = [trip for trip in group.trips if ends[trip][1] == centre and ends[trip][0] != centre]
    waves = network.sites[centre].waves if search.rules.moves_waves else ()
    for wave, one in enumerate(waves):
        search.shift((), stage, [(centre, wave)])
        over = (search.sheet.state.waves[centre][wave] + one.duration_min) % DAY
        search.shift(
            [trip for trip in out if search.sheet.state.departs[trip] >= over], stage, [(centre, wave)]
        )
    if len(waves) > 1:
        search.shift((), stage, [(centre, wave) for wave in range(len(waves))])
    for family in (out, into, [*out, *into]):
        if family:
            search.shift(family, stage)


def _swaps(search: Search, group: Group) -> None:
    """Trips that leave one after the other change places."""
    centre, departs = group.centre, search.sheet.state.departs
    out = sorted((int(departs[trip]), trip) for trip in group.trips if search.fleet.ends[trip][0] == centre)
    for (_, one), (_, other) in zip(out, out[1:], strict=False):
        search.swap(one, other)


def move_days(search: Search, vehicle: int) -> float:
    """Let runs that end where they began take place some days later, at the same times."""
    state, moves = search.sheet.state, []
    for bundle in sorted(set(bundles_of(search.fleet, vehicle, state))):
        for days in range(1, 7):
            move = with_runs(state, bundle, [(trip, (day + days) % 7) for trip, day in bundle])
            if move is not None:
                moves.append(move)
    return search.best_of(moves)


Bundle = Sequence[tuple[int, int]]


def with_runs(state: State, fewer: Bundle, more: Bundle) -> Move | None:
    """Take some runs away and add others; None where one to add is there, or a trip would not run at all."""
    trips = sorted({trip for trip, _ in (*fewer, *more)})
    runs = {trip: state.runs[trip].copy() for trip in trips}
    for trip, day in fewer:
        runs[trip][day] = False
    for trip, day in more:
        if runs[trip][day]:
            return None
        runs[trip][day] = True
    if not all(one.any() for one in runs.values()):
        return None
    return Move(
        tuple(trips), tuple(int(state.departs[trip]) for trip in trips), tuple(runs[t] for t in trips)
    )


def additions(search: Search, group: Group) -> list[tuple[float, int, Move]]:
    """What one more turn of a vehicle would save, and cost: of each vehicle the best, with what it takes."""
    state, found = search.sheet.state, []
    trips = search.shared.grid.network.trips
    for vehicle in search.vehicles:
        best: tuple[float, int, Move] | None = None
        for bundle in sorted(set(bundles_of(search.fleet, vehicle, state))):
            cost = sum(trips[trip].cost for trip, _ in bundle)
            for days in range(1, 7):
                move = with_runs(state, (), [(trip, (day + days) % 7) for trip, day in bundle])
                if move is None or (best and best[2].runs == move.runs):
                    continue
                gain = search.worth(move)
                if gain > LEAST and (best is None or gain > best[0]):
                    best = gain, cost, move
        if best:
            found.append(best)
    return found


def removals(search: Search, vehicles: Sequence[int]) -> list[tuple[float, int, Move]]:
    """What would be lost, and no longer be paid, if one turn of a vehicle were given up: each that may be."""
    state, found = search.sheet.state, []
    trips = search.shared.grid.network.trips
    for vehicle in vehicles:
        for bundle in sorted(set(bundles_of(search.fleet, vehicle, state))):
            move = with_runs(state, bundle, ())
            if move is not None:
                gain = search.gain(move)
                if gain > -np.inf:
                    found.append((-gain, sum(trips[trip].cost for trip, _ in bundle), move))
    return found


def recombine(search: Search) -> None:
    """Where vehicles stand in the way of wishes, let the alike of a depot change loops and minutes together."""
    state, wishes = search.sheet.state, dict(search.wishes)
    search.wishes.clear()
    seen: set[int] = set()
    for trip in sorted(wishes):
        vehicle = int(state.vehicle[trip])
        if vehicle in seen:
            continue
        alike = alike_vehicles(search, vehicle)
        seen |= set(alike)
        move = recombined(search, alike, wishes)
        if move is not None and search.drives(move):
            search.best_of([move])


def alike_vehicles(search: Search, vehicle: int, most: int = 8) -> list[int]:
    """Vehicles of the same depot that carry as much: the one first, and a few others."""
    network, state = search.shared.grid.network, search.sheet.state

    def kind(one: int) -> tuple[object, ...]:
        trips = search.trips_of(one)
        first = network.trips[trips[0]]
        return first.origin, first.mode, min(network.trips[at].capacity for at in trips), bool(first.vehicle)

    wanted = kind(vehicle)
    others = [
        one for one in search.vehicles if one != vehicle and search.trips_of(one) and kind(one) == wanted
    ]
    is_named = bool(network.trips[search.trips_of(vehicle)[0]].vehicle) and state is not None
    return [vehicle, *others][: most if is_named else 1]


def recombined(search: Search, vehicles: Sequence[int], wishes: dict[int, tuple[int, float]]) -> Move | None:
    """The answer of the depot, as a move."""
    state, loops = search.sheet.state, []
    for vehicle in vehicles:
        turns: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
        for bundle in bundles_of(search.fleet, vehicle, state):
            trips = tuple(trip for trip, _ in bundle)
            if min(trips) == trips[0]:
                turns.setdefault(trips, set()).add(tuple(day for _, day in bundle))
        covered = [trip for trips in turns for trip in trips]
        if sorted(covered) != search.trips_of(vehicle):
            return None  # its week is not made of loops
        loops += [Loop(trips, tuple(sorted(days)), vehicle) for trips, days in sorted(turns.items())]
    asked = [
        Wish(
            trip, search.fleet.lasts[trip], *_window(int(state.departs[trip]), wishes.get(trip)),
        )
        for loop in loops for trip in loop.trips
    ]  # fmt: skip
    placed = place(
        loops, asked, vehicles, turn_round=search.rules.turn_round_min, rest=search.rules.rest_min,
        longest_duty=search.fleet.longest_duty, step=search.rules.step_min,
    )  # fmt: skip
    if placed is None:
        return None
    of = {trip: vehicle for loop, vehicle in zip(loops, placed.vehicle, strict=True) for trip in loop.trips}
    trips = tuple(sorted(of))
    return Move(trips, tuple(placed.departs[t] for t in trips), None, (), tuple(of[t] for t in trips))


def _window(departs: int, wish: tuple[int, float] | None) -> tuple[int, int, int, int]:
    """Wish, earliest, latest and weight of a trip; one that wishes nothing had best stay where it is."""
    at, gain = wish or (departs, 0.0)
    low, high = min(at, departs), max(at, departs)
    return at, max(0, low - 60), min(DAY - 1, high + 60), 1 + int(min(99.0, 10 * gain))


def lines_of(shared: Shared, trips: Sequence[int]) -> list[tuple[int, ...]]:
    """Trips that call at the same offices in the same order: one line, perhaps of several vehicles."""
    lines: dict[tuple[str, ...], list[int]] = {}
    for trip in trips:
        lines.setdefault(tuple(stop.office for stop in shared.grid.network.trips[trip].stops), []).append(
            trip
        )
    return [tuple(line) for line in lines.values()]


def work_on_lines(search: Search, lines: Sequence[tuple[int, ...]], stage: int) -> None:
    """One pass over trunks: whole lines, and at the finest stage each trip by itself."""
    for line in search.shuffled(lines):
        search.shift(line, stage)
        if stage == LAST and len(line) > 1:
            for trip in line:
                search.shift((trip,), stage)
    if search.wishes:
        recombine(search)
