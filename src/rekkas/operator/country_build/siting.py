"""Where the offices stand: how many in each place, which places sort, and who hangs on whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import cos, pi, radians, sin, sqrt

from postkit.money import allocate
from postkit.pack import Office
from rekkas.operator.country_build.calendar import Week
from rekkas.operator.country_build.places import Place, chance, kilometres

OFFICES_PER_HUB = 80
OFFICES_PER_EXCHANGE = 1000
CANDIDATES_PER_HUB = 10
INHABITANTS_PER_DELIVERY_OFFICE = 250_000
GOLDEN_ANGLE = pi * (3 - sqrt(5))

SORTING = {"en": "{} Sorting Centre", "fr": "Centre de tri {}", "ar": "مركز الفرز {}"}
EXCHANGE = {"en": "{} Office of Exchange", "fr": "Bureau d'échange {}", "ar": "مكتب التبادل {}"}
HOURS = {
    "sorting": (0, 24 * 60),
    "delivery": (8 * 60, 18 * 60),
    "agency": (8 * 60 + 30, 16 * 60 + 30),
    "exchange": (6 * 60, 22 * 60),
}


@dataclass(frozen=True, slots=True)
class Site:
    """An office before it has hours: what it is called and where it stands."""

    kind: str
    place: Place
    name: str
    name_ar: str
    latitude: float
    longitude: float


def seats(places: Sequence[Place], count: int) -> list[int]:
    """How many offices each place has, the largest place first.

    At most half of the offices open a place, so that the cities have several; a place that earns less than
    one has one, and the larger ones share the others by inhabitants, largest remainder first. No place has
    more than its inhabitants earn, rounded up.
    """
    opened = places[: min(len(places), (count + 1) // 2)]
    left, total, ones = count, sum(place.weight for place in opened), 0
    while opened[-1 - ones].weight * left < total:
        total -= opened[-1 - ones].weight
        left -= 1
        ones += 1
    larger = opened[: len(opened) - ones]
    return allocate(left, [place.weight for place in larger]) + [1] * ones


def hub_places(places: Sequence[Place], weights: Sequence[int], count: int) -> list[Place]:
    """The places that sort: the largest, then always the one that spares the offices most kilometres.

    A city has the people and the roads: four times the inhabitants count as much as twice the kilometres.
    """
    candidates = places[: max(count * CANDIDATES_PER_HUB, 20)]
    far = [
        [kilometres(one.latitude, one.longitude, to.latitude, to.longitude) for to in places]
        for one in candidates
    ]
    nearest = list(far[0])
    chosen = [candidates[0]]

    def spared(index: int) -> float:
        gains = zip(nearest, far[index], weights, strict=True)
        kilometres_spared = sum((now - then) * weight for now, then, weight in gains if then < now)
        return kilometres_spared * sqrt(candidates[index].weight)

    # What a place spares only shrinks as others are chosen: most old figures need not be worked out again.
    waiting = [(-spared(index), index) for index in range(1, len(candidates))]
    heapify(waiting)
    while waiting and len(chosen) < count:
        _, index = heappop(waiting)
        now = spared(index)
        if waiting and now < -waiting[0][0]:
            heappush(waiting, (-now, index))
            continue
        chosen.append(candidates[index])
        nearest = [min(pair) for pair in zip(nearest, far[index], strict=True)]
    return chosen


def sites(places: Sequence[Place], count: int, seed: int, language: str) -> tuple[list[Site], int]:
    """Every office's site, and how many sort: those come first, then those of exchange, then the rest."""
    hubs = max(1, round(count / OFFICES_PER_HUB))
    exchanges = min(hubs, 1 + count // OFFICES_PER_EXCHANGE)
    counts = seats(places, count - hubs - exchanges)
    opened = places[: len(counts)]
    sorting = hub_places(opened, counts, hubs)
    exchanges += hubs - len(sorting)  # a country with fewer places than hubs
    by_size = sorted(sorting, key=lambda place: -place.population)
    found = [_named(place, "sorting", SORTING, language, seed) for place in sorting]
    found += [
        _named(by_size[turn % len(by_size)], "exchange", EXCHANGE, language, seed, turn // len(by_size))
        for turn in range(exchanges)
    ]
    for place, here in zip(opened, counts, strict=True):
        found += _sites_in(place, here, seed)
    return found, len(sorting)


def _named(place: Place, kind: str, texts: dict[str, str], language: str, seed: int, repeat: int = 0) -> Site:
    number = f" {repeat + 1}" if repeat else ""
    name_ar = texts["ar"].format(place.name_ar) + number if place.name_ar else ""
    edge = _position(place, 1.0, 2 * pi * chance(seed, kind, place.code, repeat))
    return Site(kind, place, texts[language].format(place.name) + number, name_ar, *edge)


def _sites_in(place: Place, count: int, seed: int) -> list[Site]:
    """The offices of one place, on a spiral from its middle outwards; the first is in the middle."""
    delivering = min(count, 1 + place.population // INHABITANTS_PER_DELIVERY_OFFICE)
    delivers = {turn * count // delivering for turn in range(delivering)}
    start = 2 * pi * chance(seed, "spiral", place.code)
    return [
        Site(
            "delivery" if turn in delivers else "agency",
            place,
            f"{place.name} {turn + 1}" if turn else place.name,
            (f"{place.name_ar} {turn + 1}" if turn else place.name_ar) if place.name_ar else "",
            *_position(place, sqrt(turn / count), start + turn * GOLDEN_ANGLE),
        )
        for turn in range(count)
    ]


def _position(place: Place, out: float, angle: float) -> tuple[float, float]:
    """A point of a place: 0 is its middle, 1 its edge. A city of a million is taken to be 5 km in radius."""
    radius_km = min(15.0, max(0.3, 0.005 * sqrt(place.population))) * out
    latitude = place.latitude + radius_km * cos(angle) / 111.2
    longitude = place.longitude + radius_km * sin(angle) / (111.2 * cos(radians(place.latitude)))
    return round(latitude, 5), round((longitude + 180) % 360 - 180, 5)


def offices_on(found: Sequence[Site], hubs: int, iso: str, week: Week) -> list[Office]:
    """The offices with their codes, their sorting centres and their hours; cut-offs wait for the timetable."""
    codes = [f"{iso}{number:04}" for number in range(1, len(found) + 1)]
    nearest_hub: dict[str, int] = {}
    for site in found:
        if site.place.code not in nearest_hub:
            nearest_hub[site.place.code] = min(range(hubs), key=lambda hub: _apart(site, found[hub]))
    offices = []
    for code, site in zip(codes, found, strict=True):
        hub = nearest_hub[site.place.code]
        offices.append(_office(code, site, codes[hub], week))
    return offices


def _apart(one: Site, other: Site) -> float:
    return kilometres(one.latitude, one.longitude, other.latitude, other.longitude)


def _office(code: str, site: Site, hub: str, week: Week) -> Office:
    opens, closes = HOURS[site.kind]
    sorts = site.kind == "sorting"
    return Office(
        code=code,
        name=site.name,
        name_ar=site.name_ar,
        kind=site.kind,
        locality=site.place.code,
        hub="" if sorts else hub,
        latitude=site.latitude,
        longitude=site.longitude,
        opens_min=opens,
        closes_min=closes,
        open_days="1234567" if sorts else week.open_days(site.place.population),
        cut_off_min=closes,
        delivery_days=week.service_days(site.place.population) if site.kind == "delivery" else "",
        closed_from=None,
        closed_until=None,
    )
