"""What a supervisor asks of an office: its clerks' visits, its devices, what waits for a decision."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Subquery, Sum

from rekkas.counter.choices import ActState
from rekkas.counter.models import Act, Device, NumberRange, Visit
from rekkas.desk.listings import Listing

SHOWN_FOR = timedelta(days=2)  # a device that was not heard for longer is no longer at a counter


def visits_today(office: Any, at: datetime) -> dict[str, int]:
    """How many visits each clerk settled today."""
    begins = at.astimezone(office.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Visit.objects.filter(office_id=office.code, happened_at__gte=begins)
    return dict(rows.values_list("clerk").annotate(count=Count("pk")))


def acts_held_by(office: str) -> dict[str, int]:
    """How many acts of each clerk wait for a decision."""
    rows = Act.objects.filter(state=ActState.HELD, device__office_id=office)
    return dict(rows.values_list("clerk").annotate(count=Count("pk")))


def devices_at(office: str, at: datetime) -> list[tuple[Device, str]]:
    """The devices of an office that were heard lately, each with the clerk whose act it said last."""
    last = Act.objects.filter(device=OuterRef("pk")).order_by("-id").values("clerk")[:1]
    rows = Device.objects.filter(office_id=office, retired_at=None, seen_at__gt=at - SHOWN_FOR)
    return [
        (row, row.last_clerk or "") for row in rows.annotate(last_clerk=Subquery(last)).order_by("-seen_at")
    ]


def devices_of(office: str) -> Listing[Device]:
    """All devices of an office, those in use first: each with the clerk whose act it said last, and its held acts."""
    acts = Act.objects.filter(device=OuterRef("pk"))
    last = acts.order_by("-id").values("clerk")[:1]
    held = acts.filter(state=ActState.HELD).values("device").annotate(count=Count("pk")).values("count")
    rows = Device.objects.filter(office_id=office).annotate(last_clerk=Subquery(last), held=Subquery(held))
    return Listing(rows.order_by(F("retired_at").desc(nulls_first=True), "-seen_at", "id"), list)


def left_of(devices: Iterable[Device]) -> dict[UUID, list[tuple[str, int]]]:
    """How many item numbers of its own each device has left, by service indicator."""
    rows = NumberRange.objects.filter(device__in=[one.pk for one in devices], unused__gt=0)
    found: dict[UUID, list[tuple[str, int]]] = {}
    for device, indicator, left in (
        rows.values_list("device", "indicator").annotate(whole=Sum("unused")).order_by("device", "indicator")
    ):
        found.setdefault(device, []).append((indicator, left))
    return found
