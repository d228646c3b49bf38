"""A customer sends money to an account: filled in, looked at once more, sent once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from rekkas.bank import commands as bank_commands
from rekkas.bank import queries as bank
from rekkas.bank.queries import OwnAccount
from rekkas.bank.views.me.pages import me_page, now_of
from rekkas.base.access import CustomerRequest, for_customers
from rekkas.base.errors import NotFound
from rekkas.money.choices import AccountState
from rekkas.payments import commands
from rekkas.payments.choices import TransferState
from rekkas.payments.entries import TransferTaken
from rekkas.payments.queries.clearing import directory, next_cut_offs
from rekkas.payments.queries.own import own_transfer
from rekkas.payments.queries.transfers import events_of
from rekkas.payments.views.me.forms import TransferForm
from rekkas.payments.views.me.words import TRANSFER_LOOKS


@for_customers
def transfer(request: CustomerRequest) -> HttpResponse:
    """Send an amount from an account of the customer to any other; the names are seen before it is sent."""
    at = now_of(request)
    accounts = bank.own_accounts(request.customer, at)
    sources = sources_among(accounts)
    if not sources:
        return me_page(request, "payments/me/no_source.html")
    asked: dict[str, Any] = {
        "sources": sources,
        "mine": {own.row.number for own in accounts},
        "today": at.date(),
    }
    if request.method != "POST":
        return _page(request, TransferForm(initial={"source": request.GET.get("source", "")}, **asked))
    if "correct" in request.POST:
        typed = {name: value for name, value in request.POST.items() if name not in ("key", "target")}
        return _page(request, TransferForm(initial=typed, **asked))
    form = TransferForm(request.POST, **asked)
    if not form.is_valid():
        return _page(request, form)
    if not form.is_confirmed:
        return _to_confirm(request, form)
    if form.does(lambda key: _send(request, form, key)):
        if isinstance(form.result, TransferTaken):
            return redirect("me-transfer", form.result.number)
        return redirect("me-receipt", form.result.entry)
    return _page(request, form)


def sources_among(accounts: list[OwnAccount]) -> list[OwnAccount]:
    """The accounts from which a customer may send."""
    return [own for own in accounts if own.may_move and own.row.state == AccountState.OPEN]


def _page(request: CustomerRequest, form: TransferForm) -> HttpResponse:
    return me_page(request, "payments/me/transfer.html", form=form)


def _to_confirm(request: CustomerRequest, form: TransferForm) -> HttpResponse:
    """What will be sent to whom, and what it costs."""
    payee, amount = form.found, form.cleaned_data["amount"]
    rules = payee.rules if payee else None
    cut_offs = next_cut_offs(rules, now_of(request), 1) if rules else []
    return me_page(
        request, "payments/me/confirm_transfer.html", asked=form, giver=form.giver, payee=payee, amount=amount,
        fee=form.fee, total=amount + form.fee, is_own=payee is not None and payee.number in form.mine,
        leaves_at=cut_offs[0].due_at if cut_offs else None,
        is_looked_at=rules is not None and amount >= rules.second_person_from,
        kept=[pair for pair in form.kept if pair[0] not in ("target", "at_once")],
    )  # fmt: skip


def _send(request: CustomerRequest, form: TransferForm, key: str) -> Any:
    said, row, at = form.cleaned_data, form.giver, now_of(request)
    if form.found and form.found.bank:
        return commands.send_transfer(
            account=row.number, payee_name=said["payee_name"], payee_account=form.found.number,
            amount=said["amount"], currency=row.currency, remittance=said["note"],
            at_once=said["at_once"] and form.may_go_at_once, by=request.actor, at=at, key=key,
        )  # fmt: skip
    return bank_commands.transfer_between(
        source=row.number, target=form.payee_number, amount=said["amount"], currency=row.currency, note=said["note"],
        by=request.actor, at=at, key=key,
    )  # fmt: skip


@require_safe
@for_customers
def one_transfer(request: CustomerRequest, number: str) -> HttpResponse:
    """A transfer to another bank: where it stands, step by step; its receipt."""
    accounts = bank.own_accounts(request.customer, now_of(request))
    row = own_transfer(accounts, number)
    if row is None:
        raise NotFound(what=number)
    return me_page(
        request, "payments/me/one_transfer.html", transfer=row, look=TRANSFER_LOOKS[row.state],
        bank=directory(row.country_id).name_of(row.payee_bank), 
        steps=[(TransferState(step.after).label, step.happened_at) for step in events_of(row)],
    )  # fmt: skip
