"""Statements at the desk: on the page, on paper, for spreadsheets and for programs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekkas.bank import commands, queries
from rekkas.bank.forms_accounts import SpanForm
from rekkas.bank.models import BankAccount
from rekkas.bank.papers import statement_camt, statement_csv, statement_pdf
from rekkas.bank.papers.statements import statement_name
from rekkas.bank.queries import Statement
from rekkas.bank.views.account_pages import account_page
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import Refused


@require_safe
@requires("view.bank")
def statement(request: StaffRequest, number: str) -> HttpResponse:
    """What moved an account between two days."""
    row = queries.account(number)
    told = _told(request, row)
    today = timezone.now().astimezone(row.zone).date()
    return account_page(
        request, "bank/account_statement.html", row, told=told,
        form=SpanForm(initial={"first": told.first, "last": told.last}),
        span=_span(told),
        may_number=told.number is None and told.last < today,
    )  # fmt: skip


@require_safe
@requires("view.bank")
def download(request: StaffRequest, number: str, form: str) -> HttpResponse:
    """The same as a file: a sheet to print, a table, or a message for programs."""
    row = queries.account(number)
    looks.note_look(request, looks.customer(row.holder.number))
    told = _told(request, row)
    content, kind = _file(told, form)
    disposition = "inline" if form == "pdf" else "attachment"
    name = f'{disposition}; filename="{statement_name(told)}.{form}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": name})


@require_POST
@requires("bank.issue_statement")
def issue_statement(request: StaffRequest, number: str) -> HttpResponse:
    """Give the statement of these days its number."""
    row = queries.account(number)
    told = _told(request, row)
    try:
        given = commands.issue_statement(
            account=row.number, first=told.first, last=told.last, by=request.actor, at=timezone.now()
        )
        messages.success(request, _("It is statement %(number)s of this account.") % {"number": given})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('bank-statement', args=[row.number])}?{_span(told)}")


def _span(told: Statement) -> str:
    return urlencode({"first": told.first.isoformat(), "last": told.last.isoformat()})


def _file(told: Statement, form: str) -> tuple[bytes | str, str]:
    if form == "pdf":
        return statement_pdf(told), "application/pdf"
    if form == "csv":
        return statement_csv(told), "text/csv; charset=utf-8"
    return statement_camt(told, at=timezone.now()), "application/xml"


def _told(request: StaffRequest, row: BankAccount) -> Statement:
    today = timezone.now().astimezone(row.zone).date()
    asked = SpanForm(request.POST if request.method == "POST" else request.GET)
    return queries.statement(row, *asked.span(today))
