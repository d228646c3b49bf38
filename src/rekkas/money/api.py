"""Money, for machines: entries sent in, and what accounts hold."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from rekkas.base.api import Results, Unreadable, answer, author_of, json_body, rows_of
from rekkas.base.openapi import door
from rekkas.money import commands, queries
from rekkas.money.choices import Posted
from rekkas.money.errors import UnknownAccount, UnknownEntry
from rekkas.money.grouping import GroupPoster
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

    Single entries that come at the same moment share a commit.
    """
    by, at = author_of(request), timezone.now()
    rows = rows_of(json_body(request), EntrySent, at_most=ENTRIES_AT_ONCE)
    entries = [row.entry for row in rows if isinstance(row, EntrySent)]
    if len(entries) == 1:
        results = [poster.post(entries[0], by=by, at=at)]
    else:
        results = commands.post_transfers(transfers=entries, by=by, at=at) if entries else []
    posted = iter(results)
    return answer(
        Results([_unread(row) if isinstance(row, Unreadable) else answered(next(posted)) for row in rows]),
        207,
    )


def _unread(row: Unreadable) -> EntryAnswered:
    return EntryAnswered(Posted.DECLINED, code=row.refusal.code, message=str(row.refusal))


@router.get("/entries/{uuid:key}", **door("view.money", gives=EntryShown, fails=(404,)))
def show_entry(request: HttpRequest, key: UUID) -> HttpResponse:
    """One entry by its key: whoever lost the answer to a posting asks here."""
    entry = queries.entry_keyed(key)
    if entry is None:
        raise UnknownEntry(key=str(key))
    return answer(entry_shown(entry))


@router.get("/accounts/{path:code}", **door("view.money", gives=AccountShown, fails=(404,)))
def show_account(request: HttpRequest, code: str) -> HttpResponse:
    """What an account holds, and what of it is set aside."""
    line: Any = queries.account(code)
    if line is None:
        raise UnknownAccount(account=code)
    return answer(account_shown(line))
