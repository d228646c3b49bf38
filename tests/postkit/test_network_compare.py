"""Two versions of a timetable: as text and back, and what is different between them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.network import Network, Site, Stop, Trip, Wave
from postkit.network.compare import Change, changes_between
from postkit.network.files import FILES, read_timetable, timetable_files
from tests.postkit.networks import networks

FES, SEFROU, BHALIL = Site("MA0001", kind="sorting"), Site("MA0002"), Site("MA0003")
OUT = Trip(
    "MAT1", "135", 6 * 60, (Stop("MA0001", 0, 0), Stop("MA0002", 40, 50), Stop("MA0003", 60, 60)),
    vehicle="MAV1", capacity=1_500, cost=9_000,
)  # fmt: skip
BACK = Trip("MAT2", "135", 15 * 60, (Stop("MA0003", 0, 0), Stop("MA0001", 50, 50)), vehicle="MAV1")
NETWORK = Network("Africa/Casablanca", (FES, SEFROU, BHALIL), (OUT, BACK))


def with_trip(**changed: object) -> Network:
    return replace(NETWORK, trips=(replace(OUT, **changed), BACK))  # type: ignore[arg-type]


def with_site(**changed: object) -> Network:
    return replace(NETWORK, sites=(replace(FES, **changed), SEFROU, BHALIL))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (with_trip(departs_min=380), Change("trip-later", "MAT1", {"minutes": 20, "was": 360, "now": 380})),
        (with_trip(departs_min=330), Change("trip-earlier", "MAT1", {"minutes": 30, "was": 360, "now": 330})),
        (with_trip(days="1356"), Change("trip-days", "MAT1", {"was": "135", "now": "1356"})),
        (
            with_trip(exceptions=((date(2026, 7, 30), False),)),
            Change("trip-dates", "MAT1", {"was": "", "now": "2026-07-30 0"}),
        ),
        (
            with_trip(stops=(OUT.stops[0], OUT.stops[2])),
            Change("trip-stops", "MAT1", {"was": "MA0001 MA0002 MA0003", "now": "MA0001 MA0003"}),
        ),
        (
            with_trip(stops=(*OUT.stops[:2], Stop("MA0003", 75, 75))),
            Change("trip-running", "MAT1", {"was": 60, "now": 75}),
        ),
        (with_trip(vehicle="MAV2"), Change("trip-vehicle", "MAT1", {"was": "MAV1", "now": "MAV2"})),
        (with_trip(capacity=900), Change("trip-capacity", "MAT1", {"was": 1_500, "now": 900})),
        (with_trip(cost=8_000), Change("trip-cost", "MAT1", {"was": 9_000, "now": 8_000})),
        (with_trip(carries="express"), Change("trip-carries", "MAT1", {"was": "all", "now": "express"})),
        (
            replace(NETWORK, trips=(OUT,)),
            Change(
                "trip-removed", "MAT2",
                {"days": "135", "departs_min": 900, "origin": "MA0003", "destination": "MA0001"},
            ),
        ),
        (with_site(cut_off_min=1_080), Change("cut-off", "MA0001", {"minutes": 60, "was": 1_020, "now": 1_080})),
        (with_site(handling_min=45), Change("handling", "MA0001", {"minutes": -15, "was": 60, "now": 45})),
        (with_site(rounds_leave_min=630), Change("rounds", "MA0001", {"minutes": 30, "was": 600, "now": 630})),
        (with_site(delivery_days="135"), Change("delivery-days", "MA0001", {"was": "", "now": "135"})),
        (
            with_site(waves=(Wave("12345", 1_080, 120, 8_000),)),
            Change("waves", "MA0001", {"was": "", "now": "12345 1080+120/8000"}),
        ),
    ],
)  # fmt: skip
def test_each_difference_is_one_change(new: Network, change: Change) -> None:
    assert changes_between(NETWORK, new) == [change]


def test_a_trip_that_is_new_is_described() -> None:
    assert [one.kind for one in changes_between(replace(NETWORK, trips=(OUT,)), NETWORK)] == ["trip-added"]


def test_a_trip_moved_over_midnight_moved_by_minutes_and_not_by_a_day() -> None:
    evening = with_trip(departs_min=23 * 60 + 50, days="135")
    morning = with_trip(departs_min=10, days="246")

    assert changes_between(evening, morning) == [
        Change("trip-later", "MAT1", {"minutes": 20, "was": 1_430, "now": 10})
    ]
    assert [one.kind for one in changes_between(morning, evening)] == ["trip-earlier"]


@given(networks())
@settings(max_examples=30)
def test_a_network_is_no_different_from_itself(network: Network) -> None:
    assert changes_between(network, network) == []


@given(networks(), networks())
@settings(max_examples=50)
def test_what_differs_is_always_said(old: Network, new: Network) -> None:
    """Where an office lies is not a timetable's to say."""
    here, there = ([replace(site, latitude=0.0, longitude=0.0) for site in one.sites] for one in (old, new))
    same = old.trips == new.trips and here == there
    assert bool(changes_between(old, new)) != same


