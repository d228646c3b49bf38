"""Scans, as they come from devices, people, partners and files."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import insert_new
from rekkas.base.command import command
from rekkas.mail.choices import StrayReason
from rekkas.mail.custody import STRAY_COLUMNS, write_scans
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
             digest, by.kind.value, by.name, at)
        )  # fmt: skip
    return len(insert_new("mail_strayscan", STRAY_COLUMNS, kept, key="content_digest"))


def join_strays(numbers: Sequence[str], *, by: Actor, at: Moment) -> int:
    """Let scans that waited for these numbers join the record, as what they said by whoever said it."""
    waiting = StrayScan.objects.filter(barcode__in=numbers, joined_at=None).exclude(
        why__in=(StrayReason.CONTRADICTS, StrayReason.UNREADABLE)
    )
    joined: dict[tuple[str, str, datetime], list[StrayScan]] = {}
    for stray in waiting.order_by("id"):
        joined.setdefault((stray.actor_kind, stray.actor_name, stray.recorded_at), []).append(stray)
    for (kind, name, heard_at), strays in joined.items():
        author = Actor(kind, name, by.office)  # type: ignore[arg-type]
        write_scans([msgspec.json.decode(stray.body, type=Scan) for stray in strays], by=author, at=heard_at)
    done = [stray.pk for strays in joined.values() for stray in strays]
    return StrayScan.objects.filter(pk__in=done).update(joined_at=at.astimezone(UTC)) if done else 0
