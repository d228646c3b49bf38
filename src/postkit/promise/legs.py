"""The timetable unrolled over real dates: one row for each leg of each run.

A run is one trip on one service day. Versions of a network follow one another: each trip runs by the version in
force on its service day, so a journey may begin by the old timetable and end by the new.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import Network, Trip
from postkit.promise.clock import Ints, WallClock

NONE = -1
Plan = Sequence[tuple[date, Network]]


@dataclass(frozen=True, slots=True)
class Legs:
    """Legs in the order of departure. Moments are minutes after ``base``, itself UTC minutes since 1970.

    ``next_leg`` is the next leg of the same run, -1 after the last. ``run`` counts runs; ``run_trip`` and
    ``run_day`` (ordinal of the service day) say which.
    """

    plan: Plan
    clock: WallClock
    base: int
    offices: tuple[str, ...]
    index: dict[str, int]
    origin: Ints
    to: Ints
    dep: Ints
    arr: Ints
    trip: Ints
    run: Ints
    stop: Ints
    next_leg: Ints
    trips: tuple[Trip, ...]
    run_trip: Ints
    run_day: Ints

    @property
    def end(self) -> int:
        """The first minute after the window."""
        return self.clock.at(self.clock.days, 0) - self.base

    def __len__(self) -> int:
        return len(self.dep)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def in_force(plan: Plan, day: date) -> int:
    """Which of the versions holds on a day: the last that began; before all of them, the first."""
    begun = [at for at, (since, _) in enumerate(plan) if since <= day]
    return begun[-1] if begun else 0


def unroll(plan: Plan, first: date, days: int) -> Legs:
    """The legs that leave from ``first`` on for so many days.

    ``plan`` holds versions with the date from which each holds, in that order; all are of one zone. ValueError
    where it is empty, or the window is too long for its minutes to be counted in 16 bits.
    """
    if not plan:
        raise ValueError("a plan needs one network at least")
    if not 0 < days <= 42:
        raise ValueError("a window lasts 1 to 42 days")
    clock = WallClock(plan[-1][1].zone, first, days)
    base = clock.at(0, 0)
    offices = tuple(sorted({site.code for _, network in plan for site in network.sites}))
    index = {code: at for at, code in enumerate(offices)}
    trips: list[Trip] = []
    blocks = []
    for version, (since, until) in enumerate(_spans(plan, clock)):
        network = plan[version][1]
        if until > since:
            blocks.append(_runs(network, clock, since, until, len(trips)))
            trips += network.trips
    return _legs(plan, clock, base, offices, index, trips, blocks)


def _spans(plan: Plan, clock: WallClock) -> Iterator[tuple[int, int]]:
    """The service days of each version; the runs of some days before the window may still be under way."""
    begins = [(since - clock.first).days for since, _ in plan]
    begins[0] = -clock.MARGIN
    for begin, end in zip(begins, [*begins[1:], clock.days], strict=True):
        yield max(begin, -clock.MARGIN), min(end, clock.days)


def _runs(network: Network, clock: WallClock, since: int, until: int, offset: int) -> tuple[Any, ...]:
    """Which trip runs on which day: arrays of trips and days, and the moment at which each leaves."""
    trips = network.trips
    dates = [clock.date(day) for day in range(since, until)]
    weekdays = np.array([day.isoweekday() for day in dates])
    weekly = np.array([[str(digit) in trip.days for digit in range(8)] for trip in trips], bool).reshape(
        -1, 8
    )
    runs = weekly[:, weekdays]
    for at, one in enumerate(trips):
        for on, is_run in one.exceptions:
            if dates[0] <= on <= dates[-1]:
                runs[at, (on - dates[0]).days] = is_run
    trip, day = np.nonzero(runs)
    departs = np.array([one.departs_min for one in trips], np.int64)
    day = day + since
    return trip + offset, day, clock.at_each(day, departs[trip])


def _legs(
    plan: Plan, clock: WallClock, base: int, offices: tuple[str, ...], index: dict[str, int],
    trips: list[Trip], blocks: list[tuple[Any, ...]],
) -> Legs:  # fmt: skip
    run_trip, run_day, left = (np.concatenate(column) if blocks else np.zeros(0, np.int64)
                               for column in (zip(*blocks, strict=True) if blocks else ((), (), ())))  # fmt: skip
    counts = np.array([len(trip.stops) - 1 for trip in trips], np.int64)
    begins = np.concatenate(([0], np.cumsum(counts)))
    here = np.array([index[stop.office] for trip in trips for stop in trip.stops[:-1]], np.int64)
    there = np.array([index[stop.office] for trip in trips for stop in trip.stops[1:]], np.int64)
    leaves = np.array([stop.leaves_min for trip in trips for stop in trip.stops[:-1]], np.int64)
    arrives = np.array([stop.arrives_min for trip in trips for stop in trip.stops[1:]], np.int64)
    each = counts[run_trip]
    run = np.repeat(np.arange(len(run_trip)), each)
    stop = np.arange(len(run)) - np.repeat(np.cumsum(each) - each, each)
    part = begins[run_trip[run]] + stop
    dep, arr = left[run] + leaves[part] - base, left[run] + arrives[part] - base
    is_last = stop == each[run] - 1
    end = clock.at(clock.days, 0) - base
    kept = np.flatnonzero((dep >= 0) & (dep < end))
    order = kept[np.lexsort((stop[kept], run_trip[run[kept]], dep[kept]))]
    place = np.full(len(run) + 1, NONE, np.int64)
    place[order] = np.arange(len(order))
    follows = np.where(is_last[order], NONE, place[np.minimum(order + 1, len(run))])

    def rows(column: NDArray[np.integer]) -> Ints:
        return column[order].astype(np.int32)

    return Legs(
        plan, clock, base, offices, index,
        rows(here[part]), rows(there[part]), rows(dep), rows(arr), rows(run_trip[run]), rows(run), rows(stop),
        follows.astype(np.int32), tuple(trips), run_trip.astype(np.int32),
        (run_day + clock.first.toordinal()).astype(np.int32),
    )  # fmt: skip
