"""Versions of the timetable: checked, compared, drafted, changed and published."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postkit.network import Network
from postkit.network.check import Fault, faults_of
from postkit.network.compare import changes_between
from postkit.network.files import timetable_files
from postkit.network.gtfs import read_gtfs, write_gtfs
from postkit.network.losses import losses_between
from postkit.promise import monday_of
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound, Refused
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.network import commands
from rekkas.network import queries as network
from rekkas.network.choices import TimetableState
from rekkas.network.errors import TimetableIsKept, TimetableMistaken
from rekkas.network.mistakes import mistake_text
from rekkas.strategy.effects import effects_of
from rekkas.strategy.forms_timetables import DraftForm, PublishForm, TripForm, UploadForm
from rekkas.strategy.words.timetables import change_text, days_words, fault_text
from rekkas.territory import queries as territory

TRIPS_A_PAGE, CHANGES_A_PAGE, MISTAKES_SHOWN = 50, 50, 500
GTFS_YEARS = timedelta(days=366)
TRIP_FILES = ("trips.csv", "stops.csv", "trip_days.csv")


def country_asked(request: StaffRequest) -> Any:
    """The country that the page is about: the one named, else that of the reader's office, else the first."""
    countries = territory.countries()
    wanted = request.GET.get("country", "").upper() or (request.actor.office or "")[:2]
    found = next((country for country in countries if country.iso == wanted), None)
    if found is None and not countries:
        raise NotFound(what=_("a country"))
    return found or countries[0]


def namer(held: network.HeldNetwork | None) -> Callable[[str], str]:
    """The names of offices, each with its code."""
    offices = held.offices if held else {}

    def named(code: str) -> str:
        return f"{offices[code].shown_name} ({code})" if code in offices else code

    return named


def today_in(country: Any) -> date:
    return timezone.now().astimezone(ZoneInfo(country.time_zone)).date()


@require_safe
@requires("view.network")
def list_timetables(request: StaffRequest) -> HttpResponse:
    """Every version, the newest first, and which of them holds today."""
    country = country_asked(request)
    versions = network.timetables_of(country.iso)
    return show(
        request, "strategy/timetables.html", country=country, countries=territory.countries(),
        page_obj=page_of(request, versions), in_force=_in_force(versions, today_in(country)),
        may_draft=request.actor.may("network.draft_timetable"),
    )  # fmt: skip


def _in_force(versions: list[Any], day: date) -> Any:
    """The version that holds on a day."""
    begun = [
        version
        for version in versions
        if version.state == TimetableState.PUBLISHED and version.valid_from and version.valid_from <= day
    ]
    return max(begun, key=lambda version: version.valid_from, default=None)


@require_safe
@requires("view.network")
def show_timetable(request: StaffRequest, country: str, number: int) -> HttpResponse:
    """One version: its check, what it changes and, when asked for, what it does to the promise."""
    return _page(request, network.timetable(country, number))


def _page(request: StaffRequest, version: Any, **more: Any) -> HttpResponse:
    """The page of a version, with the form that was sent to it, if one was declined."""
    held = network.held_network(version.country_id)
    named, day = namer(held), today_in(version.country)
    versions = network.timetables_of(version.country_id)
    in_force = _in_force(versions, day)
    other = _other(request, version, versions, in_force)
    here = network.network_in(version)
    there = network.network_in(network.timetable(version.country_id, other.number)) if other else here
    first = max(version.valid_from or day, day)
    changes = changes_between(there, here)
    page = page_of(request, changes, "changes", CHANGES_A_PAGE)
    effects = None
    if other and held and request.GET.get("effects"):
        effects = effects_of(held, there, here, monday_of(first + timedelta(days=7)))
    context = {
        "version": version, "versions": versions, "in_force": in_force, "other": other, "effects": effects,
        "faults": [
            (fault_text(fault, named), is_new) for fault, is_new in _faults(here, there if other else None, first)
        ],
        "changes": page, "told": [change_text(change, named) for change in page], "named": named,
        "trips": _trips_shown(request, here, named), "search": request.GET.get("trip", "").strip(),
        "lanes": _lanes(effects, named), "trip_count": len(here.trips), "files": sorted(version.files),
        "may_change": request.actor.may("network.revise_timetable") and version.state == TimetableState.DRAFT,
        "may_publish": request.actor.may("network.publish_timetable") and version.state == TimetableState.DRAFT,
        "may_withdraw": request.actor.may("network.withdraw_timetable") and _can_be_withdrawn(version, day),
        "may_draft": request.actor.may("network.draft_timetable"),
        "draft_form": DraftForm(initial={"based_on": version.number}, auto_id="draft_%s"),
        "upload_form": UploadForm(auto_id="upload_%s"), "publish_form": PublishForm(
            initial={"valid_from": day + timedelta(days=1)}, auto_id="publish_%s"
        ),
        **more,
    }  # fmt: skip
    return show(request, "strategy/timetable.html", **context)


