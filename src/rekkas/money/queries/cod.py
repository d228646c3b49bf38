"""Where each item's cash on delivery is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rekkas.money.choices import EntryKind
from rekkas.money.models import Transfer

COD_KINDS = (
    EntryKind.COD_COLLECTED, EntryKind.COD_HANDED_OVER, EntryKind.COD_BANKED, EntryKind.COD_LOST, EntryKind.COD_PAID,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodPlace:
    """Where an item's cash on delivery is now."""

    subject: str
    account: str
    amount: int
    currency: str
    step: str


def cod_places(subjects: Sequence[str]) -> dict[str, CodPlace]:
    """For each item the place of its cash: where the first leg of its latest cash-on-delivery entry led."""
    rows = Transfer.objects.select_related("target", "entry").filter(
        entry__subject__in=subjects, entry__kind__in=COD_KINDS, leg=0
    )
    return {
        row.entry.subject: CodPlace(
            row.entry.subject, row.target.code, row.amount, row.currency, row.entry.kind
        )
        for row in rows.order_by("entry")
    }


def cod_held(account: str) -> dict[str, CodPlace]:
    """The items whose cash lies in an account now."""
    moved = Transfer.objects.filter(entry__kind__in=COD_KINDS, leg=0)
    gone = moved.filter(source__code=account).values("entry__subject")
    rows = moved.filter(target__code=account).exclude(entry__subject__in=gone).select_related("entry")
    return {
        row.entry.subject: CodPlace(row.entry.subject, account, row.amount, row.currency, row.entry.kind)
        for row in rows.order_by("entry")
    }


def cod_collected(since: datetime | None = None) -> dict[str, int]:
    """What was taken from addressees for each item, by the item's name in the ledger; since a moment, or ever."""
    rows = Transfer.objects.filter(entry__kind=EntryKind.COD_COLLECTED, leg=0)
    if since is not None:
        rows = rows.filter(business_date__gte=since.date(), entry__happened_at__gte=since)
    return dict(rows.values_list("entry__subject", "amount").iterator())
