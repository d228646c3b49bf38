"""How many items are handed over where, when and for where: from people, distance and the calendar.

Between two offices flows what grows with the people at both and falls with the distance between them (gravity).
How much on a day follows the weekday, the month and the peaks of the calendar, which come as dates: nothing here
knows when Ramadan is. No open record of daily volumes is known, so the shapes below are assumptions; give your
own where you have counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import Site
from postkit.promise.legs import Legs, in_force
from postkit.simulation.draws import Identity, draws, identities
from postkit.simulation.items import Items, Product
from postkit.simulation.tables import site_columns

HOURS = (0, 0, 0, 0, 0, 0, 0, 1, 5, 9, 10, 9, 6, 4, 7, 10, 10, 7, 3, 1, 0, 0, 0, 0)
WEEKDAYS = (1.25, 1.1, 1.05, 1.05, 1.0, 0.45, 0.0)
MONTHS = (0.95, 0.92, 0.98, 1.0, 1.0, 0.98, 0.95, 0.88, 1.02, 1.05, 1.15, 1.12)
EARTH_KM = 6371.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Peak:
    """Days on which more is handed over, or less: a feast, a month, a sale."""

    name: str
    first: date
    last: date
    factor: float

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.name}: ends on {self.last}, before it begins")
        if self.factor < 0:
            raise ValueError(f"{self.name}: a factor is not negative")


@dataclass(frozen=True, slots=True)
class Demand:
    """``per_day`` items on an average day of an average week, outside peaks.

    ``people`` says how many people an office serves; offices it does not name hand nothing over and get
    nothing. Where it names nobody, all offices but sorting centres count alike. ``hours`` are weights by hour
    of the day on the wall clock; ``weekdays`` (from Monday) and ``months`` are made to average 1.
    """

    per_day: int
    products: tuple[Product, ...] = (Product("item"),)
    people: Mapping[str, float] = field(default_factory=dict)
    hours: tuple[float, ...] = HOURS
    weekdays: tuple[float, ...] = WEEKDAYS
    months: tuple[float, ...] = MONTHS
    peaks: tuple[Peak, ...] = ()
    distance_power: float = 0.7
    near_km: float = 25.0

    def __post_init__(self) -> None:
        if self.per_day < 0:
            raise ValueError("a day has no negative number of items")
        if (len(self.hours), len(self.weekdays), len(self.months)) != (24, 7, 12):
            raise ValueError("a shape has 24 hours, 7 weekdays and 12 months")
        if min(*self.hours, *self.weekdays, *self.months) < 0 or not sum(self.hours):
            raise ValueError("the weights of a shape are not negative, and not all zero")
        if not self.products or sum(product.share for product in self.products) <= 0:
            raise ValueError("something must be sold")

    def on(self, day: date, *, is_holiday: bool = False) -> int:
        """How many items are handed over on a day; on a holiday as many as on a Sunday."""
        weekday = self.weekdays[6 if is_holiday else day.weekday()] * 7 / (sum(self.weekdays) or 1)
        month = self.months[day.month - 1] * 12 / (sum(self.months) or 1)
        factor = weekday * month
        for peak in self.peaks:
            if peak.first <= day <= peak.last:
                factor *= peak.factor
        return round(self.per_day * factor)


def demanded(demand: Demand, legs: Legs, *, days: int, seed: int, skip: int = 0) -> Items:
    """The items of so many days of the window, ``skip`` days after its first.

    The n-th item of a day is the same whatever else changes: with more items a day, the first ones remain.
    """
    if skip < 0 or days < 0 or skip + days > legs.clock.days:
        raise ValueError(f"days {skip} to {skip + days} are not all in the window of {legs.clock.days} days")
    which = range(skip, skip + days)
    counts = [
        demand.on(legs.clock.date(day), is_holiday=legs.clock.date(day) in _holidays(legs, day))
        for day in which
    ]
    day = np.repeat(np.array(which, np.int64), counts)
    number = np.concatenate([np.arange(count) for count in counts] or [np.zeros(0, np.int64)])
    ordinal = day + legs.clock.first.toordinal()
    identity = identities(ordinal, number) if len(day) else np.zeros(0, np.uint64)
    share = np.array([product.share for product in demand.products], float)
    product = _chosen(share, draws(seed, "product", identity)).astype(np.int16)
    hour = draws(seed, "hour", identity)
    origin, destination = _pairs(demand, legs, identity, seed)
    at = legs.clock.at_each(day, _minute(demand.hours, hour))
    return Items(origin, destination, product, at, identity, demand.products)


def _holidays(legs: Legs, day: int) -> Any:
    return legs.plan[in_force(legs.plan, legs.clock.date(day))][1].holidays


def _chosen(weights: Floats, draw: Floats) -> NDArray[np.int64]:
    """Which of the weighted choices each draw falls on."""
    steps = np.cumsum(weights)
    return np.asarray(np.searchsorted(steps, draw * steps[-1], side="right"), np.int64)


def _minute(hours: tuple[float, ...], draw: Floats) -> NDArray[np.int64]:
    """The minute of the day: the hour by its weight, evenly within it."""
    steps = np.concatenate(([0.0], np.cumsum(hours)))
    hour = np.interp(draw * steps[-1], steps, np.arange(25))
    return np.asarray(np.minimum(hour * 60, 1439), np.int64)


def _weights(demand: Demand, sites: list[Site | None]) -> Floats:
    if demand.people:
        known = {site.code for site in sites if site}
        for code in demand.people:
            if code not in known:
                raise ValueError(f"{code} is no office of the network")
    found = [
        0.0 if site is None
        else demand.people.get(site.code, 0.0) if demand.people
        else float(site.kind not in ("sorting", "exchange"))
        for site in sites
    ]  # fmt: skip
    if not sum(found):
        raise ValueError("no office serves anybody: nothing would be handed over")
    return np.array(found)


def _pairs(
    demand: Demand, legs: Legs, identity: Identity, seed: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Origin by people, then destination by people and distance."""
    sites = site_columns(legs)
    people = _weights(demand, sites)
    served = np.flatnonzero(people)
    places = np.radians([(site.latitude, site.longitude) if site else (0.0, 0.0) for site in sites])
    origin = _chosen(people, draws(seed, "origin", identity))
    wanted = draws(seed, "destination", identity)
    destination = np.zeros(len(origin), np.int64)
    order = np.argsort(origin, kind="stable")
    edges = np.searchsorted(origin[order], np.arange(len(sites) + 1))
    for office in served:
        those = order[edges[office] : edges[office + 1]]
        if len(those):
            away = distance_km(places[office], places[served])
            pull = people[served] / (away + demand.near_km) ** demand.distance_power
            destination[those] = served[_chosen(pull, wanted[those])]
    return origin.astype(np.int32), destination.astype(np.int32)


def distance_km(here: Floats, there: Floats) -> Floats:
    """Along the great circle, from one place to many; in radians of latitude and longitude."""
    half = (there - here) / 2
    part = np.sin(half[:, 0]) ** 2 + np.cos(here[0]) * np.cos(there[:, 0]) * np.sin(half[:, 1]) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(part, 1))), float)
