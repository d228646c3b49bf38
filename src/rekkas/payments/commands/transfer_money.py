"""How the money of transfers moves: from payers to payees of ours at once, to the clearing, and back.

What a customer has with the bank is what the bank owes, and so is what stands in the clearing: in the ledger it goes
from the payee's side to the payer's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from rekkas.bank.choices import Channel
from rekkas.bank.commands.gate import Move
from rekkas.bank.commands.moving import move
from rekkas.bank.queries.accounts import accounts_named
from rekkas.base.actors import Actor, Moment
from rekkas.base.errors import Refused
from rekkas.money.choices import EntryKind, Posted
from rekkas.money.commands import post_all, post_transfers
from rekkas.money.entries import TransferEntry
from rekkas.payments.choices import FilePurpose, ReasonCode, Rule, TransferState, TransferWay
from rekkas.payments.commands.transfer_steps import Step, take_steps
from rekkas.payments.errors import TransferNotInState
from rekkas.payments.models import Clearing, CreditTransfer, Unallocated
from rekkas.payments.numbers import take

NOTE_LENGTH = 200
# What the bank and its ledger decline with, as banks tell one another. What is not here is told without a reason.
REASONS: Mapping[str, ReasonCode] = {
    "bank.account-closed": ReasonCode.AC04, "money.account-closed": ReasonCode.AC04,
    "bank.account-blocked": ReasonCode.AC06, "money.account-blocked": ReasonCode.AC06,
    "bank.customer-not-active": ReasonCode.AC06, "bank.held": ReasonCode.AC06,
    "bank.another-currency": ReasonCode.AM03, "bank.channel-closed": ReasonCode.AG01,
    "bank.limit-reached": ReasonCode.AM02, "bank.ceiling-reached": ReasonCode.AM02,
    "money.too-much": ReasonCode.AM02, "bank.balance-too-low": ReasonCode.AM04,
    "money.not-enough": ReasonCode.AM04, "bank.unknown-account": ReasonCode.AC03,
    "bank.account-elsewhere": ReasonCode.AC03, "bank.account-number-not-right": ReasonCode.AC01,
    "bank.same-account": ReasonCode.AG01,
}  # fmt: skip
LOOKED_INTO = "bank.held"  # somebody who may be on a list: a person decides, whatever the rule says
S = TransferState


class _TooLittle(Exception):
    """One payment of a file that is paid whole or not at all could not be paid."""


def reason_of(code: str) -> ReasonCode:
    """How a refusal of ours is told to a customer's machine or to another bank."""
    return REASONS.get(code, ReasonCode.MS03)


def carry_out(
    rules: Clearing,
    rows: Sequence[CreditTransfer],
    rule: Rule,
    accounts: Mapping[str, Any],
    *,
    by: Actor,
    at: Moment,
) -> list[Step]:
    """Move the money of transfers that are due: into accounts of ours at once, the rest into the clearing.

    A payment that cannot be made is rejected for itself. Under the rule that all or none are paid, too little money
    rejects all of them. ``accounts`` are those of payees, by their numbers, that are known already.
    """
    if not rows:
        return []
    try:
        with transaction.atomic():  # what was moved before the one that could not be paid goes back
            steps = _moved(rules, rows, rule, accounts, by=by, at=at)
    except _TooLittle:
        steps = [Step(row, S.REJECTED, ReasonCode.AM04) for row in rows]
    take_steps(steps, "fee", by=by, at=at)
    return steps


def _moved(
    rules: Clearing,
    rows: Sequence[CreditTransfer],
    rule: Rule,
    accounts: Mapping[str, Any],
    *,
    by: Actor,
    at: Moment,
) -> list[Step]:
    moves, steps = _moves(rules, rows, accounts)
    answers = move([one for _, one in moves], by=by, at=at)
    for (row, _), answer in zip(moves, answers, strict=True):
        if answer.outcome is not Posted.DECLINED:
            row.fee = answer.fee
            steps.append(Step(row, S.SETTLED if row.way == TransferWay.INSIDE else S.WAITING))
            continue
        reason = reason_of(answer.code)
        if rule is Rule.WHOLE and reason is ReasonCode.AM04:
            raise _TooLittle
        steps.append(Step(row, S.REJECTED, reason))
    return steps


def _moves(
    rules: Clearing, rows: Sequence[CreditTransfer], accounts: Mapping[str, Any]
) -> tuple[list[tuple[CreditTransfer, Move]], list[Step]]:
    """What each transfer moves; one whose account can no longer be found is rejected."""
    texts = [row.payer_account for row in rows]
    texts += [row.payee_account for row in rows if row.way == TransferWay.INSIDE]
    missing = list(dict.fromkeys(text for text in texts if text not in accounts))
    found = {**accounts, **dict(zip(missing, accounts_named(missing), strict=True))}
    moves, steps = [], []
    for row in rows:
        is_inside = row.way == TransferWay.INSIDE
        payer, payee = found[row.payer_account], found[row.payee_account] if is_inside else rules.ledger
        lost = next((one for one in (payer, payee) if isinstance(one, Refused)), None)
        if lost is not None:
            steps.append(Step(row, S.REJECTED, reason_of(lost.code)))
        else:
            moves.append((row, _move(row, payer, payee)))
    return moves, steps


