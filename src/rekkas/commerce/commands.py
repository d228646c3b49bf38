"""What is done for merchants."""

from collections.abc import Sequence
from uuid import NAMESPACE_OID, uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_new
from rekkas.base.command import command
from rekkas.catalogue.queries import customer as known_customer
from rekkas.commerce.errors import NothingDue
from rekkas.commerce.models import DuePayout, Payout
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import PAYOUTS, account_code, entry_of, from_the_bank

DUE_COLUMNS = ("subject", "customer_code", "amount", "currency", "due_at")


@command
def note_due(*, items: Sequence[tuple[str, str, int, str]], due_at: Moment, by: Actor, at: Moment) -> int:
    """Note that the cash of these items is in the bank and is due to their merchants. Returns how many are new."""
    rows = [(*item, due_at) for item in items]
    return len(insert_new("commerce_duepayout", DUE_COLUMNS, rows, key="subject"))


@command
def pay_merchant(*, merchant: str, currency: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Pay a merchant all cash that is in the bank for them. Returns the payment's number.

    Never twice, never before the cash is in: only items noted as due are paid, and each once.
    """
    customer = known_customer(merchant)
    rows = DuePayout.objects.select_for_update().filter(
        customer_code=customer.code, currency=currency, payout=None
    )
    due = list(rows.order_by("id"))
    if not due:
        raise NothingDue(customer=customer.name)
    payout = Payout.objects.create(
        number=f"{at:%Y%m%d}-{due[0].pk}", customer_code=customer.code, currency=currency,
        amount=sum(row.amount for row in due), item_count=len(due), paid_at=at,
    )  # fmt: skip
    DuePayout.objects.filter(pk__in=[row.pk for row in due]).update(payout=payout)
    post_all(
        transfers=[
            entry_of(
                from_the_bank(
                    account_code(AccountKind.CLEARING, PAYOUTS, currency),
                    account_code(AccountKind.DUE, customer.code, currency), row.amount, currency,
                ),
                key=uuid5(NAMESPACE_OID, f"{EntryKind.COD_PAID.value} {row.subject}"),
                kind=EntryKind.COD_PAID, happened_at=at, subject=row.subject,
            )
            for row in due
        ],
        by=by, at=at,
    )  # fmt: skip
    return payout.number
