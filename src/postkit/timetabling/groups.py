"""How the work is cut: trips that belong to one centre, and trunks between centres.

A centre is an office that sorts in waves or of the kind "sorting"; in a network without either, one at which five
trips begin or end. A trip that calls at one centre serves the offices round it. Such groups share neither trips
nor vehicles, so they can be improved side by side. Everything else is a trunk.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import Network
from postkit.timetabling.grid import Floats, Grid, State

BUSY = 5


@dataclass(frozen=True)
class Group:
    """A centre, -1 for the trunks; its trips, and the other offices at which they call."""

    centre: int
    trips: tuple[int, ...]
    offices: tuple[int, ...]


def centres_of(network: Network) -> set[int]:
    found = {at for at, site in enumerate(network.sites) if site.waves or site.kind == "sorting"}
    if not found:
        ends = Counter(end for trip in network.trips for end in (trip.origin, trip.destination))
        found = {network.index[code] for code, count in ends.items() if count >= BUSY}
    return found


def groups_of(network: Network, state: State) -> tuple[Group, list[Group]]:
    """The trunks, and the group of each centre."""
    centres = centres_of(network)
    home = []
    for trip in network.trips:
        called = {network.index[stop.office] for stop in trip.stops} & centres
        home.append(called.pop() if len(called) == 1 else -1)
    for vehicle in set(state.vehicle.tolist()):
        mine: list[int] = np.flatnonzero(state.vehicle == vehicle).tolist()
        if len({home[at] for at in mine}) > 1:
            for at in mine:
                home[at] = -1
    groups = []
    for centre in [-1, *sorted(centres)]:
        trips = tuple(at for at, place in enumerate(home) if place == centre)
        calls = {network.index[stop.office] for at in trips for stop in network.trips[at].stops}
        if trips or centre >= 0:
            groups.append(Group(centre, trips, tuple(sorted(calls - centres))))
    if groups and groups[0].centre == -1:
        return groups[0], groups[1:]
    return Group(-1, (), ()), groups


def sample(
    grid: Grid, regions: NDArray[np.integer], count: int, exact: NDArray[Any], seed: int
) -> tuple[NDArray[np.int64], Floats]:
    """Columns that stand for all, and the flows to them: those of ``exact`` for themselves, the others for their
    neighbours in the order of region and days of delivery, so that each stands for about the same flow."""
    received = grid.flows.sum(axis=0, dtype=np.float64)
    rest = np.setdiff1d(np.flatnonzero(received > 0), exact)
    sites = grid.network.sites
    days = np.array([len(sites[at].delivery_days or sites[at].open_days) for at in rest], np.int64)
    gives = np.array([sites[at].given_out_min for at in rest], np.int64)
    rest = rest[np.lexsort((rest, gives, days, regions[rest]))]
    passed = np.cumsum(received[rest])
    if len(rest) <= count:
        part = np.arange(len(rest))
    else:
        part = ((passed - received[rest] / 2) * count / passed[-1]).astype(np.int64)
    dice = np.random.default_rng(seed)
    chosen, weights = [], []
    for one in np.unique(part):
        members = rest[part == one]
        chosen.append(int(dice.choice(members, p=received[members] / received[members].sum())))
        weights.append(grid.flows[:, members].sum(axis=1))
    columns = np.concatenate((exact, np.array(chosen, np.int64))).astype(np.int64)
    flows = np.concatenate(
        (grid.flows[:, exact], np.array(weights, np.float32).reshape(len(chosen), -1).T), axis=1
    )
    return columns, np.ascontiguousarray(flows, np.float32)
