"""What the post owes to somebody at another bank: taken from where it waits to be sent, and told when it comes back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.base.outbox import tell_all
from rekkas.money.choices import AccountKind, EntryKind, Posted
from rekkas.money.commands import post_all
from rekkas.money.entries import PAYOUTS, TransferEntry, account_code
from rekkas.payments.choices import TransferState, TransferWay
from rekkas.payments.commands.sending import check_sum, one_line, target_of
from rekkas.payments.commands.transfer_money import NOTE_LENGTH
from rekkas.payments.commands.transfer_steps import Step, add_transfers, take_steps
from rekkas.payments.entries import PayoutAnswer, PayoutWish
from rekkas.payments.facts import PayoutCameBack
from rekkas.payments.models import Clearing, CreditTransfer
from rekkas.payments.queries.clearing import clearing_rules, day_of
from rekkas.payments.queries.transfers import transfers_keyed

NAME, REFERENCE, REMITTANCE = 140, 35, 140
S = TransferState


@dataclass(frozen=True, slots=True)
class _Ready:
    """A payout that is in order, with its transfer to be."""

    place: int
    rules: Clearing
    row: CreditTransfer


@command
def send_payouts(*, payouts: Sequence[PayoutWish], by: Actor, at: Moment) -> list[PayoutAnswer]:
    """Send what waits to be sent to accounts at other banks with the next cut-off, each once; one answer a row."""
    known = transfers_keyed([one.key for one in payouts])
    rules: dict[str, Clearing] = {}
    answers: dict[int, PayoutAnswer] = {}
    ready: list[_Ready] = []
    for place, one in enumerate(payouts):
        if one.key in known:
            answers[place] = PayoutAnswer(one.key, Posted.REPEATED, known[one.key])
            continue
        try:
            ready.append(_ready(place, one, rules, by, at))
        except Refused as refusal:
            answers[place] = PayoutAnswer(one.key, Posted.DECLINED, code=refusal.code, message=str(refusal))
    add_transfers([one.row for one in ready], by=by, at=at)
    post_all(transfers=[_entry(one, at) for one in ready], by=by, at=at)
    take_steps([Step(one.row, S.WAITING) for one in ready], by=by, at=at)
    answers |= {one.place: PayoutAnswer(one.row.key, Posted.POSTED, one.row.number) for one in ready}
    return [answers[place] for place in range(len(payouts))]


def _ready(place: int, one: PayoutWish, known: dict[str, Clearing], by: Actor, at: Moment) -> _Ready:
    rules = known.get(one.country) or known.setdefault(one.country, clearing_rules(one.country))
    target, member = target_of(rules, one.payee_account)
    check_sum(rules, one.amount, one.currency, at_once=False)
    row = CreditTransfer(
        country_id=rules.country_id, way=TransferWay.OUT, payer_name=one_line(one.payer_name, "payer_name", NAME),
        payer_ledger=account_code(AccountKind.CLEARING, PAYOUTS, one.currency),
        payee_name=one_line(one.payee_name, "payee_name", NAME, is_needed=True), payee_account=target.number,
        payee_bank=member, amount=one.amount, currency=one.currency,
        end_to_end_id=one_line(one.reference, "reference", REFERENCE),
        remittance=one_line(one.remittance, "remittance", REMITTANCE), requested_date=day_of(rules, at), key=one.key,
        received_at=at, received_by=author_name(by), office_code=by.office or "",
    )  # fmt: skip
    return _Ready(place, rules, row)


def _entry(one: _Ready, at: Moment) -> TransferEntry:
    row = one.row
    return TransferEntry(
        key=row.key, source=one.rules.ledger, target=row.payer_ledger, amount=row.amount, currency=row.currency,
        kind=EntryKind.CREDIT_TRANSFER_OUT, happened_at=at, subject=row.number, note=row.remittance[:NOTE_LENGTH],
    )  # fmt: skip


def tell_what_came_back(steps: Iterable[Step], amounts: Mapping[int, int], *, at: Moment) -> None:
    """Tell those who had something sent that its money is back where it waited. ``amounts`` are by transfer."""
    tell_all(
        PayoutCameBack(
            step.row.end_to_end_id, step.row.number, amounts[step.row.pk], step.row.currency, str(step.reason),
            at.isoformat(),
        )
        for step in steps
        if step.row.payer_ledger.startswith(f"{AccountKind.CLEARING}:{PAYOUTS}:")
    )  # fmt: skip
