"""Files between banks as they are written and kept: one form for all, byte for byte."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from postkit.iso20022.interbank import (
    InterbankTransfer,
    InterbankTransfers,
    ReturnedTransfer,
    ReturnedTransfers,
    Settlement,
)
from postkit.iso20022.parts import Agent, Reason, Remittance, account_of
from postkit.iso20022.statuses import InterbankStatus, TransferStatus
from rekkas.bank.queries.messages import written
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.payments.choices import Direction
from rekkas.payments.commands.transfer_reading import file_name
from rekkas.payments.models import Clearing, ClearingFile, CreditTransfer, CutOff
from rekkas.payments.queries.clearing import Directory, directory

REFUSED, MIXED = "RJCT", "PART"
FileBetweenBanks = InterbankTransfers | ReturnedTransfers | InterbankStatus


def us(rules: Clearing) -> Agent:
    """Our own bank, as messages name it."""
    return Agent(rules.bic, rules.member)


def agent_named(banks: Directory, member: str) -> Agent:
    """Another bank, by its number or, where that is no number of the clearing, by its BIC."""
    found = banks.by_member.get(member)
    if found is None and member[:4].isalpha():
        return Agent(bic=member)
    return Agent(found.bic if found else "", member)


def bank_code(banks: Directory, agent: Agent) -> str:
    """Under which one code a bank is kept, however a message names it."""
    known = banks.by_bic.get(agent.bic[:8]) or banks.by_bic.get(agent.bic)
    return agent.member or (known.member if known else agent.bic)


def write_transfers(
    rules: Clearing, rows: Sequence[CreditTransfer], message_id: str, day: date, *, cut_off: CutOff | None, by: Actor,
    at: Moment,
) -> ClearingFile:  # fmt: skip
    """The file (pacs.008) with these transfers, kept as it goes out."""
    banks = directory(rules.country_id)
    message = InterbankTransfers(
        message_id=message_id, created_at=at, settlement=Settlement(day, system=rules.system),
        transfers=tuple(_transfer(rules, banks, row) for row in rows), instructing=us(rules),
    )  # fmt: skip
    return keep_ours(message, by=by, at=at, cut_off=cut_off, day=day)


def write_returns(
    rules: Clearing, rows: Sequence[CreditTransfer], original: ClearingFile, message_id: str, *, cut_off: CutOff,
    by: Actor, at: Moment,
) -> ClearingFile:  # fmt: skip
    """The file (pacs.004) that sends back what came in one file of another bank."""
    message = ReturnedTransfers(
        message_id=message_id, created_at=at, settlement=Settlement(cut_off.business_date, system=rules.system),
        original_message_id=original.message_id, transfers=tuple(_returned(row) for row in rows),
        instructing=us(rules), instructed=agent_named(directory(rules.country_id), original.sender),
    )  # fmt: skip
    return keep_ours(message, by=by, at=at, cut_off=cut_off, day=cut_off.business_date, answers=original)


def write_statuses(
    rules: Clearing,
    original: ClearingFile,
    name: str,
    lines: Sequence[TransferStatus],
    *,
    by: Actor,
    at: Moment,
) -> ClearingFile:
    """The answer (pacs.002) to a file of another bank: a line for each transfer, and what they come to."""
    statuses = {line.status for line in lines}
    message = InterbankStatus(
        message_id=f"{rules.bic}-S-{original.digest[:16]}", created_at=at, original_message_id=original.message_id,
        original_name=name, status=statuses.pop() if len(statuses) == 1 else MIXED, transfers=tuple(lines),
        instructing=us(rules), instructed=agent_named(directory(rules.country_id), original.sender),
    )  # fmt: skip
    return keep_ours(message, by=by, at=at, answers=original)


def keep_ours(
    message: FileBetweenBanks, *, by: Actor, at: Moment,
    cut_off: CutOff | None = None, day: date | None = None, answers: ClearingFile | None = None,
) -> ClearingFile:  # fmt: skip
    """Keep a file that goes out; an official schema that is at hand has judged it first."""
    content = written(message, message.message_id)
    return _keep(
        Direction.OUT, message, content, "", "", by=by, at=at, cut_off=cut_off, day=day, answers=answers
    )


def keep_theirs(
    message: FileBetweenBanks, content: bytes, name: str, sender: str, *,
    by: Actor, at: Moment, fingerprint: str | None = None,
) -> ClearingFile:  # fmt: skip
    """Keep a file that came in."""
    day = None if isinstance(message, InterbankStatus) else message.settlement.settled_date
    return _keep(Direction.IN, message, content, name, sender, by=by, at=at, day=day, fingerprint=fingerprint)


def _keep(
    direction: Direction, message: FileBetweenBanks, content: bytes, name: str, sender: str, *, by: Actor, at: Moment,
    cut_off: CutOff | None = None, day: date | None = None, answers: ClearingFile | None = None,
    fingerprint: str | None = None,
) -> ClearingFile:  # fmt: skip
    moved: Sequence[InterbankTransfer | ReturnedTransfer] = ()
    if not isinstance(message, InterbankStatus):
        moved = message.transfers
    kind = message.version[:8]
    return ClearingFile.objects.create(
        direction=direction, message=kind, message_id=message.message_id, sender=sender,
        name=file_name(name) if name else f"{message.message_id}.{kind}.xml", content=content,
        digest=sha256(content).hexdigest(), fingerprint=fingerprint,
        currency=moved[0].currency if moved else "", transfer_count=len(message.transfers),
        total=sum(one.amount for one in moved), settled_date=day, cut_off=cut_off, answers=answers,
        recorded_at=at, recorded_by=author_name(by),
    )  # fmt: skip


def _transfer(rules: Clearing, banks: Directory, row: CreditTransfer) -> InterbankTransfer:
    return InterbankTransfer(
        transaction_id=row.transaction_id, end_to_end_id=row.end_to_end_id, amount=row.amount, currency=row.currency,
        debtor=row.payer_name, debtor_agent=us(rules), creditor=row.payee_name,
        creditor_account=account_of(row.payee_account), creditor_agent=agent_named(banks, row.payee_bank),
        debtor_account=account_of(row.payer_account) if row.payer_account else None,
        remittance=Remittance(row.remittance, tuple(row.payee_references)), accepted_at=row.received_at,
    )  # fmt: skip


def _returned(row: CreditTransfer) -> ReturnedTransfer:
    return ReturnedTransfer(
        return_id=f"R{row.number}", transaction_id=row.transaction_id, amount=row.amount, currency=row.currency,
        reasons=(Reason(row.reason or "MS03", row.reason_text[:105]),), end_to_end_id=row.end_to_end_id,
        original_amount=row.amount,
    )  # fmt: skip
