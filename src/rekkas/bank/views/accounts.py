"""Accounts at the desk: found, opened, looked at, closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekkas.bank import commands, queries
from rekkas.bank.forms_accounts import CloseAccountForm, FindAccountForm, OpenAccountForm, months_before
from rekkas.bank.views.account_pages import account_page, told
from rekkas.bank.views.pages import bank_page
from rekkas.base.access import StaffRequest, requires
from rekkas.design import formats
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at

ACCOUNT = "bank-account"
SHOWN_MONTHS = 6


@requires("view.bank")
def find(request: StaffRequest) -> HttpResponse:
    """Look an account up by any of its numbers; below, those that were opened last."""
    form = FindAccountForm(request.POST or None)
    if form.is_valid() and form.found is not None:
        return redirect(ACCOUNT, form.found.number)
    rows = page_of(request, queries.accounts_opened(office=request.actor.office or ""))
    return bank_page(request, "bank/accounts.html", form=form, rows=rows)


@require_safe
@requires("view.bank")
def account(request: StaffRequest, number: str) -> HttpResponse:
    """One account: what it holds, what holds it, up to which sums it moves, what moved."""
    row = queries.account(number)
    today = timezone.now().astimezone(row.zone).date()
    return account_page(
        request, "bank/account.html", row, limits=queries.limits_of(row, today), holds=queries.holds_of(row),
        blocks=queries.blocking_orders_of(row), others=queries.others_of(row), accrued=queries.accrued(row, today),
        movements=page_of(request, queries.movements_of(row)), history=told(row),
        statements=queries.statements_issued(row)[:SHOWN_MONTHS], months=months_before(today, SHOWN_MONTHS),
        today=today,
    )  # fmt: skip


@requires("bank.open_account")
@at_office
def open_account(request: StaffRequest, office: Any) -> HttpResponse:
    """Open an account for a customer."""
    customer = queries.customer(request.POST.get("customer") or request.GET.get("customer", ""))
    form = OpenAccountForm(request.POST or None, products=queries.products_of(customer.country_id))
    if form.is_valid() and form.does(
        lambda key: commands.open_account(
            customer=customer.number, product=form.cleaned_data["product"], office=office.code, by=request.actor,
            at=now_at(office), joint=[joint] if (joint := form.cleaned_data["joint"]) else [],
            guardian=form.cleaned_data["guardian"], key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The account %(number)s is open.") % {"number": form.result.number})
        return redirect(ACCOUNT, form.result.number)
    return bank_page(
        request, "bank/open_account.html", form=form, customer=customer, office=office,
        accounts=queries.accounts_of(customer.number),
    )  # fmt: skip


@requires("bank.close_account")
@at_office
def close_account(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Close an account and pay out the rest."""
    row = queries.account(number)
    form = CloseAccountForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.close_account(
            account=row.number, document=form.cleaned_data["document"], office=office.code, by=request.actor,
            at=now_at(office), key=key, to_account=form.cleaned_data["to_account"],
        )
    ):  # fmt: skip
        paid = formats.money_text(form.result.amount, row.currency)
        messages.success(request, _("The account is closed. %(amount)s was paid out.") % {"amount": paid})
        return redirect(ACCOUNT, row.number)
    return account_page(
        request, "bank/account_verb.html", row, form=form, office=office, title=_("Close the account"),
        text=_("Interest until yesterday is credited first, then what closing costs is taken."), symbol="cross",
    )  # fmt: skip
