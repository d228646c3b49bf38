"""Pages that show the network: where it runs and how heavy, an office's day, and how far mail gets by which day."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postkit.network import STANDARD
from postkit.text import western_digits
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.mail import queries as mail
from rekkas.network import queries as network
from rekkas.network.choices import Carriage, MovementKind, OfficeKind
from rekkas.strategy import drawings, queries
from rekkas.strategy.choices import StudyKind, StudyState
from rekkas.strategy.entries import Simulated
from rekkas.strategy.views.timetables import country_asked, namer, today_in
from rekkas.strategy.words.numbers import count, percent
from rekkas.territory import queries as territory

LOOKED_BACK, LINKS_A_PAGE = timedelta(days=7), 50
KINDS = (OfficeKind.AGENCY, OfficeKind.DELIVERY, OfficeKind.EXCHANGE, OfficeKind.SORTING)
LATEST_DAY = 5  # days from hand-over that have a colour of their own; later ones share the last
MOMENT = "%Y-%m-%dT%H:%M"


@require_safe
@requires("view.network")
def show_map(request: StaffRequest) -> HttpResponse:
    """Offices and links: load as width, lateness as colour."""
    country = country_asked(request)
    held = _held(country.iso)
    here = held.network_on(today_in(country))
    study, loads = _loads(request, country.iso)
    if study is None:
        loads = drawings.room_of(here.trips)
    late = {
        (call.trip, call.office): (call.runs, call.late_min)
        for call in network.late_calls(country.iso, timezone.now() - LOOKED_BACK)
    }
    links = drawings.links_of(here.trips, loads, late)
    offices = [office for office in held.offices.values() if not office.retired]
    places = {office.code: (office.longitude, office.latitude) for office in held.offices.values()}
    frame = drawings.frame_of(places.values(), country.outline)
    context = {
        "country": country, "countries": territory.countries(), "study": study, "frame": frame,
        "page_obj": page_of(request, links, size=LINKS_A_PAGE),
        "legend": KINDS,
    }  # fmt: skip
    if frame:
        context["land"] = drawings.outline_path(frame, country.outline)
        context["lines"] = drawings.link_paths(frame, links, places)
        context["points"] = [
            (kind, drawings.points_path(frame, [places[o.code] for o in offices if o.kind == kind]))
            for kind in KINDS
        ]
    named = namer(held)
    context["rows"] = [
        (*map(named, link.ends), link, count(link.runs), count(link.load)) for link in context["page_obj"]
    ]
    return show(request, "strategy/map.html", **context)


def _loads(request: StaffRequest, country: str) -> tuple[Any, dict[str, float]]:
    """The items that each trip carried in a simulation, where one that is done was asked for."""
    asked = request.GET.get("study", "")
    if not asked.isdecimal() or len(asked) > 8:
        return None, {}
    study = queries.study(int(asked))
    found = queries.result_of(study) if study.kind == StudyKind.SIMULATION else None
    if study.country_id != country or study.state != StudyState.DONE or not isinstance(found, Simulated):
        return None, {}
    return study, {row.trip: float(row.items) for row in found.loads}


@require_safe
@requires("view.network")
def office_day(request: StaffRequest) -> HttpResponse:
    """Arrivals, sorting waves, departures and rounds of an office on a day, and what lies there now."""
    office = _office_asked(request)
    if office is None:
        return _ask_for_office(request)
    held = _held(office.country_id)
    now = timezone.now().astimezone(held.zone)
    day = _day(request.GET.get("day", "")) or now.date()
    here = held.network_on(day)
    marks = _as_they_happened(office, day, held, drawings.marks_of(here, office.code, day))
    named = namer(held)
    page = page_of(request, marks)
    context = {
        "office": office, "day": day, "page_obj": page, "all_marks": marks,
        "before": day - timedelta(days=1), "after": day + timedelta(days=1),
        "marks": [(mark, named(mark.other) if mark.row in ("arrival", "departure") else mark.other) for mark in page],
        "hours": [(f"{hour:02}:00", hour * 60) for hour in range(0, 25, 2)],
        "is_today": day == now.date(), "now_min": now.hour * 60 + now.minute,
        "late_runs": [mark for mark in marks if mark.cancelled or mark.late >= drawings.ON_TIME_MIN],
        "counts": [
            (_("Items to send on"), len(mail.items_to_send(office.code))),
            (_("Items to deliver from here"), len(mail.items_to_deliver(office.code))),
            (_("Bags to open"), len(mail.receptacles_to_open(office.code))),
            (_("Dispatches waiting to leave"), len(mail.waiting_dispatches(office.code))),
            (_("Dispatches arrived and not opened"), len(mail.arrived_dispatches(office.code))),
            (_("Runs on their way here"), len(mail.runs_to(office.code))),
        ],
    }  # fmt: skip
    return show(request, "strategy/office_day.html", **context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(western_digits(text))
    except ValueError:
        return None


def _as_they_happened(
    office: Any, day: date, held: network.HeldNetwork, marks: list[drawings.Mark]
) -> list[drawings.Mark]:
    """The marks with what was recorded or told of their runs."""
    midnight = datetime.combine(day, time.min, held.zone)
    moved = network.movements_at(office.code, midnight - timedelta(hours=1), midnight + timedelta(days=1))
    told = {
        (row.trip_code, row.date): row
        for row in network.disruptions_between(office.country_id, day - timedelta(days=3), day)
    }
    network_here = held.network_on(day)
    trips = {trip.code: trip for trip in network_here.trips}
    shown = []
    for mark in marks:
        if mark.code:
            kind = MovementKind.ARRIVED if mark.row == "arrival" else MovementKind.LEFT
            stop, run_day = _call_of(trips[mark.code], office.code, mark, day)
            at = moved.get((mark.code, run_day, stop, kind))
            known = told.get((mark.code, run_day))
            minute = (
                round((at.astimezone(UTC) - midnight.astimezone(UTC)) / timedelta(minutes=1)) if at else None
            )
            mark = replace(
                mark,
                happened=minute,
                cancelled=bool(known and known.is_cancelled and at is None),
                told_late=known.delay_min if known else 0,
            )
        shown.append(mark)
    return shown


def _call_of(trip: Any, office: str, mark: drawings.Mark, day: date) -> tuple[int, date]:
    """Which of its stops a mark is of, and the service day of its run: the day on which it left its first stop."""
    for at, stop in enumerate(trip.stops):
        minute = trip.departs_min + (stop.arrives_min if mark.row == "arrival" else stop.leaves_min)
        if stop.office == office and minute % drawings.DAY_MIN == mark.starts:
            return at, day - timedelta(days=minute // drawings.DAY_MIN)
    return 0, day


@require_safe
@requires("view.network")
def choose_heat_map(request: StaffRequest) -> HttpResponse:
    """From which office, at which moment: leads to the page of that question."""
    office = _office_asked(request)
    if office is None:
        return _ask_for_office(request)
    at = western_digits(request.GET.get("at", "")) or timezone.now().astimezone(office.zone).strftime(MOMENT)
    carriage = request.GET.get("carriage", STANDARD)
    return redirect("strategy-heat-map", office=office.code, at=at, carriage=carriage)


@require_safe
@requires("view.network")
def heat_map(request: StaffRequest, office: str, at: str, carriage: str) -> HttpResponse:
    """The day of delivery from one office to all others, for one moment of hand-over."""
    origin = network.office(office)
    held = _held(origin.country_id)
    now = timezone.now()
    moment, is_wrong = _moment(at, held, now)
    carriage = carriage if carriage in Carriage.values else STANDARD
    offices = sorted((o for o in held.offices.values() if not o.retired), key=lambda o: o.code)
    found = network.promises_for([network.Question(origin.code, o.code, moment, carriage) for o in offices])
    days = {
        o.code: _days_later(moment.date(), promise.delivery_date)
        for o, promise in zip(offices, found, strict=True)
    }
    return show(
        request, "strategy/heat_map.html", office=origin, at=moment, at_text=moment.strftime(MOMENT),
        is_wrong=is_wrong, carriage=carriage, carriages=Carriage.choices, classes=_classes(days),
        regions=_by_region(offices, days), **_drawn(origin, offices, days),
    )  # fmt: skip


@require_safe
@requires("view.network")
def heat_map_promise(request: StaffRequest, office: str, at: str, carriage: str, to: str) -> HttpResponse:
    """The promise of one point of the map, on its public page."""
    asked = {"origin": office, "destination": network.office(to).code, "at": at, "carriage": carriage}
    return redirect(f"{reverse('promise')}?{urlencode(asked)}")


def _moment(text: str, held: network.HeldNetwork, now: datetime) -> tuple[datetime, bool]:
    """The wall time of an address; now, and that it was not understood, where none can be answered."""
    try:
        at = datetime.fromisoformat(western_digits(text)).replace(tzinfo=held.zone)
        if network.in_reach(at, now):
            return at, False
    except (ValueError, OverflowError):
        pass
    return now.astimezone(held.zone), True


def _held(country: str) -> network.HeldNetwork:
    held = network.held_network(country)
    if held is None:
        raise NotFound(what=country)
    return held


def _office_asked(request: StaffRequest) -> Any:
    """The office that the address names, else the reader's own; none where neither is there."""
    code = request.GET.get("office", "").strip().upper() or request.actor.office or ""
    return network.office(code) if code else None


