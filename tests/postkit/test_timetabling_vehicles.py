"""Vehicles in the planner: what a week of runs takes, what a depot can drive, and what the checker refuses."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from postkit.network.model import Network, Site, Stop, Trip, Wave
from postkit.timetabling import DrivesTwoAtOnce, Rules, check_plan
from postkit.timetabling.depots import Loop, Wish, place
from postkit.timetabling.duties import DAY, Paid, bundles_of, fleet_of
from postkit.timetabling.grid import state_of

FIRST = date(2026, 9, 21)
HUB = Site(
    "HUB", open_days="1234567", closes_min=DAY, kind="sorting", waves=(Wave("1", 300, 60), Wave("1", 400, 60))
)
SITES = (HUB, Site("A", delivery_days="12345"), Site("B", delivery_days="12345"))


def trip(code: str, departs: int, way: str, lasts: int = 60, vehicle: str = "V", days: str = "12345") -> Trip:
    origin, destination = way.split("-")
    return Trip(
        code, days, departs, (Stop(origin, 0, 0), Stop(destination, lasts, lasts)), vehicle=vehicle, cost=10
    )


DAY_OF_V = (trip("OUT", 360, "HUB-A"), trip("BACK", 960, "A-HUB"))
NETWORK = Network(
    "UTC",
    SITES,
    (*DAY_OF_V, trip("OUT2", 360, "HUB-B", vehicle="W"), trip("BACK2", 960, "B-HUB", vehicle="W")),
)
FLOWS = np.array([[0, 1, 1], [1, 0, 1], [1, 1, 0]], float)


def test_a_pause_ends_a_duty_and_is_not_paid() -> None:
    fleet = fleet_of(NETWORK, state_of(NETWORK), Rules(rest_min=180))
    one_duty = fleet_of(NETWORK, state_of(NETWORK), Rules(rest_min=12 * 60))

    assert fleet.paid[0] == Paid(longest=60, week=10 * 60)
    assert one_duty.paid[0] == Paid(longest=660, week=5 * 660)


@pytest.mark.parametrize(
    ("departs", "can"),
    [
        ((360, 960), True),
        ((360, 435), True),  # it turns round in a quarter of an hour
        ((360, 430), False),
        ((960, 360), False),  # back before it has gone out: it is at the hub in the morning
    ],
)
def test_a_vehicle_is_where_its_next_trip_begins(departs: tuple[int, int], can: bool) -> None:
    state = state_of(NETWORK)
    fleet = fleet_of(NETWORK, state, Rules(turn_round_min=15, longest_duty_min=DAY, longest_week_min=7 * DAY))

    state.departs[:2] = departs

    assert (fleet.paid_for(0, state) is not None) == can


def test_a_vehicle_that_was_brought_somewhere_today_still_may_be_in_no_less_time() -> None:
    network = Network("UTC", SITES, (trip("OUT", 360, "HUB-A"), trip("FROM-B", 600, "B-HUB")))
    state = state_of(network)
    fleet = fleet_of(network, state, Rules(longest_duty_min=DAY))

    assert fleet.paid_for(0, state) is not None
    state.departs[1] = 595
    assert fleet.paid_for(0, state) is None


def test_a_vehicle_in_two_places_at_once_today_is_named() -> None:
    network = replace(NETWORK, trips=(trip("OUT", 360, "HUB-A"), trip("ALSO", 380, "HUB-B")))

    with pytest.raises(DrivesTwoAtOnce, match="vehicle V drives OUT and ALSO at once today") as found:
        fleet_of(network, state_of(network), Rules())

    assert (found.value.vehicle, found.value.trip, found.value.following) == ("V", "OUT", "ALSO")


def test_trips_that_name_no_vehicle_are_not_held_to_any() -> None:
    network = replace(NETWORK, trips=(trip("LONG", 360, "HUB-A", lasts=2000, vehicle=""),))
    state = state_of(network)

    fleet = fleet_of(network, state, Rules())

    assert fleet.paid_for(0, state) == Paid(longest=2000, week=5 * 2000)


def test_runs_that_end_where_they_began_are_found_together() -> None:
    state = state_of(NETWORK)

    bundles = set(bundles_of(fleet_of(NETWORK, state, Rules()), 0, state))

    assert ((0, 0), (1, 0)) in bundles  # out and back on Monday, from the hub
    assert ((1, 4), (0, 0)) in bundles  # back on Friday and out on Monday, from the agency


def loop(number: int, vehicle: int) -> Loop:
    return Loop((2 * number, 2 * number + 1), tuple((day, day) for day in range(5)), vehicle)


def wishes(*pairs: tuple[int, int]) -> list[Wish]:
    flat = [minute for pair in pairs for minute in pair]
    return [
        Wish(trip, 60, minute, max(0, minute - 300), min(DAY - 1, minute + 300))
        for trip, minute in enumerate(flat)
    ]


def test_a_depot_gives_each_loop_its_wish_where_there_are_vehicles_enough() -> None:
    placed = place([loop(0, 0), loop(1, 1)], wishes((360, 480), (365, 485)), [0, 1],
                   turn_round=15, rest=180, longest_duty=DAY)  # fmt: skip

    assert placed is not None
    assert placed.deviation == 0
    assert placed.vehicle[0] != placed.vehicle[1]


def test_one_vehicle_drives_one_loop_after_the_other() -> None:
    placed = place([loop(0, 0), loop(1, 0)], wishes((360, 480), (365, 485)), [0],
                   turn_round=15, rest=180, longest_duty=DAY)  # fmt: skip

    assert placed is not None
    first, second = sorted([(placed.departs[0], placed.departs[1]), (placed.departs[2], placed.departs[3])])
    assert second[0] >= first[1] + 60 + 15
    assert placed.deviation == sum(
        abs(placed.departs[w.trip] - w.wish) for w in wishes((360, 480), (365, 485))
    )
    assert placed == place([loop(0, 0), loop(1, 0)], wishes((360, 480), (365, 485)), [0],
                           turn_round=15, rest=180, longest_duty=DAY)  # fmt: skip


def test_a_depot_says_when_nothing_fits() -> None:
    tight = [replace(wish, earliest=wish.wish, latest=wish.wish) for wish in wishes((360, 480), (365, 485))]

    assert place([loop(0, 0), loop(1, 0)], tight, [0], turn_round=15, rest=180, longest_duty=DAY) is None
    with pytest.raises(ValueError, match="without vehicles"):
        place([loop(0, 0)], wishes((360, 480)), [], turn_round=15, rest=180, longest_duty=DAY)


def changed(at: int, **what: object) -> Network:
    trips = list(NETWORK.trips)
    trips[at] = replace(trips[at], **what)  # type: ignore[arg-type]
    return replace(NETWORK, trips=tuple(trips))


def wave_at(starts: int) -> Network:
    hub = replace(HUB, waves=(HUB.waves[0], replace(HUB.waves[1], starts_min=starts)))
    return replace(NETWORK, sites=(hub, *SITES[1:]))


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        (changed(1, departs_min=425), "vehicle"),  # five minutes at A
        (changed(1, vehicle="W"), "vehicle"),  # V stays at A, and W is at B
        (changed(1, vehicle="X"), "vehicle"),  # there is no X
        (changed(1, departs_min=560), "duty"),  # no pause left: out and back are one duty
        (changed(0, days="123456"), "cost"),
        (changed(0, cost=11), "cost"),
        (changed(0, days="1234"), "service"),
        (changed(0, stops=(Stop("HUB", 0, 0), Stop("B", 60, 60))), "trips"),
        (replace(NETWORK, sites=(*SITES[:2], replace(SITES[2], delivery_days="1"))), "days"),
        (replace(NETWORK, sites=(*SITES[:2], replace(SITES[2], cut_off_min=1200))), "cut-off"),
        (wave_at(330), "wave"),
        (changed(0, departs_min=600), "floor"),  # after the round
    ],
)
def test_the_checker_names_what_a_plan_breaks(plan: Network, rule: str) -> None:
    faults = check_plan(NETWORK, plan, FLOWS, first_date=FIRST)

    assert rule in {fault.rule for fault in faults}
    assert all(fault.reason for fault in faults)


def test_the_checker_finds_nothing_against_today() -> None:
    assert check_plan(NETWORK, NETWORK, FLOWS, first_date=FIRST) == []
