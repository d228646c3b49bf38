"""Merchants hear in their journal what they were paid, and what came back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rekkas.base.actors import Actor, Moment
from rekkas.catalogue.queries import customers_by_code
from rekkas.commerce.models import Payout
from rekkas.merchant.choices import ChangeKind
from rekkas.merchant.commands import note_changes
from rekkas.merchant.entries import ChangeEntry


def tell_paid(rows: Sequence[dict[str, Any]], *, by: Actor, at: Moment) -> None:
    """Tell merchants of payments, each with columns of a payout, in the transaction in which they were made."""
    zones = _zones(row["customer_code"] for row in rows)
    note_changes(
        changes=[
            _told(
                ChangeKind.PAYOUT_MADE, row["number"], row["customer_code"],
                _local(row["paid_at"], zones, row["customer_code"]),
                {name: row[name] for name in ("amount", "currency", "item_count", "way")},
            )
            for row in rows
        ],
        by=by, at=at,
    )  # fmt: skip


def tell_returned(row: Payout, *, by: Actor, at: Moment) -> None:
    """Tell a merchant that a payment came back, and is due to them again."""
    zones = _zones([row.customer_code])
    data = {"amount": row.amount, "returned": row.returned, "currency": row.currency, "why": row.returned_why}
    told = _told(
        ChangeKind.PAYOUT_RETURNED, row.number, row.customer_code, _local(at, zones, row.customer_code), data
    )
    note_changes(changes=[told], by=by, at=at)


def _zones(codes: Any) -> dict[str, Any]:
    return {code: ZoneInfo(row.country.time_zone) for code, row in customers_by_code(codes).items()}


def _local(at: datetime, zones: dict[str, Any], code: str) -> datetime:
    return at.astimezone(zones.get(code) or at.tzinfo)


def _told(kind: ChangeKind, number: str, merchant: str, at: datetime, data: dict[str, Any]) -> ChangeEntry:
    return ChangeEntry(merchant, f"{kind}/{number}", kind, number, at, {"number": number, **data})
