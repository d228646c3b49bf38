"""The desk pages of what merchants are owed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from postkit.money import to_text
from rekkas.base.access import StaffRequest, requires
from rekkas.catalogue import queries as catalogue
from rekkas.commerce import commands, queries
from rekkas.commerce.forms import PayForm
from rekkas.design.tables import table_file
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.mail.queries import items_numbered


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
    names = _names([*(row.customer_code for row in dues), *(row.customer_code for row in payouts)])
    return show(
        request, "commerce/pay_merchant.html", form=form,
        dues=[(due, names.get(due.customer_code, due.customer_code)) for due in dues],
        payouts=[(payout, names.get(payout.customer_code, payout.customer_code)) for payout in payouts],
        dues_page=dues, payouts_page=payouts,
    )  # fmt: skip


def _names(codes: list[str]) -> dict[str, str]:
    return {code: row.shown_name for code, row in catalogue.customers_by_code(codes).items()}


@requires("view.money")
def payout(request: StaffRequest, number: str) -> HttpResponse:
    """The statement of one payment: what it pays for."""
    kept = queries.payout(number)
    return show(
        request, "commerce/payout.html", payout=kept, merchant=catalogue.customer(kept.customer_code),
        lines=_lines(kept),
    )  # fmt: skip


def _lines(kept: Any) -> list[tuple[str, str, int, str, str]]:
    """Number, the merchant's own reference, amount, since when it was due, subject."""
    rows = queries.lines_of(kept)
    numbers = {row.subject: row.subject.partition("~")[0] for row in rows}
    items = items_numbered(list(numbers.values()))
    return [
        (
            numbers[row.subject], getattr(items.get(numbers[row.subject]), "reference", ""), row.amount,
            row.due_at.isoformat(timespec="seconds"), row.subject,
        )
        for row in rows
    ]  # fmt: skip


@requires("view.money")
def payout_table(request: StaffRequest, number: str) -> HttpResponse:
    """The same statement as a table that a merchant's books read."""
    kept = queries.payout(number)
    heading = ["payment", "item", "reference", "amount", "currency", "due_at"]
    rows = [
        (kept.number, item, reference, to_text(amount, kept.currency), kept.currency, due_at)
        for item, reference, amount, due_at, _subject in _lines(kept)
    ]
    return table_file(kept.number, heading, rows)
