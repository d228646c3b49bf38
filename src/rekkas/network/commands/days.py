"""What differs today: offices that shut, runs that are late or do not run, and how runs really moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.network.choices import MovementKind
from rekkas.network.days import AHEAD, BACK
from rekkas.network.errors import (
    AlreadyClosed,
    ClosureBackwards,
    ClosureOutOfReach,
    NoSuchRun,
    NothingDisrupted,
    RunOutOfReach,
    UnknownOffice,
)
from rekkas.network.models import Disruption, Edition, Movement, Office
from rekkas.network.queries import country_of, move_meant, planned_moments
from rekkas.network.queries import trip as known_trip
from rekkas.territory import queries as territory

LATE_MIN = 15  # from here on a run that left or came late is told of to those who wait
LATEST_MIN = 10_000


@dataclass(frozen=True, slots=True)
class Moved:
    """A run left an office, or reached it."""

    trip: str
    date: date
    office: str
    kind: MovementKind
    at: datetime


@command
def close_office(
    *, office: str, first: date, until: date | None, by: Actor, at: Moment, key: str | None = None
) -> None:
    """Shut an office from a day on, announced or at once: promises mind it from now on.

    One closure stands at a time: to say another, the office is opened again first. The same again changes nothing.
    """
    if until is not None and until < first:
        raise ClosureBackwards()
    row = _held_office(office)
    if (row.closed_from, row.closed_until) == (first, until):
        return
    today = _today(row.country_id, at)
    earliest, latest = today - BACK, today + AHEAD
    beyond = next((day for day in (first, until) if day is not None and not earliest <= day <= latest), None)
    if beyond is not None:
        raise ClosureOutOfReach(day=beyond.isoformat(), first=earliest.isoformat(), last=latest.isoformat())
    stands = row.closed_from is not None and (row.closed_until is None or row.closed_until >= today)
    if stands:
        raise AlreadyClosed(office=office, closure=_closure(row))
    _set_closure(row, first, until)


@command
def reopen_office(*, office: str, by: Actor, at: Moment, key: str | None = None) -> None:
    """Take the closure of an office away."""
    row = _held_office(office)
    if row.closed_from is not None:
        _set_closure(row, None, None)


@command
def disrupt_run(
    *, trip: str, date: date, delay_min: int = 0, is_cancelled: bool = False, reason: str = "",
    by: Actor, at: Moment, key: str | None = None,
) -> None:  # fmt: skip
    """Tell that a run will be late, or does not run: what travels on it is then expected otherwise."""
    if not is_cancelled and not 1 <= delay_min <= LATEST_MIN:
        raise NothingDisrupted()
    known_trip(trip)
    today = _today(country_of(trip), at)
    if not today - BACK <= date <= today + AHEAD:
        raise RunOutOfReach(
            day=date.isoformat(), first=(today - BACK).isoformat(), last=(today + AHEAD).isoformat()
        )
    if not planned_moments([(trip, date)])[trip, date]:
        raise NoSuchRun(trip=trip, day=date.isoformat())
    said = {
        "delay_min": 0 if is_cancelled else delay_min, "is_cancelled": is_cancelled, "reason": reason,
        "said_by": by.name, "said_at": at,
    }  # fmt: skip
    Disruption.objects.update_or_create(trip_code=trip, date=date, defaults=said)


@command
def clear_disruption(*, trip: str, date: date, by: Actor, at: Moment, key: str | None = None) -> None:
    """Take back what was told of a run: it runs by the timetable."""
    Disruption.objects.filter(trip_code=trip, date=date).delete()


@command
def note_movements(*, movements: Sequence[Moved], by: Actor, at: Moment) -> int:
    """Keep how runs moved beside what was planned; how many were new. A run moves at each of its stops once.

    A run that is late is told of to those who wait, unless somebody told more.
    """
    planned = planned_moments((moved.trip, moved.date) for moved in movements)
    known = set(
        Movement.objects.filter(
            trip_code__in={moved.trip for moved in movements}, date__in={moved.date for moved in movements}
        ).values_list("trip_code", "date", "stop", "kind")
    )
    rows: dict[tuple[str, date, int, str], Movement] = {}
    for moved in movements:
        move = move_meant(planned.get((moved.trip, moved.date), ()), moved.office, moved.kind, moved.at)
        if move is None or (moved.trip, moved.date, move.stop, str(moved.kind)) in known:
            continue
        row = Movement(
            trip_code=moved.trip, date=moved.date, stop=move.stop, office_id=moved.office, kind=moved.kind,
            planned_at=move.at, happened_at=moved.at,
        )  # fmt: skip
        rows.setdefault((moved.trip, moved.date, move.stop, str(moved.kind)), row)
    Movement.objects.bulk_create(rows.values(), batch_size=500, ignore_conflicts=True)
    _tell_of_late_runs(list(rows.values()), by, at)
    return len(rows)


def _tell_of_late_runs(rows: Sequence[Movement], by: Actor, at: Moment) -> None:
    late: dict[tuple[str, date], int] = {}
    for row in rows:
        minutes = int((row.happened_at - row.planned_at) / timedelta(minutes=1))
        if LATE_MIN <= minutes <= LATEST_MIN:
            late[row.trip_code, row.date] = max(minutes, late.get((row.trip_code, row.date), 0))
    told = {
        (said.trip_code, said.date): said
        for said in Disruption.objects.filter(
            trip_code__in={trip for trip, _ in late}, date__in={day for _, day in late}
        )
    }
    more = [
        Disruption(trip_code=trip, date=day, delay_min=minutes, said_by=by.name, said_at=at)
        for (trip, day), minutes in late.items()
        if (said := told.get((trip, day))) is None or (not said.is_cancelled and said.delay_min < minutes)
    ]
    Disruption.objects.bulk_create(
        more, batch_size=500, update_conflicts=True, unique_fields=["trip_code", "date"],
        update_fields=["delay_min", "said_by", "said_at"],
    )  # fmt: skip


def _today(country: str, at: Moment) -> date:
    return at.astimezone(ZoneInfo(territory.country(country).time_zone)).date()


def _held_office(code: str) -> Office:
    """An office whose closure nobody else changes until we are done."""
    country = Office.objects.filter(code=code).values_list("country", flat=True).first()
    if country is None:
        raise UnknownOffice(office=code)
    # First the edition, then the office, as whoever publishes a timetable does: else each waits for the other.
    Edition.objects.select_for_update().filter(pk=country).first()
    return Office.objects.select_for_update(of=("self",)).get(code=code)


def _set_closure(office: Office, first: date | None, until: date | None) -> None:
    Edition.objects.filter(pk=office.country_id).update(edition=uuid4())
    Office.objects.filter(pk=office.pk).update(closed_from=first, closed_until=until)


def _closure(office: Office) -> str:
    if office.closed_until is None:
        return _("from %(first)s until it is opened again") % {"first": office.closed_from}
    return _("from %(first)s to %(last)s") % {"first": office.closed_from, "last": office.closed_until}
