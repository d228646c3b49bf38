"""What a supervisor sees of an office: each till and who stands at it, the queue, the devices, what waits for them."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from rekkas.base.access import StaffRequest, requires
from rekkas.cash.choices import SessionState
from rekkas.cash.queries import latest_sessions
from rekkas.counter.queries import queue
from rekkas.counter.queries.office import acts_held_by, devices_at, visits_today
from rekkas.counter.views.queue import made_hall
from rekkas.desk.pages import at_office, now_at, show

TONES = {SessionState.OPEN: ("good", "check"), SessionState.COUNTED: ("wait", "clock")}


@require_safe
@requires("counter.release_act")
@at_office
def office(request: StaffRequest, office: Any) -> HttpResponse:
    """Each clerk's till, the queue now, what waits for a decision. It brings itself up to date."""
    at = now_at(office)
    hall, held = queue.hall_of(office, at), acts_held_by(office.code)
    return show(
        request, "counter/office.html", office=office, now=at, hall=hall, tills=_tills(office, at, held),
        held=sum(held.values()), devices=_devices(office, at),
        longest=int((at - hall.since).total_seconds() // 60) if hall.since else None,
    )  # fmt: skip


@require_POST
@requires("counter.release_act")
@at_office
def make_entrance(request: StaffRequest, office: Any) -> HttpResponse:
    """Make of this screen the entrance of the hall. Nobody's desk stays open on it."""
    request.session.flush()
    return made_hall(redirect("queue", office=office.code), office.code)


def _tills(office: Any, at: datetime, held: dict[str, int]) -> list[dict[str, Any]]:
    day = queue.today_at(office, at)
    breaks, visits, served = (
        queue.breaks_now(office.code), visits_today(office, at), queue.served_today(office, at),
    )  # fmt: skip
    called = queue.called_today(office.code, day)
    rows = []
    for session in latest_sessions(office.code):
        opened = session.opened_at.astimezone(office.zone)
        is_open = session.state != SessionState.CLOSED
        if not is_open and opened.date() != day:
            continue
        tone, symbol = TONES.get(SessionState(session.state), ("quiet", "lock"))
        clerk = session.clerk
        rest = breaks.get(clerk)
        rows.append(
            {
                "clerk": clerk, "session": session, "opened": opened, "tone": tone, "symbol": symbol,
                "visits": visits.get(clerk, 0), "served": served.get(clerk, 0), "held": held.get(clerk, 0),
                "called": called.get(clerk), "rest": rest.astimezone(office.zone) if rest else None,
            }
        )  # fmt: skip
    return rows


def _devices(office: Any, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name, "mark": str(row.pk)[:8], "seen": row.seen_at.astimezone(office.zone),
            "silent": (at - row.seen_at).total_seconds() > 15 * 60, "unsent": row.unsent,
            "clerk": clerk,
        }
        for row, clerk in devices_at(office.code, at)
    ]  # fmt: skip
