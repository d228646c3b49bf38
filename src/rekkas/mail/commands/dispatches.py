"""Dispatches: closed bags that go to one office together."""

from collections.abc import Sequence

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.outbox import tell
from rekkas.mail.choices import ARRIVED, CLOSED, OPENED, PUT_IN, UnitKind
from rekkas.mail.commands.items import check_ends, open_units, scan_id_for
from rekkas.mail.commands.scans import join_strays
from rekkas.mail.custody import write_scans
from rekkas.mail.errors import GoesElsewhere, NotClosed, NotHere
from rekkas.mail.facts import DispatchClosed
from rekkas.mail.models import Dispatch
from rekkas.mail.numbers import dispatch_number, next_cycle
from rekkas.mail.queries.custody import latest_units, positions_of, standings_for_update
from rekkas.mail.scans import Scan

S9_LENGTH = 29


@command
def close_dispatch(
    *, office: str, destination: str, receptacles: Sequence[str], number: str = "", by: Actor, at: Moment,
    key: str | None = None,
) -> str:  # fmt: skip
    """Make one dispatch of closed bags for the next office. Returns its number.

    Between two posts it bears the S8 ``number`` with which the numbers of its bags begin.
    """
    check_ends(office, destination)
    bags = present(receptacles, UnitKind.RECEPTACLE, office, by)
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


def present(numbers: Sequence[str], kind: UnitKind, office: str, by: Actor) -> list[str]:
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
