"""The planner: it shortens delivery with what there is, and never at the cost of a place."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from postkit.executors import Serial, Threads
from postkit.network.model import Network, Site, Stop, Trip, Wave
from postkit.timetabling import Improvement, Rules, check_plan, gravity, hours_of, improve
from postkit.timetabling.duties import fleet_of
from postkit.timetabling.grid import state_of
from postkit.timetabling.groups import centres_of, groups_of

FIRST = date(2026, 9, 21)


def country() -> Network:
    """Three hubs that sort in waves; lorries of a hub that go out in the morning and come back in the afternoon."""
    waves = (Wave("123456", 1140, 120), Wave("123456", 150, 120))
    sites, trips = [], []
    for hub in range(3):
        sites.append(
            Site(f"H{hub}", 0, 1440, "1234567", 1200, waves=waves, kind="sorting", longitude=3.0 * hub)
        )
        for other in {0, 1, 2} - {hub}:
            calls = (Stop(f"H{hub}", 0, 0), Stop(f"H{other}", *[150 + 130 * abs(hub - other)] * 2))
            trips.append(Trip(f"T{hub}{other}", "123456", 1290, calls, cost=400))
        for van in range(4):
            codes = [f"A{hub}{van}{at}" for at in range(2)]
            sites += [
                Site(
                    code,
                    handling_min=30,
                    delivery_days="12345" if van else "135",
                    longitude=3.0 * hub + 0.1 * van,
                )
                for code in codes
            ]
            days, way = "12345" if van else "135", [f"H{hub}", *codes]
            for name, departs, offices in (("OUT", 390, way), ("BACK", 930, way[::-1])):
                calls = tuple(
                    Stop(office, 40 * at, 40 * at + 10 * (at == 1)) for at, office in enumerate(offices)
                )
                code = f"L{hub}{van}-{name}"
                trips.append(Trip(code, days, departs, calls, vehicle=f"V{hub}{van}", capacity=900, cost=90))
    return Network("Africa/Casablanca", tuple(sites), tuple(trips))


NETWORK = country()
PEOPLE = {site.code: 1.0 + at % 5 for at, site in enumerate(NETWORK.sites) if site.kind != "sorting"}
FLOWS = gravity(NETWORK, PEOPLE)


@pytest.fixture(scope="module")
def plan() -> Improvement:
    return improve(NETWORK, FLOWS, first_date=FIRST, rounds=2, iterations=2_500)


def test_mail_arrives_much_sooner_with_the_same_means(plan: Improvement) -> None:
    assert plan.shorter > 0.1
    assert plan.after.j1 > plan.before.j1
    assert plan.after.cost <= plan.before.cost
    assert plan.after.paid_h <= plan.before.paid_h
    assert plan.after.vehicles <= plan.before.vehicles
    assert plan.after.unreached == plan.before.unreached == 0


def test_a_checker_that_knows_nothing_of_the_search_agrees(plan: Improvement) -> None:
    assert plan.faults == ()
    assert check_plan(NETWORK, plan.network, FLOWS, first_date=FIRST) == []
    out, into, mean = hours_of(plan.network, FLOWS, FIRST)
    assert plan.after.hours == pytest.approx(mean, abs=1e-5)
    np.testing.assert_allclose(plan.out_after_h, out, atol=1e-4)
    np.testing.assert_allclose(plan.in_after_h, into, atol=1e-4)


def test_no_office_pays_for_the_others(plan: Improvement) -> None:
    for before, after in ((plan.out_before_h, plan.out_after_h), (plan.in_before_h, plan.in_after_h)):
        assert np.nanmax(after - before) <= Rules().floor_h + 1e-6
    for was, now in zip(NETWORK.sites, plan.network.sites, strict=True):
        assert now.delivery_days == was.delivery_days


def test_changes_and_lanes_say_what_happened(plan: Improvement) -> None:
    trips = {trip.code: trip for trip in plan.network.trips}
    departs = [change for change in plan.changes if change.what == "departs"]

    assert departs
    assert all(trips[change.of].departs_min == change.after != change.before for change in departs)
    moved = {
        was.code
        for was, now in zip(NETWORK.trips, plan.network.trips, strict=True)
        if was.departs_min != now.departs_min
    }
    assert {change.of for change in departs} == moved
    assert plan.changes[0].gains_h > 0
    assert plan.changes[0].origins or plan.changes[0].destinations
    assert all(lane.after_h < lane.before_h for lane in plan.gain)
    assert all(lane.after_h > lane.before_h for lane in plan.lose)


def test_the_answer_does_not_depend_on_who_works_on_it() -> None:
    asked = {"first_date": FIRST, "rounds": 1, "iterations": 600, "seed": 5}

    alone = improve(NETWORK, FLOWS, **asked, executor=Serial)
    together = improve(NETWORK, FLOWS, **asked, executor=lambda shared: Threads(3, shared))

    assert alone.network == together.network
    assert (alone.after, alone.changes, alone.evaluations) == (
        together.after,
        together.changes,
        together.evaluations,
    )


def test_a_search_that_is_stopped_answers_with_what_it_has() -> None:
    phases: list[str] = []

    found = improve(NETWORK, FLOWS, first_date=FIRST, iterations=500, should_stop=lambda: "trunks 1" in phases,
                    progress=lambda phase, share, hours: phases.append(phase))  # fmt: skip

    assert phases[:2] == ["today", "trunks 1"]
    assert "centres 1" not in phases
    assert found.after.hours <= found.before.hours
    assert found.faults == ()


def test_a_search_that_is_stopped_does_not_finish_its_phase() -> None:
    asked: list[None] = []

    def should_stop() -> bool:
        asked.append(None)
        return len(asked) > 3  # before the phase, then before its first errands

    found = improve(NETWORK, FLOWS, first_date=FIRST, iterations=500, should_stop=should_stop)

    assert found.evaluations == 0, "what was not finished is not kept"
    assert found.network.trips == NETWORK.trips
    assert found.faults == ()


def test_a_search_without_an_iteration_changes_no_departure() -> None:
    found = improve(NETWORK, FLOWS, first_date=FIRST, iterations=0)

    assert {change.what for change in found.changes} <= {"cut-off"}
    assert found.network.trips == NETWORK.trips


def test_a_later_cut_off_takes_in_what_the_last_departure_can_still_take() -> None:
    sites = (Site("A", cut_off_min=900, closes_min=1080), Site("B", delivery_days="12345"))
    trip = Trip("T", "12345", 1110, (Stop("A", 0, 0), Stop("B", 60, 60)))
    network = Network("UTC", sites, (trip,))

    found = improve(network, np.array([[0.0, 1.0], [0.0, 0.0]]), first_date=FIRST, iterations=0)

    assert found.network.site("A").cut_off_min == 1050  # an hour of handling before 18:30
    assert found.shorter > 0


def test_trips_belong_to_the_one_centre_at_which_they_call() -> None:
    state = state_of(NETWORK)
    trunks, groups = groups_of(NETWORK, state)

    assert len(groups) == len(centres_of(NETWORK)) == 3
    assert sorted([*trunks.trips, *(trip for group in groups for trip in group.trips)]) == list(
        range(len(NETWORK.trips))
    )
    assert fleet_of(NETWORK, state, Rules()).names


def bare(network: Network) -> Network:
    return replace(network, trips=())


@pytest.mark.parametrize(
    ("network", "flows", "words"),
    [
        (bare(NETWORK), FLOWS, "without trips"),
        (NETWORK, np.zeros_like(FLOWS), "no flow"),
        (NETWORK, -FLOWS, "zero or more"),
        (NETWORK, FLOWS * np.nan, "zero or more"),
        (NETWORK, FLOWS[:5], "27 by 27"),
    ],
)
def test_what_cannot_be_improved_is_refused_in_a_sentence(
    network: Network, flows: np.ndarray, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        improve(network, flows, first_date=FIRST)


@pytest.mark.parametrize("rules", [{"step_min": 7}, {"floor_h": -1}, {"rest_min": 0}])
def test_rules_that_make_no_sense_are_refused(rules: dict) -> None:
    with pytest.raises(ValueError, match=r"grid|negative"):
        Rules(**rules)


def test_a_vehicle_with_time_takes_the_loop_that_another_drives_too_late() -> None:
    waves = (Wave("1234567", 270, 60),)
    hub = Site("HUB", 0, 1440, "1234567", 1200, waves=waves, kind="sorting")
    agencies = [
        Site(code, handling_min=15, delivery_days="12345", rounds_leave_min=leaves)
        for code, leaves in (("A", 450), ("B", 450), ("C", 800))
    ]
    trips = []
    for code, out, back, vehicle in (("A", 360, 425, "V"), ("B", 490, 555, "V"), ("C", 660, 730, "W")):
        for name, departs, way in (("OUT", out, ("HUB", code)), ("BACK", back, (code, "HUB"))):
            calls = (Stop(way[0], 0, 0), Stop(way[1], 50, 50))
            trips.append(Trip(f"{code}-{name}", "12345", departs, calls, vehicle=vehicle, capacity=9, cost=1))
    network = Network("UTC", (*agencies, hub), tuple(trips))
    rules = Rules(longest_duty_min=600, moves_days=False, moves_cut_offs=False, moves_waves=False)

    found = improve(network, 1.0 - np.eye(4), first_date=FIRST, rules=rules, rounds=4)

    vehicles = {trip.code: trip.vehicle for trip in found.network.trips}
    assert vehicles["A-OUT"] == vehicles["A-BACK"] != vehicles["B-OUT"] == vehicles["B-BACK"]
    assert {change.what for change in found.changes} >= {"departs", "vehicle"}
    assert found.shorter > 0.1
    assert check_plan(network, found.network, 1.0 - np.eye(4), first_date=FIRST, rules=rules) == []
