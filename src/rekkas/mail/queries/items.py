"""Items, and bags, by their numbers."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef

from postkit.address import Address
from postkit.text import clean_number
from rekkas.base import looks
from rekkas.catalogue.queries import counts_accepted
from rekkas.mail.choices import ANNOUNCED, DELIVERED, Status, UnitKind
from rekkas.mail.models import Event, Item, Receptacle, Standing, subject_of
from rekkas.mail.queries.custody import latest_unit

PAGE = 200
RELATED = ("unit", "product__country", "origin__country", "destination__country")


def item(number: str, *, posted: date | None = None) -> Item:
    """The latest item with this number; with ``posted`` the one that bore it on that day."""
    unit = latest_unit(number, UnitKind.ITEM, by_day=posted)
    return Item.objects.select_related(*RELATED).get(pk=unit.pk)


def people_of(row: Item) -> tuple[looks.Subject, ...]:
    """Whose data an item shows: it, and whoever is behind the telephones on it."""
    ends = Address.from_dict(row.sender), Address.from_dict(row.addressee)
    return looks.item(row.unit.number), *(looks.phone(end.phone) for end in ends)


def items_numbered(numbers: Sequence[str]) -> dict[str, Item]:
    """The latest item of each number that is known."""
    rows = Item.objects.select_related(*RELATED).filter(unit__number__in=[clean_number(n) for n in numbers])
    return {row.unit.number: row for row in rows.order_by("unit__cycle")}


def item_units(numbers: Sequence[str]) -> dict[str, int]:
    """The unit of the latest item of each number that is known."""
    rows = Item.objects.filter(unit__number__in=[clean_number(n) for n in numbers]).order_by("unit__cycle")
    return dict(rows.values_list("unit__number", "pk"))


def items_after(after: int, limit: int, *, customer: str = "") -> list[Item]:
    """A page of items in the order in which they became known."""
    rows = Item.objects.select_related(*RELATED).filter(pk__gt=after).order_by("pk")
    return list((rows.filter(customer_code=customer) if customer else rows)[:limit])


def events_of(number: str, *, posted: date | None = None, after: int = 0, limit: int = PAGE) -> list[Event]:
    """The unit's own events in the order in which they were recorded."""
    unit = latest_unit(number, by_day=posted)
    rows = Event.objects.select_related("unit", "container").filter(unit=unit, pk__gt=after)
    return list(rows.order_by("pk")[:limit])


def receptacle(number: str) -> Receptacle:
    """The latest receptacle with this number."""
    unit = latest_unit(number, UnitKind.RECEPTACLE)
    return Receptacle.objects.select_related("unit").get(pk=unit.pk)


@counts_accepted
def accepted_count(customers: Collection[str], since: datetime, until: datetime) -> dict[str, int]:
    """How many items of each customer were taken in between two moments and not given back at the counter."""
    rows = Item.objects.filter(
        customer_code__in=customers, accepted_at__isnull=False, accepted_at__gte=since, accepted_at__lt=until
    ).exclude(customer_code="")
    return dict(rows.order_by().values_list("customer_code").annotate(Count("pk")))


def customers_of(subjects: Sequence[str]) -> dict[str, str]:
    """Whose contract each item was sent under, by the name the ledger knows it under."""
    numbers = {subject.partition("~")[0] for subject in subjects}
    rows = Item.objects.select_related("unit").filter(unit__number__in=numbers)
    return {row.unit.subject: row.customer_code for row in rows if row.unit.subject in set(subjects)}


def delivered_against_cash(since: datetime | None = None) -> Iterator[tuple[str, int]]:
    """Items delivered to those who owe cash, since a moment or ever: the ledger’s name for each, the amount."""
    ended = Standing.objects.filter(status=Status.DELIVERED)
    delivered = (ended.filter(effective_at__gte=since) if since else ended).values("unit")
    rows = Item.objects.filter(cod_amount__gt=0, unit__in=delivered).order_by("pk")
    for number, cycle, amount in rows.values_list("unit__number", "unit__cycle", "cod_amount").iterator():
        yield subject_of(number, cycle), amount


def delivered_twice(since: datetime) -> Iterator[str]:
    """Items delivered against cash since a moment whose delivery more than one event tells, by the ledger’s names."""
    ended = Standing.objects.filter(status=Status.DELIVERED, effective_at__gte=since).values("unit")
    owing = Item.objects.filter(cod_amount__gt=0, unit__in=ended).values("pk")
    told = Event.objects.filter(code=DELIVERED, unit__in=owing).values("unit__number", "unit__cycle")
    for number, cycle in (
        told.annotate(Count("pk")).filter(pk__count__gt=1).values_list("unit__number", "unit__cycle")
    ):
        yield subject_of(number, cycle)


def item_count() -> int:
    return Item.objects.count()


def announced_items(numbers: Sequence[str]) -> dict[str, Item]:
    """Of these numbers those whose item was announced and not handed over yet, with their products."""
    found = items_numbered(numbers) if numbers else {}
    waiting = set(
        Standing.objects.filter(unit__in=[item.pk for item in found.values()], code=ANNOUNCED).values_list(
            "unit", flat=True
        )
    )
    return {number: item for number, item in found.items() if item.pk in waiting}


def announced_at(office: str, *, limit: int) -> list[Item]:
    """Items that were announced for an office and not handed over there yet, the latest first."""
    rows = Item.objects.select_related(*RELATED).filter(
        Exists(Standing.objects.filter(unit=OuterRef("pk"), code=ANNOUNCED)), origin__code=office
    )
    return list(rows.order_by("-pk")[:limit])
