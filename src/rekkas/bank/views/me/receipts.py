"""The receipt of a transfer between two accounts of the bank, for whoever has one of them."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from rekkas.bank import queries
from rekkas.bank.views.me.pages import me_page, now_of
from rekkas.bank.views.me.words import shown_to_payer
from rekkas.base.access import CustomerRequest, for_customers
from rekkas.base.errors import NotFound
from rekkas.money import queries as money
from rekkas.money.choices import AccountKind, EntryKind


@require_safe
@for_customers
def receipt(request: CustomerRequest, entry: UUID) -> HttpResponse:
    """What left which account and arrived at which, with the fee for whoever paid it."""
    found = money.entry_keyed(entry)
    mine = {own.row.ledger: own.row for own in queries.own_accounts(request.customer, now_of(request))}
    legs = list(found.transfers.all()) if found else []
    # In the books of the bank a customer's money is what the bank owes: it goes the other way.
    main = next((leg for leg in legs if leg.source.is_customers and leg.target.is_customers), None)
    if found is None or main is None or found.kind != EntryKind.ACCOUNT_TRANSFER:
        raise NotFound(what=entry)
    giver, taker = main.target.code, main.source.code
    if giver not in mine and taker not in mine:
        raise NotFound(what=entry)
    giver_row, taker_row = (mine.get(code) or queries.account(code.split(":")[1]) for code in (giver, taker))
    fee = sum(leg.amount for leg in legs if leg.source.kind == AccountKind.FEES and leg.target.code == giver)
    return me_page(
        request, "bank/me/receipt.html", entry=found, giver=giver_row, taker=taker_row, amount=main.amount,
        fee=fee if giver in mine else 0, is_payer=giver in mine,
        giver_name=giver_row.holder.shown_name,
        taker_name=taker_row.holder.shown_name if taker in mine else shown_to_payer(taker_row.holder),
    )  # fmt: skip