def _faults(here: Network, other: Network | None, first: date) -> list[tuple[Fault, bool]]:
    """The faults of a version, and whether the other is free of each: first what the other reaches and it does not."""
    wrong = faults_of(here, first=first)
    if other is None:
        return [(fault, False) for fault in wrong]
    known = {(fault.kind, fault.code) for fault in faults_of(other, first=first)}
    lost = [(fault, True) for fault in losses_between(other, here)]
    return lost + [(fault, (fault.kind, fault.code) not in known) for fault in wrong]


def _other(request: StaffRequest, version: Any, versions: list[Any], in_force: Any) -> Any:
    """What it is compared with: the version named, else its parent, else the one in force."""
    asked = request.GET.get("with", "")
    parent = next((row.based_on for row in versions if row.number == version.number), None)
    wanted = int(asked) if asked.isdecimal() and len(asked) < 9 else parent.number if parent else None
    found = next((other for other in versions if other.number == wanted), None) or in_force
    return None if found is None or found.number == version.number else found


def _can_be_withdrawn(version: Any, day: date) -> bool:
    if version.state == TimetableState.PUBLISHED:
        return bool(version.valid_from and version.valid_from > day)
    return bool(version.state == TimetableState.DRAFT)


def _trips_shown(request: StaffRequest, here: Network, named: Callable[[str], str]) -> Any:
    """The trips searched for: by code or by the office at which they call."""
    wanted = request.GET.get("trip", "").strip().upper()
    found = [
        trip
        for trip in here.trips
        if wanted and (wanted in trip.code or any(s.office == wanted for s in trip.stops))
    ]
    page = page_of(request, found, "trips", TRIPS_A_PAGE)
    page.object_list = [
        (trip, " – ".join(named(stop.office) for stop in trip.stops), days_words(trip.days)) for trip in page
    ]
    return page


def _lanes(effects: Any, named: Callable[[str], str]) -> list[Any]:
    """The lanes that gain and lose most, with names, for two tables."""
    if effects is None:
        return []
    tables = [
        (_("The lanes that gain most"), effects.gaining),
        (_("The lanes that lose most"), effects.losing),
    ]
    if effects.lost:
        tables.append((_("Lanes no longer reached"), effects.gone))
    return [
        (title, [(named(lane.origin), named(lane.destination), lane) for lane in lanes])
        for title, lanes in tables
    ]


def _address(country: str, number: int) -> str:
    return reverse("strategy-timetable", args=[country, number])


