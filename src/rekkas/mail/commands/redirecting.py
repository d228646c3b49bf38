"""An item goes to another office than it was sent to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import update_rows
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.mail.choices import ANNOUNCED, NOTED
from rekkas.mail.commands.scans import record_events
from rekkas.mail.errors import AlreadyDelivered, NotForCollection, NotPosted, UnknownUnit
from rekkas.mail.queries.custody import standings_for_update
from rekkas.mail.queries.items import items_numbered
from rekkas.mail.scans import Scan
from rekkas.network.choices import OfficeKind
from rekkas.network.errors import UnknownOffice
from rekkas.network.queries import offices_named

FORWARD = "forward"
PLACES = frozenset({OfficeKind.AGENCY, OfficeKind.DELIVERY})  # where the public comes


@command
def redirect_item(*, number: str, destination: str, by: Actor, at: Moment) -> None:
    """Send an item to another office of its country. The record says so; its promise, given for another place, ends.

    Sent there twice it goes there once.
    """
    for refusal in redirect_all({number: destination}, by=by, at=at).values():
        raise refusal


def redirect_all(destinations: Mapping[str, str], *, by: Actor, at: Moment) -> dict[str, Refused]:
    """Send many items, each to an office of its own. Returns those that were refused, and why; the others go."""
    items = items_numbered(list(destinations))
    held = standings_for_update([item.unit_id for item in items.values()], by=by)
    offices = offices_named(set(destinations.values()))
    refused: dict[str, Refused] = {}
    moved: list[tuple[Any, str]] = []
    for written, code in destinations.items():
        number = clean_number(written)
        try:
            item = _checked(number, items.get(number), held, code, offices.get(code))
        except Refused as refusal:
            refused[written] = refusal
            continue
        if item.destination_id != code:
            moved.append((item, code))
    update_rows(
        "mail_item", ("unit_id", "destination_id", "promise_date", "promised_at"),
        [(item.pk, code, None, None) for item, code in moved], key="unit_id",
    )  # fmt: skip
    record_events(
        scans=[
            Scan(_scan_id(item, code, at), item.unit.number, NOTED, at, code, action=FORWARD)
            for item, code in moved
        ],
        by=by, at=at,
    )  # fmt: skip
    return refused


def _scan_id(item: Any, code: str, at: Moment) -> UUID:
    return uuid5(item.key, f"redirect {code} {at.isoformat()}")


def _checked(number: str, item: Any, held: Mapping[int, Any], code: str, office: Any) -> Any:
    if item is None:
        raise UnknownUnit(number=number)
    if office is None:
        raise UnknownOffice(office=code)
    standing = held[item.unit_id]
    if standing.is_final:
        raise AlreadyDelivered(number=number)
    if standing.code == ANNOUNCED:
        raise NotPosted(number=number)
    if office.retired or office.kind not in PLACES or office.country_id != item.destination.country_id:
        raise NotForCollection(office=office.code)
    return item
