"""What the files of a timetable must say together: trips, their stops, the dates that differ, sorting waves.

A pack is read with these rules, and so is a version of a timetable that stands by itself.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from postkit.pack.model import Mistake
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
    file: str, field: str, rows: Iterable[Row], known: Container[str], what: str
) -> Iterator[Mistake]:
    """Each code of a column that leads nowhere; `what` says of what it is not."""
    for row in rows:
        if (code := row.cells[field]) and code not in known:
            yield Mistake(file, row.line, field, f"'{code}' is {what}; write one that is there")


def check_timetable(files: Files) -> Iterator[Mistake]:
    """Every mistake among the files of a timetable; a file that cannot be read is not held against the others."""
    return chain(_trips(files), _stops(files), _trip_days(files), _waves(files))


def _trips(files: Files) -> Iterator[Mistake]:
    with_stops = {row.cells["trip"] for row in files.get("stops.csv", ())}
    for row in files.get("trips.csv", ()):
        is_round = row.cells["origin"] and row.cells["origin"] == row.cells["destination"]
        if is_round and row.cells["code"] not in with_stops:
            reason = "is the origin; a trip leads to another office, or has stops between"
            yield Mistake("trips.csv", row.line, "destination", reason)


def _stops(files: Files) -> Iterator[Mistake]:
    by_trip: dict[str, list[Row]] = defaultdict(list)
    for row in files.get("stops.csv", ()):
        by_trip[row.cells["trip"]].append(row)
    trips: dict[str, Row] = {}
    for row in files.get("trips.csv", ()):
        trips.setdefault(row.cells["code"], row)
    if "trips.csv" in files:
        yield from unknown("stops.csv", "trip", files.get("stops.csv", ()), trips, "no code of trips.csv")
    for code, rows in by_trip.items():
        if code:
            for row, field, reason in _calls(rows, trips.get(code)):
                yield Mistake("stops.csv", row.line, field, reason)


def _calls(rows: list[Row], trip: Row | None) -> Iterator[tuple[Row, str, str]]:
    """The stops of one trip, from its origin to its destination; one mistake a row."""
    office, left = trip.cells["origin"] if trip else "", 0
    for row in rows:
        arrives, leaves = row.values.get("arrives_min"), row.values.get("leaves_min")
        if row.cells["office"] and row.cells["office"] == office:
            yield row, "office", f"the trip is at {office} already; write each call once, with when it leaves"
        elif arrives is not None and arrives <= left:
            reason = f"{arrives} is not after minute {left}, when the trip leaves the office before"
            yield row, "arrives_min", f"{reason}; write the stops in their order"
        elif arrives is not None and leaves is not None and leaves < arrives:
            yield row, "leaves_min", f"{leaves} is before it arrives, minute {arrives}; write when it leaves"
        office = row.cells["office"]
        left = max(left, leaves or 0)
    duration = trip.values.get("duration_min") if trip else None
    last = rows[-1]
    if trip and office and office == trip.cells["destination"]:
        yield last, "office", "is the destination of the trip, which stands in trips.csv; leave it out here"
    elif duration is not None and left >= duration:
        reason = f"minute {left} is not before the trip ends, minute {duration} (duration_min of trips.csv)"
        yield last, "leaves_min", f"{reason}; lengthen the trip or call earlier"


def _trip_days(files: Files) -> Iterator[Mistake]:
    rows = files.get("trip_days.csv", ())
    if "trips.csv" in files:
        known = {row.cells["code"] for row in files["trips.csv"]}
        yield from unknown("trip_days.csv", "trip", rows, known, "no code of trips.csv")
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        same = row.cells["trip"], row.cells["date"]
        if all(same) and same in seen:
            reason = f"line {seen[same]} speaks of the same trip and date; keep one"
            yield Mistake("trip_days.csv", row.line, "date", reason)
        seen.setdefault(same, row.line)


def _waves(files: Files) -> Iterator[Mistake]:
    seen: dict[tuple[str, int, str], int] = {}
    for row in files.get("waves.csv", ()):
        office, starts, days = row.cells["office"], row.values.get("starts_min"), row.values.get("days")
        if not office or starts is None or not days:
            continue
        twins = [seen[office, starts, day] for day in days if (office, starts, day) in seen]
        if twins:
            reason = f"line {twins[0]} has a wave of {office} at the same time of the same day; keep one"
            yield Mistake("waves.csv", row.line, "starts", reason)
        seen.update({(office, starts, day): row.line for day in days})
