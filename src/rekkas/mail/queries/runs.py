"""Runs as the timetable and the record have them: where they call, what of it was noted."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from rekkas.mail.choices import ARRIVED, DEPARTED
from rekkas.mail.models import Event, Run, RunStop, Standing
from rekkas.network.queries import Call, country_of, held_network

LONGEST_DAYS = 7  # a run calls at its last stop within a week


def call_at(trip: str, office: str, day: date) -> Call | None:
    """The stop at which a trip leaves an office on a day, by the timetable of the run's service day."""
    return next((call for call in calls_on(office, day) if call.code == trip), None)


def calls_on(office: str, day: date) -> list[Call]:
    """The trips that leave an office on a day, in the order of departure. A run of the night before is among them."""
    network = held_network(country_of(office))
    if network is None:
        return []
    calls = [
        call
        for shift in range(LONGEST_DAYS)
        for call in network.calls_from(office, day - timedelta(days=shift))
        if call.shift == shift and call.leaves_on(day)
    ]
    return sorted(calls, key=lambda call: (call.departs_min, call.code))


def is_noted(run: int, code: str, office: str) -> bool:
    """Whether anybody has said this of a run at an office."""
    return Event.objects.filter(unit=run, code=code, office_code=office).exists()


def stops_of(runs: Collection[int]) -> dict[int, list[str]]:
    """The offices at which each run calls, in order."""
    stops: dict[int, list[str]] = {run: [] for run in runs}
    rows = RunStop.objects.filter(run__in=runs).order_by("run", "place")
    for run, office in rows.values_list("run", "office__code"):
        stops[run].append(office)
    return stops


def departed(office: str, calls: Iterable[Call], day: date) -> dict[str, str]:
    """Those of the trips that have left an office on a day, and the number of each run."""
    days = {call.code: call.service_day(day) for call in calls}
    left = Event.objects.filter(unit=OuterRef("pk"), code=DEPARTED, office_code=office)
    rows = Run.objects.filter(Exists(left), trip_code__in=days, date__in=set(days.values()))
    found = rows.values_list("trip_code", "date", "unit__number")
    return {trip: number for trip, date, number in found if days[trip] == date}


def begun(calls: Iterable[Call], day: date) -> set[str]:
    """Those of the trips that leave on a day whose run was noted anywhere before."""
    days = {call.code: call.service_day(day) for call in calls if call.stop}
    rows = Run.objects.filter(trip_code__in=days, date__in=set(days.values())).values_list(
        "trip_code", "date"
    )
    return {trip for trip, date in rows if days[trip] == date}


def under_way_to(office: str) -> "QuerySet[Run]":
    """Runs last heard of at a stop before this one, and not at their end."""
    standing = Standing.objects.filter(unit=OuterRef("run"))
    before = RunStop.objects.filter(
        run=OuterRef("run"), office=OuterRef("seen_at"), place__lt=OuterRef("place")
    )
    goes_on = Q(seen=DEPARTED) | Q(seen=ARRIVED) & ~Q(seen_at=F("run__destination"))
    stops = (
        RunStop.objects.filter(office__code=office, place__gt=0)
        .annotate(seen=Subquery(standing.values("code")), seen_at=Subquery(standing.values("office_code")))
        .filter(goes_on, Exists(before))
    )
    return Run.objects.filter(pk__in=stops.values("run"))
