"""GTFS: what is written is read back, what others write is read, and what cannot be read is named."""

import csv
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.network import Network, Site, Stop, Trip
from postkit.network.gtfs import Feed, read_gtfs, write_gtfs
from tests.postkit.networks import OFFICES, networks

SITES = tuple(Site(code, latitude=33.5, longitude=-7.6) for code in OFFICES)
NIGHT = Trip(
    "MAT1", "135", 22 * 60,
    (Stop("MA0001", 0, 0), Stop("MA0002", 150, 165), Stop("MA0003", 300, 300)),
    vehicle="MAV1", capacity=1_500, cost=9_000, exceptions=((date(2026, 7, 30), False), (date(2026, 8, 1), True)),
)  # fmt: skip
FLIGHT = Trip("MAT2", "246", 6 * 60, (Stop("MA0003", 0, 0), Stop("MA0001", 90, 90)), mode="air")
NETWORK = Network("Africa/Casablanca", SITES, (NIGHT, FLIGHT))

# A feed as another's tool writes it: none of this package's columns, names of its own, a blank before a tab.
FOREIGN = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,Post,https://post.example,Africa/Casablanca\n",
    "stops.txt": """\
stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type
STATION,,Fes,34.0,-5.0,1
MA0001,F,"Fes, sorting",34.0,-5.0,0
12,,Sefrou,33.8,-4.8,
MA0003,,Bhalil,33.9,-4.9,
""",
    "routes.txt": "route_id,route_short_name,route_type\nR1,Fes - Sefrou,700\n",
    "trips.txt": "route_id,service_id,trip_id,block_id\nR1,WEEK,MAT1,B7\nR1,DATES,MAT2,\n",
    "stop_times.txt": """\
trip_id,arrival_time,departure_time,stop_id,stop_sequence
MAT1,25:10:00,25:10:00,MA0001,5
MAT1,,26:00:00,MA0003,20
MAT2,8:00:00,08:05:00,MA0003,1
MAT2,09:00:00,09:00:00,MA0001,2
""",
    "calendar.txt": """\
service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
WEEK,1,0,0,0,0,0,1,20260101,20261231
""",
    "calendar_dates.txt": """\
service_id,date,exception_type
WEEK,20260301,2
DATES,20260302,1
DATES,20260316,1
""",
}


def packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def written(network: Network) -> bytes:
    return write_gtfs(
        network, first=date(2026, 1, 1), last=date(2026, 12, 31), name="Barid", url="https://post.example",
        names={"MA0001": "Fès, centre de tri"},
    )  # fmt: skip


def rows(feed: bytes, file: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(feed)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(file).decode(), newline="")))


def read(files: dict[str, str], **offices: str) -> Feed:
    return read_gtfs(packed(files), set(OFFICES), offices=offices)


def test_a_feed_has_the_files_and_times_of_the_format() -> None:
    feed = written(NETWORK)

    with zipfile.ZipFile(io.BytesIO(feed)) as archive:
        assert set(archive.namelist()) == {
            "agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt",
            "calendar_dates.txt", "feed_info.txt",
        }  # fmt: skip
    assert rows(feed, "agency.txt")[0]["agency_timezone"] == "Africa/Casablanca"
    assert rows(feed, "stops.txt")[0] == {
        "stop_id": "MA0001", "stop_name": "Fès, centre de tri", "stop_lat": "33.5", "stop_lon": "-7.6"
    }  # fmt: skip
    assert [row["route_type"] for row in rows(feed, "routes.txt")] == ["3", "1100"]
    assert [row["block_id"] for row in rows(feed, "trips.txt")] == ["MAV1", ""]
    night = [(row["arrival_time"], row["departure_time"]) for row in rows(feed, "stop_times.txt")[:3]]
    assert night == [("22:00:00", "22:00:00"), ("24:30:00", "24:45:00"), ("27:00:00", "27:00:00")]
    week = rows(feed, "calendar.txt")[0]
    assert [week[day] for day in ("monday", "tuesday", "friday", "start_date")] == ["1", "0", "1", "20260101"]
    assert [(row["date"], row["exception_type"]) for row in rows(feed, "calendar_dates.txt")] == [
        ("20260730", "2"), ("20260801", "1")
    ]  # fmt: skip


