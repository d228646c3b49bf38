"""What the database itself says of payments, whoever writes to it: see ``rekkas.base.guards``.

What an order, a transfer, a bill or a payment is about is fixed when it is written. A signature, an approval, an entry
is set once, and a state takes known steps only. None of them is ever taken away.
"""

from dataclasses import replace

from rekkas.base.append_only import DatabaseStep
from rekkas.base.guards import Guard, guarded, no_step
from rekkas.payments.choices import STEPS as TRANSFER_STEPS
from rekkas.payments.choices import BillPaymentState, FileState, PaymentState

STEPS_OF_A_PAYMENT = {
    PaymentState.BEGUN.value: (PaymentState.PAID.value, PaymentState.LET_GO.value),
    PaymentState.PAID.value: (PaymentState.REVERSED.value,),
}
STEPS_OF_A_FILE = {
    FileState.RECEIVED.value: (FileState.APPROVED.value, FileState.CANCELLED.value),
    FileState.APPROVED.value: (
        FileState.EXECUTED.value, FileState.REJECTED.value, FileState.CANCELLED.value,
    ),
}  # fmt: skip

_BEFORE_VISITS = (
    Guard(
        "payments_moneyorder",
        fixed=(
            "number", "country_id", "product", "taken", "paid", "amount", "fee", "currency", "sender_name",
            "sender_name_ar", "sender_document_kind", "sender_document_country", "sender_document_number",
            "sender_account", "payee_account", "office_id", "clerk", "issue_entry", "issued_at", "available_at",
            "expires_on", "prescribed_on",
        ),
    ),
    Guard(
        "payments_orderpayment",
        fixed=(
            "token", "order_id", "office_id", "clerk", "account", "begun_at", "shown_name", "document_kind",
            "document_country", "document_number", "document_expires_on", "likeness", "needs_signature",
        ),
        once_named=("signed_by",), once_set=("signed_at", "answered_at", "entry", "receipt_signature"),
        bad=(no_step(STEPS_OF_A_PAYMENT), "NEW.lapses_at < OLD.lapses_at"),
        bad_first="NEW.signed_by <> ''",
    ),
    Guard(
        "payments_signaturerequest",
        fixed=("number", "order_id", "act", "body", "reason", "office_id", "asked_by", "asked_at"),
        once_named=("signed_by",), once_set=("signed_at", "used_at"),
        bad_first="NEW.signed_by <> '' OR NEW.used_at IS NOT NULL",
    ),
    Guard(
        "payments_bill", fixed=("biller_id", "reference"),
        bad=("OLD.paid_amount > 0 AND NEW.amount <> OLD.amount",),
    ),
    Guard(
        "payments_billpayment",
        fixed=(
            "number", "biller_id", "bill_id", "reference", "amount", "fee", "biller_fee", "currency", "is_whole",
            "office_id", "clerk", "account", "entry", "paid_at", "paid_on", "cancel_until",
        ),
        once_named=("cancelled_by", "cancel_reason"), once_set=("cancelled_at", "remittance_id"),
        bad=(no_step({BillPaymentState.PAID.value: (BillPaymentState.CANCELLED.value,)}),),
        bad_first="NEW.state <> 'paid' OR NEW.remittance_id IS NOT NULL",
    ),
)  # fmt: skip

_NAME_THEIR_VISIT = ("payments_moneyorder", "payments_billpayment")
ORDERS_AND_BILLS = tuple(
    replace(guard, fixed=(*guard.fixed, "visit")) if guard.table in _NAME_THEIR_VISIT else guard
    for guard in _BEFORE_VISITS
)

TRANSFERS = (
    Guard(
        "payments_credittransfer",
        fixed=(
            "number", "way", "customer_id", "payer_account", "payer_ledger", "payer_bank", "payee_account",
            "payee_ledger", "payee_bank", "amount", "currency", "end_to_end_id", "transaction_id", "key", "file_id",
            "came_file_id", "received_by",
        ),
        once_named=("approved_by",),
        once_set=("sent_file_id", "return_file_id", "settlement_id", "return_settlement_id"),
        bad=(
            no_step({before: afters for before, afters in TRANSFER_STEPS.items() if before}),
            "OLD.fee <> 0 AND NEW.fee <> OLD.fee",
        ),
    ),
    Guard(
        "payments_paymentfile",
        fixed=(
            "number", "customer_id", "country_id", "name", "purpose", "content", "digest", "fingerprint", "likeness",
            "version", "message_id", "currency", "payment_count", "total", "needs_second", "like_id", "received_at",
            "received_by", "office_code",
        ),
        once_named=("decided_why",),
        bad=(
            no_step(STEPS_OF_A_FILE),
            "NEW.state = OLD.state AND NEW.decided_why <> OLD.decided_why",
            # Who decided, and when, comes with an approval, and is another's only where the file is then cancelled.
            "(NEW.state = OLD.state OR NEW.state NOT IN ('approved', 'cancelled')) AND ("
            "NEW.decided_by <> OLD.decided_by OR NEW.decided_at <> OLD.decided_at "
            "OR (NEW.decided_at IS NULL) <> (OLD.decided_at IS NULL))",
        ),
        bad_first="NEW.decided_by <> '' OR NEW.decided_at IS NOT NULL",
    ),
)  # fmt: skip


def guard_orders_and_bills() -> DatabaseStep:
    """A migration step after which the database judges every change of orders, bills, their payments and signatures."""
    return guarded(_BEFORE_VISITS)


def unguard_orders_and_bills() -> DatabaseStep:
    """The same undone, before these tables have another column."""
    step = guard_orders_and_bills()
    return DatabaseStep(step.release, step.protect)


def guard_orders_and_bills_of_visits() -> DatabaseStep:
    """A migration step after which the database also holds fast to which visit an order or a payment belongs."""
    return guarded(ORDERS_AND_BILLS)


def guard_transfers() -> DatabaseStep:
    """A migration step after which the database judges every change of a transfer and of a file of payments."""
    return guarded(TRANSFERS)
