"""A GTFS feed read into trips. See `postkit.network.gtfs` for what maps to what."""

import csv
import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from postkit.network.model import CARRIAGES, DAY, Stop, Trip
from postkit.pack import Mistake
from postkit.pack.reasons import Reason

LARGEST = 512 * 1024 * 1024  # of all files unpacked: a country's timetable is a tenth of it
LONGEST_PERIOD_DAYS = 3 * 366
# All that the zip library raises for bytes that somebody bent; a negative seek is a ValueError.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NEEDED = {
    "stops.txt": ("stop_id",),
    "routes.txt": ("route_id", "route_type"),
    "trips.txt": ("route_id", "service_id", "trip_id"),
    "stop_times.txt": ("trip_id", "stop_id", "stop_sequence"),
    "calendar.txt": ("service_id", *WEEKDAYS, "start_date", "end_date"),
    "calendar_dates.txt": ("service_id", "date", "exception_type"),
}
OPTIONAL = ("calendar.txt", "calendar_dates.txt")  # one of them must be there
ORDER = (*NEEDED, "frequencies.txt", "")
TRIP_CODE = re.compile("[A-Z]{2}[A-Z0-9]{1,14}")


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A stop of the feed that is no office: the trips that call there were left out."""

    stop_id: str
    name: str
    line: int
    trips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """What was read: trips in the order of the feed, none where there is a mistake; and stops still to match."""

    trips: tuple[Trip, ...]
    unmatched: tuple[Unmatched, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(slots=True)
class _Record:
    line: int
    cells: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class _Service:
    days: str
    exceptions: tuple[tuple[date, bool], ...]


class _Reading:
    """The files of one feed and the mistakes found in them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.mistakes: list[Mistake] = []
        self.rows: dict[str, list[_Record]] = {}
        for file, columns in NEEDED.items():
            if file in files:
                before = len(self.mistakes)
                rows = list(self._records(file, files[file], columns))
                if len(self.mistakes) == before:  # else the others are not held against what it lacks
                    self.rows[file] = rows
            elif file not in OPTIONAL:
                self.wrong(file, 1, "", Reason("file-missing"))
        self.calendars = [file for file in OPTIONAL if file in files]
        if not self.calendars:
            self.wrong("calendar.txt", 1, "", Reason("no-calendar-file"))
        if "frequencies.txt" in files and len(files["frequencies.txt"].strip().splitlines()) > 1:
            self.wrong("frequencies.txt", 2, "", Reason("headways"))

    def wrong(self, file: str, line: int, field: str, reason: Reason) -> None:
        self.mistakes.append(Mistake(file, line, field, reason))

    def _records(self, file: str, data: bytes, columns: tuple[str, ...]) -> Iterator[_Record]:
        try:
            reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
            header = [name.strip() for name in next(reader, [])]
            missing = [name for name in columns if name not in header]
            for name in missing:
                self.wrong(file, 1, name, Reason("column-missing"))
            line = reader.line_num + 1
            for cells in reader:
                if any(cells) and not missing:
                    if len(cells) > len(header):
                        reason = Reason("field-count", count=len(cells), columns=len(header))
                        self.wrong(file, line, "", reason)
                    else:
                        yield _Record(line, {n: c.strip() for n, c in zip(header, cells, strict=False)})
                line = reader.line_num + 1
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.wrong(file, line, "", Reason("not-utf-8"))
        except csv.Error:
            self.wrong(file, reader.line_num, "", Reason("not-parted"))


