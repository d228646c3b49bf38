"""The network of one country as a process holds it: its timetable unrolled week by week, and the tables of it.

Handed over by the cut-off of an open day, an item is taken in at once; otherwise when the office next opens. It
can leave after the handling time or the sorting wave of its office, rides the way that arrives first, and goes
out on the first round that leaves its delivery office after it was handled there. An office without rounds gives
it out at its counter. Trips run on every one of their days, holidays too, save on their own exceptions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from postkit.estimate import Experience, likely_days
from postkit.network import STANDARD, Network, Site, Trip
from postkit.promise import (
    CANCELLED,
    Expected,
    Profile,
    Step,
    Way,
    Why,
    expected,
    latest_hand_over,
    minute_of,
    monday_of,
    planned,
    wall_of,
    way,
)
from rekkas.network.calls import Call, PlannedMove, call_of, moves_of
from rekkas.network.models import Office
from rekkas.network.weeks import LONGEST_DAYS, WINDOW_DAYS, Week, Weeks

A_YEAR, A_DAY = 366, timedelta(days=1)
FIRST, LAST = datetime(1970, 1, 8, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)  # clocks that are set at all
LONG_SHUT = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """When will what is handed over at ``origin`` at that moment be delivered from ``destination``?"""

    origin: str
    destination: str
    at: datetime
    carriage: str = STANDARD


@dataclass(frozen=True, slots=True)
class Promise:
    """The arrival at the last office and the day of delivery; None where no trip leads there."""

    arrives_at: datetime | None = None
    delivery_date: date | None = None


@dataclass(frozen=True, slots=True)
class RouteLeg:
    """One ride of a route, with its moments in local time. ``run_date`` is the service day of the trip."""

    trip: str
    origin: str
    destination: str
    departs_at: datetime
    arrives_at: datetime
    run_date: date


def site_of(office: Office) -> Site:
    """An office as the promise sees it. One that is no more is shut for ever."""
    return Site(
        code=office.code, opens_min=office.opens_min, closes_min=office.closes_min, open_days=office.open_days,
        cut_off_min=office.cut_off_min, handling_min=office.handling_min, express_min=office.express_min,
        delivery_days=office.delivery_days, rounds_leave_min=office.rounds_leave_min,
        closed_from=LONG_SHUT if office.retired else office.closed_from,
        closed_until=None if office.retired else office.closed_until, sorts_per_hour=office.sorts_per_hour,
        latitude=office.latitude, longitude=office.longitude, kind=office.kind,
        region=office.locality.region_id,
    )  # fmt: skip


class HeldNetwork:
    """A country's offices, versions of its timetable and holidays, ready to be asked. Safe to share by threads."""

    def __init__(
        self,
        offices: dict[str, Office],
        plan: Sequence[tuple[date, Network]],
        zone: ZoneInfo,
        folder: Path | None,
    ) -> None:
        self.offices, self.plan, self.zone, self.folder = offices, list(plan), zone, folder
        self._weeks, self._lock = Weeks(self.plan, folder), Lock()
        self._joined: dict[str, frozenset[str]] = {}
        self._follow: dict[str, set[str]] | None = None
        # Of each version, once somebody asked: its trips by code, and those that leave an office, with the stop.
        self._trips: dict[int, dict[str, Trip]] = {}
        self._leaving: dict[int, dict[str, list[tuple[Trip, int]]]] = {}
        self._working: dict[tuple[str, date, bool], date | None] = {}
        self.holidays: list[Any] | None = None  # with their names, once somebody asked

    def network_on(self, day: date) -> Network:
        """The version in force on a day."""
        begun = [network for since, network in self.plan if since <= day]
        return begun[-1] if begun else self.plan[0][1]

    def trip(self, code: str) -> Call | None:
        """A trip from its first stop on: as the latest version has it, or else the last that had it."""
        for _, network in reversed(self.plan):
            for trip in network.trips:
                if trip.code == code:
                    return call_of(trip, 0, self.offices)
        return None

    def planned(self, code: str, on: date) -> tuple[PlannedMove, ...]:
        """When a run is to reach and to leave each of its stops, in order. None where it does not run."""
        trip = self._trips_on(on).get(code)
        if trip is None or not FIRST.date() <= on < LAST.date() or not trip.runs_on(on):
            return ()
        return moves_of(trip, on, self.zone)

    def _trips_on(self, day: date) -> dict[str, Trip]:
        network = self.network_on(day)
        if id(network) not in self._trips:
            self._trips[id(network)] = {trip.code: trip for trip in network.trips}
        return self._trips[id(network)]

    def calls_from(self, office: str, day: date) -> list[Call]:
        """The trips that leave an office, by the version in force on a day, in the order of departure."""
        found = [call_of(trip, stop, self.offices) for trip, stop in self._leaving_on(day).get(office, ())]
        return sorted(found, key=lambda call: (call.departs_min, call.code))

    def _leaving_on(self, day: date) -> dict[str, list[tuple[Trip, int]]]:
        network = self.network_on(day)
        if id(network) not in self._leaving:
            leaving: dict[str, list[tuple[Trip, int]]] = defaultdict(list)
            for trip in network.trips:
                for at, stop in enumerate(trip.stops[:-1]):  # at its last stop a trip ends
                    leaving[stop.office].append((trip, at))
            self._leaving[id(network)] = leaving
        return self._leaving[id(network)]

    def trips_to(self, office: str, day: date) -> list[Trip]:
        """The trips that call at an office after their first stop, by the version in force on a day."""
        return [
            trip for trip in self.network_on(day).trips if any(s.office == office for s in trip.stops[1:])
        ]  # fmt: skip

    def week(self, day: date, carriage: str, days: int = WINDOW_DAYS) -> Week:
        """The week in which a day lies, with what follows it; worked out at the first question."""
        return self._weeks.of(day, carriage, days)

    def promises(self, questions: Sequence[Question]) -> list[Promise]:
        """An answer to each question; questions of one week are answered together."""
        answers = [Promise()] * len(questions)
        weeks: dict[tuple[date, str], list[int]] = defaultdict(list)
        for at, question in enumerate(questions):
            ends = question.origin, question.destination
            if all(end in self.offices for end in ends) and FIRST <= question.at < LAST:
                weeks[monday_of(question.at.astimezone(self.zone).date()), question.carriage].append(at)
        for (monday, carriage), those in weeks.items():
            far = []
            for at, arrives, day in self._ask(monday, carriage, questions, those):
                if day > 0:
                    answers[at] = Promise(self.clock(arrives), date.fromordinal(day))
                else:
                    far.append(at)
            for at, promise in self._far(carriage, questions, far):
                answers[at] = promise
        return answers

    def _ask(
        self, monday: date, carriage: str, questions: Sequence[Question], those: Sequence[int]
    ) -> Iterator[tuple[int, int, int]]:
        """Each of those questions with arrival and day. What is taken in after the week is asked of its own."""
        profile = self.week(monday, carriage).profile
        origin, destination = _ends(profile, (questions[at] for at in those))
        moment = np.array([minute_of(questions[at].at) for at in those])
        found = profile.answers(origin, destination, moment)
        arrives, day = found.arrives, found.day
        later = np.flatnonzero(found.taken_in >= profile.base + profile.served)
        weeks = np.array([monday_of(self.clock(minute).date()) for minute in found.taken_in[later].tolist()])
        for week in sorted(set(weeks.tolist())):
            some = later[weeks == week]
            again = self.week(week, carriage).profile.answers(
                origin[some], destination[some], found.taken_in[some]
            )
            arrives[some], day[some] = again.arrives, again.day
        yield from zip(those, arrives.tolist(), day.tolist(), strict=True)

    def way(self, question: Question, *, is_taken_in: bool = False) -> Way:
        """The way of a promise, with its reasons."""
        opens = None if is_taken_in else self._opens(question)
        day = (opens or question.at).astimezone(self.zone).date()
        profile = self.week(day, question.carriage).profile
        ends, at = (
            (profile.place_of[question.origin], profile.place_of[question.destination]),
            minute_of(question.at),
        )
        found = way(profile, *ends, at, is_taken_in=is_taken_in)
        if found.day is None and self.leads_to(question.origin, question.destination):
            long = self.week(day, question.carriage, LONGEST_DAYS).profile
            found = way(long, *ends, at, is_taken_in=is_taken_in)
        if found.arrives is not None and found.day is None:
            found = self._with_late_round(question.destination, found, found.arrives)
        return found

    def _with_late_round(self, office: str, found: Way, arrives: int) -> Way:
        """The same way with the first round beyond the window, where its last office gives out again."""
        day = self._given_out(office, arrives)
        if day is None:
            return found
        leaves = minute_of(self._at(day, self.network_on(day).site(office).given_out_min))
        steps = (*found.steps[:-1], Step(Why.ROUND, office, leaves, leaves))
        return replace(found, steps=steps, leaves=leaves, day=day.toordinal())

    def route(self, question: Question) -> tuple[RouteLeg, ...]:
        """The trips for what stands at its origin since the moment asked; none where none leads there."""
        if question.origin not in self.offices or question.destination not in self.offices:
            return ()
        return tuple(
            RouteLeg(
                ride.trip, ride.office, ride.to, self.clock(ride.at), self.clock(ride.until),
                date.fromordinal(ride.run_day),
            )
            for ride in self.way(question, is_taken_in=True).rides
        )  # fmt: skip

    def latest(self, origin: str, destination: str, day: date, carriage: str) -> datetime | None:
        """The latest moment to hand an item over so that it is delivered by a day; None where none is known."""
        if not FIRST.date() <= day < LAST.date():
            return None
        for back in range(4):
            profile = self.week(day - timedelta(days=7 * back), carriage).profile
            ends = profile.place_of[origin], profile.place_of[destination]
            found = latest_hand_over(profile, *ends, day.toordinal())
            if found is not None:
                return self.clock(found)
        return None

    def expected(
        self, origin: str, destination: str, since: datetime, carriage: str,
        late: Mapping[tuple[str, date], int | None], aboard: tuple[str, date] | None = None, *,
        now: datetime | None = None, is_handed_over: bool = False,
    ) -> tuple[Expected, bool] | None:  # fmt: skip
        """The way from where an item is, with what is known of today's runs: None is one that does not run.

        Told with it is whether a run on its planned way is late or does not run. What leaves before ``now`` is
        gone. ``is_handed_over`` when it was given to the counter then, which takes it in at its own time.
        """
        day = since.astimezone(self.zone).date()
        if monday_of(day) == day:
            day -= timedelta(days=1)  # a run of the night before may be under way
        week = self.week(day, carriage)
        stands = minute_of(since)
        if is_handed_over:
            at = week.profile.place_of[origin]
            taken = int(week.profile.taken_in(np.array([at]), np.array([stands - week.profile.base]))[0])
            stands = taken + week.profile.base if taken >= 0 else stands
        known = {
            (code, on.toordinal()): CANCELLED if minutes is None else minutes
            for (code, on), minutes in late.items()
        }
        on_run = (aboard[0], aboard[1].toordinal()) if aboard else None
        gone = minute_of(now) if now is not None else 0
        plan = planned(week.profile, origin, destination, stands, aboard=on_run, now=gone)
        if plan is not None and known.keys().isdisjoint(plan.runs):
            return plan, False
        found = expected(week.events, origin, destination, stands, late=known, aboard=on_run, now=gone)
        return (found, plan is not None) if found is not None else None

    def likely(
        self, question: Question, levels: Sequence[float], rides: Experience | None, doors: Experience | None
    ) -> tuple[date, ...] | None:
        """The day by which it is delivered at each level of certainty, as rides and doors have taught."""
        opens = self._opens(question)
        if opens is None:
            return None
        profile = self.week(opens.astimezone(self.zone).date(), question.carriage).profile
        days = likely_days(
            profile, profile.place_of[question.origin], profile.place_of[question.destination],
            minute_of(question.at), levels, rides=rides, ride_path=self.ride_path,
            doors=doors, door_path=self.door_path(question.destination),
        )  # fmt: skip
        return tuple(date.fromordinal(day) for day in days) if days else None

    def ride_path(self, trip: str, office: str) -> tuple[str, ...]:
        """The groups of a ride, from narrow to wide."""
        return f"{trip}@{office}", office, self.offices[office].locality.region_id

    def door_path(self, office: str) -> tuple[str, ...]:
        """The groups of the doors that an office serves."""
        return office, self.offices[office].locality.region_id

    def round_day(self, office: str, since: datetime, carriage: str) -> date | None:
        """The day of the first round that what came to an office then can make."""
        profile = self.week(since.astimezone(self.zone).date(), carriage).profile
        at = np.array([minute_of(since) - profile.base])
        row = int(profile.rounds(np.array([profile.place_of[office]]), at)[0])
        return date.fromordinal(int(profile.round_day[row])) if row < len(profile.round_day) else None

    def leads_to(self, origin: str, destination: str) -> bool:
        """Whether any trips lead there at all, whatever their hours."""
        with self._lock:
            if origin not in self._joined:
                self._joined[origin] = self._reached(origin)
        return destination in self._joined[origin]

    def clock(self, minute: int) -> datetime:
        """A UTC minute on the wall clock of the country."""
        return wall_of(minute, self.zone)

    def _far(
        self, carriage: str, questions: Sequence[Question], those: Iterable[int]
    ) -> Iterator[tuple[int, Promise]]:
        """What the window of three weeks does not hold: rare trips, or an office that is shut for long."""
        weeks: dict[date, list[tuple[int, datetime]]] = defaultdict(list)
        for at in those:
            if not self.leads_to(questions[at].origin, questions[at].destination):
                continue
            if (opens := self._opens(questions[at])) is not None:
                weeks[monday_of(opens.astimezone(self.zone).date())].append((at, opens))
        for monday, some in weeks.items():
            profile = self.week(monday, carriage, LONGEST_DAYS).profile
            ends = _ends(profile, (questions[at] for at, _ in some))
            found = profile.answers(*ends, np.array([minute_of(opens) for _, opens in some]))
            for (at, _), arrives, day in zip(some, found.arrives.tolist(), found.day.tolist(), strict=True):
                if arrives >= 0:
                    given_out = (
                        date.fromordinal(day)
                        if day > 0
                        else self._given_out(questions[at].destination, arrives)
                    )
                    yield at, Promise(self.clock(arrives), given_out)

    def _opens(self, question: Question) -> datetime | None:
        """When the origin takes it in: within a year, or never."""
        wall = question.at.astimezone(self.zone)
        day = self._works_from(question.origin, wall.date(), gives_out=False)
        if day == wall.date() and wall > self._at(
            day, self.network_on(day).site(question.origin).cut_off_min
        ):
            day = self._works_from(question.origin, day + A_DAY, gives_out=False)
        if day is None:
            return None
        return max(question.at, self._at(day, self.network_on(day).site(question.origin).opens_min))

    def _at(self, day: date, minute: int) -> datetime:
        return datetime.combine(day, datetime.min.time(), self.zone) + timedelta(minutes=minute)

    def _given_out(self, office: str, arrives: int) -> date | None:
        """The first day on which an office gives out again, beyond the window."""
        return self._works_from(office, self.clock(arrives).date() + A_DAY, gives_out=True)

    def _works_from(self, office: str, first: date, *, gives_out: bool) -> date | None:
        """The first day from one on, within a year, on which an office gives out, or takes in; looked for once."""
        key = office, first, gives_out
        if key not in self._working:
            days = (first + timedelta(days=later) for later in range(A_YEAR))
            self._working[key] = next((day for day in days if self._works(office, day, gives_out)), None)
        return self._working[key]

    def _works(self, office: str, day: date, gives_out: bool) -> bool:
        network = self.network_on(day)
        site = network.site(office)
        works = site.gives_out_on if gives_out else site.takes_in_on
        return works(day, network.holidays)

    def _reached(self, origin: str) -> frozenset[str]:
        if self._follow is None:
            self._follow = defaultdict(set)
            for _, network in self.plan:
                for trip in network.trips:
                    for here, there in pairwise(stop.office for stop in trip.stops):
                        self._follow[here].add(there)
        reached, waiting = {origin}, [origin]
        while waiting:
            new = self._follow.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        return frozenset(reached)


def _ends(profile: Profile, questions: Iterable[Question]) -> tuple[Any, Any]:
    """Where the offices of these questions stand in a table."""
    places = [(profile.place_of[one.origin], profile.place_of[one.destination]) for one in questions]
    return tuple(np.array(column) for column in zip(*places, strict=True))  # type: ignore[return-value]


def plan_of(
    versions: Iterable[tuple[date, Network]], holidays: frozenset[date]
) -> list[tuple[date, Network]]:
    """Versions in the order in which they hold, each with the country's holidays."""
    return sorted(
        ((since, replace(network, holidays=holidays)) for since, network in versions), key=lambda v: v[0]
    )
