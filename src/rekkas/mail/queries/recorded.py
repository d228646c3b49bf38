"""The mail of a week that was recorded: to be sent through a network once more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rekkas.mail.choices import POSTED
from rekkas.mail.models import Event, Item

AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Posted:
    """One item as it was handed over."""

    number: str
    origin: str
    destination: str
    product: str
    at: datetime


def posted_between(country: str, since: datetime, until: datetime) -> Iterator[Posted]:
    """The items handed over in a country between two moments, in the order of the record."""
    handed = _handed(since, until)
    moments = dict(handed.values_list("unit", "effective_at"))
    items = Item.objects.filter(origin__country=country, pk__in=handed.values("unit"))
    rows = items.order_by("pk").values_list(
        "pk", "unit__number", "origin__code", "destination__code", "product__code"
    )
    for unit, number, origin, destination, product in rows.iterator(AT_A_TIME):
        yield Posted(number, origin, destination, product, moments[unit])


def posted_count(country: str, since: datetime, until: datetime) -> int:
    """How many they are."""
    return Item.objects.filter(origin__country=country, pk__in=_handed(since, until).values("unit")).count()


def _handed(since: datetime, until: datetime) -> "QuerySet[Event]":
    return Event.objects.filter(code=POSTED, effective_at__gte=since, effective_at__lt=until)
