"""The network of a country made ready to be studied: its plan, and the people who send and receive."""

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from postkit.network import Network, Site
from rekkas.network import queries as network
from rekkas.strategy.entries import Place
from rekkas.strategy.errors import NothingToStudy, TooLarge
from rekkas.territory import queries as territory

CGROUP = Path("/sys/fs/cgroup")
MEMINFO = Path("/proc/meminfo")
ROOM = 0.8  # of the memory that is free: others live here too


@dataclass(frozen=True)
class World:
    """A country as a study sees it."""

    country: str
    currency: str
    held: network.HeldNetwork
    regions: dict[str, Place]
    region_of: dict[str, str]  # by office

    def office(self, code: str) -> Place:
        row = self.held.offices.get(code)
        return Place(code, row.name, row.name_ar) if row else Place(code, code)

    def way(self, origin: str, destination: str) -> Place:
        """A trip by where it goes; arrows point the way one reads when it is shown."""
        here, there = self.office(origin), self.office(destination)
        return Place(
            f"{origin} {destination}", f"{here.name} – {there.name}", f"{here.name_ar} – {there.name_ar}"
        )


def world_of(country: str) -> World:
    """The network in force with the names of its places. NothingToStudy where there are no trips."""
    held = network.held_network(country)
    row = territory.country(country)
    if held is None or not held.offices or not any(found.trips for _, found in held.plan):
        raise NothingToStudy(country=row.name)
    regions = {r.code: Place(r.code, r.name, r.name_ar) for r in territory.regions_of(country)}
    region_of = {code: office.locality.region_id for code, office in held.offices.items()}
    return World(country, row.currency, held, regions, region_of)


def plan_of(world: World) -> list[tuple[date, Network]]:
    """The versions of the timetable with the day from which each holds; the offices know their regions."""
    return [
        (since, replace(found, sites=tuple(_in_region(site, world) for site in found.sites)))
        for since, found in world.held.plan
    ]


def _in_region(site: Site, world: World) -> Site:
    return replace(site, region=world.region_of.get(site.code, ""))


@dataclass(frozen=True)
class People:
    """How many people post at each office, and which office delivers to those who do."""

    at: dict[str, float]
    delivered_by: dict[str, str]


def people_of(world: World) -> People:
    """Where the people of a country post and are delivered to.

    The people of a place post at the offices of that place that are open to the public, evenly; where it has
    none they post at the office that delivers to them. Mail for those who live by an office comes to it where it
    has rounds, else to the nearest office of the place that has. NothingToStudy where nobody is known to live.
    """
    in_use = {code: row for code, row in world.held.offices.items() if not row.retired}
    open_at: dict[str, list[str]] = {}
    rounds_at: dict[str, list[str]] = {}
    for code, row in in_use.items():
        if row.kind in network.OPEN_TO_THE_PUBLIC:
            open_at.setdefault(row.locality_id, []).append(code)
            if row.delivery_days:
                rounds_at.setdefault(row.locality_id, []).append(code)
    at: dict[str, float] = {}
    delivered_by: dict[str, str] = {}
    for place in territory.localities_of(world.country):
        deliverer = place.delivery_office_code
        for code in open_at.get(place.code) or ([deliverer] if deliverer in in_use else []):
            at[code] = at.get(code, 0) + place.population / max(1, len(open_at.get(place.code, ())))
            near = rounds_at.get(place.code) or ([deliverer] if deliverer in in_use else [code])
            delivered_by.setdefault(code, min(near, key=lambda other: _apart(in_use[code], in_use[other])))
    people = {code: count for code, count in at.items() if count > 0}
    if not people:
        raise NothingToStudy(country=territory.country(world.country).name)
    return People(people, delivered_by)


def _apart(one: Any, other: Any) -> tuple[float, str]:
    """How far one office is from another; ties by code."""
    way = territory.distance_m((one.latitude, one.longitude), (other.latitude, other.longitude))
    return way, str(other.code)


def free_bytes() -> int:
    """How much memory a study may take on this machine, or in this container."""
    found = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    if MEMINFO.is_file():
        lines = dict(line.split(":", 1) for line in MEMINFO.read_text().splitlines() if ":" in line)
        found = [int(lines["MemAvailable"].split()[0]) * 1024] if "MemAvailable" in lines else found
    most, used = CGROUP / "memory.max", CGROUP / "memory.current"
    if most.is_file() and (limit := most.read_text().strip()).isdigit() and used.is_file():
        found.append(int(limit) - int(used.read_text()))
    return max(0, int(min(found) * ROOM))


def refuse_too_large(needed: int, free: int) -> None:
    """TooLarge, with both sizes, where it does not fit."""
    if needed > free:
        raise TooLarge(needed=round(needed / 1e9, 1), available=round(free / 1e9, 1))
