"""How the states of what is on its way look to whom they concern."""

from collections.abc import Mapping

from rekkas.payments.choices import OrderState, TransferState

ORDER_LOOKS: Mapping[str, tuple[str, str]] = {
    OrderState.ISSUED: ("moving", "clock"),
    OrderState.AVAILABLE: ("moving", "coin"),
    OrderState.OUT: ("moving", "out"),
    OrderState.LOCKED: ("wait", "alert"),
    OrderState.PAID: ("good", "check"),
    OrderState.CANCELLED: ("quiet", "cross"),
    OrderState.REFUSED: ("wait", "back"),
    OrderState.EXPIRED: ("wait", "clock"),
    OrderState.REIMBURSED: ("quiet", "back"),
    OrderState.PRESCRIBED: ("quiet", "cross"),
}
TRANSFER_LOOKS: Mapping[str, tuple[str, str]] = {
    TransferState.RECEIVED: ("moving", "clock"),
    TransferState.HELD: ("wait", "clock"),
    TransferState.WAITING: ("moving", "clock"),
    TransferState.SENT: ("moving", "out"),
    TransferState.SETTLED: ("good", "check"),
    TransferState.REJECTED: ("bad", "cross"),
    TransferState.RETURNED: ("wait", "back"),
    TransferState.CANCELLED: ("quiet", "cross"),
}
