"""What differs today: runs that are late or do not run, and offices that are shut."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rekkas.base.access import StaffRequest, requires
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.network import commands
from rekkas.network import queries as network
from rekkas.strategy.forms_timetables import ClosureForm, DisruptionForm
from rekkas.strategy.views.timetables import country_asked, namer, today_in
from rekkas.strategy.words.numbers import apart
from rekkas.territory import queries as territory

BACK = timedelta(days=1)


@require_safe
@requires("view.network")
def list_disruptions(request: StaffRequest) -> HttpResponse:
    """What is told of the runs of yesterday and of all days to come, and which offices are shut."""
    return _page(request)


def _page(request: StaffRequest, **more: Any) -> HttpResponse:
    country = country_asked(request)
    today = today_in(country)
    held = network.held_network(country.iso)
    named = namer(held)
    rows = page_of(request, network.disruptions_since(country.iso, today - BACK))
    told = []
    for row in rows:
        call = held.trip(row.trip_code) if held else None
        told.append((row, apart(named(call.origin.code), "–", named(call.destination.code)) if call else ""))
    context = {
        "country": country, "countries": territory.countries(), "page_obj": rows, "told": told, "today": today,
        "closed": page_of(request, network.closed_offices(country.iso, today), "closed"),
        "may_disrupt": request.actor.may("network.disrupt_run"),
        "may_close": request.actor.may("network.close_office"),
        "run_form": DisruptionForm(
            initial={"date": today, "trip": request.GET.get("trip", "")}, auto_id="run_%s"
        ),
        "closure_form": ClosureForm(
            initial={"first": today, "office": request.GET.get("office", "")}, auto_id="closure_%s"
        ), **more,
    }  # fmt: skip
    return show(request, "strategy/timetable_disruptions.html", **context)


@requires("network.disrupt_run")
def disrupt_run(request: StaffRequest) -> HttpResponse:
    """Tell that a run will be late, or does not run."""
    form = DisruptionForm(request.POST or None, auto_id="run_%s")
    if form.is_valid() and form.does(
        lambda key: commands.disrupt_run(
            trip=form.cleaned_data["trip"], date=form.cleaned_data["date"],
            delay_min=form.cleaned_data["delay_min"] or 0, is_cancelled=form.cleaned_data["is_cancelled"],
            reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("It is told of %(trip)s.") % {"trip": form.cleaned_data["trip"]})
        return redirect("strategy-disruptions")
    return _page(request, run_form=form, form=form)


@requires("network.clear_disruption")
def clear_disruption(request: StaffRequest) -> HttpResponse:
    """Take back what was told of a run."""
    trip, day = request.POST.get("trip", ""), _day(request.POST.get("date", ""))
    if trip and day:
        commands.clear_disruption(trip=trip, date=day, by=request.actor, at=timezone.now())
        messages.success(request, _("%(trip)s runs by the timetable again.") % {"trip": trip})
    return redirect("strategy-disruptions")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@requires("network.close_office")
def close_office(request: StaffRequest) -> HttpResponse:
    """Shut an office from a day on."""
    form = ClosureForm(request.POST or None, auto_id="closure_%s")
    if form.is_valid() and form.does(
        lambda key: commands.close_office(
            office=form.cleaned_data["office"], first=form.cleaned_data["first"], until=form.cleaned_data["until"],
            by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("The closure of %(office)s is kept. Promises mind it from now on.") % {
            "office": form.cleaned_data["office"],
        })  # fmt: skip
        return redirect("strategy-disruptions")
    return _page(request, closure_form=form, form=form)


@requires("network.reopen_office")
def reopen_office(request: StaffRequest) -> HttpResponse:
    """Take the closure of an office away."""
    if code := request.POST.get("office", ""):
        commands.reopen_office(office=code, by=request.actor, at=timezone.now())
        messages.success(request, _("%(office)s is open again.") % {"office": code})
    return redirect("strategy-disruptions")
