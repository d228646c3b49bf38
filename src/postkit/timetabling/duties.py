"""Vehicles and their drivers over the ordinary week, which begins again where it ends.

A vehicle drives its runs one after another. A duty is what it drives without a pause of `rest_min`; it is paid
from its first departure to its last arrival. Where a vehicle of today begins a run where the one before did not
end, it has been brought there: that stays allowed, in no less time than today. The trips that name no
vehicle are not held to any; each of their runs is a duty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import Network
from postkit.timetabling.grid import State, vehicles_of
from postkit.timetabling.model import DrivesTwoAtOnce, Rules

DAY, WEEK = 24 * 60, 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Paid:
    """The hours of a vehicle in minutes: of its longest duty, and of its week."""

    longest: int
    week: int


@dataclass(frozen=True)
class Fleet:
    """What every plan must keep of today's vehicles. ``apart`` are the least minutes between two runs, by the
    place where the one ends and the place where the next begins, where they are not those of the rules; ``homes``
    are where vehicles begin their week."""

    names: tuple[str, ...]
    ends: tuple[tuple[int, int], ...]
    lasts: tuple[int, ...]
    apart: tuple[Mapping[tuple[int, int], int], ...]
    paid: tuple[Paid, ...]
    homes: tuple[int, ...]
    is_named: tuple[bool, ...]
    longest_duty: int
    longest_week: int
    turn_round: int
    rest: int

    def runs(self, vehicle: int, state: State) -> list[tuple[int, int, int]]:
        """Start, end and trip of each run of the week, in order."""
        return sorted(
            (
                day * DAY + int(state.departs[trip]),
                day * DAY + int(state.departs[trip]) + self.lasts[trip],
                trip,
            )
            for trip in np.flatnonzero(state.vehicle == vehicle).tolist()
            for day in np.flatnonzero(state.runs[trip]).tolist()
        )

    def paid_for(self, vehicle: int, state: State) -> Paid | None:
        """The hours of a vehicle; None where it cannot drive so."""
        mine = self.runs(vehicle, state)
        if not self.is_named[vehicle]:
            return _alone(mine)
        if mine and self.ends[mine[0][2]][0] != self.homes[vehicle]:
            return None
        gaps = _gaps(mine)
        for at, gap in enumerate(gaps):
            here, there = self.ends[mine[at][2]][1], self.ends[mine[(at + 1) % len(mine)][2]][0]
            least = self.apart[vehicle].get((here, there), self.turn_round if here == there else WEEK)
            if gap < least:
                return None
        paid = _paid(mine, gaps, self.rest)
        return paid if paid.longest <= self.longest_duty and paid.week <= self.longest_week else None


def _gaps(mine: list[tuple[int, int, int]]) -> list[int]:
    """The minutes after each run until the next, the first following the last."""
    starts = [start for start, _, _ in mine[1:]] + [start + WEEK for start, _, _ in mine[:1]]
    return [start - end for start, (_, end, _) in zip(starts, mine, strict=True)]


def _paid(mine: list[tuple[int, int, int]], gaps: list[int], rest: int) -> Paid:
    if not mine:
        return Paid(0, 0)
    breaks = [at for at, gap in enumerate(gaps) if gap >= rest]
    if not breaks:
        return Paid(WEEK, WEEK)
    longest = total = 0
    for one, other in zip(breaks, [*breaks[1:], breaks[0] + len(mine)], strict=True):
        span = mine[other % len(mine)][1] - mine[(one + 1) % len(mine)][0]
        span += WEEK if other % len(mine) < (one + 1) % len(mine) else 0
        longest, total = max(longest, span), total + span
    return Paid(longest, total)


def _alone(mine: list[tuple[int, int, int]]) -> Paid:
    """The hours of a trip that names no vehicle: each run has its own."""
    lasts = [end - start for start, end, _ in mine]
    return Paid(max(lasts, default=0), sum(lasts))


def fleet_of(network: Network, state: State, rules: Rules) -> Fleet:
    """Today's vehicles. ValueError where one would drive two trips at once, which no plan can keep."""
    names = tuple(vehicles_of(network))
    named = {trip.vehicle for trip in network.trips}
    is_named = tuple(name in named for name in names)
    ends = tuple((network.index[trip.origin], network.index[trip.destination]) for trip in network.trips)
    lasts = tuple(trip.duration_min for trip in network.trips)
    bare = Fleet(names, ends, lasts, (), (), (), is_named, WEEK, WEEK, rules.turn_round_min, rules.rest_min)
    runs = [bare.runs(vehicle, state) for vehicle in range(len(names))]
    apart = tuple(
        _apart(network, bare, name, mine) if is_one else {}
        for name, mine, is_one in zip(names, runs, is_named, strict=True)
    )
    paid = tuple(
        _paid(mine, _gaps(mine), rules.rest_min) if is_one else _alone(mine)
        for mine, is_one in zip(runs, is_named, strict=True)
    )
    return replace(
        bare, apart=apart, paid=paid, homes=tuple(ends[mine[0][2]][0] for mine in runs),
        longest_duty=rules.longest_duty_min or max(one.longest for one in paid),
        longest_week=rules.longest_week_min or max(one.week for one in paid),
    )  # fmt: skip


def _apart(
    network: Network, fleet: Fleet, name: str, mine: list[tuple[int, int, int]]
) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for at, gap in enumerate(_gaps(mine)):
        trip, following = mine[at][2], mine[(at + 1) % len(mine)][2]
        if gap < 0:
            raise DrivesTwoAtOnce(name, network.trips[trip].code, network.trips[following].code)
        jump = fleet.ends[trip][1], fleet.ends[following][0]
        most = fleet.turn_round if jump[0] == jump[1] else WEEK
        found[jump] = min(found.get(jump, most), gap)
    return found


class Served:
    """On how many weekdays each office is brought mail, and is relieved of it."""

    def __init__(self, network: Network) -> None:
        calls = [
            (network.index[stop.office], trip, way)
            for trip, one in enumerate(network.trips)
            for way, stops in enumerate((one.stops[1:], one.stops[:-1]))
            for stop in stops
        ]
        self._office, self._trip, self._way = np.array(calls, np.int64).reshape(-1, 3).T
        self._count = len(network.sites)

    def days(self, runs: NDArray[np.bool_]) -> NDArray[np.int64]:
        """By office; brought in the first column, relieved in the second."""
        found = np.zeros((self._count, 2, 7), bool)
        np.logical_or.at(found, (self._office, self._way), runs[self._trip])
        return np.asarray(found.sum(axis=2), np.int64)


def cost_of(network: Network, runs: NDArray[np.bool_]) -> int:
    """What the runs of an ordinary week cost."""
    return sum(trip.cost * int(days) for trip, days in zip(network.trips, runs.sum(axis=1), strict=True))


def bundles_of(fleet: Fleet, vehicle: int, state: State) -> Iterator[tuple[tuple[int, int], ...]]:
    """Runs of a vehicle, one after another, that end where they began: trips with their weekdays."""
    mine = fleet.runs(vehicle, state)
    for at in range(len(mine)):
        place = fleet.ends[mine[at][2]][0]
        for length in range(1, min(4, len(mine)) + 1):
            last = mine[(at + length - 1) % len(mine)]
            if fleet.ends[last[2]][1] == place:
                part = (mine[(at + step) % len(mine)] for step in range(length))
                yield tuple((trip, (start // DAY) % 7) for start, _, trip in part)
                break
