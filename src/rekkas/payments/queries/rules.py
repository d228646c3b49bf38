"""The rules of a country's money orders, and its billers."""

from datetime import date, timedelta
from typing import Any

import msgspec

from postkit.pack.payments import OrderTerms, Payments
from rekkas.desk.listings import Listing
from rekkas.payments.choices import Way
from rekkas.payments.errors import NoPaymentRules, UnknownBiller, UnknownOrderProduct
from rekkas.payments.models import Biller, PaymentRules
from rekkas.territory.choices import in_reader_language


def rules_of(country: str) -> Payments:
    """What a country's pack says of money orders."""
    row = PaymentRules.objects.filter(pk=country).first()
    if row is None:
        raise NoPaymentRules(country=country)
    return msgspec.convert(row.body, Payments)


def countries_with_rules() -> list[Any]:
    """The countries whose packs say something of money orders and bills."""
    return [row.country for row in PaymentRules.objects.select_related("country").order_by("country")]


def name_likeness_from(country: str) -> int:
    """From which likeness on, in thousandths, a name passes for another; the same name where nobody said."""
    try:
        return rules_of(country).name_likeness_from
    except NoPaymentRules:
        return 1_000


def terms_of(rules: Payments, product: str) -> OrderTerms:
    """One sort of money order by its code."""
    found = rules.order(product)
    if found is None:
        raise UnknownOrderProduct(product=product)
    return found


def product_name(terms: OrderTerms | None, code: str = "") -> str:
    """What a sort of money order is called in the reader's language; its code where it left the pack."""
    if terms is None:
        return code
    return in_reader_language(en=terms.name_en, fr=terms.name_fr, ar=terms.name_ar)


def valid_until(terms: OrderTerms, day: date) -> date:
    """The last day on which an order issued on a day can be paid."""
    if terms.validity == "days":
        return day + timedelta(days=terms.valid_days)
    return months_after(day.replace(day=1), 2) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has none such.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 11, 15), 2)
    (datetime.date(2026, 2, 28), datetime.date(2027, 1, 15))
    """
    at = day.year * 12 + day.month - 1 + months
    first = date(at // 12, at % 12 + 1, 1)
    following = date((at + 1) // 12, (at + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def counter_products(rules: Payments, *, taken: Way | None = None) -> list[OrderTerms]:
    """The sorts of money orders, those that take cash first."""
    rows = [row for row in rules.orders if taken is None or row.taken == taken]
    return sorted(rows, key=lambda row: row.taken != Way.CASH)


def billers(country: str, *, with_retired: bool = False) -> Listing[Biller]:
    """For whom the post collects in a country, by code."""
    rows = Biller.objects.filter(country=country)
    return Listing((rows if with_retired else rows.filter(retired=False)).order_by("code"), list)


def biller(country: str, code: str) -> Biller:
    """One biller by its code."""
    found = Biller.objects.filter(country=country, code=code.strip().lower()).first()
    if found is None:
        raise UnknownBiller(biller=code)
    return found
