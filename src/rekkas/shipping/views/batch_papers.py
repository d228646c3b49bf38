"""What a table gives back: its labels in the order of the shelves, and one answer for each row."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postkit.money import to_text
from rekkas.base.access import MerchantRequest, for_merchants
from rekkas.counter.papers import label_pdf, label_sheet_pdf
from rekkas.mail.queries import items_numbered
from rekkas.shipping import queries
from rekkas.shipping.models import Batch
from rekkas.shipping.reasons import fault_said
from rekkas.shipping.views.tables import csv_answer

SAMPLE = (
    ("Order", "Name", "Telephone", "Address", "Town", "Weight (g)", "Cash to collect", "Contents"),
    ("A-1001", "Amina Alaoui", "0612345678", "12, rue des Oliviers", "Zagora", "1500", "350", "Plates"),
)


@require_safe
@for_merchants("view.shipments")
def batch_labels(request: MerchantRequest, number: int, part: int) -> HttpResponse:
    """Labels of one part of a table, in the order of the shelves; ``?paper=a4`` prints four on a sheet."""
    row = queries.batch(request.actor.customer or "", number)
    numbers = queries.numbers_in_shelf_order(row, part)
    if not numbers:
        raise Http404
    found = items_numbered(numbers)
    items = [found[one] for one in numbers]
    is_sheet = request.GET.get("paper") == "a4"
    content = (label_sheet_pdf if is_sheet else label_pdf)(items, site=request.build_absolute_uri("/"))
    name = f'inline; filename="labels-{row.number}-{part}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@require_safe
@for_merchants("view.shipments")
def batch_results(request: MerchantRequest, number: int) -> HttpResponse:
    """One answer for each row, beside the cells as they were sent; a spreadsheet runs nothing of it."""
    row = queries.batch(request.actor.customer or "", number)
    currency = request.member.merchant.customer.country.currency
    return csv_answer(f"table-{row.number}.csv", _answers(row, currency))


@require_safe
@for_merchants("view.shipments")
def batch_sample(_request: MerchantRequest) -> HttpResponse:
    """A table as it can be sent."""
    return csv_answer("sample.csv", SAMPLE)


def _answers(row: Batch, currency: str) -> Iterator[list[str]]:
    yield [
        *(text for _key, text in row.columns), _("Row"), _("State"), _("Number"), _("Price"), _("Currency"), _("Code"),
        _("Why"),
    ]  # fmt: skip
    for cells, one in queries.answers_of(row):
        why = " ".join(str(fault_said(fault, isolated=False)) for fault in one.faults) or one.message
        codes = one.code or " ".join(fault["code"] for fault in one.faults)
        price = to_text(one.amount, currency) if one.amount else ""
        yield [*cells, str(one.line), one.get_state_display(), one.number, price, currency, codes, why]
