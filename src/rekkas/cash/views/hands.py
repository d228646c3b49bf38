"""Cash that changes hands in an office: between tills and the vault, and the vault counted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.cash import commands, queries
from rekkas.cash.choices import SessionState, Way
from rekkas.cash.forms import CountForm, GiveForm, KeeperForm
from rekkas.cash.views.showing import count_form, say_counted, shown
from rekkas.desk.pages import at_office, now_at


@requires("cash.move_to_vault")
@at_office
def move_to_vault(request: StaffRequest, office: Any) -> HttpResponse:
    """Give cash from one's till into the vault."""
    form = count_form(CountForm, request, office)
    if form.is_valid() and form.does(
        lambda key: commands.move_to_vault(
            office=office.code, currency=form.said_currency, pieces=form.cleaned_data["count"], by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(
            request, _("%(move)s waits for the keeper of the vault to count it.") % {"move": form.result}
        )
        return redirect("cash-till")
    return shown(request, "move_to_vault", office, form=form)


@requires("cash.move_to_till")
@at_office
def move_to_till(request: StaffRequest, office: Any) -> HttpResponse:
    """Give cash from the vault to a clerk."""
    open_tills = queries.sessions_of(office.code).rows.filter(state=SessionState.OPEN)
    clerks = [row.clerk for row in open_tills if row.clerk != request.actor.name]
    form = count_form(GiveForm, request, office, clerks=clerks)
    if form.is_valid() and form.does(
        lambda key: commands.move_to_till(
            office=office.code, clerk=form.cleaned_data["clerk"], currency=form.said_currency,
            pieces=form.cleaned_data["count"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("%(move)s waits for the clerk to count it.") % {"move": form.result})
        return redirect("cash-office")
    return shown(request, "move_to_till", office, form=form, clerks=clerks)


@requires("cash.confirm_move")
@at_office
def confirm_move(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Count what was handed over, without being told how much it should be."""
    move = queries.move(number)
    form = count_form(CountForm, request, office)
    if form.is_valid() and form.does(
        lambda key: commands.confirm_move(
            move=number, office=office.code, pieces=form.cleaned_data["count"], by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        say_counted(request, form.result)
        return redirect("cash-till" if move.way == Way.TO_TILL else "cash-office")
    return shown(request, "confirm_move", office, form=form, move=move)


@requires("cash.count_vault")
@at_office
def count_vault(request: StaffRequest, office: Any) -> HttpResponse:
    """Count the vault, without being told what should lie in it."""
    form = count_form(CountForm, request, office)
    if form.is_valid() and form.does(
        lambda key: commands.count_vault(
            office=office.code, currency=form.said_currency, pieces=form.cleaned_data["count"], by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        say_counted(request, form.result)
        return redirect("cash-office")
    return shown(request, "count_vault", office, form=form)


@requires("cash.entrust_vault")
@at_office
def entrust_vault(request: StaffRequest, office: Any) -> HttpResponse:
    """Entrust the vault to somebody."""
    form = KeeperForm(request.POST or None, initial={"keeper": queries.keeper_of(office.code)})
    if form.is_valid() and form.does(
        lambda key: commands.entrust_vault(
            office=office.code, keeper=form.cleaned_data["keeper"], by=request.actor, at=now_at(office)
        )
    ):  # fmt: skip
        messages.success(
            request, _("The vault is entrusted to %(who)s.") % {"who": form.cleaned_data["keeper"]}
        )
        return redirect("cash-office")
    return shown(request, "entrust_vault", office, form=form)
