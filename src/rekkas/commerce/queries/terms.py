"""What was agreed with merchants, and from which day on it holds."""

from collections.abc import Iterable
from datetime import date

from rekkas.commerce.models import MerchantTerms, Statement

Place = tuple[str, str]  # a merchant's code, and a currency


def terms_in_force(customers: Iterable[str], day: date) -> dict[Place, MerchantTerms]:
    """The terms of these merchants on a day, by code and currency; whoever has agreed none is absent."""
    rows = MerchantTerms.objects.filter(customer_code__in=set(customers), valid_from__lte=day)
    return {(row.customer_code, row.currency): row for row in rows.order_by("valid_from", "id")}


def terms_of(customer: str) -> list[MerchantTerms]:
    """Everything that was ever agreed with a merchant, what holds last first."""
    return list(MerchantTerms.objects.filter(customer_code=customer).order_by("-valid_from", "-id"))


def merchants_with_terms(after: str, limit: int) -> list[str]:
    """The codes of merchants under terms, in their order, after one of them."""
    rows = MerchantTerms.objects.filter(customer_code__gt=after).order_by("customer_code")
    return list(rows.values_list("customer_code", flat=True).distinct()[:limit])


def last_settled(customer: str, currency: str) -> date | None:
    """The latest day for which a merchant has a statement."""
    rows = Statement.objects.filter(customer_code=customer, currency=currency)
    return rows.order_by("-period").values_list("period", flat=True).first()
