"""What a fault of the program moved is moved back, with the question that stood beside it."""

from typing import Any
from uuid import UUID

from rekkas.base.actors import Actor, Moment, system
from rekkas.base.command import command
from rekkas.base.errors import NotFound
from rekkas.cash.choices import RECOVERY, StatementKind, Way
from rekkas.cash.commands.asking import Found, ask, note, set_aside
from rekkas.cash.commands.hands import enter, said
from rekkas.cash.errors import NotOfThisOffice
from rekkas.cash.models import CaseStatement, Move, OfficeCash
from rekkas.cash.queries import office_of
from rekkas.money.choices import CASH_KINDS, KEPT_BY, UNDONE_BY, AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import reversal, undoing
from rekkas.money.errors import NotByHand
from rekkas.money.queries import check_not_given_back, entry_keyed, reversal_of

HERE, OWN = "cash.recover_entry", "cash."


@command
def recover_entry(
    *, entry: UUID, branch: str, reason: str, by: Actor, at: Moment, key: str | None = None
) -> str:
    """Move back an entry that a fault of the program made on an office's cash. Returns the key of the reversal.

    Its author is the system, whoever asked for it: a recovery never bears the name of a person. The clerk whose till
    it touches is told by its line, with the reason and who asked. What another verb keeps true is undone by that one
    (NotByHand names it); an answer to a question that is taken back becomes a question anew.
    """
    held = enter(branch, by, at)
    found = entry_keyed(entry)
    if found is None:
        raise NotFound(what=str(entry))
    answer = CaseStatement.objects.select_related("case").filter(entry_key=entry).first()
    codes = {end.code for leg in found.transfers.all() for end in (leg.source, leg.target)}
    offices = {office_of(code) for code in codes if code.partition(":")[0] in CASH_KINDS}
    if branch not in (offices if answer is None else {answer.case.office_id}):
        raise NotOfThisOffice(key=str(entry), office=branch)
    verb = _undone_by(found, codes)
    if verb != HERE:
        raise NotByHand(key=str(entry), kind=EntryKind(found.kind).label, verb=verb)
    is_new = reversal_of(found) is None
    check_not_given_back(entry)
    back = reversal(
        entry, key=undoing(entry), happened_at=at, note=f"{said(reason)} ({by.name})"[:200],
        office=branch,
    )  # fmt: skip
    post_all(transfers=[back], by=system(RECOVERY), at=at)
    if answer is not None and is_new:
        _ask_anew(held, answer, said(reason), back.key, by, at)
    return str(back.key)


def _undone_by(entry: Any, codes: set[str]) -> str:
    """The verb that undoes an entry: this one, unless another keeps true what it moved."""
    verb = UNDONE_BY.get(entry.kind, HERE)
    if verb != HERE:
        return verb
    kinds = sorted(code.partition(":")[0] for code in codes)
    kept = (KEPT_BY[kind] for kind in kinds if kind in KEPT_BY)
    verb = next((one for one in kept if not one.startswith(OWN)), HERE)
    return _hand_over_undone_by(entry) if verb == HERE and entry.kind == EntryKind.CASH_MOVED else verb


def _hand_over_undone_by(entry: Any) -> str:
    """Cash that was handed over is confirmed as it was found, or given back; that of a door is brought back."""
    leg = entry.transfers.all()[0]
    if leg.target.kind == AccountKind.COURIER:
        return "payments.bring_back_money_order"
    if leg.source.kind == AccountKind.COURIER:
        return "payments.send_to_door"
    move = Move.objects.filter(entry_key=entry.key).first()
    if move is None:
        return HERE
    if not move.taken_by:
        return "cash.confirm_move"
    return "cash.move_to_till" if move.way == Way.TO_VAULT else "cash.move_to_vault"


def _ask_anew(
    held: OfficeCash, answer: CaseStatement, reason: str, entry: UUID, by: Actor, at: Moment
) -> None:  # fmt: skip
    """What lies aside again belongs to a question of its own: the one that was answered stays as it was answered."""
    case = answer.case
    amount = abs(answer.amount or 0) * (-1 if case.is_shortage else 1)
    found = Found(case.kind, case.account, case.reference, case.clerk, case.currency, amount)  # type: ignore[arg-type]
    again = ask(held, found, by=by, at=at)
    set_aside(again, case.suspense, at=at)
    for one in (case, again):
        text = f"{case.number} → {again.number}: {reason}"
        note(one, StatementKind.SAID, text, by=by, at=at, amount=amount, entry=entry)
