"""What merchants are owed and is on no statement yet, and what their last statement carried over."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from postkit.text import clean_number
from rekkas.commerce.choices import LineKind
from rekkas.commerce.errors import UnknownDue
from rekkas.commerce.models import SettlementLine
from rekkas.commerce.queries.drafts import latest_statements
from rekkas.commerce.queries.terms import Place


@dataclass(frozen=True, slots=True)
class Due:
    """What one merchant can be paid now, before fees: lines on no statement, and what was carried over."""

    customer_code: str
    currency: str
    amount: int
    item_count: int


def dues() -> list[Due]:
    """Merchants who can be paid now, the largest sums first."""
    found = [due for due in open_balances().values() if due.amount > 0]
    return sorted(found, key=lambda due: (-due.amount, due.customer_code))


def open_balances(customers: Iterable[str] | None = None) -> dict[Place, Due]:
    """What stands open for each merchant, also where they owe the post; in two questions."""
    rows, carried = SettlementLine.objects.filter(statement=None), latest_statements().exclude(closing=0)
    if customers is not None:
        codes = list(customers)
        rows, carried = rows.filter(customer_code__in=codes), carried.filter(customer_code__in=codes)
    sums = rows.values_list("customer_code", "currency").annotate(total=Sum("amount"), items=Count("pk"))
    found = {(code, currency): (total, items) for code, currency, total, items in sums.order_by()}
    for code, currency, closing in carried.values_list("customer_code", "currency", "closing"):
        total, items = found.get((code, currency), (0, 0))
        found[code, currency] = total + closing, items
    return {place: Due(*place, total, items) for place, (total, items) in found.items()}


def collected_line(item: str, *, lock: bool = False) -> SettlementLine:
    """The line of an item's cash, by the item's number or its name in the ledger."""
    number = clean_number(item)
    rows = SettlementLine.objects.filter(kind=LineKind.COLLECTED, subject=number)
    found = (
        (rows.select_for_update() if lock else rows).select_related("statement" if not lock else None).first()
    )
    if found is None:
        raise UnknownDue(item=item)
    return found


def corrected(subject: str) -> int:
    """What was taken back of an item's cash, or added to it, all in all."""
    rows = SettlementLine.objects.filter(kind=LineKind.CORRECTION, subject=subject)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)
