"""What becomes of an act that is held: somebody else than its clerk lets it in, or says that it is not done."""

from dataclasses import replace
from uuid import UUID

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.cash.queries import hold_till, open_session
from rekkas.counter.choices import ActState
from rekkas.counter.commands.acts import answer_of, currency_of, do_act, move_held, said_in
from rekkas.counter.entries import Answered
from rekkas.counter.errors import DeviceElsewhere, NotHeld, NothingSetAside, OwnAct, ReasonMissing
from rekkas.counter.models import Act
from rekkas.counter.queries.acts import act as known_act
from rekkas.counter.queries.acts import act_for_update, device_for_update, sheet_given
from rekkas.money.choices import EntryKind


@command
def release_act(*, act: UUID, reason: str, office: str, by: Actor, at: Moment) -> Answered:
    """Let an act in that was held, as its clerk wrote it down and at the prices that the device carried.

    While the till in which it was done is still open, its cash lies there: what was set aside for it leaves that till,
    and what the act does comes in; the clerk acknowledges these lines before closing. After that its cash is who
    decides has to answer for, and it goes through their own open till.
    """
    row = _undecided(act, reason, office, by)
    said, hand = said_in(row), _hand(row, by)
    carried = row.sheet if sheet_given(row.device, row.sheet) is not None else ""
    is_covered = (
        row.money > 0 or not hand.till
    )  # what comes in covers what leaves: nothing changes but the name
    if not is_covered:
        _settle_held(row, hand, at)
    answer = do_act(row, said, {}, carried, hand, row.happened_at)
    if is_covered:  # after its mail: locks are taken in the order of the house
        _settle_held(row, hand, at)
    row.answer = answer
    _decide(row, ActState.DONE, reason, by, at)
    return answer_of(row)


@command
def decline_act(*, act: UUID, reason: str, given_back: bool, office: str, by: Actor, at: Moment) -> Answered:
    """Say that a held act is not done. Its money was given back to the visitor, or stays held for them."""
    row = _undecided(act, reason, office, by)
    if given_back:
        _give_back(row, by, at)
    _decide(row, ActState.NOT_DONE, reason, by, at)
    return answer_of(row)


@command
def repay_act(*, act: UUID, office: str, by: Actor, at: Moment) -> Answered:
    """Give a visitor the cash back that was still held for them when their act was declined; once."""
    row = _known(act, office, by)
    if row.state != ActState.NOT_DONE or not row.decided_by:
        raise NotHeld()
    if row.settled_entry is None:
        _give_back(row, by, at)
        row.save(update_fields=["settled_entry"])
    return answer_of(row)


def _give_back(row: Act, by: Actor, at: Moment) -> None:
    """Out of the till in which it was taken while that is open, else out of the open till of who gives it."""
    if row.held_entry is None and row.money:
        raise NothingSetAside()
    _settle_held(row, _hand(row, by), at)


def _settle_held(row: Act, hand: Actor, at: Moment) -> None:
    """What was set aside for an act leaves the till again, before the act is done or its money given back."""
    if row.held_entry is None:
        return
    till = hold_till(row.device.office_id, hand, currency_of(row))
    row.settled_entry = move_held(row, till, -row.money, EntryKind.ACT_DECIDED, hand, at)


def _hand(row: Act, by: Actor) -> Actor:
    """Whoever decides, working in the till of the clerk who took the cash; once that till was closed, in their own."""
    office = row.device.office_id
    session = open_session(office, row.clerk, currency_of(row))
    is_open = session is not None and session.number == row.session
    return replace(by, till=row.clerk if is_open else "", office=office)


def _known(key: UUID, office: str, by: Actor) -> Act:
    device_for_update(
        known_act(key).device_id
    )  # before the act, as where an act is heard: a visit holds its device
    row = act_for_update(key)
    if row.device.office_id != office:
        raise DeviceElsewhere(office=row.device.office_id)
    if row.clerk == by.name:
        raise OwnAct(who=by.name)
    return row


def _undecided(key: UUID, reason: str, office: str, by: Actor) -> Act:
    row = _known(key, office, by)
    if not reason.strip():
        raise ReasonMissing()
    if row.state != ActState.HELD:
        raise NotHeld()
    return row


def _decide(row: Act, state: ActState, reason: str, by: Actor, at: Moment) -> None:
    row.state, row.reason = state, " ".join(reason.split())[:200]
    row.decided_by, row.decided_at = author_name(by), at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at", "settled_entry", "answer"])
