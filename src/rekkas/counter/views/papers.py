"""The papers of the counter: receipts of visits for eye, thermal head and ear; labels in ZPL; declarations."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound
from rekkas.base.looks import note_look
from rekkas.counter import queries
from rekkas.counter.papers.declarations import declaration_data, declaration_pdf
from rekkas.counter.papers.labels import label_zpl
from rekkas.counter.papers.visits import (
    refund_data,
    visit_data,
    visit_job,
    visit_pdf,
    visit_sentences,
)
from rekkas.counter.queries.papers import declaration as declared_in
from rekkas.counter.queries.papers import declared_contents, refund_marks
from rekkas.counter.queries.papers import refund as known_refund
from rekkas.counter.queries.visits import payments_of, receipt_marks
from rekkas.counter.views.telling import line_told
from rekkas.desk.pages import show
from rekkas.mail.queries import item as known_item
from rekkas.network.queries import office as known_office

PDF, BYTES, ZPL = "application/pdf", "application/octet-stream", "application/zpl"
ALOUD = ("ar", "fr", "en")


@require_safe
@requires("counter.settle_visit")
def visit_receipt(request: StaffRequest, number: str) -> HttpResponse:
    """The receipt of a visit on paper, in the language of the page."""
    return _paper(visit_pdf(_visit(number)), f"{number}.pdf", PDF)


@require_safe
@requires("counter.settle_visit")
def visit_receipt_job(request: StaffRequest, number: str) -> HttpResponse:
    """The same as a thermal printer is told it; ``?drawer`` opens the drawer too."""
    job = visit_job(_visit(number), opens_drawer="drawer" in request.GET)
    return _paper(job, f"{number}.bin", BYTES)


@require_safe
@requires("counter.settle_visit")
def refund_receipt(request: StaffRequest, number: str) -> HttpResponse:
    """The receipt of what was given back."""
    return _paper(visit_pdf(_refund(number)), f"{number}.pdf", PDF)


@require_safe
@requires("counter.settle_visit")
def refund_receipt_job(request: StaffRequest, number: str) -> HttpResponse:
    """The same as a thermal printer is told it."""
    return _paper(visit_job(_refund(number)), f"{number}.bin", BYTES)


@require_safe
@requires("counter.settle_visit")
def visit_aloud(request: StaffRequest, number: str) -> HttpResponse:
    """The receipt in plain sentences, large, to be shown to the customer or read aloud by the browser."""
    row, lines, payments, _marks = _known(number)
    return show(
        request, "counter/aloud.html", visit=row, sentences=visit_sentences(row, lines, payments),
        voices=ALOUD, spoken=(get_language() or "en")[:2], at=row.happened_at.astimezone(row.office.zone),
    )  # fmt: skip


@require_safe
@requires("view.mail")
def item_label_zpl(request: StaffRequest, number: str) -> HttpResponse:
    """The label of one item as a label printer is told it."""
    kept = known_item(number)
    note_look(request, looks.item(kept.unit.number))
    said = label_zpl(kept, site=request.build_absolute_uri("/")).encode("ascii")
    return _paper(said, f"{kept.unit.number}.zpl", ZPL)


@require_safe
@requires("view.mail")
def declaration(request: StaffRequest, number: str) -> HttpResponse:
    """What was declared to be in an item for abroad."""
    item, row, contents = _declared(request, number)
    return show(
        request, "counter/declaration.html", item=item, declaration=row, contents=contents,
        weight_g=sum(one.weight_g for one in contents), value=sum(one.value for one in contents),
        at=row.declared_at.astimezone(row.office.zone),
    )  # fmt: skip


@require_safe
@requires("view.mail")
def declaration_paper(request: StaffRequest, number: str) -> HttpResponse:
    """The same on paper, in the languages that customs read and that of the reader."""
    item, row, contents = _declared(request, number)
    return _paper(
        declaration_pdf(declaration_data(item, row, contents)), f"{item.unit.number}-declaration.pdf", PDF
    )


@require_safe
@requires("counter.settle_visit")
def simulator(request: StaffRequest) -> HttpResponse:
    """A scale and printers that are not there: to learn, and to see what happens when one fails."""
    return show(request, "counter/simulator.html")


def _known(number: str) -> tuple[Any, list[Any], list[Any], list[Any]]:
    row = queries.visit(number)
    refunds = queries.refunds_of(row)
    lines = [
        (line_told(line, row.office.country_id), refunds.get(line.place)) for line in queries.visit_lines(row)
    ]
    return row, lines, payments_of(row), receipt_marks(row)


def _visit(number: str) -> dict[str, Any]:
    row, lines, payments, marks = _known(number)
    return visit_data(row, lines, payments, marks)


def _refund(number: str) -> dict[str, Any]:
    row = known_refund(number)
    before = row.line.visit
    told = line_told(row.line, before.office.country_id)
    office = known_office(row.number.rpartition("-")[0])
    return refund_data(row, told, before, refund_marks(row), office=office)


def _declared(request: StaffRequest, number: str) -> tuple[Any, Any, list[Any]]:
    item = known_item(number)
    note_look(request, looks.item(item.unit.number))
    row = declared_in(item.unit.number)
    if row is None:
        raise NotFound(what=number)
    return item, row, declared_contents(row)


def _paper(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