def read_gtfs(feed: bytes, known: Container[str], *, offices: Mapping[str, str] | None = None) -> Feed:
    """The trips of a feed between the offices whose codes are `known`, by stop_id or by the map `offices`."""
    files, mistake = _unzipped(feed)
    if mistake:
        return Feed((), (), (mistake,))
    reading = _Reading(files)
    services, modes, calls = _services(reading), _modes(reading), _calls(reading)
    stops = {row["stop_id"]: row for row in reading.rows.get("stops.txt", ())}
    trips, missed = [], defaultdict(list)
    codes: dict[str, int] = {}
    for row in reading.rows.get("trips.txt", ()):
        if (code := row["trip_id"]) in codes:
            reading.wrong(
                "trips.txt",
                row.line,
                "trip_id",
                Reason("stands-twice", given=code, line=codes[code], field="trip_id"),
            )
            continue
        codes[code] = row.line
        at = _offices(reading, calls.get(code, []), stops, known, offices or {})
        for stop_id in (stop_id for stop_id, office in at.items() if office is None):
            missed[stop_id].append(code)
        trip = _trip(reading, row, calls.get(code, []), at, _service_of(reading, row, services), modes)
        if trip:
            trips.append(trip)
    for row in reading.rows.get("stop_times.txt", ()) if "trips.txt" in reading.rows else ():
        if row["trip_id"] not in codes:
            reason = Reason("no-code-of", given=row["trip_id"], file="trips.txt")
            reading.wrong("stop_times.txt", row.line, "trip_id", reason)
    unmatched = tuple(
        Unmatched(stop_id, stops[stop_id]["stop_name"], stops[stop_id].line, tuple(missing))
        for stop_id, missing in missed.items()
    )
    mistakes = sorted(reading.mistakes, key=lambda one: (ORDER.index(one.file), one.line))
    return Feed(() if mistakes else tuple(trips), unmatched, tuple(mistakes))


def _unzipped(feed: bytes) -> tuple[dict[str, bytes], Mistake | None]:
    try:
        with zipfile.ZipFile(io.BytesIO(feed)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename in ORDER]
            if sum(entry.file_size for entry in entries) > LARGEST:
                return {}, Mistake("", 1, "", Reason("too-large", most=LARGEST >> 20))
            return {entry.filename: archive.read(entry) for entry in entries}, None
    except BROKEN_ZIP:
        return {}, Mistake("", 1, "", Reason("no-zip"))


def _services(reading: _Reading) -> dict[str, _Service | None]:
    """The days of each service; None for one that never runs."""
    weeks = _weeks(reading)
    dates: dict[str, dict[date, bool]] = defaultdict(dict)
    for row in reading.rows.get("calendar_dates.txt", ()):
        if row["exception_type"] not in ("1", "2"):
            reason = Reason("not-added-removed", given=row["exception_type"])
            reading.wrong("calendar_dates.txt", row.line, "exception_type", reason)
        elif day := _date(reading, "calendar_dates.txt", row, "date"):
            dates[row["service_id"]][day] = row["exception_type"] == "1"
    for service, days in dates.items():
        if not weeks.get(service) and (max(days) - min(days)).days > LONGEST_PERIOD_DAYS:
            reason = Reason("dates-alone", given=service, first=min(days), last=max(days))
            reading.wrong("calendar_dates.txt", 1, "date", reason)
            weeks[service] = "1"  # named once
    names = dict.fromkeys([*weeks, *dates])
    return {service: _service(weeks.get(service, ""), dates.get(service, {})) for service in names}


def _weeks(reading: _Reading) -> dict[str, str]:
    """The weekdays of each service of the calendar, all of one period."""
    weeks: dict[str, str] = {}
    period: tuple[date, date] | None = None
    for row in reading.rows.get("calendar.txt", ()):
        days = "".join(str(at) for at, name in enumerate(WEEKDAYS, 1) if row[name] == "1")
        weeks[row["service_id"]] = days
        for name in WEEKDAYS:
            if row[name] not in ("0", "1"):
                reading.wrong("calendar.txt", row.line, name, Reason("not-0-1", given=row[name]))
        start, end = (_date(reading, "calendar.txt", row, name) for name in ("start_date", "end_date"))
        if start and end and days:
            period = period or (start, end)
            if (start, end) != period:
                ends = {"first": start, "last": end, "other_first": period[0], "other_last": period[1]}
                reading.wrong("calendar.txt", row.line, "start_date", Reason("two-periods", **ends))
    return weeks


def _service(days: str, dates: Mapping[date, bool]) -> _Service | None:
    """A service that is all dates runs on their weekdays, but for the dates between that it leaves out."""
    if not days:
        running = sorted(day for day, runs in dates.items() if runs)
        if not running:
            return None
        days = "".join(sorted({str(day.isoweekday()) for day in running}))
        span = (running[0] + timedelta(days=at) for at in range((running[-1] - running[0]).days + 1))
        dates = {day: False for day in span if str(day.isoweekday()) in days and day not in running}
    return _Service(days, tuple(sorted(dates.items())))


