"""Items, bags, dispatches and runs as staff see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from postkit.text import clean_number
from rekkas.mail.choices import CLOSED, DEPARTED, Status, UnitKind
from rekkas.mail.errors import UnknownUnit
from rekkas.mail.models import Dispatch, Event, Item, Receptacle, Run, Standing, StrayScan, subject_of
from rekkas.mail.queries.custody import Position, latest_unit, positions_of, unit_ids_at

PAGE = 200
RELATED = ("unit", "product__country", "origin__country", "destination__country")


def item(number: str, *, posted: date | None = None) -> Item:
    """The latest item with this number; with ``posted`` the one that bore it on that day."""
    unit = latest_unit(number, UnitKind.ITEM, by_day=posted)
    return Item.objects.select_related(*RELATED).get(pk=unit.pk)


def items_numbered(numbers: Sequence[str]) -> dict[str, Item]:
    """The latest item of each number that is known."""
    rows = Item.objects.select_related(*RELATED).filter(unit__number__in=[clean_number(n) for n in numbers])
    return {row.unit.number: row for row in rows.order_by("unit__cycle")}


def items_after(after: int, limit: int, *, customer: str = "") -> list[Item]:
    """A page of items in the order in which they became known."""
    rows = Item.objects.select_related(*RELATED).filter(pk__gt=after).order_by("pk")
    return list((rows.filter(customer_code=customer) if customer else rows)[:limit])


def events_of(number: str, *, after: int = 0, limit: int = PAGE) -> list[Event]:
    """The item's own events in the order in which they were recorded."""
    unit = latest_unit(number)
    rows = Event.objects.select_related("unit", "container").filter(unit=unit, pk__gt=after)
    return list(rows.order_by("pk")[:limit])


@dataclass(frozen=True, slots=True)
class ItemHere:
    """An item on a work list."""

    item: Item
    position: Position

    @property
    def number(self) -> str:
        return self.item.unit.number


def items_at(office: str, *, limit: int = PAGE) -> list[ItemHere]:
    """Items that lie at an office, longest first, each with its latest news."""
    ids = unit_ids_at(office, UnitKind.ITEM)[:limit]
    rows = Item.objects.select_related(*RELATED).in_bulk(ids)
    positions = positions_of(ids)
    return [ItemHere(rows[pk], positions[pk]) for pk in ids]


@dataclass(frozen=True, slots=True)
class ContainerHere:
    """A bag, dispatch or run on a work list. ``state`` is open, closed, travelling, arrived."""

    number: str
    origin: str
    destination: str
    state: str
    inside_count: int
    since: datetime
    within: str = ""


def open_receptacles(office: str) -> list[ContainerHere]:
    """Bags that are being filled here."""
    return _containers(
        Receptacle.objects.filter(origin__code=office), Standing.objects.filter(code=""), "open"
    )


def closed_receptacles(office: str) -> list[ContainerHere]:
    """Bags that stand closed here, waiting for a dispatch."""
    return _containers(Receptacle.objects.all(), _at(office, UnitKind.RECEPTACLE), "closed")


def waiting_dispatches(office: str) -> list[ContainerHere]:
    """Dispatches that were made here and have not left."""
    waiting = Standing.objects.filter(office_code=office, code=CLOSED, container=None)
    return _containers(Dispatch.objects.filter(origin__code=office), waiting, "closed")


def arrived_dispatches(office: str) -> list[ContainerHere]:
    """Dispatches for this office whose lorry has arrived and that are not opened."""
    return _containers(
        Dispatch.objects.filter(destination__code=office), _at(office, UnitKind.DISPATCH), "arrived"
    )


def runs_to(office: str) -> list[ContainerHere]:
    """Runs on their way to an office."""
    return _containers(
        Run.objects.filter(destination__code=office), Standing.objects.filter(code=DEPARTED), "travelling"
    )


def _at(office: str, kind: UnitKind) -> QuerySet[Standing]:
    return Standing.objects.filter(pk__in=unit_ids_at(office, kind)).exclude(code="")


def _containers(
    rows: QuerySet[Receptacle] | QuerySet[Dispatch] | QuerySet[Run], standings: QuerySet[Standing], state: str
) -> list[ContainerHere]:
    held = {
        s.unit_id: s
        for s in standings.filter(unit__in=rows.values_list("pk", flat=True)).select_related("container")
    }
    counts = dict(
        Standing.objects.filter(container__in=held).values_list("container").annotate(Count("pk")).order_by()
    )
    found = rows.filter(pk__in=held).select_related("unit").order_by("pk")[:PAGE]
    return [
        ContainerHere(
            row.unit.number, row.origin_id, row.destination_id, state, counts.get(row.pk, 0),
            row.unit.opened_at, getattr(held[row.pk].container, "number", ""),
        )
        for row in found
    ]  # fmt: skip


def receptacle(number: str) -> Receptacle:
    """The latest receptacle with this number."""
    unit = latest_unit(number, UnitKind.RECEPTACLE)
    return Receptacle.objects.select_related("unit").get(pk=unit.pk)


def kind_known(number: str) -> str:
    """What kind of unit a number names, or nothing."""
    try:
        return latest_unit(number).kind
    except UnknownUnit:
        return ""


def waiting_strays(*, limit: int = PAGE) -> list[StrayScan]:
    """Scans kept aside, latest first."""
    return list(StrayScan.objects.filter(joined_at=None).order_by("-id")[:limit])


def customers_of(subjects: Sequence[str]) -> dict[str, str]:
    """Whose contract each item was sent under, by the name the ledger knows it under."""
    numbers = {subject.partition("~")[0] for subject in subjects}
    rows = Item.objects.select_related("unit").filter(unit__number__in=numbers)
    return {row.unit.subject: row.customer_code for row in rows if row.unit.subject in set(subjects)}


def delivered_against_cash() -> Iterator[tuple[str, int]]:
    """Items delivered to those who owe cash for them: the ledger's name for each, and the amount."""
    delivered = Standing.objects.filter(status=Status.DELIVERED).values("unit")
    rows = Item.objects.filter(cod_amount__gt=0, unit__in=delivered).order_by("pk")
    for number, cycle, amount in rows.values_list("unit__number", "unit__cycle", "cod_amount").iterator():
        yield subject_of(number, cycle), amount


def item_count() -> int:
    return Item.objects.count()
