"""Who does not come for an item is told again: as they want to be told, in their language, each time once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import translation

from postkit.phone import e164
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.citizen.choices import ItemEvent
from rekkas.citizen.queries import Addressee, Reader, addressees_told
from rekkas.delivery.models import Kept
from rekkas.design.formats import day_text
from rekkas.mail.choices import AWAITING
from rekkas.mail.queries import items_numbered, positions_of
from rekkas.network.queries import offices_named
from rekkas.reach.choices import Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry
from rekkas.reach.queries import Manners
from rekkas.territory.queries import country as known_country

A_PART = 500


@command
def remind_addressees(*, country: str, days: Sequence[int], by: Actor, at: Moment) -> int:
    """Tell addressees that an item still waits for them, so many days after it came. Returns how many were told.

    Who wants no news of their items, or none of waiting ones, is not told; others as they chose, after the quiet hours.
    """
    due, count, after = _due(days, at.astimezone(ZoneInfo(known_country(country).time_zone))), 0, 0
    while days and (rows := _part(due, country, after)):
        count += _remind(rows, days, by, at)
        after = rows[-1].pk
    return count


def _due(days: Sequence[int], here: datetime) -> Q:
    """Where as many days are over as one was not yet reminded of."""
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    due = Q(pk__in=[])
    for reminded, day in enumerate(sorted(days)):
        due |= Q(reminded=reminded, since__lt=midnight - timedelta(days=day - 1))
    return due


def _part(due: Q, country: str, after: int) -> list[Kept]:
    rows = Kept.objects.select_related("unit", "office__country").filter(due, office__country=country)
    return list(rows.filter(pk__gt=after).order_by("pk")[:A_PART])


def _remind(rows: Sequence[Kept], days: Sequence[int], by: Actor, at: Moment) -> int:
    waiting = _those_waiting(rows, len(days))
    items = items_numbered([row.unit.number for row in waiting])
    offices, manners = offices_named({row.office_id for row in waiting}), Manners()
    asked = [_addressee(items.get(row.unit.number), row) for row in waiting]
    texts = []
    for row, reader in zip(waiting, addressees_told(asked, ItemEvent.WAITING), strict=True):
        row.reminded = _passed(row, days, at)
        if reader is not None and at.astimezone(row.office.zone).date() <= row.until:
            texts.append(_reminder(row, reader, offices.get(row.office_id), manners))
    Kept.objects.bulk_update(waiting, ["reminded"])
    if not texts:
        return 0
    return sum(answer.outcome == "written" for answer in write_texts(texts=texts, by=by, at=at))


def _those_waiting(rows: Sequence[Kept], days: int) -> list[Kept]:
    """The notes of items that wait still. What has gone for good is forgotten; what may come back keeps its tries."""
    positions = positions_of([row.pk for row in rows])
    gone = [row for row in rows if positions[row.pk].code != AWAITING]
    kept = [row.pk for row in gone if (row.tries or row.document_tries) and not positions[row.pk].is_final]
    Kept.objects.filter(pk__in=kept).update(reminded=days)
    Kept.objects.filter(pk__in=[row.pk for row in gone if row.pk not in set(kept)]).delete()
    left = {row.pk for row in gone}
    return [row for row in rows if row.pk not in left]


def _addressee(item: Any, row: Kept) -> Addressee:
    country = row.office.country_id
    phone = e164(str(item.addressee.get("phone", "")), country) if item else ""
    return Addressee(phone, item.product.code if item else "", country)


def _passed(row: Kept, days: Sequence[int], at: datetime) -> int:
    """How many of the days on which people are reminded are over."""
    waited = (at.astimezone(row.office.zone).date() - row.since.astimezone(row.office.zone).date()).days
    return sum(waited >= day for day in days)


def _reminder(row: Kept, reader: Reader, office: Any, manners: Manners) -> TextEntry:
    country = manners.country_for(reader.reader, row.office.country_id)
    language = manners.language_for(reader.language, country)
    with translation.override(language):
        params = {
            "number": row.unit.number, "office": str(office.shown_name if office else row.office_id),
            "until": day_text(row.until),
        }  # fmt: skip
    key = f"still-waits/{row.pk}/{row.since.isoformat()}/{row.reminded}"
    return TextEntry(
        key, reader.channel, reader.reader, Kind.REMINDER, params, language, row.unit.number, country
    )
