"""The network of a country made ready to be studied: its plan, and the people who send and receive."""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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


def world_of(country: str) -> World:
    """The network in force with the names of its places. NothingToStudy where there are no trips."""
    held = network.held_network(country)
    row = territory.country(country)
    if held is None or not held.offices or not any(found.trips for _, found in held.plan):
        raise NothingToStudy(country=row.name)
    regions = {r.code: Place(r.code, r.name, r.name_ar) for r in territory.regions_of(country)}
    region_of = {code: office.locality.region_id for code, office in held.offices.items()}
    return World(country, row.currency, held, regions, region_of)


def people_at(world: World, offices: tuple[str, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many people send at each office, and how many are served by its rounds.

    The people of a place post at the offices of that place that are open to the public, evenly; where it has
    none they post at the office that delivers to them.
    """
    sends, receives = Counter[str](), Counter[str]()
    at_place: dict[str, list[str]] = {}
    for code, office in world.held.offices.items():
        if office.kind in network.OPEN_TO_THE_PUBLIC and not office.retired:
            at_place.setdefault(office.locality_id, []).append(code)
    for place in territory.localities_of(world.country):
        posted_at = at_place.get(place.code) or [place.delivery_office_code]
        for code in posted_at:
            sends[code] += place.population / len(posted_at)  # type: ignore[assignment]
        receives[place.delivery_office_code] += place.population
    if not sum(receives.values()):
        raise NothingToStudy(country=territory.country(world.country).name)
    return (
        np.array([sends[code] for code in offices], float),
        np.array([receives[code] for code in offices], float),
    )


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
        raise TooLarge(needed=f"{needed / 1e9:.1f}", available=f"{free / 1e9:.1f}")
