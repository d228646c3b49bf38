"""What a customer sees first: their accounts, what is on its way, and how far their limits go."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from rekkas.bank import queries as bank
from rekkas.bank.queries import OwnAccount
from rekkas.bank.views.me.limits import limits_shown
from rekkas.bank.views.me.pages import BEFORE, STATE_LOOKS, me_page, now_of, usable
from rekkas.base.access import CustomerRequest, for_customers
from rekkas.payments.queries.own import own_orders, own_transfers
from rekkas.payments.views.me.words import ORDER_LOOKS, TRANSFER_LOOKS

MOST_SHOWN = 5


@require_safe
@for_customers
def home(request: CustomerRequest) -> HttpResponse:
    """The accounts of a customer with what they hold; money orders and transfers that are not over."""
    at = now_of(request)
    accounts = bank.own_accounts(request.customer, at)
    before = request.session.get(BEFORE)
    return me_page(
        request, "payments/me/home.html", accounts=_cards(accounts, at),
        can_send=any(own.may_move and own.row.state == "open" for own in accounts),
        orders=[(row, ORDER_LOOKS[row.state]) for row in own_orders(accounts, only_open=True)[:MOST_SHOWN]],
        transfers=[(row, TRANSFER_LOOKS[row.state]) for row in own_transfers(accounts)[:MOST_SHOWN]],
        before=datetime.fromisoformat(before) if before else None,
    )  # fmt: skip


def _cards(accounts: list[OwnAccount], at: datetime) -> list[dict[str, Any]]:
    held = bank.standings([own.row for own in accounts]) if accounts else {}
    return [
        {
            "own": own, "account": own.row, "standing": held[own.row.pk],
            "usable": usable(own.row, held[own.row.pk]), "look": STATE_LOOKS.get(own.row.state),
            "limits": [] if own.row.is_closed else limits_shown(own.row, at.date()),
        }
        for own in accounts
    ]  # fmt: skip
