"""The promise of one country's network as a process holds it. Pure: built from rows, then only asked.

Handed over by the cut-off of an open day, an item is taken in at once; otherwise when the office next opens.
It can leave after the handling time, changes trips with the same handling time at each office on its way,
and goes out on the first round that leaves its delivery office after it arrived and was handled. An office
without rounds gives it out at its counter. Trips run on every one of their weekdays, holidays too; offices do
not open and rounds do not leave on holidays.

All this happens on the wall clock of the country: a night with an hour more or less moves no departure.

Most offices hang on one other, and it perhaps on another, like leaves on a branch: between them and the core,
where there is a choice of ways, no search is needed. Each question climbs to the core, searches there and
climbs down, so that thousands of questions share few and small searches.
"""

from bisect import bisect_left
from collections import defaultdict
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
class _Journey:
    """How far a way is known: the office it has come to, by which rides, and when it can leave again (minutes
    after Monday); the office of the core that it makes for; and the offices from there down to its end.
    """

    office: str
    minute: int
    target: str
    down: tuple[str, ...]
    rides: list[Ride]


class HeldNetwork:
    """A country's offices, timetable and holidays, ready to be asked."""

    def __init__(
        self, offices: Mapping[str, Office], trips: Iterable[Trip], holidays: frozenset[date], zone: ZoneInfo
    ) -> None:
        self.offices, self.holidays, self.zone = offices, holidays, zone
        legs = [
            Leg(t.code, t.origin_id, t.destination_id, t.days, t.departs_min, t.duration_min) for t in trips
        ]
        self.hangs_on = _branches(legs)
        self.edges = {
            (office, edge.destination): edge
            for office, edges in Timetable(legs).edges.items()
            for edge in edges
        }
        self.core = Timetable(leg for leg in legs if not {leg.origin, leg.destination} & self.hangs_on.keys())
        self.departures = {
            office: sorted({minute for edge in edges for minute in edge.departures})
            for office, edges in self.core.edges.items()
        }
        self._search = lru_cache(maxsize=SEARCHES_KEPT)(self._search_now)

    def promises(self, questions: Sequence[Question]) -> list[Promise]:
        """An answer to each question; questions that share a search are answered one after the other."""
        answers = [Promise()] * len(questions)
        waiting: list[tuple[str, int, int, _Journey, datetime]] = []
        for position, question in enumerate(questions):
            taken_in = self._taken_in(question)
            if taken_in is None:
                continue
            if journey := self._climb(question, taken_in):
                from_minute = self._next_departure(journey.office, journey.minute) % WEEK
                waiting.append((journey.office, from_minute, position, journey, taken_in))
        for _office, _minute, position, journey, taken_in in sorted(waiting, key=lambda entry: entry[:3]):
            question = questions[position]
            rides = self._complete(journey)
            if rides or question.origin == question.destination:
                answers[position] = self._promise(question.destination, rides, taken_in)
        return answers

    def route(self, question: Question) -> tuple[RouteLeg, ...]:
        """The trips for what stands at its origin since the moment asked; none where none leads there."""
        since = self._wall(question.at)
        monday, journey = _monday(since), self._climb(question, since)
        return tuple(
            RouteLeg(
                ride.code,
                ride.origin,
                ride.destination,
                self._on_the_clock(monday + timedelta(minutes=ride.departs)),
                self._on_the_clock(monday + timedelta(minutes=ride.arrives)),
            )
            for ride in (self._complete(journey) if journey else ())
        )

    def _wall(self, at: datetime) -> datetime:
        """The local wall time, to the next full minute."""
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        minute = wall.replace(second=0, microsecond=0)
        return minute if minute == wall else minute + timedelta(minutes=1)

    def _on_the_clock(self, wall: datetime) -> datetime:
        """The moment of a wall time; one that the clock skips is shown as the clock then does, an hour on."""
        return wall.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone)

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

    def _climb(self, question: Question, since: datetime) -> _Journey | None:
        """Ride from branch to branch until the core, or an office on which the destination hangs too."""
        up, down = self._branch(question.origin), self._branch(question.destination)
        meeting = next((office for office in up if office in down), None)
        target = meeting or down[-1]
        minute = int((since - _monday(since)).total_seconds()) // 60 + HANDLING_MIN
        journey = _Journey(up[0], minute, target, tuple(down[: down.index(target)][::-1]), [])
        for office in up[1 : up.index(meeting) + 1 if meeting else None]:
            if not self._ride(journey, office):
                return None
        return journey

    def _branch(self, office: str) -> list[str]:
        """The office, the one it hangs on, and so on until the core."""
        line = [office]
        while line[-1] in self.hangs_on:
            line.append(self.hangs_on[line[-1]])
        return line

    def _ride(self, journey: _Journey, destination: str) -> bool:
        """Take the next trip straight to an office, where there is one."""
        edge = self.edges.get((journey.office, destination))
        if edge is None:
            return False
        in_week = journey.minute % WEEK
        week = journey.minute - in_week
        at = bisect_left(edge.departures, in_week)
        if at == len(edge.departures):
            at, week = 0, week + WEEK
        ride = Ride(
            edge.codes[at], journey.office, destination, week + edge.departures[at], week + edge.arrivals[at]
        )
        journey.rides.append(ride)
        journey.office, journey.minute = destination, ride.arrives + HANDLING_MIN
        return True

    def _complete(self, journey: _Journey) -> Sequence[Ride]:
        """All rides of a journey: so far, through the core, down to its end; none where no way leads."""
        if journey.office != journey.target:
            minute = self._next_departure(journey.office, journey.minute)
            found = self._search(journey.office, minute % WEEK)
            if journey.target not in found:
                return ()
            week = minute - minute % WEEK
            journey.rides += [
                ride._replace(departs=ride.departs + week, arrives=ride.arrives + week)
                for ride in path(found, journey.target)
            ]
            journey.office, journey.minute = journey.target, journey.rides[-1].arrives + HANDLING_MIN
        return journey.rides if all(self._ride(journey, office) for office in journey.down) else ()

    def _next_departure(self, office: str, minute: int) -> int:
        """What is ready between two departures waits for the second: few minutes are ever searched from."""
        departures = self.departures.get(office)
        if not departures:
            return minute
        week = minute - minute % WEEK
        at = bisect_left(departures, minute % WEEK)
        return week + departures[at] if at < len(departures) else week + WEEK + departures[0]

    def _search_now(self, office: str, minute: int) -> dict[str, Arrival]:
        return earliest(self.core, office, minute, HANDLING_MIN)

    def _promise(self, destination: str, rides: Sequence[Ride], taken_in: datetime) -> Promise:
        arrives = _monday(taken_in) + timedelta(minutes=rides[-1].arrives) if rides else taken_in
        office = self.offices[destination]
        day = delivery_day(
            arrives + timedelta(minutes=HANDLING_MIN),
            cut_off_min=ROUNDS_LEAVE_MIN if office.delivery_days else office.closes_min,
            delivery_days=office.delivery_days or office.open_days,
            holidays=_DaysWithoutDelivery(office, self.holidays),
        )
        return Promise(self._on_the_clock(arrives), day, tuple(ride.code for ride in rides))


def _branches(legs: Iterable[Leg]) -> dict[str, str]:
    """Each office that is joined to the rest by one other office only, and that other.

    Such leaves are cut off until none is left; what remains is the core.
    """
    joined: dict[str, set[str]] = defaultdict(set)
    for leg in legs:
        joined[leg.origin].add(leg.destination)
        joined[leg.destination].add(leg.origin)
    hangs_on: dict[str, str] = {}
    leaves = sorted(office for office, others in joined.items() if len(others) == 1)
    for leaf in leaves:  # grows while it is read
        if len(joined[leaf]) == 1:
            (other,) = joined.pop(leaf)
            hangs_on[leaf] = other
            joined[other].discard(leaf)
            if len(joined[other]) == 1:
                leaves.append(other)
    return hangs_on


def _monday(wall: datetime) -> datetime:
    """The midnight with which its week began."""
    return datetime.combine(wall, time()) - timedelta(days=wall.weekday())


class _DaysWithoutDelivery(Container[date]):
    """Holidays, and the days on which the office itself is shut."""

    def __init__(self, office: Office, holidays: frozenset[date]) -> None:
        self.office, self.holidays = office, holidays

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (day in self.holidays or self.office.is_shut(day))
