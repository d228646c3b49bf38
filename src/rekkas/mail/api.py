"""The mail, for machines: items announced, scans sent in, and where everything stands.

Who sends many rows gets one answer a row (207). A row that cannot be read does not fail its neighbours: a
scan is kept aside as it came, an item is declined.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from rekkas.base.access import PUBLIC
from rekkas.base.api import (
    PAGE,
    PAGE_AT_MOST,
    Page,
    Results,
    Unreadable,
    answer,
    author_of,
    check_count,
    cursor_after,
    json_body,
    key_given,
    key_of,
    object_of,
    page_of,
    place_of,
    rows_of,
)
from rekkas.base.looks import note_look
from rekkas.base.openapi import door
from rekkas.mail import commands, queries
from rekkas.mail.choices import Outcome, StrayReason
from rekkas.mail.entries import ItemResult
from rekkas.mail.errors import UnknownUnit
from rekkas.mail.models import Event, Item
from rekkas.mail.queries import Tracking
from rekkas.mail.queries.custody import codes_in_force
from rekkas.mail.scans import ScanResult
from rekkas.mail.shapes import (
    EventCodeShown,
    EventShown,
    ItemSent,
    ItemShown,
    Numbers,
    ReceivedScan,
    code_shown,
    event_shown,
    item_shown,
)
from rekkas.network.queries import zones_of

ITEMS_AT_ONCE, SCANS_AT_ONCE = 1_000, 5_000
SCANS = msgspec.json.Decoder(list[ReceivedScan])
SCAN_NAMES = tuple(f'"{name}"'.encode() for name in ReceivedScan.__struct_fields__)

After = Annotated[str, Query(max_length=64, description="The field next of the page before.")]
Limit = Annotated[int, Query(ge=1, le=PAGE_AT_MOST, description="How many at most.")]
Posted = Annotated[
    date | None, Query(description="The day it was posted: numbers come again after their period.")
]
router = Router(tags=["Mail"])

AN_ITEM = {
    "key": "7d0f1c1e-6a0e-4a53-9d0c-3c9f4f0f7a11", "product": "parcel-cod", "origin": "XA0001",
    "destination_locality": "XA200", "weight_g": 1200, "happened_at": "2026-03-02T10:00:00+01:00",
    "cod_amount": 35000, "customer": "ATLAS", "reference": "A-1042",
    "sender": {"name": "Atlas Crafts", "street": "3, rue des Artisans", "locality": "First Town"},
    "addressee": {"name": "Amina Alaoui", "name_ar": "أمينة العلوي", "street": "12, avenue Mohammed V",
                  "locality": "Second Town", "phone": "+212600000000"},
}  # fmt: skip
A_SCAN = {
    "scan_id": "0f5e2b0a-52d5-4f3e-8a65-0d5f6b7c1d22", "barcode": "PC000000014XA", "code": "EMG",
    "happened_at": "2026-03-04T08:12:31+01:00", "office": "XA0004",
}  # fmt: skip


@router.post("/items", **door(
    "mail.announce_items", takes=list[ItemSent], gives=Results[ItemResult], status=207, key=True,
    example=[AN_ITEM],
))  # fmt: skip
def announce_items(request: HttpRequest) -> HttpResponse:
    """Announce up to 1,000 items that will be handed to the post; each is taken, repeated or declined."""
    key, by = key_of(request), author_of(request)
    rows = rows_of(json_body(request), ItemSent, at_most=ITEMS_AT_ONCE)
    entries = [row.entry for row in rows if isinstance(row, ItemSent)]
    taken = iter(commands.announce_items(items=entries, by=by, at=timezone.now(), key=key) if entries else [])
    return answer(
        Results([_declined(row) if isinstance(row, Unreadable) else next(taken) for row in rows]), 207
    )


def _declined(row: Unreadable) -> ItemResult:
    return ItemResult("declined", code=row.refusal.code, message=str(row.refusal))


@router.get("/items", **door("view.mail", gives=Page[ItemShown]))
def list_items(
    request: HttpRequest, after: After = "", limit: Limit = PAGE,
    customer: Annotated[str, Query(max_length=24, description="Only those sent under this contract.")] = "",
) -> HttpResponse:  # fmt: skip
    """The items in the order in which they became known."""
    contract = author_of(request).customer or customer
    rows = queries.items_after(place_of(after), limit + 1, customer=contract)
    note_look(request, *(subject for row in rows[:limit] for subject in queries.people_of(row)))
    shown = _items_shown(rows[:limit])
    return answer(page_of(rows, limit, lambda row: shown[row.pk], lambda row: cursor_after(row.pk)))


@router.get("/items/{number}", **door("view.mail", gives=ItemShown, fails=(404,)))
def show_item(request: HttpRequest, number: str, posted: Posted = None) -> HttpResponse:
    """One item: what was declared of it, and where it stands."""
    item = _item_for(request, number, posted)
    return answer(_items_shown([item])[item.pk])


def _item_for(request: HttpRequest, number: str, posted: date | None) -> Item:
    """The item, if the reader may know of it: a merchant's machine knows what was sent under its contract."""
    item = queries.item(number, posted=posted)
    contract = author_of(request).customer
    if contract and item.customer_code != contract:
        raise UnknownUnit(number=number)
    note_look(request, *queries.people_of(item))
    return item


