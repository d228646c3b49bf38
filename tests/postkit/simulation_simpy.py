"""The simulator once more, with SimPy and Python lists: what the fast one must equal, item by item.

Written from the rules and not from the loops: each run is a process that loads and unloads, each office a list
of what lies there, and every departure looks through that list. Vehicles have room for so many items; nothing
else goes wrong. What happens in one minute happens in this order: hand-overs, arrivals, departures; to say so,
arrivals come a quarter of a minute later and departures half a minute, each a trifle after the leg before it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from postkit.promise.legs import Legs
from postkit.promise.table import Profile

ARRIVES, LEAVES, TRIFLE = 0.25, 0.5, 1e-6


@dataclass(eq=False)
class Parcel:
    """An item, what it waits for and what has become of it."""

    number: int
    origin: int
    destination: int
    carriage: str
    taken: int
    since: int = 0
    was_left: bool = False
    stamp: int = 0
    arrived: int = -1
    rides: int = 0


@dataclass
class Post:
    """The offices and runs of one simulation."""

    env: Any
    legs: Legs
    profiles: Mapping[str, Profile]
    rows: Mapping[str, Mapping[int, int]]
    lying: dict[int, list[Parcel]] = field(default_factory=lambda: defaultdict(list))
    load: dict[int, int] = field(default_factory=dict)
    stamps: int = 0

    def put_down(self, parcel: Parcel, office: int, minute: int) -> None:
        """What is there for good is done; the rest lies in the office."""
        if parcel.destination == office:
            parcel.arrived = minute
            return
        parcel.since, parcel.was_left, parcel.stamp = minute, False, self.next_stamp()
        self.lying[office].append(parcel)

    def next_stamp(self) -> int:
        self.stamps += 1
        return self.stamps

    def hand_over(self, parcels: list[Parcel]) -> Iterator[Any]:
        for parcel in parcels:
            if parcel.taken > self.env.now:
                yield self.env.timeout(parcel.taken - self.env.now)
            self.put_down(parcel, parcel.origin, parcel.taken)

    def drive(self, legs: list[int], capacity: int) -> Iterator[Any]:
        """One run: at each stop unload, then load."""
        aboard: list[Parcel] = []
        for leg in legs:
            yield self.env.timeout(self.legs.dep[leg] + LEAVES + leg * TRIFLE - self.env.now)
            self.load_at(leg, aboard, capacity)
            yield self.env.timeout(self.legs.arr[leg] + ARRIVES + leg * TRIFLE - self.env.now)
            aboard = self.unload_at(leg, aboard)

    def load_at(self, leg: int, aboard: list[Parcel], capacity: int) -> None:
        office = int(self.legs.origin[leg])
        wanting = [parcel for parcel in self.lying[office] if self.would_board(parcel, leg)]
        wanting.sort(key=lambda one: (one.carriage != "express", not one.was_left, one.stamp))
        room = capacity - len(aboard) if capacity else len(wanting)
        for parcel in wanting[:room]:
            self.lying[office].remove(parcel)
            parcel.rides += 1
            aboard.append(parcel)
        for parcel in wanting[room:]:
            parcel.was_left, parcel.stamp = True, self.next_stamp()
        self.load[leg] = len(aboard)

    def would_board(self, parcel: Parcel, leg: int) -> bool:
        row = self.rows[parcel.carriage].get(leg)
        profile = self.profiles[parcel.carriage]
        return (
            row is not None
            and parcel.since <= profile.cut[row]
            and profile.boards_at(row, parcel.destination)
        )

    def unload_at(self, leg: int, aboard: list[Parcel]) -> list[Parcel]:
        office, staying = int(self.legs.to[leg]), []
        for parcel in aboard:
            row, profile = self.rows[parcel.carriage][leg], self.profiles[parcel.carriage]
            if parcel.destination != office and profile.stays_at(row, parcel.destination):
                staying.append(parcel)
            else:
                self.put_down(parcel, office, int(self.legs.arr[leg]))
        return staying


def simulate(
    legs: Legs, profiles: Mapping[str, Profile], parcels: list[Parcel], *, has_capacity: bool = True
) -> Post:
    """Play it to the end; the parcels know afterwards what became of them."""
    rows = {
        name: {int(leg): row for row, leg in enumerate(profile.leg)} for name, profile in profiles.items()
    }
    post = Post(simpy.Environment(), legs, profiles, rows)
    of_run: dict[int, list[int]] = defaultdict(list)
    for leg in range(len(legs)):
        of_run[int(legs.run[leg])].append(leg)
    for run, own in of_run.items():
        trip = legs.trips[int(legs.run_trip[run])]
        post.env.process(post.drive(own, trip.capacity if has_capacity else 0))
    taken = [parcel for parcel in parcels if parcel.taken >= 0]
    post.env.process(post.hand_over(sorted(taken, key=lambda one: (one.taken, one.number))))
    post.env.run()
    return post


def parcels_of(items: Any, profiles: Mapping[str, Profile]) -> list[Parcel]:
    """The same items as the fast one is given."""
    found = []
    taken = {
        name: profile.taken_in(items.origin, items.at - profile.base) for name, profile in profiles.items()
    }
    for at in range(len(items)):
        carriage = items.products[items.product[at]].carriage
        found.append(
            Parcel(at, int(items.origin[at]), int(items.destination[at]), carriage, int(taken[carriage][at]))
        )
    return found


def arrivals(parcels: list[Parcel], base: int) -> Any:
    """When each arrived, in UTC minutes; -1 for never."""
    return np.array([parcel.arrived + base if parcel.arrived >= 0 else -1 for parcel in parcels])
