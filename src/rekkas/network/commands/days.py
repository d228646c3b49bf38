"""What differs today: offices that shut, runs that are late or do not run, and how runs really moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.network.choices import MovementKind
from rekkas.network.errors import ClosureBackwards, NoSuchRun, NothingDisrupted, UnknownOffice
from rekkas.network.models import Disruption, Edition, Movement, Office
from rekkas.network.queries import planned_moments
from rekkas.network.queries import trip as known_trip

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
    """Shut an office from a day on, announced or at once: promises mind it from now on."""
    if until is not None and until < first:
        raise ClosureBackwards()
    _set_closure(office, first, until)


@command
def reopen_office(*, office: str, by: Actor, at: Moment, key: str | None = None) -> None:
    """Take the closure of an office away."""
    _set_closure(office, None, None)


@command
def disrupt_run(
    *, trip: str, date: date, delay_min: int = 0, is_cancelled: bool = False, reason: str = "",
    by: Actor, at: Moment, key: str | None = None,
) -> None:  # fmt: skip
    """Tell that a run will be late, or does not run: what travels on it is then expected otherwise."""
    if not is_cancelled and not 1 <= delay_min <= LATEST_MIN:
        raise NothingDisrupted()
    known_trip(trip)
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
    """Keep how runs moved beside what was planned; how many were new. A run moves at an office once.

    A run that is late is told of to those who wait, unless somebody told more.
    """
    planned = planned_moments((moved.trip, moved.date) for moved in movements)
    known = set(
        Movement.objects.filter(
            trip_code__in={moved.trip for moved in movements}, date__in={moved.date for moved in movements}
        ).values_list("trip_code", "date", "office__code", "kind")
    )
    rows: dict[tuple[str, date, str, str], Movement] = {}
    for moved in movements:
        name = moved.trip, moved.date, moved.office, str(moved.kind)
        then = planned.get((moved.trip, moved.date), {}).get((moved.office, moved.kind))
        if then is not None and name not in known:
            row = Movement(
                trip_code=moved.trip, date=moved.date, office_id=moved.office, kind=moved.kind, planned_at=then,
                happened_at=moved.at,
            )  # fmt: skip
            rows.setdefault(name, row)
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


def _set_closure(code: str, first: date | None, until: date | None) -> None:
    country = Office.objects.filter(code=code).values_list("country", flat=True).first()
    if country is None:
        raise UnknownOffice(office=code)
    # First the edition, then the office, as whoever publishes a timetable does: else each waits for the other.
    Edition.objects.filter(pk=country).update(edition=uuid4())
    Office.objects.filter(code=code).update(closed_from=first, closed_until=until)
