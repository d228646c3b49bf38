"""How events are written: resolve, add, seal, project. A batch of any size costs a constant number of statements."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from postkit.evidence import row_digest
from postkit.s10 import judge
from postkit.text import clean_number
from rekkas.base.actors import Actor
from rekkas.base.bulk import among, insert_new, moment, update_rows
from rekkas.base.choices import ActorKind
from rekkas.base.seals import seal_batch
from rekkas.mail.choices import (
    NESTING,
    NOT_UNDERSTOOD,
    OPENED,
    Clock,
    Outcome,
    StrayReason,
    UnitKind,
)
from rekkas.mail.projection import (
    EVENT_COLUMNS,
    OUTRANKS,
    STANDING_COLUMNS,
    Codes,
    Row,
    deciding,
    said_by,
    standing_row,
)
from rekkas.mail.queries.custody import Known, codes_in_force, lane_of, units_numbered
from rekkas.mail.scans import Scan, ScanResult
from rekkas.network.queries import zones_of

AHEAD = timedelta(minutes=10)  # a scanner may be a little fast
MINUTE = timedelta(minutes=1)
GRACE = timedelta(days=30)  # scans may come before the item's own data

STRAY_COLUMNS = (
    "scan_id", "barcode", "why", "body", "content_digest", "actor_kind", "actor_name", "recorded_at",
)  # fmt: skip


def of_its_time(cycles: Sequence[Known], happened_at: datetime) -> Known:
    """The cycle that a scan of that moment speaks of: the latest begun by then, else the first."""
    if len(cycles) == 1:
        return cycles[0]
    for known in reversed(cycles):
        if known.opened_at <= happened_at + GRACE:
            return known
    return cycles[0]


SHORT = 12  # so few letters in all fit anywhere
RAW_AT_MOST = 32
SAID = slice(1, 10)  # of an event, in EVENT_COLUMNS' order: all that its scan says


def _fits(scan: Scan) -> bool:
    """Whether each word fits its column."""
    return len(scan.reason) <= 24 and len(scan.action) <= 24 and len(scan.office) <= 12


@dataclass(slots=True)
class Batch:
    """One batch on its way into the record."""

    by: Actor
    at: datetime
    codes: Codes
    known: dict[str, list[Known]]
    zones: dict[str, Any]
    lane: int
    seal_number: int
    kind: str
    bare: bool

    def read(self, scan: Scan) -> tuple[list[Any], ScanResult] | StrayReason:
        """The event that a scan makes, or why it must wait."""
        words = f"{scan.reason}{scan.action}{scan.office}{scan.raw_code}{scan.code}"
        if (len(words) > SHORT and not _fits(scan)) or "\0" in words:
            return StrayReason.UNREADABLE
        if self.bare and (why := self._not_for(scan)):
            return why
        try:
            return self._read(scan)
        except OverflowError:  # a moment at the edge of the calendar
            return StrayReason.UNREADABLE

    def _not_for(self, scan: Scan) -> StrayReason | None:
        """A bare scan speaks for its author's office only, and what needs proofs is not said by a bare scan."""
        if self.by.office and scan.office and scan.office != self.by.office:
            return StrayReason.OTHER_OFFICE
        code = self.codes.events.get(scan.code)
        if self.kind == ActorKind.PERSON.value and code is not None and not code.by_hand:
            return StrayReason.OWN_VERB
        return None

    def _read(self, scan: Scan) -> tuple[list[Any], ScanResult] | StrayReason:
        number = clean_number(scan.barcode)
        cycles = self.known.get(number)
        if cycles is None:
            misread = len(number) == 13 and judge(number).outcome == "invalid"
            return StrayReason.MISREAD if misread else StrayReason.UNKNOWN_NUMBER
        happened, offset = self._moment_of(scan)
        unit = of_its_time(cycles, happened)
        container = None
        if scan.container:
            around = self.known.get(clean_number(scan.container))
            if around is None:
                return StrayReason.UNKNOWN_CONTAINER
            outer = of_its_time(around, happened)
            if NESTING[outer.kind] <= NESTING[unit.kind]:
                return StrayReason.NOT_A_CONTAINER
            container = outer.id
        elif scan.code == OPENED and unit.kind == UnitKind.ITEM:
            return StrayReason.NOT_A_CONTAINER
        clock = ""
        if happened > self.at + AHEAD:
            clock = Clock.FUTURE.value
        elif happened < unit.opened_at - GRACE:
            clock = Clock.PAST.value
        code, raw = scan.code, scan.raw_code
        if code not in self.codes.events:
            code, raw = NOT_UNDERSTOOD, f"{code} {raw}" if raw else code
        if len(raw) > RAW_AT_MOST:
            return StrayReason.UNREADABLE
        row = [
            scan.scan_id, unit.id, container, code, raw, scan.reason, scan.action, scan.office,
            happened, offset, self.at if clock else happened, self.at, clock, self.kind,
            self.by.name, self.lane, self.seal_number,
        ]  # fmt: skip
        row.append(row_digest(said_by(row)))
        return row, ScanResult(scan.scan_id.hex, Outcome.RECORDED, unit.number, clock=clock)

    def _moment_of(self, scan: Scan) -> tuple[datetime, int | None]:
        given = scan.happened_at
        offset = given.utcoffset()
        if offset is not None:
            return given.astimezone(UTC), offset // MINUTE
        return given.replace(tzinfo=self.zones.get(scan.office, UTC)).astimezone(UTC), None

    def standing_row(self, event: Sequence[Any]) -> Row | None:
        return standing_row(event, self.codes)


