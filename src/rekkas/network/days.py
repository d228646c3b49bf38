"""What differs on these days: offices that are shut, runs that are disrupted, and how runs really moved."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q

from rekkas.network.choices import MovementKind
from rekkas.network.models import Disruption, Movement, Office

# People say what lies ahead for at most so long: farther off, the year is a slip of the hand.
AHEAD = timedelta(days=400)
# A closure that began is still told of, and so is a run that set out: trips take days.
BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LateCall:
    """How late a trip came to one of its offices, on the mean of so many runs; early is below zero."""

    trip: str
    office: str
    runs: int
    late_min: float


def disruptions_between(country: str, first: date, last: date) -> list[Disruption]:
    """What was told of the runs of these days, day by day."""
    rows = Disruption.objects.filter(trip_code__startswith=country, date__range=(first, last))
    return list(rows.order_by("date", "trip_code"))


def disruptions_since(country: str, first: date) -> list[Disruption]:
    """What was told of the runs of a day and of all days after it, day by day."""
    rows = Disruption.objects.filter(trip_code__startswith=country, date__gte=first)
    return list(rows.order_by("date", "trip_code"))


def closed_offices(country: str, since: date) -> list[Office]:
    """The offices that are shut on a day, or will be."""
    rows = Office.objects.filter(country=country, retired=False, closed_from__isnull=False)
    shut = rows.filter(Q(closed_until=None) | Q(closed_until__gte=since))
    return list(shut.select_related("country", "locality").order_by("closed_from", "code"))


def late_calls(country: str, since: datetime) -> list[LateCall]:
    """How late each trip came to each of its offices since a moment, beside its timetable."""
    late = ExpressionWrapper(F("happened_at") - F("planned_at"), output_field=DurationField())
    rows = Movement.objects.filter(
        trip_code__startswith=country, planned_at__gte=since, kind=MovementKind.ARRIVED
    )
    means = rows.values("trip_code", "office_id").annotate(runs=Count("id"), late=Avg(late))
    return [
        LateCall(row["trip_code"], str(row["office_id"]), row["runs"], row["late"] / timedelta(minutes=1))
        for row in means
    ]


def movements_at(office: str, first: datetime, last: datetime) -> dict[tuple[str, date, int, str], datetime]:
    """When runs really reached and left an office, by trip, day, stop and kind: those planned between two moments."""
    rows = Movement.objects.filter(office__code=office, planned_at__range=(first, last))
    return {
        (trip, day, stop, kind): at
        for trip, day, stop, kind, at in rows.values_list("trip_code", "date", "stop", "kind", "happened_at")
    }
