"""A payment that another bank sends back is due to its merchant again, once."""

from uuid import uuid5

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.commerce.choices import LineKind, PayoutState, PayWay
from rekkas.commerce.commands.telling import tell_returned
from rekkas.commerce.errors import PayoutOnItsWay, PayoutReturned, PayoutStays
from rekkas.commerce.models import SettlementLine
from rekkas.commerce.queries.statements import payout_for_update
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import account_code, entry_of, to_the_bank

NOTE_LENGTH = 200


@command
def return_payout(
    *, number: str, reason: str, by: Actor, at: Moment, amount: int | None = None, transfer: str = "",
    key: str | None = None,
) -> str:  # fmt: skip
    """Note that a merchant's bank sent a payment back: it is due again, on the next statement, once.

    Nothing is paid to that account again until terms are agreed anew. What went through the clearing comes back
    through it, under the number of its ``transfer``; its ``amount`` may be less than was paid.
    """
    said = reason.strip()[:NOTE_LENGTH]
    if not said:
        raise InvalidInput(field="reason", reason=_("say what their bank said."))
    row = payout_for_update(number)
    if row.state == PayoutState.RETURNED:
        if row.returned_why != said:
            raise PayoutReturned(payout=row.number)
        return row.number
    if row.way == PayWay.BANK:
        raise PayoutStays(payout=row.number)
    if row.transfer != transfer:
        raise PayoutOnItsWay(payout=row.number, transfer=row.transfer or "–")
    row.returned = row.amount if amount is None else amount
    if not 0 < row.returned <= row.amount:
        raise InvalidInput(field="amount", reason=_("it is not what was paid, nor a part of it."))
    due = account_code(AccountKind.DUE, row.customer_code, row.currency)
    entry = entry_of(
        to_the_bank(due, row.ledger, row.returned, row.currency), key=uuid5(row.entry, "returned"),
        kind=EntryKind.CREDIT_TRANSFER_RETURN, happened_at=at, subject=row.number, note=said,
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    row.state, row.returned_at, row.returned_by, row.returned_why = (
        PayoutState.RETURNED,
        at,
        author_name(by),
        said,
    )
    row.save(update_fields=("state", "returned", "returned_at", "returned_by", "returned_why"))
    SettlementLine.objects.create(
        key=f"payout {row.number}", kind=LineKind.PAYOUT_RETURNED, customer_code=row.customer_code,
        currency=row.currency, subject=row.number, amount=row.returned, due_at=at, note=said, noted_by=author_name(by),
        entry=entry.key,
    )  # fmt: skip
    tell_returned(row, by=by, at=at)
    return row.number
