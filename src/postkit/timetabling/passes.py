"""What a task tries, in which order: the families of a centre, its vehicles, its trips and their days; lines."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from postkit.timetabling.depots import Loop, Wish, place
from postkit.timetabling.duties import DAY, bundles_of
from postkit.timetabling.grid import State
from postkit.timetabling.groups import Group
from postkit.timetabling.search import LAST, LEAST, Search, Shared
from postkit.timetabling.worksheet import Move

NEAR = 240  # minutes by which a single local trip is shifted at most; families and trunks go farther
WISHES = 4  # of a depot that are tried by themselves
SELDOM = 4  # days a week up to which it matters on which of them a vehicle drives


def work_on_centre(search: Search, group: Group, stage: int) -> None:
    """One pass over the trips of a centre: its families and waves, its vehicles, its trips, their days."""
    _families(search, group, stage)
    for vehicle in search.shuffled(search.vehicles):
        trips = search.trips_of(vehicle)
        if len(trips) > 1:
            search.shift(trips, stage, most=NEAR)
        for trip in trips:
            search.shift((trip,), stage, most=NEAR)
    if stage == 0 and search.rules.moves_days:
        for vehicle in search.shuffled(search.vehicles):
            if search.sheet.state.runs[search.trips_of(vehicle)].sum(axis=1).max() <= SELDOM:
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
    for (_, one), (_, other) in pairwise(out):
        search.swap(one, other)


def move_days(search: Search, vehicle: int) -> float:
    """Let runs that end where they began take place some days later, at the same times."""
    state, moves = search.sheet.state, []
    for bundle in turns_of(search, vehicle):
        for days in range(1, 7):
            move = with_runs(state, bundle, [(trip, (day + days) % 7) for trip, day in bundle])
            if move is not None:
                moves.append(move)
    return search.best_of(moves)


Bundle = Sequence[tuple[int, int]]


def turns_of(search: Search, vehicle: int) -> list[tuple[tuple[int, int], ...]]:
    """Each turn of a vehicle from its home and back, once."""
    home, ends = search.fleet.homes[vehicle], search.fleet.ends
    turns = set(bundles_of(search.fleet, vehicle, search.sheet.state))
    return sorted(turn for turn in turns if ends[turn[0][0]][0] == home)


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


def additions(search: Search) -> list[tuple[float, int, Move]]:
    """What one more turn of a vehicle would save, and cost: of each vehicle the best, with what it takes."""
    state, found = search.sheet.state, []
    trips = search.shared.grid.network.trips
    for vehicle in search.vehicles:
        best: tuple[float, int, Move] | None = None
        seen = set()
        for bundle in turns_of(search, vehicle):
            cost = sum(trips[trip].cost for trip, _ in bundle)
            for days in range(1, 7):
                more = tuple((trip, (day + days) % 7) for trip, day in bundle)
                move = with_runs(state, (), more)
                if move is None or more in seen:
                    continue
                seen.add(more)
                gain = search.worth(move)
                if gain > LEAST and (best is None or gain > best[0]):
                    best = gain, cost, move
        if best:
            found.append(best)
    return found


def removals(search: Search) -> list[tuple[float, int, Move]]:
    """What would be lost, and no longer be paid, if one turn of a vehicle were given up: each that may be."""
    state, found = search.sheet.state, []
    trips = search.shared.grid.network.trips
    for vehicle in search.vehicles:
        for bundle in turns_of(search, vehicle):
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
        seen |= {vehicle, *alike}
        mine = [one for one in wishes if search.sheet.state.vehicle[one] in alike]
        strongest = sorted(mine, key=lambda one: (-wishes[one][1], one))[:WISHES]
        # Wishes may speak against one another: each by itself, then all.
        choices = [{one: wishes[one]} for one in strongest]
        moves = [recombined(search, alike, some) for some in (*choices, {one: wishes[one] for one in mine})]
        search.best_of([move for move in moves if move is not None and search.drives(move)])


def alike_vehicles(search: Search, vehicle: int, most: int = 8) -> list[int]:
    """Vehicles of the same depot that carry as much: the one first, and a few others."""
    network = search.shared.grid.network

    def kind(one: int) -> tuple[object, ...]:
        trips = [network.trips[trip] for trip in search.trips_of(one)]
        return search.fleet.homes[one], trips[0].mode, min(trip.capacity for trip in trips)

    others = [
        one for one in search.vehicles
        if one != vehicle and search.fleet.is_named[one] and search.trips_of(one) and kind(one) == kind(vehicle)
    ]  # fmt: skip
    return [vehicle, *others][:most] if search.fleet.is_named[vehicle] else []


def recombined(search: Search, vehicles: Sequence[int], wishes: dict[int, tuple[int, float]]) -> Move | None:
    """The answer of the depot, as a move."""
    state, loops = search.sheet.state, []
    if not vehicles:
        return None
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
