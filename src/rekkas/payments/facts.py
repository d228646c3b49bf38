"""What payments tell the apps above them. Names and telephones are for those who send messages; no code is in any."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MoneyOrderIssued:
    number: str
    amount: int
    currency: str
    sender_phone: str
    office: str
    issued_at: str


@dataclass(frozen=True, slots=True)
class MoneyOrderAvailable:
    """The payee can be told; not by how much, nor by which code."""

    number: str
    payee_name: str
    payee_phone: str
    pay_office: str
    expires_on: str


@dataclass(frozen=True, slots=True)
class MoneyOrderPaid:
    number: str
    amount: int
    currency: str
    sender_phone: str
    office: str
    paid_at: str


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    number: str
    office: str
    reversed_at: str


@dataclass(frozen=True, slots=True)
class MoneyOrderLocked:
    number: str
    why: str
    office: str
    locked_at: str


@dataclass(frozen=True, slots=True)
class MoneyOrderRedirected:
    number: str
    payee_name: str
    payee_phone: str
    pay_office: str


@dataclass(frozen=True, slots=True)
class MoneyOrderEnded:
    """It will not be paid: cancelled, refused or expired. Its sender can have the money back."""

    number: str
    how: str
    amount: int
    currency: str
    sender_phone: str


@dataclass(frozen=True, slots=True)
class MoneyOrderReimbursed:
    number: str
    amount: int
    currency: str
    sender_phone: str


@dataclass(frozen=True, slots=True)
class MoneyOrderPrescribed:
    number: str
    amount: int
    currency: str
    to: str


@dataclass(frozen=True, slots=True)
class BillPaid:
    biller: str
    reference: str
    number: str
    amount: int
    currency: str
    paid_at: str


@dataclass(frozen=True, slots=True)
class BillCancelled:
    biller: str
    reference: str
    number: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class BillerRemitted:
    biller: str
    number: str
    amount: int
    currency: str
    pays_to: str


@dataclass(frozen=True, slots=True)
class PayoutCameBack:
    """Money that was sent to another bank is back where it waited to be sent; ``reference`` is its sender's."""

    reference: str
    number: str
    amount: int
    currency: str
    reason: str
    at: str
