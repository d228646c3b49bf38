"""Lists of money orders: what waits for a signature, what ends soon, what somebody should look at."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rekkas.base.access import StaffRequest, requires
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import page_of
from rekkas.payments import commands
from rekkas.payments.choices import Act
from rekkas.payments.entries import Swept
from rekkas.payments.queries import orders as queries
from rekkas.payments.queries.suspicions import suspicions as looked_for
from rekkas.payments.views.pages import SEES, payments_page, state_of

SOON = timedelta(days=7)


@requires(SEES)
def signatures(request: StaffRequest) -> HttpResponse:
    """What waits for a second signature at an office, and what is signed and not done yet."""
    office = request.actor.office or ""
    payments = page_of(request, queries.payments_to_sign(office), "payments")
    asked = page_of(request, queries.requests_waiting(office))
    return payments_page(
        request, "payments/signatures.html", payments=payments, page_obj=asked,
        requests=[(one, str(Act(one.act).label)) for one in asked],
    )  # fmt: skip


@requires(SEES)
def expiring(request: StaffRequest) -> HttpResponse:
    """Orders that end within a week, those that wait for their sender, and what is owed in each state."""
    office = request.actor.office or ""
    soon = page_of(request, queries.expiring(timezone.localdate() + SOON, office=office), "soon")
    back = page_of(request, queries.to_be_given_back(office=office))
    return payments_page(
        request, "payments/expiring.html", soon=soon, page_obj=back, form=DeskForm(None),
        rows=[(row, state_of(row)) for row in soon], backs=[(row, state_of(row)) for row in back],
        owed=queries.owed_by_state() if not office else [], ledger=queries.ledger_owes() if not office else {},
    )  # fmt: skip


@requires("payments.expire_money_orders")
@require_POST
def expire_money_orders(request: StaffRequest) -> HttpResponse:
    """End the orders whose time is over, as the night does."""
    return _swept(request, commands.expire_money_orders(by=request.actor, at=timezone.now()))


@requires("payments.prescribe_money_orders")
@require_POST
def prescribe_money_orders(request: StaffRequest) -> HttpResponse:
    """Hand what the law takes to whom it names, as the night does."""
    return _swept(request, commands.prescribe_money_orders(by=request.actor, at=timezone.now()))


def _swept(request: StaffRequest, done: Swept) -> HttpResponse:
    said = ngettext("One money order was ended.", "%(count)s money orders were ended.", done.orders)
    more = _(" More are waiting: once more.") if done.is_more else ""
    messages.success(request, said % {"count": done.orders} + more)
    return redirect("payments-expiring")


@requires("view.screening")
def suspicions(request: StaffRequest) -> HttpResponse:
    """What somebody should look at: shown with its reason, never decided by a machine."""
    found: list[Any] = looked_for(timezone.now())
    return payments_page(request, "payments/suspicions.html", found=page_of(request, found))
