"""What a customer is told of a file of payments (pain.002), as it stands now.

Idea: the answer follows from where the payments stand. Asked for twice while nothing has happened it is the same byte
for byte: its number and its moment are those of the last thing that happened to a payment of the file.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from postkit.iso20022 import VERSIONS
from postkit.iso20022.parts import Reason
from postkit.iso20022.statuses import CustomerStatus, PaymentStatus, TransferStatus
from rekkas.bank.queries.messages import written
from rekkas.payments.choices import TransferState
from rekkas.payments.models import CreditTransfer, PaymentFile
from rekkas.payments.queries.transfers import credit_transfers, last_event_of

S = TransferState
REFUSED, MIXED = "RJCT", "PART"
TOLD: Mapping[str, str] = {
    S.RECEIVED: "PDNG", S.HELD: "PDNG", S.WAITING: "ACSP", S.SENT: "ACSP", S.SETTLED: "ACSC", S.REJECTED: REFUSED,
    S.RETURNED: REFUSED, S.CANCELLED: REFUSED,
}  # fmt: skip


def payment_file_answer(file: PaymentFile) -> bytes:
    """The answer to a file of payments, in the version that belongs to it."""
    rows = list(credit_transfers(file=file))
    count, at = last_event_of(file)
    message_id = f"{file.number}-{count}"
    return written(
        CustomerStatus(
            message_id=message_id, created_at=at, original_message_id=file.message_id,
            original_name=file.version, status=_together(rows), version=VERSIONS[file.version].answer,
            payments=tuple(
                _payment(payment, list(part)) for payment, part in groupby(rows, key=lambda row: row.payment_id)
            ),
        ),
        message_id,
    )  # fmt: skip


def _together(rows: Sequence[CreditTransfer]) -> str:
    """One status for many: the least far of those that go on, or that a part was refused."""
    told = {TOLD[row.state] for row in rows}
    if REFUSED in told:
        return REFUSED if told == {REFUSED} else MIXED
    return next(status for status in ("PDNG", "ACSP", "ACSC") if status in told)


def _payment(payment: str, rows: Sequence[CreditTransfer]) -> PaymentStatus:
    """A payment whose transfers stand alike is told as one; else each is named."""
    if len({(row.state, row.reason) for row in rows}) == 1:
        return PaymentStatus(payment, TOLD[rows[0].state], reasons=_reasons(rows[0]))
    return PaymentStatus(payment, "", tuple(_transfer(row) for row in rows))


def _transfer(row: CreditTransfer) -> TransferStatus:
    return TransferStatus(
        TOLD[row.state], row.end_to_end_id, instruction_id=row.instruction_id, reasons=_reasons(row)
    )


def _reasons(row: CreditTransfer) -> tuple[Reason, ...]:
    return (Reason(row.reason, row.reason_text[:105]),) if row.reason else ()
