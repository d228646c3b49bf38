"""What may become of a money order and of a bill, and by which steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rekkas.money.choices import EntryKind

ORDERS_INCOME, BILLS_INCOME = "money-orders", "bills"  # the owners of the income accounts
# The ledger has no word of its own yet for what the law takes; its note says it.
PRESCRIBED_KIND = EntryKind.CORRECTION


class Way(TextChoices):
    """How an order's money comes in or goes out: the words of `postkit.pack.payments.WAYS`."""

    CASH = "cash", _("in cash")
    ACCOUNT = "account", _("by account")


class OrderState(TextChoices):
    ISSUED = "issued", _("Issued, on its way")
    AVAILABLE = "available", _("Can be paid")
    OUT = "out", _("With the postman")
    LOCKED = "locked", _("Locked")
    PAID = "paid", pgettext_lazy("a money order", "Paid")
    CANCELLED = "cancelled", pgettext_lazy("a money order", "Cancelled")
    REFUSED = "refused", _("Refused")
    EXPIRED = "expired", pgettext_lazy("a money order", "Expired")
    REIMBURSED = "reimbursed", _("Given back to the sender")
    PRESCRIBED = "prescribed", _("Taken by the law")


class LockReason(TextChoices):
    CODE = "code", _("the secret code was wrong too often")
    SCREENING = "screening", _("somebody named in it is being looked into")


class RefusalReason(TextChoices):
    """Why an order that could be paid will not be."""

    PAYEE = "payee", _("The payee does not want it")
    SENDER = "sender", _("The sender takes it back")
    UNKNOWN = "unknown", _("The payee is not known there")
    SCREENING = "screening", _("It may not be paid")


class OrderEventKind(TextChoices):
    """What happened to a money order."""

    ISSUED = "issued", _("Issued")
    NOTIFIED = "notified", _("Announced to the payee")
    CODE_WRONG = "code-wrong", _("A wrong secret code was given")
    LOCKED = "locked", _("Locked")
    UNLOCKED = "unlocked", _("Lock lifted")
    CODE_RENEWED = "code-renewed", _("A new secret code was given to the sender")
    SENT_OUT = "sent-out", _("Given to the postman")
    BROUGHT_BACK = "brought-back", _("Brought back by the postman")
    PAYMENT_BEGUN = "payment-begun", _("Payment begun")
    PAYMENT_SIGNED = "payment-signed", _("Payment signed by a second person")
    PAYMENT_LET_GO = "payment-let-go", _("Payment not made")
    PAID = "paid", pgettext_lazy("a money order", "Paid")
    PAYMENT_REVERSED = "payment-reversed", _("Payment taken back")
    SIGNATURE_ASKED = "signature-asked", _("A second signature was asked for")
    SIGNED = "signed", _("Signed by a second person")
    REDIRECTED = "redirected", _("Redirected")
    CANCELLED = "cancelled", pgettext_lazy("a money order", "Cancelled")
    REFUSED = "refused", _("Refused")
    EXPIRED = "expired", pgettext_lazy("a money order", "Expired")
    REIMBURSED = "reimbursed", _("Given back to the sender")
    PRESCRIBED = "prescribed", _("Taken by the law")


@dataclass(frozen=True, slots=True)
class Step:
    """From which states something may happen, and in which it leaves an order; none: in the one before."""

    before: frozenset[OrderState]
    after: OrderState | None = None


def _from(*before: OrderState, to: OrderState | None = None) -> Step:
    return Step(frozenset(before), to)


