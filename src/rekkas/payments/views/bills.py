"""Bills at the desk: paid, cancelled, their lists taken in, what was collected passed on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from postkit.pack.payments import plain_reference
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import Refused
from rekkas.cash.queries import receipt_lines
from rekkas.design.formats import money_text
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at
from rekkas.payments import commands, papers
from rekkas.payments.choices import BillPaymentState, Cycle
from rekkas.payments.commands.bill_lists import may_be_reference
from rekkas.payments.commands.bills import bill_is_cancellable
from rekkas.payments.errors import ReferenceNotRight
from rekkas.payments.forms import BillForm, ListForm, ReasonForm, RemitForm
from rekkas.payments.models import Bill, Biller
from rekkas.payments.queries import bills as queries
from rekkas.payments.queries.rules import biller as known_biller
from rekkas.payments.queries.rules import billers as known_billers
from rekkas.payments.queries.rules import countries_with_rules
from rekkas.payments.views.pages import (
    SEES,
    country_named,
    country_of,
    is_asked,
    office_listed,
    paper,
    payments_page,
    today_in,
)


@requires("payments.pay_bill")
@at_office
def pay_bill(request: StaffRequest, office: Any) -> HttpResponse:
    """Take the payment of a bill: what is due and what it costs are shown first."""
    currency = office.country.currency
    rows = {row.code: row for row in known_billers(office.country_id)}
    form = BillForm(
        request.POST or None, billers=rows.values(), currency=currency,
        initial={"biller": request.GET.get("biller", "")},
    )  # fmt: skip
    bill: Bill | None = None
    total: int | None = None
    if form.is_valid():
        row = rows[form.cleaned_data["biller"]]
        agreed = _agreed(request, form, row)
        if agreed and _pay(request, form, office, agreed):
            return redirect("payments-bill", number=form.result.number)
        if not form.errors:
            bill, amount = _due(form, row)
            total = amount + row.fee_of_customer if amount else None
    chosen = rows.get(form["biller"].value() or "")
    return payments_page(
        request, "payments/pay_bill.html", office=office, form=form, bill=bill, total=total, biller=chosen,
        currency=currency, latest=queries.bill_payments_of(office.code, request.actor.name)[:5],
    )  # fmt: skip


def _agreed(request: StaffRequest, form: BillForm, row: Biller) -> int:
    """The amount of which the customer saw this very total; nothing where it is to be shown first.

    What is left of the bill is not asked again: the form may have come twice, and then the bill is paid.
    """
    shown, typed = form.cleaned_data["total_shown"], form.cleaned_data["amount"]
    if not is_asked(request, "accept") or not shown:
        return 0
    amount: int = shown - row.fee_of_customer
    return amount if amount > 0 and typed in (0, amount) else 0


def _due(form: BillForm, row: Biller) -> tuple[Bill | None, int]:
    """The bill that is meant, and how much is to be paid: what was typed, else what is left of it."""
    said = form.cleaned_data
    reference = plain_reference(said["reference"])
    try:
        if not may_be_reference(reference, row):
            raise ReferenceNotRight(reference=said["reference"], biller=row.name)
        bill = queries.bill(row, reference) if row.has_list else None
    except Refused as refusal:
        form.decline(refusal.code, str(refusal), refusal.status)
        return None, 0
    amount: int = said["amount"] or (bill.left if bill else 0)
    if not amount and bill is None:
        form.add_error("amount", _("Write how much is paid."))
    return bill, amount


def _pay(request: StaffRequest, form: BillForm, office: Any, amount: int) -> bool:
    said = form.cleaned_data
    return form.does(
        lambda key: commands.pay_bill(
            biller=said["biller"], reference=said["reference"], amount=amount, currency=form.said_currency,
            office=office.code, account=said["account"], document=said["document"], again=said["again"],
            by=request.actor, at=now_at(office), key=key,
        )
    )  # fmt: skip


@requires(SEES)
def bill(request: StaffRequest, number: str) -> HttpResponse:
    """One payment of a bill, with its receipt and, for a short while, the way back."""
    row = queries.bill_payment(number)
    return payments_page(
        request, "payments/bill.html", payment=row,
        can_cancel=bill_is_cancellable(row, by=request.actor, at=timezone.now()),
        state=str(BillPaymentState(row.state).label), at=row.paid_at.astimezone(row.office.zone),
        until=row.cancel_until.astimezone(row.office.zone),
    )  # fmt: skip


@requires(SEES)
def bill_paper(request: StaffRequest, number: str) -> HttpResponse:
    """The receipt of a bill that was paid."""
    row = queries.bill_payment(number)
    return paper(papers.bill_pdf(row, receipt_lines([row.entry])), row.number)


@requires("payments.cancel_bill_payment")
@at_office
def cancel_bill_payment(request: StaffRequest, office: Any, number: str) -> HttpResponse:
    """Undo the payment of a bill within its window."""
    row = queries.bill_payment(number)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.cancel_bill_payment(
            number=number, reason=form.cleaned_data["reason"], office=office.code, by=request.actor,
            at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(
            request, _("Cancelled. Give back %(amount)s.") % {"amount": money_text(row.total, row.currency)}
        )
        return redirect("payments-bill", number=row.number)
    return payments_page(request, "payments/cancel_bill_payment.html", payment=row, form=form, office=office)


@requires(SEES)
def bills(request: StaffRequest) -> HttpResponse:
    """What was paid at the reader's office, or anywhere; the latest first."""
    page = page_of(request, queries.bill_payments_of(office_listed(request)))
    return payments_page(request, "payments/bills.html", page_obj=page, payments=page)