def _service_of(reading: _Reading, row: _Record, services: Mapping[str, _Service | None]) -> _Service | None:
    name = row["service_id"]
    if name not in services and all(file in reading.rows for file in reading.calendars):
        reading.wrong("trips.txt", row.line, "service_id", Reason("no-calendar", given=name))
    elif name in services and services[name] is None:
        reading.wrong("trips.txt", row.line, "service_id", Reason("never-runs", given=name))
    return services.get(name)


def _date(reading: _Reading, file: str, row: _Record, name: str) -> date | None:
    cell = row[name]
    try:
        if not re.fullmatch("(19|20)[0-9]{6}", cell):
            raise ValueError
        return date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
    except ValueError:
        reading.wrong(file, row.line, name, Reason("not-a-gtfs-date", given=cell))
        return None


def _modes(reading: _Reading) -> dict[str, str]:
    """The mode of each route: the post's own word, else by its type. "" where there is none."""
    modes = {}
    for row in reading.rows.get("routes.txt", ()):
        kind = row["route_type"]
        mode = row["postal_mode"] or _mode(int(kind) if re.fullmatch("[0-9]{1,4}", kind) else -1)
        if mode not in ("road", "rail", "air", "foot"):
            reason = Reason("not-a-mode", given=mode or kind)
            reading.wrong(
                "routes.txt", row.line, "postal_mode" if row["postal_mode"] else "route_type", reason
            )
            mode = ""
        modes[row["route_id"]] = mode
    return modes


def _mode(kind: int) -> str:
    if kind in (3, 11) or 200 <= kind < 300 or 700 <= kind < 900:
        return "road"
    if kind in (0, 1, 2, 12) or 100 <= kind < 200 or 400 <= kind < 500:
        return "rail"
    return "air" if 1100 <= kind < 1200 else ""


def _calls(reading: _Reading) -> dict[str, list[_Record]]:
    """The calls of each trip by their sequence."""
    calls: dict[str, list[tuple[int, _Record]]] = defaultdict(list)
    for row in reading.rows.get("stop_times.txt", ()):
        is_whole = re.fullmatch("[0-9]{1,9}", row["stop_sequence"])
        calls[row["trip_id"]].append((int(row["stop_sequence"]) if is_whole else 10**9, row))
        if not is_whole:
            reason = Reason("not-whole", given=row["stop_sequence"], hint="")
            reading.wrong("stop_times.txt", row.line, "stop_sequence", reason)
    return {
        trip: [row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1].line))]
        for trip, rows in calls.items()
    }


def _offices(
    reading: _Reading,
    calls: list[_Record],
    stops: Mapping[str, _Record],
    known: Container[str],
    matches: Mapping[str, str],
) -> dict[str, str | None]:
    """The office of each stop a trip calls at; None for one still to match, "" for one that is not there."""
    found: dict[str, str | None] = {}
    for row in calls:
        stop_id = row["stop_id"]
        if stop_id not in stops and "stops.txt" not in reading.rows:
            found[stop_id] = ""
        elif stop_id not in stops:
            reading.wrong(
                "stop_times.txt", row.line, "stop_id", Reason("no-code-of", given=stop_id, file="stops.txt")
            )
            found[stop_id] = ""
        else:
            office = matches.get(stop_id, stop_id)
            found[stop_id] = office if office in known else None
    return found


