"""What passed is written: entries, transfers, lines of those who must be able to prove theirs, the seal, balances."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from postkit.evidence import chain_digest, row_digest
from rekkas.base.actors import Moment
from rekkas.base.bulk import add_to_rows, insert_all, new_ids, update_rows
from rekkas.base.seals import Lane, seal_batch
from rekkas.money.models import first_balance
from rekkas.money.posting.accounts import Purse
from rekkas.money.posting.requests import HELD, RELEASED, Request
from rekkas.money.times import microseconds

ENTRY_COLUMNS = (
    "id", "key", "request", "kind", "phase", "subject", "office_code", "business_date", "happened_at", "recorded_at",
    "expires_at", "actor_kind", "actor_name", "rate", "note", "reverses_id", "settles_id", "lane", "seal_number",
    "digest",
)  # fmt: skip
TRANSFER_COLUMNS = (
    "entry_id", "leg", "source_id", "target_id", "amount", "currency", "business_date", "is_held"
)  # fmt: skip
LINE_COLUMNS = ("account_id", "number", "entry_id", "delta", "after", "chain")


def write(requests: Sequence[Request], purses: Collection[Purse], lane: Lane, at: Moment) -> None:
    """Write a batch that was judged, in the order in which it was judged."""
    if not requests:
        return
    number = lane.number + 1
    say = _Sayer(at)
    entries: list[Sequence[Any]] = []
    transfers: list[Sequence[Any]] = []
    lines: list[Sequence[Any]] = []
    digests: list[bytes] = []
    for pk, request in zip(new_ids("money_entry", len(requests)), requests, strict=True):
        entry, by, day = request.entry, request.by, request.business_date
        digest = row_digest(say.said(request))
        digests.append(digest)
        other = request.other.id if request.other else None
        # An enumeration's own attribute: its property is read twenty times as slowly.
        entries.append(
            (
                pk, request.key, request.digest, entry.kind._value_, entry.phase._value_, entry.subject, entry.office,
                day, entry.happened_at, at, entry.expires_at, by.kind._value_, by.name, entry.rate, entry.note,
                other if entry.reverses else None, other if entry.settles else None, lane.lane, number, digest,
            )
        )  # fmt: skip
        if entry.phase is RELEASED:
            continue
        is_held = entry.phase is HELD
        is_witnessed = False
        for leg, (source, target, amount) in enumerate(request.ends):
            transfers.append((pk, leg, source.id, target.id, amount, source.currency, day, is_held))
            is_witnessed = is_witnessed or source.is_witnessed or target.is_witnessed
        if is_witnessed and not is_held:
            lines += _lines(pk, request)
    insert_all("money_entry", ENTRY_COLUMNS, entries)
    insert_all("money_transfer", TRANSFER_COLUMNS, transfers)
    insert_all("money_line", LINE_COLUMNS, lines)
    seal_batch(lane, digests, at=at)
    _write_balances(purses, lane.lane)


class _Sayer:
    """Says what entries say, as their evidence covers it; days and moments that come again are written once.

    ``said_by`` in queries/evidence.py reads the same back from what was stored.
    """

    def __init__(self, at: Moment) -> None:
        self._recorded = microseconds(at)
        self._moment, self._moment_us = at, self._recorded
        self._days: dict[date | None, str | None] = {None: None}

    def said(self, request: Request) -> list[Any]:
        entry, by, day = request.entry, request.by, request.business_date
        if entry.happened_at is not self._moment:
            self._moment, self._moment_us = entry.happened_at, microseconds(entry.happened_at)
        day_text = self._days.get(day)
        if day_text is None and day is not None:
            day_text = self._days[day] = day.isoformat()
        legs = (
            []
            if entry.phase is RELEASED
            else [
                [source.code, target.code, amount, source.currency] for source, target, amount in request.ends
            ]
        )
        return [
            request.key, request.digest.hex(), entry.kind._value_, entry.phase._value_, entry.subject, entry.office,
            day_text, self._moment_us, self._recorded, microseconds(entry.expires_at),
            by.kind._value_, by.name, entry.rate, entry.note, entry.reverses and entry.reverses.hex,
            entry.settles and entry.settles.hex, legs,
        ]  # fmt: skip


def _lines(pk: int, request: Request) -> Iterable[Sequence[Any]]:
    deltas: dict[Purse, int] = {}
    for source, target, amount in request.ends:
        if source.is_witnessed:
            deltas[source] = deltas.get(source, 0) - amount
        if target.is_witnessed:
            deltas[target] = deltas.get(target, 0) + amount
    for purse, delta in deltas.items():
        purse.line_count += 1
        purse.after += delta
        purse.chain = chain_digest(
            purse.chain, line_said(purse.code, purse.line_count, delta, purse.after, request)
        )
        yield purse.id, purse.line_count, pk, delta, purse.after, purse.chain


def line_said(code: str, number: int, delta: int, after: int, request: Request) -> list[Any]:
    """What a line says, as its chain covers it: all of this is on the receipt."""
    entry, day = request.entry, request.business_date
    return [
        code, number, delta, after, request.key, entry.kind._value_, entry.subject, entry.office,
        day and day.isoformat(), microseconds(entry.happened_at), request.by.kind._value_, request.by.name,
    ]  # fmt: skip


def _write_balances(purses: Collection[Purse], lane: int) -> None:
    """Balances grow by what the batch moved; of a striped account the stripe of this lane, which nobody else writes."""
    moved = [
        (first_balance(purse.id) + (lane if purse.stripes > 1 else 0), *changes)
        for purse in purses
        if any(changes := purse.changes())
    ]
    add_to_rows("money_balance", ("id", "received", "given", "coming", "leaving"), sorted(moved), key="id")
    update_rows(
        "money_balance", ("id", "line_count", "chain"),
        [(first_balance(one.id), one.line_count, one.chain) for one in purses if one.is_witnessed], key="id",
    )  # fmt: skip