_ISSUED, _AVAILABLE, _OUT, _LOCKED = (
    OrderState.ISSUED, OrderState.AVAILABLE, OrderState.OUT, OrderState.LOCKED,
)  # fmt: skip
PAYABLE = frozenset({_ISSUED, _AVAILABLE, _OUT})  # issued: once its time has come
GIVEN_BACK_FROM = frozenset({OrderState.EXPIRED, OrderState.REFUSED, OrderState.CANCELLED})
OWED = frozenset(
    {_ISSUED, _AVAILABLE, _OUT, _LOCKED, *GIVEN_BACK_FROM}
)  # its money still lies in its account
ORDER_STEPS: Mapping[str, Step] = {
    OrderEventKind.ISSUED: _from(to=_ISSUED),
    OrderEventKind.NOTIFIED: _from(_ISSUED, to=_AVAILABLE),
    OrderEventKind.CODE_WRONG: _from(_ISSUED, _AVAILABLE, _OUT),
    OrderEventKind.LOCKED: _from(_ISSUED, _AVAILABLE, _OUT, to=_LOCKED),
    OrderEventKind.UNLOCKED: _from(_LOCKED, to=_AVAILABLE),
    OrderEventKind.CODE_RENEWED: _from(_ISSUED, _AVAILABLE, _LOCKED),
    OrderEventKind.SENT_OUT: _from(_AVAILABLE, to=_OUT),
    OrderEventKind.BROUGHT_BACK: _from(_OUT, to=_AVAILABLE),
    OrderEventKind.PAYMENT_BEGUN: _from(_AVAILABLE, _OUT),
    OrderEventKind.PAYMENT_SIGNED: _from(_AVAILABLE, _OUT),
    OrderEventKind.PAYMENT_LET_GO: _from(*OrderState),
    OrderEventKind.PAID: _from(_AVAILABLE, _OUT, to=OrderState.PAID),
    OrderEventKind.PAYMENT_REVERSED: _from(OrderState.PAID, to=_AVAILABLE),
    OrderEventKind.SIGNATURE_ASKED: _from(*OrderState),
    OrderEventKind.SIGNED: _from(*OrderState),
    OrderEventKind.REDIRECTED: _from(_AVAILABLE),
    OrderEventKind.CANCELLED: _from(_ISSUED, to=OrderState.CANCELLED),
    OrderEventKind.REFUSED: _from(_ISSUED, _AVAILABLE, _LOCKED, to=OrderState.REFUSED),
    OrderEventKind.EXPIRED: _from(_ISSUED, _AVAILABLE, _LOCKED, to=OrderState.EXPIRED),
    OrderEventKind.REIMBURSED: _from(*GIVEN_BACK_FROM, to=OrderState.REIMBURSED),
    OrderEventKind.PRESCRIBED: _from(*GIVEN_BACK_FROM, to=OrderState.PRESCRIBED),
}


class PaymentState(TextChoices):
    """What became of one attempt to pay an order."""

    BEGUN = "begun", _("Asked, not answered")
    PAID = "paid", _("Paid")
    LET_GO = "let-go", _("Not paid")
    REVERSED = "reversed", _("Taken back")


class Act(TextChoices):
    """What is done to an order only with a second signature."""

    REDIRECT = "redirect", _("Redirect it")
    REVERSE = "reverse", _("Take a payment back")
    REIMBURSE = "reimburse", _("Give it back without the receipt, or with its fee")


class CodeAnswer(TextChoices):
    """What became of a secret code that was tried."""

    RIGHT = "right", _("The code is right")
    WRONG = "wrong", _("The code is wrong")
    LOCKED = "locked", _("The code was wrong too often: the order is locked")


class BillAmounts(TextChoices):
    """How much of a bill may be paid: the words of `postkit.pack.payments.AMOUNTS`."""

    EXACT = "exact", _("The whole bill at once")
    PARTIAL = "partial", _("In parts")
    OPEN = "open", _("Any amount")


class FeePayer(TextChoices):
    CUSTOMER = "customer", _("Who pays the bill")
    BILLER = "biller", _("The biller")


class Cycle(TextChoices):
    DAY = "day", _("Each day")
    WEEK = "week", _("Each week")
    MONTH = "month", _("Each month")


class BillPaymentState(TextChoices):
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


class SuspicionKind(TextChoices):
    """Why somebody should look."""

    MANY_OFFICES = "many-offices", _("One document at many offices")
    MINUTES_APART = "minutes-apart", _("Issued and paid minutes apart, at two offices")
    UNDER_LIMIT = "under-limit", _("Just under a limit, again and again")
    CODE_GUESSES = "code-guesses", _("Wrong secret codes")
    MANY_SENDERS = "many-senders", _("Many senders, one payee")
    SAME_PAIR = "same-pair", _("One clerk issues what one other pays, again and again")


# ---- transfers -------------------------------------------------------------------------------------------------


