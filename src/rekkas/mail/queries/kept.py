"""What became of promises: of all that was delivered in a period, by lane and by days; and journeys to learn from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from rekkas.mail.choices import POSTED, Status
from rekkas.mail.models import Event, Item, Standing
from rekkas.network import queries as network
from rekkas.territory import queries as territory


@dataclass(frozen=True, slots=True)
class LaneKept:
    """How many items of one lane were delivered so many days after the day promised; sooner is below zero.

    ``origin`` and ``destination`` are regions. ``days`` is None for those without a promise.
    """

    origin: str
    destination: str
    carriage: str
    days: int | None
    count: int

    @property
    def is_kept(self) -> bool:
        return self.days is not None and self.days <= 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """One journey that has ended: from its acceptance at the counter to its delivery."""

    origin: str
    destination: str
    carriage: str
    accepted_at: datetime
    delivered_at: datetime
    promise_date: date | None


def promises_kept(since: datetime, until: datetime, *, country: str = "", office: str = "") -> list[LaneKept]:
    """Of the items that were delivered in a country, or from an office, between two moments: promised and happened.

    One statement, however many items. The day of a delivery is that of the clock of the country.
    """
    zone = network.office(office).zone if office else ZoneInfo(territory.country(country).time_zone)
    items = _delivered(since, until)
    items = items.filter(destination__code=office) if office else items.filter(destination__country=country)
    lanes = items.annotate(day=TruncDate("delivered_at", tzinfo=zone)).values_list(
        "origin__locality__region",
        "destination__locality__region",
        "product__carriage",
        "day",
        "promise_date",
    )
    counts: dict[tuple[str, str, str, int | None], int] = {}
    for origin, destination, carriage, day, promised, count in lanes.annotate(Count("pk")).order_by():
        lane = origin, destination, carriage, (day - promised).days if promised else None
        counts[lane] = counts.get(lane, 0) + count
    rows = [LaneKept(*lane, count) for lane, count in counts.items()]
    return sorted(
        rows, key=lambda row: (row.origin, row.destination, row.carriage, row.days is None, row.days or 0)
    )


def delivered_lately(since: datetime, until: datetime, limit: int) -> Iterator[Delivered]:
    """The latest so many journeys that ended between two moments, the latest first."""
    accepted = Event.objects.filter(unit=OuterRef("pk"), code=POSTED).order_by("effective_at")
    rows = _delivered(since, until).annotate(posted_at=Subquery(accepted.values("effective_at")[:1]))
    found = rows.filter(posted_at__isnull=False).order_by("-delivered_at", "-pk")[:limit]
    fields = (
        "origin__code",
        "destination__code",
        "product__carriage",
        "posted_at",
        "delivered_at",
        "promise_date",
    )
    for row in found.values_list(*fields):
        yield Delivered(*row)


def _delivered(since: datetime, until: datetime) -> "QuerySet[Any]":
    ended = Standing.objects.filter(
        status=Status.DELIVERED, effective_at__gte=since, effective_at__lt=until, is_final=True
    )
    at = Standing.objects.filter(unit=OuterRef("pk")).values("effective_at")
    return Item.objects.filter(pk__in=ended.values("unit")).annotate(delivered_at=Subquery(at))
