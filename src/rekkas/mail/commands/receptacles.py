"""Bags and trays: prepared, filled, closed, opened."""

from collections.abc import Collection, Sequence

from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.outbox import tell
from rekkas.mail.choices import CLOSED, MISSING, OPENED, PUT_IN, SURPLUS, UnitKind
from rekkas.mail.commands.items import check_ends, open_units, scan_id_for
from rekkas.mail.commands.scans import join_strays
from rekkas.mail.custody import write_scans
from rekkas.mail.errors import (
    AlreadyClosed,
    AlreadyDelivered,
    AlreadyOpened,
    NotClosed,
    NotForHere,
    NotHere,
    NothingInside,
)
from rekkas.mail.facts import ItemsMissing
from rekkas.mail.models import Dispatch, Receptacle, Standing
from rekkas.mail.numbers import next_cycle, receptacle_number
from rekkas.mail.queries.custody import contents_of, standing_for_update
from rekkas.mail.scans import Scan, ScanResult


@command
def prepare_receptacle(
    *, office: str, destination: str, number: str = "", by: Actor, at: Moment, key: str | None = None
) -> str:
    """Give a new bag its number and its destination. Returns the number for its label.

    Between two posts the bag bears the S9 ``number`` of its label.
    """
    check_ends(office, destination)
    number = receptacle_number(office, destination, at=at, given=number)
    units = open_units([(UnitKind.RECEPTACLE, number, next_cycle(number, at=at), at)], by, at)
    Receptacle.objects.create(unit_id=units[number], origin_id=office, destination_id=destination)
    join_strays([number], by=by, at=at)
    return number


@command
def fill_receptacle(
    *, receptacle: str, numbers: Sequence[str], office: str, by: Actor, at: Moment, key: str | None = None
) -> list[ScanResult]:
    """Put items into an open bag. An item that is not known yet is kept aside and answered as such."""
    bag = _open_bag(receptacle, office, by).unit.number
    wanted = [clean_number(number) for number in numbers]
    items = Standing.objects.filter(unit__number__in=wanted, unit__kind=UnitKind.ITEM)
    ended = dict(items.order_by("unit__cycle").values_list("unit__number", "is_final"))  # the latest cycle's
    for number in wanted:
        if ended.get(number):
            raise AlreadyDelivered(number=number)
    return write_scans(
        [
            Scan(scan_id_for(PUT_IN, bag, number, at), number, PUT_IN, at, office, container=bag)
            for number in wanted
        ],
        by=by, at=at,
    )  # fmt: skip


@command
def close_receptacle(*, receptacle: str, office: str, by: Actor, at: Moment, key: str | None = None) -> int:
    """Seal a bag. From now on it is scanned as one thing. Returns how many items it holds."""
    bag = _open_bag(receptacle, office, by)
    inside = contents_of(bag.unit_id)
    if not inside:
        raise NothingInside(number=bag.unit.number)
    _say(CLOSED, bag, office, by, at)
    return len(inside)


def _open_bag(receptacle: str, office: str, by: Actor) -> Standing:
    """A bag that is being filled at its office of origin, held."""
    bag = standing_for_update(receptacle, UnitKind.RECEPTACLE, by=by)
    if bag.code:
        raise AlreadyClosed(number=bag.unit.number)
    if not Receptacle.objects.filter(pk=bag.unit_id, origin__code=office).exists():
        raise NotHere(number=bag.unit.number, office=office)
    return bag


@command
def open_receptacle(
    *, receptacle: str, office: str, found: Sequence[str] | None = None, by: Actor, at: Moment,
    key: str | None = None,
) -> list[str]:  # fmt: skip
    """Open a bag at its destination and compare what is in it with what should be. Returns what is missing.

    Without ``found`` the contents were not counted: all of it counts as arrived.
    """
    bag = standing_for_update(receptacle, UnitKind.RECEPTACLE, by=by)
    goes_to = Receptacle.objects.values_list("destination__code", flat=True).get(pk=bag.unit_id)
    return open_container(bag, goes_to, found, office=office, by=by, at=at)


@command
def receive_dispatch(
    *, dispatch: str, office: str, found: Sequence[str] | None = None, by: Actor, at: Moment,
    key: str | None = None,
) -> list[str]:  # fmt: skip
    """Take a dispatch in at its destination and count its bags. Returns those missing."""
    standing = standing_for_update(dispatch, UnitKind.DISPATCH, by=by)
    goes_to = Dispatch.objects.values_list("destination__code", flat=True).get(pk=standing.unit_id)
    return open_container(standing, goes_to, found, office=office, by=by, at=at)


def open_container(
    container: Standing, goes_to: str, found: Collection[str] | None, *, office: str, by: Actor, at: Moment
) -> list[str]:
    number = container.unit.number
    if container.is_final:
        raise AlreadyOpened(number=number)
    if not container.code:
        raise NotClosed(number=number)
    if goes_to != office:
        raise NotForHere(number=number, destination=goes_to)
    expected = set(contents_of(container.unit_id).values())
    _say(OPENED, container, office, by, at)
    if found is None:
        return []
    seen = {clean_number(one) for one in found}
    missing, surplus = sorted(expected - seen), sorted(seen - expected)
    said = [(MISSING, one) for one in missing] + [(SURPLUS, one) for one in surplus]
    if said:
        write_scans(
            [Scan(scan_id_for(code, number, one, at), one, code, at, office) for code, one in said],
            by=by,
            at=at,
        )
    if missing:
        tell(ItemsMissing(number, office, tuple(missing), at.isoformat()))
    return missing


def _say(code: str, unit: Standing, office: str, by: Actor, at: Moment) -> None:
    """One event for the thing itself, whatever it holds."""
    number = unit.unit.number
    write_scans([Scan(scan_id_for(code, number, unit.unit.cycle), number, code, at, office)], by=by, at=at)