# ---- billers ---------------------------------------------------------------------------------------------------


@requires(SEES)
def billers(request: StaffRequest) -> HttpResponse:
    """For whom the post collects, and what lies here for each."""
    country = country_of(request)
    rows = queries.collected(country.pk, today_in(country))
    return payments_page(
        request, "payments/billers.html", country=country,
        others=[] if request.actor.office else countries_with_rules(),
        rows=[(one, str(Cycle(one.biller.cycle).label)) for one in rows if not one.biller.retired or one.payments],
    )  # fmt: skip


@requires(SEES)
def biller(request: StaffRequest, code: str) -> HttpResponse:
    """One biller: its rules, the bills that are due, its lists, what can be remitted."""
    country = country_of(request)
    row = known_biller(country.pk, code)
    due = page_of(request, queries.bills_due(row))
    (here,) = [one for one in queries.collected(country.pk, today_in(country)) if one.biller.pk == row.pk]
    remitted = queries.last_remitted(row)
    return payments_page(
        request, "payments/biller.html", biller=row, page_obj=due, due=due, collected=here,
        files=queries.files_of(row)[:10], list_form=ListForm(None),
        remit_form=RemitForm(None, initial={"until": here.due_until}),
        can_remit=here.payments > 0 and (remitted is None or remitted < here.due_until), last=remitted,
        cycle=str(Cycle(row.cycle).label),
    )  # fmt: skip


@requires("payments.load_bills")
def load_bills(request: StaffRequest, code: str) -> HttpResponse:
    """Take in a biller's list."""
    row = known_biller(country_named(request).pk, code)
    form = ListForm(request.POST or None, files=request.FILES or None)
    if form.is_valid() and form.does(
        lambda key: commands.load_bills(
            biller=row.code, country=row.country_id, data=form.cleaned_data["bills"], by=request.actor,
            at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        done = form.result
        said = _("%(bills)s bills: %(new)s new, %(changed)s changed, %(kept)s kept as they were.")
        if not done.is_new:
            said = _("This very list was taken before: nothing changed.")
        counts = {"bills": done.bills, "new": done.new, "changed": done.changed, "kept": done.kept}
        messages.success(request, said % counts)
        return redirect(f"{reverse('payments-biller', args=[row.code])}?country={row.country_id}")
    return payments_page(request, "payments/load_bills.html", biller=row, form=form)


@requires("payments.remit_biller")
def remit_biller(request: StaffRequest, code: str) -> HttpResponse:
    """Pay a biller what was collected until the end of its period."""
    row = known_biller(country_named(request).pk, code)
    form = RemitForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.remit_biller(
            biller=row.code, country=row.country_id, until=form.cleaned_data["until"], by=request.actor,
            at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        return redirect("payments-remittance", number=form.result.number)
    return payments_page(request, "payments/remit_biller.html", biller=row, form=form)


@requires(SEES)
def remittances(request: StaffRequest) -> HttpResponse:
    """What billers were paid, the latest first."""
    page = page_of(request, queries.remittances(country_of(request).pk))
    return payments_page(request, "payments/remittances.html", page_obj=page, rows=page)


@requires(SEES)
def remittance(request: StaffRequest, number: str) -> HttpResponse:
    """One remittance: what it passes on."""
    row = queries.remittance(number)
    rows = page_of(request, queries.remitted_payments(row))
    return payments_page(request, "payments/remittance.html", remittance=row, page_obj=rows, rows=rows)


@requires(SEES)
def remittance_list(request: StaffRequest, number: str) -> HttpResponse:
    """The same as the file that the biller gets: always the same bytes."""
    row = queries.remittance(number)
    content = queries.remittance_file(row.biller.code, queries.remitted_payments(row))
    return HttpResponse(
        content, content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{row.number}.csv"'},
    )  # fmt: skip
