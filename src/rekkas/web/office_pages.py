"""Find an office: by name or place, near by, open now, that does what one comes for. And the page of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rekkas.base.access import public
from rekkas.counter.queries import hall_of
from rekkas.network import queries as network
from rekkas.network.choices import OfficeKind
from rekkas.territory import queries as territory
from rekkas.web import maps
from rekkas.web.offices import hours_of, position, shown_at, today_at

OFFICES_A_PAGE = 25
OFFICES_NEAR = 10
FEWEST_TOWNS, TOWNS_ON_A_MAP, TOWNS_LOOKED_AT = 4, 12, 200
WIDEST = 6.0  # times what holds the offices that were found
MAP_ORDER = (OfficeKind.AGENCY, OfficeKind.DELIVERY, OfficeKind.EXCHANGE, OfficeKind.SORTING)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: words, or where they are; what they come for; whether it must be open now."""

    words: str
    here: tuple[float, float] | None
    service: str
    only_open: bool

    @property
    def is_whole_country(self) -> bool:
        return not self.words and self.here is None


def asked_in(request: HttpRequest) -> Asked:
    said = request.GET
    words = said.get("q", "").strip()
    here = position(said.get("latitude", ""), said.get("longitude", "")) if not words else None
    return Asked(words, here, said.get("service", "").strip()[:24], said.get("open") == "1")


@public
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """The offices whose name, code or place holds the words searched for, and where they are."""
    at, countries, asked = timezone.now(), territory.countries(), asked_in(request)
    services: dict[str, Any] = {}
    for row in network.services_in(country.iso for country in countries):
        services.setdefault(row.code, row)
    found, near = _found(asked, countries)
    if asked.only_open:
        found = _open_at(found, at)
    page = Paginator(found, OFFICES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "search": asked.words,
        "near": near,
        "here": asked.here,
        "only_open": asked.only_open,
        "service": services.get(asked.service),
        "services": services.values(),
        "page_obj": page,
        "rows": shown_at(page.object_list, at),
        "count": len(found),
        "map": _map_of(found, countries, asked),
        "legend": [kind for kind in MAP_ORDER if any(office.kind == kind for office in found)],
    }
    return render(request, "web/offices.html", context)


def _found(asked: Asked, countries: list[Any]) -> tuple[list[Any], Any]:
    """The offices, and the place near which they lie where none of them bears the name that was searched for."""
    if asked.here:
        return network.offices_near(*asked.here, OFFICES_A_PAGE, asked.service), None
    found = [
        office
        for country in countries
        for office in network.offices_of(country.iso, search=asked.words, service=asked.service)
    ]
    near = territory.place_named(asked.words) if asked.words and not found else None
    if near:
        found = network.offices_near(near.latitude, near.longitude, OFFICES_NEAR, asked.service)
    return found, near


def _open_at(offices: list[Any], at: datetime) -> list[Any]:
    for_people = [office for office in offices if office.kind in network.OPEN_TO_THE_PUBLIC]
    return [row.office for row in today_at(for_people, at) if row.is_open]


def _map_of(found: list[Any], countries: list[Any], asked: Asked) -> maps.Map | None:
    """The whole country; or what was searched for with the land, the towns and the other offices around it."""
    if asked.is_whole_country or not found:
        return maps.draw(countries[0].outline if len(countries) == 1 else (), _points(found))
    isos = {office.country_id for office in found}
    window, towns = _with_towns(
        isos, maps.window_around([(office.longitude, office.latitude) for office in found])
    )
    return maps.draw(
        next((country.outline for country in countries if isos == {country.iso}), ()),
        [("around", network.points_within(isos, window.bounds)),
         ("town", [place for place, _name in towns]), *_points(found)],
        window=window, names=towns,
    )  # fmt: skip


def _with_towns(countries: set[str], window: maps.Window) -> tuple[maps.Window, list[tuple[maps.Place, str]]]:
    """As much land as it takes to hold some towns by which one knows where it is, and their names."""
    widest = window.wider(WIDEST)
    known = [
        ((town.longitude, town.latitude), town.shown_name)
        for town in territory.towns_within(countries, widest.bounds, TOWNS_LOOKED_AT)
    ]
    times = 1.0
    while times < WIDEST and sum(window.wider(times).holds(place) for place, _name in known) < FEWEST_TOWNS:
        times += 0.5
    shown = window.wider(times)
    return shown, [town for town in known if shown.holds(town[0])][:TOWNS_ON_A_MAP]


def _points(found: list[Any]) -> list[tuple[str, list[maps.Place]]]:
    return [
        (kind.value, [(office.longitude, office.latitude) for office in found if office.kind == kind])
        for kind in MAP_ORDER
    ]


@public
@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    """One office: its hours, whether it is open now, what is done there, and where it is."""
    found = network.office(code.upper())
    at = timezone.now()
    country = territory.country(found.country_id)
    others = network.offices_of(country.iso)
    here = [(found.longitude, found.latitude)]
    context = {
        "office": found,
        "locality": territory.locality(found.locality_id),
        "services": network.services_at([found])[found.code],
        "today": (today := today_at([found], at)[0]),
        "open_now": today.is_open,
        "local_now": network.local_moment(found.code, at),
        "hours": hours_of(found),
        "hall": hall_of(found, at) if today.is_open else None,
        "map": maps.draw(country.outline, [*_points(others), ("found under", here), ("found", here)]),
    }
    return render(request, "web/office.html", context)
