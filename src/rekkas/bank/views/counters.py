"""Cash over the counter, and transfers that somebody asks for there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rekkas.bank import commands, queries
from rekkas.bank.entries import Moved
from rekkas.bank.errors import DoneJustNow
from rekkas.bank.forms_accounts import DepositForm, TransferForm, WithdrawForm
from rekkas.bank.models import BankAccount
from rekkas.bank.views.account_pages import account_page
from rekkas.base.access import StaffRequest, requires
from rekkas.cash.queries import till_of
from rekkas.design import formats
from rekkas.desk.forms import JUST_NOW
from rekkas.desk.pages import at_office, now_at
from rekkas.money.choices import EntryKind
from rekkas.money.queries import movements

ACCOUNT = "bank-account"
LATEST = 50  # so many movements of a till are looked at for the same one a moment ago


@requires("bank.deposit")
@at_office
def deposit(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Take cash for an account."""
    row = queries.account(number)
    form = DepositForm(request.POST or None, currency=row.currency)
    if form.is_valid() and form.does_unless(
        lambda: _just_now(request, row, office, EntryKind.DEPOSIT, form.cleaned_data["amount"]),
        lambda key: commands.deposit(
            account=row.number, amount=form.cleaned_data["amount"], currency=row.currency, office=office.code,
            note=form.cleaned_data["note"], by=request.actor, at=now_at(office), key=key,
        ),
    ):  # fmt: skip
        return _done(request, row, form.result, _("%(amount)s was paid in. The account holds %(balance)s."))
    return account_page(
        request, "bank/account_verb.html", row, form=form, office=office, title=_("Pay in"), symbol="coin"
    )


@requires("bank.withdraw")
@at_office
def withdraw(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Pay cash out of an account."""
    row = queries.account(number)
    form = WithdrawForm(request.POST or None, currency=row.currency)
    if form.is_valid() and form.does_unless(
        lambda: _just_now(request, row, office, EntryKind.WITHDRAWAL, form.cleaned_data["amount"]),
        lambda key: commands.withdraw(
            account=row.number, amount=form.cleaned_data["amount"], currency=row.currency,
            document=form.cleaned_data["document"], office=office.code, note=form.cleaned_data["note"],
            by=request.actor, at=now_at(office), key=key,
        ),
    ):  # fmt: skip
        return _done(request, row, form.result, _("Pay out %(amount)s. The account holds %(balance)s."))
    return account_page(
        request, "bank/account_verb.html", row, form=form, office=office, title=_("Pay out"), symbol="out",
        text=_("Look at the identity document and at who shows it."),
    )  # fmt: skip


@requires("bank.transfer_between")
@at_office
def transfer_between(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Send an amount to another account: to whom is shown first, and sent with the same form."""
    row = queries.account(number)
    form = TransferForm(request.POST or None, currency=row.currency)
    payee = form.payee if form.is_valid() else None
    if payee is not None and form.is_agreed and form.does(_send(request, row, office, form)):
        return _done(request, row, form.result, _("%(amount)s was sent. The account holds %(balance)s."))
    return account_page(
        request, "bank/transfer_between.html", row, form=form, office=office, payee=payee,
        sum=form.cleaned_data.get("amount") if payee else None,
    )  # fmt: skip


def _send(request: StaffRequest, row: BankAccount, office: Any, form: TransferForm) -> Callable[[str], Moved]:
    said = form.cleaned_data
    return lambda key: commands.transfer_between(
        source=row.number, target=said["target"], amount=said["amount"], currency=row.currency, note=said["note"],
        document=said["document"], office=office.code, by=request.actor, at=now_at(office), key=key,
    )  # fmt: skip


def _just_now(
    request: StaffRequest, row: BankAccount, office: Any, kind: EntryKind, amount: int
) -> DoneJustNow | None:  # fmt: skip
    """The same amount of the same account, moved through this clerk's till a moment ago."""
    since = now_at(office) - JUST_NOW
    for one in movements(till_of(office.code, request.actor.name, row.currency))[:LATEST]:
        said = (one.entry.kind, one.entry.subject, one.amount)
        if said == (kind, row.number, amount) and one.entry.happened_at > since:
            at = one.entry.happened_at.astimezone(office.zone)
            return DoneJustNow(account=row.number, time=formats.moment_text(at))
    return None


def _done(request: StaffRequest, row: BankAccount, moved: Moved, words: str) -> HttpResponse:
    amounts = {"amount": moved.amount, "balance": moved.balance}
    said = words % {name: formats.money_text(amount, row.currency) for name, amount in amounts.items()}
    if moved.fee:
        said += " " + _("It cost %(fee)s.") % {"fee": formats.money_text(moved.fee, row.currency)}
    messages.success(request, said)
    return redirect(ACCOUNT, row.number)