@requires("network.draft_timetable")
def draft_timetable(request: StaffRequest, country: str, number: int) -> HttpResponse:
    """Begin a draft from a version."""
    version = network.timetable(country, number)
    form = DraftForm(request.POST or None, initial={"based_on": number}, auto_id="draft_%s")
    if form.is_valid() and form.does(
        lambda key: commands.draft_timetable(
            country=country, name=form.cleaned_data["name"], based_on=form.cleaned_data["based_on"],
            by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("Draft %(number)s begins as a copy of %(other)s.") % {
            "number": form.result, "other": number,
        })  # fmt: skip
        return redirect(_address(country, form.result))
    return _page(request, version, draft_form=form, form=form)


@requires("network.revise_timetable")
def revise_timetable(request: StaffRequest, country: str, number: int) -> HttpResponse:
    """Put files into a draft. Every mistake is named with its file and line, and nothing is kept then."""
    version = network.timetable(country, number)
    form = UploadForm(request.POST or None, request.FILES or None, auto_id="upload_%s")
    mistakes: list[str] = []
    unmatched: tuple[Any, ...] = ()
    if form.is_valid():
        files = dict(form.texts)
        if form.feed:
            here = network.network_in(version)
            feed = read_gtfs(form.feed, here.index)
            mistakes, unmatched = [mistake_text(mistake) for mistake in feed.mistakes], feed.unmatched
            if not mistakes and not feed.trips:  # of another network: it would empty the draft
                mistakes = [_("The feed has no trip between offices that are known here.")]
            made = timetable_files(Network(here.zone, here.sites, feed.trips)) if not mistakes else {}
            files = {name: text for name, text in made.items() if name in TRIP_FILES}
        if files:
            try:
                commands.revise_timetable(
                    country=country, number=number, files=files, by=request.actor, at=timezone.now(),
                    key=str(form.cleaned_data["key"]),
                )  # fmt: skip
                messages.success(request, _("The draft holds what was sent. Look at its check below."))
                _say_unmatched(request, unmatched)
                return redirect(_address(country, number))
            except TimetableMistaken as refusal:
                mistakes = refusal.details["mistakes"]
                form.decline(refusal.code, str(refusal), 422)
            except Refused as refusal:
                form.decline(refusal.code, str(refusal), refusal.status)
        else:
            form.decline(
                TimetableMistaken.code, str(TimetableMistaken(count=len(mistakes), first=mistakes[0])), 422
            )
    return _page(
        request, version, upload_form=form, form=form, mistakes=mistakes[:MISTAKES_SHOWN],
        more_mistakes=max(0, len(mistakes) - MISTAKES_SHOWN),
    )  # fmt: skip


def _say_unmatched(request: StaffRequest, unmatched: tuple[Any, ...]) -> None:
    """The trips that were left out, for they call where no office is."""
    if unmatched:
        trips = {trip for stop in unmatched for trip in stop.trips}
        said = _(
            "%(stops)s stops of the feed are no offices: %(trips)s trips that call there were left out (%(first)s …)."
        )
        messages.warning(
            request, said % {"stops": len(unmatched), "trips": len(trips), "first": unmatched[0].stop_id}
        )


@requires("network.change_trip")
def change_trip(request: StaffRequest, country: str, number: int, code: str) -> HttpResponse:
    """Let one trip of a draft leave at another time, or on other days."""
    version = network.timetable(country, number)
    here = network.network_in(version)
    trip = next((trip for trip in here.trips if trip.code == code), None)
    if trip is None:
        raise NotFound(what=code)
    if version.state != TimetableState.DRAFT:
        raise TimetableIsKept(number=number)
    form = TripForm(request.POST or None, trip=trip)
    if form.is_valid() and form.does(
        lambda key: commands.change_trip(
            country=country, number=number, trip=code, departs_min=form.cleaned_data["departs"],
            days=form.cleaned_data["days"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("Trip %(trip)s is changed in the draft.") % {"trip": code})
        return redirect(f"{_address(country, number)}?trip={code}")
    named = namer(network.held_network(country))
    stops = [
        (
            named(stop.office),
            (trip.departs_min + stop.arrives_min) % 1440,
            (trip.departs_min + stop.leaves_min) % 1440,
        )
        for stop in trip.stops
    ]
    return show(request, "strategy/timetable_trip.html", version=version, trip=trip, stops=stops, form=form)


@requires("network.publish_timetable")
def publish_timetable(request: StaffRequest, country: str, number: int) -> HttpResponse:
    """Let a draft hold from a day."""
    form = PublishForm(request.POST or None, auto_id="publish_%s")
    if form.is_valid() and form.does(
        lambda key: commands.publish_timetable(
            country=country, number=number, valid_from=form.cleaned_data["valid_from"],
            knowing_faults=form.cleaned_data["knowing_faults"], by=request.actor, at=timezone.now(), key=key,
        )
    ):  # fmt: skip
        messages.success(request, _("Timetable %(number)s is published.") % {"number": number})
        return redirect(_address(country, number))
    return _page(request, network.timetable(country, number), publish_form=form, form=form)


@requires("network.withdraw_timetable")
def withdraw_timetable(request: StaffRequest, country: str, number: int) -> HttpResponse:
    """Give up a draft, or a version whose day has not come."""
    if request.method == "POST":
        commands.withdraw_timetable(country=country, number=number, by=request.actor, at=timezone.now())
        messages.success(request, _("Timetable %(number)s is withdrawn.") % {"number": number})
    return redirect(_address(country, number))


@require_safe
@requires("view.network")
def download_timetable(request: StaffRequest, country: str, number: int, name: str) -> HttpResponse:
    """A file of a version, a zip of all of them, or its trips as GTFS."""
    version = network.timetable(country, number)
    if name == "timetable.zip":
        return _sent(_zipped(version.files), f"timetable-{country}-{number}.zip", "application/zip")
    if name == "gtfs.zip":
        held = network.held_network(country)
        first = version.valid_from or today_in(version.country)
        names = {code: office.name for code, office in held.offices.items()} if held else {}
        feed = write_gtfs(
            network.network_in(version), first=first, last=first + GTFS_YEARS, name=version.country.name,
            url=request.build_absolute_uri("/"), names=names,
        )  # fmt: skip
        return _sent(feed, f"gtfs-{country}-{number}.zip", "application/zip")
    if name not in version.files:
        raise NotFound(what=name)
    return _sent(version.files[name].encode(), name, "text/csv; charset=utf-8")


def _zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _sent(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