def write_scans(scans: Sequence[Scan], *, by: Actor, at: datetime, bare: bool = False) -> list[ScanResult]:
    """Add the events that these scans say, keep aside what cannot be read yet, answer each row.

    ``bare``: they are scans as sent, not the words of a verb that made its own checks.
    """
    by = replace(by, name=by.name[:80])
    numbers = {clean_number(scan.barcode) for scan in scans}
    numbers.update(clean_number(scan.container) for scan in scans if scan.container)
    wall_time = {scan.office for scan in scans if scan.happened_at.tzinfo is None}
    lane = lane_of(by)
    batch = Batch(
        by, at, codes_in_force(), units_numbered(numbers), zones_of(wall_time) if wall_time else {},
        lane.lane, lane.number + 1, by.kind.value, bare,
    )  # fmt: skip
    results: dict[int, ScanResult] = {}
    events: dict[UUID, tuple[int, list[Any]]] = {}
    strays: list[tuple[int, StrayReason]] = []
    again: list[tuple[int, list[Any]]] = []
    for position, scan in enumerate(scans):
        read = batch.read(scan)
        if isinstance(read, StrayReason):
            strays.append((position, read))
            continue
        row, results[position] = read
        if scan.scan_id in events:
            again.append((position, row))
        else:
            events[scan.scan_id] = position, row
    added = insert_new("mail_event", EVENT_COLUMNS, [row for _, row in events.values()], key="scan_id")
    again += [pair for scan_id, pair in events.items() if scan_id not in added]
    strays += _answer_repeats(again, events, results)
    fresh = [row for scan_id, (_, row) in events.items() if scan_id in added]
    seal_batch(lane, [row[-1] for row in fresh], at=at)
    project(filter(None, map(batch.standing_row, fresh)))
    _keep_aside(scans, strays, results, by, at)
    return [results[position] for position in range(len(scans))]


def project(rows: Iterable[Row]) -> None:
    """Let events decide the standings of their units, whatever else is deciding beside us."""
    best = deciding(rows)
    update_rows(
        "mail_standing",
        STANDING_COLUMNS,
        [best[unit] for unit in sorted(best)],
        key="unit_id",
        only_if=OUTRANKS,
    )


def _answer_repeats(
    again: list[tuple[int, list[Any]]],
    events: dict[UUID, tuple[int, list[Any]]],
    results: dict[int, ScanResult],
) -> list[tuple[int, StrayReason]]:
    """A repeat with the same content is a duplicate; with other content it is kept aside, never overwritten."""
    if not again:
        return []
    first = {scan_id: row[SAID] for scan_id, (_, row) in events.items()}
    condition, values = among("scan_id", {row[0] for _, row in again})
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(EVENT_COLUMNS[:10])} FROM mail_event WHERE {condition}",  # noqa: S608
            values,
        )
        for scan_id, *said in cursor.fetchall():
            said[7] = moment(said[7])
            first[scan_id if isinstance(scan_id, UUID) else UUID(scan_id)] = said
    differing = []
    for position, row in again:
        results[position] = msgspec.structs.replace(results[position], outcome=Outcome.DUPLICATE)
        if row[SAID] != first[row[0]]:
            differing.append((position, StrayReason.CONTRADICTS))
    return differing


def waits_for(scan: Scan, why: str) -> str:
    """The number that must become known before a scan kept aside can be read."""
    barcode = scan.container if why == StrayReason.UNKNOWN_CONTAINER else scan.barcode
    return clean_number(barcode)[:64]


def _keep_aside(
    scans: Sequence[Scan],
    strays: list[tuple[int, StrayReason]],
    results: dict[int, ScanResult],
    by: Actor,
    at: datetime,
) -> None:
    rows = []
    for position, why in strays:
        scan = scans[position]
        number, body = clean_number(scan.barcode)[:64], msgspec.json.encode(scan, order="sorted")
        results[position] = ScanResult(scan.scan_id.hex, Outcome.QUARANTINED, number, why=why.value)
        rows.append(
            (scan.scan_id, waits_for(scan, why), why.value, body.decode(), hashlib.sha256(body).hexdigest(),
             by.kind.value, by.name, at)
        )  # fmt: skip
    insert_new("mail_strayscan", STRAY_COLUMNS, rows, key="content_digest")
