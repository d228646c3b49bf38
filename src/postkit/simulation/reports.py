"""What a simulation says: transit times by lane and product, backlog, load, cost, and promises missed by cause.

All figures are of the items handed over in a span of days, so that a warm-up before it can be left out and the
vehicles have time to run after it. An item that has not come when the window ends counts as if it came then: the
times are then too good rather than too bad, and ``unfinished`` says of how many.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from postkit.promise.legs import in_force
from postkit.simulation.outcome import CAUSES, Outcome
from postkit.simulation.tables import SLACK_DAYS, minute_at, site_columns

HOUR = 60


@dataclass(frozen=True, slots=True)
class Lane:
    """One product from one region to another. Hours run from hand-over to delivery.

    ``within`` is the share delivered on the first and by the second day of delivery after the hand-over (J+1, J+2).
    """

    origin: str
    destination: str
    product: str
    items: int
    mean_h: float
    p50_h: float
    p80_h: float
    p95_h: float
    within: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Backlog:
    """An office by hour: items that stand there, and those of them that sorting has not got to in time."""

    office: str
    peak: int
    peak_at: int
    standing: tuple[int, ...]
    unsorted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """A trip over its runs. ``share`` is of its capacity on its fullest leg, on average; none without one."""

    trip: str
    origin: str
    destination: str
    runs: int
    items: int
    share: float | None
    left_behind: int


@dataclass(frozen=True, slots=True)
class Report:
    """One simulation in figures. ``missed`` holds causes in order of number; ``cost`` is in minor units."""

    items: int
    promised: int
    delivered: int
    at_counter: int
    unfinished: int
    kept: float
    mean_h: float
    arrival_h: float
    p50_h: float
    p80_h: float
    p95_h: float
    within: tuple[float, float]
    cost: int
    missed: tuple[tuple[str, int], ...]
    lanes: tuple[Lane, ...]
    loads: tuple[Load, ...]
    backlogs: tuple[Backlog, ...]


def report(outcome: Outcome, first: date, last: date, *, backlogs: int = 20) -> Report:
    """The figures of what was handed over from the first day to the last; the offices with most backlog."""
    chosen = _chosen(outcome, first, last)
    hours, arrival = _hours(outcome, chosen)
    days = _days(outcome, chosen)
    missed = outcome.is_missed[chosen]
    promised = int(np.count_nonzero(outcome.promised_day[chosen] >= 0))
    state = outcome.state[chosen]
    return Report(
        len(chosen), promised, int((state == 1).sum()), int((state == 2).sum()), int((state == 0).sum()),
        1 - float(missed.sum()) / promised if promised else 1.0,
        _mean(hours), _mean(arrival), *_quantiles(hours), _within(days),
        cost(outcome, first, last), _causes(outcome, chosen[missed]),
        _lanes(outcome, chosen, hours, days), loads(outcome, first, last),
        heaviest(outcome, backlogs),
    )  # fmt: skip


def figures(found: Report) -> dict[str, float]:
    """The figures that two scenarios are compared by."""
    causes = {f"missed: {cause}": float(count) for cause, count in found.missed}
    return {
        "hours to arrival": found.arrival_h, "hours to delivery": found.mean_h,
        "P50 hours": found.p50_h, "P80 hours": found.p80_h, "P95 hours": found.p95_h,
        "J+1": found.within[0], "J+2": found.within[1], "kept": found.kept,
        "unfinished": float(found.unfinished), "cost": float(found.cost),
        "left behind": float(sum(load.left_behind for load in found.loads)),
        **{f"missed: {cause}": 0.0 for cause in CAUSES[1:]} | causes,
    }  # fmt: skip


def _chosen(outcome: Outcome, first: date, last: date) -> NDArray[np.int64]:
    legs = outcome.legs
    begins, ends = _span(outcome, first, last)
    at = outcome.items.at - legs.base
    return np.flatnonzero((at >= begins) & (at < ends))


def _span(outcome: Outcome, first: date, last: date) -> tuple[int, int]:
    if last < first:
        raise ValueError(f"a report from {first} to {last} holds no day")
    return minute_at(outcome.legs, first), minute_at(outcome.legs, date.fromordinal(last.toordinal() + 1))


def _hours(outcome: Outcome, chosen: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From hand-over to delivery, and to the last office."""
    ends = outcome.legs.base + outcome.legs.end
    at = outcome.items.at[chosen]
    out = np.maximum(outcome.attempted_again[chosen], outcome.attempted[chosen])
    done = np.where(outcome.state[chosen] > 0, out, np.maximum(ends, out))
    there = np.where(outcome.arrived[chosen] >= 0, outcome.arrived[chosen], ends)
    return (done - at) / HOUR, (there - at) / HOUR


