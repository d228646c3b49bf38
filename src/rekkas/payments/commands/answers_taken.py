"""What other banks say of our transfers: accepted, refused, sent back. Each line is noted, and acts once at most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256

from postkit.iso20022 import interbank, statuses
from postkit.iso20022.fingerprint import fingerprint
from postkit.iso20022.interbank import ReturnedTransfer, ReturnedTransfers
from postkit.iso20022.parts import Reason
from postkit.iso20022.statuses import InterbankStatus, TransferStatus
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.payments.choices import (
    AsideReason,
    Direction,
    NoteOutcome,
    ReasonCode,
    TransferState,
    TransferWay,
)
from rekkas.payments.commands.clearing_files import bank_code, keep_theirs, write_statuses
from rekkas.payments.commands.interbank import check_is_new, is_us, sender_of
from rekkas.payments.commands.payouts import tell_what_came_back
from rekkas.payments.commands.transfer_money import give_back
from rekkas.payments.commands.transfer_reading import file_name, opened
from rekkas.payments.commands.transfer_steps import Step, take_steps
from rekkas.payments.entries import StatusesTaken
from rekkas.payments.errors import NotForUs
from rekkas.payments.models import Clearing, ClearingFile, CreditTransfer, StatusNote
from rekkas.payments.queries.clearing import (
    clearing_rules,
    directory,
    our_file,
    same_clearing_file,
)
from rekkas.payments.queries.transfers import transfers_numbered_for_update, transfers_of_file_for_update

S = TransferState
ACCEPTED, REFUSED = frozenset({"ACSC", "ACCC"}), "RJCT"
DECIDES_ALL = ACCEPTED | {REFUSED}
NOT_SENT = frozenset({S.RECEIVED, S.HELD, S.WAITING, S.CANCELLED})
# Where a transfer may stand for a status to say nothing new.
SAID = {True: frozenset({S.SETTLED, S.RETURNED}), False: frozenset({S.REJECTED})}
Verdict = tuple[NoteOutcome, AsideReason | None]
APPLIED, REPEATED = (NoteOutcome.APPLIED, None), (NoteOutcome.REPEATED, None)
# How a return that is not taken is answered.
RETURN_REASONS = {
    AsideReason.DUPLICATE: ReasonCode.AM05, AsideReason.AMOUNT: ReasonCode.AM02,
}  # fmt: skip


@command
def receive_status(
    *, country: str, content: bytes, name: str, by: Actor, at: Moment, key: str | None = None
) -> StatusesTaken:
    """Take what another bank says of our transfers (pacs.002): accepted ones are settled, refused ones go back.

    What is said twice changes nothing; what is said of nobody, too early, or otherwise than before is kept aside for a
    person. The very same file again gets the same answer.
    """
    rules = clearing_rules(country)
    shown = file_name(name)
    message = opened(statuses.read_interbank_status, content, shown)
    if message.instructed is not None and not is_us(rules, message.instructed):
        raise NotForUs(name=shown, bank=message.instructed.bic or message.instructed.member)
    sender = bank_code(directory(country), message.instructing) if message.instructing else ""
    first = same_clearing_file(
        Direction.IN, digest=sha256(content).hexdigest(), fingerprint=None, sender=sender,
        message=message.version[:8], message_id=message.message_id,
    )  # fmt: skip
    if first is not None:
        return _taken(first, is_new=False)
    file = keep_theirs(message, content, shown, sender, by=by, at=at)
    notes, steps = _statuses(file, message)
    refused = [step for step in steps if step.after is S.REJECTED]
    give_back(rules, [(step.row, step.row.amount) for step in refused], "rejected", by=by, at=at)
    take_steps(steps, by=by, at=at)
    tell_what_came_back(refused, {step.row.pk: step.row.amount for step in refused}, at=at)
    StatusNote.objects.bulk_create(notes)
    return _taken(file)


def _taken(file: ClearingFile, *, is_new: bool = True) -> StatusesTaken:
    said = Counter(StatusNote.objects.filter(file=file).values_list("outcome", flat=True))
    return StatusesTaken(
        file.pk, said[NoteOutcome.APPLIED], said[NoteOutcome.REPEATED], said[NoteOutcome.ASIDE], is_new
    )


def _statuses(file: ClearingFile, message: InterbankStatus) -> tuple[list[StatusNote], list[Step]]:
    """A note for each line, and what follows from them. The whole's status holds for what has no line of its own."""
    ours = our_file(message.original_message_id)
    if ours is None or ours.message != "pacs.008":
        return _of_no_transfer_of_ours(file, message, ours), []
    rows = transfers_of_file_for_update(ours)
    by_id = {row.transaction_id: row for row in rows}
    by_reference = {row.end_to_end_id: row for row in rows}
    notes, steps, named = [], [], set()
    for place, line in enumerate(message.transfers, start=1):
        row = by_id.get(line.transaction_id) if line.transaction_id else by_reference.get(line.end_to_end_id)
        verdict, step = _verdict(row, line.status, line.reasons)
        notes.append(_note(file, place, line, row, verdict))
        if row is not None:
            named.add(row.pk)
        if step is not None:
            steps.append(step)
    if message.status in DECIDES_ALL or not message.transfers:
        rest = [row for row in rows if row.pk not in named]
        verdicts = [_verdict(row, message.status, message.reasons) for row in rest]
        steps += [step for _, step in verdicts if step is not None]
        whole = next((verdict for verdict, _ in verdicts if verdict[0] is NoteOutcome.ASIDE), None)
        is_news = any(verdict == APPLIED for verdict, _ in verdicts) or not rows
        line = TransferStatus(message.status or "RCVD", reasons=message.reasons)
        notes.append(_note(file, 0, line, None, whole or (APPLIED if is_news else REPEATED)))
    return notes, steps


