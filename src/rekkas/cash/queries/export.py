"""The record of a till as a file: one function, so that the clerk's copy and the investigator's are the same bytes.

A line a row, JSON. Rows that begin with a bracket are receipts, as ``postkit.till`` reads and proves them; the others
say what belongs to them: what others wrote and who saw it, openings and closings, counts, hand-overs, pouches,
questions with all that was said, known errors of the program that touched the office, who was let in, and the roots
of closed days. Moments are microseconds since 1970, UTC. Nothing depends on who asks, in which language, or when.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
from django.db.models import Q

from postkit.till import to_text
from rekkas.cash.models import Acknowledgement, Move, Pouch, QuestionedEntry, SupportAccess, TillSession
from rekkas.cash.queries.cases import cases_about, said_about
from rekkas.cash.queries.records import office_of, others_lines, receipt_of
from rekkas.cash.queries.tills import counts_of
from rekkas.cash.queries.trust import hits_of
from rekkas.money.choices import AccountKind, Book
from rekkas.money.queries import TillLine, closed_days, entry_keyed, lines_of, unwitnessed
from rekkas.money.times import microseconds

FORMAT = "rekkas.till/1"
_encode = msgspec.json.Encoder().encode


def till_export(account: str, *, since: date | None = None, until: date | None = None) -> bytes:
    """The record of a till, bag or vault: its lines from one business day to another, and all that belongs to it."""
    return b"".join(_encode(row) + b"\n" for row in _rows(account, since, until))


def _rows(account: str, since: date | None, until: date | None) -> Iterator[Any]:
    yield {"export": FORMAT, "account": account, "since": _day(since), "until": _day(until)}
    lines = [line for line in lines_of(account) if _is_within(line, since, until)]
    yield from (msgspec.Raw(to_text(receipt_of(line)).encode()) for line in lines)
    yield from _notices(account, since, until)
    yield from _hidden(account)
    yield from _tills(account)
    yield from _hands(account)
    yield from _questions(account)
    yield from _trust(office_of(account))
    yield from _days({line.business_date for line in lines})


def _is_within(line: TillLine, since: date | None, until: date | None) -> bool:
    return (since is None or line.business_date >= since) and (until is None or line.business_date <= until)


def _notices(account: str, since: date | None, until: date | None) -> Iterator[Any]:
    seen = {row.number: row for row in Acknowledgement.objects.filter(account=account)}
    for line in others_lines(account):
        if not _is_within(line, since, until):
            continue
        by = seen.get(line.number)
        yield {
            "notice": line.number, "author": [line.actor_kind, line.actor_name], "reason": line.note,
            "recorded": microseconds(line.recorded_at), "seen_by": by.seen_by if by else None,
            "seen": microseconds(by.seen_at) if by else None,
        }  # fmt: skip


def _hidden(account: str) -> Iterator[Any]:
    asked = dict(QuestionedEntry.objects.filter(account=account).values_list("reference", "case__number"))
    for key in unwitnessed(account):
        entry = entry_keyed(key)
        if entry is not None:
            yield {
                "without_line": key.hex, "author": [entry.actor_kind, entry.actor_name], "reason": entry.note,
                "recorded": microseconds(entry.recorded_at), "case": asked.get(key.hex),
            }  # fmt: skip


def _tills(account: str) -> Iterator[Any]:
    for row in TillSession.objects.filter(account=account).order_by("id"):
        yield {
            "session": row.number, "state": row.state, "day": _day(row.business_date),
            "opened": microseconds(row.opened_at), "before_line": row.before_line,
            "before_chain": row.before_chain, "closed": microseconds(row.closed_at), "last_line": row.last_line,
            "last_chain": row.last_chain, "expected": row.expected, "counted": row.counted,
            "counted_by": row.counted_by,
        }  # fmt: skip
    for count in counts_of(account):
        yield {
            "count": count.reference, "purpose": count.purpose, "pieces": count.pieces, "amount": count.amount,
            "author": [count.actor_kind, count.actor_name], "counted": microseconds(count.counted_at),
        }  # fmt: skip


def _hands(account: str) -> Iterator[Any]:
    kind, owner, currency = account.split(":")
    office, _, clerk = owner.partition("/")
    moves = Move.objects.filter(office_id=office, currency=currency)
    for row in (moves.filter(clerk=clerk) if clerk else moves).order_by("id"):
        yield {
            "move": row.number, "way": row.way, "clerk": row.clerk, "amount": row.amount, "pieces": row.pieces,
            "given_by": row.given_by, "given": microseconds(row.given_at), "entry": row.entry_key.hex,
            "taken_by": row.taken_by, "taken": microseconds(row.taken_at), "taken_amount": row.taken_amount,
        }  # fmt: skip
    if kind != AccountKind.VAULT:
        return
    ends = Q(origin=office) | Q(destination=office)
    for pouch in Pouch.objects.filter(ends, currency=currency).order_by("id"):
        yield {
            "pouch": pouch.number, "seal": pouch.seal, "origin": pouch.origin_id,
            "destination": pouch.destination_id, "amount": pouch.amount, "pieces": pouch.pieces,
            "sent": microseconds(pouch.sent_at), "sent_by": [pouch.sent_by, pouch.sent_witness],
            "received": microseconds(pouch.received_at),
            "received_by": [pouch.received_by, pouch.received_witness],
            "received_amount": pouch.received_amount, "seal_found": pouch.seal_found,
        }  # fmt: skip


def _questions(account: str) -> Iterator[Any]:
    for row in cases_about(account):
        yield {
            "case": row.number, "kind": row.kind, "reference": row.reference, "clerk": row.clerk,
            "amount": row.amount, "state": row.state, "owner": row.owner, "opened": microseconds(row.opened_at),
            "due": microseconds(row.due_at), "settled": microseconds(row.settled_at),
        }  # fmt: skip
    for said in said_about(account):
        yield {
            "statement": said.case.number, "kind": said.kind, "text": said.text,
            "author": [said.actor_kind, said.actor_name], "said": microseconds(said.said_at),
            "amount": said.amount, "account": said.account,
            "entry": said.entry_key.hex if said.entry_key else None,
        }  # fmt: skip


def _trust(office: str) -> Iterator[Any]:
    for hit in hits_of(office):
        error = hit.error
        yield {
            "known_error": error.code, "edition": error.edition, "lines": hit.lines,
            "since": _day(error.since), "until": _day(error.until), "versions": error.versions,
            "title": [error.title_en, error.title_fr, error.title_ar],
            "effect": [error.effect_en, error.effect_fr, error.effect_ar],
        }  # fmt: skip
    for row in SupportAccess.objects.filter(office_id=office).order_by("id"):
        yield {
            "support": row.number, "supporter": row.supporter, "reason": row.reason,
            "asked": microseconds(row.asked_at), "granted_by": row.granted_by,
            "granted": microseconds(row.granted_at), "until": microseconds(row.until),
            "ended": microseconds(row.ended_at),
        }  # fmt: skip


def _days(days: Iterable[date]) -> Iterator[Any]:
    """The first closed day that covers each day of these lines, with its root and signature."""
    closed = sorted(closed_days(Book.POST), key=lambda row: row.business_date) if days else []
    covering = {
        next((row.business_date for row in closed if row.business_date >= day), None) for day in days
    }  # fmt: skip
    for row in closed:
        if row.business_date in covering:
            signature = getattr(row, "signature", None)
            yield {
                "closed_day": _day(row.business_date), "root": bytes(row.root).hex(),
                "signature": bytes(signature.signature).hex() if signature else None,
                "public_key": bytes(signature.public_key).hex() if signature else None,
            }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
