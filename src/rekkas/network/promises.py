"""The promise of one country's network as a process holds it. Pure: built from rows, then only asked.

Handed over by the cut-off of an open day, an item is taken in at once; otherwise when the office next opens.
It can leave after the handling time, changes trips with the same handling time at each office on its way,
and goes out on the first round that leaves its delivery office after it arrived and was handled. An office
without rounds gives it out at its counter. Trips run on every one of their weekdays, holidays too; offices do
not open and rounds do not leave on holidays.

All this happens on the wall clock of the country: a night with an hour more or less moves no departure.

Where only one connection leaves an office, whatever is there must take it; so a search begins at the first
office with a choice, and thousands of questions share the few searches from there.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from postkit.promise import WEEK, Arrival, Leg, Ride, Timetable, delivery_day, earliest, path
from rekkas.network.choices import HANDLING_MIN, ROUNDS_LEAVE_MIN
from rekkas.network.models import Office, Trip

A_YEAR = 366
SEARCHES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Question:
    """When will what is handed over at ``origin`` at that moment be delivered from ``destination``?"""

    origin: str
    destination: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """The arrival at the last office, the day of delivery, and the trips; None where no trip leads there."""

    arrives_at: datetime | None = None
    delivery_date: date | None = None
    legs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteLeg:
    """One trip of a route, with its moments in local time."""

    trip: str
    origin: str
    destination: str
    departs_at: datetime
    arrives_at: datetime


@dataclass(slots=True)
class _Start:
    """A question on its way: where its search begins, how long after Monday, and the trips until there."""

    office: str
    minute: int
    monday: datetime
    rides: tuple[Ride, ...] = ()


class HeldNetwork:
    """A country's offices, timetable and holidays, ready to be asked."""

    def __init__(
        self, offices: Mapping[str, Office], trips: Iterable[Trip], holidays: frozenset[date], zone: ZoneInfo
    ) -> None:
        self.offices, self.holidays, self.zone = offices, holidays, zone
        self.timetable = Timetable(
            Leg(t.code, t.origin_id, t.destination_id, t.days, t.departs_min, t.duration_min) for t in trips
        )
        self.departures = {
            office: sorted({minute for edge in edges for minute in edge.departures})
            for office, edges in self.timetable.edges.items()
        }
        self._search = lru_cache(maxsize=SEARCHES_KEPT)(self._search_now)

    def promises(self, questions: Sequence[Question]) -> list[Promise]:
        """An answer to each question; questions that share a search are answered one after the other."""
        answers = [Promise()] * len(questions)
        starts: list[tuple[str, int, int, _Start, datetime]] = []
        for position, question in enumerate(questions):
            taken_in = self._taken_in(question)
            if taken_in is not None:
                start = self._start(question, taken_in)
                starts.append((start.office, start.minute % WEEK, position, start, taken_in))
        for _, _, position, start, taken_in in sorted(starts, key=lambda entry: entry[:3]):
            question = questions[position]
            rides = self._rides(start, question.destination)
            if rides or question.origin == question.destination:
                answers[position] = self._promise(question.destination, start.monday, rides, taken_in)
        return answers

    def route(self, question: Question) -> tuple[RouteLeg, ...]:
        """The trips for what stands at its origin since the moment asked; none where none leads there."""
        start = self._start(question, self._wall(question.at))
        return tuple(
            RouteLeg(ride.code, ride.origin, ride.destination, *self._moments(start.monday, ride))
            for ride in self._rides(start, question.destination)
        )

    def _moments(self, monday: datetime, ride: Ride) -> tuple[datetime, datetime]:
        departs, arrives = (monday + timedelta(minutes=minute) for minute in (ride.departs, ride.arrives))
        return _on_the_clock(departs, self.zone), _on_the_clock(arrives, self.zone)

    def _wall(self, at: datetime) -> datetime:
        """The local wall time, to the next full minute."""
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        minute = wall.replace(second=0, microsecond=0)
        return minute if minute == wall else minute + timedelta(minutes=1)

    def _taken_in(self, question: Question) -> datetime | None:
        office = self.offices.get(question.origin)
        if office is None or question.destination not in self.offices:
            return None
        wall = self._wall(question.at)
        midnight = datetime.combine(wall, time())
        if wall > midnight + timedelta(minutes=office.cut_off_min):
            wall = midnight = midnight + timedelta(days=1)
        for later in range(A_YEAR):
            day = midnight + timedelta(days=later)
            if office.opens_on(day.date(), self.holidays):
                return max(wall, day + timedelta(minutes=office.opens_min))
        return None

    def _start(self, question: Question, since: datetime) -> _Start:
        """Follow the only connection from office to office as far as there is but one."""
        monday = datetime.combine(since, time()) - timedelta(days=since.weekday())
        office, minute = question.origin, int((since - monday).total_seconds()) // 60 + HANDLING_MIN
        rides: list[Ride] = []
        passed: set[str] = set()
        while office != question.destination and office not in passed:
            edges = self.timetable.edges.get(office, ())
            minute = self._next_departure(office, minute)
            if len(edges) != 1:
                break
            passed.add(office)
            (edge,) = edges
            at = bisect_left(edge.departures, minute % WEEK)
            arrives = minute - minute % WEEK + edge.arrivals[at]
            rides.append(Ride(edge.codes[at], office, edge.destination, minute, arrives))
            office, minute = edge.destination, arrives + HANDLING_MIN
        return _Start(office, minute, monday, tuple(rides))

    def _next_departure(self, office: str, minute: int) -> int:
        """What is ready between two departures waits for the second: few minutes are ever searched from."""
        departures = self.departures.get(office)
        if not departures:
            return minute
        week = minute - minute % WEEK
        at = bisect_left(departures, minute % WEEK)
        return week + departures[at] if at < len(departures) else week + WEEK + departures[0]

    def _search_now(self, office: str, minute: int) -> dict[str, Arrival]:
        return earliest(self.timetable, office, minute, HANDLING_MIN)

    def _rides(self, start: _Start, destination: str) -> tuple[Ride, ...]:
        if start.office == destination:
            return start.rides
        found = self._search(start.office, start.minute % WEEK)
        if destination not in found:
            return ()
        week = start.minute - start.minute % WEEK
        return start.rides + tuple(
            ride._replace(departs=ride.departs + week, arrives=ride.arrives + week)
            for ride in path(found, destination)
        )

    def _promise(
        self, destination: str, monday: datetime, rides: tuple[Ride, ...], taken_in: datetime
    ) -> Promise:
        arrives = monday + timedelta(minutes=rides[-1].arrives) if rides else taken_in
        office = self.offices[destination]
        day = delivery_day(
            arrives + timedelta(minutes=HANDLING_MIN),
            cut_off_min=ROUNDS_LEAVE_MIN if office.delivery_days else office.closes_min,
            delivery_days=office.delivery_days or office.open_days,
            holidays=_DaysWithoutDelivery(office, self.holidays),
        )
        return Promise(_on_the_clock(arrives, self.zone), day, tuple(ride.code for ride in rides))


class _DaysWithoutDelivery(Container[date]):
    """Holidays, and the days on which the office itself is shut."""

    def __init__(self, office: Office, holidays: frozenset[date]) -> None:
        self.office, self.holidays = office, holidays

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self.holidays or self.office.is_shut(day))


def _on_the_clock(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment of a wall time; one that the clock skips is shown as the clock then shows it, an hour on."""
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
