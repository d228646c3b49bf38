"""Dispatches and the runs that carry them."""

from collections.abc import Sequence
from datetime import date, timedelta

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.outbox import tell
from rekkas.mail.choices import ARRIVED, CLOSED, DEPARTED, OPENED, PUT_IN, UnitKind
from rekkas.mail.commands.items import check_ends, open_units, scan_id_for
from rekkas.mail.commands.scans import join_strays
from rekkas.mail.custody import write_scans
from rekkas.mail.errors import (
    AlreadyArrived,
    AlreadyDeparted,
    GoesElsewhere,
    NotClosed,
    NotForHere,
    NotHere,
    WrongTrip,
)
from rekkas.mail.facts import DispatchClosed
from rekkas.mail.models import Dispatch, Run
from rekkas.mail.numbers import dispatch_number, next_cycle
from rekkas.mail.queries.custody import latest_units, positions_of, standing_for_update, standings_for_update
from rekkas.mail.scans import Scan
from rekkas.network.queries import local_moment
from rekkas.network.queries import trip as known_trip

S9_LENGTH = 29
A_DAY = timedelta(days=1)  # a run late at night may be noted after midnight


@command
def close_dispatch(
    *, office: str, destination: str, receptacles: Sequence[str], number: str = "", by: Actor, at: Moment,
    key: str | None = None,
) -> str:  # fmt: skip
    """Make one dispatch of closed bags for the next office. Returns its number.

    Between two posts it bears the S8 ``number`` with which the numbers of its bags begin.
    """
    check_ends(office, destination)
    bags = _present(receptacles, UnitKind.RECEPTACLE, office, by)
    number = dispatch_number(office, destination, at=at, given=number)
    if stranger := next((bag for bag in bags if len(bag) == S9_LENGTH and not bag.startswith(number)), ""):
        raise GoesElsewhere(number=stranger, destination=number)
    units = open_units([(UnitKind.DISPATCH, number, next_cycle(number, at=at), at)], by, at)
    Dispatch.objects.create(unit_id=units[number], origin_id=office, destination_id=destination)
    write_scans(
        [
            Scan(scan_id_for(PUT_IN, number, bag, at), bag, PUT_IN, at, office, container=number)
            for bag in bags
        ]
        + [Scan(scan_id_for(CLOSED, number, at), number, CLOSED, at, office)],
        by=by, at=at,
    )  # fmt: skip
    join_strays([number], by=by, at=at)
    tell(DispatchClosed(number, office, destination, at.isoformat()))
    return number


@command
def depart_run(
    *, trip: str, date: date, office: str, dispatches: Sequence[str], by: Actor, at: Moment,
    key: str | None = None,
) -> str:  # fmt: skip
    """Load dispatches on a trip of the timetable and let it leave. Returns the run's number."""
    timetable = known_trip(trip)
    runs_then = (
        str(date.isoweekday()) in timetable.days and abs(date - local_moment(office, at).date()) <= A_DAY
    )
    if timetable.origin.code != office or not runs_then:
        raise WrongTrip(trip=trip, office=office)
    number = f"{trip}-{date:%Y%m%d}"
    if Run.objects.filter(trip_code=trip, date=date).exists():
        raise AlreadyDeparted(number=number)
    loads = _present(dispatches, UnitKind.DISPATCH, office, by)
    goes_to = set(
        Dispatch.objects.filter(unit__number__in=loads).values_list("unit__number", "destination__code")
    )
    for load, destination in goes_to:
        if destination != timetable.destination.code:
            raise GoesElsewhere(number=load, destination=timetable.destination.code)
    units = open_units([(UnitKind.RUN, number, 1, at)], by, at)
    Run.objects.create(
        unit_id=units[number], trip_code=trip, date=date,
        origin_id=office, destination_id=timetable.destination.code,
    )  # fmt: skip
    write_scans(
        [
            Scan(scan_id_for(PUT_IN, number, load), load, PUT_IN, at, office, container=number)
            for load in loads
        ]
        + [Scan(scan_id_for(DEPARTED, number), number, DEPARTED, at, office)],
        by=by, at=at,
    )  # fmt: skip
    join_strays([number], by=by, at=at)
    return number


@command
def arrive_run(*, run: str, office: str, by: Actor, at: Moment, key: str | None = None) -> None:
    """Note that a run has arrived: one event, whatever it carries."""
    standing = standing_for_update(run, UnitKind.RUN, by=by)
    goes_to = Run.objects.values_list("destination__code", flat=True).get(pk=standing.unit_id)
    if goes_to != office:
        raise NotForHere(number=run, destination=goes_to)
    number = standing.unit.number
    if standing.code == ARRIVED:
        raise AlreadyArrived(number=number)
    write_scans([Scan(scan_id_for(ARRIVED, number), number, ARRIVED, at, office)], by=by, at=at)


def _present(numbers: Sequence[str], kind: UnitKind, office: str, by: Actor) -> list[str]:
    """The units named, held, closed and here: what is not is named in the refusal."""
    units = latest_units(numbers, kind)
    if not units:
        raise NotHere(number=kind.label, office=office)
    ids = [unit.pk for unit in units.values()]
    own = standings_for_update(ids, by=by)
    positions = positions_of(ids)
    for number, unit in units.items():
        if not own[unit.pk].code:
            raise NotClosed(number=number)
        position = positions[unit.pk]
        travels = position.container_id is not None and position.code not in (OPENED, ARRIVED)
        if position.office_code != office or position.is_final or travels:
            raise NotHere(number=number, office=office)
    return list(units)
