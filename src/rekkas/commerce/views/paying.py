"""Merchants are paid by hand."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.catalogue import queries as catalogue
from rekkas.commerce import commands, queries
from rekkas.commerce.forms import PayForm
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show


@requires("commerce.pay_merchant")
def pay_merchant(request: StaffRequest) -> HttpResponse:
    """Pay merchants the cash that is in the bank for them."""
    form = PayForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.pay_merchant(
            merchant=form.cleaned_data["merchant"], currency=form.cleaned_data["currency"], by=request.actor,
            at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The payment %(number)s is made.") % {"number": form.result})
        return redirect("commerce-payout", number=form.result)
    dues = page_of(request, queries.dues(), "due")
    payouts = page_of(request, queries.payouts_of())
    names = names_of([*(row.customer_code for row in dues), *(row.customer_code for row in payouts)])
    terms = queries.terms_in_force({row.customer_code for row in dues}, timezone.localdate())
    return show(
        request, "commerce/pay_merchant.html", form=form,
        dues=[(due, names[due.customer_code], terms.get((due.customer_code, due.currency))) for due in dues],
        payouts=[(payout, names[payout.customer_code]) for payout in payouts],
        dues_page=dues, payouts_page=payouts,
    )  # fmt: skip


class Names(dict[str, str]):
    """The names of merchants by code; an unknown one goes by its code."""

    def __missing__(self, code: str) -> str:
        return code


def names_of(codes: Iterable[str]) -> Names:
    return Names({code: row.shown_name for code, row in catalogue.customers_by_code(codes).items()})
