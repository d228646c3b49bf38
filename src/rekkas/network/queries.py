"""What may be asked about offices, trips, opening hours, timetables and the delivery promise."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from postkit.estimate import Experience as Learned
from postkit.network import CARRIAGES, STANDARD, Network
from postkit.network.files import read_timetable
from rekkas.base.places import answers_are_known, answers_lies_in
from rekkas.network.calls import Call, PlannedMove, move_meant
from rekkas.network.choices import OfficeKind, TimetableState
from rekkas.network.days import (
    LateCall,
    closed_offices,
    disruptions_between,
    disruptions_since,
    late_calls,
    movements_at,
)
from rekkas.network.errors import UnknownOffice, UnknownTimetable, UnknownTrip
from rekkas.network.expectations import Expectation, Whereabouts, expected_of, late_runs
from rekkas.network.hours import check_open, is_open
from rekkas.network.models import Edition, Experience, Office, Timetable
from rekkas.network.nearby import taking_in
from rekkas.network.offered import services_at, services_in, that_do
from rekkas.network.promises import HeldNetwork, Promise, Question, RouteLeg, plan_of, site_of
from rekkas.network.reasons import Reason, Reasoned, reasoned
from rekkas.territory import queries as territory

__all__ = [
    "Call",
    "Expectation",
    "HeldNetwork",
    "LateCall",
    "Promise",
    "Question",
    "Reason",
    "Reasoned",
    "RouteLeg",
    "Whereabouts",
    "calibration_of",
    "check_open",
    "closed_offices",
    "delivery_offices_for",
    "disruptions_between",
    "disruptions_since",
    "estimates_for",
    "expectations_for",
    "held_network",
    "in_reach",
    "is_of_region",
    "is_open",
    "is_place",
    "late_calls",
    "latest_hand_over",
    "local_moment",
    "move_meant",
    "movements_at",
    "network_in",
    "office",
    "offices_in_region",
    "offices_named",
    "offices_near",
    "offices_of",
    "planned_moments",
    "points_within",
    "promise_for",
    "promises_for",
    "route_between",
    "routes_between",
    "services_at",
    "services_in",
    "taking_in",
    "timetable",
    "timetables_of",
    "trip",
    "trips_from",
    "trips_to",
    "warm_tables",
    "way_for",
    "ways_for",
    "zones_of",
]

OPEN_TO_THE_PUBLIC = (OfficeKind.AGENCY, OfficeKind.DELIVERY)
BACK, AHEAD = timedelta(days=7), timedelta(days=28)  # each week that is asked of costs a table: see in_reach


LEVELS = (0.5, 0.8, 0.95)
_lessons: dict[str, tuple[UUID, tuple[Learned, Learned]]] = {}
_networks: dict[str, tuple[tuple[UUID, UUID], HeldNetwork]] = {}
_reading = Lock()  # several threads that find a new edition wait for the one that reads it


def _offices() -> QuerySet[Office]:
    return Office.objects.select_related("country", "locality")


def office(code: str) -> Office:
    """One office, in service or retired."""
    found = _offices().filter(code=code).first()
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
    return list(_offices().filter(locality__region_id=region, retired=False).order_by("name", "code"))


def offices_named(codes: Iterable[str]) -> dict[str, Office]:
    """The offices that bear these codes, in service or retired, by code; an unknown code is absent."""
    return {row.code: row for row in _offices().filter(code__in=set(codes))}


def offices_of(
    country: str, kind: str | None = None, search: str = "", service: str = ""
) -> list[Office]:  # fmt: skip
    """The offices of a country by name: of one kind, that do a service, whose name or place holds the words searched
    for.
    """
    rows = _offices().filter(country=country, retired=False)
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
    places = territory.localities_named(locality_codes)
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


def trip(code: str) -> Call:
    """One trip from its first stop on, in service or not any more."""
    network = _networks_of({country_of(code)}).get(country_of(code))
    found = network.trip(code) if network else None
    if found is None:
        raise UnknownTrip(trip=code)
    return found


def trips_from(code: str, on: date) -> list[Call]:
    """The trips that leave an office by the timetable of a day, in the order of departure, whatever their days."""
    network = _networks_of({country_of(code)}).get(country_of(code))
    return network.calls_from(code, on) if network else []


def trips_to(code: str, on: date) -> list[Call]:
    """The trips that reach an office by the timetable of a day, each from its first stop."""
    network = _networks_of({country_of(code)}).get(country_of(code))
    if network is None:
        return []
    found = (network.trip(trip.code) for trip in network.trips_to(code, on))
    return [call for call in found if call is not None]


def planned_moments(
    runs: Iterable[tuple[str, date]],
) -> dict[tuple[str, date], tuple[PlannedMove, ...]]:
    """When runs (trip and service day) are to reach and to leave each of their stops."""
    asked = set(runs)
    networks = _networks_of({country_of(code) for code, _ in asked})
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


def held_network(country: str) -> HeldNetwork | None:
    """The network of a country as this process holds it, for those who look at the whole."""
    return _networks_of({country}).get(country)


def network_in(version: Timetable) -> Network:
    """What a version of the timetable says, over the offices as they are now."""
    country = version.country_id
    sites = sorted((site_of(row) for row in _offices().filter(country=country)), key=lambda site: site.code)
    found, mistakes = read_timetable(version.files, sites)
    if found is None:  # it was read when it was kept: an office must have gone since
        raise ValueError(f"timetable {country} {version.number}: {mistakes[0]}")
    return found.network(version.country.time_zone, _days_off(country))


def promise_for(*, origin: str, destination: str, at: datetime, carriage: str = STANDARD) -> Promise:
    """When what is handed over at one office will be delivered from another."""
    _check_ends(origin, destination)
    (promise,) = promises_for([Question(origin, destination, at, carriage)])
    return promise


def promises_for(questions: Sequence[Question]) -> list[Promise]:
    """The promise of each question; an office that is not known, or not reached, gives an empty promise."""
    networks = _networks_of({country_of(question.origin) for question in questions})
    answers = [Promise()] * len(questions)
    for country, network in networks.items():
        those = [at for at, question in enumerate(questions) if country_of(question.origin) == country]
        for at, promise in zip(those, network.promises([questions[at] for at in those]), strict=True):
            answers[at] = promise
    return answers


def way_for(question: Question) -> Reasoned:
    """The promise of one question and its path in words: what was missed, what is ridden, which round it makes."""
    network = _check_ends(question.origin, question.destination)
    return reasoned(
        network, question, network.way(question), _named_holidays(network, country_of(question.origin))
    )


def ways_for(questions: Sequence[Question]) -> list[Reasoned]:
    """The same for many questions between known offices; a constant number of statements."""
    networks = _networks_of({country_of(question.origin) for question in questions})
    holidays = {country: _named_holidays(network, country) for country, network in networks.items()}
    return [
        reasoned(networks[country], question, networks[country].way(question), holidays[country])
        for question in questions
        for country in (country_of(question.origin),)
    ]


def in_reach(at: datetime, now: datetime) -> bool:
    """Whether the public may ask of what is handed over at a moment: the last days, and some weeks ahead."""
    return now - BACK <= at <= now + AHEAD


def latest_hand_over(
    *, origin: str, destination: str, day: date, carriage: str = STANDARD
) -> datetime | None:
    """The latest moment to hand an item over so that it is delivered by a day; None where no way is known."""
    return _check_ends(origin, destination).latest(origin, destination, day, carriage)


def expectations_for(places: Sequence[Whereabouts], *, now: datetime) -> list[Expectation | None]:
    """What is to be expected of many items, as things stand now: what has left is gone.

    It minds what is known of today's runs: those that are late and those that do not run. A constant number of
    statements. None where nothing leads on.
    """
    networks = _networks_of({country_of(place.origin) for place in places})
    late = late_runs(networks, [place.since for place in places], now) if networks else {}
    return [expected_of(networks.get(country_of(place.origin)), place, late, now) for place in places]


def estimates_for(questions: Sequence[Question]) -> list[dict[float, date]]:
    """By which day each is delivered with a certainty of one half, four fifths and nineteen twentieths.

    Empty where nothing leads there, or where nothing has been learned yet.
    """
    countries = {country_of(question.origin) for question in questions}
    networks, learned = _networks_of(countries), _learned_in(countries)
    found: list[dict[float, date]] = []
    for question in questions:
        network, taught = networks.get(country_of(question.origin)), learned.get(country_of(question.origin))
        known = network is not None and {question.origin, question.destination} <= network.offices.keys()
        days = network.likely(question, LEVELS, *taught) if network and known and taught else None
        found.append(dict(zip(LEVELS, days, strict=True)) if days else {})
    return found


def calibration_of(country: str) -> Experience | None:
    """How often each level of certainty was kept when it was tried, and what it was learned from."""
    return Experience.objects.filter(country=country).first()


def _learned_in(countries: set[str]) -> dict[str, tuple[Learned, Learned]]:
    """What rides and doors have taught, as this process holds it; learned again, it is read again."""
    now = dict(Experience.objects.filter(pk__in=countries).values_list("pk", "edition"))
    stale = [pk for pk, edition in now.items() if _lessons.get(pk, (None,))[0] != edition]
    for row in Experience.objects.filter(pk__in=stale) if stale else ():
        taught = Learned.from_json(row.body["rides"]), Learned.from_json(row.body["doors"])
        _lessons[row.pk] = row.edition, taught
    return {pk: _lessons[pk][1] for pk in now}


def route_between(
    origin: str, destination: str, at: datetime, carriage: str = STANDARD
) -> tuple[RouteLeg, ...]:
    """The next trips for what stands at an office since a moment; none where none leads to the other."""
    (route,) = routes_between([Question(origin, destination, at, carriage)])
    return route


def routes_between(questions: Sequence[Question]) -> list[tuple[RouteLeg, ...]]:
    """The route of each question, for what stands at its origin since that moment."""
    networks = _networks_of({country_of(question.origin) for question in questions})
    return [
        network.route(question) if (network := networks.get(country_of(question.origin))) else ()
        for question in questions
    ]


def country_of(office_code: str) -> str:
    """An office code begins with its country's, as the codes of international mail do."""
    return office_code[:2]


def warm_tables(country: str, at: datetime) -> None:
    """Work out the tables of the week of a moment and the next, where they are not there yet: for all processes."""
    network = held_network(country)
    if network is None:
        return
    today = at.astimezone(network.zone).date()
    for day in (today, today + timedelta(days=7)):
        for carriage in CARRIAGES:
            network.week(day, carriage)


def _check_ends(origin: str, destination: str) -> HeldNetwork:
    networks = _networks_of({country_of(origin), country_of(destination)})
    for code in (origin, destination):
        network = networks.get(country_of(code))
        if network is None or code not in network.offices:
            raise UnknownOffice(office=code)
    return networks[country_of(origin)]


def _networks_of(countries: set[str]) -> dict[str, HeldNetwork]:
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
    offices = {row.code: row for row in _offices().filter(country=country)}
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


def _named_holidays(network: HeldNetwork, country: str) -> dict[date, str]:
    """In the reader's language; read once for each edition of the network, as all of it is."""
    if network.holidays is None:
        network.holidays = list(territory.holidays_between(country, date.min, date.max))
    return {row.date: row.name for row in network.holidays}
