"""The weekly timetable: trunks between sorting centres by night, runs to the offices at dawn and back by day.

The hours are a post's habits, not the best there are: lorries leave at dawn and come back in the afternoon, trunks
leave after dinner. Each lorry can do what is asked of it: it is where its next trip begins, in time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from postkit.pack import Office, Trip, TripStop
from rekkas.operator.country_build.calendar import Week
from rekkas.operator.country_build.distances import (
    FREIGHT,
    LORRY,
    TRUNK_LORRY,
    VAN,
    Vehicle,
    apart,
    cost_of,
    duration_min,
    leg_min,
    mode_for,
)
from rekkas.operator.country_build.places import chance
from rekkas.operator.country_build.runs import STOP_MIN, run_min, runs_of

DAY = 24 * 60
NEIGHBOURS = 3
DAWN, LATEST_START = 4 * 60 + 30, 6 * 60 + 30
OPENING = 8 * 60  # the last office of a run is reached by then where that is possible
ON_TIME_FOR_TRUNK = 19 * 60 + 30  # reaching the sorting centre by then, mail may leave it the same night
BACK_FROM, BACK_BY = 15 * 60, 17 * 60
TURN_MIN = 30  # a lorry rests between two trips
TRUNK_FROM, TRUNK_STEPS, TRUNK_STEP_MIN = 20 * 60, 11, 15  # 20:00 to 22:30


@dataclass(frozen=True, slots=True)
class _Way:
    """A trip before it has a code."""

    offices: tuple[Office, ...]
    days: str
    departs: int
    lorry: int
    vehicle: Vehicle


def trips_between(
    offices: Sequence[Office], iso: str, seed: int, week: Week, sizes: Mapping[str, int], currency: str
) -> tuple[list[Trip], list[TripStop]]:
    """Every trip of the week with its stops. `sizes` are the inhabitants of each locality: they decide the days."""
    hubs = [office for office in offices if office.kind == "sorting"]
    ways: list[_Way] = []
    lorries = 0
    for one, other in _trunk_pairs(hubs):
        ways += _trunk(one, other, seed, week, lorries)
        lorries += 2
    for hub in hubs:
        hanging = [office for office in offices if office.hub == hub.code]
        for days, chain in runs_of(hub, hanging, week, sizes):
            found = list(_run(hub, chain, days, seed, lorries))
            ways += found
            lorries += len(found) // 2
    trips, stops = [], []
    for number, way in enumerate(ways, start=1):
        trip, between = _coded(f"{iso}T{number:05}", f"{iso}V{way.lorry:04}", way, currency)
        trips.append(trip)
        stops += between
    return trips, stops


def _coded(code: str, vehicle: str, way: _Way, currency: str) -> tuple[Trip, list[TripStop]]:
    legs = [apart(here, there) for here, there in pairwise(way.offices)]
    minute, stops = 0, []
    for office, distance in zip(way.offices[1:-1], legs, strict=False):
        minute += leg_min(distance)
        stops.append(TripStop(code, office.code, minute, minute + STOP_MIN))
        minute += STOP_MIN
    duration = run_min(way.offices)
    return Trip(
        code=code,
        origin=way.offices[0].code,
        destination=way.offices[-1].code,
        days=way.days,
        departs_min=way.departs,
        duration_min=duration,
        mode=mode_for(legs[0]),
        vehicle=vehicle,
        capacity=way.vehicle.capacity,
        cost=cost_of(way.vehicle, sum(legs), duration, currency),
    ), stops


def _run(hub: Office, chain: list[Office], days: str, seed: int, lorries: int) -> Iterable[_Way]:
    """The ways out and back of a chain, with as many lorries as its days need."""
    out, back = (hub, *chain), (*reversed(chain), hub)
    duration = run_min(out)
    is_large = len(chain) == 1 and chain[0].kind == "delivery"
    vehicle = FREIGHT if mode_for(apart(hub, chain[0])) == "air" else LORRY if is_large else VAN
    departs = min(LATEST_START, max(DAWN, OPENING - duration)) // 15 * 15
    latest = BACK_BY + 5 * int(7 * chance(seed, "collection", chain[-1].code))
    returns = min(latest, max(BACK_FROM, ON_TIME_FOR_TRUNK - run_min(back)))
    returns = max(returns, departs + duration + TURN_MIN)
    if returns >= DAY:  # a long way: back the next afternoon
        returns = max(returns, DAY + BACK_FROM)
    away = returns + run_min(back) + TURN_MIN - departs
    for lorry, own in enumerate(spaced(days, -(-away // DAY)), start=lorries + 1):
        yield _Way(out, own, departs, lorry, vehicle)
        yield _Way(back, _shifted(own, returns // DAY), returns % DAY, lorry, vehicle)


def spaced(days: str, gap: int) -> list[str]:
    """The days in few parts, in each of which two are `gap` days apart or more, week after week.

    >>> spaced("123456", 1), spaced("123456", 2), spaced("135", 3)
    (['123456'], ['135', '246'], ['15', '3'])
    """
    parts: list[str] = []
    for day in days:
        for at, part in enumerate(parts):
            if all(min((int(day) - int(o)) % 7, (int(o) - int(day)) % 7) >= gap for o in part):
                parts[at] += day
                break
        else:
            parts.append(day)
    return parts


def _shifted(days: str, by: int) -> str:
    return "".join(sorted(str((int(day) - 1 + by) % 7 + 1) for day in days))


def _trunk(one: Office, other: Office, seed: int, week: Week, lorries: int) -> Iterable[_Way]:
    """Two lorries that swap ends every night: while one drives there, the other drives back."""
    distance = apart(one, other)
    vehicle = FREIGHT if mode_for(distance) == "air" else TRUNK_LORRY
    there, back = (
        TRUNK_FROM + TRUNK_STEP_MIN * int(TRUNK_STEPS * chance(seed, "trunk", *pair))
        for pair in ((one.code, other.code), (other.code, one.code))
    )
    if abs(there - back) + duration_min(distance) + TURN_MIN > DAY:
        back = there  # so long a way that both must leave at one time to be back in time
    nights = _from_rest(week.six)
    for lorry, (outward, homeward) in enumerate(
        ((nights[::2], nights[1::2]), (nights[1::2], nights[::2])), start=lorries + 1
    ):
        yield _Way((one, other), "".join(sorted(outward)), there, lorry, vehicle)
        yield _Way((other, one), "".join(sorted(homeward)), back, lorry, vehicle)


def _from_rest(days: str) -> str:
    """The working days in their order from the day after the day of rest: a lorry's week.

    >>> _from_rest("123456"), _from_rest("123467")
    ('123456', '671234')
    """
    start = next((at for at, day in enumerate(days) if (int(day) - 2) % 7 + 1 not in map(int, days)), 0)
    return days[start:] + days[:start]


def _trunk_pairs(hubs: Sequence[Office]) -> list[tuple[Office, Office]]:
    """Each sorting centre with its nearest neighbours and with the main one: few, in one piece."""
    pairs = set()
    for here in range(len(hubs)):
        others = [there for there in range(len(hubs)) if there != here]
        others.sort(key=lambda there: (apart(hubs[here], hubs[there]), there))
        for there in {*others[:NEIGHBOURS], *({0} if here else ())}:
            pairs.add((min(here, there), max(here, there)))
    return [(hubs[one], hubs[other]) for one, other in sorted(pairs)]
