"""Offices: found by code, name, region or nearness, and the clock on their wall."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from rekkas.base.places import answers_are_known, answers_lies_in
from rekkas.network.choices import OfficeKind
from rekkas.network.errors import UnknownOffice
from rekkas.network.models import Office
from rekkas.network.offered import that_do
from rekkas.territory import queries as territory

OPEN_TO_THE_PUBLIC = (OfficeKind.AGENCY, OfficeKind.DELIVERY)


def office_rows() -> QuerySet[Office]:
    """Every office with its country and its place."""
    return Office.objects.select_related("country", "locality")


def office(code: str) -> Office:
    """One office, in service or retired."""
    found = office_rows().filter(code=code).first()
    if found is None:
        raise UnknownOffice(office=code)
    return found


@answers_lies_in
def is_of_region(office: str, region: str) -> bool:
    """Whether an office lies in a region."""
    return Office.objects.filter(code=office, locality__region_id=region).exists()


@answers_are_known
def is_place(office: str, region: str) -> bool:
    """Whether an office in service and a region with some, each or neither given, are places of this post."""
    rows = Office.objects.filter(retired=False)
    return (not office or rows.filter(code=office).exists()) and (
        not region or rows.filter(locality__region_id=region).exists()
    )


def offices_in_region(region: str) -> list[Office]:
    """The offices of a region in service, by name."""
    return list(office_rows().filter(locality__region_id=region, retired=False).order_by("name", "code"))


def offices_named(codes: Iterable[str]) -> dict[str, Office]:
    """The offices that bear these codes, in service or retired, by code; an unknown code is absent."""
    return {row.code: row for row in office_rows().filter(code__in=set(codes))}


def offices_of(
    country: str, kind: str | None = None, search: str = "", service: str = ""
) -> list[Office]:  # fmt: skip
    """The offices of a country by name: of one kind, that do a service, whose name or place holds the words searched
    for.
    """
    rows = office_rows().filter(country=country, retired=False)
    if kind:
        rows = rows.filter(kind=kind)
    if service:
        rows = that_do(rows, service)
    for word in search.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(name_ar__icontains=word) | Q(code__iexact=word)
            | Q(locality__name__icontains=word) | Q(locality__name_ar__icontains=word)
        )  # fmt: skip
    return list(rows.order_by("name", "code"))


def offices_near(latitude: float, longitude: float, limit: int = 10, service: str = "") -> list[Office]:
    """The nearest offices open to the public, or of those that do a service, nearest first; each knows its
    ``distance_m`` from the point.
    """
    points = Office.objects.filter(kind__in=OPEN_TO_THE_PUBLIC, retired=False)
    if service:
        points = that_do(points, service)
    here = (latitude, longitude)
    ways = sorted(
        (territory.distance_m(here, (lat, lon)), code)
        for code, lat, lon in points.values_list("code", "latitude", "longitude")
    )[:limit]
    found = offices_named(code for _way, code in ways)
    for way, code in ways:
        found[code].distance_m = round(way)
    return [found[code] for _way, code in ways]


def points_within(
    countries: Iterable[str], bounds: tuple[float, float, float, float]
) -> list[tuple[float, float]]:
    """Where offices open to the public lie between these degrees (south, west, north, east): longitude, latitude."""
    south, west, north, east = bounds
    rows = Office.objects.filter(
        country__in=list(countries), retired=False, kind__in=OPEN_TO_THE_PUBLIC,
        latitude__range=(south, north), longitude__range=(west, east),
    )  # fmt: skip
    return list(rows.values_list("longitude", "latitude"))


def delivery_offices_for(locality_codes: Iterable[str]) -> dict[str, str]:
    """The codes of the offices whose rounds serve these localities; an unknown locality is absent."""
    places = territory.held_localities(locality_codes)
    return {code: place.delivery_office_code for code, place in places.items()}


def zones_of(codes: Iterable[str]) -> dict[str, ZoneInfo]:
    """The zone of the clock of each of these offices; an unknown code is absent."""
    rows = Office.objects.filter(code__in=set(codes)).values_list("code", "country__time_zone")
    return {code: ZoneInfo(zone) for code, zone in rows}


def local_moment(office_code: str, at: datetime) -> datetime:
    """A moment as the clock of an office shows it."""
    zone = zones_of([office_code]).get(office_code)
    if zone is None:
        raise UnknownOffice(office=office_code)
    return at.astimezone(zone)
