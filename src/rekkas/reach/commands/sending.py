"""Texts are sent: taken by one process for a while, tried again later and later, and answered for.

A gateway that took a text and whose answer was lost is asked again under the same reference. Whether the telephone
then rings twice is up to the gateway: nobody can promise that it does not.
"""

from collections.abc import Sequence
from datetime import timedelta

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.reach.choices import ASKED_FOR, SECRETS, Answer, Kind, TextState
from rekkas.reach.entries import DueText, Receipt, Sending
from rekkas.reach.errors import UnknownText, WantsNoTexts
from rekkas.reach.models import Outgoing
from rekkas.reach.queries import Manners, due_for_update, opted_out

LEASE = timedelta(minutes=2)
ATTEMPTS_AT_MOST = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
# What opens a door for some minutes is worth nothing afterwards.
LASTS = {Kind.CODE.value: timedelta(minutes=10), Kind.CONFIRM.value: timedelta(minutes=30)}


@command
def take_due_texts(*, at_most: int, by: Actor, at: Moment) -> list[DueText]:
    """Take the texts that are due, codes first, so that nobody else sends them meanwhile.

    What quiet hours forbid waits on and makes room for others: the answer is empty only where nothing can be sent.
    """
    manners, until = Manners(), at + LEASE
    taken: list[Outgoing] = []
    while len(taken) < at_most and (rows := due_for_update(at, at_most - len(taken))):
        taken += _leased(rows, manners, until, at)
    return [
        DueText(
            row.pk, row.key, row.channel, row.reader, row.language, row.kind, row.params,
            manners.of(row.country).sender, until,
        )
        for row in taken
    ]  # fmt: skip


def _leased(rows: Sequence[Outgoing], manners: Manners, until: Moment, at: Moment) -> list[Outgoing]:
    """Those of the rows that are sent now; the others are put off, or given up where they came too late."""
    taken, later = [], []
    for row in rows:
        may_go_at = manners.may_go_at(at, row.kind, row.country)
        if may_go_at > at:
            row.not_before = may_go_at
            later.append(row)
        elif row.kind in LASTS and row.recorded_at + LASTS[row.kind] <= at:
            _end(row, TextState.GIVEN_UP, at, "it came too late to be of use")
            later.append(row)
        else:
            row.attempts, row.leased_until = row.attempts + 1, until
            taken.append(row)
    Outgoing.objects.bulk_update(taken, ["attempts", "leased_until"])
    Outgoing.objects.bulk_update(later, ["not_before", "state", "ended_at", "problem", "params"])
    return taken


@command
def note_sending(*, text: DueText, sending: Sending, by: Actor, at: Moment) -> None:
    """Note what a gateway answered to a text: taken, never, or not now, and then it is tried again later."""
    row = Outgoing.objects.select_for_update().get(pk=text.id)
    if row.state != TextState.WAITING:
        return  # its receipt was faster
    if sending.answer is Answer.TAKEN:
        row.state, row.sent_at, row.gateway_id, row.problem = TextState.SENT, at, sending.gateway_id[:80], ""
        row.params = _without_secrets(row.params)
    elif row.leased_until != text.leased_until:
        return  # another process has it now, and answers for it
    elif sending.answer is Answer.NEVER:
        _end(row, TextState.FAILED, at, sending.problem)
    elif row.attempts >= ATTEMPTS_AT_MOST:
        _end(row, TextState.GIVEN_UP, at, sending.problem)
    else:
        pause = min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE)
        row.not_before, row.problem = (
            Manners().may_go_at(at + pause, row.kind, row.country),
            sending.problem[:200],
        )
    row.leased_until = None
    row.save()


@command
def note_receipt(*, receipt: Receipt, by: Actor, at: Moment) -> None:
    """Note what a gateway says later of a text: that it arrived, or that it did not. A repeat changes nothing."""
    rows = Outgoing.objects.select_for_update().order_by("-id")
    by_gateway = rows.filter(gateway_id=receipt.gateway_id).first() if receipt.gateway_id else None
    row = by_gateway or (rows.filter(key=receipt.key).first() if receipt.key else None)
    if row is None:
        raise UnknownText(text=receipt.gateway_id or receipt.key)
    if row.state == TextState.DELIVERED or (row.state != TextState.SENT and not receipt.delivered):
        return
    row.sent_at, row.gateway_id = row.sent_at or at, row.gateway_id or receipt.gateway_id
    _end(row, TextState.DELIVERED if receipt.delivered else TextState.FAILED, at, receipt.problem)
    row.save()


@command
def retry_text(*, text: int, by: Actor, at: Moment) -> None:
    """Try a text again that was not sent. What was a code is not sent again: its reader asks for a new one."""
    row = Outgoing.objects.select_for_update().filter(pk=text).first()
    if row is None or row.kind in LASTS:
        raise UnknownText(text=text)
    if row.kind not in ASKED_FOR and opted_out([row.reader]):
        raise WantsNoTexts()
    if row.state in {TextState.FAILED, TextState.GIVEN_UP}:
        row.state, row.attempts, row.ended_at, row.leased_until = TextState.WAITING, 0, None, None
        row.sent_at, row.gateway_id = None, ""
        row.not_before = Manners().may_go_at(at, row.kind, row.country)
        row.save()


def _end(row: Outgoing, state: TextState, at: Moment, problem: str) -> None:
    row.state, row.ended_at, row.problem = state, at, problem[:200]
    row.params = _without_secrets(row.params)


def _without_secrets(params: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in params.items() if name not in SECRETS}