def _days(outcome: Outcome, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """On which day of delivery after the hand-over each item was delivered: 1 is the first; far where it was not."""
    legs = outcome.legs
    days = legs.clock.days + SLACK_DAYS
    works = np.zeros((len(legs.offices), days + 1), np.int32)
    for day in range(days):
        on = legs.clock.date(day)
        network = legs.plan[in_force(legs.plan, on)][1]
        for site in network.sites:
            works[legs.index[site.code], day + 1] = site.gives_out_on(on, network.holidays)
    passed = np.cumsum(works, axis=1)
    destination = outcome.items.destination[chosen]
    begun = legs.clock.days_of(outcome.items.at[chosen]) + 1
    came = outcome.day[chosen] - legs.clock.first.toordinal() + 1
    count = passed[destination, np.clip(came, 0, days)] - passed[destination, np.clip(begun, 0, days)]
    return np.where(outcome.day[chosen] < 0, np.iinfo(np.int32).max, count)


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else 0.0


def _quantiles(hours: NDArray[np.float64]) -> tuple[float, float, float]:
    if not len(hours):
        return 0.0, 0.0, 0.0
    p50, p80, p95 = np.quantile(hours, (0.5, 0.8, 0.95))
    return float(p50), float(p80), float(p95)


def _within(days: NDArray[np.int64]) -> tuple[float, float]:
    if not len(days):
        return 0.0, 0.0
    return float((days <= 1).mean()), float((days <= 2).mean())


def _causes(outcome: Outcome, missed: NDArray[np.int64]) -> tuple[tuple[str, int], ...]:
    counts = np.bincount(outcome.cause[missed], minlength=len(CAUSES))
    order = np.argsort(-counts, kind="stable")
    return tuple((CAUSES[at], int(counts[at])) for at in order if counts[at])


def _lanes(
    outcome: Outcome, chosen: NDArray[np.int64], hours: NDArray[np.float64], days: NDArray[np.int64]
) -> tuple[Lane, ...]:
    """By region of origin, region of destination and product."""
    items = outcome.items
    named = [site.region if site else "" for site in site_columns(outcome.legs)]
    regions, place = np.unique(named, return_inverse=True)
    kinds, wide = len(items.products), len(regions)
    key = (place[items.origin[chosen]] * wide + place[items.destination[chosen]]) * kinds
    key = key + items.product[chosen]
    order = np.argsort(key, kind="stable")
    found, starts = np.unique(key[order], return_index=True)
    lanes = []
    for lane, those in zip(found, np.split(order, starts[1:]), strict=False):
        pair, product = divmod(int(lane), kinds)
        lanes.append(
            Lane(
                str(regions[pair // wide]), str(regions[pair % wide]), items.products[product].name, len(those),
                _mean(hours[those]), *_quantiles(hours[those]), _within(days[those]),
            )
        )  # fmt: skip
    return tuple(lanes)


def _runs(outcome: Outcome, first: date, last: date) -> NDArray[np.bool_]:
    """Which legs are of runs that drove on those service days."""
    day = outcome.legs.run_day[outcome.legs.run]
    return (day >= first.toordinal()) & (day <= last.toordinal()) & ~outcome.is_cancelled


def cost(outcome: Outcome, first: date, last: date) -> int:
    """What the runs of those service days cost; a vehicle that broke down beforehand costs nothing."""
    legs = outcome.legs
    each = np.array([trip.cost for trip in legs.trips] or [0], np.int64)
    driven = _runs(outcome, first, last) & (legs.stop == 0)
    return int(each[legs.trip[driven]].sum())


def loads(outcome: Outcome, first: date, last: date) -> tuple[Load, ...]:
    """Trip by trip, those that left most behind and then the fullest first."""
    legs = outcome.legs
    driven = np.flatnonzero(_runs(outcome, first, last))
    fullest = np.zeros(len(legs.run_trip), np.int64)
    np.maximum.at(fullest, legs.run[driven], outcome.load[driven])
    count, boarded, left = (np.zeros(len(legs.trips), np.int64) for _ in range(3))
    aboard_before = np.zeros(len(legs), np.int64)
    goes_on = legs.next_leg >= 0
    aboard_before[legs.next_leg[goes_on]] = outcome.through[goes_on]
    runs = np.unique(legs.run[driven])
    np.add.at(count, legs.run_trip[runs], 1)
    np.add.at(boarded, legs.trip[driven], outcome.load[driven] - aboard_before[driven])
    np.add.at(left, legs.trip[driven], outcome.left_behind[driven])
    peak = np.zeros(len(legs.trips), np.int64)
    np.add.at(peak, legs.run_trip[runs], fullest[runs])
    found = [
        Load(
            trip.code, trip.origin, trip.destination, int(count[at]), int(boarded[at]),
            float(peak[at]) / (trip.capacity * int(count[at])) if trip.capacity else None, int(left[at]),
        )
        for at, trip in enumerate(legs.trips) if count[at]
    ]  # fmt: skip
    return tuple(
        sorted(found, key=lambda load: (-load.left_behind, -(load.share or 0), -load.items, load.trip))
    )


def backlog(outcome: Outcome, offices: Iterable[str]) -> tuple[Backlog, ...]:
    """The hours of some offices. ``peak_at`` is a UTC minute since 1970."""
    found = []
    hours = outcome.legs.end // HOUR
    for code in offices:
        place = outcome.legs.index[code]
        standing = outcome.standing[place, :hours]
        at = int(standing.argmax())
        found.append(
            Backlog(
                code, int(standing[at]), outcome.legs.base + (at + 1) * HOUR,
                tuple(standing.tolist()), tuple(outcome.unsorted[place, :hours].tolist()),
            )
        )  # fmt: skip
    return tuple(found)


def heaviest(outcome: Outcome, count: int) -> tuple[Backlog, ...]:
    """The offices in which most items stood at once."""
    peaks = outcome.standing[:, : outcome.legs.end // HOUR].max(axis=1, initial=0)
    order = np.argsort(-peaks, kind="stable")[:count]
    return backlog(outcome, (outcome.legs.offices[at] for at in order if peaks[at]))
