"""Before and after: what changed and why, which lanes gain and which lose, and what it takes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.executors import Executor
from postkit.network.model import Network
from postkit.timetabling.checking import faults_of_plan
from postkit.timetabling.duties import Fleet, cost_of
from postkit.timetabling.errands import Errand, Reason, name_of, run_errand
from postkit.timetabling.grid import BLOCK, Grid, State, board_for, network_at, places_for, table_for
from postkit.timetabling.groups import Group
from postkit.timetabling.kernels import pair_minutes
from postkit.timetabling.model import Change, Figures, Improvement, Lane
from postkit.timetabling.search import Shared
from postkit.timetabling.value import Value
from postkit.timetabling.worksheet import Move

LANES = 50
_Asked = tuple[Change, Move, int]  # the change, how to undo it, the centre that it belongs to


def improvement(
    shared: Shared, state: State, today: Value, value: Value, workers: Executor, trunks: Group,
    groups: Sequence[Group], seed: int, tried: int, phases: Sequence[tuple[str, float]],
) -> Improvement:  # fmt: skip
    """The answer of the planner."""
    grid = shared.grid
    network = network_at(grid.network, state)
    gain, lose = _lanes(grid, shared.today, state)
    return Improvement(
        grid.network, network, figures(grid.network, shared.fleet, shared.today, today),
        figures(grid.network, shared.fleet, state, value),
        _changes(shared, state, workers, trunks, groups, seed), gain, lose,
        tuple(site.code for site in network.sites), today.out_h, value.out_h, today.in_h, value.in_h,
        tuple(faults_of_plan(grid.network, network, shared.rules)), tried, tuple(phases),
    )  # fmt: skip


def figures(network: Network, fleet: Fleet, state: State, value: Value) -> Figures:
    paid = [fleet.paid_for(vehicle, state) for vehicle in range(len(fleet.names))]
    week = sum((fleet.paid[at] if one is None else one).week for at, one in enumerate(paid))
    used = len(np.unique(state.vehicle[state.runs.any(axis=1)]))
    return Figures(
        value.hours, value.j1, value.j2, value.unreached, cost_of(network, state.runs), int(state.runs.sum()),
        used, week / 60,
    )  # fmt: skip


def pair_hours(grid: Grid, state: State) -> NDArray[np.float32]:
    """The mean hours of each pair of offices, by origin and destination."""
    places = places_for(grid, state)
    board = board_for(grid, state, places)
    count = len(places.handling)
    found = np.zeros((count, count), np.float32)
    for at in range(0, count, BLOCK):
        columns = np.arange(at, min(at + BLOCK, count))
        part = np.zeros((count, len(columns)))
        pair_minutes(board, places, table_for(board, places, columns, grid.flows[:, columns]), part)
        found[:, columns] = (part - grid.posted_at[:, None]) / 60
    return found


def _lanes(grid: Grid, today: State, state: State) -> tuple[tuple[Lane, ...], tuple[Lane, ...]]:
    """The lanes with most hours of the flow gained, and lost, most first."""
    before, after = pair_hours(grid, today), pair_hours(grid, state)
    saved = grid.flows * (before - after)
    order = np.argsort(saved, axis=None, kind="stable")
    sites = grid.network.sites

    def lanes(which: NDArray[Any], sign: int) -> tuple[Lane, ...]:
        pairs = [divmod(int(at), len(sites)) for at in which if sign * saved.flat[at] > 1e-12]
        return tuple(
            Lane(
                sites[o].code, sites[d].code, float(grid.flows[o, d]), float(before[o, d]), float(after[o, d])
            )
            for o, d in pairs
        )

    return lanes(order[::-1][:LANES], 1), lanes(order[:LANES], -1)


def _changes(
    shared: Shared, state: State, workers: Executor, trunks: Group, groups: Sequence[Group], seed: int
) -> tuple[Change, ...]:
    """Each thing that changed, with what undoing it would lose; most first."""
    home = {trip: group.centre for group in groups for trip in group.trips}
    by_centre: dict[int, list[_Asked]] = {}
    for asked in _asked(shared, state, home):
        by_centre.setdefault(asked[2], []).append(asked)
    group_of = {-1: trunks} | {group.centre: group for group in groups}
    errands = [
        Errand("reasons", f"reasons {centre}", state, group_of[centre], moves=tuple(move for _, move, _ in some))
        for centre, some in by_centre.items()
    ]  # fmt: skip
    answers = workers.map(run_errand, errands, seed=seed, identity=name_of) if errands else []
    sites = shared.grid.network.sites

    def told(change: Change, reason: Reason) -> Change:
        origins, destinations = (
            tuple(sites[at].code for at in some) for some in (reason.origins, reason.destinations)
        )
        return Change(
            change.what, change.of, change.before, change.after, reason.lost / 60, origins, destinations
        )

    found = [
        told(change, reason)
        for answer, some in zip(answers, by_centre.values(), strict=True)
        for (change, _, _), reason in zip(some, answer.reasons, strict=True)
    ]
    found += [
        Change("cut-off", site.code, was, now)
        for site, was, now in zip(sites, shared.today.cut_offs, state.cut_offs, strict=True)
        if was != now
    ]
    return tuple(sorted(found, key=lambda change: (-change.gains_h, change.what, change.of)))


def _asked(shared: Shared, state: State, home: dict[int, int]) -> list[_Asked]:
    network, today, found = shared.grid.network, shared.today, []
    new = network_at(network, state)
    for at, (was, now) in enumerate(zip(network.trips, new.trips, strict=True)):
        departs, runs = int(state.departs[at]), state.runs[at]
        centre = home.get(at, -1)
        if was.departs_min != now.departs_min:
            undo = Move((at,), (was.departs_min,), (runs,))
            found.append((Change("departs", was.code, was.departs_min, now.departs_min), undo, centre))
        if was.days != now.days:
            undo = Move((at,), (departs,), (today.runs[at],))
            found.append((Change("days", was.code, was.days, now.days), undo, centre))
        if was.vehicle != now.vehicle:
            found.append((Change("vehicle", was.code, was.vehicle, now.vehicle), Move(), centre))
    for site, (before, after) in enumerate(zip(today.waves, state.waves, strict=True)):
        for wave, (starts, starts_now) in enumerate(zip(before, after, strict=True)):
            if starts != starts_now:
                change = Change("wave", network.sites[site].code, starts, starts_now)
                centre = site if site in home.values() else -1
                found.append((change, Move(waves=((site, wave, starts),)), centre))
    return found
