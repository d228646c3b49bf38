"""The trips of a network as GTFS, the format in which public transport exchanges timetables, and back.

Source: the General Transit Feed Specification, GTFS Schedule Reference (gtfs.org/documentation/schedule/reference),
and for flights the extended route types that are proposed beside it. A feed is a zip of CSV files: `agency`,
`stops`, `routes`, `trips`, `stop_times`, `calendar`, `calendar_dates` and `feed_info`, each ending in .txt.

What maps to what: an office is a stop, its code the stop_id; trips of the same ends and mode are one route; a
vehicle is a block_id; weekdays are the calendar, exceptions the calendar_dates. GTFS has no words for what a lorry
holds: `postal_mode`, `postal_capacity`, `postal_cost` and `postal_carries` are columns of this package's own, as
the format allows, and without them the defaults hold.

Time: GTFS counts from noon less twelve hours of the service day and goes past 24:00:00, which on all days but those
on which the clock changes is the wall clock. A trip leaves by its departure on the service day, and what passes on
the way is elapsed time, in both.

Reading is strict about what would change the meaning: frequencies, times left to be interpolated, seconds, calls at
which nothing is taken or given, services of different periods, codes and modes the post does not know. Each is a
`Mistake` with file and line. A stop that is no office is not a mistake: it is listed, and the trips that call there
are left out, so that a person can match it (`offices`: office code by stop_id) and read again.

>>> from datetime import date
>>> from postkit.network.model import Site, Stop
>>> trip = Trip("MAT1", "135", 23 * 60, (Stop("MA0001", 0, 0), Stop("MA0002", 90, 90)), vehicle="V1")
>>> network = Network("Africa/Casablanca", (Site("MA0001"), Site("MA0002")), (trip,))
>>> feed = write_gtfs(network, first=date(2026, 1, 1), last=date(2026, 12, 31), name="A post", url="https://post.example")
>>> read_gtfs(feed, {"MA0001", "MA0002"}).trips == (trip,)
True
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from postkit.network.gtfs_reading import Feed, Unmatched, read_gtfs
from postkit.network.model import Network, Trip

__all__ = ["Feed", "Unmatched", "read_gtfs", "write_gtfs"]

AGENCY = "post"
ROUTE_TYPES = {"road": "3", "rail": "2", "air": "1100", "foot": "3"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def write_gtfs(
    network: Network,
    *,
    first: date,
    last: date,
    name: str,
    url: str,
    names: Mapping[str, str] | None = None,
    language: str = "mul",
) -> bytes:
    """The feed of a network for the days from `first` to `last`: the same bytes for the same network.

    `name` and `url` are the operator's; `names` are those of the offices by code, their codes where none is given.
    """
    period = _day(first), _day(last)
    stops = (
        (site.code, (names or {}).get(site.code, site.code), site.latitude, site.longitude)
        for site in network.sites
    )
    files: dict[str, tuple[str, Iterable[Iterable[object]]]] = {
        "agency.txt": (
            "agency_id agency_name agency_url agency_timezone",
            [(AGENCY, name, url, network.zone)],
        ),
        "stops.txt": ("stop_id stop_name stop_lat stop_lon", stops),
        **_trip_files(network.trips, period),
        "feed_info.txt": (
            "feed_publisher_name feed_publisher_url feed_lang feed_start_date feed_end_date",
            [(name, url, language, *period)],
        ),
    }
    return _zip({file: _csv(header.split(), rows) for file, (header, rows) in files.items()})


def _trip_files(
    trips: Sequence[Trip], period: tuple[str, str]
) -> dict[str, tuple[str, Iterable[Iterable[object]]]]:
    """The files that say what runs where, when and on which days: the header and rows of each."""
    services = {key: f"S{at}" for at, key in enumerate(dict.fromkeys(map(_service, trips)), 1)}
    weeks = (
        (service, *(int(str(digit) in days) for digit in range(1, 8)), *period)
        for (days, _), service in services.items()
    )
    dates = (
        (service, _day(day), 1 if runs else 2)
        for (_, exceptions), service in services.items()
        for day, runs in exceptions
    )
    return {
        "routes.txt": (
            "route_id agency_id route_long_name route_type postal_mode",
            dict.fromkeys(_route(trip) for trip in trips),
        ),
        "trips.txt": (
            "route_id service_id trip_id block_id postal_capacity postal_cost postal_carries",
            (
                (_route(t)[0], services[_service(t)], t.code, t.vehicle, t.capacity, t.cost, t.carries)
                for t in trips
            ),
        ),
        "stop_times.txt": (
            "trip_id arrival_time departure_time stop_id stop_sequence",
            (row for trip in trips for row in _stop_times(trip)),
        ),
        "calendar.txt": (" ".join(("service_id", *WEEKDAYS, "start_date", "end_date")), weeks),
        "calendar_dates.txt": ("service_id date exception_type", dates),
    }


def _service(trip: Trip) -> tuple[str, tuple[tuple[date, bool], ...]]:
    return trip.days, trip.exceptions


def _route(trip: Trip) -> tuple[str, str, str, str, str]:
    ends = f"{trip.origin}-{trip.destination}"
    return f"{ends}-{trip.mode}", AGENCY, ends, ROUTE_TYPES[trip.mode], trip.mode


def _stop_times(trip: Trip) -> Iterable[tuple[object, ...]]:
    for sequence, stop in enumerate(trip.stops, start=1):
        arrives, leaves = (_time(trip.departs_min + minute) for minute in (stop.arrives_min, stop.leaves_min))
        yield trip.code, arrives, leaves, stop.office, sequence


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}:00"


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _csv(header: list[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            # A fixed date: the same timetable is the same feed.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
