"""Money orders at the desk: found, looked at, issued, printed."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postkit.moneyorder import SecretCode
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import InvalidInput, Refused
from rekkas.base.looks import note_look
from rekkas.cash.queries import receipt_lines
from rekkas.desk.forms import JUST_NOW
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at
from rekkas.money.queries import trail_of
from rekkas.payments import commands, papers
from rekkas.payments.choices import Act, OrderState, Way
from rekkas.payments.commands.ending import order_is_cancellable
from rekkas.payments.commands.signing import is_open_to
from rekkas.payments.entries import OrderEntry
from rekkas.payments.errors import IssuedJustNow, NoOrderFee, NotInThisState
from rekkas.payments.forms import IssueForm
from rekkas.payments.models import MoneyOrder
from rekkas.payments.queries import orders as queries
from rekkas.payments.queries.rules import counter_products, product_name, rules_of
from rekkas.payments.views.pages import (
    SEES,
    documents_of,
    event_words,
    is_asked,
    office_listed,
    paper,
    payment_look,
    payments_page,
    state_of,
)

AT_ISSUE = timedelta(minutes=15)  # for so long the page of an issue stays open, and its papers are printed
SLIP = "payments.slip"


@requires(SEES)
def orders(request: StaffRequest) -> HttpResponse:
    """Find a money order by its number; the latest of the reader's office, or of all."""
    asked = request.GET.get("number", "").strip()
    refusal: Refused | None = None
    if asked:
        note_look(request, looks.search(asked))
        try:
            return redirect("payments-order", number=queries.order(asked).number)
        except Refused as problem:
            refusal = problem
    page = page_of(request, queries.orders_of(office_listed(request)))
    return payments_page(
        request, "payments/orders.html", asked=asked, refusal=refusal, page_obj=page,
        orders=[(row, state_of(row)) for row in page],
    )  # fmt: skip


@requires(SEES)
def order(request: StaffRequest, number: str) -> HttpResponse:
    """One money order: what was asked, what happened, where its money has been."""
    row = queries.order(number)
    payments = queries.payments_of(row)
    return payments_page(
        request, "payments/order.html", order=row, look=state_of(row), product=_product(row),
        events=[(event, event_words(event)) for event in queries.events_of(row)],
        trail=trail_of(row.number), payments=[(one, payment_look(one.state)) for one in payments],
        requests=queries.requests_of(row), lines=queries.issue_lines(row),
        open_to={act.value: is_open_to(row, act) for act in Act}, is_mine=row.clerk == request.actor.name,
        can_cancel=order_is_cancellable(row, by=request.actor, at=timezone.now()),
    )  # fmt: skip


def _product(row: MoneyOrder) -> str:
    return product_name(rules_of(row.country_id).order(row.product), row.product)


@requires("payments.issue_money_order")
@at_office
def issue_money_order(request: StaffRequest, office: Any) -> HttpResponse:
    """Issue a money order: its fee is shown first, and taken with the same form."""
    rules = rules_of(office.country_id)
    terms = counter_products(rules)
    form = IssueForm(
        request.POST or None, terms=terms, names={row.code: product_name(row) for row in terms},
        currency=rules.currency, documents=documents_of(office.country_id),
    )  # fmt: skip
    fee: int | None = None
    if form.is_valid():
        day = now_at(office).date()
        fee = rules.fee_for(form.cleaned_data["product"], form.cleaned_data["amount"], day)
        if fee is None:
            form.decline(NoOrderFee.code, str(NoOrderFee()), NoOrderFee.status)
        elif (
            is_asked(request, "accept")
            and form.cleaned_data["fee_shown"] == fee
            and _issue(request, form, office)
        ):
            return _issued(request, form, office)
    total = fee + form.cleaned_data["amount"] if fee is not None else None
    return payments_page(
        request, "payments/issue_money_order.html", office=office, form=form, fee=fee, total=total,
        currency=rules.currency, terms=form.terms.get(form["product"].value() or terms[0].code),
    )  # fmt: skip


def _issue(request: StaffRequest, form: IssueForm, office: Any) -> bool:
    entry, code = form.entry(), form.code()
    return form.does_unless(
        lambda: _just_now(request, entry, office),
        lambda key: commands.issue_money_order(
            order=entry, code=code, office=office.code, by=request.actor, at=now_at(office), key=key
        ),
    )


def _just_now(request: StaffRequest, entry: OrderEntry, office: Any) -> IssuedJustNow | None:
    same = queries.issued_since(entry, office.code, request.actor.name, now_at(office) - JUST_NOW)
    return IssuedJustNow(number=same.printed) if same else None


def _issued(request: StaffRequest, form: IssueForm, office: Any) -> HttpResponse:
    """Shown as the answer itself: what the slip is printed from is kept nowhere but on this page."""
    row = queries.order(form.result.number)
    return payments_page(
        request, "payments/issued.html", order=row, look=state_of(row), product=_product(row), office=office,
        slip=slip_for(request, row.number, form.code()), lines=queries.issue_lines(row),
    )  # fmt: skip


def slip_for(request: StaffRequest, number: str, code: SecretCode | None) -> str:
    """What the page sends back to have the slip printed, by the same person, while it is open."""
    if code is None:
        return ""
    return signing.dumps([request.actor.name, number, code.spoken], salt=SLIP)


@requires(SEES)
@require_POST
def slip_paper(request: StaffRequest, number: str) -> HttpResponse:
    """The slip with the secret code, for the sender alone."""
    try:
        who, wanted, spoken = signing.loads(request.POST.get("slip", ""), salt=SLIP, max_age=AT_ISSUE)
    except signing.BadSignature as problem:
        raise InvalidInput(
            field="slip", reason=_("the page is too old. Give the sender a new code.")
        ) from problem
    if (who, wanted) != (request.actor.name, number):
        raise InvalidInput(field="slip", reason=_("it belongs to another page."))
    return paper(papers.slip_pdf(queries.order(number), SecretCode(spoken)), f"{number}-slip")


@requires(SEES)
def notice_paper(request: StaffRequest, number: str) -> HttpResponse:
    """The notice for the payee, where the order is paid in cash and nobody has its money yet."""
    row = queries.order(number)
    note_look(request, *queries.people_in(row))
    if not row.has_notice:
        raise NotInThisState(number=row.printed, state=OrderState(row.state).label)
    return paper(papers.notice_pdf(row), f"{row.number}-notice")


@requires(SEES)
def sender_paper(request: StaffRequest, number: str) -> HttpResponse:
    """The sender's receipt, in the language of the page; printed later or by another, a copy without its mark."""
    row = queries.order(number)
    note_look(request, *queries.people_in(row))
    is_copy = row.taken == Way.CASH and not _is_at_issue(request, row)
    lines = receipt_lines([row.issue_entry]) if row.taken == Way.CASH and not is_copy else []
    return paper(papers.sender_pdf(row, _product(row), lines, is_copy=is_copy), row.number)


def _is_at_issue(request: StaffRequest, row: MoneyOrder) -> bool:
    """Whether the sender still stands before whoever issued it: the mark on a receipt gives the money back."""
    by = request.actor
    is_there = not by.office or by.office == row.office_id
    return row.clerk == by.name and is_there and timezone.now() < row.issued_at + AT_ISSUE
