"""What is to be done at an office now: lists as long as they are, counted and read a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from rekkas.desk.listings import Listing
from rekkas.mail.choices import CLOSED, UnitKind
from rekkas.mail.models import Dispatch, Item, Receptacle, Run, Standing, StrayScan
from rekkas.mail.queries.custody import Position, positions_of, standings_at
from rekkas.mail.queries.items import RELATED
from rekkas.mail.queries.runs import stops_of, under_way_to


@dataclass(frozen=True, slots=True)
class ItemHere:
    """An item on a work list."""

    item: Item
    position: Position

    @property
    def number(self) -> str:
        return self.item.unit.number


def items_to_send(office: str) -> Listing[ItemHere]:
    """Items that lie at an office and go elsewhere."""
    return _items(standings_at(office, UnitKind.ITEM).filter(~_goes_to(office)))


def items_to_deliver(
    office: str, *, after: Collection[str] = (), not_after: Collection[str] = ()
) -> Listing[ItemHere]:
    """Items that lie at the office that delivers them: whose latest event is, or is not, one of these."""
    rows = standings_at(office, UnitKind.ITEM).filter(_goes_to(office))
    if after:
        rows = rows.filter(container=None, code__in=after)  # what lies in a bag tells what the bag tells
    if not_after:
        rows = rows.exclude(container=None, code__in=not_after)
    return _items(rows)


def _goes_to(office: str) -> Exists:
    """Asked of what lies here, one by one: an office has had far more items than it holds."""
    return Exists(Item.objects.filter(pk=OuterRef("unit_id"), destination__code=office))


def _items(standings: "QuerySet[Standing]") -> Listing[ItemHere]:
    ids = standings.order_by("effective_at", "unit_id").values_list("unit_id", flat=True)
    return Listing(ids, items_here)


def items_here(ids: Sequence[int]) -> list[ItemHere]:
    rows = Item.objects.select_related(*RELATED).in_bulk(ids)
    positions = positions_of(ids)
    return [ItemHere(rows[pk], positions[pk]) for pk in ids]


@dataclass(frozen=True, slots=True)
class ContainerHere:
    """A bag, dispatch or run on a work list. ``state`` is open, closed, travelling, arrived.

    ``stops`` are the offices at which a run calls, in order.
    """

    number: str
    origin: str
    destination: str
    state: str
    inside_count: int
    since: datetime
    within: str = ""
    stops: tuple[str, ...] = ()


def open_receptacles(office: str) -> Listing[ContainerHere]:
    """Bags that are being filled here."""
    return _listed(_whose_latest_is("", Receptacle.objects.filter(origin__code=office)), "open")


def closed_receptacles(office: str) -> Listing[ContainerHere]:
    """Bags that stand closed here, waiting for a dispatch or to be opened."""
    return _containers(Receptacle.objects.all(), _heard_of_at(office, UnitKind.RECEPTACLE), "closed")


def receptacles_to_send(office: str) -> Listing[ContainerHere]:
    """Bags that stand closed here and go elsewhere, by where they go."""
    rows = Receptacle.objects.exclude(destination__code=office)
    return _containers(rows, _heard_of_at(office, UnitKind.RECEPTACLE), "closed", "destination", "pk")


def receptacles_to_open(office: str) -> Listing[ContainerHere]:
    """Bags for this office that stand closed here."""
    rows = Receptacle.objects.filter(destination__code=office)
    return _containers(rows, _heard_of_at(office, UnitKind.RECEPTACLE), "closed")


def waiting_dispatches(
    office: str, *, towards: Collection[str] | None = None, not_towards: Collection[str] = ()
) -> Listing[ContainerHere]:
    """Dispatches that were made here and have not left: all, or those for some offices."""
    rows = Dispatch.objects.filter(origin__code=office).exclude(destination__code__in=not_towards)
    if towards is not None:
        rows = rows.filter(destination__code__in=towards)
    waiting = Standing.objects.filter(office_code=office, code=CLOSED, container=None)
    return _containers(rows, waiting, "closed")


def arrived_dispatches(office: str) -> Listing[ContainerHere]:
    """Dispatches for this office whose lorry has arrived and that are not opened."""
    rows = Dispatch.objects.filter(destination__code=office)
    return _containers(rows, _heard_of_at(office, UnitKind.DISPATCH), "arrived")


def runs_to(office: str) -> Listing[ContainerHere]:
    """Runs on their way to an office, whether they end there or call there, each with its stops."""
    found = under_way_to(office).select_related("unit").order_by("pk")
    return Listing(found, _runs_here)


def _runs_here(part: Sequence[Run]) -> list[ContainerHere]:
    stops = stops_of([run.pk for run in part])
    rows = zip(part, _containers_here(part, "travelling"), strict=True)
    return [replace(shown, stops=tuple(stops[run.pk])) for run, shown in rows]


def _whose_latest_is(code: str, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.filter(Exists(Standing.objects.filter(unit=OuterRef("pk"), code=code)))


def _heard_of_at(office: str, kind: UnitKind) -> "QuerySet[Standing]":
    return standings_at(office, kind).exclude(code="")


def _containers(
    rows: "QuerySet[Any]", standings: "QuerySet[Standing]", state: str, *order: str
) -> Listing[ContainerHere]:
    return _listed(rows.filter(pk__in=standings.values("unit_id")), state, *order)


def _listed(rows: "QuerySet[Any]", state: str, *order: str) -> Listing[ContainerHere]:
    found = rows.select_related("unit").order_by(*order or ("pk",))
    return Listing(found, lambda part: _containers_here(part, state))


def _containers_here(part: Sequence[Any], state: str) -> list[ContainerHere]:
    ids = [row.pk for row in part]
    held = Standing.objects.select_related("container").in_bulk(ids)
    inside = Standing.objects.filter(container__in=ids).values_list("container").order_by()
    counts = dict(inside.annotate(Count("pk")))
    return [
        ContainerHere(
            row.unit.number, row.origin_id, row.destination_id, state, counts.get(row.pk, 0),
            row.unit.opened_at, getattr(held[row.pk].container, "number", ""),
        )
        for row in part
    ]  # fmt: skip


def waiting_strays() -> Listing[StrayScan]:
    """Scans kept aside, latest first."""
    return Listing(StrayScan.objects.filter(joined_at=None).order_by("-id"), list)