def _of_no_transfer_of_ours(
    file: ClearingFile, message: InterbankStatus, ours: ClearingFile | None
) -> list[StatusNote]:
    """What is said of a file that we never sent, or of a file of returns: only a refusal of these is news."""
    lines = message.transfers or (TransferStatus(message.status or "RCVD", reasons=message.reasons),)
    return [
        _note(
            file, place, line, None,
            (NoteOutcome.ASIDE, AsideReason.UNKNOWN) if ours is None
            else (NoteOutcome.ASIDE, AsideReason.CONTRADICTS) if line.status == REFUSED
            else APPLIED,
        )
        for place, line in enumerate(lines)
    ]  # fmt: skip


def _verdict(
    row: CreditTransfer | None, status: str, reasons: Sequence[Reason]
) -> tuple[Verdict, Step | None]:
    """What a status does to a transfer in its state."""
    if row is None:
        return (NoteOutcome.ASIDE, AsideReason.UNKNOWN), None
    state = TransferState(row.state)
    if state in NOT_SENT:
        return (NoteOutcome.ASIDE, AsideReason.NOT_SENT), None
    if status not in DECIDES_ALL:
        return (APPLIED if state is S.SENT else REPEATED), None
    is_good = status in ACCEPTED
    if state is S.SENT:
        code, text = _first(reasons)
        step = Step(row, S.SETTLED) if is_good else Step(row, S.REJECTED, code or ReasonCode.MS03, text)
        return APPLIED, step
    if state in SAID[is_good]:
        return REPEATED, None
    return (NoteOutcome.ASIDE, AsideReason.CONTRADICTS), None


def _first(reasons: Sequence[Reason]) -> tuple[str, str]:
    return (reasons[0].code, reasons[0].text) if reasons else ("", "")


def _note(
    file: ClearingFile, place: int, line: TransferStatus, row: CreditTransfer | None, verdict: Verdict
) -> StatusNote:
    code, text = _first(line.reasons)
    return StatusNote(
        file=file, position=place, transaction_id=line.transaction_id, end_to_end_id=line.end_to_end_id,
        status=line.status, reason=code, reason_text=text[:500], transfer=row, outcome=verdict[0],
        aside=verdict[1] or "",
    )  # fmt: skip


