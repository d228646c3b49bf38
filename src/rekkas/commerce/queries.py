"""What can be asked about what merchants are owed."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from rekkas.commerce.errors import UnknownPayout
from rekkas.commerce.models import DuePayout, Payout
from rekkas.desk.listings import Listing


@dataclass(frozen=True, slots=True)
class Due:
    """What one merchant can be paid now."""

    customer_code: str
    currency: str
    amount: int
    item_count: int


def dues() -> list[Due]:
    """Merchants who can be paid now, the largest sums first."""
    rows = DuePayout.objects.filter(payout=None).values_list("customer_code", "currency")
    found = rows.annotate(total=Sum("amount"), items=Count("pk")).order_by("-total", "customer_code")
    return [Due(customer, currency, amount, items) for customer, currency, amount, items in found]


def payout(number: str) -> Payout:
    """One payment by its number."""
    found = Payout.objects.filter(number=number).first()
    if found is None:
        raise UnknownPayout(payout=number)
    return found


def payouts_of(customer_code: str = "") -> Listing[Payout]:
    """Payments, latest first."""
    rows = Payout.objects.order_by("-id")
    return Listing(rows.filter(customer_code=customer_code) if customer_code else rows, list)


def lines_of(payout: Payout) -> list[DuePayout]:
    """The items a payment pays for."""
    return list(DuePayout.objects.filter(payout=payout).order_by("id"))
