"""What is wrong with a network that its files cannot show: who is never reached, which lorry is in two places.

Idea: each fault is one sentence's worth of facts about one code. Nothing is repaired and nothing is weighed: an
operator may publish a timetable with a fault, knowing it. The words are made where the reader's language is known.

Kinds and their facts (dates as ISO text, times of day in minutes after midnight, `days` as weekday digits):

========================  ==========================================================================================
office-without-trips      none: no trip calls there
office-cannot-send        offices: how many of the main network cannot be reached from it
office-cannot-receive     offices: from how many of the main network it cannot be reached
vehicle-overlap           trip, next, date, leaves_min, arrives_min: `next` leaves on `date` before `trip` is over
vehicle-elsewhere         trip, next, date, at, wanted: `trip` ended at one office, `next` leaves from another
cut-off-outside-hours     cut_off_min, opens_min, closes_min
cut-off-after-departure   days, cut_off_min, latest_min: on these days what is handed over later than `latest_min`
                          takes no trip of the day
wave-in-vain              days, starts_min, ends_min: on these days nothing leaves between its end and the next's
trip-at-closed-office     office, date: the first day of the period on which it calls there during a closure
trip-never-runs           first, last: the period
trip-goes-round           origin, destination: the part of the way that it drives twice
office-without-delivery   none: a delivery office without a day on which it delivers
========================  ==========================================================================================

The main network is the largest set of offices of which each reaches each, found on the legs of the week without
regard to time. Vehicles are followed through the dates of the period, so that the end of a week is one of its
nights and an exception counts; times are compared on the wall clock, on which a night has 24 hours. Each pair of
trips is named once.

>>> from postkit.network.model import Stop
>>> out = Trip("OUT", "135", 360, (Stop("A", 0, 0), Stop("B", 60, 60)), vehicle="V1")
>>> faults_of(Network("UTC", (Site("A"), Site("B")), (out,)), first=date(2026, 3, 2))[0]
Fault(kind='office-cannot-send', code='B', facts={'offices': 1})
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, pairwise

from postkit.network.model import DAY, STANDARD, Network, Site, Trip, Wave

WEEK = 7 * DAY
PERIOD_DAYS = 28


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: its kind, the code of the office, trip or vehicle, and the facts."""

    kind: str
    code: str
    facts: dict[str, int | str] = field(default_factory=dict, hash=False)


def faults_of(network: Network, *, first: date, days: int = PERIOD_DAYS) -> list[Fault]:
    """Every fault of the network in the period that begins on `first`; offices first, then trips and vehicles."""
    period = [first + timedelta(days=later) for later in range(days)]
    return [
        *_reach(network),
        *_offices(network),
        *_trips(network, period),
        *_vehicles(network.trips, period),
    ]


def _reach(network: Network) -> Iterator[Fault]:
    onward: list[set[int]] = [set() for _ in network.sites]
    back: list[set[int]] = [set() for _ in network.sites]
    for trip in network.trips:
        for here, there in pairwise(network.index[stop.office] for stop in trip.stops):
            onward[here].add(there)
            back[there].add(here)
    main = _largest(onward, back)
    reached, reaching = _spread(main, onward), _spread(main, back)
    for at, site in enumerate(network.sites):
        if not onward[at] and not back[at]:
            if len(network.sites) > 1:
                yield Fault("office-without-trips", site.code)
            continue
        if at not in reaching:
            missed = len(main - _spread({at}, onward))
            yield Fault("office-cannot-send", site.code, {"offices": missed})
        if at not in reached:
            missed = len(main - _spread({at}, back))
            yield Fault("office-cannot-receive", site.code, {"offices": missed})


def _spread(start: set[int], ways: list[set[int]]) -> set[int]:
    seen, waiting = set(start), list(start)
    while waiting:
        for there in ways[waiting.pop()]:
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def _largest(onward: list[set[int]], back: list[set[int]]) -> set[int]:
    """The largest set in which each reaches each (Kosaraju's two walks); of equals, the one of the first office."""
    finished, seen = [], set[int]()
    for start in range(len(onward)):
        if start in seen:
            continue
        seen.add(start)
        walk = [(start, iter(onward[start]))]
        while walk:
            here, ways = walk[-1]
            there = next((there for there in ways if there not in seen), None)
            if there is None:
                finished.append(here)
                walk.pop()
            else:
                seen.add(there)
                walk.append((there, iter(onward[there])))
    parts, placed = [], set[int]()
    for start in reversed(finished):
        if start not in placed:
            part = {start}
            waiting = [start]
            placed.add(start)
            while waiting:
                for there in back[waiting.pop()] - placed:
                    placed.add(there)
                    part.add(there)
                    waiting.append(there)
            parts.append(part)
    return max(parts, key=lambda part: (len(part), -min(part)), default=set())


def _offices(network: Network) -> Iterator[Fault]:
    departures = departures_of(network.trips)
    for site in network.sites:
        leaving = departures.get(site.code, [])
        yield from _cut_off(site, leaving)
        for wave, days in waves_in_vain(site, leaving):
            ends = (wave.starts_min + wave.duration_min) % DAY
            yield Fault(
                "wave-in-vain", site.code, {"days": days, "starts_min": wave.starts_min, "ends_min": ends}
            )
        if site.kind == "delivery" and not site.delivery_days:
            yield Fault("office-without-delivery", site.code)


def departures_of(trips: Iterable[Trip], carriage: str = STANDARD) -> dict[str, list[int]]:
    """The minutes of an ordinary week at which something of a carriage leaves each office, in order."""
    departures: dict[str, list[int]] = defaultdict(list)
    for trip in trips:
        if trip.carries in ("all", carriage):
            for stop in trip.stops[:-1]:
                departures[stop.office] += (
                    minute % WEEK for minute in _starts(trip.days, trip.departs_min + stop.leaves_min)
                )
    return {office: sorted(minutes) for office, minutes in departures.items()}


