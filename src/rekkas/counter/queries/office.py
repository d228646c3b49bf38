"""What a supervisor asks of an office: its clerks' visits, its devices, what waits for a decision."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from rekkas.counter.choices import ActState
from rekkas.counter.models import Act, Device, Visit

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
