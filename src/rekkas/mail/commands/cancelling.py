"""Items that their sender takes back before anything was done with them, and numbers given out ahead of items."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.mail.choices import ANNOUNCED, POSTED, WITHDRAWN
from rekkas.mail.commands.items import scan_id_for
from rekkas.mail.custody import write_scans
from rekkas.mail.entries import NumbersReserved
from rekkas.mail.errors import AlreadyDelivered, AlreadyOnItsWay, NotHere, UnknownUnit
from rekkas.mail.models import Item
from rekkas.mail.numbers import item_numbers
from rekkas.mail.queries.custody import positions_of, standings_for_update
from rekkas.mail.queries.items import items_numbered
from rekkas.mail.scans import Scan

RESERVED_AT_MOST = 1_000


@command
def cancel_items(
    *, numbers: Sequence[str], office: str, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Give items back to their sender at the office that took them in, before they were put into anything."""
    items = items_numbered(numbers)
    held = standings_for_update([item.unit_id for item in items.values()], by=by)
    positions = positions_of(held)
    for number in map(clean_number, numbers):
        if number not in items:
            raise UnknownUnit(number=number)
        own, position = held[items[number].unit_id], positions[items[number].unit_id]
        if own.is_final:
            raise AlreadyDelivered(number=number)
        if own.code not in (POSTED, ANNOUNCED) or position.container_id is not None:
            raise AlreadyOnItsWay(number=number)
        if own.code == POSTED and position.office_code != office:
            raise NotHere(number=number, office=office)
    scans = [
        Scan(scan_id_for(WITHDRAWN, item.unit.subject), number, WITHDRAWN, at, office)
        for number, item in items.items()
    ]
    if scans:
        write_scans(scans, by=by, at=at)
        Item.objects.filter(pk__in=[item.pk for item in items.values()]).update(accepted_at=None)
    return len(scans)


@command
def reserve_numbers(
    *, indicator: str, country: str, count: int, office: str, by: Actor, at: Moment, key: str
) -> NumbersReserved:
    """Give out item numbers ahead, to a counter that will go on without a network. Nobody else gets them."""
    if not 0 < count <= RESERVED_AT_MOST:
        reason = _("ask for 1 to %(most)s numbers.") % {"most": RESERVED_AT_MOST}
        raise InvalidInput(field="count", reason=reason)
    return NumbersReserved(tuple(item_numbers(indicator, country, count, at=at)))
