"""Items on the shelf: where each lies, until when, with which code it is collected; and back to their senders."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.utils import translation

from postkit.phone import e164
from postkit.text import clean_number, western_digits
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.delivery.errors import CodeLocked, NotComingBack, NotWaiting, ShelfTooLong
from rekkas.delivery.models import Kept
from rekkas.design.formats import day_text
from rekkas.mail.choices import AWAITING, RETURN_BEGUN
from rekkas.mail.commands import record_events, redirect_item
from rekkas.mail.errors import UnknownUnit
from rekkas.mail.queries import items_numbered, lies_at, pick_up_code, positions_of, standings_for_update
from rekkas.mail.scans import Scan
from rekkas.network.queries import office as known_office
from rekkas.network.queries import offices_named
from rekkas.reach.choices import Channel, Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry
from rekkas.reach.queries import Manners

SHELF_AT_MOST, TRIES = 24, 3
NOT_COLLECTED = "unclaimed"
KEPT_AGAIN_DAYS = 5  # at least so long an item waits whose return was stopped
SWEPT_AT_ONCE = 2_000


def keep(items: Iterable[Any], *, office: str, shelf: str, at: Moment, at_least: date | None = None) -> None:
    """Note on which shelf items wait, and until when: as long as their products say."""
    said = shelf.strip()
    if len(said) > SHELF_AT_MOST:
        raise ShelfTooLong
    today = at.astimezone(known_office(office).zone).date()
    rows = [
        Kept(
            unit_id=item.pk, office_id=office, shelf=said, since=at,
            until=max(today + timedelta(days=item.product.kept_days), at_least or today),
        )
        for item in items
    ]  # fmt: skip
    Kept.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["unit"],
        update_fields=["office", "shelf", "since", "until", "tries", "reminded"],
    )  # fmt: skip


@command
def shelve_items(*, numbers: Sequence[str], shelf: str, office: str, by: Actor, at: Moment) -> int:
    """Say on which shelf items lie that wait here. Returns how many."""
    said = shelf.strip()
    if len(said) > SHELF_AT_MOST:
        raise ShelfTooLong
    items, positions = _held(numbers, office, AWAITING, by)
    zone = known_office(office).zone
    Kept.objects.bulk_create(
        [
            Kept(
                unit_id=item.pk, office_id=office, shelf=said, since=(since := positions[item.pk].effective_at),
                until=since.astimezone(zone).date() + timedelta(days=item.product.kept_days),
            )
            for item in items
        ],
        update_conflicts=True, unique_fields=["unit"], update_fields=["shelf"],
    )  # fmt: skip
    return len(items)


@command
def try_pick_up_code(*, number: str, code: str, office: str, by: Actor, at: Moment) -> bool:
    """Say whether the code is right with which an item is collected instead of a document. Three wrong ones lock it."""
    (item,), positions = _held([number], office, AWAITING, by)
    position = positions[item.pk]
    until = position.effective_at.date() + timedelta(days=item.product.kept_days)
    row, _is_new = Kept.objects.select_for_update().get_or_create(
        unit_id=item.pk, defaults={"office_id": office, "since": position.effective_at, "until": until}
    )
    if row.tries >= TRIES:
        raise CodeLocked
    if western_digits(code).strip() == pick_up_code(position.event.scan_id):
        return True
    row.tries += 1
    row.save(update_fields=["tries"])
    return False


@command
def return_items(
    *, numbers: Sequence[str], office: str, by: Actor, at: Moment, key: str | None = None
) -> int:
    """Begin the return of items that nobody collected: they go to the office at which they were posted."""
    items, _positions = _held(numbers, office, AWAITING, by)
    for item in items:
        redirect_item(number=item.unit.number, destination=item.origin_id, by=by, at=at)
    record_events(
        scans=[
            Scan(_scan_id(item, RETURN_BEGUN, at), item.unit.number, RETURN_BEGUN, at, office, "", NOT_COLLECTED)
            for item in items
        ],
        by=by, at=at,
    )  # fmt: skip
    Kept.objects.filter(unit__in=[item.pk for item in items]).delete()
    return len(items)


@command
def stop_return(*, number: str, office: str, by: Actor, at: Moment) -> None:
    """Keep an item here after all, as long as it has not left."""
    try:
        (item,), _positions = _held([number], office, RETURN_BEGUN, by)
    except NotWaiting as refusal:
        raise NotComingBack(number=clean_number(number)) from refusal
    redirect_item(number=number, destination=office, by=by, at=at)
    record_events(
        scans=[Scan(_scan_id(item, AWAITING, at), item.unit.number, AWAITING, at, office)], by=by, at=at
    )
    today = at.astimezone(known_office(office).zone).date()
    keep([item], office=office, shelf="", at=at, at_least=today + timedelta(days=KEPT_AGAIN_DAYS))


@command
def remind_addressees(*, country: str, days: Sequence[int], by: Actor, at: Moment) -> int:
    """Tell addressees that an item still waits for them, so many days after it came. Returns how many were told."""
    rows = list(
        Kept.objects.select_related("unit", "office")
        .filter(office__country_id=country, reminded__lt=len(days))
        .order_by("since")[:SWEPT_AT_ONCE]
    )
    positions = positions_of([row.pk for row in rows])
    gone = [row.pk for row in rows if positions[row.pk].code != AWAITING]
    Kept.objects.filter(pk__in=gone).delete()
    due = [row for row in rows if row.pk not in set(gone) and _passed(row, days, at) > row.reminded]
    items = items_numbered([row.unit.number for row in due])
    offices, manners = offices_named({row.office_id for row in due}), Manners()
    texts = []
    for row in due:
        item = items.get(row.unit.number)
        phone = e164(str(item.addressee.get("phone", "")), country) if item else ""
        row.reminded = _passed(row, days, at)
        if phone and at.astimezone(row.office.zone).date() <= row.until:
            texts.append(_reminder(row, phone, offices.get(row.office_id), manners))
    Kept.objects.bulk_update(due, ["reminded"])
    if not texts:
        return 0
    return sum(answer.outcome == "written" for answer in write_texts(texts=texts, by=by, at=at))


def _passed(row: Kept, days: Sequence[int], at: datetime) -> int:
    """How many of the days on which people are reminded are over."""
    waited = (at.astimezone(row.office.zone).date() - row.since.astimezone(row.office.zone).date()).days
    return sum(waited >= day for day in days)


def _reminder(row: Kept, phone: str, office: Any, manners: Manners) -> TextEntry:
    country = manners.country_for(phone, settings.COUNTRY)
    language = manners.language_for("", country)
    with translation.override(language):
        params = {
            "number": row.unit.number, "office": str(office.shown_name if office else row.office_id),
            "until": day_text(row.until),
        }  # fmt: skip
    key = f"still-waits/{row.pk}/{row.since.isoformat()}/{row.reminded}"
    return TextEntry(key, Channel.SMS, phone, Kind.REMINDER, params, language, row.unit.number, country)


def _held(numbers: Sequence[str], office: str, code: str, by: Actor) -> tuple[list[Any], dict[int, Any]]:
    """Items that lie here and whose latest event is this, held until the transaction ends."""
    known_office(office)
    items = items_numbered(numbers)
    held = standings_for_update([item.unit_id for item in items.values()], by=by)
    positions = positions_of(held)
    for number in map(clean_number, numbers):
        if number not in items:
            raise UnknownUnit(number=number)
        position = positions[items[number].unit_id]
        if position.code != code or not lies_at(position, office):
            raise NotWaiting(number=number)
    return list(items.values()), positions


def _scan_id(item: Any, code: str, at: Moment) -> Any:
    return uuid5(item.key, f"{code} {at.isoformat()}")
