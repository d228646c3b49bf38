"""A better timetable: the planner's search, what changes, who gains and loses, and what the simulator says to it."""

import os
import time
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.compiled import COMPILED
from postkit.executors import Stopped as MapStopped
from postkit.executors import Threads
from postkit.network import Network
from postkit.network.files import timetable_files
from postkit.timetabling import DrivesTwoAtOnce, Improvement, gravity, improve
from postkit.timetabling import Lane as FoundLane
from rekkas.strategy.choices import Doing
from rekkas.strategy.entries import Changed, Figures, Improved, ImprovementParams, Lane
from rekkas.strategy.errors import CannotImprove, NothingToStudy
from rekkas.strategy.runs import mail
from rekkas.strategy.runs.comparison import beside, comparison_table
from rekkas.strategy.runs.made import Made, ShouldStop, Stopped, Table, Watch
from rekkas.strategy.runs.worlds import World, free_bytes, people_of, plan_of, world_of

CHANGES_SHOWN, LANES_SHOWN = 60, 20
FROM_SEARCH, TO_CONFIRM = 0.03, 0.6  # which part of the whole the search is
Plan = list[tuple[date, Network]]


def check(country: str, params: ImprovementParams) -> None:
    """Refuse a country without trips or people."""
    mail.need_compiled()
    people_of(world_of(country))


def check_size(country: str, params: ImprovementParams, free: int) -> None:
    mail.check_size(world_of(country), params, free)


def run(country: str, params: ImprovementParams, *, seed: int, watch: Watch, should_stop: ShouldStop) -> Made:
    """Search, and let the simulator try what was found beside what is."""
    watch(Doing.READING, 0.0)
    world = world_of(country)
    plan = plan_of(world)
    at = _in_force(plan, params.first_day)
    network = plan[at][1]
    if not network.trips:
        raise NothingToStudy(country=country)
    found = _searched(world, network, params, seed, watch, should_stop)
    better = [*plan[:at], (plan[at][0], found.network), *plan[at + 1 :]]
    settings, runs = mail.settings_of(disturbances=True), []
    for tried, span in ((plan, (TO_CONFIRM, 0.78)), (better, (0.78, 0.97))):
        runs.append(
            mail.send_mail(
                world, tried, settings, params, seed=seed, watch=_confirming(watch), should_stop=should_stop,
                span=span, free=free_bytes(),
            )
        )  # fmt: skip
    confirmed = beside(*runs)
    changes = [_changed(change, world) for change in found.changes]
    gain, lose = ([_lane(lane, world) for lane in lanes] for lanes in (found.gain, found.lose))
    result = Improved(
        params=params, currency=world.currency, before=_figures(found.before), after=_figures(found.after),
        changes=tuple(changes[:CHANGES_SHOWN]), change_count=len(changes),
        gain=tuple(gain[:LANES_SHOWN]), lose=tuple(lose[:LANES_SHOWN]), confirmed=confirmed,
        evaluations=found.evaluations,
    )  # fmt: skip
    tables = [_change_table(changes), _lane_table([*gain, *lose]), comparison_table(confirmed)]
    return Made(result, tables, timetable_files(found.network))


def _in_force(plan: Plan, day: date) -> int:
    return max((at for at, (since, _) in enumerate(plan) if since <= day), default=0)


def _searched(
    world: World,
    network: Network,
    params: ImprovementParams,
    seed: int,
    watch: Watch,
    should_stop: ShouldStop,
) -> Improvement:
    ends = time.monotonic() + params.minutes * 60 if params.minutes else float("inf")

    def progress(phase: str, share: float, hours: float) -> None:
        watch(Doing.IMPROVING, FROM_SEARCH + (TO_CONFIRM - FROM_SEARCH) * share)

    def is_over() -> bool:
        return should_stop() or time.monotonic() >= ends

    progress("", 0.0, 0.0)
    try:
        found = improve(
            network, flows_of(world, network), first_date=params.first_day, seed=seed,
            iterations=params.iterations, rounds=params.rounds, should_stop=is_over, progress=progress,
            executor=lambda shared: _Cancellable(shared, should_stop),
        )  # fmt: skip
    except MapStopped:
        raise Stopped from None
    except DrivesTwoAtOnce as found_out:
        said = {"vehicle": found_out.vehicle, "trip": found_out.trip, "next": found_out.following}
        raise CannotImprove(**said) from None
    if should_stop():
        raise Stopped
    return found


class _Cancellable(Threads):
    """Threads that begin no further piece of the search once it is cancelled."""

    def __init__(self, shared: Any, should_stop: ShouldStop) -> None:
        super().__init__((os.cpu_count() or 1) if COMPILED else 1, shared)
        self.should_stop = should_stop

    def map(self, task: Any, inputs: Any, **how: Any) -> list[Any]:
        out_of_time = how.pop("should_stop", None)
        should_stop = self.should_stop
        if out_of_time is not None:  # the search has a limit of its own: whichever comes first
            should_stop = lambda: self.should_stop() or out_of_time()  # noqa: E731
        return super().map(task, inputs, should_stop=should_stop, **how)


def flows_of(world: World, network: Network) -> NDArray[np.float64]:
    """Which share of the mail goes from which office to which: as the simulator hands it over."""
    people = people_of(world)
    posted = gravity(network, people.at)
    delivered_by = [
        network.index.get(people.delivered_by.get(site.code, site.code), at)
        for at, site in enumerate(network.sites)
    ]
    flows = np.zeros_like(posted)
    np.add.at(flows.T, delivered_by, posted.T)
    return flows


def _confirming(watch: Watch) -> Watch:
    return lambda doing, share: watch(Doing.CONFIRMING, share)


def _figures(found: Any) -> Figures:
    return Figures(
        hours=found.hours, j1=found.j1, j2=found.j2, unreached=found.unreached, cost=found.cost,
        runs=found.runs, vehicles=found.vehicles, paid_h=found.paid_h,
    )  # fmt: skip


def _changed(change: Any, world: World) -> Changed:
    code = change.of
    if code not in world.held.offices:  # a trip is known by where it goes
        call = world.held.trip(code)
        place = None if call is None else world.way(call.origin.code, call.destination.code)
    else:
        place = world.office(code)
    return Changed(change.what, code, place, change.before, change.after, change.gains_h)


def _lane(lane: FoundLane, world: World) -> Lane:
    return Lane(
        world.office(lane.origin), world.office(lane.destination), lane.share, lane.before_h, lane.after_h
    )


def _change_table(changes: list[Changed]) -> Table:
    head = ["what", "of", "name", "before", "after", "gains_h"]
    rows = [
        [row.what, row.of, row.name.name if row.name else "", row.before, row.after, row.gains_h]
        for row in changes
    ]
    return Table("changes.csv", head, rows)


def _lane_table(lanes: list[Lane]) -> Table:
    head = ["origin", "destination", "share", "before_h", "after_h"]
    rows = [[row.origin.code, row.destination.code, row.share, row.before_h, row.after_h] for row in lanes]
    return Table("lanes.csv", head, rows)
