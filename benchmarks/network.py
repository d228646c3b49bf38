"""The promise: the table of all pairs, and batches of questions beside networkx and scipy on the same timetable."""

import time
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from benchmarks.table import Measured, benchmark
from postkit.network.synthetic import synthetic_network
from postkit.promise import Events, Profile, Table, events_for, monday_of, unroll
from tests.postkit.plain_scan import arrivals, legs_of

OFFICES, HUBS = 2_000, 24
MONDAY, WINDOW = monday_of(date(2026, 11, 23)), 21
ASKED = 1_000_000
NETWORKX_PAIRS, SCIPY_ROWS = 3, 12
SCANS, ENDS_EACH = 250, 400
MOST_BYTES = 110_000_000


@cache
def _events(seed: int) -> Events:
    network = synthetic_network(OFFICES, hubs=HUBS, seed=seed)
    return events_for(unroll([(date.min, network)], MONDAY, WINDOW))


@cache
def _profile(seed: int) -> Profile:
    return Profile.build(_events(seed))


def _questions(profile: Profile, seed: int, count: int = ASKED) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(seed)
    origin, destination = rng.integers(0, OFFICES, (2, count))
    return origin, destination, rng.integers(0, 6 * 1440, count)


@benchmark("network.profile", goal=5, unit="CPU-s", better="lower")
def all_pairs(seed: int) -> Measured:
    """Unrolled, made into rows, and worked out: every departure of three weeks to every destination."""
    network = synthetic_network(OFFICES, hubs=HUBS, seed=seed)
    started = time.process_time()
    events = events_for(unroll([(date.min, network)], MONDAY, WINDOW))
    table = Table.build(events)
    taken = time.process_time() - started
    weekly = int((events.dep < 7 * 1440).sum())
    print(
        f"  seed {seed}: {weekly:,} legs in the week, {len(events):,} rows, table {table.size / 1e6:.0f} MB"
    )
    if table.size > MOST_BYTES:
        raise RuntimeError(f"the table takes {table.size:,} bytes; {MOST_BYTES:,} were allowed")
    return Measured(taken)


@benchmark("network.promises.rate", goal=1_000_000, unit="promises/s")
def batch(seed: int) -> Measured:
    """One thread: hand-over at a counter, arrival, and the round that delivers."""
    profile = _profile(seed)
    origin, destination, at = _questions(profile, seed)
    started = time.perf_counter()
    profile.answers(origin, destination, at + profile.base)
    return Measured(ASKED / (time.perf_counter() - started))


@benchmark("network.promises.networkx", goal=10_000, unit="answers/s", peer="networkx, one pair")
def beside_networkx(seed: int) -> Measured:
    import networkx

    profile = _profile(seed)
    origin, destination, since = _questions(profile, seed)
    started = time.perf_counter()
    found = profile.arrivals(origin, destination, since)
    ours = ASKED / (time.perf_counter() - started)
    graph = networkx.DiGraph()
    for here, there, minutes in zip(*_edges(profile), strict=True):
        graph.add_edge(int(here), int(there), weight=float(minutes))
    asked = [at for at in range(200) if found[at] >= 0 and origin[at] != destination[at]][:NETWORKX_PAIRS]
    started = time.perf_counter()
    for at in asked:
        row = int(profile_row(profile, int(origin[at]), int(since[at])))
        minutes = networkx.dijkstra_path_length(graph, row, 2 * len(profile) + int(destination[at]))
        if round(minutes) + int(profile.dep[row]) != found[at]:
            raise RuntimeError(
                f"networkx arrives at {round(minutes) + int(profile.dep[row])}, we at {found[at]}"
            )
    return Measured(ours, len(asked) / (time.perf_counter() - started))


@benchmark("network.promises.scipy", goal=100, unit="rows/s", peer="scipy dijkstra, one to all")
def beside_scipy(seed: int) -> Measured:
    """A row is one office and moment with its arrivals at all others."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    events = _events(seed)
    started = time.perf_counter()
    profile = Profile.build(events)
    ours = len(events) / (time.perf_counter() - started)
    here, there, minutes = _edges(profile)
    nodes = 2 * len(profile) + OFFICES
    graph = csr_matrix((minutes, (here, there)), shape=(nodes, nodes))
    rows = np.random.default_rng(seed).choice(np.flatnonzero(profile.place >= 0), SCIPY_ROWS, replace=False)
    started = time.perf_counter()
    found = [dijkstra(graph, indices=int(row))[2 * len(profile) :] for row in rows]
    peer = SCIPY_ROWS / (time.perf_counter() - started)
    for row, arrives in zip(rows, found, strict=True):
        table = profile.soonest[profile.place[row]].astype(float)
        theirs = np.where(np.isinf(arrives), 65_535, np.round(arrives + profile.dep[row]))
        others = np.arange(OFFICES) != profile.office[row]
        if not np.array_equal(table[others], theirs[others]):
            raise RuntimeError("scipy and the table differ")
    return Measured(ours, peer)


@benchmark("network.promises.differences", goal=0, unit="answers", better="lower")
def beside_a_plain_scan(seed: int) -> Measured:
    """How many of 100,000 random questions an independent connection scan answers otherwise."""
    network = synthetic_network(OFFICES, hubs=HUBS, seed=seed)
    profile = _profile(seed)
    legs = legs_of(network, MONDAY, WINDOW, "standard")
    rng = np.random.default_rng(seed)
    differences = 0
    for _ in range(SCANS):
        origin, since = int(rng.integers(0, OFFICES)), int(rng.integers(0, 6 * 1440))
        ends = rng.choice(OFFICES, ENDS_EACH, replace=False)
        found = profile.arrivals(np.full(ENDS_EACH, origin), ends, np.full(ENDS_EACH, since))
        plain = arrivals(network, MONDAY, WINDOW, profile.offices[origin], since + profile.base, legs=legs)
        theirs = [plain.get(profile.offices[end], profile.base - 1) - profile.base for end in ends]
        differences += int((found != np.array(theirs)).sum())
    return Measured(differences)


def profile_row(profile: Profile, office: int, since: int) -> int:
    """The first row that what stands at an office since a minute can board."""
    rows = slice(int(profile.first[office]), int(profile.first[office + 1]))
    return rows.start + int(np.searchsorted(profile.cut[rows], since))


def _edges(profile: Profile) -> tuple[Any, Any, Any]:
    """The time-expanded graph: a node for standing and one for riding on each row, and a sink for each office."""
    count = len(profile)
    row = np.arange(count)
    sink = 2 * count + profile.to
    waits, alights, goes_on = profile.later < count, profile.into < count, profile.after < count
    dep, arr = profile.dep.astype(float), profile.arr.astype(float)
    here = [row, row[waits], count + row, count + row[alights], count + row[goes_on]]
    there = [
        count + row, profile.later[waits], sink, profile.into[alights], count + profile.after[goes_on],
    ]  # fmt: skip
    # Riding is reckoned from departure to departure: what is aboard leaves again when the run does.
    minutes = [
        np.full(count, 0.0), dep[profile.later[waits]] - dep[waits], arr - dep,
        dep[profile.into[alights]] - dep[alights], dep[profile.after[goes_on]] - dep[goes_on],
    ]  # fmt: skip
    tiny = 1e-6  # scipy takes an edge of no length for none
    return np.concatenate(here), np.concatenate(there), np.concatenate(minutes) + tiny
