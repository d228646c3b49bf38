"""Faults of a timetable: each is found where it is, and a sound network has none."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.network import Network, Site, Stop, Trip, Wave
from postkit.network.check import Fault, faults_of, latest_hand_overs
from postkit.network.pack import network_of
from postkit.pack import read_pack
from tests.postkit.networks import networks

COUNTRIES = Path(__file__).resolve().parents[2] / "countries"
MONDAY = date(2026, 3, 2)


def trip(code: str, departs: str, way: str, days: str = "123456", minutes: int = 60, **more: object) -> Trip:
    """A trip through the offices of `way`, an hour from each to the next, without waiting."""
    stops = tuple(Stop(office, at * minutes, at * minutes) for at, office in enumerate(way))
    hours, _, minute = departs.partition(":")
    return Trip(code, days, int(hours) * 60 + int(minute), stops, **more)  # type: ignore[arg-type]


A, B, C = (Site(code, cut_off_min=12 * 60) for code in "ABC")
OUT, BACK = trip("OUT", "6:00", "ABC", vehicle="V1"), trip("BACK", "16:00", "CBA", vehicle="V1")
EVENING = trip("EVENING", "20:00", "AB", vehicle="V2")
MORNING = trip("MORNING", "4:00", "BA", vehicle="V2", days="234567")
SOUND = Network("Africa/Casablanca", (A, B, C), (OUT, BACK, EVENING, MORNING))


def found(network: Network) -> list[Fault]:
    return faults_of(network, first=MONDAY)


def with_trips(*trips: Trip) -> Network:
    return replace(SOUND, trips=(*SOUND.trips, *trips))


def with_site(**changed: object) -> Network:
    return replace(SOUND, sites=(replace(A, **changed), B, C))  # type: ignore[arg-type]


def test_a_sound_network_has_no_fault() -> None:
    assert found(SOUND) == []


def test_an_office_with_no_trip_is_named() -> None:
    assert found(replace(SOUND, sites=(A, B, C, Site("D")))) == [Fault("office-without-trips", "D")]


def test_an_office_that_only_sends_or_only_receives_is_named_against_the_main_network() -> None:
    lonely = replace(SOUND, sites=(A, B, C, Site("D", cut_off_min=720), Site("E")))

    faults = found(replace(lonely, trips=(*SOUND.trips, trip("X", "15:00", "DA"), trip("Y", "15:00", "AE"))))

    assert faults == [
        Fault("office-cannot-receive", "D", {"offices": 3}), Fault("office-cannot-send", "E", {"offices": 3})
    ]  # fmt: skip


def test_two_islands_are_told_apart_by_their_size() -> None:
    sites = (*SOUND.sites, Site("D", cut_off_min=720), Site("E", cut_off_min=720))

    faults = found(replace(SOUND, sites=sites, trips=(*SOUND.trips, trip("X", "14:00", "DED"))))

    assert {(fault.kind, fault.code) for fault in faults} == {
        (kind, code) for kind in ("office-cannot-send", "office-cannot-receive") for code in "DE"
    }


@pytest.mark.parametrize(
    ("trips", "fault"),
    [
        # While the lorry is still on its way out.
        (
            [trip("X", "7:30", "CBC", days="2", vehicle="V1")],
            Fault(
                "vehicle-overlap", "V1",
                {"trip": "OUT", "next": "X", "date": "2026-03-03", "leaves_min": 450, "arrives_min": 480},
            ),
        ),
        # Across midnight: from 23:00 on Monday to 05:00, while another trip leaves at 04:00.
        (
            [
                trip("N", "23:00", "AB", days="1", minutes=360, vehicle="V3"),
                trip("M", "4:00", "BA", days="2", vehicle="V3"),
            ],
            Fault(
                "vehicle-overlap", "V3",
                {"trip": "N", "next": "M", "date": "2026-03-03", "leaves_min": 240, "arrives_min": 300},
            ),
        ),
        # Across the end of the week: from Sunday to Monday.
        (
            [
                trip("N", "23:00", "AB", days="7", minutes=360, vehicle="V3"),
                trip("M", "4:00", "BA", days="1", vehicle="V3"),
            ],
            Fault(
                "vehicle-overlap", "V3",
                {"trip": "N", "next": "M", "date": "2026-03-09", "leaves_min": 240, "arrives_min": 300},
            ),
        ),
        # In time, but at the other end of the road.
        (
            [trip("X", "12:00", "AB", days="4", vehicle="V1"), trip("Y", "14:00", "BC", days="4", vehicle="V1")],
            Fault(
                "vehicle-elsewhere", "V1",
                {"trip": "OUT", "next": "X", "date": "2026-03-05", "at": "C", "wanted": "A"},
            ),
        ),
        # It drives there every day and never back.
        (
            [trip("X", "15:00", "AB", vehicle="V3")],
            Fault(
                "vehicle-elsewhere", "V3",
                {"trip": "X", "next": "X", "date": "2026-03-03", "at": "B", "wanted": "A"},
            ),
        ),
        # An exception that one half of a journey forgot.
        (
            [
                trip("X", "13:00", "AB", vehicle="V3", exceptions=((date(2026, 3, 20), False),)),
                trip("Y", "15:00", "BA", vehicle="V3"),
            ],
            Fault(
                "vehicle-elsewhere", "V3",
                {"trip": "Y", "next": "Y", "date": "2026-03-20", "at": "A", "wanted": "B"},
            ),
        ),
    ],
)  # fmt: skip
def test_a_lorry_in_two_places_is_named_once(trips: list[Trip], fault: Fault) -> None:
    assert found(with_trips(*trips)) == [fault]


def test_a_lorry_may_leave_the_minute_it_arrives() -> None:
    assert (
        found(with_trips(trip("X", "13:00", "AB", vehicle="V3"), trip("Y", "14:00", "BA", vehicle="V3")))
        == []
    )


def test_trips_without_a_named_vehicle_ask_nothing_of_it() -> None:
    assert found(with_trips(trip("X", "13:00", "AB"), trip("Y", "13:10", "AB"))) == []


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"cut_off_min": 1_110}, [
            Fault("cut-off-outside-hours", "A", {"cut_off_min": 1_110, "opens_min": 480, "closes_min": 1_080})
        ]),
        ({"handling_min": 500}, [  # 20:00 less 500 minutes is 11:40
            Fault("cut-off-after-departure", "A", {"days": "123456", "cut_off_min": 720, "latest_min": 700})
        ]),
        ({"handling_min": 480}, []),  # to the minute
        ({"waves": (Wave("1234567", 600, 60),)}, [  # the wave begins at 10:00, the cut-off is noon
            Fault("cut-off-after-departure", "A", {"days": "123456", "cut_off_min": 720, "latest_min": 600})
        ]),
        ({"waves": (Wave("12345", 1_080, 60),)}, [  # Saturday's departures take what was sorted on Friday
            Fault("cut-off-after-departure", "A", {"days": "6", "cut_off_min": 720, "latest_min": 1_080 - 1_440})
        ]),
        # The second sorts for the next morning's departure.
        ({"waves": (Wave("123456", 1_080, 60), Wave("123456", 1_210, 60))}, []),
        ({"waves": (Wave("1234567", 720, 30), Wave("1234567", 780, 30))}, [
            Fault("wave-in-vain", "A", {"days": "1234567", "starts_min": 720, "ends_min": 750}),
        ]),
        # On Sunday nothing leaves: neither after the night's wave nor after the evening's.
        ({"waves": (Wave("1234567", 120, 60), Wave("1234567", 1_080, 60))}, [
            Fault("wave-in-vain", "A", {"days": "7", "starts_min": 120, "ends_min": 180}),
            Fault("wave-in-vain", "A", {"days": "7", "starts_min": 1_080, "ends_min": 1_140}),
        ]),
        ({"kind": "delivery"}, [Fault("office-without-delivery", "A")]),
        ({"kind": "delivery", "delivery_days": "135"}, []),
    ],
)  # fmt: skip
def test_hours_that_do_not_fit_the_departures_are_named(
    changed: dict[str, object], faults: list[Fault]
) -> None:
    assert found(with_site(**changed)) == faults


def test_a_departure_for_express_alone_takes_no_standard_mail() -> None:
    late = replace(EVENING, carries="express")

    kinds = [fault.kind for fault in found(replace(SOUND, trips=(OUT, BACK, late, MORNING)))]

    assert kinds == ["cut-off-after-departure"]  # A is left with the departure at dawn


def test_a_trip_that_calls_at_a_closed_office_is_named_with_the_day_it_is_there() -> None:
    by_night = trip("NIGHT", "23:30", "BA", days="2", vehicle="V4")
    closed = with_site(closed_from=date(2026, 3, 11), closed_until=date(2026, 3, 11))

    faults = [fault for fault in found(replace(closed, trips=(by_night,))) if "closed" in fault.kind]

    assert faults == [Fault("trip-at-closed-office", "NIGHT", {"office": "A", "date": "2026-03-11"})]


def test_a_trip_that_runs_on_no_day_of_the_period_is_named() -> None:
    every_sunday = tuple((date(2026, 3, 1 + 7 * week), False) for week in range(5))
    cancelled = trip("X", "9:00", "AB", days="7", exceptions=every_sunday)

    assert found(with_trips(cancelled)) == [
        Fault("trip-never-runs", "X", {"first": "2026-03-02", "last": "2026-03-29"})
    ]
    assert faults_of(with_trips(cancelled), first=MONDAY, days=35) == []


def test_a_trip_that_drives_in_a_circle_is_named_and_one_that_turns_back_is_not() -> None:
    circle, back = trip("CIRCLE", "9:00", "ABCABC"), trip("BACK2", "9:00", "ABCBA")

    assert found(with_trips(circle, back)) == [
        Fault("trip-goes-round", "CIRCLE", {"origin": "A", "destination": "B"})
    ]


@given(st.integers(0, 7 * 1440 - 1), st.integers(0, 300))
def test_without_waves_the_latest_hand_over_is_the_departure_less_the_handling(
    minute: int, handling: int
) -> None:
    latest = latest_hand_overs(Site("A", handling_min=handling), [minute])

    assert latest == {str(minute // 1440 + 1): minute % 1440 - handling}


@given(networks(), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
@settings(max_examples=50)
def test_any_network_is_checked(network: Network, first: date) -> None:
    trips, sites = {trip.code for trip in network.trips}, {site.code for site in network.sites}
    vehicles = {trip.vehicle for trip in network.trips}

    assert {fault.code for fault in faults_of(network, first=first)} <= trips | sites | vehicles


@pytest.mark.parametrize("country", ["morocco", "senegal", "brazil"])
def test_the_committed_networks_have_no_fault(country: str) -> None:
    pack, _ = read_pack({path.name: path.read_bytes() for path in (COUNTRIES / country).iterdir()})
    assert pack is not None

    assert found(network_of(pack)) == []
