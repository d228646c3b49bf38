"""What every page of the bank knows: which of its verbs the reader may use."""

from typing import Any

from django.http import HttpResponse

from rekkas.base.access import StaffRequest
from rekkas.desk.pages import show

VERBS = (
    "enrol_customer", "amend_customer", "note_document", "raise_level", "block_customer", "unblock_customer",
    "close_customer", "decide_match", "load_sanction_list", "screen_customers", "open_account", "deposit", "withdraw",
    "transfer_between", "close_account", "block_account", "unblock_account", "issue_statement",
)  # fmt: skip


def bank_page(request: StaffRequest, template: str, **context: Any) -> HttpResponse:
    """A page with the tabs of the bank."""
    may = {verb: request.actor.may(f"bank.{verb}") for verb in VERBS}
    may |= {
        "screening": request.actor.may("view.screening"),
        "customers": request.actor.may("view.customers"),
        "accounts": request.actor.may("view.bank"),
    }
    return show(request, template, may=may, **context)
