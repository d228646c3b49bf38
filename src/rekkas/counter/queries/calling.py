"""For which errands the desks of a hall call, and which errands nobody calls for."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from rekkas.cash.choices import SessionState
from rekkas.cash.queries import latest_sessions
from rekkas.counter.models import ErrandChoice
from rekkas.counter.queries.queue import breaks_now, today_at


def chosen_errands(office: Any, clerk: str, at: datetime) -> list[str]:
    """The errands that a clerk's desk calls for today; nothing where it calls for all."""
    found = ErrandChoice.objects.filter(office=office, clerk=clerk, day=today_at(office, at)).first()
    return list(found.errands) if found is not None else []


def errands_without_desk(office: Any, waiting: Collection[str], at: datetime) -> list[str]:
    """For which of these errands no open desk calls: whoever waits for one of them waits in vain."""
    chosen = {
        row.clerk: row.errands for row in ErrandChoice.objects.filter(office=office, day=today_at(office, at))
    }
    rest = breaks_now(office.code)
    clerks = {
        row.clerk
        for row in latest_sessions(office.code)
        if row.state == SessionState.OPEN and row.clerk not in rest
    }
    called: set[str] = set()
    for clerk in clerks:
        called |= set(chosen.get(clerk) or waiting)
    return [errand for errand in waiting if errand not in called]
