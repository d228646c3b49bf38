"""What the record says of items under contract, event by event, for the journals of their merchants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Max

from rekkas.mail.choices import NOT_UNDERSTOOD, UnitKind
from rekkas.mail.models import Event, Item
from rekkas.mail.projection import Codes
from rekkas.mail.queries.custody import codes_in_force
from rekkas.mail.queries.tracking import local_moment
from rekkas.network.queries import offices_named


@dataclass(frozen=True, slots=True)
class ItemNews:
    """One event of an item under contract. ``at`` has the offset that was said, or that of the office.

    ``code`` is empty where the public is not told which event it was, but the status that came of it.
    ``is_late``: something that happened later was heard of before.
    """

    scan_id: str
    customer: str
    number: str
    reference: str
    status: str
    reason: str
    fault_of: str
    code: str
    raw_code: str
    office_code: str
    at: datetime
    offset_known: bool
    clock: str
    heard_at: datetime
    asserted_by: str
    is_late: bool


class Part(NamedTuple):
    """A part of the record: its news, up to which event it was read, and whether there is more."""

    news: list[ItemNews]
    last: int
    has_more: bool


class _Said(NamedTuple):
    id: int
    code: str
    reason: str
    effective_at: datetime


def item_news_after(event_id: int, *, at_most: int) -> Part:
    """What is new of items under contract after an event of the record, in the order of the record.

    Told is each event that the public is shown, and any other that changes an item's status. A constant number of
    reads, however many events.
    """
    newest = Event.objects.aggregate(last=Max("id"))["last"] or 0
    events = list(
        Event.objects.filter(pk__gt=event_id, unit__kind=UnitKind.ITEM)
        .select_related("unit")
        .order_by("pk")[:at_most]
    )
    has_more = len(events) == at_most
    last = events[-1].pk if has_more else max(newest, event_id)
    items = _under_contract(event.unit_id for event in events)
    mine = [event for event in events if event.unit_id in items]
    if not mine:
        return Part([], last, has_more)
    codes, before = codes_in_force(), _said_of(items, mine[-1].pk)
    offices = offices_named({event.office_code for event in mine})
    told = [
        _news(event, items[event.unit_id], codes, before[event.unit_id], offices)
        for event in mine
        if _is_told(event, codes, before[event.unit_id])
    ]
    return Part(told, last, has_more)


def _under_contract(units: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Whose each item is, and under which reference."""
    rows = Item.objects.filter(pk__in=set(units)).exclude(customer_code="")
    return {
        pk: (customer, reference)
        for pk, customer, reference in rows.values_list("pk", "customer_code", "reference")
    }


def _said_of(units: Iterable[int], until: int) -> dict[int, list[_Said]]:
    """What was said of each item before, in the order of the record."""
    rows = Event.objects.filter(unit__in=list(units), pk__lte=until).order_by("pk")
    said: dict[int, list[_Said]] = {}
    for unit, pk, code, reason, at in rows.values_list("unit_id", "pk", "code", "reason", "effective_at"):
        said.setdefault(unit, []).append(_Said(pk, code, reason, at))
    return said


def _moves(code: str, codes: Codes) -> bool:
    found = codes.events.get(code) or codes.events[NOT_UNDERSTOOD]
    return not found.is_note


def _is_told(event: Event, codes: Codes, said: Sequence[_Said]) -> bool:
    if event.code == NOT_UNDERSTOOD:
        return True
    if not _moves(event.code, codes):
        return False
    found = codes.events.get(event.code)
    if found is None or found.is_public:
        return True
    before = [one for one in said if one.id < event.pk and _moves(one.code, codes)]
    status = codes.status_of(event.code, event.reason)
    return not before or codes.status_of(before[-1].code, before[-1].reason) != status


def _news(
    event: Event, whose: tuple[str, str], codes: Codes, said: Sequence[_Said], offices: dict[str, Any]
) -> ItemNews:
    code, reason = codes.events.get(event.code), codes.reasons.get(event.reason)
    is_shown = code is None or code.is_public or code.code == NOT_UNDERSTOOD
    return ItemNews(
        scan_id=event.scan_id.hex, customer=whose[0], number=event.unit.number, reference=whose[1],
        status=codes.status_of(event.code, event.reason), reason=event.reason,
        fault_of=reason.fault_of if reason else "", code=event.code if is_shown else "", raw_code=event.raw_code,
        office_code=event.office_code,
        at=local_moment(event.happened_at, event.offset_min, offices.get(event.office_code)),
        offset_known=event.offset_min is not None, clock=event.clock, heard_at=event.recorded_at,
        asserted_by=event.actor_kind,
        is_late=any(one.id < event.pk and one.effective_at > event.effective_at and _moves(one.code, codes)
                    for one in said),
    )  # fmt: skip
