"""The contract of a merchant: as the post's staff agrees and ends it, and as the merchant sees it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekkas.base.access import MerchantRequest, StaffRequest, for_merchants, requires
from rekkas.catalogue import commands as catalogue_commands
from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.choices import Zone
from rekkas.desk.pages import show
from rekkas.merchant import queries
from rekkas.merchant.forms import ContractForm, EndContractForm
from rekkas.merchant.views.pages import pro_page


@require_safe
@requires("view.merchants")
def contract(request: StaffRequest, code: str) -> HttpResponse:
    """What holds with a merchant now, and everything that was ever agreed."""
    customer = catalogue.customer(code)
    now = timezone.now()
    today = queries.contract_today(customer, now)
    history = [
        (row, said, prices_told(said.prices, customer))
        for row, said in catalogue.contract_history(customer.code)
    ]
    return show(
        request, "merchant/desk/contract.html", merchant=customer, today=today, history=history,
        prices=prices_told(today.agreed.prices, customer) if today else [],
        may_agree=request.actor.may("catalogue.agree_contract"),
    )  # fmt: skip


@requires("catalogue.agree_contract")
def agree_contract(request: StaffRequest, code: str) -> HttpResponse:
    """Agree a contract with a merchant from a day on."""
    customer = catalogue.customer(code)
    history = catalogue.contract_history(customer.code)
    wants_more = "more" in request.POST
    form = ContractForm(
        request.POST or None, country=customer.country, products=catalogue.products_of(customer.country_id, None),
        before=history[0][1] if history else None, more=wants_more,
    )  # fmt: skip
    if form.is_valid() and form.does(
        lambda key: catalogue_commands.agree_contract(
            merchant=customer.code, contract=form.contract, by=request.actor, at=timezone.now(), key=key
        )
    ):
        messages.success(
            request, _("The contract is agreed. What was agreed before holds until its first day.")
        )
        return redirect("desk-contract", code=customer.code)
    return show(request, "merchant/desk/agree_contract.html", form=form, merchant=customer)


@requires("catalogue.end_contract")
def end_contract(request: StaffRequest, code: str) -> HttpResponse:
    """End what is agreed with a merchant."""
    customer = catalogue.customer(code)
    form = EndContractForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: catalogue_commands.end_contract(
            merchant=customer.code, last_date=form.cleaned_data["last_date"], reason=form.cleaned_data["reason"],
            by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The contract ends. What is on account stays owed."))
        return redirect("desk-contract", code=customer.code)
    return show(request, "merchant/desk/end_contract.html", form=form, merchant=customer)


@require_safe
@for_merchants("view.contract")
def own_contract(request: MerchantRequest) -> HttpResponse:
    """The contract as the merchant sees it: prices, the rebate of this month and of the next, credit that is left."""
    customer = request.member.merchant.customer
    today = queries.contract_today(customer, timezone.now())
    prices = prices_told(today.agreed.prices, customer) if today else []
    return pro_page(request, "merchant/contract.html", today=today, prices=prices)


def prices_told(prices: Any, customer: Any) -> list[tuple[str, str, int, int]]:
    """Own prices in words: product, how far, up to which weight, amount."""
    found = catalogue.products_named({own.product for own in prices}) if prices else {}
    return [
        (
            found[customer.country_id, own.product].name,
            str(Zone(own.zone).label),
            own.up_to_weight_g,
            own.amount,
        )
        for own in prices
    ]
