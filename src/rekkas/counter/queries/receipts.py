"""What can be asked at the counter."""

from typing import Any

from rekkas.counter.errors import UnknownReceipt
from rekkas.counter.models import Receipt
from rekkas.mail.queries import promised_ways

TOLD = ("ride", "round")  # a receipt is short: what is ridden, and the round


def receipt(number: str) -> Receipt:
    """One receipt by its number."""
    found = Receipt.objects.select_related("office__country").filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownReceipt(receipt=number)
    return found


def way_of(receipt: Receipt, item: Any) -> tuple[str, ...]:
    """The path of what was promised, in the reader's language: its rides and its round."""
    if receipt.promise_date is None or receipt.promise_date != item.promise_date:
        return ()
    (reasons,) = promised_ways([(item, receipt.at)])
    return tuple(reason.text for reason in reasons if reason.why in TOLD)


def receipts_of(office: str, *, limit: int = 50) -> list[Receipt]:
    """An office's receipts, latest first."""
    return list(Receipt.objects.filter(office__code=office).order_by("-at", "-id")[:limit])
