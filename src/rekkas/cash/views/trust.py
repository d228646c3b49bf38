"""What may be known of the program: its known errors, and who of its makers was let in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.cash import commands, queries
from rekkas.cash.entries import ErrorEntry
from rekkas.cash.forms import AccessForm, ErrorForm
from rekkas.cash.views.showing import place, shown
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of


@requires("view.till")
def known_errors(request: StaffRequest) -> HttpResponse:
    """The known errors of the program, and whether the reader's office was hit."""
    office = place(request.actor.office) if request.actor.office else None
    hits = {hit.error.code: hit.lines for hit in queries.hits_of(office.code)} if office else {}
    errors = [(error, error.code in hits, hits.get(error.code, 0)) for error in queries.known_errors()]
    return shown(
        request,
        "known_errors",
        office,
        errors=errors,
        may_declare=request.actor.may("cash.declare_known_error"),
    )


@requires("view.till")
def known_error(request: StaffRequest, code: str) -> HttpResponse:
    """One known error, and which offices it touched."""
    error = queries.known_error(code)
    hit = sorted(queries.offices_hit(code).items(), key=lambda row: (-row[1], row[0]))
    return shown(request, "known_error", None, error=error, hit=page_of(request, hit))


@requires("cash.declare_known_error")
def declare_known_error(request: StaffRequest) -> HttpResponse:
    """Tell everyone of a fault of the program."""
    form = ErrorForm(request.POST or None)
    if form.is_valid() and form.does(lambda key: _declare(request, form, key)):
        messages.success(request, _("Everyone can read it now."))
        return redirect("cash-known-error", code=form.cleaned_data["code"])
    return shown(request, "declare_known_error", None, form=form)


def _declare(request: StaffRequest, form: ErrorForm, key: str) -> int:
    said: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if name != "key"}
    return commands.declare_known_error(
        error=ErrorEntry(**said), by=request.actor, at=timezone.now(), key=key
    )  # fmt: skip


@requires("view.till")
def support(request: StaffRequest) -> HttpResponse:
    """Who asked to be let into an office's cash, who was, and until when; to a supporter what they asked themselves."""
    office = place(request.actor.office) if request.actor.office else None
    may = request.actor.may
    sees_all = office is not None or may("view.cash")
    asked = queries.support_of(
        office.code if office else "", supporter="" if sees_all else request.actor.name
    )
    rows = page_of(request, asked)
    return shown(
        request, "support", office, rows=rows, form=None, keys=DeskForm(None), now=timezone.now(),
        may_ask=may("cash.ask_support_access"), may_grant=office is not None and may("cash.grant_support_access"),
    )  # fmt: skip


@requires("cash.ask_support_access")
def ask_support_access(request: StaffRequest) -> HttpResponse:
    """Ask to be let in."""
    form = AccessForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.ask_support_access(
            branch=form.cleaned_data["branch"], reason=form.cleaned_data["reason"],
            minutes=form.cleaned_data["minutes"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The office’s manager was asked."))
        return redirect("cash-support")
    return shown(request, "ask_support_access", None, form=form)


@requires("cash.grant_support_access")
def grant_support_access(request: StaffRequest, number: str) -> HttpResponse:
    """Let a supporter in for as long as they asked."""
    if request.method == "POST":
        commands.grant_support_access(
            access=number, office=request.actor.office or "", by=request.actor, at=timezone.now()
        )
        messages.success(
            request, _("Access is granted. It is shown on every page of cash here until it ends.")
        )
    return redirect("cash-support")


@requires("cash.end_support_access")
def end_support_access(request: StaffRequest, number: str) -> HttpResponse:
    """End a supporter's access, or decline it."""
    if request.method == "POST":
        office = queries.support_access(number).office_id
        commands.end_support_access(access=number, office=office, by=request.actor, at=timezone.now())
        messages.success(request, _("Access is ended."))
    return redirect("cash-support")
