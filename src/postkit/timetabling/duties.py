"""Vehicles and their drivers over the ordinary week, which begins again where it ends.

A vehicle drives its runs one after another. A duty is what it drives without a pause of `rest_min`; it is paid
from its first departure to its last arrival. Where a vehicle of today begins a run where the one before did not
end, it has been brought there: that stays allowed, in no less time than today. A trip without a vehicle has one of
its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import Network
from postkit.timetabling.grid import State
from postkit.timetabling.model import Rules

DAY, WEEK = 24 * 60, 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Paid:
    """The hours of a vehicle in minutes: of its longest duty, and of its week."""

    longest: int
    week: int


@dataclass(frozen=True)
class Fleet:
    """What every plan must keep of today's vehicles. ``apart`` are the least minutes between two runs, by the
    place where the one ends and the place where the next begins."""

    trips_of: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]
    vehicle_of: tuple[int, ...]
    ends: tuple[tuple[int, int], ...]
    lasts: tuple[int, ...]
    apart: tuple[Mapping[tuple[int, int], int], ...]
    paid: tuple[Paid, ...]
    longest_duty: int
    longest_week: int
    rest: int

    def runs(self, vehicle: int, departs: NDArray[Any], runs: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
        """Start, end and trip of each run of the week, in order."""
        return sorted(
            (day * DAY + int(departs[trip]), day * DAY + int(departs[trip]) + self.lasts[trip], trip)
            for trip in self.trips_of[vehicle]
            for day in np.flatnonzero(runs[trip]).tolist()
        )

    def paid_for(self, vehicle: int, departs: NDArray[Any], runs: NDArray[np.bool_]) -> Paid | None:
        """The hours of a vehicle; None where it cannot drive so."""
        mine = self.runs(vehicle, departs, runs)
        gaps = [
            mine[(at + 1) % len(mine)][0] + (WEEK if at + 1 == len(mine) else 0) - end
            for at, (_, end, _) in enumerate(mine)
        ]
        for at, gap in enumerate(gaps):
            here, there = self.ends[mine[at][2]][1], self.ends[mine[(at + 1) % len(mine)][2]][0]
            least = self.apart[vehicle].get((here, there))
            if least is None or gap < least:
                return None
        paid = _paid(mine, gaps, self.rest)
        return paid if paid.longest <= self.longest_duty and paid.week <= self.longest_week else None


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


def fleet_of(network: Network, state: State, rules: Rules) -> Fleet:
    """Today's vehicles. ValueError where one would drive two trips at once, which no plan can keep."""
    vehicles: dict[str, list[int]] = {}
    for at, trip in enumerate(network.trips):
        vehicles.setdefault(trip.vehicle or f"of {trip.code}", []).append(at)
    vehicle_of = [0] * len(network.trips)
    for vehicle, trips in enumerate(vehicles.values()):
        for at in trips:
            vehicle_of[at] = vehicle
    ends = tuple((network.index[trip.origin], network.index[trip.destination]) for trip in network.trips)
    lasts = tuple(trip.duration_min for trip in network.trips)
    bare = Fleet(
        tuple(map(tuple, vehicles.values())), tuple(vehicles), tuple(vehicle_of), ends, lasts, (), (),
        WEEK, WEEK, rules.rest_min,
    )  # fmt: skip
    apart, paid = [], []
    for vehicle in range(len(vehicles)):
        mine = bare.runs(vehicle, state.departs, state.runs)
        apart.append(_apart(network, bare, vehicle, mine, rules))
        gaps = [
            mine[(at + 1) % len(mine)][0] + (WEEK if at + 1 == len(mine) else 0) - run[1]
            for at, run in enumerate(mine)
        ]
        paid.append(_paid(mine, gaps, rules.rest_min))
    longest = rules.longest_duty_min or max(one.longest for one in paid)
    week = rules.longest_week_min or max(one.week for one in paid)
    return Fleet(
        bare.trips_of, bare.names, bare.vehicle_of, ends, lasts, tuple(apart), tuple(paid), longest, week,
        rules.rest_min,
    )  # fmt: skip


def _apart(
    network: Network, fleet: Fleet, vehicle: int, mine: list[tuple[int, int, int]], rules: Rules
) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for at, (_, end, trip) in enumerate(mine):
        start, _, following = mine[(at + 1) % len(mine)]
        gap = start + (WEEK if at + 1 == len(mine) else 0) - end
        if gap < 0:
            name = fleet.names[vehicle]
            codes = f"{network.trips[trip].code} and {network.trips[following].code}"
            raise ValueError(f"vehicle {name} drives {codes} at once today: give one of them another vehicle")
        jump = fleet.ends[trip][1], fleet.ends[following][0]
        found[jump] = min(found.get(jump, WEEK), gap)
    for jump, gap in found.items():
        if jump[0] == jump[1]:
            found[jump] = min(gap, rules.turn_round_min)
    return found


def cost_of(network: Network, runs: NDArray[np.bool_]) -> int:
    """What the runs of an ordinary week cost."""
    return sum(trip.cost * int(days) for trip, days in zip(network.trips, runs.sum(axis=1), strict=True))


def bundles_of(
    fleet: Fleet, vehicle: int, departs: NDArray[Any], runs: NDArray[np.bool_]
) -> Iterable[tuple[tuple[int, int], ...]]:
    """Runs of a vehicle, one after another, that end where they began: trips with their weekdays."""
    mine = fleet.runs(vehicle, departs, runs)
    for at in range(len(mine)):
        place = fleet.ends[mine[at][2]][0]
        for length in range(1, min(4, len(mine)) + 1):
            last = mine[(at + length - 1) % len(mine)]
            if fleet.ends[last[2]][1] == place:
                part = (mine[(at + step) % len(mine)] for step in range(length))
                yield tuple((trip, (start // DAY) % 7) for start, _, trip in part)
                break
