"""Cash counted blind: from the postman to the safe, from the safe to the bank."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rekkas.base.access import StaffRequest, requires
from rekkas.delivery import commands
from rekkas.delivery.entries import BagCounted
from rekkas.delivery.forms import CountForm
from rekkas.design.formats import money_text
from rekkas.desk.pages import at_office, now_at, show
from rekkas.money.choices import AccountKind
from rekkas.money.entries import account_code
from rekkas.money.queries import accounts, cod_held


@requires("delivery.hand_over_cash")
@at_office
def hand_over_cash(request: StaffRequest, office: Any) -> HttpResponse:
    """Count a postman's cash into the safe. What the record says is told after the count, not before."""
    courier = request.POST.get("courier") or request.GET.get("courier", "")
    currency = office.country.currency
    if not courier:
        lines = accounts(kinds=[AccountKind.COURIER], owner_starts=f"{office.code}/", holding=True)
        bags = [line.owner.partition("/")[2] for line in lines if line.currency == currency]
        return show(request, "delivery/hand_over_which.html", office=office, bags=bags)
    form = CountForm(request.POST or None, currency=currency)
    if form.is_valid() and form.does(
        lambda key: commands.hand_over_cash(
            courier=courier, counted=form.cleaned_data["counted"], currency=currency, office=office.code,
            by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        said = ngettext(
            "The cash of one item is in the safe.",
            "The cash of %(count)s items is in the safe.",
            form.result.items,
        )
        _tell(request, said, form.result, currency)
        return redirect("delivery-hand-over-cash")
    bag = account_code(AccountKind.COURIER, f"{office.code}/{courier}", currency)
    return show(
        request, "delivery/hand_over_cash.html", office=office, form=form, courier=courier,
        item_count=len(cod_held(bag)), currency=currency,
    )  # fmt: skip


@requires("delivery.bank_cash")
@at_office
def bank_cash(request: StaffRequest, office: Any) -> HttpResponse:
    """Pay the safe's cash from deliveries into the bank."""
    currency = office.country.currency
    form = CountForm(request.POST or None, currency=currency)
    if form.is_valid() and form.does(
        lambda key: commands.bank_cash(
            counted=form.cleaned_data["counted"], currency=currency, office=office.code, by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        said = ngettext(
            "The cash of one item is in the bank.",
            "The cash of %(count)s items is in the bank.",
            form.result.items,
        )
        _tell(request, said, form.result, currency)
        return redirect("delivery-bank-cash")
    safe = account_code(AccountKind.VAULT, office.code, currency)
    return show(
        request, "delivery/bank_cash.html", office=office, form=form, item_count=len(cod_held(safe)),
        currency=currency,
    )  # fmt: skip


def _tell(request: StaffRequest, said: str, found: BagCounted, currency: str) -> None:
    """What became of the count; what differs is a question, named by its number."""
    messages.success(request, said % {"count": found.items})
    if found.case:
        amounts = {name: money_text(getattr(found, name), currency) for name in ("counted", "expected")}
        told = _(
            "%(counted)s was counted, the record says %(expected)s. What differs is the question %(case)s: "
            "nobody owes it."
        )
        messages.warning(request, told % {**amounts, "case": found.case})
