"""The weekly timetable: trunks between sorting centres by night, feeders at dawn, collections by day."""

from collections.abc import Sequence
from math import ceil

from postkit.pack import Office, Trip
from rekkas.operator.country_build.calendar import Week
from rekkas.operator.country_build.places import chance, kilometres

DETOUR = 1.3  # roads are longer than the great circle
FLIES_BEYOND_KM = 1200
NEIGHBOURS = 3
ROAD = ((15, 25), (65, 50), (None, 70))  # so many km in town at 25 km/h, then so many at 50, the others at 70
AIRPORTS_MIN = 150
FLIGHT_KM_PER_H = 700
ON_TIME_FOR_TRUNK = 19 * 60 + 30  # reaching the sorting centre by then, mail leaves it the same night
TRUNK_FROM = 21 * 60


def mode_for(distance_km: float) -> str:
    return "air" if distance_km > FLIES_BEYOND_KM else "road"


def duration_min(distance_km: float) -> int:
    """How long the way takes at sensible speeds, in steps of five minutes."""
    if mode_for(distance_km) == "air":
        minutes = AIRPORTS_MIN + distance_km * 60 / FLIGHT_KM_PER_H
    else:
        minutes, left = 10.0, distance_km * DETOUR
        for stretch, speed in ROAD:
            part = left if stretch is None else min(left, stretch)
            minutes += part * 60 / speed
            left -= part
    return ceil(round(minutes, 3) / 5) * 5


def feeder_departs(distance_km: float) -> int:
    """At dawn, early enough to be there at seven where that is possible."""
    return min(6 * 60 + 30, max(4 * 60 + 30, 7 * 60 - duration_min(distance_km)))


def collection_departs(code: str, distance_km: float, seed: int) -> int:
    """In the afternoon, early enough for the night's trunk where that is possible, never before noon."""
    latest = 17 * 60 + 5 * int(7 * chance(seed, "collection", code))
    return min(latest, max(12 * 60, ON_TIME_FOR_TRUNK - duration_min(distance_km)))


def trips_between(
    offices: Sequence[Office], iso: str, seed: int, week: Week, sizes: dict[str, int]
) -> list[Trip]:
    """Every trip of the week. `sizes` are the inhabitants of each locality: they decide the days."""
    hubs = [office for office in offices if office.kind == "sorting"]
    by_code = {hub.code: hub for hub in hubs}
    found = [_trunk(one, other, seed, week) for one, other in _trunk_pairs(hubs)]
    for office in offices:
        if office.kind == "sorting":
            continue
        hub = by_code[office.hub]
        distance = _apart(hub, office)
        days = week.service_days(sizes[office.locality])
        found.append(_trip(hub, office, days, feeder_departs(distance), distance))
        departs = collection_departs(office.code, distance, seed)
        found.append(_trip(office, hub, days, departs, distance))
    return [Trip(f"{iso}T{number:05}", *described) for number, described in enumerate(found, start=1)]


_Described = tuple[str, str, str, int, int, str]


def _trip(origin: Office, destination: Office, days: str, departs: int, distance: float) -> _Described:
    return origin.code, destination.code, days, departs, duration_min(distance), mode_for(distance)


def _trunk(one: Office, other: Office, seed: int, week: Week) -> _Described:
    departs = TRUNK_FROM + 15 * int(7 * chance(seed, "trunk", one.code, other.code))
    return _trip(one, other, week.six, departs, _apart(one, other))


def _trunk_pairs(hubs: Sequence[Office]) -> list[tuple[Office, Office]]:
    """Each sorting centre with its nearest neighbours and with the main one, both ways: few, in one piece."""
    pairs = set()
    for here in range(len(hubs)):
        others = [there for there in range(len(hubs)) if there != here]
        others.sort(key=lambda there: (_apart(hubs[here], hubs[there]), there))
        for there in {*others[:NEIGHBOURS], *({0} if here else ())}:
            pairs |= {(here, there), (there, here)}
    return [(hubs[one], hubs[other]) for one, other in sorted(pairs)]


def _apart(one: Office, other: Office) -> float:
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)
