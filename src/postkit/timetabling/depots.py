"""Which vehicle drives what, and when: exact for one depot, by constraint programming (CP-SAT of OR-Tools).

Vehicles of one depot that are alike can take one another's loops. A loop is what a vehicle drives from the depot
and back, on each of its days. Given the minute at which each trip would best leave, choose minutes on the grid and
a vehicle for each loop, so that no vehicle is in two places; the sum of the deviations, weighted, is least.

The answer is the same each time: one worker, a fixed seed, and a limit that counts steps, not seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postkit.timetabling.duties import DAY, WEEK


@dataclass(frozen=True, slots=True)
class Wish:
    """A trip: how long it takes, when it would best leave and may leave, and what a minute of deviation weighs."""

    trip: int
    lasts: int
    wish: int
    earliest: int
    latest: int
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Loop:
    """Trips that one vehicle drives from the depot and back. Each of ``turns`` is one time round: the weekday of
    each trip, in their order; a turn may pass the end of the week."""

    trips: tuple[int, ...]
    turns: tuple[tuple[int, ...], ...]
    vehicle: int


@dataclass(frozen=True, slots=True)
class Placed:
    """What was chosen: by trip the minute of departure, by loop the vehicle. ``deviation`` is the weighted sum."""

    departs: Mapping[int, int]
    vehicle: tuple[int, ...]
    deviation: int


def place(
    loops: Sequence[Loop], wishes: Sequence[Wish], vehicles: Sequence[int], *, turn_round: int, rest: int,
    longest_duty: int, step: int = 5, seed: int = 1, effort: float = 2.0,
) -> Placed | None:  # fmt: skip
    """The best that is found within ``effort`` (deterministic seconds); None where nothing fits, or nothing was
    found. A pause of ``rest`` within a turn ends a duty. ValueError where there are no vehicles."""
    from ortools.sat.python import cp_model

    if not vehicles:
        raise ValueError("a depot without vehicles drives nothing")
    if any(-(-wish.earliest // step) > wish.latest // step for wish in wishes):
        return None
    model = cp_model.CpModel()
    by_trip = {wish.trip: wish for wish in wishes}
    departs, off = {}, []
    for wish in wishes:
        at = model.new_int_var(-(-wish.earliest // step), wish.latest // step, f"departs {wish.trip}")
        departs[wish.trip] = step * at
        distance = model.new_int_var(0, DAY, f"off {wish.trip}")
        model.add_abs_equality(distance, departs[wish.trip] - wish.wish)
        off.append(wish.weight * distance)
    spans = [
        [_round(model, loop, turn, departs, by_trip, turn_round, rest, longest_duty) for turn in loop.turns]
        for loop in loops
    ]
    taken = _shared_out(model, loops, spans, vehicles, turn_round)
    model.minimize(sum(off))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = effort
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen = tuple(
        next(vehicle for vehicle, is_taken in zip(vehicles, row, strict=True) if solver.value(is_taken))
        for row in taken
    )
    return Placed(
        {trip: int(solver.value(when)) for trip, when in departs.items()}, chosen, int(solver.objective_value)
    )


def _shared_out(
    model: Any, loops: Sequence[Loop], spans: Sequence[Sequence[tuple[Any, Any]]], vehicles: Sequence[int],
    turn_round: int,
) -> list[list[Any]]:  # fmt: skip
    """Each loop has one vehicle, and no vehicle two turns at once; the week goes round."""
    taken: list[list[Any]] = []
    busy: dict[int, list[Any]] = {vehicle: [] for vehicle in vehicles}
    for at, (loop, turns) in enumerate(zip(loops, spans, strict=True)):
        taken.append([model.new_bool_var(f"{at} by {vehicle}") for vehicle in vehicles])
        model.add_exactly_one(taken[at])
        for vehicle, is_taken in zip(vehicles, taken[at], strict=True):
            model.add_hint(is_taken, vehicle == loop.vehicle)
            for begins, ends in turns:
                for shift in (0, WEEK):
                    lasts = model.new_int_var(0, 2 * WEEK, "")
                    until = ends + turn_round + shift
                    busy[vehicle].append(
                        model.new_optional_interval_var(begins + shift, lasts, until, is_taken, "")
                    )
    for intervals in busy.values():
        model.add_no_overlap(intervals)
    return taken


def _round(
    model: Any, loop: Loop, turn: tuple[int, ...], departs: Mapping[int, Any], by_trip: Mapping[int, Wish],
    turn_round: int, rest: int, longest_duty: int,
) -> tuple[Any, Any]:  # fmt: skip
    """When one turn of a loop begins and ends; its trips follow one another, and its duties are not too long."""
    starts, day, before = [], 0, -1
    for trip, weekday in zip(loop.trips, turn, strict=True):
        day += (weekday - before) % 7 if before >= 0 else weekday
        before = weekday
        starts.append(departs[trip] + day * DAY)
    ends = [start + by_trip[trip].lasts for start, trip in zip(starts, loop.trips, strict=True)]
    since = [starts[0]]
    for end, start in zip(ends, starts[1:], strict=False):
        model.add(start >= end + turn_round)
        is_rested = model.new_bool_var("")
        model.add(start >= end + rest).only_enforce_if(is_rested)
        begun = model.new_int_var(0, 3 * WEEK, "")
        model.add(begun == start).only_enforce_if(is_rested)
        model.add(begun == since[-1]).only_enforce_if(~is_rested)
        since.append(begun)
    for begun, end in zip(since, ends, strict=True):
        model.add(end - begun <= longest_duty)
    return starts[0], ends[-1]
