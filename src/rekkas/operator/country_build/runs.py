"""Milk runs: one lorry takes the mail of a sorting centre to a chain of offices and brings theirs back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import atan2, cos, pi, radians

from postkit.pack import Office
from rekkas.operator.country_build.calendar import Week
from rekkas.operator.country_build.distances import apart, duration_min, leg_min, mode_for

MOST_STOPS = 5
STOP_MIN = 10
RINGS_KM = (
    15,
    60,
    150,
    400,
)  # a lorry serves the city, its outskirts or the country, not all of them at once
LARGE_TOWN = 50_000  # its first office has a lorry to itself
LONG_RUN_MIN, LONGEST_RUN_MIN = 7 * 60, 15 * 60
ROUNDABOUT = 1.4  # how much longer than the way straight to its farthest office a long run may take


def runs_of(
    hub: Office, offices: Iterable[Office], week: Week, sizes: Mapping[str, int]
) -> list[tuple[str, list[Office]]]:
    """The days and the offices, in the order of the way out, of each lorry of a sorting centre."""
    alone, groups = [], defaultdict(list)
    seen = set()
    for office in offices:
        days, distance = week.service_days(sizes[office.locality]), apart(hub, office)
        is_main = office.kind == "delivery" and office.locality not in seen
        if office.kind == "delivery":
            seen.add(office.locality)
        if (
            office.kind == "exchange"
            or (is_main and sizes[office.locality] >= LARGE_TOWN)
            or mode_for(distance) == "air"
        ):
            alone.append((days, [office]))
        else:
            groups[days, sum(distance > edge for edge in RINGS_KM)].append(office)
    chained = [
        (days, chain)
        for (days, _), group in sorted(groups.items())
        for part in _parts(hub, group)
        for chain in _short_enough(hub, part)
    ]
    return alone + chained


def _parts(hub: Office, group: list[Office]) -> list[list[Office]]:
    """The offices by their direction, in parts of nearly equal size, from the widest gap on."""
    turned = sorted(group, key=lambda office: (_direction(hub, office), office.code))
    angles = [_direction(hub, office) for office in turned]
    gaps = [(angles[at] - angles[at - 1]) % (2 * pi) for at in range(len(angles))]
    start = max(range(len(gaps)), key=lambda at: (gaps[at], -at))
    turned = turned[start:] + turned[:start]
    parts = -(-len(turned) // MOST_STOPS)
    edges = [len(turned) * at // parts for at in range(parts + 1)]
    return [turned[here:there] for here, there in pairwise(edges)]


def _direction(hub: Office, office: Office) -> float:
    east = (office.longitude - hub.longitude + 180) % 360 - 180
    return atan2(office.latitude - hub.latitude, east * cos(radians(hub.latitude)))


def _short_enough(hub: Office, part: list[Office]) -> list[list[Office]]:
    """The part as one chain, or halved until no run is far longer than the way to its farthest office."""
    chain = _nearest_next(hub, part)
    farthest = max(duration_min(apart(hub, office)) for office in part)
    longest = min(max(LONG_RUN_MIN, ROUNDABOUT * farthest), LONGEST_RUN_MIN)
    if len(part) == 1 or run_min([hub, *chain]) <= longest:
        return [chain]
    middle = len(part) // 2
    return [*_short_enough(hub, part[:middle]), *_short_enough(hub, part[middle:])]


def _nearest_next(hub: Office, part: Sequence[Office]) -> list[Office]:
    here, left, chain = hub, list(part), []
    while left:
        here = min(left, key=lambda office: (apart(here, office), office.code))
        left.remove(here)
        chain.append(here)
    return chain


def run_min(way: Sequence[Office]) -> int:
    """From the departure to the arrival at the last office."""
    if len(way) == 2:
        return duration_min(apart(*way))
    return sum(leg_min(apart(here, there)) for here, there in pairwise(way)) + STOP_MIN * (len(way) - 2)
