"""Dispatches and the runs that carry them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from postkit.text import fold
from rekkas.base.access import StaffRequest, requires
from rekkas.desk.listings import page_of
from rekkas.desk.pages import at_office, now_at, show
from rekkas.mail import commands, queries
from rekkas.mail.choices import UnitKind
from rekkas.mail.forms import ContainerForm, DepartForm, DispatchForm
from rekkas.mail.queries import ContainerHere
from rekkas.mail.queries.desk import departed_trips
from rekkas.mail.views.bags import next_offices, office_choices, open_something
from rekkas.network import queries as network

BAGS_A_PAGE, TRIPS_A_PAGE = 100, 30
LATE_MIN = 60  # so long after its minute a trip still counts as the next to leave


@requires("mail.close_dispatch")
@at_office
def close_dispatch(request: StaffRequest, office: Any) -> HttpResponse:
    """Make one dispatch of closed bags for the next office."""
    bags = page_of(request, queries.receptacles_to_send(office.code), size=BAGS_A_PAGE)
    near = next_offices(office)
    ways = _by_way(office, near, bags)
    offices = office_choices(list(dict.fromkeys([*near, *ways])))
    form = DispatchForm(request.POST or None, offices=offices)
    if form.is_valid() and form.does(
        lambda key: commands.close_dispatch(
            office=office.code, destination=form.cleaned_data["destination"],
            receptacles=form.cleaned_data["receptacles"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The dispatch %(number)s is closed.") % {"number": form.result})
        return redirect("mail-close-dispatch")
    names = dict(offices)
    groups = [(code, names.get(code, code), group) for code, group in ways.items()]
    waiting = page_of(request, queries.waiting_dispatches(office.code), "waiting")
    return show(
        request, "mail/close_dispatch.html", office=office, form=form, groups=groups, offices=offices,
        page_obj=bags, waiting=waiting,
    )  # fmt: skip


def _by_way(
    office: Any, near: Sequence[str], bags: Iterable[ContainerHere]
) -> dict[str, list[ContainerHere]]:
    """Closed bags by the next office on the way of each."""
    rows, now = list(bags), now_at(office)
    far = sorted({bag.destination for bag in rows} - set(near))
    routes = network.routes_between([network.Question(office.code, end, now) for end in far])
    towards = {end: legs[0].destination for end, legs in zip(far, routes, strict=True) if legs}
    ways: dict[str, list[ContainerHere]] = {}
    for bag in rows:
        ways.setdefault(towards.get(bag.destination, bag.destination), []).append(bag)
    return ways


@dataclass(frozen=True, slots=True)
class Departure:
    """A trip that leaves today, what waits for it, and its run once it has left."""

    trip: Any
    to: str
    loads: list[ContainerHere]
    run: str


@requires("mail.depart_run")
@at_office
def depart_run(request: StaffRequest, office: Any) -> HttpResponse:
    """Load dispatches on a trip and let it leave."""
    form = DepartForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.depart_run(
            trip=form.cleaned_data["trip"], date=form.cleaned_data["date"], office=office.code,
            dispatches=form.cleaned_data["dispatches"], by=request.actor, at=now_at(office), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("Run %(number)s has left.") % {"number": form.result})
        return redirect("mail-depart-run")
    now, search = now_at(office), request.GET.get("to", "").strip()
    trips = [trip for trip in network.trips_from(office.code) if str(now.isoweekday()) in trip.days]
    departed = departed_trips(office.code, now.date())
    open_trips = [trip for trip in trips if trip.code not in departed]
    page = page_of(request, _shown(trips, open_trips, now, search), size=TRIPS_A_PAGE)
    served = {trip.destination_id for trip in open_trips}
    left = page_of(request, queries.waiting_dispatches(office.code, not_towards=served), "left")
    return show(
        request, "mail/depart_run.html", office=office, form=form, today=now.date(), search=search, left=left,
        page_obj=page, departures=_departures(office, page, departed), departed_count=len(departed),
        trip_count=len(trips),
    )  # fmt: skip


def _shown(trips: list[Any], open_trips: list[Any], now: datetime, search: str) -> list[Any]:
    """The trips searched for; or those still to leave, the next first and those long overdue at the end."""
    if search:
        return [trip for trip in trips if _is_meant(trip, search)]
    since = now.hour * 60 + now.minute - LATE_MIN
    return sorted(open_trips, key=lambda trip: (trip.departs_min < since, trip.departs_min, trip.code))


def _is_meant(trip: Any, search: str) -> bool:
    end = trip.destination
    named = any(fold(search) in fold(name) for name in (end.name, end.name_ar))
    return named or search.upper() in (trip.code, end.code)


def _departures(office: Any, trips: Iterable[Any], departed: dict[str, str]) -> list[Departure]:
    shown = list(trips)
    loads: dict[str, list[ContainerHere]] = {}
    ends = {trip.destination_id for trip in shown if trip.code not in departed}
    for load in queries.waiting_dispatches(office.code, towards=ends):
        loads.setdefault(load.destination, []).append(load)
    return [
        Departure(
            trip, trip.destination.shown_name, loads.get(trip.destination_id, []), departed.get(trip.code, "")
        )
        for trip in shown
    ]


@requires("mail.arrive_run")
@at_office
def arrive_run(request: StaffRequest, office: Any) -> HttpResponse:
    """Note that a run has arrived."""
    form = ContainerForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.arrive_run(
            run=form.cleaned_data["number"], office=office.code, by=request.actor, at=now_at(office), key=key
        )
    ):
        messages.success(request, _("Run %(number)s has arrived.") % {"number": form.cleaned_data["number"]})
        return redirect("mail-receive-dispatch")
    runs = page_of(request, queries.runs_to(office.code))
    return show(request, "mail/arrive_run.html", office=office, form=form, runs=runs)


@requires("mail.receive_dispatch")
@at_office
def receive_dispatch(request: StaffRequest, office: Any) -> HttpResponse:
    """Take a dispatch in and count its bags."""
    return open_something(
        request, office, UnitKind.DISPATCH, commands.receive_dispatch, "dispatch",
        queries.arrived_dispatches(office.code),
    )  # fmt: skip
