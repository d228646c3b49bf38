"""What the papers of a counter are made of, beside the visits themselves."""

from collections.abc import Iterable

from rekkas.base.errors import NotFound
from rekkas.cash.queries import ReceiptLine, receipt_lines
from rekkas.counter.models import Declaration, DeclaredContent, Refund


def refund(number: str) -> Refund:
    """One line given back, by the number on its receipt; with its line and its visit."""
    found = Refund.objects.select_related("line__visit__office__country").filter(
        number=number.strip().upper()
    )
    row = found.first()
    if row is None:
        raise NotFound(what=number)
    return row


def refund_marks(refund: Refund) -> list[ReceiptLine]:
    """The line that it left on the till, with the mark that proves it."""
    return receipt_lines([refund.entry]) if refund.entry else []


def declaration(number: str) -> Declaration | None:
    """The latest that was declared to be in an item; none where nothing was."""
    return (
        Declaration.objects.select_related("office__country")
        .filter(item_number=number.strip().upper())
        .order_by("-id")
        .first()
    )


def declared_among(numbers: Iterable[str]) -> set[str]:
    """Those of these items whose contents were declared."""
    rows = Declaration.objects.filter(item_number__in=list(numbers))
    return set(rows.values_list("item_number", flat=True))


def declared_contents(declaration: Declaration) -> list[DeclaredContent]:
    return list(DeclaredContent.objects.filter(declaration=declaration).order_by("place"))
