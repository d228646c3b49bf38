"""The daily comparison: what does not agree, why, and how long postmen have carried cash."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound
from rekkas.commerce import commands, queries
from rekkas.commerce.choices import CodFault, ExceptionState
from rekkas.commerce.forms import ExplainForm
from rekkas.commerce.views.paying import names_of
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show


@requires("view.money")
def comparison(request: StaffRequest) -> HttpResponse:
    """What the last comparison found."""
    return _show(request, DeskForm())


@requires("commerce.reconcile_cod")
def reconcile_cod(request: StaffRequest) -> HttpResponse:
    """Compare deliveries, cash and payments now."""
    now = timezone.localtime()
    form = DeskForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.reconcile_cod(day=now.date(), by=request.actor, at=now, key=key)
    ):
        messages.success(request, _("The records were compared."))
        return redirect("commerce-comparison")
    return _show(request, form)


def _show(request: StaffRequest, form: DeskForm) -> HttpResponse:
    check = queries.latest_check()
    state = request.GET.get("state", "")
    state = state if state in ExceptionState.values else ExceptionState.OPEN.value
    listed = page_of(request, queries.exceptions(state), "exception")
    bags = page_of(request, queries.bags(check), "bag")
    merchants = page_of(request, queries.checked_merchants(check), "merchant")
    days = page_of(request, queries.open_days(check), "day")
    names = names_of({row.customer_code for row in (*listed, *merchants, *days)})
    return show(
        request, "commerce/comparison.html", form=form, check=check, state=state, states=ExceptionState,
        exceptions=[(row, names[row.customer_code]) for row in listed], exceptions_page=listed, bags=bags,
        old_count=len(queries.old_bags(check)), merchants_page=merchants, days_page=days,
        merchants=[(row, names[row.customer_code]) for row in merchants],
        days=[(row, names[row.customer_code]) for row in days],
        differing_count=len(queries.differing_merchants(check)),
        may_compare=request.actor.may("commerce.reconcile_cod"),
        may_explain=request.actor.may("commerce.explain_exception"),
    )  # fmt: skip


@requires("commerce.explain_exception")
def explain_exception(request: StaffRequest, subject: str, reason: str) -> HttpResponse:
    """Say why the records do not agree about an item."""
    if reason not in CodFault.values:
        raise NotFound(what=reason)
    form = ExplainForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.explain_exception(
            item=subject, reason=CodFault(reason), explanation=form.cleaned_data["explanation"], by=request.actor,
            at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The exception is explained."))
        return redirect("commerce-comparison")
    found = queries.exception(subject, reason)
    return show(request, "commerce/explain_exception.html", form=form, exception=found)
