"""The offices of the post, for machines."""

from datetime import date
from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from rekkas.base.access import PUBLIC
from rekkas.base.api import PAGE, PAGE_AT_MOST, Page, answer, page_of
from rekkas.base.errors import InvalidInput
from rekkas.base.openapi import door
from rekkas.network import queries
from rekkas.network.choices import OfficeKind
from rekkas.network.models import Office
from rekkas.territory import queries as territory

router = Router(tags=["Network"])


class OfficeShown(msgspec.Struct, frozen=True):
    """An office. Times are those of its own clock; days are digits, 1 for Monday to 7 for Sunday."""

    code: str
    country: str
    name: str
    name_ar: str
    kind: str
    locality: str
    locality_name: str
    hub: str
    latitude: float
    longitude: float
    time_zone: str
    opens: str
    closes: str
    open_days: str
    cut_off: str
    delivery_days: str
    closed_from: date | None
    closed_until: date | None
    retired: bool
    distance_m: int | None


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def office_shown(office: Office) -> OfficeShown:
    return OfficeShown(
        code=office.code, country=office.country_id, name=office.shown_name, name_ar=office.name_ar,
        kind=office.kind, locality=office.locality_id, locality_name=office.locality.shown_name,
        hub=office.hub_id or "", latitude=office.latitude, longitude=office.longitude,
        time_zone=office.country.time_zone, opens=_clock(office.opens_min), closes=_clock(office.closes_min),
        open_days=office.open_days, cut_off=_clock(office.cut_off_min), delivery_days=office.delivery_days,
        closed_from=office.closed_from, closed_until=office.closed_until, retired=office.retired,
        distance_m=office.distance_m,
    )  # fmt: skip


@router.get("/offices", **door(PUBLIC, gives=Page[OfficeShown], fails=(404,)))
def list_offices(
    request: HttpRequest,
    country: Annotated[str, Query(max_length=2, description="Only those of this country (ISO 3166-1).")] = "",
    kind: Annotated[str, Query(max_length=8, description="agency, delivery, sorting or exchange.")] = "",
    search: Annotated[
        str, Query(max_length=80, description="Words of the name, the place or the code.")
    ] = "",
    near: Annotated[str, Query(max_length=40, description="latitude,longitude: the nearest first.")] = "",
    after: Annotated[str, Query(max_length=64, description="The field next of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=PAGE_AT_MOST, description="How many at most.")] = PAGE,
) -> HttpResponse:
    """The offices in service, by code; or those open to the public that are nearest to a point."""
    if near:
        if country or kind or search or after:
            raise InvalidInput(field="near", reason=_("it stands alone: send nothing else but limit"))
        rows = queries.offices_near(*_point(near), limit=limit)
        return answer(page_of(rows, limit, office_shown, lambda row: row.code))
    if kind and kind not in OfficeKind.values:
        raise InvalidInput(
            field="kind", reason=_("it is one of %(kinds)s") % {"kinds": ", ".join(OfficeKind.values)}
        )
    countries = [territory.country(country.upper())] if country else territory.countries()
    found = [row for here in countries for row in queries.offices_of(here.pk, kind or None, search)]
    rest = sorted((row for row in found if row.code > after), key=lambda row: row.code)
    return answer(page_of(rest[: limit + 1], limit, office_shown, lambda row: row.code))


def _point(near: str) -> tuple[float, float]:
    try:
        latitude, longitude = map(float, near.split(","))
    except ValueError:
        latitude = longitude = 1000.0
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InvalidInput(field="near", reason=_("write it as latitude,longitude in degrees"))
    return latitude, longitude


@router.get("/offices/{code}", **door(PUBLIC, gives=OfficeShown, fails=(404,)))
def show_office(request: HttpRequest, code: str) -> HttpResponse:
    """One office, in service or retired."""
    return answer(office_shown(queries.office(code.strip().upper())))
