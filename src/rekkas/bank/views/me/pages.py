"""What every page of a customer knows, and refusals in the words of whom they concern."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rekkas.bank import queries
from rekkas.bank.models import BankAccount
from rekkas.bank.queries import OwnAccount, Standing
from rekkas.base.access import CustomerRequest
from rekkas.base.errors import NotFound, Refused
from rekkas.money.choices import AccountState

BEFORE = "me-before"
STATE_LOOKS: Mapping[str, tuple[str, str]] = {
    AccountState.BLOCKED: ("bad", "alert"),
    AccountState.FROZEN: ("bad", "alert"),
    AccountState.CLOSED: ("quiet", "cross"),
}
# What a clerk is told is said otherwise to whom it concerns. The rest is plain enough.
SAID: Mapping[str, Any] = {
    "bank.held": _(
        "A check of your file is under way. You see everything; sending waits until it is done. Your office tells you "
        "more."
    ),
    "bank.customer-not-active": _(
        "Nothing can be sent for now. Your office tells you why: bring an identity document."
    ),
    "bank.account-blocked": _(
        "Nothing can leave this account for now: an authority or the bank has ordered it. Your office shows you the "
        "order."
    ),
    "bank.account-closed": _("This account is closed. Choose another of your accounts."),
    "bank.not-your-account": _("You see this account, but you may not send from it."),
    "bank.channel-closed": _(
        "This account does not send or take such transfers. A savings book moves with your own current account only."
    ),
    "base.key-reused": _("This was sent before with other answers. Look at what became of it, then begin anew."),
}  # fmt: skip
# Why another's account takes nothing is their affair.
THEIRS = _(
    "The account of the payee cannot take this now. Nothing was sent: ask the payee to speak with their office."
)


def me_page(request: CustomerRequest, template: str, **context: Any) -> HttpResponse:
    """A page of a customer; where its form was refused, with the status of the refusal."""
    form = context.get("form")
    status = 200
    if form is not None and form.is_bound and form.errors:
        status = getattr(form, "refused_status", 422)
    is_held = queries.is_held(request.customer.number)
    return render(
        request, template, {"customer": request.customer, "is_held": is_held, **context}, status=status
    )


def now_of(request: CustomerRequest) -> datetime:
    """This moment as the clock of the customer's country shows it."""
    return timezone.now().astimezone(request.visitor.zone)


def usable(row: BankAccount, standing: Standing) -> int:
    """How much of an account can leave it now."""
    return max(standing.available, 0) if row.state == AccountState.OPEN else 0


def own_account_or_404(request: CustomerRequest, number: str) -> OwnAccount:
    """One of the customer's own accounts; another's is not there for them."""
    found = queries.own_account(request.customer, number, now_of(request))
    if found is None:
        raise NotFound(what=number)
    return found


def said_to_customer(refusal: Refused, *, payee: str = "") -> str:
    """A refusal as its customer reads it; what concerns the payee's account tells nothing of it."""
    if payee and refusal.details.get("account") == payee:
        return str(THEIRS)
    return str(SAID.get(refusal.code, refusal))