def _items_shown(items: Sequence[Item]) -> dict[int, ItemShown]:
    positions = queries.positions_of([item.pk for item in items])
    zones = _zones(position.event for position in positions.values() if position.event)
    return {
        item.pk: item_shown(item, positions[item.pk], zones.get(positions[item.pk].office_code))
        for item in items
    }


@router.get("/items/{number}/events", **door("view.mail", gives=Page[EventShown], fails=(404,)))
def list_events(
    request: HttpRequest, number: str, posted: Posted = None, after: After = "", limit: Limit = PAGE
) -> HttpResponse:
    """What was said of an item itself, in the order in which it was recorded, whatever its clock said."""
    _item_for(request, number, posted)
    rows = queries.events_of(number, posted=posted, after=place_of(after), limit=limit + 1)
    codes, zones = codes_in_force(), _zones(rows)
    return answer(page_of(
        rows, limit, lambda row: event_shown(row, codes, zones.get(row.office_code)),
        lambda row: cursor_after(row.pk),
    ))  # fmt: skip


def _zones(events: Iterable[Event]) -> dict[str, ZoneInfo]:
    """The clocks of the offices whose news came without an offset."""
    wanted = {event.office_code for event in events if event.office_code and event.offset_min is None}
    return zones_of(wanted) if wanted else {}


@router.post("/tracking", **door(
    PUBLIC, takes=Numbers, gives=Results[Tracking], status=207, example={"numbers": ["PC000000014XA"]},
))  # fmt: skip
def track_items(request: HttpRequest) -> HttpResponse:
    """Where up to 100 items stand, what was promised and what is expected: one answer a number, no person's name."""
    asked = object_of(request, Numbers)
    return answer(Results(queries.track(asked.numbers, at=timezone.now(), with_way=asked.way)), 207)


@router.get("/tracking", **door(PUBLIC, gives=Results[Tracking], status=207))
def track_numbers(
    request: HttpRequest,
    numbers: Annotated[str, Query(min_length=1, description="Parted by commas.", example="PC000000014XA")],
    way: Annotated[bool, Query(description="Whether to tell the path of each promise in words.")] = False,
) -> HttpResponse:
    """The same, for numbers that fit into an address."""
    asked = [number for number in numbers.split(",") if number.strip()]
    return answer(Results(queries.track(asked, at=timezone.now(), with_way=way)), 207)


@router.post("/scans", **door(
    "mail.record_scans", takes=list[ReceivedScan], gives=Results[ScanResult], status=207, key=False,
    example=[A_SCAN],
))  # fmt: skip
def record_scans(request: HttpRequest) -> HttpResponse:
    """Record up to 5,000 scans, however late: each is recorded, a duplicate, or kept aside."""
    rows, by, now = _scans_in(json_body(request)), author_of(request), timezone.now()
    scans = [row for row in rows if isinstance(row, ReceivedScan)]
    unreadable = [row.text for row in rows if isinstance(row, Unreadable)]
    recorded = iter(
        commands.record_scans(scans=scans, unreadable=unreadable, by=by, at=now, key=key_given(request))
    )
    return answer(Results([_result(row, recorded) for row in rows]), 207)


def _scans_in(body: bytes) -> Sequence[ReceivedScan | Unreadable]:
    """The batch read at once; where anything in it is doubtful, row by row."""
    try:
        scans = SCANS.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        return rows_of(body, ReceivedScan, at_most=SCANS_AT_ONCE)
    if rb"\u0000" in body or any(body.count(name) > len(scans) for name in SCAN_NAMES):
        return rows_of(body, ReceivedScan, at_most=SCANS_AT_ONCE)  # a NUL, or perhaps a name given twice
    check_count(scans, SCANS_AT_ONCE)
    return scans


def _result(row: ReceivedScan | Unreadable, recorded: Iterator[ScanResult]) -> ScanResult:
    """The answer under the row's own id, written as devices write it."""
    if isinstance(row, ReceivedScan):
        return msgspec.structs.replace(next(recorded), scan_id=str(row.scan_id))
    given = row.value.get("scan_id") if isinstance(row.value, dict) else None
    scan_id = given[:64] if isinstance(given, str) else ""
    return ScanResult(scan_id, Outcome.QUARANTINED, why=StrayReason.UNREADABLE.value)


@router.get("/event-codes", **door(PUBLIC, gives=Results[EventCodeShown]))
def list_event_codes(request: HttpRequest) -> HttpResponse:
    """The event codes in force, in the reader's language. Any other code is kept as it was sent."""
    rows = sorted(codes_in_force().events.values(), key=lambda row: (row.rank, row.code))
    return answer(Results([code_shown(row) for row in rows]))