class TransferWay(TextChoices):
    """Between whom a transfer goes."""

    INSIDE = "inside", _("Between accounts of the bank")
    OUT = "out", _("To another bank")
    IN = "in", _("From another bank")


class TransferState(TextChoices):
    """Where a transfer stands. It goes forward only and enters each state once at most."""

    RECEIVED = "received", pgettext_lazy("a transfer", "Received")
    HELD = "held", _("Set aside until a person decides")
    WAITING = "waiting", _("Waits for the next file")
    SENT = "sent", _("Sent")
    SETTLED = "settled", _("Settled")
    REJECTED = "rejected", _("Rejected")
    RETURNED = "returned", _("Returned")
    CANCELLED = "cancelled", _("Cancelled")


S = TransferState
# From which state a transfer may go into which; the first is entered from nowhere.
STEPS: dict[str, frozenset[TransferState]] = {
    "": frozenset({S.RECEIVED}),
    S.RECEIVED: frozenset({S.HELD, S.WAITING, S.SETTLED, S.REJECTED, S.CANCELLED}),
    S.HELD: frozenset({S.WAITING, S.SETTLED, S.REJECTED, S.CANCELLED}),
    S.WAITING: frozenset({S.SENT, S.RETURNED, S.CANCELLED}),
    S.SENT: frozenset({S.SETTLED, S.REJECTED, S.RETURNED}),
    S.SETTLED: frozenset({S.RETURNED}),
    S.REJECTED: frozenset(),
    S.RETURNED: frozenset(),
    S.CANCELLED: frozenset(),
}
UNDONE = (S.REJECTED, S.CANCELLED)  # nothing was paid: the same may be asked again


class FileState(TextChoices):
    """Where a file of payments stands."""

    RECEIVED = "received", _("Waits for a second person")
    APPROVED = "approved", _("Approved, waits for its day")
    EXECUTED = "executed", _("Executed")
    REJECTED = "rejected", _("Rejected")
    CANCELLED = "cancelled", _("Declined")


class FilePurpose(TextChoices):
    PAYMENTS = "payments", pgettext_lazy("what is paid", "Payments")
    SALARIES = "salaries", _("Salaries or pensions")


class Rule(TextChoices):
    """Whether what is wrong with one concerns all."""

    WHOLE = "whole", _("All or none")
    EACH = "each", _("Each for itself")


class Unknown(TextChoices):
    """What becomes of money for an account that does not take it."""

    RETURN = "return", _("Goes back with the next file")
    KEEP = "keep", _("Waits for a person")


class Direction(TextChoices):
    OUT = "out", _("Sent")
    IN = "in", pgettext_lazy("a transfer", "Received")


class NoteOutcome(TextChoices):
    """What became of one line of a file from another bank."""

    APPLIED = "applied", pgettext_lazy("a line of a file", "Done")
    REPEATED = "repeated", _("Said before")
    ASIDE = "aside", _("Kept aside")


class AsideReason(TextChoices):
    """Why a line of a file from another bank was kept aside."""

    UNKNOWN = "unknown", _("No transfer of ours is meant")
    NOT_SENT = "not-sent", _("The transfer was not sent yet")
    CONTRADICTS = "contradicts", _("It says otherwise than what was said before")
    AMOUNT = "amount", _("The amount is another")
    DUPLICATE = "duplicate", _("The transfer came before")


class ReasonCode(TextChoices):
    """Why a transfer was refused or sent back: codes of the external lists of ISO 20022, in own words."""

    AC01 = "AC01", _("The account number is not right")
    AC03 = "AC03", _("The payee’s account is not known")
    AC04 = "AC04", _("The account is closed")
    AC06 = "AC06", _("The account is blocked")
    AG01 = "AG01", _("This sort of account takes no such transfers")
    AM02 = "AM02", _("The amount is above what is allowed")
    AM03 = "AM03", _("The currency is not that of the account")
    AM04 = "AM04", _("There is not enough money")
    AM05 = "AM05", _("The transfer came before")
    CUST = "CUST", _("The payer no longer wants it")
    DT01 = "DT01", _("The day is not right")
    MS02 = "MS02", _("The payee or the bank does not want it")
    MS03 = "MS03", _("No reason is given")
    NARR = "NARR", _("Another payment of its file is not right")
    RC01 = "RC01", _("The bank is not named rightly")
