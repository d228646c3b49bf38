"""What the worker does unasked: hours of the day's timetable at offices, a lesson each night, money that moves on."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DatabaseError, connections
from django.utils import timezone

from rekkas.base.actors import system
from rekkas.merchant.commands import forget_attempts
from rekkas.network.commands import put_in_force
from rekkas.network.errors import NothingToLearn, UnknownTimetable
from rekkas.network.queries import calibration_of, warm_tables
from rekkas.operator.daily_counters import DAILY_AT_COUNTERS, HOURLY_AT_COUNTERS
from rekkas.operator.daily_money import DAILY, DAILY_FOR_ALL, HOURLY, close_due_cut_offs
from rekkas.operator.learning_cli import learn_from_records
from rekkas.territory.queries import countries

log = logging.getLogger(__name__)
EVERY = timedelta(hours=1)
EVERY_MINUTE = timedelta(minutes=1)
EVERY_SECONDS = timedelta(seconds=10)


class DailyWork:
    """Called as often as one likes; looks once an hour whether the day of a country has something to do, every minute
    whether a cut-off is due, and every ten seconds whether a timetable has changed.

    What fails is written down and tried an hour later: studies go on, and the next country has its turn.
    """

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self.clock = clock
        self.due: datetime | None = None
        self.minute_due: datetime | None = None
        self.warm_due: datetime | None = None
        self.done: dict[tuple[str, str], date] = {}  # by country and work: its day on which it was done last

    def __call__(self) -> None:
        now = self.clock()
        if self.warm_due is None or now >= self.warm_due:
            self.warm_due = now + EVERY_SECONDS
            _warm(now)
        if self.minute_due is None or now >= self.minute_due:
            self.minute_due = now + EVERY_MINUTE
            _tried("cut-offs", close_due_cut_offs, now)
        if self.due is not None and now < self.due:
            return
        self.due = now + EVERY
        try:
            loaded = countries()
        except Exception as error:
            _failed("the countries could not be read", error)
            return
        for country in loaded:
            self._once_a_day(country, "timetable", _put_in_force, now)
            self._once_a_day(country, "lesson", _learn, now)
            for work, do in (*DAILY, *DAILY_AT_COUNTERS):
                self._once_a_day(country, work, do, now)
        for country in loaded[:1]:  # one run for all: a merchant's cash may come from several
            for work, do in (*DAILY_FOR_ALL, ("attempts", _forget_attempts)):
                self._once_a_day(country, work, do, now)
        for work, sweep in (*HOURLY, *HOURLY_AT_COUNTERS):
            _tried(work, sweep, now)

    def _once_a_day(
        self, country: Any, work: str, do: Callable[[str, datetime], None], now: datetime
    ) -> None:
        """A day is the country's own. Each command is on record: once a day, not once an hour."""
        here = now.astimezone(ZoneInfo(country.time_zone))
        if self.done.get((country.pk, work)) == here.date():
            return
        try:
            do(country.pk, here)
        except Exception as error:
            _failed(f"{work} of {country.pk}", error)
        else:
            self.done[country.pk, work] = here.date()


def _warm(now: datetime) -> None:
    """Have the promise tables of this week and the next lie ready, soon after a timetable has changed."""
    try:
        for country in countries():
            warm_tables(country.pk, now)
    except Exception as error:
        _failed("promise tables could not be made ready", error)


def _tried(work: str, do: Callable[[datetime], object], now: datetime) -> None:
    """What fails keeps nothing else from being done."""
    try:
        do(now)
    except Exception as error:
        _failed(work, error)


def _failed(what: str, error: Exception) -> None:
    log.error("daily work: %s; tried again when it is next due", what, exc_info=error)
    if isinstance(error, DatabaseError):
        connections.close_all()  # a database that was away may be back


def _forget_attempts(_country: str, here: datetime) -> None:
    forget_attempts(by=system("webhooks"), at=here)


def _put_in_force(country: str, here: datetime) -> None:
    try:
        put_in_force(country=country, by=system("daily work"), at=here)
    except UnknownTimetable:
        return  # a country of which only the places are loaded


def _learn(country: str, here: datetime) -> None:
    """Learn, unless another worker or a person has done so today."""
    known = calibration_of(country)
    if known is not None and known.learned_at.astimezone(here.tzinfo).date() >= here.date():
        return
    try:
        learn_from_records(country, at=here)
    except NothingToLearn:
        return