def test_the_same_network_is_the_same_feed() -> None:
    assert written(NETWORK) == written(NETWORK)


@given(networks())
@settings(max_examples=60)
def test_what_is_written_is_read_back(network: Network) -> None:
    assert read_gtfs(written(network), set(OFFICES)) == Feed(network.trips, (), ())


def test_another_s_feed_is_read_with_its_times_past_midnight_on_the_day_the_lorry_leaves() -> None:
    feed = read(FOREIGN)

    assert (feed.mistakes, feed.unmatched) == ((), ())
    assert feed.trips[0] == Trip(
        "MAT1", "12", 70, (Stop("MA0001", 0, 0), Stop("MA0003", 50, 50)), vehicle="B7",
        exceptions=((date(2026, 3, 2), False),),
    )  # fmt: skip


def test_a_service_of_dates_alone_runs_on_those_dates() -> None:
    trip = read(FOREIGN).trips[1]

    running = [
        date.fromordinal(day) for day in range(date(2026, 3, 1).toordinal(), date(2026, 3, 17).toordinal())
    ]
    assert [day for day in running if trip.runs_on(day)] == [date(2026, 3, 2), date(2026, 3, 16)]
    assert trip.departs_min == 8 * 60 + 5


def test_a_stop_that_is_no_office_is_listed_and_matched_by_hand() -> None:
    files = FOREIGN | {"stop_times.txt": FOREIGN["stop_times.txt"].replace("MA0003,20", "12,20")}

    feed, matched = read(files), read(files, **{"12": "MA0002"})

    assert [trip.code for trip in feed.trips] == ["MAT2"]
    assert [(one.stop_id, one.name, one.line, one.trips) for one in feed.unmatched] == [
        ("12", "Sefrou", 4, ("MAT1",))
    ]
    assert feed.mistakes == ()
    assert [trip.destination for trip in matched.trips] == ["MA0002", "MA0001"]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "field", "right"),
    [
        ("stops.txt", "stop_id", "id", 1, "stop_id", "missing"),
        ("routes.txt", "700", "4", 2, "route_type", "no way the post goes"),  # a ferry
        ("trips.txt", "R1,WEEK", "R2,WEEK", 2, "route_id", "routes.txt"),
        ("trips.txt", "WEEK", "WEEKEND", 2, "service_id", "in no calendar"),
        ("trips.txt", "MAT2", "MAT1", 3, "trip_id", "already stands on line 2"),
        ("stop_times.txt", "25:10:00,25:10:00", "25:10,25:10", 2, "arrival_time", "HH:MM:SS"),
        ("stop_times.txt", "26:00:00", "", 3, "arrival_time", "have their times"),
        ("stop_times.txt", "26:00:00", "26:00:30", 3, "arrival_time", "whole minutes"),
        ("stop_times.txt", "26:00:00", "25:10:00", 3, "arrival_time", "rise along a trip"),
        ("stop_times.txt", "MA0003,20", "MA0001,20", 3, "stop_id", "twice in a row"),
        ("stop_times.txt", "MA0003,20", "MA0099,20", 3, "stop_id", "no code of stops.txt"),
        ("stop_times.txt", "MA0003,20", "MA0003,last", 3, "stop_sequence", "whole number"),
        ("calendar.txt", "WEEK,1", "WEEK,yes", 2, "monday", "neither 0 nor 1"),
        ("calendar.txt", "20260101", "2026-01-01", 2, "start_date", "20260320"),
        ("calendar.txt", "20261231\n", "20261231\nREST,0,1,0,0,0,0,0,20260401,20261231\n", 3, "start_date",
         "one period"),
        ("calendar_dates.txt", "20260301,2", "20260301,3", 2, "exception_type", "neither 1"),
        ("calendar_dates.txt", "20260301", "20260230", 2, "date", "not a date"),
        ("calendar_dates.txt", "20260316", "20990316", 1, "date", "weekdays in calendar.txt"),
        ("agency.txt", "Post", "Post", 0, "", ""),
    ],
)  # fmt: skip
def test_each_mistake_in_a_feed_is_named_where_it_stands(
    file: str, old: str, new: str, line: int, field: str, right: str
) -> None:
    assert FOREIGN[file].count(old) == 1

    feed = read(FOREIGN | {file: FOREIGN[file].replace(old, new)})

    found = [(one.file, one.line, one.field) for one in feed.mistakes]
    assert (found[:1] or [("agency.txt", 0, "")]) == [(file, line, field)]
    assert all(right in one.reason for one in feed.mistakes[:1])
    assert bool(feed.trips) == (not feed.mistakes)


