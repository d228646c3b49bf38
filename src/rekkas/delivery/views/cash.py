"""Cash counted: from the postman to the safe, from the safe to the bank."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from rekkas.base.access import StaffRequest, requires
from rekkas.delivery import commands
from rekkas.delivery.forms import CountForm
from rekkas.desk.pages import at_office, now_at, show
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.entries import account_code
from rekkas.money.queries import CodPlace, accounts, cod_held


@dataclass(frozen=True, slots=True)
class Expected:
    """The cash that should be in one place, an item a line."""

    account: str
    places: tuple[CodPlace, ...]

    @property
    def lines(self) -> list[tuple[CodPlace, str]]:
        """Each with the words for how it came here."""
        return [(place, str(EntryKind(place.step).label)) for place in self.places]

    @property
    def total(self) -> int:
        return sum(place.amount for place in self.places)


def _expected(account: str) -> Expected:
    return Expected(account, tuple(cod_held(account).values()))


@requires("delivery.hand_over_cash")
@at_office
def hand_over_cash(request: StaffRequest, office: Any) -> HttpResponse:
    """Count a postman's cash into the safe."""
    courier = request.POST.get("courier") or request.GET.get("courier", "")
    currency = office.country.currency
    if not courier:
        lines = accounts(kinds=[AccountKind.COURIER], owner_starts=f"{office.code}/", holding=True)
        bags = [(line.owner.partition("/")[2], line.amount, line.currency) for line in lines]
        return show(request, "delivery/hand_over_which.html", office=office, bags=bags)
    expected = _expected(account_code(AccountKind.COURIER, f"{office.code}/{courier}", currency))
    form = CountForm(request.POST or None, currency=currency)
    if form.is_valid() and form.does(
        lambda key: commands.hand_over_cash(
            courier=courier, counted=form.cleaned_data["counted"], currency=currency, office=office.code,
            by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        said = ngettext(
            "The cash of one item is in the safe.", "The cash of %(count)s items is in the safe.", form.result
        )
        messages.success(request, said % {"count": form.result})
        return redirect("delivery-hand-over-cash")
    return show(
        request, "delivery/hand_over_cash.html", office=office, form=form, courier=courier, expected=expected,
        currency=currency,
    )  # fmt: skip


@requires("delivery.bank_cash")
@at_office
def bank_cash(request: StaffRequest, office: Any) -> HttpResponse:
    """Pay the safe's cash from deliveries into the bank."""
    currency = office.country.currency
    expected = _expected(account_code(AccountKind.VAULT, office.code, currency))
    form = CountForm(request.POST or None, currency=currency)
    if form.is_valid() and form.does(
        lambda key: commands.bank_cash(
            counted=form.cleaned_data["counted"], currency=currency, office=office.code, by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        said = ngettext(
            "The cash of one item is in the bank.", "The cash of %(count)s items is in the bank.", form.result
        )
        messages.success(request, said % {"count": form.result})
        return redirect("delivery-bank-cash")
    return show(
        request, "delivery/bank_cash.html", office=office, form=form, expected=expected, currency=currency
    )
