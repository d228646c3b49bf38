"""Items that go back to their senders."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from rekkas.mail.choices import AWAITING, KEPT_AGAIN, RETURN_BEGUN
from rekkas.mail.models import Event


def returning(unit_ids: Collection[int]) -> dict[int, datetime]:
    """Items whose return has begun and was not stopped since, with the moment at which it began."""
    stopped = Q(code=AWAITING, action=KEPT_AGAIN)
    rows = Event.objects.filter(Q(code=RETURN_BEGUN) | stopped, unit__in=unit_ids).order_by("pk")
    latest = {unit: (code, at) for unit, code, at in rows.values_list("unit", "code", "effective_at")}
    return {unit: at for unit, (code, at) in latest.items() if code == RETURN_BEGUN}
