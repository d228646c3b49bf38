"""What may be asked about offices, trips, opening hours and the delivery promise."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rekkas.network.choices import OfficeKind
from rekkas.network.errors import OfficeClosed, UnknownOffice, UnknownTrip
from rekkas.network.models import Edition, Office, Trip
from rekkas.network.promises import HeldNetwork, Promise, Question, RouteLeg
from rekkas.territory import queries as territory

__all__ = [
    "Promise",
    "Question",
    "RouteLeg",
    "check_open",
    "delivery_office_for",
    "delivery_offices_for",
    "is_open",
    "local_moment",
    "office",
    "offices_named",
    "offices_near",
    "offices_of",
    "promise_for",
    "promises_for",
    "route_between",
    "routes_between",
    "trip",
    "trips_from",
    "trips_named",
    "trips_to",
    "zones_of",
]

OPEN_TO_THE_PUBLIC = (OfficeKind.AGENCY, OfficeKind.DELIVERY)
A_YEAR = 366

_networks: dict[str, tuple[tuple[UUID, UUID], HeldNetwork]] = {}


def _offices() -> QuerySet[Office]:
    return Office.objects.select_related("country", "locality")


def office(code: str) -> Office:
    """One office, in service or retired."""
    found = _offices().filter(code=code).first()
    if found is None:
        raise UnknownOffice(office=code)
    return found


def offices_named(codes: Iterable[str]) -> dict[str, Office]:
    """The offices that bear these codes, in service or retired, by code; an unknown code is absent."""
    return {row.code: row for row in _offices().filter(code__in=set(codes))}


def offices_of(country: str, kind: str | None = None, search: str = "") -> list[Office]:
    """The offices of a country by name: of one kind, or whose name or place holds the words searched for."""
    rows = _offices().filter(country=country, retired=False)
    if kind:
        rows = rows.filter(kind=kind)
    for word in search.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(name_ar__icontains=word) | Q(code__iexact=word)
            | Q(locality__name__icontains=word) | Q(locality__name_ar__icontains=word)
        )  # fmt: skip
    return list(rows.order_by("name", "code"))


def offices_near(latitude: float, longitude: float, limit: int = 10) -> list[Office]:
    """The nearest offices open to the public, nearest first; each knows its ``distance_m`` from the point."""
    points = Office.objects.filter(kind__in=OPEN_TO_THE_PUBLIC, retired=False)
    here = (latitude, longitude)
    ways = sorted(
        (territory.distance_m(here, (lat, lon)), code)
        for code, lat, lon in points.values_list("code", "latitude", "longitude")
    )[:limit]
    found = offices_named(code for _way, code in ways)
    for way, code in ways:
        found[code].distance_m = round(way)
    return [found[code] for _way, code in ways]


def delivery_office_for(locality_code: str) -> Office:
    """The office whose rounds serve a locality."""
    return office(territory.locality(locality_code).delivery_office_code)


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


def trip(code: str) -> Trip:
    """One trip with its two offices, in service or retired."""
    found = trips_named([code]).get(code)
    if found is None:
        raise UnknownTrip(trip=code)
    return found


def trips_named(codes: Iterable[str]) -> dict[str, Trip]:
    """The trips that bear these codes, in service or retired, by code; an unknown code is absent."""
    rows = Trip.objects.filter(code__in=set(codes)).select_related("origin__country", "destination__country")
    return {row.code: row for row in rows}


def trips_from(code: str) -> list[Trip]:
    """The trips that leave an office, in the order of departure."""
    rows = Trip.objects.filter(origin__code=code, retired=False).select_related("destination__country")
    return list(rows.order_by("departs_min", "code"))


def trips_to(code: str) -> list[Trip]:
    """The trips that end at an office, in the order of departure."""
    rows = Trip.objects.filter(destination__code=code, retired=False).select_related("origin__country")
    return list(rows.order_by("departs_min", "code"))


def is_open(office: Office, at: datetime) -> bool:
    """Whether an office serves the public at a moment."""
    local = at.astimezone(office.zone)
    holidays = _holidays(office, local.date(), local.date())
    return not _why_closed(office, local, holidays)


def check_open(office: Office, at: datetime) -> None:
    """Refuse, with the reason and the next opening, when an office is closed at a moment."""
    local = at.astimezone(office.zone)
    today = local.date()
    if not (reason := _why_closed(office, local, _holidays(office, today, today))):
        return
    holidays = _holidays(office, today, today + timedelta(days=A_YEAR))
    raise OfficeClosed(office=office.shown_name, reason=reason, opens=_next_opening(office, local, holidays))


def promise_for(*, origin: str, destination: str, at: datetime) -> Promise:
    """When what is handed over at one office will be delivered from another, and by which trips."""
    networks = _networks_of({country_of(origin), country_of(destination)})
    for code in (origin, destination):
        network = networks.get(country_of(code))
        if network is None or code not in network.offices:
            raise UnknownOffice(office=code)
    (promise,) = networks[country_of(origin)].promises([Question(origin, destination, at)])
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


def route_between(origin: str, destination: str, at: datetime) -> tuple[RouteLeg, ...]:
    """The next trips for what stands at an office since a moment; none where none leads to the other."""
    (route,) = routes_between([Question(origin, destination, at)])
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


def _networks_of(countries: set[str]) -> dict[str, HeldNetwork]:
    """The networks as this process holds them; one that has a new edition in the database is read again."""
    editions = Edition.objects.filter(pk__in=countries).values_list("pk", "edition", "country__edition")
    networks = {}
    for country, *edition in editions:
        held = _networks.get(country)
        if held is None or held[0] != tuple(edition):
            held = _networks[country] = (edition[0], edition[1]), _read_network(country)
        networks[country] = held[1]
    return networks


def _read_network(country: str) -> HeldNetwork:
    offices = {row.code: row for row in _offices().filter(country=country)}
    trips = Trip.objects.filter(origin__country=country, retired=False).order_by("code")
    holidays = frozenset(row.date for row in territory.holidays_between(country, date.min, date.max))
    return HeldNetwork(offices, trips, holidays, ZoneInfo(territory.country(country).time_zone))


def _holidays(office: Office, first: date, last: date) -> dict[date, str]:
    return {row.date: row.name for row in territory.holidays_between(office.country_id, first, last)}


def _why_closed(office: Office, local: datetime, holidays: dict[date, str]) -> str:
    """The reason in words; none when it is open."""
    day, minute = local.date(), local.hour * 60 + local.minute
    if office.retired:
        return _("it is no longer in service")
    if office.is_shut(day):
        return _("it is shut for the time being")
    if day in holidays:
        return _("today is a public holiday (%(holiday)s)") % {"holiday": holidays[day]}
    if not office.opens_on(day, holidays):
        return _("it does not open on this day of the week")
    if not office.opens_min <= minute < office.closes_min:
        hours = {"opens": _clock(office.opens_min), "closes": _clock(office.closes_min)}
        return _("it serves from %(opens)s to %(closes)s") % hours
    return ""


def _next_opening(office: Office, local: datetime, holidays: dict[date, str]) -> str:
    today, minute = local.date(), local.hour * 60 + local.minute
    first = 0 if minute < office.opens_min else 1
    for day in (today + timedelta(days=later) for later in range(first, A_YEAR + 1)):
        if office.opens_on(day, holidays):
            when = {"day": date_format(day, "l j F Y"), "time": _clock(office.opens_min)}
            return _("It opens again on %(day)s at %(time)s.") % when
    return _("Go to another office: no day is set for it to open again.")


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