def _trip(
    reading: _Reading,
    row: _Record,
    calls: list[_Record],
    offices: Mapping[str, str | None],
    service: _Service | None,
    modes: Mapping[str, str],
) -> Trip | None:
    """The trip of one row; None where it has a mistake or calls at a stop that is still to match."""
    before = len(reading.mistakes)
    code, mode = row["trip_id"], modes.get(row["route_id"], "")
    if row["route_id"] not in modes and "routes.txt" in reading.rows:
        reason = Reason("no-code-of", given=row["route_id"], file="routes.txt")
        reading.wrong("trips.txt", row.line, "route_id", reason)
    if not TRIP_CODE.fullmatch(code):
        reason = Reason("not-shaped", given=code, right=Reason("code-of-a-trip"))
        reading.wrong("trips.txt", row.line, "trip_id", reason)
    if len(calls) < 2 and "stop_times.txt" in reading.rows:
        reading.wrong("trips.txt", row.line, "trip_id", Reason("few-stops", given=code, count=len(calls)))
    capacity, cost, carries = _load(reading, row)
    way = _way(reading, calls, offices)
    is_placed = len(reading.mistakes) == before and all(offices.values())
    if not (is_placed and service and mode and way):
        return None
    departs, stops = way
    days, exceptions = _shifted(service, departs // DAY)
    return Trip(
        code=code,
        days=days,
        departs_min=departs % DAY,
        stops=stops,
        mode=mode,
        vehicle=row["block_id"],
        capacity=capacity,
        cost=cost,
        carries=carries,
        exceptions=exceptions,
    )


def _load(reading: _Reading, row: _Record) -> tuple[int, int, str]:
    """What the trip holds, costs and carries, in this package's own columns."""
    numbers = []
    for name in ("postal_capacity", "postal_cost"):
        is_whole = re.fullmatch("[0-9]{0,15}", row[name])
        numbers.append(int(row[name] or 0) if is_whole else 0)
        if not is_whole:
            reading.wrong("trips.txt", row.line, name, Reason("not-whole", given=row[name], hint=""))
    carries = row["postal_carries"] or "all"
    if carries not in ("all", *CARRIAGES):
        reason = Reason("not-a-choice", given=carries, right=", ".join(("all", *CARRIAGES)))
        reading.wrong("trips.txt", row.line, "postal_carries", reason)
    return numbers[0], numbers[1], carries


def _way(
    reading: _Reading, calls: list[_Record], offices: Mapping[str, str | None]
) -> tuple[int, tuple[Stop, ...]] | None:
    """The departure, in minutes of the service day, and the stops; None where a time cannot be read."""
    times = [(call, time) for call in calls if (time := _times(reading, call))]
    if not calls or len(times) < len(calls):
        return None
    departs = times[0][1][1]
    stops = [Stop(offices[calls[0]["stop_id"]] or "", 0, 0)]
    for call, (arrives, leaves) in times[1:]:
        stop = Stop(offices[call["stop_id"]] or "", arrives - departs, leaves - departs)
        if stop.office and stop.office == stops[-1].office:
            reading.wrong("stop_times.txt", call.line, "stop_id", Reason("twice-in-a-row"))
        elif stop.arrives_min <= stops[-1].leaves_min or leaves < arrives:
            reading.wrong("stop_times.txt", call.line, "arrival_time", Reason("times-fall"))
        stops.append(stop)
    return departs, tuple(stops)


def _shifted(service: _Service, by: int) -> tuple[str, tuple[tuple[date, bool], ...]]:
    """The days of a trip whose first departure is past midnight of its service day: those on which it leaves."""
    if not by:
        return service.days, service.exceptions
    days = "".join(sorted(str((int(day) - 1 + by) % 7 + 1) for day in service.days))
    return days, tuple((day + timedelta(days=by), runs) for day, runs in service.exceptions)


def _times(reading: _Reading, call: _Record) -> tuple[int, int] | None:
    found = []
    for name, other in (("arrival_time", "departure_time"), ("departure_time", "arrival_time")):
        cell = call[name] or call[other]  # one of two that are equal may be left out
        time = re.fullmatch("([0-9]{1,3}):([0-5][0-9]):([0-5][0-9])", cell)
        if time is None:
            reason = Reason("not-a-gtfs-time", given=cell) if cell else Reason("empty-time")
            reading.wrong("stop_times.txt", call.line, name, reason)
            return None
        if time[3] != "00":
            reading.wrong("stop_times.txt", call.line, name, Reason("seconds", given=cell))
            return None
        found.append(int(time[1]) * 60 + int(time[2]))
    for name in ("pickup_type", "drop_off_type"):
        if call[name] not in ("", "0"):
            reading.wrong("stop_times.txt", call.line, name, Reason("limited-call", given=call[name]))
    return found[0], found[1]
