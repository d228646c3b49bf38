"""How quickly items are sent through a synthetic network of 2,000 offices, beside SimPy, and how that grows.

CPU seconds of the whole call are counted on our side: tables laid out for the loops, promises and rounds
included. SimPy's side is its run alone; it makes neither.
"""

from datetime import date
from functools import cache
from time import process_time

import numpy as np

from benchmarks.table import Measured, benchmark
from postkit.network.synthetic import synthetic_network
from postkit.promise import Legs, Profile, events_for, unroll
from postkit.simulation import UNDISTURBED, Items, Outcome, Settings, simulate
from tests.postkit import simulation_simpy as oracle

OFFICES, HUBS, DAYS = 2_000, 24, 21
FIRST = date(2026, 3, 16)
ITEMS = 150_000
STEPS = (100_000, 500_000, 1_000_000, 2_000_000)
ROOM_ONLY = Settings(vehicles=True, sorting=False)


@cache
def _laid(seed: int) -> tuple[Legs, dict[str, Profile]]:
    network = synthetic_network(OFFICES, HUBS, seed=seed, trunk_capacity=1_000, local_capacity=150)
    legs = unroll([(date.min, network)], FIRST, DAYS)
    return legs, {"standard": Profile.build(events_for(legs))}


def _items(legs: Legs, count: int, seed: int) -> Items:
    dice = np.random.default_rng([seed, count])
    origin, destination = (dice.integers(HUBS, OFFICES, count) for _ in range(2))
    return Items.of(origin, destination, legs.base + dice.integers(0, 5 * 1440, count))


def _ours(
    legs: Legs, profiles: dict[str, Profile], items: Items, settings: Settings
) -> tuple[float, Outcome]:
    started = process_time()
    outcome = simulate(legs, profiles, items, settings, seed=1)
    return process_time() - started, outcome


@benchmark("network.simulator.simpy", goal=30, unit="items/s", peer="SimPy, same logic and results")
def beside_simpy(seed: int) -> Measured:
    legs, profiles = _laid(seed)
    items = _items(legs, ITEMS, seed)
    simulate(legs, profiles, _items(legs, 10, seed), ROOM_ONLY, seed=1)  # compiled before it is timed
    seconds, outcome = _ours(legs, profiles, items, ROOM_ONLY)

    parcels = oracle.parcels_of(items, profiles)
    started = process_time()
    post = oracle.simulate(legs, profiles, parcels)
    theirs = process_time() - started

    assert (oracle.arrivals(parcels, legs.base) == outcome.arrived).all(), "SimPy finds other arrivals"
    assert all(post.load.get(leg, 0) == load for leg, load in enumerate(outcome.load.tolist()))
    assert outcome.left_behind.sum() > 1_000, "no vehicle was full"
    return Measured(ITEMS / seconds, ITEMS / theirs)


@benchmark("network.simulator.growth", goal=1.5, unit="of linear, 100 k to 2 M", better="lower")
def growth(seed: int) -> Measured:
    legs, profiles = _laid(seed)
    simulate(legs, profiles, _items(legs, 10, seed), UNDISTURBED, seed=1)
    seconds = {}
    for count in STEPS:
        items = _items(legs, count, seed)
        seconds[count] = min(
            _ours(legs, profiles, items, UNDISTURBED)[0] for _ in range(2 if count < 10**6 else 1)
        )
        print(
            f"  {count:>9,} items: {seconds[count]:6.2f} CPU-s, {count / seconds[count]:>9,.0f} items a CPU-s"
        )
    return Measured(seconds[STEPS[-1]] / (STEPS[-1] / STEPS[0] * seconds[STEPS[0]]))


@benchmark("network.simulator.day", goal=30, unit="CPU-s for 1 M items", better="lower")
def national_day(seed: int) -> Measured:
    """One million items with room in vehicles and in sorting, and a trace of none."""
    legs, profiles = _laid(seed)
    simulate(legs, profiles, _items(legs, 10, seed), Settings(), seed=1)
    return Measured(_ours(legs, profiles, _items(legs, 1_000_000, seed), Settings(failed_share=0.1))[0])
