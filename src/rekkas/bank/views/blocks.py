"""What authorities order of accounts, noted and lifted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.bank import commands, queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.forms_accounts import BlockForm, UnblockForm
from rekkas.bank.views.account_pages import account_page
from rekkas.base.access import StaffRequest, requires
from rekkas.design import formats

ACCOUNT = "bank-account"


@requires("bank.block_account")
def block_account(request: StaffRequest, number: str) -> HttpResponse:
    """Block an account by an authority’s order."""
    row = queries.account(number)
    form = BlockForm(request.POST or None, currency=row.currency)
    if form.is_valid() and form.does(
        lambda key: commands.block_account(
            account=row.number, kind=BlockKind(form.cleaned_data["kind"]),
            reference=form.cleaned_data["reference"], authority=form.cleaned_data["authority"],
            reason=form.cleaned_data["reason"], amount=form.cleaned_data["amount"] or None, by=request.actor,
            at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        said = _("The order is noted.")
        if form.cleaned_data["kind"] == BlockKind.AMOUNT:
            held = formats.money_text(form.result, row.currency)
            said = _("The order is noted: %(held)s is set aside.") % {"held": held}
        messages.success(request, said)
        return redirect(ACCOUNT, row.number)
    return account_page(
        request, "bank/account_verb.html", row, form=form, title=_("Block the account"), symbol="shield",
        text=_("Of an amount only what is there can be set aside."),
    )  # fmt: skip


@requires("bank.unblock_account")
def unblock_account(request: StaffRequest, number: str) -> HttpResponse:
    """Lift an order that blocks an account."""
    row = queries.account(number)
    standing = [order.reference for order in queries.blocking_orders_of(row) if order.lifted_at is None]
    form = UnblockForm(request.POST or None, references=standing)
    if form.is_valid() and form.does(
        lambda key: commands.unblock_account(
            account=row.number, reference=form.cleaned_data["reference"], reason=form.cleaned_data["reason"],
            by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The block is lifted."))
        return redirect(ACCOUNT, row.number)
    return account_page(
        request, "bank/account_verb.html", row, form=form, title=_("Lift a block"), symbol="check",
        text=_("Whoever placed it does not lift it."),
    )  # fmt: skip
