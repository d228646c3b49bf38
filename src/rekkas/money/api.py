"""Money, for machines: entries sent in, and what accounts hold."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from rekkas.base.actors import Actor, Moment
from rekkas.base.api import Results, Unreadable, answer, author_of, json_body, rows_of
from rekkas.base.errors import Refused
from rekkas.base.looks import holders_of, note_look
from rekkas.base.openapi import door
from rekkas.money import commands, queries
from rekkas.money.choices import Posted
from rekkas.money.entries import TransferEntry, TransferResult
from rekkas.money.errors import UnknownAccount, UnknownEntry
from rekkas.money.grouping import GroupPoster
from rekkas.money.queries.permits import check_entry_reader, check_machine, check_reader
from rekkas.money.shapes import (
    AccountShown,
    EntryAnswered,
    EntrySent,
    EntryShown,
    account_shown,
    answered,
    entry_shown,
)

ENTRIES_AT_ONCE = 5_000
AN_ENTRY = {
    "key": "5c1b5e57-2f6c-4b0e-9f61-7a1d2a7f0c11", "kind": "postage", "happened_at": "2026-03-02T10:00:00+01:00",
    "source": "income:postage:MAD", "target": "till:XA0001/fatima:MAD", "amount": 3500, "currency": "MAD",
    "office": "XA0001",
}  # fmt: skip
router = Router(tags=["Money"])
poster = GroupPoster()


@router.post("/entries", **door(
    "money.post_transfers", takes=list[EntrySent], gives=Results[EntryAnswered], status=207, key=False,
    example=[AN_ENTRY],
))  # fmt: skip
def post_entries(request: HttpRequest) -> HttpResponse:
    """Post up to 5,000 entries; each is posted, repeated or declined for itself.

    Single entries that come at the same moment share a commit. What an app keeps is moved at that app's own doors
    only: accounts of the bank's customers, money orders, billers, merchants, clearing, cash on the road, what is to be
    explained, interest, tax and fees. A machine of one office moves no cash of another; it reverses what is reversed
    by hand.
    """
    by, at = author_of(request), timezone.now()
    rows = rows_of(json_body(request), EntrySent, at_most=ENTRIES_AT_ONCE)
    entries = [row.entry for row in rows if isinstance(row, EntrySent)]
    posted = iter(_posted(entries, by, at))
    return answer(
        Results([_unread(row) if isinstance(row, Unreadable) else answered(next(posted)) for row in rows]),
        207,
    )


def _posted(entries: Sequence[TransferEntry], by: Actor, at: Moment) -> list[TransferResult]:
    """What becomes of each entry: those that no machine may send never reach the ledger."""
    keys = {key for entry in entries if (key := entry.other_key)}
    named = queries.entries_named(keys) if keys else {}
    results: list[TransferResult | None] = []
    for entry in entries:
        try:
            check_machine(entry, named, by)
        except Refused as refusal:
            results.append(TransferResult(entry.key, Posted.DECLINED, refusal.code, str(refusal)))
        else:
            results.append(None)
    passed = [entry for entry, result in zip(entries, results, strict=True) if result is None]
    if len(passed) == 1:
        posted = iter([poster.post(passed[0], by=by, at=at)])
    else:
        posted = iter(commands.post_transfers(transfers=passed, by=by, at=at) if passed else [])
    return [result or next(posted) for result in results]


def _unread(row: Unreadable) -> EntryAnswered:
    return EntryAnswered(Posted.DECLINED, code=row.refusal.code, message=str(row.refusal))


@router.get("/entries/{uuid:key}", **door("view.money", gives=EntryShown, fails=(404,)))
def show_entry(request: HttpRequest, key: UUID) -> HttpResponse:
    """One entry by its key: whoever lost the answer to a posting asks here."""
    entry = queries.entry_keyed(key)
    if entry is None:
        raise UnknownEntry(key=str(key))
    check_entry_reader(author_of(request), entry)
    note_look(request, *holders_of(queries.accounts_in(entry)))
    return answer(entry_shown(entry))


@router.get("/accounts/{path:code}", **door("view.money", gives=AccountShown, fails=(404,)))
def show_account(request: HttpRequest, code: str) -> HttpResponse:
    """What an account holds, and what of it is set aside."""
    check_reader(author_of(request), code)
    line: Any = queries.account(code)
    if line is None:
        raise UnknownAccount(account=code)
    note_look(request, *holders_of([line.code]))
    return answer(account_shown(line))
