"""The network of a country as this process holds it: read once for each of its editions."""

from datetime import date
from pathlib import Path
from threading import Lock
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from postkit.network import Network
from postkit.network.files import read_timetable
from rekkas.network.choices import TimetableState
from rekkas.network.errors import UnknownOffice
from rekkas.network.models import Edition, Timetable
from rekkas.network.promises import HeldNetwork, plan_of, site_of
from rekkas.network.queries.offices import office_rows
from rekkas.territory import queries as territory

_networks: dict[str, tuple[tuple[UUID, UUID], HeldNetwork]] = {}
_reading = Lock()  # several threads that find a new edition wait for the one that reads it


def held_network(country: str) -> HeldNetwork | None:
    """The network of a country as this process holds it, for those who look at the whole."""
    return networks_of({country}).get(country)


def network_in(version: Timetable) -> Network:
    """What a version of the timetable says, over the offices as they are now."""
    country = version.country_id
    sites = sorted(
        (site_of(row) for row in office_rows().filter(country=country)), key=lambda site: site.code
    )
    found, mistakes = read_timetable(version.files, sites)
    if found is None:  # it was read when it was kept: an office must have gone since
        raise ValueError(f"timetable {country} {version.number}: {mistakes[0]}")
    return found.network(version.country.time_zone, _days_off(country))


def country_of(office_code: str) -> str:
    """An office code begins with its country's, as the codes of international mail do."""
    return office_code[:2]


def network_between(origin: str, destination: str) -> HeldNetwork:
    """The network in which an item begins; refused where one of both ends is not known."""
    networks = networks_of({country_of(origin), country_of(destination)})
    for code in (origin, destination):
        network = networks.get(country_of(code))
        if network is None or code not in network.offices:
            raise UnknownOffice(office=code)
    return networks[country_of(origin)]


def networks_of(countries: set[str]) -> dict[str, HeldNetwork]:
    """The networks as this process holds them; one that has a new edition in the database is read again."""
    editions = Edition.objects.filter(pk__in=countries).values_list("pk", "edition", "country__edition")
    networks = {}
    for country, *edition in editions:
        networks[country] = _held(country, (edition[0], edition[1]))
    return networks


def _held(country: str, edition: tuple[UUID, UUID]) -> HeldNetwork:
    held = _networks.get(country)
    if held is None or held[0] != edition:
        with _reading:
            held = _networks.get(country)
            if held is None or held[0] != edition:
                held = _networks[country] = edition, _read_network(country)
    return held[1]


def _read_network(country: str) -> HeldNetwork:
    offices = {row.code: row for row in office_rows().filter(country=country)}
    sites = sorted((site_of(row) for row in offices.values()), key=lambda site: site.code)
    zone = territory.country(country).time_zone
    published = Timetable.objects.filter(country=country, state=TimetableState.PUBLISHED)
    versions: list[tuple[date, Network]] = []
    for row in published.order_by("valid_from"):
        found, _mistakes = read_timetable(row.files, sites)
        if found is not None and row.valid_from is not None:
            versions.append((row.valid_from, found.network(zone)))
    plan = plan_of(versions or [(date.min, Network(zone, tuple(sites), ()))], _days_off(country))
    return HeldNetwork(offices, plan, ZoneInfo(zone), Path(settings.DATA) / "network")


def _days_off(country: str) -> frozenset[date]:
    return frozenset(row.date for row in territory.holidays_between(country, date.min, date.max))


def named_holidays(network: HeldNetwork, country: str) -> dict[date, str]:
    """In the reader's language; read once for each edition of the network, as all of it is."""
    if network.holidays is None:
        network.holidays = list(territory.holidays_between(country, date.min, date.max))
    return {row.date: row.name for row in network.holidays}
