"""What a timetable loses: told by the office that loses most, and counted in all."""

from dataclasses import replace

from hypothesis import given

from postkit.network import Network, Site, Stop, Trip
from postkit.network.check import Fault
from postkit.network.losses import losses_between
from tests.postkit.networks import networks


def trip(code: str, way: str, carries: str = "all") -> Trip:
    stops = tuple(Stop(office, at * 60, at * 60) for at, office in enumerate(way))
    return Trip(code, "123456", 360, stops, carries=carries)


def network(*trips: Trip, offices: str = "ABCD") -> Network:
    return Network("UTC", tuple(Site(code) for code in offices), trips)


OLD = network(trip("OUT", "ABCD"), trip("BACK", "DCBA"))


def test_nothing_is_lost_beside_itself_or_by_another_way() -> None:
    assert losses_between(OLD, OLD) == []
    assert losses_between(OLD, network(trip("ROUND", "ABCDA"))) == []


def test_an_office_that_nothing_reaches_any_more_is_one_sentence() -> None:
    new = network(trip("OUT", "ABC"), trip("BACK", "DCBA"))

    assert losses_between(OLD, new) == [Fault("reached-no-more", "D", {"carriage": "all", "offices": 3})]


def test_one_lane_is_named_by_its_ends() -> None:
    old, new = network(trip("T", "AB"), offices="AB"), network(offices="AB")

    assert losses_between(old, new) == [Fault("lane-no-more", "A", {"carriage": "all", "destination": "B"})]


def test_what_only_one_carriage_loses_is_said_of_it_alone() -> None:
    new = network(trip("OUT", "ABCD"), trip("BACK", "DCBA", carries="express"))

    told = losses_between(OLD, new)

    assert {fault.facts["carriage"] for fault in told} == {"standard"}
    assert Fault("reached-no-more", "A", {"carriage": "standard", "offices": 3}) in told


def test_the_largest_losses_are_named_and_all_are_counted() -> None:
    told = losses_between(OLD, network(), at_most=2)

    assert len(told) == 3
    assert told[-1] == Fault("lanes-lost", "", {"carriage": "all", "lanes": 12})


@given(networks())
def test_what_is_told_without_a_bound_adds_up_to_what_a_walk_finds(old: Network) -> None:
    new = replace(old, trips=old.trips[::2])

    told = losses_between(old, new, at_most=10_000)

    lost = {carriage: reached(old, carriage) - reached(new, carriage) for carriage in ("standard", "express")}
    both = lost["standard"] & lost["express"]
    counts = {"all": len(both), **{name: len(lanes - both) for name, lanes in lost.items()}}
    for carriage, count in counts.items():
        named = [fault for fault in told if fault.facts["carriage"] == carriage]
        assert sum(int(fault.facts.get("offices", 1)) for fault in named) == count


def reached(network: Network, carriage: str) -> set[tuple[str, str]]:
    ways: dict[str, set[str]] = {site.code: set() for site in network.sites}
    for trip in network.trips:
        if trip.carries in ("all", carriage):
            for here, there in zip(trip.stops, trip.stops[1:], strict=False):
                ways[here.office].add(there.office)
    found = set()
    for origin in ways:
        seen, waiting = {origin}, [origin]
        while waiting:
            new = ways[waiting.pop()] - seen
            seen |= new
            waiting += new
        found |= {(origin, there) for there in seen - {origin}}
    return found
