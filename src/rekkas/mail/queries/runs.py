"""Runs as the timetable and the record have them: where they call, what of it was noted."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rekkas.mail.choices import ARRIVED, DEPARTED
from rekkas.mail.models import Event, Run, RunStop, Standing
from rekkas.network.choices import MovementKind
from rekkas.network.queries import Call, country_of, held_network, move_meant, planned_moments

MOVES = {DEPARTED: MovementKind.LEFT, ARRIVED: MovementKind.ARRIVED}
LONGEST_DAYS = 7  # a run calls at its last stop within a week


def call_at(trip: str, office: str, day: date, at: datetime) -> Call | None:
    """The stop at which a trip leaves an office on a day, by the timetable of the run's service day.

    Of two the one whose hour is nearest to the moment.
    """
    calls = [call for call in calls_on(office, day) if call.code == trip]
    midnight = datetime.combine(day, datetime.min.time())
    return min(
        calls,
        key=lambda call: abs(
            (midnight + timedelta(minutes=call.departs_min)).replace(tzinfo=call.origin.zone) - at
        ),
        default=None,
    )


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


def noted_at(
    code: str, office: str, runs: Collection[tuple[str, date]]
) -> dict[tuple[str, date, int | None], str]:
    """The stops at an office that runs are said to have left, or to have reached, with the number of each run.

    Of two calls there the one planned nearest to what was said is meant. None for a stop that no timetable knows.
    """
    these = Run.objects.filter(trip_code__in={trip for trip, _ in runs}, date__in={day for _, day in runs})
    said = Event.objects.filter(unit__in=these.values("pk"), code=code, office_code=office)
    rows = [
        (run_named(number), number, at) for number, at in said.values_list("unit__number", "effective_at")
    ]
    planned = planned_moments({run for run, _, _ in rows}) if rows else {}
    found = {}
    for run, number, at in rows:
        move = move_meant(planned.get(run, ()), office, MOVES[code], at)
        found[*run, move.stop if move else None] = number
    return found


def stop_meant(run: tuple[str, date], code: str, office: str, at: datetime) -> int | None:
    """At which of its stops there a run comes or leaves at a moment: the same rule for one that is to be noted."""
    move = move_meant(planned_moments([run]).get(run, ()), office, MOVES[code], at)
    return move.stop if move else None


def run_named(number: str) -> tuple[str, date]:
    """The trip and the service day that the number of a run is made of."""
    trip, _dash, day = number.rpartition("-")
    return trip, datetime.strptime(day, "%Y%m%d").date()


def stops_of(runs: Collection[int]) -> dict[int, list[str]]:
    """The offices at which each run calls, in order."""
    stops: dict[int, list[str]] = {run: [] for run in runs}
    rows = RunStop.objects.filter(run__in=runs).order_by("run", "place")
    for run, office in rows.values_list("run", "office__code"):
        stops[run].append(office)
    return stops


def departed(office: str, calls: Iterable[Call], day: date) -> dict[tuple[str, int], str]:
    """The calls at an office, by trip and stop, whose trip has left there on a day, and the number of each run."""
    runs = {(call.code, call.service_day(day)): call for call in calls}
    left = noted_at(DEPARTED, office, runs.keys())
    return {
        (trip, runs[trip, on].stop if stop is None else stop): number
        for (trip, on, stop), number in left.items() if (trip, on) in runs
    }  # fmt: skip


def begun(calls: Iterable[Call], day: date) -> set[str]:
    """Those of the trips that leave on a day whose run was noted anywhere before."""
    days = {call.code: call.service_day(day) for call in calls if call.stop}
    rows = Run.objects.filter(trip_code__in=days, date__in=set(days.values())).values_list(
        "trip_code", "date"
    )
    return {trip for trip, date in rows if days[trip] == date}


def under_way_to(office: str) -> "QuerySet[Run]":
    """Runs last heard of at a stop before this one, and not at their end.

    A run that calls here twice is not on its way to a call that it was said to have reached or left.
    """
    standing = Standing.objects.filter(unit=OuterRef("run"))
    before = RunStop.objects.filter(
        run=OuterRef("run"), office=OuterRef("seen_at"), place__lt=OuterRef("place")
    )
    goes_on = Q(seen=DEPARTED) | Q(seen=ARRIVED) & ~Q(seen_at=F("run__destination"))
    so_far = RunStop.objects.filter(
        run=OuterRef("run"), office=OuterRef("office"), place__lte=OuterRef("place")
    )
    noted = Event.objects.filter(unit=OuterRef("run"), office_code=office)
    stops = (
        RunStop.objects.filter(office__code=office, place__gt=0)
        .annotate(seen=Subquery(standing.values("code")), seen_at=Subquery(standing.values("office_code")))
        .annotate(
            calls=_count(so_far, "run"),
            comings=_count(so_far.filter(place__gt=0), "run"),
            arrived=_count(noted.filter(code=ARRIVED), "unit"),
            left=_count(noted.filter(code=DEPARTED), "unit"),
        )
        .filter(goes_on, Exists(before), arrived__lt=F("comings"), left__lt=F("calls"))
    )
    return Run.objects.filter(pk__in=stops.values("run"))


def _count(rows: "QuerySet[Any]", of: str) -> Coalesce:
    """How many rows of a subquery belong to the same ``of``."""
    return Coalesce(Subquery(rows.order_by().values(of).annotate(count=Count("pk")).values("count")), 0)
