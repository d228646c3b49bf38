"""Single transfers to other banks at the desk: sent, approved, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekkas.bank import queries as bank
from rekkas.base import looks
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import Refused
from rekkas.desk.forms import DeskForm
from rekkas.desk.pages import at_office, now_at
from rekkas.money.queries import trail_of
from rekkas.payments import commands, queries
from rekkas.payments.choices import TransferState, TransferWay
from rekkas.payments.commands.sending import check_sum, target_of
from rekkas.payments.forms_transfers import SendForm, WhyForm
from rekkas.payments.models import CreditTransfer
from rekkas.payments.queries.clearing import clearing_rules, day_of, directory, next_cut_offs
from rekkas.payments.views.pages import SEES, is_asked
from rekkas.payments.views.transfer_pages import transfers_page
from rekkas.payments.words import reason_words, shown

TRANSFER = "payments-transfer"


@requires("payments.send_transfer")
@at_office
def send_transfer(request: StaffRequest, office: Any) -> HttpResponse:
    """Send an amount to an account at another bank: to whom and for how much is shown first."""
    form = SendForm(
        request.POST or None,
        currency=office.country.currency,
        initial={"account": request.GET.get("account", "")},
    )
    seen = _looked_up(form, office) if form.is_valid() else None
    if seen and is_asked(request, "accept") and form.cleaned_data["shown"] == seen["shown"]:
        said = form.cleaned_data
        if form.does(
            lambda key: commands.send_transfer(
                account=said["account"], payee_name=said["payee_name"], payee_account=said["payee_account"],
                amount=said["amount"], currency=form.said_currency, remittance=said["remittance"],
                reference=said["reference"], at_once=said["at_once"], document=said["document"],
                office=office.code, by=request.actor, at=now_at(office), key=key,
            )
        ):  # fmt: skip
            messages.success(request, _("The transfer %(number)s is taken.") % {"number": form.result.number})
            return redirect(TRANSFER, form.result.number)
    return transfers_page(request, "payments/send_transfer.html", form=form, office=office, seen=seen)


def _looked_up(form: SendForm, office: Any) -> dict[str, Any] | None:
    """To which bank it goes, what it costs, and when; or the refusal beside what was typed."""
    said = form.cleaned_data
    try:
        row = bank.account(said["account"])
        rules = clearing_rules(office.country_id)
        target, member = target_of(rules, said["payee_account"])
        check_sum(rules, said["amount"], row.currency, at_once=said["at_once"])
    except Refused as refusal:
        form.decline(refusal.code, str(refusal), refusal.status)
        return None
    at = timezone.now()
    fee = bank.fee_for(bank.fee_on(row.product, "per-transfer-outside", day_of(rules, at)), said["amount"])
    cut_offs = next_cut_offs(rules, at, 1)
    return {
        "account": row, "number": target.number, "bank": directory(rules.country_id).name_of(member), "fee": fee,
        "total": said["amount"] + fee, "shown": f"{target.number} {said['amount'] + fee}",
        "is_looked_at": said["amount"] >= rules.second_person_from,
        "leaves_at": None if said["at_once"] or not cut_offs else cut_offs[0].due_at,
    }  # fmt: skip


@require_safe
@requires(SEES)
def transfer(request: StaffRequest, number: str) -> HttpResponse:
    """One transfer: where it stands, step by step, and where its money is."""
    return _transfer_page(request, queries.credit_transfer(number))


def _transfer_page(request: StaffRequest, row: CreditTransfer, **more: Any) -> HttpResponse:
    if row.customer:
        looks.note_look(request, looks.customer(row.customer.number))
    is_held = row.state == TransferState.HELD and row.way == TransferWay.OUT
    is_mine = row.received_by == request.actor.name
    known = directory(row.country_id)
    return transfers_page(
        request, "payments/transfer.html", transfer=row, seen=shown(row),
        steps=[
            (TransferState(step.after).label, reason_words(step.reason) if step.reason else "", step)
            for step in queries.events_of(row)
        ],
        payer_bank=known.name_of(row.payer_bank), payee_bank=known.name_of(row.payee_bank),
        trail=trail_of(row.number), notes=list(row.notes.select_related("file").defer("file__content").order_by("id")),
        can_approve=is_held and not is_mine, is_mine=is_held and is_mine,
        approve=DeskForm(auto_id="approve_%s"), cancel=more.pop("cancel", WhyForm(auto_id="cancel_%s")), **more,
    )  # fmt: skip


@require_POST
@requires("payments.approve_transfer")
def approve_transfer(request: StaffRequest, number: str) -> HttpResponse:
    """Approve a transfer that somebody else has entered."""
    row = queries.credit_transfer(number)
    form = DeskForm(request.POST)
    if form.is_valid() and form.does(
        lambda key: commands.approve_transfer(number=row.number, by=request.actor, at=timezone.now(), key=key)
    ):
        messages.success(request, _("The transfer is approved, and waits for the next file."))
        return redirect(TRANSFER, row.number)
    return _transfer_page(request, row, form=form)


@require_POST
@requires("payments.cancel_transfer")
def cancel_transfer(request: StaffRequest, number: str) -> HttpResponse:
    """Take a transfer back before it is sent."""
    row = queries.credit_transfer(number)
    form = WhyForm(request.POST, auto_id="cancel_%s")
    if form.is_valid() and form.does(
        lambda key: commands.cancel_transfer(
            number=row.number, why=form.cleaned_data["why"], by=request.actor, at=timezone.now(), key=key
        )
    ):
        messages.success(request, _("The transfer is cancelled: its payer has the money again."))
        return redirect(TRANSFER, row.number)
    return _transfer_page(request, row, form=form, cancel=form)
