"""What turns out after a statement was made is said on the next one. No statement is ever changed."""

from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.commerce.choices import CLAIMS, DIFFERENCES, OWED, REFUNDS, CorrectionReason, LineKind
from rekkas.commerce.errors import CorrectionTooLarge
from rekkas.commerce.models import SettlementLine
from rekkas.commerce.queries.dues import collected_line, corrected
from rekkas.design.formats import money_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import Leg, account_code, entry_of

NOTE_LENGTH = 200
# Who bears it, or has it until it is settled: the addressee's refund and differences are questions, claims are borne.
OTHER_SIDE = {
    CorrectionReason.TAKEN_BACK: (AccountKind.SUSPENSE, REFUNDS),
    CorrectionReason.WRONG_AMOUNT: (AccountKind.SUSPENSE, DIFFERENCES),
    CorrectionReason.CLAIM: (AccountKind.EXPENSE, CLAIMS),
}


@command
def correct_due(
    *, item: str, amount: int, reason: CorrectionReason, note: str, by: Actor, at: Moment, key: str
) -> str:
    """Put a correction of an item's cash on its merchant's next statement: below zero takes, above zero gives.

    No more is taken back than was collected. Returns the name of the line.
    """
    line = collected_line(item, lock=True)
    said = note.strip()[:NOTE_LENGTH]
    if not said:
        raise InvalidInput(field="note", reason=_("say what happened: the merchant reads it."))
    if not amount:
        raise InvalidInput(field="amount", reason=_("it is zero."))
    if amount > line.amount:
        raise InvalidInput(field="amount", reason=_("it is more than was collected for the item."))
    left = line.amount + corrected(line.subject)
    if left + amount < 0:
        raise CorrectionTooLarge(item=line.subject, most=money_text(left, line.currency))
    name = f"correction {uuid5(NAMESPACE_OID, f'commerce.correct_due {key}')}"
    entry = entry_of(
        (_leg(line, amount, reason),), key=uuid5(NAMESPACE_OID, name), kind=EntryKind.CORRECTION, happened_at=at,
        subject=line.subject, note=f"{reason.value}: {said}"[:NOTE_LENGTH],
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    SettlementLine.objects.create(
        key=name, kind=LineKind.CORRECTION, customer_code=line.customer_code, currency=line.currency,
        subject=line.subject, reference=line.reference, amount=amount, collected_at=line.collected_at, due_at=at,
        reason=reason, note=said, noted_by=author_name(by), entry=entry.key,
    )  # fmt: skip
    return name


def _leg(line: SettlementLine, amount: int, reason: CorrectionReason) -> Leg:
    """What is taken makes the merchant owe the post; what is given is due like what came in."""
    other = account_code(*OTHER_SIDE[reason], line.currency)
    if amount < 0:
        owing = account_code(AccountKind.MERCHANT, f"{line.customer_code}/{OWED}", line.currency)
        return Leg(other, owing, -amount, line.currency)
    return Leg(account_code(AccountKind.DUE, line.customer_code, line.currency), other, amount, line.currency)