def test_a_service_without_a_day_is_named_at_the_trip() -> None:
    files = FOREIGN | {"calendar_dates.txt": FOREIGN["calendar_dates.txt"].replace(",1\n", ",2\n")}

    assert [(one.file, one.line, one.field) for one in read(files).mistakes] == [
        ("trips.txt", 3, "service_id")
    ]


def test_headways_are_not_read_and_named_so() -> None:
    frequencies = "trip_id,start_time,end_time,headway_secs\nMAT1,06:00:00,20:00:00,600\n"

    mistakes = read(FOREIGN | {"frequencies.txt": frequencies}).mistakes

    assert [(one.file, one.line) for one in mistakes] == [("frequencies.txt", 2)]


def test_calls_that_only_take_or_only_give_are_named() -> None:
    header, *lines = FOREIGN["stop_times.txt"].splitlines()
    limited = "\n".join([header + ",pickup_type", lines[0] + ",1", *(line + "," for line in lines[1:])])

    mistakes = read(FOREIGN | {"stop_times.txt": limited}).mistakes

    assert [(one.file, one.line, one.field) for one in mistakes] == [("stop_times.txt", 2, "pickup_type")]


@pytest.mark.parametrize("file", ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt"])
def test_a_missing_file_is_named(file: str) -> None:
    mistakes = read({name: text for name, text in FOREIGN.items() if name != file}).mistakes

    assert (file, 1) in [(one.file, one.line) for one in mistakes]


def test_a_feed_without_any_calendar_is_named() -> None:
    mistakes = read({name: text for name, text in FOREIGN.items() if "calendar" not in name}).mistakes

    assert ("calendar.txt", 1) in [(one.file, one.line) for one in mistakes]


@given(st.binary(max_size=60) | st.integers(1, 3_000).map(lambda at: written(NETWORK)[:-at]))
@settings(max_examples=60)
def test_what_is_no_feed_is_a_mistake(content: bytes) -> None:
    feed = read_gtfs(content, set(OFFICES))

    assert feed.trips == ()
    assert feed.mistakes


@given(st.sampled_from(sorted(FOREIGN)), st.data())
@settings(max_examples=100)
def test_no_cut_file_breaks_the_reader(file: str, data: st.DataObject) -> None:
    content = FOREIGN[file]
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = data.draw(st.sampled_from([content[:at], content[:at] + content[at + 1 :]]))

    feed = read(FOREIGN | {file: damaged})

    assert all(one.line >= 1 and one.reason for one in feed.mistakes)


@pytest.mark.parametrize("at", [16, 17, 18, 19])
def test_a_zip_that_points_before_its_beginning_is_named(at: int) -> None:
    bent = bytearray(
        write_gtfs(
            NETWORK, first=date(2026, 1, 1), last=date(2026, 12, 31), name="A", url="https://a.example"
        )
    )
    bent[bent.rindex(b"PK\x05\x06") + at] ^= 255

    (mistake,) = read_gtfs(bytes(bent), set(OFFICES)).mistakes

    assert "no zip file" in mistake.reason
