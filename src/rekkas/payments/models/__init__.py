"""The tables of payments, by what they speak of."""

from rekkas.payments.models.bills import Bill, Biller, BillFile, BillPayment, Remittance
from rekkas.payments.models.clearing import (
    Clearing,
    ClearingBank,
    ClearingFile,
    ClearingSettlement,
    CutOff,
    StatusNote,
    Unallocated,
)
from rekkas.payments.models.orders import MoneyOrder, OrderEvent, OrderPayment, SignatureRequest
from rekkas.payments.models.rules import PaymentRules, Series
from rekkas.payments.models.transfers import CreditTransfer, PaymentFile, TransferEvent

__all__ = [
    "Bill",
    "BillFile",
    "BillPayment",
    "Biller",
    "Clearing",
    "ClearingBank",
    "ClearingFile",
    "ClearingSettlement",
    "CreditTransfer",
    "CutOff",
    "MoneyOrder",
    "OrderEvent",
    "OrderPayment",
    "PaymentFile",
    "PaymentRules",
    "Remittance",
    "Series",
    "SignatureRequest",
    "StatusNote",
    "TransferEvent",
    "Unallocated",
]
