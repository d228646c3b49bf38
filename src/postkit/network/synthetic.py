"""A timetable made up to develop and measure on: seeded, and like no country. Its numbers are synthetic.

Offices are points in 900 by 1,100 km. The first are hubs; each other office belongs to the nearest. Every hub
sends to its four nearest and to the national hub (the first one), six days a week in the evening, and to the
national hub in the early morning too. The agencies of a hub hang on chains of five, ordered by their direction:
a lorry goes out along the chain in the morning and comes back in the afternoon, on five, three or two weekdays.

>>> network = synthetic_network(60, hubs=4, seed=1)
>>> len(network.sites), network.trips[0].mode, network == synthetic_network(60, hubs=4, seed=1)
(60, 'road', True)
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from postkit.network.model import DAY, Network, Site, Stop, Trip

WIDTH_KM, HEIGHT_KM, DETOUR = 900.0, 1100.0, 1.3
TRUNK_KMH, TRUNK_EXTRA_MIN, LOCAL_KMH, STOP_MIN = 65, 15, 45, 10
CHAIN, NEIGHBOURS = 5, 4
HUB_HANDLING_MIN, AGENCY_HANDLING_MIN = 120, 30
WEEKDAYS = (("12345", 0.25), ("135", 0.45), ("24", 0.30))
Points = NDArray[np.float64]


def synthetic_network(
    offices: int = 2000, hubs: int = 24, *, seed: int, zone: str = "Africa/Casablanca",
    trunk_capacity: int = 0, local_capacity: int = 0,
) -> Network:  # fmt: skip
    """A network of so many offices. Capacities are items for each vehicle, 0 for no limit."""
    if not 1 < hubs <= offices:
        raise ValueError(f"{hubs} hubs among {offices} offices: at least two hubs, and no more than offices")
    dice = np.random.default_rng([seed, 20])
    points = dice.random((offices, 2)) * (WIDTH_KM, HEIGHT_KM)
    codes = [f"SY{at:04d}" for at in range(offices)]
    nearest = np.argmin(np.linalg.norm(points[:, None] - points[None, :hubs], axis=2), axis=1)
    trips = _trunks(points, codes, hubs, trunk_capacity)
    for hub in range(hubs):
        own = np.flatnonzero((nearest == hub) & (np.arange(offices) >= hubs))
        turn = points[own] - points[hub]
        own = own[np.argsort(np.arctan2(turn[:, 1], turn[:, 0]))]
        for start in range(0, len(own), CHAIN):
            trips += _chain(points, codes, hub, own[start : start + CHAIN], dice, local_capacity)
    sites = tuple(_site(code, points[at], at < hubs, nearest[at]) for at, code in enumerate(codes))
    return Network(zone, sites, tuple(trips))


def _site(code: str, point: NDArray[np.float64], is_hub: bool, hub: int) -> Site:
    return Site(
        code,
        handling_min=HUB_HANDLING_MIN if is_hub else AGENCY_HANDLING_MIN,
        express_min=AGENCY_HANDLING_MIN,
        delivery_days="" if is_hub else "12345",
        latitude=round(float(point[1]) / 111, 5),
        longitude=round(float(point[0]) / 111, 5),
        kind="sorting" if is_hub else "delivery",
        region=f"H{hub:02d}",
    )


def _minutes(here: NDArray[np.float64], there: NDArray[np.float64], speed_kmh: int) -> int:
    return max(1, round(float(np.hypot(*(here - there))) * DETOUR / speed_kmh * 60))


def _trunks(points: Points, codes: list[str], hubs: int, capacity: int) -> list[Trip]:
    trips = []
    for hub in range(hubs):
        away = np.hypot(*(points[:hubs] - points[hub]).T)
        near = [int(other) for other in np.argsort(away)[1 : NEIGHBOURS + 1]]
        for other in dict.fromkeys([*near, 0] if hub else [*near, *range(1, hubs)]):
            way = _minutes(points[hub], points[other], TRUNK_KMH) + TRUNK_EXTRA_MIN
            times = (20 * 60, 5 * 60) if other == 0 else (20 * 60,)
            for at in times:
                leaves = at + (hub * 7 + other * 3) % 40
                trips.append(
                    Trip(
                        f"T{hub:02d}-{other:02d}-{at // 60:02d}", "123456", leaves,
                        (Stop(codes[hub], 0, 0), Stop(codes[other], way, way)),
                        vehicle=f"VT{hub:02d}-{other:02d}", capacity=capacity, cost=way * 10,
                    )
                )  # fmt: skip
    return trips


def _chain(
    points: Points, codes: list[str], hub: int, chain: NDArray[np.integer], dice: np.random.Generator,
    capacity: int,
) -> list[Trip]:  # fmt: skip
    """Out in the morning and back in the afternoon."""
    days = WEEKDAYS[int(dice.choice(3, p=[share for _, share in WEEKDAYS]))][0]
    out = _stops(points, codes, [hub, *chain.tolist()])
    back = _stops(points, codes, [*chain.tolist()[::-1], hub])
    name = f"{hub:02d}-{codes[chain[0]]}"
    morning = 6 * 60 + int(dice.integers(0, 91))
    afternoon = min(max(15 * 60, morning + out[-1].arrives_min + 30), DAY - 1)
    return [
        Trip(f"L{name}-{way}", days, at, stops, vehicle=f"VL{name}", capacity=capacity,
             cost=stops[-1].arrives_min * 8)
        for way, at, stops in (("OUT", morning, out), ("BACK", afternoon, back))
    ]  # fmt: skip


def _stops(points: Points, codes: list[str], places: list[int]) -> tuple[Stop, ...]:
    stops, minute = [Stop(codes[places[0]], 0, 0)], 0
    for here, there in pairwise(places):
        arrives = minute + _minutes(points[here], points[there], LOCAL_KMH)
        minute = arrives + (STOP_MIN if there != places[-1] else 0)
        stops.append(Stop(codes[there], arrives, minute))
    return tuple(stops)
