"""What can be asked at the counter."""

from rekkas.counter.errors import UnknownReceipt
from rekkas.counter.models import Receipt


def receipt(number: str) -> Receipt:
    """One receipt by its number."""
    found = Receipt.objects.select_related("office__country").filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownReceipt(receipt=number)
    return found


def receipts_of(office: str, *, limit: int = 50) -> list[Receipt]:
    """An office's receipts, latest first."""
    return list(Receipt.objects.filter(office__code=office).order_by("-at", "-id")[:limit])
