"""An item goes to another office than it was sent to."""

from uuid import uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.mail.choices import ANNOUNCED, NOTED, UnitKind
from rekkas.mail.commands.scans import record_events
from rekkas.mail.errors import AlreadyDelivered, NotForCollection, NotPosted
from rekkas.mail.models import Item
from rekkas.mail.queries.custody import standing_for_update
from rekkas.mail.queries.items import item as known_item
from rekkas.mail.scans import Scan
from rekkas.network.choices import OfficeKind
from rekkas.network.queries import office as known_office

FORWARD = "forward"
PLACES = frozenset({OfficeKind.AGENCY, OfficeKind.DELIVERY})  # where the public comes


@command
def redirect_item(*, number: str, destination: str, by: Actor, at: Moment) -> None:
    """Send an item to another office of its country. The record says so; its promise, given for another place, ends.

    Sent there twice it goes there once.
    """
    standing = standing_for_update(number, UnitKind.ITEM, by=by)
    item, office = known_item(number), known_office(destination)
    if standing.is_final:
        raise AlreadyDelivered(number=item.unit.number)
    if standing.code == ANNOUNCED:
        raise NotPosted(number=item.unit.number)
    if office.retired or office.kind not in PLACES or office.country_id != item.destination.country_id:
        raise NotForCollection(office=office.code)
    if office.code == item.destination_id:
        return
    Item.objects.filter(pk=item.pk).update(destination=office.code, promise_date=None, promised_at=None)
    scan_id = uuid5(item.key, f"redirect {office.code} {at.isoformat()}")
    record_events(
        scans=[Scan(scan_id, item.unit.number, NOTED, at, office.code, action=FORWARD)], by=by, at=at
    )
