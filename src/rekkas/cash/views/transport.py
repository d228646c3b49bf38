"""Cash by pouch, and to and from the bank."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.cash import commands, queries
from rekkas.cash.forms import SealForm, SendForm, SignForm, SlipForm
from rekkas.cash.views.showing import count_form, in_sight, say_counted, shown
from rekkas.design.formats import money_text
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at
from rekkas.network import queries as network


@requires("cash.send_cash")
@at_office
def send_cash(request: StaffRequest, office: Any) -> HttpResponse:
    """Send cash of the vault to another office."""
    form = count_form(SendForm, request, office)
    if form.is_valid() and form.does(
        lambda key: commands.send_cash(
            pouch=form.cleaned_data["pouch"], seal=form.cleaned_data["seal"], office=office.code,
            destination=form.cleaned_data["destination"], currency=form.said_currency,
            pieces=form.cleaned_data["count"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(
            request, _("The pouch %(pouch)s waits for its second signature.") % {"pouch": form.result}
        )
        return redirect("cash-office")
    return shown(request, "send_cash", office, form=form)


@requires("cash.supply_cash")
@at_office
def supply_cash(request: StaffRequest, office: Any) -> HttpResponse:
    """Supply an office with cash from the bank."""
    form = count_form(SealForm, request, office)
    if form.is_valid() and form.does(
        lambda key: commands.supply_cash(
            pouch=form.cleaned_data["pouch"], seal=form.cleaned_data["seal"], destination=office.code,
            currency=form.said_currency, pieces=form.cleaned_data["count"], by=request.actor, at=now_at(office),
            key=key,
        )
    ):  # fmt: skip
        messages.success(
            request, _("The pouch %(pouch)s waits for its second signature.") % {"pouch": form.result}
        )
        return redirect("cash-pouches")
    return shown(request, "supply_cash", office, form=form)


@requires("cash.receive_cash")
@at_office
def receive_cash(request: StaffRequest, office: Any) -> HttpResponse:
    """Open a pouch and count it, without being told what was sealed in it."""
    form = count_form(SealForm, request, office, initial={"pouch": request.GET.get("pouch", "")})
    if form.is_valid() and form.does(
        lambda key: commands.receive_cash(
            pouch=form.cleaned_data["pouch"], seal=form.cleaned_data["seal"], office=office.code,
            pieces=form.cleaned_data["count"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        say_counted(request, form.result)
        return redirect("cash-office")
    coming = [
        one for one in queries.pouches(office.code, on_the_road=True) if one.destination_id == office.code
    ]
    return shown(request, "receive_cash", office, form=form, coming=coming)


@requires("cash.bank_surplus")
@at_office
def bank_surplus(request: StaffRequest, office: Any) -> HttpResponse:
    """Pay cash of the vault into the bank."""
    form = count_form(SlipForm, request, office)
    if form.is_valid() and form.does(
        lambda key: commands.bank_surplus(
            slip=form.cleaned_data["slip"], office=office.code, currency=form.said_currency,
            pieces=form.cleaned_data["count"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        said = _("%(amount)s is paid into the bank.") % {
            "amount": money_text(form.result, form.said_currency)
        }
        messages.success(request, said)
        return redirect("cash-office")
    return shown(request, "bank_surplus", office, form=form)


@requires("cash.sign_pouch")
def sign_pouch(request: StaffRequest) -> HttpResponse:
    """Put the second signature under a pouch."""
    form = SignForm(request.POST or None, initial={"pouch": request.GET.get("pouch", "")})
    if form.is_valid() and form.does(
        lambda key: commands.sign_pouch(
            pouch=form.cleaned_data["pouch"], office=request.actor.office or "", by=request.actor,
            at=timezone.now(),
        )
    ):  # fmt: skip
        messages.success(request, _("You signed for the pouch %(pouch)s.") % {"pouch": form.result})
        return redirect("cash-pouches")
    return shown(request, "sign_pouch", None, form=form, pouch=form["pouch"].value())


@requires("view.till")
def pouches(request: StaffRequest) -> HttpResponse:
    """The pouches of an office, or of all for who sees all cash: where each is, its seal, and who signed."""
    office = network.office(request.actor.office) if request.actor.office else None
    rows = page_of(request, in_sight(request, queries.pouches(office.code if office else "")))
    return shown(request, "pouches", office, pouches=rows, here=request.actor.office or "")
