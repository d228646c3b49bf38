"""The checker: what a plan does against the rules, worked out anew from the two networks alone.

It shares no code with the search. Vehicles are driven through the week one by one; hours are read off the promise
(`postkit.promise`), which the search does not use for its own table.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import DAY, STANDARD, Network, Site, Trip
from postkit.promise import Profile, events_for, unroll
from postkit.timetabling.model import Fault, Rules
from postkit.timetabling.posting import HAND_OVER_EVERY, HOURS, WEEKDAYS

WEEK = 7 * DAY
ALONE = "\0"  # before the code of a trip that names no vehicle, and is not held to any
Run = tuple[int, int, str, str]  # start and end in the week, first and last office


def check_plan(
    old: Network, new: Network, flows: NDArray[Any], *, first_date: date, rules: Rules | None = None,
    carriage: str = STANDARD, days: int = 21,
) -> list[Fault]:  # fmt: skip
    """Every fault of a plan: its vehicles, hours and cost, its offices, and the floor of each."""
    rules = rules or Rules()
    faults = list(faults_of_plan(old, new, rules))
    if faults:
        return faults
    before = hours_of(old, flows, first_date, carriage, days)
    after = hours_of(new, flows, first_date, carriage, days)
    for what, was, now in (("out", before[0], after[0]), ("in", before[1], after[1])):
        for site, one, other in zip(old.sites, was.tolist(), now.tolist(), strict=True):
            if other > one + rules.floor_h + 1e-6:
                faults.append(Fault("floor", site.code, f"{other:.2f} hours {what}, {one:.2f} before"))
    if after[2] > before[2] + 1e-9:
        faults.append(Fault("hours", "", f"{after[2]:.3f} hours on the mean, {before[2]:.3f} before"))
    return faults


def faults_of_plan(old: Network, new: Network, rules: Rules) -> Iterator[Fault]:
    """What needs no table: the same trips and offices, vehicles that can drive so, hours and cost of today."""
    yield from _same_things(old, new)
    before, after = _weeks(old), _weeks(new)
    bounds = _bounds(before, rules)
    for vehicle, runs in after.items():
        if vehicle.startswith(ALONE):
            continue
        if vehicle not in before:
            yield Fault("vehicle", vehicle, "is not there today")
            continue
        if runs[0][2] != before[vehicle][0][2]:
            yield Fault(
                "vehicle", vehicle, f"begins its week at {runs[0][2]}, today at {before[vehicle][0][2]}"
            )
        allowed = _jumps(before[vehicle], rules.turn_round_min)
        for gap, here, there in _gaps(runs):
            least = allowed.get((here, there), rules.turn_round_min if here == there else WEEK + 1)
            if gap < least:
                yield Fault("vehicle", vehicle, f"has {gap} minutes from {here} to {there}")
        duties = _duties(runs, rules.rest_min)
        if max(duties, default=0) > bounds[0]:
            yield Fault("duty", vehicle, f"has a duty of {max(duties)} minutes; {bounds[0]} are allowed")
        if sum(duties) > bounds[1]:
            yield Fault("week", vehicle, f"is driven {sum(duties)} minutes a week; {bounds[1]} are allowed")
    hours = [sum(sum(_spans(name, runs, rules)) for name, runs in week.items()) for week in (before, after)]
    if hours[1] > hours[0]:
        yield Fault("paid", "", f"{hours[1]} minutes of duty a week, {hours[0]} before")
    costs = [sum(trip.cost * len(trip.days) for trip in network.trips) for network in (old, new)]
    if costs[1] > costs[0]:
        yield Fault("cost", "", f"{costs[1]} a week, {costs[0]} before")


def _same_things(old: Network, new: Network) -> Iterator[Fault]:
    if [site.code for site in old.sites] != [site.code for site in new.sites]:
        yield Fault("offices", "", "are not those of today")
    if [(trip.code, trip.stops) for trip in old.trips] != [(trip.code, trip.stops) for trip in new.trips]:
        yield Fault("trips", "", "do not call where they call today")
    for was, now in zip(old.sites, new.sites, strict=False):
        if (was.delivery_days, was.open_days) != (now.delivery_days, now.open_days):
            yield Fault("days", was.code, "opens or delivers on other days")
        if not now.cut_off_min <= max(was.cut_off_min, now.closes_min):
            yield Fault("cut-off", was.code, "takes in after it closes")
        before, after = _called(old, was.code), _called(new, now.code)
        if after[0] < before[0] or after[1] < before[1]:
            yield Fault("service", now.code, "is called at on fewer days")
        if _together(now) > _together(was):
            yield Fault("wave", was.code, "sorts two waves at once")


@lru_cache(maxsize=4)
def _calls(trips: tuple[Trip, ...]) -> dict[str, tuple[set[str], set[str]]]:
    """By office the weekdays on which something comes, and on which something goes."""
    found: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for trip in trips:
        for at, stop in enumerate(trip.stops):
            if at:
                found[stop.office][0].update(trip.days)
            if at + 1 < len(trip.stops):
                found[stop.office][1].update(trip.days)
    return dict(found)


def _called(network: Network, office: str) -> tuple[int, int]:
    """On how many days something comes to an office, and goes from it."""
    comes, goes = _calls(network.trips).get(office, (set[str](), set[str]()))
    return len(comes), len(goes)


def _together(site: Site) -> int:
    """Minutes of the week for which waves of an office run at once, pair by pair."""
    runs = [
        (int(day) * DAY + wave.starts_min + shift, int(day) * DAY + wave.starts_min + wave.duration_min + shift, at)
        for at, wave in enumerate(site.waves)
        for day in wave.days
        for shift in (0, WEEK)
    ]  # fmt: skip
    total = 0
    for at, (start, end, wave) in enumerate(runs):
        for other, until, another in runs[at + 1 :]:
            if wave != another and start < WEEK + DAY:
                total += max(0, min(end, until) - max(start, other))
    return total


def _weeks(network: Network) -> dict[str, list[Run]]:
    weeks: dict[str, list[Run]] = defaultdict(list)
    for trip in network.trips:
        weeks[trip.vehicle or ALONE + trip.code] += _runs_of(trip)
    return {vehicle: sorted(runs) for vehicle, runs in weeks.items()}


def _runs_of(trip: Trip) -> list[Run]:
    starts = [(int(day) - 1) * DAY + trip.departs_min for day in trip.days]
    return [(at, at + trip.duration_min, trip.origin, trip.destination) for at in starts]


def _gaps(runs: list[Run]) -> Iterator[tuple[int, str, str]]:
    """The minutes between runs, with where the one ends and the next begins; the week goes round."""
    first = runs[0]
    for run, following in pairwise([*runs, (first[0] + WEEK, first[1] + WEEK, *first[2:])]):
        yield following[0] - run[1], run[3], following[2]


def _jumps(runs: list[Run], turn_round: int) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for gap, here, there in _gaps(runs):
        found[here, there] = min(found.get((here, there), turn_round if here == there else gap), gap)
    return found


def _duties(runs: list[Run], rest: int) -> list[int]:
    """The span of each duty of the week."""
    gaps = [gap for gap, _, _ in _gaps(runs)]
    ends = [at for at, gap in enumerate(gaps) if gap >= rest]
    if not ends:
        return [WEEK]
    turned = [
        *runs[ends[0] + 1 :],
        *((run[0] + WEEK, run[1] + WEEK, *run[2:]) for run in runs[: ends[0] + 1]),
    ]
    spans, begun, before = [], turned[0][0], turned[0][1]
    for start, end, *_ in turned[1:]:
        if start - before >= rest:
            spans.append(before - begun)
            begun = start
        before = end
    return [*spans, before - begun]


def _spans(name: str, runs: list[Run], rules: Rules) -> list[int]:
    return [run[1] - run[0] for run in runs] if name.startswith(ALONE) else _duties(runs, rules.rest_min)


def _bounds(weeks: dict[str, list[Run]], rules: Rules) -> tuple[int, int]:
    duties = [_spans(name, runs, rules) for name, runs in weeks.items()]
    return (
        rules.longest_duty_min or max(map(max, duties), default=0),
        rules.longest_week_min or max(map(sum, duties), default=0),
    )


def hours_of(
    network: Network, flows: NDArray[Any], first: date, carriage: str = STANDARD, days: int = 21
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """The mean hours from hand-over to the round, read off the promise: by origin, by destination, in all."""
    legs = unroll([(date.min, network)], first, days)
    profile = Profile.build(events_for(legs, carriage), served_days=min(days, 12))
    place = np.array([legs.index[site.code] for site in network.sites])
    weights = np.zeros((len(place), len(place)))
    weights[np.ix_(place, place)] = flows
    weights /= weights.sum()
    office, at, share = _handed(network, legs, place)
    taken = profile.taken_in(office, at)
    posted = np.bincount(office, share * at, len(place))

    def left(origin: NDArray[Any], there: NDArray[Any], since: NDArray[Any]) -> NDArray[Any]:
        """When the round leaves, for what stands at an office since then."""
        arrives = np.where(since < 0, -1, profile.arrivals(origin, there, since))
        row = profile.rounds(there, np.maximum(arrives, 0))
        return np.append(profile.round_leaves, 65535)[np.where(arrives < 0, len(profile.round_leaves), row)]

    # What leaves an office by the same departure arrives together: one of them is asked for all.
    same = np.where(taken < 0, -1, profile.first_rows(office, taken)) * len(place) + office
    _, one, group = np.unique(same, return_index=True, return_inverse=True)
    shares = np.bincount(group, share)
    total = np.zeros_like(weights)
    for destination in np.flatnonzero(weights.sum(axis=0) > 0):
        leaves = left(office[one], np.full(len(one), destination), taken[one])
        total[:, destination] = np.bincount(office[one], shares * leaves, len(place))
    total[np.arange(len(place)), np.arange(len(place))] = np.bincount(
        office, share * left(office, office, taken), len(place)
    )
    total = (total - posted[:, None]) / 60
    with np.errstate(invalid="ignore", divide="ignore"):
        out = (weights * total).sum(axis=1) / weights.sum(axis=1)
        into = (weights * total).sum(axis=0) / weights.sum(axis=0)
    return out[place], into[place], float((weights * total).sum())


def _handed(network: Network, legs: Any, place: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Office, minute and share of each hand-over of the week, as `posting` has them."""
    day, minute = np.divmod(np.arange(HAND_OVER_EVERY // 2, WEEK, HAND_OVER_EVERY), DAY)
    weight = np.array(WEEKDAYS)[day] * np.array(HOURS)[minute // 60]
    kept = weight > 0
    at = legs.clock.at_each(day[kept], minute[kept]) - legs.base
    share = weight[kept] / weight.sum()
    count = len(network.sites)
    return np.repeat(place, kept.sum()), np.tile(at, count), np.tile(share, count)
