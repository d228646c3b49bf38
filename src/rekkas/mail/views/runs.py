"""Runs: the trips that leave here today, and those on their way here, each with its stops in order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
from rekkas.mail.forms import ContainerForm, DepartForm
from rekkas.mail.queries import ContainerHere
from rekkas.mail.queries.runs import begun, calls_on, departed
from rekkas.network import queries as network
from rekkas.network.choices import Mode

TRIPS_A_PAGE = 30
LATE_MIN = 60  # so long after its minute a trip still counts as the next to leave
A_DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class Departure:
    """A trip that leaves today, what waits for it, and its run once it has left.

    ``stops`` are the names of those still to come, with the minute of the day. ``since`` names the office where a
    trip began that only calls here, and ``is_begun`` says that its run was noted there.
    """

    trip: Any
    to: str
    mode: Any
    stops: tuple[tuple[str, int], ...]
    since: str
    loads: list[ContainerHere]
    run: str
    is_begun: bool


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
    today = now.date()
    trips = calls_on(office.code, today)
    gone = departed(office.code, trips, today)
    open_trips = [trip for trip in trips if (trip.code, trip.stop) not in gone]
    page = page_of(request, _shown(trips, open_trips, now, search), size=TRIPS_A_PAGE)
    served = {end for trip in open_trips for end in trip.ends}
    left = page_of(request, queries.waiting_dispatches(office.code, not_towards=served), "left")
    return show(
        request, "mail/depart_run.html", office=office, form=form, today=today, search=search, left=left,
        page_obj=page, departures=_departures(office, list(page), gone, begun(trips, today)),
        departed_count=len(gone), trip_count=len(trips),
    )  # fmt: skip


def _shown(trips: list[Any], open_trips: list[Any], now: datetime, search: str) -> list[Any]:
    """The trips searched for; or those still to leave, the next first and those long overdue at the end."""
    if search:
        return _meant(trips, search)
    since = now.hour * 60 + now.minute - LATE_MIN
    return sorted(open_trips, key=lambda trip: (trip.departs_min < since, trip.departs_min, trip.code))


def _meant(trips: list[Any], search: str) -> list[Any]:
    """Those of this code, or that call at an office of this name or code."""
    offices = network.offices_named(end for trip in trips for end in trip.ends)
    word = fold(search)
    ends = {
        code
        for code, row in offices.items()
        if search.upper() == code or word in fold(row.name) or word in fold(row.name_ar)
    }
    return [trip for trip in trips if search.upper() == trip.code or not ends.isdisjoint(trip.ends)]


def _departures(
    office: Any, shown: list[Any], gone: dict[tuple[str, int], str], under_way: set[str]
) -> list[Departure]:
    ends = {end for trip in shown if (trip.code, trip.stop) not in gone for end in trip.ends}
    waiting = list(queries.waiting_dispatches(office.code, towards=ends))
    names = _names(code for trip in shown for code in (trip.trip.origin, *trip.ends))
    return [
        Departure(
            trip=trip, to=names[trip.destination_id], mode=Mode(trip.mode).label, stops=_stops(trip, names),
            since=names[trip.trip.origin] if trip.stop else "",
            loads=[load for load in waiting if load.destination in trip.ends],
            run=gone.get((trip.code, trip.stop), ""), is_begun=trip.code in under_way,
        )
        for trip in shown
    ]  # fmt: skip


def _stops(trip: Any, names: dict[str, str]) -> tuple[tuple[str, int], ...]:
    begins = trip.trip.departs_min
    later = trip.trip.stops[trip.stop + 1 :]
    return tuple((names[stop.office], (begins + stop.arrives_min) % A_DAY_MIN) for stop in later)


def _names(codes: Iterable[str]) -> dict[str, str]:
    return {code: row.shown_name for code, row in network.offices_named(codes).items()}


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
    names = _names(code for run in runs for code in run.stops)
    runs.object_list = [replace(run, stops=tuple(names[code] for code in run.stops)) for run in runs]
    return show(request, "mail/arrive_run.html", office=office, form=form, runs=runs)
