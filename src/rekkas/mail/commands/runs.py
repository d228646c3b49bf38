"""Runs: a trip of the timetable on one day, noted as it leaves and reaches each of its stops.

A run may be boarded at every stop but the last. At each stop after the first it puts down what is for that office;
what goes further stays aboard. Devices are late: that it left a stop is noted whether or not anybody has noted that
it came there.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.mail.choices import ARRIVED, DEPARTED, PUT_IN, TAKEN_OUT, UnitKind
from rekkas.mail.commands.dispatches import present
from rekkas.mail.commands.items import open_units, scan_id_for
from rekkas.mail.commands.scans import join_strays
from rekkas.mail.custody import write_scans
from rekkas.mail.errors import AlreadyArrived, AlreadyDeparted, GoesElsewhere, NotForHere, WrongTrip
from rekkas.mail.models import Dispatch, Run, RunStop
from rekkas.mail.queries.custody import contents_of, lane_of, standing_for_update
from rekkas.mail.queries.runs import call_at, noted_at, stop_meant, stops_of
from rekkas.mail.scans import Scan
from rekkas.network.choices import MovementKind
from rekkas.network.commands import Moved, note_movements
from rekkas.network.queries import Call, local_moment
from rekkas.network.queries import trip as known_trip

A_DAY = timedelta(days=1)  # a run late at night may be noted after midnight
JUST_BEFORE = timedelta(microseconds=1)


@command
def depart_run(
    *, trip: str, date: date, office: str, dispatches: Sequence[str], by: Actor, at: Moment,
    key: str | None = None,
) -> str:  # fmt: skip
    """Load dispatches on a trip and let it leave a stop; ``date`` is the day there. Returns the run's number.

    It leaves its first stop with a load; from a later stop it may leave with what is aboard.
    """
    call = _call(trip, office, date, at)
    service_day = call.service_day(date)
    named = trip, service_day
    number = f"{trip}-{service_day:%Y%m%d}"
    lane_of(by)
    run = Run.objects.filter(trip_code=trip, date=service_day).first()
    if run is not None and (*named, call.stop) in noted_at(DEPARTED, office, [named]):
        raise AlreadyDeparted(number=number)
    loads = present(dispatches, UnitKind.DISPATCH, office, by) if dispatches or run is None else []
    _check_ends(loads, call)
    stops = [stop.office for stop in call.trip.stops]
    if run is None:
        run = _begin(call, number, service_day, by, at)
    if call.stop:
        _put_down(run, number, office, by, at - JUST_BEFORE)  # if nobody noted that it came
    write_scans(
        [
            Scan(scan_id_for(PUT_IN, number, load, office), load, PUT_IN, at, office, container=number)
            for load in loads
        ]
        + [Scan(_scan_id(DEPARTED, number, stops, call.stop), number, DEPARTED, at, office)],
        by=by, at=at,
    )  # fmt: skip
    join_strays([number], by=by, at=at)
    note_movements(movements=[Moved(trip, service_day, office, MovementKind.LEFT, at)], by=by, at=at)
    return number


@command
def arrive_run(*, run: str, office: str, by: Actor, at: Moment, key: str | None = None) -> None:
    """Note that a run has come to a stop: one event, whatever it carries. What is for here is put down.

    At its last stop all that it carries is there with it. At a stop before, each dispatch for that office is taken
    out, for the run goes on.
    """
    standing = standing_for_update(run, UnitKind.RUN, by=by)
    number = standing.unit.number
    kept = Run.objects.get(pk=standing.unit_id)
    stops, named = stops_of([kept.pk])[kept.pk], (kept.trip_code, kept.date)
    if office not in stops[1:]:
        raise NotForHere(number=number, destination=", ".join(stops[1:]))
    stop = stop_meant(named, ARRIVED, office, at)
    if (*named, stop) in noted_at(ARRIVED, office, [named]):
        raise AlreadyArrived(number=number)
    calls = [place for place, other in enumerate(stops) if place and other == office]
    here = stop if stop in calls else calls[0]
    write_scans([Scan(_scan_id(ARRIVED, number, stops, here), number, ARRIVED, at, office)], by=by, at=at)
    if here < len(stops) - 1:
        _put_down(kept, number, office, by, at)
    moved = Moved(kept.trip_code, kept.date, office, MovementKind.ARRIVED, at)
    note_movements(movements=[moved], by=by, at=at)


def _scan_id(code: str, number: str, stops: Sequence[str], stop: int) -> UUID:
    """Said twice of one stop it is one event; a second call at the same office is another."""
    again = stops[:stop].count(stops[stop])
    return scan_id_for(code, number, stops[stop], *([again] if again else []))


def _call(trip: str, office: str, day: date, at: Moment) -> Call:
    """The stop at which the trip leaves that office on that day: today there, or the day beside it."""
    known_trip(trip)
    call = call_at(trip, office, day, at)
    if call is None or abs(day - local_moment(office, at).date()) > A_DAY:
        raise WrongTrip(trip=trip, office=office)
    return call


def _check_ends(loads: Collection[str], call: Call) -> None:
    """What is loaded goes to an office where the run still calls."""
    goes_to = Dispatch.objects.filter(unit__number__in=loads).values_list("unit__number", "destination__code")
    for load, destination in goes_to.order_by("pk") if loads else ():
        if destination not in call.ends:
            raise GoesElsewhere(number=load, destination=", ".join(call.ends))


def _begin(call: Call, number: str, service_day: date, by: Actor, at: Moment) -> Run:
    """Whoever notes a run first makes it, with its stops as the timetable has them today."""
    stops = [stop.office for stop in call.trip.stops]
    units = open_units([(UnitKind.RUN, number, 1, at)], by, at)
    run = Run.objects.create(
        unit_id=units[number],
        trip_code=call.code,
        date=service_day,
        origin_id=stops[0],
        destination_id=stops[-1],
    )
    RunStop.objects.bulk_create(
        RunStop(run=run, place=place, office_id=office) for place, office in enumerate(stops)
    )
    return run


def _put_down(run: Run, number: str, office: str, by: Actor, at: Moment) -> None:
    """Dispatches for an office where the run goes on are taken out: what it does later is not theirs any more."""
    rows = Dispatch.objects.filter(destination__code=office, unit__in=contents_of(run.pk))
    for_here = list(rows.order_by("pk").values_list("unit__number", flat=True))
    if for_here:
        said = [
            Scan(scan_id_for(TAKEN_OUT, number, one, office), one, TAKEN_OUT, at, office) for one in for_here
        ]
        write_scans(said, by=by, at=at)
