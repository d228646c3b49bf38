"""The simulator: without limits it is the promise, with vehicles' room it is SimPy's, and nothing gets lost."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.network import CARRIAGES, Network, Site, Stop, Trip, Wave
from postkit.network.pack import network_of
from postkit.network.synthetic import synthetic_network
from postkit.pack import read_pack
from postkit.promise import Legs, Profile, events_for, unroll
from postkit.simulation import (
    CAUSES,
    UNDISTURBED,
    Broken,
    Items,
    Lateness,
    Outcome,
    Product,
    Settings,
    Shut,
    Stopped,
    TooLarge,
    needed_bytes,
    refuse_too_large,
    simulate,
)  # fmt: skip
from tests.postkit import simulation_simpy as oracle
from tests.postkit.test_promise import DAYS, MONDAY, networks

COUNTRIES = Path(__file__).resolve().parents[2] / "countries"
PRODUCTS = (Product("letter", "standard"), Product("courier", "express"))
Laid = tuple[Legs, dict[str, Profile]]


def lay(network: Network, *, first: date = MONDAY, days: int = DAYS, served: int = DAYS) -> Laid:
    legs = unroll([(date.min, network)], first, days)
    return legs, {one: Profile.build(events_for(legs, one), served_days=served) for one in CARRIAGES}


def items_for(legs: Legs, count: int, seed: int, *, days: int = 7) -> Items:
    dice = np.random.default_rng(seed)
    places = len(legs.offices)
    return Items(
        dice.integers(0, places, count).astype(np.int32), dice.integers(0, places, count).astype(np.int32),
        dice.integers(0, 2, count).astype(np.int16), legs.base + dice.integers(0, days * 1440, count),
        np.arange(count, dtype=np.uint64), PRODUCTS,
    )  # fmt: skip


def differences(outcome: Outcome, profiles: dict[str, Profile]) -> int:
    """How many items arrive, go out or are delivered otherwise than the promise says."""
    items, count = outcome.items, 0
    for at, product in enumerate(items.products):
        those = items.product == at
        said = profiles[product.carriage].answers(
            items.origin[those], items.destination[those], items.at[those]
        )
        wrong = (outcome.arrived[those] != said.arrives) | (outcome.delivered[those] != said.leaves)
        count += int((wrong | (outcome.day[those] != said.day)).sum())
    return count


@pytest.mark.parametrize("country", ["morocco", "senegal", "brazil"])
def test_every_simulated_item_comes_when_it_was_promised(country: str) -> None:
    pack, _ = read_pack({file.name: file.read_bytes() for file in (COUNTRIES / country).iterdir()})
    legs, profiles = lay(network_of(pack), first=date(2026, 11, 23), served=14)
    items = items_for(legs, 60_000, seed=1)

    outcome = simulate(legs, profiles, items, UNDISTURBED, seed=1)

    assert differences(outcome, profiles) == 0
    assert (outcome.delivered >= 0).mean() > 0.95
    assert not outcome.is_missed.any()


@settings(max_examples=60, deadline=None)
@given(network=networks(), seed=st.integers(0, 99), limits=st.booleans())
def test_any_small_network_keeps_its_promises_when_nothing_is_short(
    network: Network, seed: int, limits: bool
) -> None:
    """With limits switched on too: here no vehicle, wave or office has one."""
    legs, profiles = lay(network)

    outcome = simulate(legs, profiles, items_for(legs, 150, seed), Settings(limits, limits), seed=seed)

    assert differences(outcome, profiles) == 0


@settings(max_examples=50, deadline=None)
@given(network=networks(), seed=st.integers(0, 99), room=st.integers(1, 4))
def test_simpy_finds_the_same_with_room_for_few_items(network: Network, seed: int, room: int) -> None:
    network = replace(network, trips=tuple(replace(trip, capacity=room) for trip in network.trips))
    legs, profiles = lay(network)
    items = items_for(legs, 120, seed, days=4)

    outcome = simulate(legs, profiles, items, Settings(sorting=False), seed=1)
    parcels = oracle.parcels_of(items, profiles)
    post = oracle.simulate(legs, profiles, parcels)

    assert oracle.arrivals(parcels, legs.base).tolist() == outcome.arrived.tolist()
    assert [parcel.rides for parcel in parcels] == outcome.rides.tolist()
    assert [post.load.get(leg, 0) for leg in range(len(legs))] == outcome.load.tolist()


def test_simpy_finds_the_same_in_a_network_with_hubs_and_chains() -> None:
    legs, profiles = lay(synthetic_network(120, 6, seed=2, trunk_capacity=150, local_capacity=30))
    items = items_for(legs, 4_000, seed=3, days=4)

    outcome = simulate(legs, profiles, items, Settings(sorting=False), seed=1)
    parcels = oracle.parcels_of(items, profiles)
    oracle.simulate(legs, profiles, parcels)

    assert (outcome.cause == CAUSES.index("vehicle full")).sum() > 400
    assert oracle.arrivals(parcels, legs.base).tolist() == outcome.arrived.tolist()


ROUGH = Settings(
    breakdown_share=0.05, breakdown_min=240, lateness={"road": Lateness.exponential(0.4, 35)}, failed_share=0.2,
    shut=(Shut("SY0003", MONDAY + timedelta(1), MONDAY + timedelta(2)),
          Shut("SY0040", MONDAY + timedelta(2), MONDAY + timedelta(2))),
    trace=True,
)  # fmt: skip


@pytest.fixture(scope="module")
def rough() -> Outcome:
    """A week in which much goes wrong, in a network that is short of everything."""
    network = synthetic_network(120, 6, seed=2, trunk_capacity=150, local_capacity=30)
    wave = (Wave("123456", 18 * 60, 90, 400), Wave("1234567", 2 * 60, 120, 500))
    sites = [
        replace(site, waves=wave) if site.code in ("SY0000", "SY0001")
        else replace(site, sorts_per_hour=120) if site.kind == "sorting" else site
        for site in network.sites
    ]  # fmt: skip
    network = replace(network, sites=tuple(sites))
    network = replace(network, trips=tuple(replace(t, mode="road") for t in network.trips))
    legs, profiles = lay(network)
    vehicle = next(trip.vehicle for trip in network.trips if trip.stops[0].office == "SY0002")
    rough = replace(ROUGH, broken=(Broken(vehicle, MONDAY + timedelta(1)),))
    return simulate(legs, profiles, items_for(legs, 6_000, seed=4), rough, seed=5)


def test_no_item_is_lost_at_any_minute(rough: Outcome) -> None:
    """What was taken in is in an office, on a vehicle or delivered: counted hour by hour, by three counters."""
    legs = rough.legs
    base, taken = legs.base, np.sort(rough.taken_in[rough.taken_in >= 0])
    delivered = np.sort(rough.delivered[rough.delivered >= 0])
    hours = np.arange(legs.end // 60)

    standing = rough.standing.sum(axis=0)[: len(hours)]
    now = base + (hours + 1) * 60
    on_the_road = np.zeros(len(hours), np.int64)
    for leg in np.flatnonzero(rough.load):
        on_the_road += rough.load[leg] * ((rough.dep[leg] < now) & (now <= rough.arr[leg]))
        if rough.through[leg]:
            leaves = rough.dep[legs.next_leg[leg]]
            on_the_road += rough.through[leg] * ((rough.arr[leg] < now) & (now <= leaves))

    handed_over = np.searchsorted(taken, now)
    assert (handed_over == standing + on_the_road + np.searchsorted(delivered, now)).all()
    assert handed_over[-1] > 5_000


def test_an_item_is_in_one_place_at_a_time_and_time_runs_forward(rough: Outcome) -> None:
    trace, legs, items = rough.trace, rough.legs, rough.items
    assert trace is not None
    place = items.origin.astype(np.int64).copy()
    since = rough.taken_in.copy()
    run = np.full(len(items), -1)

    for item, leg, kind, minute in zip(
        trace.item.tolist(), trace.leg.tolist(), trace.kind.tolist(), trace.minute.tolist(), strict=True
    ):
        assert minute >= since[item]
        since[item] = minute
        if kind == 0:
            assert run[item] == -1
            assert legs.origin[leg] == place[item]
            run[item] = legs.run[leg]
        else:
            assert legs.run[leg] == run[item]
            place[item], run[item] = legs.to[leg], -1

    there = rough.arrived >= 0
    assert (place[there] == items.destination[there]).all()
    assert (since[there] == rough.arrived[there]).all()
    out = rough.attempted >= 0
    assert (rough.attempted[out] >= rough.arrived[out]).all()


def test_everything_that_can_go_wrong_is_the_cause_of_some_late_item(rough: Outcome) -> None:
    counts = np.bincount(rough.cause[rough.is_missed], minlength=len(CAUSES))

    assert counts[0] == 0, "an item came late and nobody knows why"
    assert (counts[1:7] > 0).all(), dict(zip(CAUSES, counts.tolist(), strict=True))


def test_no_vehicle_takes_more_than_it_has_room_for(rough: Outcome) -> None:
    capacity = np.array([trip.capacity for trip in rough.legs.trips])[rough.legs.trip]

    assert (rough.load <= capacity).all()
    assert (rough.load == capacity).any()


def test_a_shut_office_lets_nothing_out_and_gives_nothing_out(rough: Outcome) -> None:
    legs = rough.legs
    shut = legs.index["SY0003"]
    begins, ends = (legs.clock.at(day, 0) for day in (1, 3))
    trace = rough.trace
    assert trace is not None

    left = trace.minute[(trace.kind == 0) & (legs.origin[trace.leg] == shut)]
    assert not ((left >= begins) & (left < ends)).any()
    assert ((left < begins).any(), (left >= ends).any()) == (True, True)
    out = rough.attempted[rough.items.destination == shut]
    assert not ((out >= begins) & (out < ends)).any()


def test_the_order_of_the_items_does_not_matter(rough: Outcome) -> None:
    items = rough.items
    order = np.random.default_rng(7).permutation(len(items))
    columns = (items.origin, items.destination, items.product, items.at, items.identity)
    mixed = Items(*(column[order] for column in columns), items.products)  # type: ignore[arg-type]
    legs, profiles = lay(rough.legs.plan[0][1])
    settings_ = replace(ROUGH, trace=False)

    one = simulate(legs, profiles, items, settings_, seed=5)
    other = simulate(legs, profiles, mixed, settings_, seed=5)

    for name in ("arrived", "delivered", "attempts", "rides", "cause"):
        assert (getattr(one, name)[order] == getattr(other, name)).all(), name


def test_a_trace_changes_nothing_and_another_seed_does(rough: Outcome) -> None:
    legs, profiles = lay(rough.legs.plan[0][1])
    broken = Broken(
        next(t.vehicle for t in legs.trips if t.stops[0].office == "SY0002"), MONDAY + timedelta(1)
    )
    quiet = replace(ROUGH, trace=False, broken=(broken,))

    again = simulate(legs, profiles, rough.items, quiet, seed=5)
    other = simulate(legs, profiles, rough.items, quiet, seed=6)

    assert (again.delivered == rough.delivered).all()
    assert (other.delivered != rough.delivered).any()


def test_plain_python_finds_what_the_compiled_loops_find() -> None:
    script = (
        "import sys\nif sys.argv[1] == 'plain': sys.modules['numba'] = None\n"
        "import numpy as np\nfrom tests.postkit import test_simulation as t\n"
        "from postkit.compiled import COMPILED\nassert COMPILED == (sys.argv[1] != 'plain')\n"
        "legs, profiles = t.lay(t.synthetic_network(30, 3, seed=1, trunk_capacity=9, local_capacity=5))\n"
        "found = t.simulate(legs, profiles, t.items_for(legs, 300, 1), t.replace(t.ROUGH, shut=()), seed=2)\n"
        "print(found.delivered.sum(), found.cause.sum(), found.rides.sum(), found.load.sum())\n"
    )

    plain, compiled = (
        subprocess.run(
            [sys.executable, "-c", script, how],
            cwd=COUNTRIES.parent,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for how in ("plain", "compiled")
    )

    assert plain == compiled != ""


# A line of two trips: A to B in the evening, B to C the next morning.
A, B, C = "AA", "BB", "CC"
DAILY = "1234567"


def line(*, room: int = 0, hub: Site | None = None, second: int = 8 * 60) -> Network:
    sites = (
        Site(A, open_days=DAILY), hub or Site(B, open_days=DAILY), Site(C, open_days=DAILY, delivery_days=DAILY)
    )  # fmt: skip
    trips = (
        Trip("AB", DAILY, 20 * 60, (Stop(A, 0, 0), Stop(B, 120, 120)), vehicle="V1", capacity=room),
        Trip("BC", DAILY, second, (Stop(B, 0, 0), Stop(C, 60, 60)), vehicle="V2"),
    )
    return Network("UTC", sites, trips)


def sent(legs: Legs, count: int, *, minute: int = 9 * 60, day: int = 1) -> Items:
    return Items.of(np.zeros(count, int), np.full(count, 2), np.full(count, legs.clock.at(day, minute)))


def days_late(network: Network, settings_: Settings, count: int = 10) -> tuple[list[int], set[str]]:
    legs, profiles = lay(network)
    outcome = simulate(legs, profiles, sent(legs, count), settings_, seed=1)
    return (outcome.day - outcome.promised_day).tolist(), {CAUSES[at] for at in outcome.cause}


TUESDAY, WEDNESDAY = MONDAY + timedelta(1), MONDAY + timedelta(2)


@pytest.mark.parametrize(
    ("network", "settings_", "late", "causes"),
    [
        (line(), UNDISTURBED, [0] * 10, {""}),
        (line(room=4), Settings(), [0] * 4 + [1] * 4 + [2] * 2, {"", "vehicle full"}),
        (line(room=4), Settings(vehicles=False), [0] * 10, {""}),
        (line(), Settings(broken=(Broken("V1", TUESDAY),)), [1] * 10, {"vehicle broken down"}),
        (line(), Settings(broken=(Broken("BC", WEDNESDAY),)), [1] * 10, {"vehicle broken down"}),
        (line(), Settings(breakdown_share=1, breakdown_min=720), [2] * 10, {"vehicle broken down"}),
        (line(), Settings(lateness={"road": Lateness((600, 600))}), [2] * 10, {"vehicle late"}),
        (line(), Settings(lateness={"rail": Lateness((600, 600))}), [0] * 10, {""}),
        (line(), Settings(lateness={"road": Lateness((20, 20))}), [1] * 10, {"vehicle late"}),
        (line(second=7 * 60), Settings(lateness={"road": Lateness((20, 20))}), [0] * 10, {""}),
        (line(), Settings(shut=(Shut(A, TUESDAY, TUESDAY),)), [1] * 10, {"office closed"}),
        (line(), Settings(shut=(Shut(B, TUESDAY, WEDNESDAY),)), [1] * 10, {"office closed"}),
        (line(), Settings(shut=(Shut(C, WEDNESDAY, WEDNESDAY),)), [1] * 10, {"office closed"}),
        (line(hub=Site(B, open_days=DAILY, sorts_per_hour=1)), Settings(), [0] * 10, {""}),
        (line(hub=Site(B, open_days=DAILY, waves=(Wave(DAILY, 300, 60, 7),))), Settings(),
         [0] * 7 + [1] * 3, {"", "sorted late"}),
        (line(hub=Site(B, open_days=DAILY, waves=(Wave(DAILY, 300, 60, 7),))), Settings(sorting=False),
         [0] * 10, {""}),
    ],
)  # fmt: skip
def test_what_goes_wrong_delays_by_so_many_days(
    network: Network, settings_: Settings, late: list[int], causes: set[str]
) -> None:
    assert days_late(network, settings_) == (late, causes)


def test_an_office_that_sorts_one_item_an_hour_gets_through_ten_a_night() -> None:
    """Mail comes at 22:00 and must be ready at 8:00, an hour after it was sorted: nine have less than that to wait."""
    network = line(hub=Site(B, open_days=DAILY, sorts_per_hour=1))

    late, causes = days_late(network, Settings(), count=12)

    assert late == [0] * 10 + [1] * 2
    assert causes == {"", "sorted late"}


def test_who_is_not_at_home_is_tried_once_more_and_then_waited_for() -> None:
    legs, profiles = lay(line())
    outcome = simulate(legs, profiles, sent(legs, 4_000), Settings(failed_share=0.3), seed=1)

    first, again, kept = (
        outcome.attempts == 1,
        (outcome.attempts == 2) & (outcome.state == 1),
        outcome.state == 2,
    )
    assert [round(float(those.mean()), 1) for those in (first, again, kept)] == [0.7, 0.2, 0.1]
    assert set((outcome.day - outcome.promised_day)[again].tolist()) == {1}
    assert (outcome.delivered[kept] == -1).all()
    assert {CAUSES[at] for at in outcome.cause[kept | again]} == {"nobody at home"}


def test_express_mail_is_loaded_first() -> None:
    legs, profiles = lay(line(room=4))
    standard = sent(legs, 8)
    items = replace(standard, product=np.array([0, 1] * 4, np.int16), products=PRODUCTS)

    outcome = simulate(legs, profiles, items, Settings(), seed=1)

    assert (outcome.day - outcome.promised_day).tolist() == [1, 0] * 4


def test_those_left_behind_go_before_those_who_came_later() -> None:
    legs, profiles = lay(line(room=4))
    both = [sent(legs, 6), sent(legs, 6, day=2)]
    items = Items.of(*(np.concatenate([getattr(one, name) for one in both])
                       for name in ("origin", "destination", "at")))  # fmt: skip

    outcome = simulate(legs, profiles, items, Settings(), seed=1)

    assert (outcome.day - outcome.promised_day).tolist() == [0] * 4 + [1] * 2 + [0] * 2 + [1] * 4


def test_it_says_how_far_it_is_and_stops_when_asked() -> None:
    legs, profiles = lay(line())
    seen: list[float] = []

    simulate(legs, profiles, sent(legs, 10), seed=1, progress=seen.append)

    assert seen == sorted(seen)
    assert seen[-1] == 1
    with pytest.raises(Stopped):
        simulate(legs, profiles, sent(legs, 10), seed=1, should_stop=lambda: len(seen) > 0)


def test_what_would_not_fit_is_refused_with_both_sizes() -> None:
    needed = needed_bytes(50_000_000, 2_000, 40_000)

    with pytest.raises(TooLarge, match=r"needs about 1[0-9]\.\d GB of memory and may have 4\.0 GB"):
        refuse_too_large(needed, 4_000_000_000)
    refuse_too_large(needed, 400_000_000_000)


@pytest.mark.parametrize(
    ("settings_", "sentence"),
    [
        (Settings(shut=(Shut("ZZ", MONDAY, MONDAY),)), "ZZ is no office"),
        (Settings(broken=(Broken("V9", MONDAY),)), "V9 is neither a vehicle nor a trip"),
    ],
)
def test_settings_that_name_nothing_known_are_refused(settings_: Settings, sentence: str) -> None:
    legs, profiles = lay(line())

    with pytest.raises(ValueError, match=sentence):
        simulate(legs, profiles, sent(legs, 1), settings_, seed=1)


def test_items_without_a_table_for_their_carriage_are_refused() -> None:
    legs, profiles = lay(line())

    with pytest.raises(ValueError, match="no promise table for standard mail"):
        simulate(legs, {"express": profiles["express"]}, sent(legs, 1), seed=1)


def test_without_items_nothing_happens() -> None:
    legs, profiles = lay(line())

    outcome = simulate(legs, profiles, sent(legs, 0), Settings(trace=True), seed=1)

    assert (len(outcome.items), int(outcome.load.sum()), int(outcome.standing.sum())) == (0, 0, 0)
