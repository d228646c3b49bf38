"""Dispatches and the runs that carry them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from rekkas.base.access import StaffRequest, requires
from rekkas.mail import commands, queries
from rekkas.mail.choices import UnitKind
from rekkas.mail.desk import at_office, show
from rekkas.mail.forms import ContainerForm, DepartForm, DispatchForm
from rekkas.mail.queries.desk import departed_trips
from rekkas.mail.views.bags import next_offices, office_choices, open_something
from rekkas.network import queries as network


@requires("mail.close_dispatch")
@at_office
def close_dispatch(request: StaffRequest, office: Any) -> HttpResponse:
    """Make one dispatch of closed bags for the next office."""
    ways, bags = _bags_by_way(office)
    offices = office_choices(list(dict.fromkeys([*next_offices(office), *ways])))
    choices = [(bag.number, bag.number) for bag in bags]
    form = DispatchForm(request.POST or None, offices=offices, bags=choices)
    if form.is_valid() and form.does(
        lambda key: commands.close_dispatch(
            office=office.code, destination=form.cleaned_data["destination"],
            receptacles=form.cleaned_data["receptacles"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The dispatch %(number)s is closed.") % {"number": form.result})
        return redirect("mail-close-dispatch")
    names = dict(offices)
    groups = [(code, names.get(code, code), group) for code, group in ways.items()]
    waiting = queries.waiting_dispatches(office.code)
    return show(
        request, "mail/close_dispatch.html", office=office, form=form, groups=groups, offices=offices,
        waiting=waiting,
    )  # fmt: skip


def _bags_by_way(office: Any) -> tuple[dict[str, list[Any]], list[Any]]:
    """The closed bags that wait here, by the next office on the way of each."""
    bags = [bag for bag in queries.closed_receptacles(office.code) if bag.destination != office.code]
    direct, at = set(next_offices(office)), timezone.now()
    ways: dict[str, list[Any]] = {}
    towards: dict[str, str] = {}
    for bag in bags:
        if bag.destination not in towards:
            legs = (
                () if bag.destination in direct else network.route_between(office.code, bag.destination, at)
            )
            towards[bag.destination] = legs[0].destination if legs else bag.destination
        ways.setdefault(towards[bag.destination], []).append(bag)
    return ways, bags


@dataclass(frozen=True, slots=True)
class Departure:
    """A trip that leaves today, what waits for it, and its run once it has left."""

    trip: Any
    to: str
    loads: list[Any]
    run: str


@requires("mail.depart_run")
@at_office
def depart_run(request: StaffRequest, office: Any) -> HttpResponse:
    """Load dispatches on a trip and let it leave."""
    today = network.local_moment(office.code, timezone.now()).date()
    waiting = queries.waiting_dispatches(office.code)
    form = DepartForm(request.POST or None, loads=[(load.number, load.number) for load in waiting])
    if form.is_valid() and form.does(
        lambda key: commands.depart_run(
            trip=form.cleaned_data["trip"], date=form.cleaned_data["date"], office=office.code,
            dispatches=form.cleaned_data["dispatches"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("Run %(number)s has left.") % {"number": form.result})
        return redirect("mail-depart-run")
    trips = [trip for trip in network.trips_from(office.code) if str(today.isoweekday()) in trip.days]
    departed = departed_trips(office.code, today)
    departures = [
        Departure(
            trip, trip.destination.shown_name,
            [load for load in waiting if load.destination == trip.destination_id],
            departed.get(trip.code, ""),
        )
        for trip in trips
    ]  # fmt: skip
    served = {trip.destination_id for trip in trips if trip.code not in departed}
    left = [load for load in waiting if load.destination not in served]
    return show(
        request,
        "mail/depart_run.html",
        office=office,
        form=form,
        departures=departures,
        today=today,
        left=left,
    )


@requires("mail.arrive_run")
@at_office
def arrive_run(request: StaffRequest, office: Any) -> HttpResponse:
    """Note that a run has arrived."""
    form = ContainerForm(request.POST or None)
    if form.is_valid() and form.does(
        lambda key: commands.arrive_run(
            run=form.cleaned_data["number"], office=office.code, by=request.actor, at=timezone.now(), key=key
        )
    ):
        messages.success(request, _("Run %(number)s has arrived.") % {"number": form.cleaned_data["number"]})
        return redirect("mail-receive-dispatch")
    runs = queries.runs_to(office.code)
    return show(request, "mail/arrive_run.html", office=office, form=form, runs=runs)


@requires("mail.receive_dispatch")
@at_office
def receive_dispatch(request: StaffRequest, office: Any) -> HttpResponse:
    """Take a dispatch in and count its bags."""
    return open_something(
        request, office, UnitKind.DISPATCH, commands.receive_dispatch, "dispatch",
        queries.arrived_dispatches(office.code),
    )  # fmt: skip
