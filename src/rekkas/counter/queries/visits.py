"""Visits that were settled, and what was given back of them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from rekkas.base.errors import NotFound
from rekkas.cash.queries import ReceiptLine, receipt_lines
from rekkas.counter.choices import Means
from rekkas.counter.errors import UnknownVisit
from rekkas.counter.models import Refund, Visit, VisitLine, VisitPayment
from rekkas.desk.listings import Listing


def visit(number: str) -> Visit:
    """One visit by the number on its receipt."""
    found = Visit.objects.select_related("office__country").filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownVisit(visit=number)
    return found


def visit_for_update(number: str) -> Visit:
    """One visit, held: two who give something of it back come one after the other."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related("office__country")
    found = rows.filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownVisit(visit=number)
    return found


def visit_lines(visit: Visit) -> list[VisitLine]:
    return list(VisitLine.objects.filter(visit=visit).order_by("place"))


def payments_of(visit: Visit) -> list[VisitPayment]:
    return list(VisitPayment.objects.filter(visit=visit).order_by("place"))


def refunds_of(visit: Visit) -> dict[int, Refund]:
    """What was given back of a visit, by the place of its line."""
    return {row.line.place: row for row in Refund.objects.filter(line__visit=visit).select_related("line")}


def paid_by(visit: Visit, means: Means) -> int:
    """How much of a visit was paid this way."""
    found = VisitPayment.objects.filter(visit=visit, means=means).aggregate(whole=Sum("amount"))
    return int(found["whole"] or 0)


def visits_of(office: str, *, clerk: str = "", session: str = "") -> Listing[Visit]:
    """The visits of an office, of a clerk or in a session, the latest first."""
    rows = Visit.objects.filter(office_id=office)
    if clerk:
        rows = rows.filter(clerk=clerk)
    if session:
        rows = rows.filter(session=session)
    return Listing(rows.order_by("-happened_at", "-id"), list)


def lines_of_visits(visits: Iterable[Visit]) -> dict[int, list[VisitLine]]:
    """The lines of several visits, by visit."""
    found: dict[int, list[VisitLine]] = {}
    for row in VisitLine.objects.filter(visit__in=[one.pk for one in visits]).order_by("visit", "place"):
        found.setdefault(row.visit_id, []).append(row)
    return found


def line_for_update(visit: Visit, place: int) -> VisitLine:
    """One line of a visit, held: two who give it back come one after the other."""
    found = VisitLine.objects.select_for_update().filter(visit=visit, place=place).first()
    if found is None:
        raise NotFound(what=f"{visit.number}/{place + 1}")
    return found


def given_back_by(visit: Visit, means: Means) -> int:
    """What was given back of a visit this way so far."""
    found = Refund.objects.filter(line__visit=visit, means=means).aggregate(whole=Sum("amount"))
    return int(found["whole"] or 0)


def receipt_marks(visit: Visit) -> list[ReceiptLine]:
    """The lines that a visit left on the till, with the mark that proves each: what its receipt bears."""
    entries = [UUID(entry) for line in visit_lines(visit) for entry in line.entries]
    paid = [row.entry for row in payments_of(visit) if row.entry is not None]
    return receipt_lines([*entries, *paid])
