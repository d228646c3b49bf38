"""Items by the telephone of whoever they go to or come from, and what has happened to items since somebody looked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from rekkas.mail.models import Event, Item
from rekkas.mail.queries.custody import latest_unit
from rekkas.mail.queries.items import RELATED
from rekkas.mail.queries.returns import returning
from rekkas.mail.queries.worklists import ItemHere, items_here

ADDRESSEE, SENDER = "addressee", "sender"
# The words of the index, which is found by them.
_PHONE = {
    "postgresql": {ADDRESSEE: "(addressee ->> 'phone')", SENDER: "(sender ->> 'phone')"},
    "sqlite": {ADDRESSEE: "json_extract(addressee, '$.phone')", SENDER: "json_extract(sender, '$.phone')"},
}
MOST_OF_A_PHONE = 100


def items_of_phone(phone: str, end: str = ADDRESSEE, *, at_most: int = MOST_OF_A_PHONE) -> list[ItemHere]:
    """The latest items that go to a telephone, or come from one, with where they are."""
    if not phone:
        return []
    words = _PHONE[connection.vendor][end]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT unit_id FROM mail_item WHERE {words} = %s ORDER BY unit_id DESC LIMIT %s",  # noqa: S608
            [phone, at_most],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    return items_here(ids) if ids else []


def is_addressee(number: str, phone: str) -> bool:
    """Whether the latest item of a number goes to this telephone."""
    item = Item.objects.filter(pk=latest_unit(number).pk).first()
    return bool(phone) and item is not None and item.addressee.get("phone") == phone


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to an item, with whom it may concern; ``goes_back`` where it has become its sender’s."""

    id: int
    scan_id: str
    code: str
    unit_id: int
    number: str
    office_code: str
    addressee_phone: str
    sender_phone: str
    product: str
    country: str
    happened_at: datetime
    goes_back: bool = False


def latest_event_id() -> int:
    """The number of the latest event of the record."""
    return Event.objects.aggregate(last=Max("id"))["last"] or 0


def news_after(event_id: int, codes: Collection[str], *, at_most: int) -> list[News]:
    """Own events of items with one of these codes, after an event of the record, in the order of the record."""
    rows = (
        Event.objects.filter(pk__gt=event_id, code__in=codes).select_related("unit").order_by("pk")[:at_most]
    )
    return news_of(list(rows))


def news_of(events: Sequence[Event]) -> list[News]:
    units = {event.unit_id for event in events}
    items = Item.objects.select_related(*RELATED).in_bulk(units)
    begun = returning(units)
    return [
        News(
            event.pk, event.scan_id.hex, event.code, event.unit_id, event.unit.number, event.office_code,
            item.addressee.get("phone", ""), item.sender.get("phone", ""), item.product.code, item.product.country_id,
            event.happened_at, event.unit_id in begun and item.destination_id == item.origin_id,
        )
        for event in events
        if (item := items.get(event.unit_id)) is not None
    ]  # fmt: skip
