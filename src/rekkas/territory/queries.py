"""What may be asked about the country: its names, its places, its holidays, and which place a text means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

from babel import Locale
from django.db.models import Q

from postkit.places import Entry, Gazetteer, Understood, Written, distance_m, understand_all
from rekkas.base.languages import lists_languages
from rekkas.territory.choices import in_reader_language
from rekkas.territory.errors import UnknownCountry, UnknownLocality
from rekkas.territory.models import Country, Holiday, Locality, Region

__all__ = [
    "WRITTEN_AT_MOST",
    "Meant",
    "Understood",
    "Written",
    "countries",
    "country",
    "distance_m",
    "gazetteer",
    "held_localities",
    "holidays_between",
    "languages_listed",
    "localities_named",
    "localities_of",
    "locality",
    "peaks_of",
    "place_meant",
    "place_named",
    "place_rows",
    "regions_of",
    "towns_within",
    "understand_addresses",
]

WRITTEN_AT_MOST = 80
_gazetteers: dict[str, tuple[UUID, Gazetteer]] = {}
_held_places: list[Any] = [(), {}]  # the editions of the countries, and their localities by code
_reading = Lock()  # several threads that find a new edition wait for the one that reads it


def country(iso: str) -> Country:
    """One country by its ISO code."""
    found = Country.objects.filter(pk=iso).first()
    if found is None:
        raise UnknownCountry(country=iso)
    return found


def countries() -> list[Country]:
    """Every country whose pack is loaded."""
    return list(Country.objects.order_by("iso"))


@lists_languages
def languages_listed() -> list[str]:
    """The languages that the loaded countries list, in the order of each."""
    listed = Country.objects.order_by("iso").values_list("languages", flat=True)
    return list(dict.fromkeys(code for codes in listed for code in codes))


def regions_of(country: str) -> list[Region]:
    """The regions of a country, in the order of their codes."""
    return list(Region.objects.filter(country=country).order_by("code"))


def locality(code: str) -> Locality:
    """One locality with its region, retired or not."""
    found = localities_named([code]).get(code)
    if found is None:
        raise UnknownLocality(locality=code)
    return found


def localities_named(codes: Iterable[str]) -> dict[str, Locality]:
    """The localities that bear these codes, retired or not, by code; an unknown code is absent."""
    rows = Locality.objects.filter(code__in=set(codes)).select_related("region", "country")
    return {row.code: row for row in rows}


def held_localities(codes: Iterable[str]) -> dict[str, Locality]:
    """The same, for whoever asks for thousands: a process holds what it has read, for this edition of the territory.

    They are shared: nobody changes them.
    """
    editions = tuple(Country.objects.order_by("iso").values_list("iso", "edition"))
    if _held_places[0] != editions:
        _held_places[:] = editions, {}
    held = _held_places[1]
    wanted = set(codes)
    if lacking := [code for code in wanted if code not in held]:
        held.update(localities_named(lacking))
    return {code: held[code] for code in wanted if code in held}


def localities_of(country: str, *, search: str = "") -> list[Locality]:
    """The localities of a country by name; with a search, those whose name holds its words."""
    rows = Locality.objects.filter(country=country, retired=False).select_related("region")
    for word in search.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(name_ar__icontains=word) | Q(code=word) | Q(postcode__startswith=word)
        )
    return list(rows.order_by("name", "code"))


def place_rows(country: str) -> Iterator[tuple[Any, ...]]:
    """The same as bare rows, for who carries all of them: code, name, Arabic name, postcode, region, other names."""
    rows = Locality.objects.filter(country=country, retired=False).order_by("name", "code")
    yield from rows.values_list("code", "name", "name_ar", "postcode", "region_id", "also")


def towns_within(
    countries: Iterable[str], bounds: tuple[float, float, float, float], at_most: int
) -> list[Locality]:
    """The largest places between these degrees: south, west, north, east."""
    south, west, north, east = bounds
    rows = Locality.objects.filter(
        country__in=list(countries),
        retired=False,
        latitude__range=(south, north),
        longitude__range=(west, east),
    )
    return list(rows.order_by("-population", "code")[:at_most])


def holidays_between(country: str, first: date, last: date) -> list[Holiday]:
    """The public holidays from one day to another, both included."""
    return list(Holiday.objects.filter(country=country, date__range=(first, last)).order_by("date"))


@dataclass(frozen=True, slots=True)
class Peak:
    """Days on which more is posted than on others, or less; ``per_mille`` of an ordinary day."""

    name: str
    first: date
    last: date
    per_mille: int


def peaks_of(country: str) -> list[Peak]:
    """The peaks of a country's mail, as its pack has them, named in the reader's language."""
    found = Country.objects.filter(pk=country).values_list("peaks", flat=True).first() or []
    return [
        Peak(
            in_reader_language(en=row["name_en"], fr=row["name_fr"], ar=row["name_ar"]),
            date.fromisoformat(row["first"]), date.fromisoformat(row["last"]), row["per_mille"],
        )
        for row in found
    ]  # fmt: skip


def understand_addresses(country: str, rows: Iterable[Written]) -> list[Understood]:
    """What each written address says: its place with a verdict and reasons, its street, what else stands in it.

    One answer for each row, in order, and one statement for all of them. ``postkit.places`` has what makes one sure.
    """
    return understand_all(rows, gazetteer(country))


@dataclass(frozen=True, slots=True)
class Meant:
    """What words may mean: the likeliest place, whether it is that and no other, and all that they may mean."""

    town: Locality | None
    is_certain: bool
    towns: tuple[Locality, ...]


def place_meant(text: str, country: str) -> Meant:
    """Which place was typed, misspelt or in another script: asked here by pages, telephones and counters alike."""
    (answer,) = understand_addresses(country, [Written(locality=text[:WRITTEN_AT_MOST])])
    codes = [candidate.code for candidate in answer.candidates]
    known = localities_named(codes)
    towns = tuple(known[code] for code in codes if code in known)
    town = known.get(codes[0]) if codes else None
    return Meant(town, bool(answer.is_settled and town), towns)


def place_named(text: str) -> Locality | None:
    """The place that words most likely mean, in whichever country of this post."""
    found = (place_meant(text, country.iso).town for country in countries())
    return next((town for town in found if town is not None), None)


def gazetteer(country: str) -> Gazetteer:
    """The country's gazetteer, built once in a process for each edition of the territory."""
    edition = Country.objects.filter(pk=country).values_list("edition", flat=True).first()
    if edition is None:
        raise UnknownCountry(country=country)
    held = _gazetteers.get(country)
    if held is None or held[0] != edition:
        with _reading:
            held = _gazetteers.get(country)
            if held is None or held[0] != edition:
                held = _gazetteers[country] = edition, _read_gazetteer(country)
    return held[1]


def _read_gazetteer(iso: str) -> Gazetteer:
    here = country(iso)
    return Gazetteer(
        (_entry(row) for row in Locality.objects.filter(country=iso, retired=False)),
        [(row.code, row.name, row.name_ar, *row.also) for row in Region.objects.filter(country=iso).order_by("code")],
        country=iso, country_names=_names_of(here), postcode_pattern=here.postcode_pattern,
    )  # fmt: skip


def _entry(row: Locality) -> Entry:
    also = (*row.also, row.name_zgh) if row.name_zgh else tuple(row.also)
    return Entry(
        row.code,
        row.name,
        row.name_ar,
        also,
        row.region_id,
        row.postcode,
        row.latitude,
        row.longitude,
        row.population,
    )


def _names_of(here: Country) -> set[str]:
    """What the country is called in addresses: by its pack, and in each of its languages."""
    spoken = (Locale.parse(code.replace("-", "_")).territories.get(here.pk, "") for code in here.languages)
    return {here.name_en, here.name_fr, here.name_ar, *spoken}
