"""Transfers from other banks: credited to accounts of ours, sent back, kept for a person, and answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import NAMESPACE_OID, uuid5

from postkit.iso20022 import interbank
from postkit.iso20022.fingerprint import fingerprint
from postkit.iso20022.interbank import InterbankTransfer, InterbankTransfers, ReturnedTransfers
from postkit.iso20022.parts import Agent, Reason
from postkit.iso20022.statuses import TransferStatus
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.design.formats import moment_text
from rekkas.payments.choices import (
    AsideReason,
    Direction,
    NoteOutcome,
    ReasonCode,
    TransferState,
    TransferWay,
    Unknown,
)
from rekkas.payments.commands.clearing_files import bank_code, keep_theirs, write_statuses
from rekkas.payments.commands.transfer_money import LOOKED_INTO, credit, keep_aside, park, reason_of
from rekkas.payments.commands.transfer_reading import file_name, opened
from rekkas.payments.commands.transfer_steps import Step, add_transfers, take_steps
from rekkas.payments.entries import InterbankTaken
from rekkas.payments.errors import FileRepeated, NotForUs, SenderNotNamed
from rekkas.payments.models import Clearing, ClearingFile, CreditTransfer, StatusNote
from rekkas.payments.queries.clearing import (
    Directory,
    clearing_rules,
    directory,
    same_clearing_file,
    zone_of,
)
from rekkas.payments.queries.transfers import Payee, known_from, payees_of

S = TransferState
# What the state of a transfer tells its sender.
TOLD = {S.SETTLED: "ACSC", S.HELD: "ACSP", S.WAITING: "ACSP", S.REJECTED: "RJCT"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One transfer of a file: what was sent, where its payee's account is, and our row; none where it came before."""

    wish: InterbankTransfer
    payee: Payee
    row: CreditTransfer | None


@command
def receive_interbank_file(
    *, country: str, content: bytes, name: str, by: Actor, at: Moment, key: str | None = None
) -> InterbankTaken:
    """Take a file of transfers from another bank (pacs.008), credit them to accounts of ours, and write the answer.

    What an account does not take goes back with the next cut-off, or waits for a person, as the rules say. What is
    not meant for us is refused in the answer, and a transfer that came before is not credited again.
    """
    rules = clearing_rules(country)
    shown = file_name(name)
    message = opened(interbank.read_transfers, content, shown)
    banks = directory(country)
    sender = sender_of(message, rules, banks, shown)
    mark = fingerprint(message).content
    check_is_new(rules, content, mark, sender, message, shown)
    file = keep_theirs(message, content, shown, sender, by=by, at=at, fingerprint=mark)
    arrivals = _arrivals(rules, banks, file, message, by, at)
    fresh = [(one.row, one.payee) for one in arrivals if one.row is not None]
    add_transfers([row for row, _ in fresh], by=by, at=at)
    _settle(rules, [(row, payee) for row, payee in fresh if row.state == S.RECEIVED], by=by, at=at)
    repeated = [place for place, one in enumerate(arrivals) if one.row is None]
    StatusNote.objects.bulk_create(_note(file, place, arrivals[place].wish) for place in repeated)
    write_statuses(rules, file, message.version, [_line(one) for one in arrivals], by=by, at=at)
    counts = Counter(row.state for row, _ in fresh)
    return InterbankTaken(
        file.pk, counts[S.SETTLED], counts[S.HELD], counts[S.WAITING], counts[S.REJECTED], len(repeated)
    )


def sender_of(
    message: InterbankTransfers | ReturnedTransfers, rules: Clearing, banks: Directory, name: str
) -> str:
    """The bank that sends a file, which must be for us."""
    to = message.instructed
    if to is not None and not is_us(rules, to):
        raise NotForUs(name=name, bank=to.bic or to.member)
    if message.instructing is None:
        raise SenderNotNamed(name=name)
    return bank_code(banks, message.instructing)


def is_us(rules: Clearing, agent: Agent) -> bool:
    """Whether a message means our bank; it may name it by both of its identifications or by one."""
    return agent.member in ("", rules.member) and agent.bic[:8] in ("", rules.bic[:8])


def check_is_new(
    rules: Clearing, content: bytes, mark: str | None, sender: str, message: InterbankTransfers | ReturnedTransfers,
    name: str,
) -> None:  # fmt: skip
    """The same transfers under another name or identification are refused, naming the first file."""
    first = same_clearing_file(
        Direction.IN, digest=sha256(content).hexdigest(), fingerprint=mark, sender=sender,
        message=message.version[:8], message_id=message.message_id,
    )  # fmt: skip
    if first is not None:
        at = moment_text(first.recorded_at.astimezone(zone_of(rules)))
        raise FileRepeated(name=name, first=first.name, at=at, number=first.message_id)


