"""A version of a timetable as text: five files that stand by themselves beside the offices they speak of.

The files: `trips.csv`, `stops.csv`, `trip_days.csv` and `waves.csv` as in a country pack, and `timings.csv`, the
hours of each office that a planner may move: its cut-off, its handling times, when its rounds leave and on which
days. Where an office stands, when it opens and when it is closed are not a timetable's to say.

What is read: `trips.csv` must be there, and with it go `stops.csv` and `trip_days.csv`, where a missing file is an
empty one. `waves.csv` holds all waves there are: where the file is given, an office it does not name has none;
where it is missing, each office keeps its own. `timings.csv` changes the offices it names and leaves the others.

Errors: none are raised for what a person wrote; every `Mistake` is named with file, line and field. Whether the
timetable is a good one is `postkit.network.check`'s to say.

>>> trips = "code,origin,destination,days,departs,duration_min,mode\\nMAT1,MA0001,MA0002,135,05:30,40,road"
>>> files = {"trips.csv": trips}
>>> found, mistakes = read_timetable(files, [Site("MA0001"), Site("MA0002")])
>>> found.trips[0].destination, mistakes
('MA0002', [])
>>> read_timetable(files, [Site("MA0001")])[1][0].reason
"'MA0002' is no office of this country; write one that is there"
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postkit.network.model import Network, Site, Trip
from postkit.network.pack import network_of, trips_of, waves_by_office
from postkit.pack import Mistake, Pack, TripDay, TripStop
from postkit.pack import Trip as PackTrip
from postkit.pack import Wave as PackWave
from postkit.pack.fields import TIME, TIME_OR_MIDNIGHT, days
from postkit.pack.reasons import Reason
from postkit.pack.sheet import Row, read_table, write_table
from postkit.pack.tables import HANDLED, OFFICE_OF, TABLES, Table, columns
from postkit.pack.timetable import CALLS, check_timetable, unknown


@dataclass(frozen=True, slots=True)
class Timing:
    """The hours of one office that a timetable may move."""

    office: str
    cut_off_min: int
    handling_min: int
    express_min: int
    rounds_leave_min: int
    delivery_days: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """A version as read: its trips, and the offices with its timings and waves, in the order they came."""

    trips: tuple[Trip, ...]
    sites: tuple[Site, ...]

    def network(self, zone: str, holidays: frozenset[date] = frozenset()) -> Network:
        """The network in which this timetable is in force."""
        return Network(zone, self.sites, self.trips, holidays)


_PACK_TABLES = {table.file: table for table in TABLES}
_TABLES = (
    *(_PACK_TABLES[file] for file in ("trips.csv", "stops.csv", "trip_days.csv", "waves.csv")),
    Table(
        "timings.csv", "timings", Timing, key="office", may_be_empty=True, may_be_missing=True,
        columns=columns(
            office=OFFICE_OF, cut_off=(TIME_OR_MIDNIGHT, "cut_off_min"), handling_min=HANDLED,
            express_min=HANDLED, rounds_leave=(TIME, "rounds_leave_min"), delivery_days=days(blank=True),
        ),
    ),
)  # fmt: skip
FILES = tuple(table.file for table in _TABLES)


def timetable_files(source: Pack | Network) -> dict[str, str]:
    """All five files of the timetable that a pack or a network has: the same text for the same timetable.

    What is read back is the same, but for a last stop that a trip leaves again: a file ends with its arrival.
    """
    network = network_of(source) if isinstance(source, Pack) else source
    rows: dict[str, list[object]] = {file: [] for file in FILES}
    for trip in network.trips:
        rows["trips.csv"].append(_trip_row(trip))
        rows["stops.csv"] += (
            TripStop(trip.code, stop.office, stop.arrives_min, stop.leaves_min) for stop in trip.stops[1:-1]
        )
        rows["trip_days.csv"] += (TripDay(trip.code, day, runs) for day, runs in trip.exceptions)
    for site in network.sites:
        rows["waves.csv"] += (
            PackWave(site.code, wave.days, wave.starts_min, wave.duration_min, wave.capacity)
            for wave in site.waves
        )
        rows["timings.csv"].append(_timing(site))
    return {table.file: write_table(table, rows[table.file]).decode() for table in _TABLES}


def _trip_row(trip: Trip) -> PackTrip:
    return PackTrip(
        code=trip.code,
        origin=trip.origin,
        destination=trip.destination,
        days="".join(sorted(set(trip.days))),
        departs_min=trip.departs_min,
        duration_min=trip.duration_min,
        mode=trip.mode,
        vehicle=trip.vehicle,
        capacity=trip.capacity,
        cost=trip.cost,
        carries=trip.carries,
    )


def _timing(site: Site) -> Timing:
    return Timing(
        site.code,
        site.cut_off_min,
        site.handling_min,
        site.express_min,
        site.rounds_leave_min,
        site.delivery_days,
    )


def read_timetable(
    files: Mapping[str, bytes | str], sites: Sequence[Site]
) -> tuple[Timetable | None, list[Mistake]]:
    """The timetable for these offices, or else every mistake in it. Files of other names are passed over."""
    mistakes: list[Mistake] = []
    found: dict[str, list[Row]] = {}
    for table in _TABLES:
        if table.file in files:
            content = files[table.file]
            data = content.encode(errors="surrogatepass") if isinstance(content, str) else content
            if (rows := read_table(table, data, mistakes)) is not None:
                found[table.file] = rows
        elif not table.may_be_missing:
            mistakes.append(Mistake(table.file, 1, "", Reason("file-missing")))
    mistakes += check_timetable(found)
    mistakes += _offices_named(found, {site.code for site in sites})
    mistakes += _stand_once(found)
    if mistakes:
        return None, sorted(mistakes, key=lambda mistake: (FILES.index(mistake.file), mistake.line))
    made = {table.file: [table.row(**row.values) for row in found.get(table.file, ())] for table in _TABLES}
    trips = trips_of(made["trips.csv"], made["stops.csv"], made["trip_days.csv"])
    timings = {timing.office: timing for timing in made["timings.csv"]}
    waves = waves_by_office(made["waves.csv"]) if "waves.csv" in files else None
    timed = (_timed(site, timings.get(site.code)) for site in sites)
    return Timetable(
        trips,
        tuple(timed) if waves is None else tuple(replace(s, waves=waves.get(s.code, ())) for s in timed),
    ), []


def _timed(site: Site, timing: Timing | None) -> Site:
    if timing is None:
        return site
    return replace(
        site,
        cut_off_min=timing.cut_off_min,
        handling_min=timing.handling_min,
        express_min=timing.express_min,
        rounds_leave_min=timing.rounds_leave_min,
        delivery_days=timing.delivery_days,
    )


def _offices_named(found: Mapping[str, Sequence[Row]], known: set[str]) -> Iterator[Mistake]:
    for file, field in (*CALLS, ("timings.csv", "office")):
        yield from unknown(file, field, found.get(file, ()), known)


def _stand_once(found: Mapping[str, Sequence[Row]]) -> Iterator[Mistake]:
    for file, field in (("trips.csv", "code"), ("timings.csv", "office")):
        seen: dict[str, int] = {}
        for row in found.get(file, ()):
            code = row.cells[field]
            if code and code in seen:
                reason = Reason("stands-twice", given=code, line=seen[code], field=field)
                yield Mistake(file, row.line, field, reason)
            seen.setdefault(code, row.line)