@given(networks(), networks())
@settings(max_examples=50)
def test_a_timetable_is_read_back_from_its_files_onto_any_state_of_its_offices(
    network: Network, other: Network
) -> None:
    """The version says all that it may say: nothing of what the offices had before shows through."""
    found, mistakes = read_timetable(timetable_files(network), other.sites)

    assert mistakes == []
    assert found is not None
    again = found.network(network.zone, network.holidays)
    assert again.trips == network.trips
    assert again.sites == tuple(
        replace(site, latitude=before.latitude)
        for site, before in zip(network.sites, other.sites, strict=True)
    )


def test_files_that_are_not_there_leave_the_offices_as_they_are() -> None:
    wave = Wave("12345", 1_080, 120)
    sites = (replace(FES, waves=(wave,), cut_off_min=900), SEFROU, BHALIL)

    found, mistakes = read_timetable({"trips.csv": timetable_files(NETWORK)["trips.csv"]}, sites)

    assert mistakes == []
    assert found is not None
    assert found.sites == sites
    assert found.trips[0].stops == (Stop("MA0001", 0, 0), Stop("MA0003", 60, 60))


def test_an_office_that_the_timings_do_not_name_keeps_its_own() -> None:
    timings = (
        "office,cut_off,handling_min,express_min,rounds_leave,delivery_days\nMA0002,16:00,20,10,09:00,135\n"
    )

    found, _ = read_timetable(timetable_files(NETWORK) | {"timings.csv": timings}, NETWORK.sites)

    assert found is not None
    assert found.sites[1] == replace(
        SEFROU, cut_off_min=960, handling_min=20, express_min=10, rounds_leave_min=540, delivery_days="135"
    )
    assert (found.sites[0], found.sites[2]) == (FES, BHALIL)


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "field", "right"),
    [
        ("trips.csv", "MAT2", "MAT1", 3, "code", "line 2"),
        ("trips.csv", "MA0003,MA0001", "MA0009,MA0001", 3, "origin", "no office of this country"),
        ("stops.csv", "MA0002", "MA0009", 2, "office", "no office of this country"),
        ("stops.csv", "40,50", "40,70", 2, "leaves_min", "minute 60"),
        ("timings.csv", "MA0002", "MA0009", 3, "office", "no office of this country"),
        ("timings.csv", "MA0002", "MA0001", 3, "office", "line 2"),
        ("timings.csv", "MA0002,17:00", "MA0002,5 pm", 3, "cut_off", "HH:MM"),
        ("timings.csv", "MA0002,17:00,60", "MA0002,17:00,", 3, "handling_min", "digits only"),
    ],
)
def test_each_mistake_in_a_timetable_s_files_is_named(
    file: str, old: str, new: str, line: int, field: str, right: str
) -> None:
    files = timetable_files(NETWORK)
    assert files[file].count(old) == 1

    found, mistakes = read_timetable(files | {file: files[file].replace(old, new)}, NETWORK.sites)

    assert found is None
    assert [(one.file, one.line, one.field) for one in mistakes] == [(file, line, field)]
    assert right in mistakes[0].reason


def test_a_timetable_without_trips_lacks_that_file() -> None:
    found, mistakes = read_timetable({}, NETWORK.sites)

    assert found is None
    assert [str(one) for one in mistakes] == ["trips.csv, line 1: this file is missing; add it"]


@given(st.sampled_from(FILES), st.binary(max_size=100) | st.text(max_size=100))
@settings(max_examples=100)
def test_no_content_whatever_breaks_the_reader(file: str, content: bytes | str) -> None:
    found, mistakes = read_timetable({**timetable_files(NETWORK), file: content}, NETWORK.sites)

    assert (found is None) == bool(mistakes)
