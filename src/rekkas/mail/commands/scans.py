"""Scans, as they come from devices, people, partners and files."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_new
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.mail.choices import Outcome, StrayReason
from rekkas.mail.custody import STRAY_COLUMNS, waits_for, write_scans
from rekkas.mail.models import StrayScan
from rekkas.mail.scans import Scan, ScanResult


@command
def record_scans(*, scans: Sequence[Scan], by: Actor, at: Moment) -> list[ScanResult]:
    """Record what was scanned, however late, twice or out of order; one answer a row, and nothing is lost."""
    return write_scans(scans, by=by, at=at) if scans else []


@command
def keep_unreadable(*, rows: Sequence[str], by: Actor, at: Moment) -> int:
    """Keep rows of a batch that are not scans at all, as they came, for a person to look at."""
    kept = []
    for row in rows:
        digest = hashlib.sha256(row.encode()).hexdigest()
        kept.append(
            (UUID(digest[:32]), "", StrayReason.UNREADABLE.value, msgspec.json.encode({"row": row}).decode(),
             digest, by.kind.value, by.name[:80], at)
        )  # fmt: skip
    return len(insert_new("mail_strayscan", STRAY_COLUMNS, kept, key="content_digest"))


def join_strays(numbers: Sequence[str], *, by: Actor, at: Moment) -> int:
    """Let scans that waited for these numbers join the record, as what they said by whoever said it."""
    waiting = StrayScan.objects.filter(barcode__in=numbers, joined_at=None).exclude(
        why__in=(StrayReason.CONTRADICTS, StrayReason.UNREADABLE)
    )
    heard: dict[tuple[str, str, datetime], list[StrayScan]] = {}
    for stray in waiting.order_by("id"):
        heard.setdefault((stray.actor_kind, stray.actor_name, stray.recorded_at), []).append(stray)
    joined, still_waiting = list[int](), list[StrayScan]()
    for (kind, name, heard_at), strays in heard.items():
        author = Actor(ActorKind(kind), name, by.office)
        scans = [msgspec.json.decode(stray.body, type=Scan) for stray in strays]
        answers = write_scans(scans, by=author, at=heard_at)
        for stray, scan, answer in zip(strays, scans, answers, strict=True):
            if answer.outcome == Outcome.QUARANTINED:  # the item is known now, but not yet its bag
                stray.why, stray.barcode = answer.why, waits_for(scan, answer.why)
                still_waiting.append(stray)
            else:
                joined.append(stray.pk)
    StrayScan.objects.bulk_update(still_waiting, ("why", "barcode"))
    return StrayScan.objects.filter(pk__in=joined).update(joined_at=at.astimezone(UTC)) if joined else 0
