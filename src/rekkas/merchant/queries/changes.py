"""The journal of what a merchant is told, read back; and up to where the record of custody was read for it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from rekkas.merchant.errors import UnknownChange
from rekkas.merchant.models import Change, Journal, Merchant, RecordRead

CHANGES_AT_MOST = 1_000
LOOK_BACK = timedelta(minutes=15)  # what was recorded late is among what is looked at again


def changes_after(merchant: str, number: int, at_most: int) -> list[Change]:
    """What a merchant was told after a change, in its order."""
    rows = Change.objects.filter(merchant=merchant, number__gt=number).order_by("number")
    return list(rows[:at_most])


def last_change(merchant: str) -> int:
    """The number of the last change of a merchant."""
    return Journal.objects.filter(pk=merchant).values_list("last_number", flat=True).first() or 0


def change(merchant: str, number: int) -> Change:
    row = Change.objects.filter(merchant=merchant, number=number).first()
    if row is None:
        raise UnknownChange(number=number, last=last_change(merchant))
    return row


def last_change_before(merchant: str, moment: datetime) -> int:
    """The number of the last change that was written before a moment."""
    rows = Change.objects.filter(merchant=merchant, recorded_at__lt=moment).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


def journals_for_update(merchants: Collection[str]) -> dict[str, Journal]:
    """The journals of these merchants, held until the transaction ends; of those who have pages here."""
    known = Merchant.objects.filter(customer__code__in=merchants).values_list("pk", flat=True)
    Journal.objects.bulk_create([Journal(merchant_id=code) for code in sorted(known)], ignore_conflicts=True)
    rows = Journal.objects.select_for_update().filter(pk__in=merchants).order_by("pk")
    return {row.pk: row for row in rows}


def sources_told(sources: Iterable[str]) -> set[str]:
    """Of which of these something was told already."""
    return set(Change.objects.filter(source__in=list(sources)).values_list("source", flat=True))


def record_read(at: datetime | None = None) -> int:
    """Up to which event the record was read; with a moment, up to where it had been for a while then.

    The first time, journals begin with all that the record holds of their merchants.
    """
    rows = RecordRead.objects.order_by("-at", "-id")
    if at is not None:
        rows = rows.filter(at__lte=at - LOOK_BACK)
    return rows.values_list("last_event", flat=True).first() or 0
