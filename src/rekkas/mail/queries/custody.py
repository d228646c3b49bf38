"""Where units are: their own news, or the news of what they lie in."""

import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from postkit.text import clean_number
from rekkas.base.actors import Actor
from rekkas.base.bulk import among, moment
from rekkas.base.seals import Lane, take_lane
from rekkas.mail.choices import ANNOUNCED, ARRIVED, NESTING, OPENED, UnitKind
from rekkas.mail.errors import UnknownUnit
from rekkas.mail.models import Event, EventCode, ReasonCode, Standing, Unit
from rekkas.mail.projection import Codes

RECORD, LANES = "mail", 16
DEPTH = len(NESTING) - 1  # item in receptacle in dispatch on run
LAST_ZONE = timedelta(hours=12)  # a day ends everywhere so long after it ends in UTC


@dataclass(frozen=True, slots=True)
class Position:
    """The latest that is known of a unit: the event that decides, its own or that of a unit it lies in.

    ``event`` is nothing while nothing was heard. ``inherited_from`` numbers the unit that the event is of.
    ``is_packed``: what it lies in was not opened yet, whatever may have been opened around that.
    """

    unit: Unit
    event: Event | None
    code: str
    status: str
    office_code: str
    effective_at: datetime
    is_final: bool
    container_id: int | None
    inherited_from: str = ""
    is_packed: bool = False


def _own(standing: Standing) -> Position:
    return Position(
        standing.unit, standing.event, standing.code, standing.status, standing.office_code,
        standing.effective_at, standing.is_final, standing.container_id,
    )  # fmt: skip


def positions_of(unit_ids: Collection[int], *, around: Iterable[int | None] = ()) -> dict[int, Position]:
    """Where each unit is, through whatever it lies in: one read a level of nesting, however many units.

    What is named as ``around`` them comes with the first read.
    """
    own: dict[int, Position] = {}
    wanted = {*unit_ids, *(pk for pk in around if pk is not None)}
    for _ in range(DEPTH + 1):
        if not wanted:
            break
        found = Standing.objects.select_related("unit", "event").filter(unit__in=wanted)
        own.update((standing.unit_id, _own(standing)) for standing in found)
        wanted = {p.container_id for p in own.values() if p.container_id is not None} - own.keys()
    return {unit_id: _through(own[unit_id], own) for unit_id in unit_ids if unit_id in own}


def _through(position: Position, own: dict[int, Position]) -> Position:
    """A unit tells what its container tells, from the moment that it lies in it."""
    if position.container_id is None:
        return position
    container = own[position.container_id]
    position, outer = replace(position, is_packed=container.code != OPENED), _through(container, own)
    if outer.effective_at < position.effective_at:
        return position
    return replace(
        outer, unit=position.unit, is_final=position.is_final, container_id=position.container_id,
        inherited_from=outer.inherited_from or outer.unit.number, is_packed=position.is_packed,
    )  # fmt: skip


def lies_at(position: Position, office: str) -> bool:
    """Whether a unit can be taken in hand at an office: posted, there, and in nothing that is still closed."""
    return position.office_code == office and position.code != ANNOUNCED and not position.is_packed


def lane_of(by: Actor) -> Lane:
    """Lock the author's lane of the record. Taken before any standing is, so that nobody waits in a ring."""
    return take_lane(RECORD, zlib.crc32((by.office or by.name).encode()) % LANES)


class Known(NamedTuple):
    """A unit as a scan meets it."""

    id: int
    kind: str
    number: str
    cycle: int
    opened_at: datetime


def units_numbered(numbers: Iterable[str]) -> dict[str, list[Known]]:
    """Every cycle of every unit with one of these numbers, earliest first."""
    condition, values = among("number", set(numbers))
    found: dict[str, list[Known]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, number, cycle, CAST(opened_at AS text) FROM mail_unit "  # noqa: S608
            f"WHERE {condition} ORDER BY cycle",
            values,
        )
        for pk, kind, number, cycle, opened_at in cursor.fetchall():
            found.setdefault(number, []).append(Known(pk, kind, number, cycle, moment(opened_at)))
    return found


def codes_in_force() -> Codes:
    """All event and reason codes: two small reads a batch."""
    return Codes(
        events={row.code: row for row in EventCode.objects.all()},
        reasons={row.code: row for row in ReasonCode.objects.all()},
    )


def begun_by(unit: Unit, day: date) -> bool:
    """Whether a unit was begun by the end of that day anywhere."""
    return (unit.opened_at - LAST_ZONE).date() <= day


def latest_unit(number: str, kind: UnitKind | None = None, *, by_day: date | None = None) -> Unit:
    """The latest unit with this number; with ``by_day`` the latest begun by the end of that day anywhere."""
    rows = Unit.objects.filter(number=clean_number(number)).order_by("-cycle")
    cycles = rows.filter(kind=kind) if kind else rows
    found = next((unit for unit in cycles if by_day is None or begun_by(unit, by_day)), None)
    if found is None:
        raise UnknownUnit(number=number)
    return found


def standing_for_update(number: str, kind: UnitKind, *, by: Actor) -> Standing:
    """The standing of the latest unit with this number, held until the transaction ends."""
    unit = latest_unit(number, kind)
    return standings_for_update([unit.pk], by=by)[unit.pk]


def standings_for_update(unit_ids: Collection[int], *, by: Actor) -> dict[int, Standing]:
    """Standings held until the transaction ends, behind the author's lane."""
    lane_of(by)
    rows = Standing.objects.select_for_update(of=("self",)).select_related("unit").order_by("unit_id")
    return {standing.unit_id: standing for standing in rows.filter(unit__in=unit_ids)}


def latest_units(numbers: Iterable[str], kind: UnitKind) -> dict[str, Unit]:
    """The latest unit of each number; numbers that nothing is known of are refused by name."""
    wanted = [clean_number(number) for number in numbers]
    found = {
        unit.number: unit for unit in Unit.objects.filter(number__in=wanted, kind=kind).order_by("cycle")
    }
    for number in wanted:
        if number not in found:
            raise UnknownUnit(number=number)
    return {number: found[number] for number in wanted}


def contents_of(unit_id: int) -> dict[int, str]:
    """What lies in a unit now: ids and numbers."""
    inside = Standing.objects.filter(container=unit_id).order_by("unit__number")
    return dict(inside.values_list("unit_id", "unit__number"))


def standings_at(office: str, kind: UnitKind) -> "QuerySet[Standing]":
    """What is at an office: last seen there by itself, or in something that was opened or stands there."""
    here = Q(container=None, office_code=office, is_final=False)
    arrived = Standing.objects.filter(office_code=office, code__in=(OPENED, ARRIVED)).values("unit_id")
    inside = Q(container__in=arrived, is_final=False)
    return Standing.objects.filter(here | inside, unit__kind=kind)
