"""The journal is written: each thing that happened once, under the next number, by whoever has the news."""

from collections.abc import Sequence
from typing import Any

import msgspec

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_all, update_rows
from rekkas.base.command import command
from rekkas.mail import queries as mail
from rekkas.mail.queries import ItemNews
from rekkas.merchant import queries
from rekkas.merchant.choices import ChangeKind
from rekkas.merchant.entries import ChangeEntry, ChangeSent
from rekkas.merchant.models import RecordRead, webhook_id_of
from rekkas.merchant.queries.changes import LOOK_BACK, journals_for_update, sources_told

A_PART = 1_000
COLUMNS = (
    "merchant_id", "number", "source", "kind", "subject", "status", "reason", "event_code", "raw_code", "office_code",
    "happened_at", "offset_min", "recorded_at", "body",
)  # fmt: skip


@command
def note_changes(*, changes: Sequence[ChangeEntry], by: Actor, at: Moment) -> int:
    """Write news into the journals of merchants, each once, in the order given. Returns how many were new.

    Whoever has no pages here has no journal. A journal's numbers have no gap, and whoever sees one sees all before it:
    the next is given out under the lock of its journal, which is held until the commit.
    """
    journals = journals_for_update({change.merchant for change in changes}) if changes else {}
    wanted = [change for change in changes if change.merchant in journals]
    if not wanted:
        return 0
    told, rows = sources_told(change.source for change in wanted), []
    for change in wanted:
        if change.source not in told:
            told.add(change.source)
            journals[change.merchant].last_number += 1
            rows.append(_row(change, journals[change.merchant].last_number, at))
    insert_all("merchant_change", COLUMNS, rows)
    numbers = [(code, row.last_number) for code, row in journals.items()] if rows else []
    update_rows("merchant_journal", ("merchant_id", "last_number"), numbers, key="merchant_id")
    return len(rows)


def _row(change: ChangeEntry, number: int, at: Moment) -> tuple[Any, ...]:
    offset = change.happened_at.utcoffset()
    if offset is None:
        raise TypeError("a change has happened at a moment with its offset")
    sent = ChangeSent(
        webhook_id_of(change.merchant, number), number, change.kind, change.happened_at, change.heard_at or at,
        change.data,
    )  # fmt: skip
    return (
        change.merchant, number, change.source, str(change.kind), change.subject, change.status, change.reason,
        change.event, change.raw_code, change.office, change.happened_at, int(offset.total_seconds()) // 60, at,
        msgspec.json.encode(sent).decode(),
    )  # fmt: skip


@command
def note_parcel_changes(*, after: int, by: Actor, at: Moment) -> int:
    """Write what the record of custody says of merchants' parcels after one of its events into their journals.

    One part of the record; the next goes on after the event that is returned. Read again, nothing is told twice.
    """
    part = mail.item_news_after(after, at_most=A_PART)
    note_changes(changes=[_parcel(news) for news in part.news], by=by, at=at)
    if part.last > queries.record_read():
        old = RecordRead.objects.filter(at__lte=at - LOOK_BACK).order_by("-at", "-id").first()
        if old is not None:
            RecordRead.objects.filter(at__lt=old.at).delete()
        RecordRead.objects.create(at=at, last_event=part.last)
    return part.last


def _parcel(news: ItemNews) -> ChangeEntry:
    data = {
        "number": news.number, "reference": news.reference, "status": news.status, "reason": news.reason,
        "fault_of": news.fault_of, "event": news.code, "raw_code": news.raw_code, "office": news.office_code,
        "asserted_by": news.asserted_by, "offset_known": news.offset_known, "clock": news.clock, "late": news.is_late,
    }  # fmt: skip
    return ChangeEntry(
        news.customer, f"mail/{news.scan_id}", ChangeKind.PARCEL_STATUS, news.number, news.at, data, news.status,
        news.reason, news.code, news.raw_code, news.office_code, news.heard_at,
    )  # fmt: skip
