"""What every page of transfers and the clearing knows: its tabs, what the reader may do, whose clearing it is."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from rekkas.base.access import StaffRequest
from rekkas.desk.pages import show
from rekkas.payments.errors import NoClearing
from rekkas.payments.models import Clearing
from rekkas.payments.queries.clearing import clearing_to_do, clearings
from rekkas.payments.views.pages import SEES

VERBS = (
    "receive_payment_file", "approve_payment_file", "decline_payment_file", "send_transfer", "approve_transfer",
    "cancel_transfer", "close_cut_off", "receive_interbank_file", "receive_status", "receive_return",
    "allocate_money", "send_money_back", "explain_exception", "settle_clearing", "carry_out_due_files",
)  # fmt: skip


def transfers_page(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    """A page with the tabs of transfers."""
    may = {verb: request.actor.may(f"payments.{verb}") for verb in VERBS}
    may["look"] = request.actor.may(SEES)
    return show(request, template, may=may, to_do=clearing_to_do(timezone.now()), **context)


def clearing_of(request: StaffRequest) -> Clearing:
    """The clearing that the page is about: of the country named, else of the reader's office, else the first."""
    known = clearings()
    wanted = request.GET.get("country", "").upper() or (request.actor.office or "")[:2]
    found = next((one for one in known if one.country_id == wanted), None)
    if found is None and not known:
        raise NoClearing(country=wanted or "–")
    return found or known[0]


def xml(content: bytes, name: str) -> HttpResponse:
    """A message to keep: never shown by a browser as a page of ours."""
    return HttpResponse(
        content,
        content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