# ---- returns ---------------------------------------------------------------------------------------------------


@command
def receive_return(
    *, country: str, content: bytes, name: str, by: Actor, at: Moment, key: str | None = None
) -> StatusesTaken:
    """Take transfers of ours that another bank sends back (pacs.004): each payer has the money again, once.

    What is sent back of nobody, twice, or with more money than was sent is kept aside and refused in the answer.
    """
    rules = clearing_rules(country)
    shown = file_name(name)
    message = opened(interbank.read_returns, content, shown)
    sender = sender_of(message, rules, directory(country), shown)
    mark = fingerprint(message).content
    check_is_new(rules, content, mark, sender, message, shown)
    file = keep_theirs(message, content, shown, sender, by=by, at=at, fingerprint=mark)
    rows = transfers_numbered_for_update([line.transaction_id for line in message.transfers])
    verdicts = [_return_verdict(rows.get(line.transaction_id), line) for line in message.transfers]
    _take_back(rules, file, message, rows, verdicts, by=by, at=at)
    notes = [
        _return_note(file, place, line, rows.get(line.transaction_id), verdict)
        for place, (line, verdict) in enumerate(zip(message.transfers, verdicts, strict=True), start=1)
    ]
    StatusNote.objects.bulk_create(notes)
    write_statuses(
        rules, file, message.version,
        [_answer(line, verdict) for line, verdict in zip(message.transfers, verdicts, strict=True)], by=by, at=at,
    )  # fmt: skip
    return _taken(file)


def _return_verdict(row: CreditTransfer | None, line: ReturnedTransfer) -> Verdict:
    if row is None or row.way != TransferWay.OUT:
        return NoteOutcome.ASIDE, AsideReason.UNKNOWN
    if row.state in NOT_SENT:
        return NoteOutcome.ASIDE, AsideReason.NOT_SENT
    if row.state == S.RETURNED:
        return NoteOutcome.ASIDE, AsideReason.DUPLICATE
    if row.state == S.REJECTED:
        return NoteOutcome.ASIDE, AsideReason.CONTRADICTS
    if line.currency != row.currency or line.amount > row.amount:
        return NoteOutcome.ASIDE, AsideReason.AMOUNT
    return APPLIED


def _take_back(
    rules: Clearing, file: ClearingFile, message: ReturnedTransfers, rows: Mapping[str, CreditTransfer],
    verdicts: Sequence[Verdict], *, by: Actor, at: Moment,
) -> None:  # fmt: skip
    back = [
        (rows[line.transaction_id], line)
        for line, verdict in zip(message.transfers, verdicts, strict=True)
        if verdict == APPLIED
    ]
    give_back(rules, [(row, line.amount) for row, line in back], "returned", by=by, at=at)
    steps = []
    for row, line in back:
        code, text = _first(line.reasons)
        row.return_file, row.returned = file, line.amount
        steps.append(Step(row, S.RETURNED, code or ReasonCode.MS03, text))
    take_steps(steps, "return_file_id", "returned", by=by, at=at)
    tell_what_came_back(steps, {row.pk: line.amount for row, line in back}, at=at)


def _return_note(
    file: ClearingFile, place: int, line: ReturnedTransfer, row: CreditTransfer | None, verdict: Verdict
) -> StatusNote:
    said = TransferStatus("RTND", line.end_to_end_id, line.transaction_id, reasons=line.reasons)
    note = _note(file, place, said, row, verdict)
    note.amount = line.amount
    return note


def _answer(line: ReturnedTransfer, verdict: Verdict) -> TransferStatus:
    if verdict == APPLIED:
        return TransferStatus("ACSC", line.end_to_end_id, line.transaction_id)
    reason = RETURN_REASONS.get(verdict[1], ReasonCode.MS03) if verdict[1] else ReasonCode.MS03
    return TransferStatus(REFUSED, line.end_to_end_id, line.transaction_id, reasons=(Reason(str(reason)),))
