"""What is to be expected of an item from where it is now, with what is known of today's runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from postkit.network import STANDARD
from rekkas.network.models import Disruption
from rekkas.network.promises import HeldNetwork


@dataclass(frozen=True, slots=True)
class Expectation:
    """When an item is now to be expected; ``is_disturbed`` where a run on its way is late or does not run."""

    arrives_at: datetime
    delivery_date: date | None
    is_disturbed: bool


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an item is and where it goes: at ``origin`` since a moment, or ``aboard`` the run that left there then.

    ``is_handed_over`` when it was given to the counter then, which takes it in at its own time.
    """

    origin: str
    destination: str
    since: datetime
    carriage: str = STANDARD
    aboard: tuple[str, date] | None = None
    is_handed_over: bool = False


def late_runs(
    countries: Iterable[str], moments: Sequence[datetime], now: datetime
) -> dict[tuple[str, date], int | None]:
    """What is known of the runs around these moments: minutes late by run, None for one that does not run."""
    first, last = min(moments).date() - timedelta(days=3), max(*moments, now).date() + timedelta(days=14)
    of_these = Q(*(("trip_code__startswith", country) for country in countries), _connector=Q.OR)
    known = Disruption.objects.filter(of_these, date__range=(first, last))
    return {(row.trip_code, row.date): None if row.is_cancelled else row.delay_min for row in known}


def expected_of(
    network: HeldNetwork | None, place: Whereabouts, late: dict[tuple[str, date], int | None], now: datetime
) -> Expectation | None:
    """What is to be expected of one item; None where nothing leads on from where it is."""
    if network is None or not {place.origin, place.destination} <= network.offices.keys():
        return None
    found = network.expected(
        place.origin, place.destination, place.since, place.carriage, late, place.aboard, now=now,
        is_handed_over=place.is_handed_over,
    )  # fmt: skip
    if found is None:
        return None
    way, is_disturbed = found
    delivery_date = date.fromordinal(way.day) if way.day else None
    return Expectation(network.clock(way.arrives), delivery_date, is_disturbed)
