"""Two files with the same payments: how one knows that a file has come before, under whatever name.

Idea: what a message moves is written as one line for each transfer (`lines_of`), the lines are put in order, and
SHA-256 over them is the content's digest. File name, message identification, creation time, and how transfers are
gathered into payments do not enter: the same transfers give the same digest.

Two digests, for two questions. `content` has the sender's own identifications in it: the same `content` is the same
file again, to be refused. `likeness` leaves them out: a file that was made anew with new identifications is *like* the
first, to be shown to a person, since the same wages are paid each month (the day differs) and a shop may pay the same
bill twice.

>>> from datetime import date, datetime
>>> from postkit.iso20022.initiation import CreditTransfer, Initiation, PaymentInformation
>>> from postkit.iso20022.parts import Account
>>> def july(message_id, end_to_end_id):
...     wage = CreditTransfer(end_to_end_id, 450000, "MAD", "Ali", Account("17", "other"))
...     payment = PaymentInformation("P", date(2026, 7, 28), "Shop", Account("4", "other"), (wage,))
...     return fingerprint(Initiation(message_id, datetime(2026, 7, 20), (payment,)))
>>> july("M-1", "A").content == july("M-2", "A").content, july("M-1", "A").content == july("M-1", "B").content
(True, False)
>>> july("M-1", "A").likeness == july("M-2", "B").likeness
True
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from postkit.evidence import Value, row_digest
from postkit.iso20022.initiation import Initiation
from postkit.iso20022.interbank import InterbankTransfers, ReturnedTransfers
from postkit.iso20022.versions import VERSIONS

Line = tuple[Value, ...]
Moving = Initiation | InterbankTransfers | ReturnedTransfers


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells a message from another: its kind, its sender's number for it, and two digests of 64 digits."""

    message: str
    message_id: str
    content: str
    likeness: str


def fingerprint(message: Moving) -> Fingerprint:
    """The fingerprint of a message that moves money."""
    lines = list(lines_of(message))
    kind = VERSIONS[message.version].message
    return Fingerprint(
        message=kind,
        message_id=message.message_id,
        content=_digest(kind, (owned + moved for owned, moved in lines)),
        likeness=_digest(kind, (moved for _, moved in lines)),
    )


def lines_of(message: Moving) -> Iterable[tuple[Line, Line]]:
    """For each transfer the identifications its sender gave it, and what it moves from where to where."""
    match message:
        case Initiation():
            for payment in message.payments:
                taken = (payment.debtor_account.number, payment.requested_date.isoformat())
                for wish in payment.transfers:
                    moved = (wish.currency, wish.amount, wish.creditor_account.number, wish.creditor)
                    told = (wish.remittance.text, *wish.remittance.references)
                    yield (wish.end_to_end_id, wish.instruction_id), (*taken, *moved, *told)
        case InterbankTransfers():
            day = message.settlement.settled_date.isoformat()
            for sent in message.transfers:
                source = sent.debtor_account.number if sent.debtor_account else ""
                moved = (sent.currency, sent.amount, sent.creditor_account.number, sent.creditor)
                told = (sent.remittance.text, *sent.remittance.references)
                yield (sent.transaction_id, sent.end_to_end_id), (source, sent.debtor, day, *moved, *told)
        case ReturnedTransfers():
            for back in message.transfers:
                # A return names the transfer that it undoes: that is what it moves.
                yield (back.return_id,), (back.transaction_id, back.currency, back.amount)


def _digest(kind: str, lines: Iterable[Line]) -> str:
    whole = sha256(kind.encode())
    for digest in sorted(row_digest(line) for line in lines):
        whole.update(digest)
    return whole.hexdigest()
