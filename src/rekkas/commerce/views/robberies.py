"""Cash that was taken from postmen: reported at the office, decided at the treasury."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotYourOffice
from rekkas.commerce import commands, queries
from rekkas.commerce.choices import RobberyState
from rekkas.commerce.forms import ReasonForm, RobberyForm
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at, show


@requires("view.money")
def robberies(request: StaffRequest) -> HttpResponse:
    """Reports, those to be decided first; of one's own office for those who belong to one."""
    rows = page_of(request, queries.robberies(request.actor.office or ""))
    return show(
        request, "commerce/robberies.html", rows=rows, may_report=request.actor.may("commerce.report_robbery")
    )


@requires("commerce.report_robbery")
@at_office
def report_robbery(request: StaffRequest, office: Any) -> HttpResponse:
    """Report that cash was taken from a postman of this office."""
    with timezone.override(office.zone):
        form = RobberyForm(request.POST or None, initial={"courier": request.GET.get("courier", "")})
        form.is_valid()
    if form.is_valid() and form.does(
        lambda key: commands.report_robbery(
            courier=form.cleaned_data["courier"].strip(), currency=office.country.currency,
            police_report=form.cleaned_data["police_report"], account=form.cleaned_data["account"],
            robbed_at=form.cleaned_data["robbed_at"], office=office.code, by=request.actor, at=now_at(office),
            key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The report is with the treasury. The postman owes nothing."))
        return redirect("commerce-robbery", number=form.result)
    return show(request, "commerce/report_robbery.html", form=form, office=office)


@requires("view.money")
def robbery(request: StaffRequest, number: str) -> HttpResponse:
    """One report, and what was decided."""
    return _show(request, number, DeskForm())


def _show(request: StaffRequest, number: str, form: DeskForm) -> HttpResponse:
    row = queries.robbery(number)
    if request.actor.office and request.actor.office != row.office_code:
        raise NotYourOffice(yours=request.actor.office, office=row.office_code)
    is_open = row.state == RobberyState.REPORTED
    return show(
        request, "commerce/robbery.html", row=row, form=form, decline=ReasonForm(),
        may_decide=is_open and request.actor.may("commerce.approve_robbery"),
    )  # fmt: skip


@requires("commerce.approve_robbery")
def approve_robbery(request: StaffRequest, number: str) -> HttpResponse:
    """Let the post bear what was taken."""
    form = DeskForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.approve_robbery(number=number, by=request.actor, at=timezone.now(), key=key)
    ):
        messages.success(request, _("The post bears the loss, and the merchants are due their cash."))
        return redirect("commerce-robbery", number=number)
    return _show(request, number, form)


@requires("commerce.decline_robbery")
def decline_robbery(request: StaffRequest, number: str) -> HttpResponse:
    """Decline a report, with the reason."""
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.decline_robbery(
            number=number, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now(), key=key
        )
    ):
        messages.success(request, _("The report is declined."))
        return redirect("commerce-robbery", number=number)
    return _show(request, number, form)