def _arrivals(
    rules: Clearing, banks: Directory, file: ClearingFile, message: InterbankTransfers, by: Actor, at: Moment
) -> list[Arrival]:
    """Every transfer of a file with its row; what can be refused by its own words alone is marked as rejected."""
    wishes = message.transfers
    payees = payees_of(rules, [wish.creditor_account for wish in wishes])
    senders = [bank_code(banks, wish.debtor_agent) for wish in wishes]
    known = {
        (bank, transaction)
        for bank in set(senders)
        for transaction in known_from(
            bank, [wish.transaction_id for wish, sent in zip(wishes, senders, strict=True) if sent == bank]
        )
    }
    arrivals = []
    for wish, payee, bank in zip(wishes, payees, senders, strict=True):
        if (bank, wish.transaction_id) in known:
            arrivals.append(Arrival(wish, payee, None))
            continue
        row = _transfer(rules, file, message.settlement.settled_date, wish, payee, bank, by, at)
        reason = _why_refused(rules, wish, payee)
        if reason:
            row.state, row.reason = S.REJECTED, reason
        arrivals.append(Arrival(wish, payee, row))
    return arrivals


def _why_refused(rules: Clearing, wish: InterbankTransfer, payee: Payee) -> ReasonCode | None:
    """Why a transfer is none of ours to settle: it goes back in the answer, before any money has moved."""
    if not is_us(rules, wish.creditor_agent) or payee.bank or payee.reason is ReasonCode.RC01:
        return ReasonCode.RC01
    return ReasonCode.AM03 if wish.currency != rules.currency else None


def _transfer(
    rules: Clearing,
    file: ClearingFile,
    day: date,
    wish: InterbankTransfer,
    payee: Payee,
    bank: str,
    by: Actor,
    at: Moment,
) -> CreditTransfer:
    account = payee.account
    return CreditTransfer(
        country_id=rules.country_id, way=TransferWay.IN, customer=account.holder if account else None,
        payer_name=wish.debtor, payer_account=wish.debtor_account.number if wish.debtor_account else "",
        payer_bank=bank, payee_name=wish.creditor, payee_account=wish.creditor_account.number,
        payee_ledger=account.ledger if account else "", payee_bank=rules.member, amount=wish.amount,
        currency=wish.currency, end_to_end_id=wish.end_to_end_id, transaction_id=wish.transaction_id,
        instruction_id=wish.instruction_id, remittance=wish.remittance.text[:500],
        payee_references=list(wish.remittance.references), requested_date=day,
        key=uuid5(NAMESPACE_OID, f"interbank {bank} {wish.transaction_id}"), received_at=at,
        received_by=author_name(by), came_file=file,
    )  # fmt: skip


def _settle(rules: Clearing, rows: Sequence[tuple[CreditTransfer, Payee]], *, by: Actor, at: Moment) -> None:
    """Credit what can be credited; the rest goes back, or waits for a person."""
    found = [(row, payee.account) for row, payee in rows if payee.account]
    steps, stray = (
        [],
        [(row, payee.refusal.code if payee.refusal else "") for row, payee in rows if not payee.account],
    )
    for (row, _), refusal in zip(found, credit(rules, found, by=by, at=at), strict=True):
        if refusal is None:
            steps.append(Step(row, S.SETTLED))
        else:
            stray.append((row, refusal.code))
    # Whoever may be on a list is looked into by a person: sending the money back would tell.
    kept = [
        (row, row.amount, code) for row, code in stray if code == LOOKED_INTO or rules.unknown == Unknown.KEEP
    ]
    staying = {row.pk for row, _, _ in kept}
    back = [(row, code) for row, code in stray if row.pk not in staying]
    keep_aside(rules, kept, by=by, at=at)
    park(rules, [(row, row.amount) for row, _ in back], by=by, at=at)
    steps += [Step(row, S.HELD, reason_of(code)) for row, _, code in kept]
    steps += [Step(row, S.WAITING, reason_of(code)) for row, code in back]
    take_steps(steps, by=by, at=at)


def _note(file: ClearingFile, place: int, wish: InterbankTransfer) -> StatusNote:
    """A transfer that came before, in another file: it is not credited again, and a person looks."""
    return StatusNote(
        file=file, position=place, transaction_id=wish.transaction_id, end_to_end_id=wish.end_to_end_id,
        status=TOLD[S.REJECTED], amount=wish.amount, reason=ReasonCode.AM05, outcome=NoteOutcome.ASIDE,
        aside=AsideReason.DUPLICATE,
    )  # fmt: skip


def _line(one: Arrival) -> TransferStatus:
    """What the answer says of one transfer."""
    state = TransferState(one.row.state) if one.row else S.REJECTED
    reason = (one.row.reason if one.row else ReasonCode.AM05) if state is S.REJECTED else ""
    return TransferStatus(
        TOLD[state], one.wish.end_to_end_id, one.wish.transaction_id, one.wish.instruction_id,
        (Reason(str(reason)),) if reason else (),
    )  # fmt: skip
