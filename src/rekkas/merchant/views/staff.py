"""Merchants as the post's own staff sees them: who waits to be checked, and who is who."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekkas.base.access import StaffRequest, requires
from rekkas.desk.pages import show
from rekkas.merchant import commands, queries
from rekkas.merchant.choices import MerchantState
from rekkas.merchant.forms import CheckForm


@require_safe
@requires("view.merchants")
def merchants(request: StaffRequest) -> HttpResponse:
    """Merchants who signed up; those whom nobody has checked yet first."""
    words, state = request.GET.get("q", "")[:80], request.GET.get("state", "")
    rows = queries.merchants_named(words, state=state if state in MerchantState.values else "")
    return show(
        request,
        "merchant/desk/merchants.html",
        rows=rows,
        words=words,
        state=state,
        states=MerchantState.choices,
    )


@requires("merchant.check_merchant")
def check_merchant(request: StaffRequest, code: str) -> HttpResponse:
    """Note that a merchant's papers were seen."""
    row = queries.merchant(code)
    form = CheckForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.check_merchant(
            merchant=row.pk, notes=form.cleaned_data["notes"], by=request.actor, at=timezone.now()
        )
    ):
        messages.success(request, _("%(merchant)s is checked.") % {"merchant": row.customer.name})
        return redirect("desk-merchants")
    return show(request, "merchant/desk/check.html", form=form, row=row)


@requires("merchant.close_merchant")
def close_merchant(request: StaffRequest, code: str) -> HttpResponse:
    """End a merchant's contract."""
    row = queries.merchant(code)
    form = CheckForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.close_merchant(
            merchant=row.pk, reason=form.cleaned_data["notes"], by=request.actor, at=timezone.now()
        )
    ):
        messages.success(request, _("%(merchant)s sends nothing more.") % {"merchant": row.customer.name})
        return redirect("desk-merchants")
    return show(request, "merchant/desk/close.html", form=form, row=row)
