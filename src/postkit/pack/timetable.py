"""What the files of a timetable must say together: trips, their stops, the dates that differ, sorting waves.

A pack is read with these rules, and so is a version of a timetable that stands by itself.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from postkit.pack.model import Mistake
from postkit.pack.reasons import Reason
from postkit.pack.sheet import Row

Files = Mapping[str, Sequence[Row]]

# Where an office is named.
CALLS = (
    ("trips.csv", "origin"),
    ("trips.csv", "destination"),
    ("stops.csv", "office"),
    ("waves.csv", "office"),
)


def unknown(
    file: str, field: str, rows: Iterable[Row], known: Container[str], target: str = ""
) -> Iterator[Mistake]:
    """Each code of a column that leads nowhere: not into the file `target`, or to no office where none is named."""
    for row in rows:
        if (code := row.cells[field]) and code not in known:
            reason = (
                Reason("no-code-of", given=code, file=target) if target else Reason("no-office", given=code)
            )
            yield Mistake(file, row.line, field, reason)


def check_timetable(files: Files) -> Iterator[Mistake]:
    """Every mistake among the files of a timetable; a file that cannot be read is not held against the others."""
    return chain(_trips(files), _stops(files), _trip_days(files), _waves(files))


def _trips(files: Files) -> Iterator[Mistake]:
    with_stops = {row.cells["trip"] for row in files.get("stops.csv", ())}
    for row in files.get("trips.csv", ()):
        is_round = row.cells["origin"] and row.cells["origin"] == row.cells["destination"]
        if is_round and row.cells["code"] not in with_stops:
            yield Mistake("trips.csv", row.line, "destination", Reason("leads-nowhere"))


def _stops(files: Files) -> Iterator[Mistake]:
    by_trip: dict[str, list[Row]] = defaultdict(list)
    for row in files.get("stops.csv", ()):
        by_trip[row.cells["trip"]].append(row)
    trips: dict[str, Row] = {}
    for row in files.get("trips.csv", ()):
        trips.setdefault(row.cells["code"], row)
    if "trips.csv" in files:
        yield from unknown("stops.csv", "trip", files.get("stops.csv", ()), trips, "trips.csv")
    for code, rows in by_trip.items():
        if code:
            for row, field, reason in _calls(rows, trips.get(code)):
                yield Mistake("stops.csv", row.line, field, reason)


def _calls(rows: list[Row], trip: Row | None) -> Iterator[tuple[Row, str, Reason]]:
    """The stops of one trip, from its origin to its destination; one mistake a row."""
    office, left = trip.cells["origin"] if trip else "", 0
    for row in rows:
        arrives, leaves = row.values.get("arrives_min"), row.values.get("leaves_min")
        if row.cells["office"] and row.cells["office"] == office:
            yield row, "office", Reason("there-already", office=office)
        elif arrives is not None and arrives <= left:
            yield row, "arrives_min", Reason("stops-order", given=arrives, left=left)
        elif arrives is not None and leaves is not None and leaves < arrives:
            yield row, "leaves_min", Reason("leaves-early", given=leaves, arrives=arrives)
        office = row.cells["office"]
        left = max(left, leaves or 0)
    duration = trip.values.get("duration_min") if trip else None
    last = rows[-1]
    if trip and office and office == trip.cells["destination"]:
        yield last, "office", Reason("is-the-end")
    elif duration is not None and left >= duration:
        yield last, "leaves_min", Reason("after-the-end", given=left, ends=duration)


def _trip_days(files: Files) -> Iterator[Mistake]:
    rows = files.get("trip_days.csv", ())
    if "trips.csv" in files:
        known = {row.cells["code"] for row in files["trips.csv"]}
        yield from unknown("trip_days.csv", "trip", rows, known, "trips.csv")
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        same = row.cells["trip"], row.cells["date"]
        if all(same) and same in seen:
            yield Mistake("trip_days.csv", row.line, "date", Reason("same-date", line=seen[same]))
        seen.setdefault(same, row.line)


def _waves(files: Files) -> Iterator[Mistake]:
    seen: dict[tuple[str, int, str], int] = {}
    for row in files.get("waves.csv", ()):
        office, starts, days = row.cells["office"], row.values.get("starts_min"), row.values.get("days")
        if not office or starts is None or not days:
            continue
        twins = [seen[office, starts, day] for day in days if (office, starts, day) in seen]
        if twins:
            yield Mistake("waves.csv", row.line, "starts", Reason("same-wave", line=twins[0], office=office))
        seen.update({(office, starts, day): row.line for day in days})
