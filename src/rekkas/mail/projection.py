"""What follows from a unit's own events. Pure: the same set of events gives the same standing in any order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rekkas.mail.choices import NOT_UNDERSTOOD, Status

Row = tuple[Any, ...]
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

EVENT_COLUMNS = (
    "scan_id", "unit_id", "container_id", "code", "raw_code", "reason", "action", "office_code", "happened_at",
    "offset_min", "effective_at", "recorded_at", "clock", "actor_kind", "actor_name", "lane", "seal_number",
    "digest",
)  # fmt: skip


def micros(moment: datetime) -> int:
    """A moment as microseconds since 1970."""
    return (moment - NEVER) // MICROSECOND


def said_by(event: Sequence[Any]) -> list[Any]:
    """What an event says, as its evidence covers it: EVENT_COLUMNS up to the actor's name, moments as integers."""
    scan_id, unit, container, code, raw, reason, action, office, happened, offset, effective, recorded = (
        event[:12]
    )
    happened_us = micros(happened)
    effective_us = happened_us if effective is happened else micros(effective)
    return [
        scan_id.hex, unit, container, code, raw, reason, action, office, happened_us, offset, effective_us,
        micros(recorded), *event[12:15],
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Codes:
    """The event and reason codes in force."""

    events: dict[str, Any]
    reasons: dict[str, Any]

    def status_of(self, code: str, reason: str) -> str:
        """A reason may say more than the event: delivered, but to the sender."""
        found = self.reasons.get(reason)
        if found is not None and found.status:
            return str(found.status)
        event = self.events.get(code)
        return str(event.status) if event is not None else Status.UNKNOWN


# The columns of a standing, all decided by one event, in the order in which `standing_row` gives them.
STANDING_COLUMNS = (
    "unit_id", "event_id", "code", "status", "office_code", "effective_at", "is_final", "rank", "container_id",
)  # fmt: skip
# A final event outranks every other; then the latest, then the later phase; the scan's own id parts twins.
OUTRANKS = (
    "mail_standing.event_id IS NULL OR (new.is_final, new.effective_at, new.rank, new.event_id) > "
    "(mail_standing.is_final, mail_standing.effective_at, mail_standing.rank, mail_standing.event_id)"
)


def standing_row(event: Sequence[Any], codes: Codes) -> Row | None:
    """What an event, in EVENT_COLUMNS' order, would make of its unit's standing; nothing if it is only a note."""
    scan_id, unit, container, code, _raw, reason, _action, office, _happened, _offset, effective = event[:11]
    known = codes.events.get(code) or codes.events[NOT_UNDERSTOOD]
    if known.is_note:
        return None
    status = codes.status_of(code, reason)
    return unit, scan_id, code, status, office, effective, known.is_final, known.rank, container


def outranks(one: Row, other: Row) -> bool:
    """Whether ``one`` decides the standing rather than ``other``. Both in STANDING_COLUMNS' order."""
    return (one[6], one[5], one[7], one[1]) > (other[6], other[5], other[7], other[1])


def deciding(rows: Iterable[Row]) -> dict[int, Row]:
    """For each unit the row that decides its standing."""
    best: dict[int, Row] = {}
    for row in rows:
        held = best.get(row[0])
        if held is None or outranks(row, held):
            best[row[0]] = row
    return best