def _ask_for_office(request: StaffRequest) -> HttpResponse:
    return show(request, "strategy/choose_office.html")


def _days_later(first: date, day: date | None) -> int:
    """How many days after the hand-over it is delivered; -1 for never, the last class for all that is later."""
    return -1 if day is None else min((day - first).days, LATEST_DAY)


def class_of(days: int) -> str:
    return "never" if days < 0 else f"j{days}"


def _label(days: int) -> str:
    if days < 0:
        return _("not reached")
    return f"J+{days}" + ("+" if days == LATEST_DAY else "")


def _classes(days: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Each class that is there: its colour, its name, how many offices."""
    counts = Counter(days.values())
    order = [*range(LATEST_DAY + 1), -1]
    return [(class_of(later), _label(later), counts[later]) for later in order if counts[later]]


def _by_region(offices: list[Any], days: Mapping[str, int]) -> list[tuple[str, int, list[str]]]:
    """For each region how many offices, and the share reached by each class of day."""
    present = [later for later in [*range(LATEST_DAY + 1), -1] if later in set(days.values())]
    regions = (
        {region.code: region for region in territory.regions_of(offices[0].country_id)} if offices else {}
    )
    of_region: dict[str, list[int]] = defaultdict(list)
    for office in offices:
        of_region[office.locality.region_id].append(days[office.code])
    rows = []
    for code, found in of_region.items():
        counts = Counter(found)
        shares = [percent(counts[later] / len(found)) if counts[later] else "" for later in present]
        rows.append((regions[code].shown_name if code in regions else code, len(found), shares))
    return sorted(rows)


def _drawn(origin: Any, offices: list[Any], days: Mapping[str, int]) -> dict[str, Any]:
    """The points, each a way to its own promise, grouped by class."""
    country = territory.country(origin.country_id)
    places = [(office.longitude, office.latitude) for office in offices]
    frame = drawings.frame_of(places, country.outline)
    if frame is None:
        return {"frame": None}
    groups: dict[str, list[tuple[str, int, int, str]]] = defaultdict(list)
    for office, place in zip(offices, places, strict=True):
        x, y = frame.point(place)
        groups[class_of(days[office.code])].append((office.code, x, y, office.shown_name))
    return {
        "frame": frame, "land": drawings.outline_path(frame, country.outline), "groups": sorted(groups.items()),
        "here": frame.point((origin.longitude, origin.latitude)),
    }  # fmt: skip
