"""Trips, the moments at which they are to call, and the versions of the timetable that say so."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from postkit.network import CARRIAGES
from rekkas.network.calls import Call, PlannedMove
from rekkas.network.errors import UnknownTimetable, UnknownTrip
from rekkas.network.models import Timetable
from rekkas.network.queries.held import country_of, held_network, networks_of


def trip(code: str) -> Call:
    """One trip from its first stop on, in service or not any more."""
    network = networks_of({country_of(code)}).get(country_of(code))
    found = network.trip(code) if network else None
    if found is None:
        raise UnknownTrip(trip=code)
    return found


def trips_from(code: str, on: date) -> list[Call]:
    """The trips that leave an office by the timetable of a day, in the order of departure, whatever their days."""
    network = networks_of({country_of(code)}).get(country_of(code))
    return network.calls_from(code, on) if network else []


def trips_to(code: str, on: date) -> list[Call]:
    """The trips that reach an office by the timetable of a day, each from its first stop."""
    network = networks_of({country_of(code)}).get(country_of(code))
    if network is None:
        return []
    found = (network.trip(trip.code) for trip in network.trips_to(code, on))
    return [call for call in found if call is not None]


def planned_moments(
    runs: Iterable[tuple[str, date]],
) -> dict[tuple[str, date], tuple[PlannedMove, ...]]:
    """When runs (trip and service day) are to reach and to leave each of their stops."""
    asked = set(runs)
    networks = networks_of({country_of(code) for code, _ in asked})
    return {
        (code, on): networks[country_of(code)].planned(code, on)
        for code, on in asked if country_of(code) in networks
    }  # fmt: skip


def timetables_of(country: str) -> list[Timetable]:
    """Every version of a country's timetable without its files, the newest first."""
    rows = (
        Timetable.objects.filter(country=country)
        .defer("files", "based_on__files")
        .select_related("based_on", "country")
    )
    return list(rows.order_by("-number"))


def timetable(country: str, number: int) -> Timetable:
    """One version of a country's timetable."""
    found = Timetable.objects.filter(country=country, number=number).select_related("country").first()
    if found is None:
        raise UnknownTimetable(country=country, number=number)
    return found


def warm_tables(country: str, at: datetime) -> None:
    """Work out the tables of the week of a moment and the next, where they are not there yet: for all processes."""
    network = held_network(country)
    if network is None:
        return
    today = at.astimezone(network.zone).date()
    for day in (today, today + timedelta(days=7)):
        for carriage in CARRIAGES:
            network.week(day, carriage)
