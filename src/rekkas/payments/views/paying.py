"""A money order is paid at a counter or a door: taken in hand, looked at, paid, asked after where no answer came."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotYourOffice
from rekkas.base.looks import note_look
from rekkas.cash.queries import receipt_lines
from rekkas.design.formats import moment_text
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at
from rekkas.payments import commands, papers
from rekkas.payments.choices import CodeAnswer, OrderState, PaymentState
from rekkas.payments.entries import Begun
from rekkas.payments.forms import BeginForm, PayForm
from rekkas.payments.models import OrderPayment
from rekkas.payments.queries import orders as queries
from rekkas.payments.views.pages import (
    SEES,
    document_name,
    documents_of,
    paper,
    payment_look,
    payments_page,
)
from rekkas.payments.words import wrong_code_words


@requires("payments.begin_payment")
@at_office
def begin_payment(request: StaffRequest, office: Any) -> HttpResponse:
    """Somebody wants to be paid: number, secret code, document. The order is then in the hands of this till."""
    form = BeginForm(
        request.POST or None, documents=documents_of(office.country_id),
        initial={"number": request.GET.get("number", "")},
    )  # fmt: skip
    if form.is_valid():
        said, shown, token = form.cleaned_data, form.shown(), form.cleaned_data["key"]
        if form.does(
            lambda key: commands.begin_payment(
                number=said["number"], code=said["code"], shown=shown, token=token, office=office.code,
                by=request.actor, at=now_at(office), key=key,
            )
        ):  # fmt: skip
            begun: Begun = form.result
            if begun.answer == CodeAnswer.RIGHT:
                return redirect("payments-payment", token=begun.token)
            form.decline(f"payments.code-{begun.answer.value}", wrong_code_words(begun), 422)
    return payments_page(request, "payments/begin_payment.html", office=office, form=form)


@requires("payments.begin_payment")
def payment(request: StaffRequest, token: UUID) -> HttpResponse:
    """One payment: what is to be looked at before it is made, and whether it is made."""
    return _payment(request, queries.payment(token), PayForm(None))


@requires("payments.pay_money_order")
@at_office
def pay_money_order(request: StaffRequest, office: Any, token: UUID) -> HttpResponse:
    """Pay what this till has in its hands."""
    form = PayForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.pay_money_order(
            token=token, office=office.code, signature=form.cleaned_data["signature"], by=request.actor,
            at=now_at(office),
        )
    ):  # fmt: skip
        return redirect("payments-payment", token=token)
    return _payment(request, queries.payment(token), form)


@requires("payments.sign_payment")
def sign_payment(request: StaffRequest, token: UUID) -> HttpResponse:
    """Look at a payment and sign it beside its clerk."""
    form = DeskForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.sign_payment(token=token, by=request.actor, at=timezone.now(), key=key)
    ):
        messages.success(request, _("Signed. The clerk can pay now."))
        return redirect("payments-signatures")
    return _payment(request, queries.payment(token), form)


@requires("payments.resolve_payment")
@at_office
def resolve_payment(request: StaffRequest, office: Any, token: UUID) -> HttpResponse:
    """Ask what truly became of a payment that was asked and not answered."""
    form = DeskForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.resolve_payment(
            token=token, office=office.code, by=request.actor, at=now_at(office), key=key
        )
    ):
        if form.result.is_paid:
            messages.success(request, _("It is paid and recorded. Hand the money out if you have not."))
        else:
            messages.warning(request, _("It is not paid, and will not be by this attempt. Hand nothing out."))
        return redirect("payments-payment", token=token)
    return _payment(request, queries.payment(token), form)


def _payment(request: StaffRequest, row: OrderPayment, form: Any) -> HttpResponse:
    order, zone = row.order, row.office.zone
    if request.actor.office and request.actor.office not in (row.office_id, order.office_id):
        raise NotYourOffice(yours=request.actor.office, office=row.office_id)
    is_live = row.state == PaymentState.BEGUN and row.lapses_at > timezone.now()
    return payments_page(
        request, "payments/payment.html", payment=row, order=order, form=form, look=payment_look(row.state),
        document=document_name(order.country_id, row.document_kind), is_live=is_live, office=row.office,
        is_mine=row.clerk == request.actor.name, is_here=request.actor.office in (None, "", row.office_id),
        percent=row.likeness // 10, begun=row.begun_at.astimezone(zone),
        is_at_door=order.state == OrderState.OUT, lapses=row.lapses_at.astimezone(zone),
        answered=row.answered_at.astimezone(zone) if row.answered_at else None,
        names=order.payee_names, until=moment_text(row.lapses_at.astimezone(zone)),
    )  # fmt: skip


@requires(SEES)
def payee_paper(request: StaffRequest, token: UUID) -> HttpResponse:
    """What the payee signs and keeps."""
    row = queries.payment(token)
    note_look(request, *queries.people_in(row.order))
    name = document_name(row.order.country_id, row.document_kind)
    lines = receipt_lines([row.entry]) if row.entry else []
    return paper(papers.payee_pdf(row, name, lines), f"{row.order.number}-paid")


@requires("payments.resolve_payment")
@at_office
def awaiting_answers(request: StaffRequest, office: Any) -> HttpResponse:
    """Payments of this till that were asked and not answered; for who signs, those of the whole office."""
    sees_all = request.actor.may("payments.sign_payment")
    rows = queries.awaiting_answers(office.code, "" if sees_all else request.actor.name)
    page = page_of(request, rows)
    now = timezone.now()
    return payments_page(
        request, "payments/awaiting_answers.html", office=office, page_obj=page,
        payments=[(row, row.lapses_at > now) for row in page], form=DeskForm(None),
    )  # fmt: skip