def _cut_off(site: Site, leaving: list[int]) -> Iterator[Fault]:
    if not site.opens_min <= site.cut_off_min <= site.closes_min:
        hours: dict[str, int | str] = {"opens_min": site.opens_min, "closes_min": site.closes_min}
        yield Fault("cut-off-outside-hours", site.code, {"cut_off_min": site.cut_off_min, **hours})
    latest = latest_hand_overs(site, leaving)
    late = {day: latest[day] for day in site.open_days if latest.get(day, DAY) < site.cut_off_min}
    if late:
        # The earliest of them: a cut-off that is right on each of these days.
        facts: dict[str, int | str] = {"days": "".join(sorted(late)), "cut_off_min": site.cut_off_min}
        yield Fault("cut-off-after-departure", site.code, facts | {"latest_min": min(late.values())})


def latest_hand_overs(site: Site, leaving: Iterable[int]) -> dict[str, int]:
    """Until when standard mail still takes a departure of the day, for each weekday on which any leaves.

    `leaving` are minutes of the week; an answer below 0 says that the day's last departure takes only what was
    handed over on a day before.
    """
    ready = [
        (start, (start + wave.duration_min) % WEEK)
        for wave in site.waves
        for start in _starts(wave.days, wave.starts_min)
    ]
    latest: dict[str, int] = {}
    for minute in leaving:
        day = minute // DAY
        cut = minute - site.handling_min
        if ready:
            # How long before the departure the latest wave began that is over by then.
            cut = minute - min((minute - ends) % WEEK + (ends - starts) % WEEK for starts, ends in ready)
        digit = str(day + 1)
        latest[digit] = max(latest.get(digit, -WEEK), cut - day * DAY)
    return latest


def _starts(days: str, minute: int) -> list[int]:
    return [(int(day) - 1) * DAY + minute for day in days]


def waves_in_vain(site: Site, leaving: Iterable[int]) -> list[tuple[Wave, str]]:
    """The waves, with their days, of which nothing leaves (nor any round) before the next one ends, too."""
    used = list(leaving)
    if site.delivery_days:
        used += _starts(site.delivery_days, site.rounds_leave_min)
    ends = [
        (start + wave.duration_min) % WEEK
        for wave in site.waves
        for start in _starts(wave.days, wave.starts_min)
    ]
    found = []
    for wave in site.waves if used else ():
        vain = ""
        for start, day in zip(_starts(wave.days, wave.starts_min), wave.days, strict=True):
            end = (start + wave.duration_min) % WEEK
            until_next = min((other - end) % WEEK or WEEK for other in ends)
            if min((minute - end) % WEEK for minute in used) >= until_next:
                vain += day
        if vain:
            found.append((wave, vain))
    return found


def _trips(network: Network, period: list[date]) -> Iterator[Fault]:
    closing = {site.code: site for site in network.sites if site.closed_from is not None}
    for trip in network.trips:
        running = [day for day in period if trip.runs_on(day)]
        if not running and period:
            yield Fault(
                "trip-never-runs",
                trip.code,
                {"first": period[0].isoformat(), "last": period[-1].isoformat()},
            )
        yield from _goes_round(trip)
        for office in sorted({stop.office for stop in trip.stops} & closing.keys()):
            yield from _at_closed_office(trip, closing[office], running)


def _goes_round(trip: Trip) -> Iterator[Fault]:
    driven = set()
    for here, there in pairwise(stop.office for stop in trip.stops):
        if (here, there) in driven:
            yield Fault("trip-goes-round", trip.code, {"origin": here, "destination": there})
            return
        driven.add((here, there))


def _at_closed_office(trip: Trip, site: Site, running: list[date]) -> Iterator[Fault]:
    calls = [stop for stop in trip.stops if stop.office == site.code]
    for day in running:
        for stop in calls:
            there = day + timedelta(days=(trip.departs_min + stop.arrives_min) // DAY)
            if site.is_shut(there):
                facts: dict[str, int | str] = {"office": site.code, "date": there.isoformat()}
                yield Fault("trip-at-closed-office", trip.code, facts)
                return


def _vehicles(trips: Iterable[Trip], period: list[date]) -> Iterator[Fault]:
    driven: dict[str, list[Trip]] = defaultdict(list)
    for trip in trips:
        if trip.vehicle:
            driven[trip.vehicle].append(trip)
    return chain.from_iterable(_vehicle(name, driven[name], period) for name in sorted(driven))


def _vehicle(name: str, trips: list[Trip], period: list[date]) -> Iterator[Fault]:
    runs = sorted(
        (
            (at * DAY + trip.departs_min, at * DAY + trip.departs_min + trip.stops[-1].leaves_min, number)
            for number, trip in enumerate(trips)
            for at, day in enumerate(period)
            if trip.runs_on(day)
        ),
    )
    told = set()
    for (_, over, number), (leaves, _, following) in pairwise(runs):
        trip, following_trip = trips[number], trips[following]
        facts: dict[str, int | str] = {"trip": trip.code, "next": following_trip.code}
        facts["date"] = period[leaves // DAY].isoformat()
        if leaves < over:
            kind = "vehicle-overlap"
            facts |= {"leaves_min": leaves % DAY, "arrives_min": over % DAY}
        elif trip.destination != following_trip.origin:
            kind = "vehicle-elsewhere"
            facts |= {"at": trip.destination, "wanted": following_trip.origin}
        else:
            continue
        if (kind, number, following) not in told:
            told.add((kind, number, following))
            yield Fault(kind, name, facts)
