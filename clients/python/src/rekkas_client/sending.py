"""A file of shipments, sent so that it can be begun again: killed at any moment and run anew, it sends nothing twice.

Beside ``parcels.csv`` lies ``parcels.csv.journal``: its first line is a number of this sending alone, written before
anything is sent, and the keys of all rows are made from it. Each answer follows as a line. What the post did and this
program never heard of is sent again under the same key, and found as ``repeated``.
"""

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import msgspec

from rekkas_client.api import ShipmentResult, ShipmentSent
from rekkas_client.client import DECLINED, SHIPMENTS_AT_ONCE, Client, in_parts, write_whole
from rekkas_client.sheets import NO_KEY, FileNotRight, Row, rows_of

UNREADABLE, TWICE, CHANGED = "client.unreadable", "client.reference-twice", "client.row-changed"
SAYS = {
    TWICE: "another row of this file has this reference",
    CHANGED: "it was sent with another content: correct the shipment at the post, or put the row into another file",
}
RUNS_WITH = "=+-@\t\r"  # a cell that begins so is a formula to a spreadsheet


class Head(msgspec.Struct, frozen=True):
    """The first line of a journal: which sending it is, and to which post."""

    sending: UUID
    url: str


class Done(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a row. ``name`` is its reference, or its place where it has none."""

    row: int
    name: str
    digest: str
    answer: ShipmentResult

    @property
    def is_sent(self) -> bool:
        return self.answer.outcome != DECLINED


@dataclass(frozen=True, slots=True)
class Named:
    """A row that can be sent, with what it is known by in the journal."""

    row: Row
    shipment: ShipmentSent
    name: str
    digest: str


@dataclass
class Journal:
    """What was sent of a file, as it is kept beside it."""

    path: Path
    head: Head
    done: dict[str, Done] = field(default_factory=dict)
    declined: dict[str, int] = field(default_factory=dict)  # how often each was

    def remember(self, done: Done) -> None:
        if done.is_sent:
            self.done[done.name] = done
        else:
            self.declined[done.name] = self.declined.get(done.name, 0) + 1

    def write(self, answers: list[Done]) -> None:
        """Keep answers. They are on the disk before anything else is sent."""
        with self.path.open("ab") as file:
            file.write(b"".join(msgspec.json.encode(done) + b"\n" for done in answers))
            file.flush()
            os.fsync(file.fileno())
        for done in answers:
            self.remember(done)

    def keyed(self, named: Named) -> ShipmentSent:
        """The shipment with its key: the same for the same row, until the post has declined it."""
        if named.shipment.key != NO_KEY:
            return named.shipment
        said = f"{named.name}\n{named.digest}\n{self.declined.get(named.name, 0)}"
        return msgspec.structs.replace(named.shipment, key=uuid5(self.head.sending, said))


def open_journal(path: Path, url: str) -> Journal:
    """The journal of a file: a new one, or that of the sending before. A line that was not finished is none."""
    if not path.exists():
        _begin(path, Head(uuid4(), url))
    kept, newline, torn = path.read_bytes().rpartition(b"\n")
    if torn:
        os.truncate(path, len(kept) + len(newline))
    first, *lines = kept.split(b"\n")
    try:
        journal = Journal(path, msgspec.json.decode(first, type=Head))
        for line in lines:
            journal.remember(msgspec.json.decode(line, type=Done))
    except msgspec.DecodeError as fault:
        raise FileNotRight(f"{path.name} is no journal of this program: {fault}") from None
    if journal.head.url != url:
        raise FileNotRight(f"{path.name} tells of what was sent to {journal.head.url}, not to {url}")
    return journal


def _begin(path: Path, head: Head) -> None:
    """Make a journal that has its first line from the beginning, also where two begin at once."""
    beside = path.with_name(f".{path.name}.{head.sending.hex}")
    try:
        with beside.open("xb") as file:
            file.write(msgspec.json.encode(head) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # then the other one was first
            os.link(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def send_file(
    client: Client, path: Path, *, part: int, tell: Callable[[dict[str, int]], None]
) -> dict[str, int]:
    """Send the rows of a file that were not sent yet. Returns how many there are of each outcome.

    ``known`` were sent before. What became of each row is written beside the file, also where it breaks off.
    """
    journal = open_journal(path.with_name(f"{path.name}.journal"), client.url)
    outcomes: dict[int, tuple[str, ShipmentResult]] = {}
    counts: dict[str, int] = {}

    def note(row: int, outcome: str, answer: ShipmentResult) -> None:
        outcomes[row] = (outcome, answer)
        counts[outcome] = counts.get(outcome, 0) + 1

    try:
        for rows in in_parts(_to_send(rows_of(path), journal, note), min(part, SHIPMENTS_AT_ONCE)):
            sent = client.create_shipments([journal.keyed(named) for named in rows]).results
            answered = [
                Done(named.row.place, named.name, named.digest, answer)
                for named, answer in zip(rows, sent, strict=True)
            ]
            journal.write(answered)
            for done in answered:
                note(done.row, done.answer.outcome, done.answer)
            tell(counts)
    finally:
        write_whole(path.with_name(f"{path.name}.results.csv"), results_sheet(outcomes).encode("utf-8-sig"))
    return counts


def _to_send(
    rows: Iterable[Row], journal: Journal, note: Callable[[int, str, ShipmentResult], None]
) -> Iterator[Named]:
    """The rows that are to be sent; the others are answered here."""
    seen: set[str] = set()

    def decline(row: Row, code: str, message: str) -> None:
        reference = row.shipment.reference if row.shipment else ""
        note(
            row.place,
            DECLINED,
            ShipmentResult(outcome=DECLINED, reference=reference, code=code, message=message),
        )

    for row in rows:
        if row.shipment is None:
            decline(row, UNREADABLE, row.reason)
            continue
        named = _named(row, row.shipment)
        before = journal.done.get(named.name)
        if named.name in seen:
            decline(row, TWICE, SAYS[TWICE])
        elif before and before.digest != named.digest:
            decline(row, CHANGED, SAYS[CHANGED])
        elif before:
            note(row.place, "known", before.answer)
        else:
            yield named
        seen.add(named.name)


def _named(row: Row, shipment: ShipmentSent) -> Named:
    name = f"reference {shipment.reference}" if shipment.reference else f"row {row.place}"
    return Named(row, shipment, name, sha256(msgspec.json.encode(shipment)).hexdigest())


def results_sheet(outcomes: dict[int, tuple[str, ShipmentResult]]) -> str:
    """What became of each row, for a spreadsheet. It runs nothing there."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(
        ["row", "reference", "outcome", "numbers", "amount", "currency", "promise_date", "code", "message"]
    )
    for row, (outcome, answer) in sorted(outcomes.items()):
        day = answer.promise_date.isoformat() if answer.promise_date else ""
        cells = [answer.reference, outcome, " ".join(answer.numbers)]
        words = [answer.currency, day, answer.code, answer.message]
        sheet.writerow([row, *map(_harmless, cells), answer.amount, *map(_harmless, words)])
    return text.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(tuple(RUNS_WITH)) else text
