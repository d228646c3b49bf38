"""Statements: listed, read, taken away as a table, a paper and a message; and what is said after one was made."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from postkit.cod_statement import to_text
from rekkas.bank.queries.messages import written
from rekkas.base.access import StaffRequest, requires
from rekkas.catalogue import queries as catalogue
from rekkas.commerce import commands, papers, queries
from rekkas.commerce.choices import CorrectionReason, PayoutState, PayWay
from rekkas.commerce.forms import CorrectForm, ReasonForm
from rekkas.commerce.models import Statement
from rekkas.commerce.views.paying import names_of
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show


@requires("view.money")
def statements(request: StaffRequest) -> HttpResponse:
    """Statements of all merchants or of one, latest first."""
    merchant = request.GET.get("merchant", "").strip().upper()
    carried = request.GET.get("carried") == "1"
    rows = page_of(request, queries.statements_of(merchant, carried=carried))
    names = names_of(row.customer_code for row in rows)
    return show(
        request, "commerce/statements.html", rows=[(row, names[row.customer_code]) for row in rows],
        rows_page=rows, merchant=merchant, carried=carried,
    )  # fmt: skip


@requires("view.money")
def statement(request: StaffRequest, number: str) -> HttpResponse:
    """One statement as its merchant reads it."""
    return _show_statement(request, queries.statement(number), ReasonForm())


def _show_statement(request: StaffRequest, kept: Statement, form: ReasonForm) -> HttpResponse:
    page = page_of(request, queries.lines_page(kept))
    rows = list(page)
    said = queries.said(kept, rows)
    paid = getattr(kept, "payout", None)
    may_return = (
        paid is not None
        and request.actor.may("commerce.return_payout")
        and (paid.way, paid.state, paid.transfer) == (PayWay.ELSEWHERE, PayoutState.PAID, "")
    )
    return show(
        request, "commerce/payout.html", kept=kept, said=said, payout=paid, form=form, lines_page=page,
        lines=[(line, row.subject) for line, row in zip(said.lines, rows, strict=True)],
        merchant=catalogue.customer(kept.customer_code), may_return=may_return,
        may_correct=request.actor.may("commerce.correct_due"),
    )  # fmt: skip


@requires("view.money")
def statement_table(request: StaffRequest, number: str) -> HttpResponse:
    """The statement as a table that the merchant's books read, and that anybody can recompute."""
    kept = queries.statement(number)
    return _file(to_text(queries.said(kept)).encode(), "text/csv; charset=utf-8", f"{kept.number}.csv")


@requires("view.money")
def statement_paper(request: StaffRequest, number: str) -> HttpResponse:
    """The statement as a paper."""
    kept = queries.statement(number)
    return _file(papers.statement_pdf(kept), "application/pdf", f"{kept.number}.pdf", "inline")


@requires("view.money")
def advice(request: StaffRequest, number: str) -> HttpResponse:
    """What the postal bank tells the merchant of the credit (camt.054)."""
    kept = queries.statement(number)
    message = written(queries.advice(kept, timezone.now()), kept.number)
    return _file(message, "application/xml", f"{kept.number}.camt054.xml")


def _file(content: bytes, kind: str, name: str, shown: str = "attachment") -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'{shown}; filename="{name}"'}
    )


@requires("commerce.return_payout")
def return_payout(request: StaffRequest, number: str) -> HttpResponse:
    """Note that the merchant's bank sent a payment back."""
    kept = queries.statement(number)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.return_payout(
            number=number, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now(), key=key
        )
    ):
        messages.success(request, _("The payment is due again. Agree terms anew before it is paid."))
        return redirect("commerce-payout", number=number)
    return _show_statement(request, kept, form)


@requires("commerce.correct_due")
def correct_due(request: StaffRequest, subject: str) -> HttpResponse:
    """Put a correction of an item's cash on the next statement."""
    line: Any = queries.collected_line(subject)
    form = CorrectForm(request.POST or None, currency=line.currency)
    if form.is_valid() and form.does(
        lambda key: commands.correct_due(
            item=subject, amount=form.signed, reason=CorrectionReason(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The correction will stand on the next statement."))
        return redirect("commerce-merchant", code=line.customer_code)
    return show(
        request, "commerce/correct_due.html", form=form, line=line,
        merchant=catalogue.customer(line.customer_code), left=line.amount + queries.corrected(line.subject),
    )  # fmt: skip
