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
def record_scans(
    *, scans: Sequence[Scan], unreadable: Sequence[str] = (), by: Actor, at: Moment, key: str | None = None
) -> list[ScanResult]:
    """Record what was scanned, however late, twice or out of order; one answer a scan, and nothing is lost.

    ``unreadable`` rows of the same batch are kept as they came, for a person to look at.
    """
    _keep(unreadable, by, at)
    return write_scans(scans, by=by, at=at, bare=True) if scans else []


@command
def record_events(*, scans: Sequence[Scan], by: Actor, at: Moment) -> list[ScanResult]:
    """Record what a verb of a higher app has just seen done; the verb has made its own checks."""
    return write_scans(scans, by=by, at=at) if scans else []


def _keep(unreadable: Sequence[str], by: Actor, at: Moment) -> None:
    kept = []
    for row in unreadable:
        digest = hashlib.sha256(row.encode()).hexdigest()
        kept.append(
            (UUID(digest[:32]), "", StrayReason.UNREADABLE.value, msgspec.json.encode({"row": row}).decode(),
             digest, by.kind.value, by.name[:80], at)
        )  # fmt: skip
    insert_new("mail_strayscan", STRAY_COLUMNS, kept, key="content_digest")


def join_strays(numbers: Sequence[str], *, by: Actor, at: Moment) -> int:
    """Let scans that waited for these numbers join the record, as what they said by whoever said it."""
    waiting = StrayScan.objects.filter(barcode__in=numbers, joined_at=None).exclude(
        why__in=(
            StrayReason.CONTRADICTS,
            StrayReason.UNREADABLE,
            StrayReason.OTHER_OFFICE,
            StrayReason.OWN_VERB,
        )
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