def _move(row: CreditTransfer, payer: Any, payee: Any) -> Move:
    is_inside = row.way == TransferWay.INSIDE
    return Move(
        row.key, row.amount, row.currency, payer, payee, _kind(row), None if is_inside else Channel.TRANSFER,
        fee_code(row.way), row.number, row.remittance.replace("\n", " ")[:NOTE_LENGTH], row.office_code,
        for_holder=not is_inside,
    )  # fmt: skip


def fee_code(way: str) -> str:
    """Under which code of its product an account pays for a transfer."""
    return "per-transfer-inside" if way == TransferWay.INSIDE else "per-transfer-outside"


def _kind(row: CreditTransfer) -> EntryKind:
    if row.way == TransferWay.OUT:
        return EntryKind.CREDIT_TRANSFER_OUT
    is_salary = row.file is not None and row.file.purpose == FilePurpose.SALARIES
    return EntryKind.SALARY if is_salary else EntryKind.ACCOUNT_TRANSFER


def move_one(rules: Clearing, row: CreditTransfer, *, by: Actor, at: Moment) -> int:
    """Move the money of one transfer, and say what it cost; a refusal is raised as the bank says it."""
    moves, lost = _moves(rules, [row], {})
    if lost:
        raise TransferNotInState(number=row.number, state=ReasonCode(lost[0].reason).label)
    (answer,) = move([one for _, one in moves], by=by, at=at)
    if answer.refusal is not None:
        raise answer.refusal
    return answer.fee


# ---- money that comes ------------------------------------------------------------------------------------------


def credit(
    rules: Clearing, rows: Sequence[tuple[CreditTransfer, Any]], *, by: Actor, at: Moment
) -> list[Refused | None]:
    """Credit transfers from other banks to accounts of ours, each once; why one was declined, for each."""
    answers = move(
        [
            Move(
                row.key, row.amount, row.currency, rules.ledger, account, EntryKind.CREDIT_TRANSFER_IN,
                Channel.TRANSFER, "", row.number, row.remittance.replace("\n", " ")[:NOTE_LENGTH], for_holder=False,
            )
            for row, account in rows
        ],
        by=by, at=at,
    )  # fmt: skip
    return [answer.refusal for answer in answers]


def part_key(row: CreditTransfer, part: str) -> UUID:
    """The key in the ledger of a further entry of a transfer: the same each time it is tried."""
    return uuid5(row.key, part)


def give_back(
    rules: Clearing, rows: Sequence[tuple[CreditTransfer, int]], part: str, *, by: Actor, at: Moment
) -> None:
    """Give payers of ours back what did not arrive, each once. What an account no longer takes waits for a person."""
    entries = [
        TransferEntry(
            key=part_key(row, part), source=row.payer_ledger, target=rules.ledger, amount=amount,
            currency=row.currency, kind=EntryKind.CREDIT_TRANSFER_RETURN, happened_at=at, subject=row.number,
        )
        for row, amount in rows
    ]  # fmt: skip
    results = post_transfers(transfers=entries, by=by, at=at)
    keep_aside(
        rules,
        [
            (row, amount, result.code)
            for (row, amount), result in zip(rows, results, strict=True)
            if result.outcome is Posted.DECLINED
        ],
        by=by, at=at,
    )  # fmt: skip


def keep_aside(
    rules: Clearing, rows: Sequence[tuple[CreditTransfer, int, str]], *, by: Actor, at: Moment
) -> None:
    """Let money that no account takes wait for a person, under a clock: transfer, amount, code of the refusal."""
    park(rules, [(row, amount) for row, amount, _ in rows], by=by, at=at)
    due_at = at + timedelta(hours=rules.keep_hours)
    Unallocated.objects.bulk_create(
        Unallocated(
            number=f"UN{serial:08}", country_id=rules.country_id, transfer=row, amount=amount, currency=row.currency,
            code=code, since=at, due_at=due_at,
        )
        for serial, (row, amount, code) in zip(_serials(len(rows)), rows, strict=True)
    )  # fmt: skip


def park(rules: Clearing, rows: Iterable[tuple[CreditTransfer, int]], *, by: Actor, at: Moment) -> None:
    """Take money that came out of the clearing and keep it where what is not allotted stands."""
    post_all(
        transfers=[
            TransferEntry(
                key=part_key(row, "unallocated"), source=rules.unallocated_ledger, target=rules.ledger, amount=amount,
                currency=row.currency, kind=EntryKind.CREDIT_TRANSFER_IN, happened_at=at, subject=row.number,
            )
            for row, amount in rows
        ],
        by=by, at=at,
    )  # fmt: skip


def _serials(count: int) -> range:
    return take("unallocated", count) if count else range(0)
