"""The delivery promise: when does an item handed over here, now, arrive there?

Idea: a timetable that repeats every week is a graph of offices whose edges are timetables of their own: the
next departure at or after a minute is found by bisection. An edge never rewards waiting once the departures
that a later one overtakes are struck out, so labels may be set for good in the order of arrival (Dijkstra).
One search answers for every destination at once; 2,000 offices and 5,000 trips take a few milliseconds.

Shapes and units: time is an int of minutes since Monday 00:00 of some week, in the network's one time zone;
it may pass the end of the week. `days` are ISO weekday digits ("135" = Monday, Wednesday, Friday) and
`departs_min` counts from midnight. `ready` is when the item can leave its origin (the caller minds the
cut-off there); `handling_min` passes between arrival and departure at each change, not at the two ends.
An hour put forward or back in the year is not in a weekly timetable: the caller turns minutes to moments.

Source: Dijkstra on time-dependent FIFO networks (Cooke and Halsey 1966, Kaufman and Smith 1993).
Errors: ValueError for a leg that no clock can hold. An office that cannot be reached is absent.

>>> morning = Leg("A", "Fès", "Meknès", "12345", departs_min=8 * 60, duration_min=60)
>>> noon = Leg("B", "Meknès", "Rabat", "12345", departs_min=10 * 60, duration_min=120)
>>> found = earliest(Timetable([morning, noon]), "Fès", ready=7 * 60, handling_min=30)
>>> found["Rabat"].minute, [ride.code for ride in path(found, "Rabat")]
(720, ['A', 'B'])
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import NamedTuple

DAY = 24 * 60
WEEK = 7 * DAY
_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Leg:
    """One trip of the timetable, on each of its days."""

    code: str
    origin: str
    destination: str
    days: str
    departs_min: int
    duration_min: int

    def __post_init__(self) -> None:
        if not self.days or set(self.days) - set("1234567"):
            raise ValueError(f"{self.code}: days {self.days!r} are not ISO weekday digits")
        if not 0 <= self.departs_min < DAY:
            raise ValueError(f"{self.code}: departs_min {self.departs_min} is not within a day")
        if self.duration_min < 0:
            raise ValueError(f"{self.code}: duration_min {self.duration_min} is negative")


class Arrival(NamedTuple):
    """The earliest moment at an office: by which leg, from which office, left when; the origin has no leg."""

    minute: int
    via: str
    previous: str
    departs: int


class Ride(NamedTuple):
    """One leg of a path, with its minutes."""

    code: str
    origin: str
    destination: str
    departs: int
    arrives: int


class _Edge(NamedTuple):
    """All departures from one office to another, in order, both columns rising."""

    destination: str
    departures: list[int]
    arrivals: list[int]
    codes: list[str]


class Timetable:
    """The legs of a network, made ready for many searches."""

    __slots__ = ("edges",)

    def __init__(self, legs: Iterable[Leg]) -> None:
        between: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
        for leg in legs:
            for day in set(leg.days):
                departs = (int(day) - 1) * DAY + leg.departs_min
                between[leg.origin, leg.destination].append((departs, departs + leg.duration_min, leg.code))
        edges: dict[str, list[_Edge]] = defaultdict(list)
        for (origin, destination), rides in sorted(between.items()):
            columns = zip(*_worth_taking(sorted(rides)), strict=True)
            departures, arrivals, codes = (list(column) for column in columns)
            edges[origin].append(_Edge(destination, departures, arrivals, codes))
        self.edges = dict(edges)


def _worth_taking(rides: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Strike out the rides that a later one overtakes, next week's included."""
    kept = []
    soonest = min(arrives for _, arrives, _ in rides) + WEEK
    for ride in reversed(rides):
        if ride[1] <= soonest:
            soonest = ride[1]
            kept.append(ride)
    return kept[::-1]


def earliest(timetable: Timetable, origin: str, ready: int, handling_min: int = 0) -> dict[str, Arrival]:
    """Find the earliest arrival at every office that can be reached from one.

    >>> friday = Timetable([Leg("A", "Fès", "Rabat", "5", 0, 60)])
    >>> earliest(friday, "Fès", ready=4 * DAY + 1)["Rabat"].minute == WEEK + 4 * DAY + 60
    True
    """
    if handling_min < 0:
        raise ValueError(f"handling_min {handling_min} is negative")
    best = {origin: Arrival(ready, "", "", ready)}
    done: set[str] = set()
    queue = [(ready, origin)]
    while queue:
        minute, office = heappop(queue)
        if office in done:
            continue
        done.add(office)
        week, in_week = divmod(minute if office == origin else minute + handling_min, WEEK)
        for destination, departures, arrivals, codes in timetable.edges.get(office, ()):
            at = bisect_left(departures, in_week)
            start = week * WEEK
            if at == len(departures):
                at, start = 0, start + WEEK
            arrives = start + arrivals[at]
            known = best.get(destination)
            if known is None or arrives < known.minute:
                best[destination] = Arrival(arrives, codes[at], office, start + departures[at])
                heappush(queue, (arrives, destination))
    return best


def path(found: Mapping[str, Arrival], destination: str) -> tuple[Ride, ...]:
    """List the rides that lead to an office, in order; none to the origin itself.

    KeyError when the office was not reached.
    """
    rides = []
    arrival = found[destination]
    while arrival.via:
        rides.append(Ride(arrival.via, arrival.previous, destination, arrival.departs, arrival.minute))
        destination = arrival.previous
        arrival = found[destination]
    return tuple(reversed(rides))


def delivery_day(
    arrival: datetime, *, cut_off_min: int, delivery_days: str, holidays: Container[date] = frozenset()
) -> date | None:
    """Give the first delivery date for what arrives at an office, in its local time.

    What arrives after the cut-off goes out the next day at the earliest. None when no delivery day comes
    within a year.

    >>> delivery_day(datetime(2026, 3, 13, 9, 0), cut_off_min=8 * 60, delivery_days="12345")
    datetime.date(2026, 3, 16)
    """
    in_day = timedelta(hours=arrival.hour, minutes=arrival.minute, seconds=arrival.second)
    first = arrival.date() + timedelta(days=in_day > timedelta(minutes=cut_off_min))
    days = (first + timedelta(days=later) for later in range(_A_YEAR))
    return next((day for day in days if str(day.isoweekday()) in delivery_days and day not in holidays), None)
