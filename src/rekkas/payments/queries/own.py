"""What a customer of the bank has sent: money orders from their accounts, transfers to other banks."""

from collections.abc import Sequence

from rekkas.bank.queries import OwnAccount
from rekkas.desk.listings import Listing
from rekkas.payments.choices import OWED, TransferWay
from rekkas.payments.models import CreditTransfer, MoneyOrder


def own_orders(accounts: Sequence[OwnAccount], *, only_open: bool = False) -> Listing[MoneyOrder]:
    """The money orders that were paid for from these accounts, the latest first; or those that are not over."""
    rows = MoneyOrder.objects.filter(sender_account__in=[own.row.number for own in accounts])
    rows = rows.select_related("office__country").order_by("-id")
    return Listing(rows.filter(state__in=OWED) if only_open else rows, list)


def own_order(accounts: Sequence[OwnAccount], number: str) -> MoneyOrder | None:
    """One of these by its number; nothing where it is another's."""
    return own_orders(accounts).rows.filter(number=number).first()


def own_transfers(accounts: Sequence[OwnAccount]) -> Listing[CreditTransfer]:
    """The transfers to other banks from these accounts, the latest first."""
    holders = {own.row.holder_id for own in accounts}
    rows = CreditTransfer.objects.filter(customer__in=holders, way=TransferWay.OUT)
    mine = rows.filter(payer_ledger__in=[own.row.ledger for own in accounts])
    return Listing(mine.select_related("country").order_by("-id"), list)


def own_transfer(accounts: Sequence[OwnAccount], number: str) -> CreditTransfer | None:
    """One of these by its number; nothing where it is another's."""
    return own_transfers(accounts).rows.filter(number=number).first()
