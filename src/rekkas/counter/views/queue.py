"""The queue as everybody sees it: the entrance, the place of one ticket, the wall; and the strip of a clerk."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from postkit.phone import e164
from rekkas.base.access import StaffRequest, public, requires
from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import InvalidInput, Refused
from rekkas.counter import commands
from rekkas.counter.choices import TicketState, TicketWay
from rekkas.counter.errors import TicketOfAnotherDay
from rekkas.counter.models import Ticket
from rekkas.counter.queries import queue as queries
from rekkas.counter.queries.calling import chosen_errands, errands_without_desk
from rekkas.counter.views.spoken import heard, in_json
from rekkas.design.formats import day_text
from rekkas.design.paper.bars import squares
from rekkas.desk.pages import at_office, now_at
from rekkas.network.queries import is_open
from rekkas.network.queries import office as known_office

ENTRANCE = Actor(ActorKind.SYSTEM, "queue", permissions=frozenset({"counter.take_ticket"}))
HALL = "queue-hall"  # the cookie that names the office in whose hall this screen stands
A_YEAR_S = 366 * 24 * 3600
TONGUES = ("ar", "fr", "en")
QUESTION = gettext_noop("What do you come for?")
NOT_OPEN = gettext_noop("The office is closed now.")
COME_TO = gettext_noop("Ticket %(ticket)s, please go to desk %(desk)s.")
PICTURES = {
    "mail": "parcel", "pick-up": "pick-up", "money": "money-order", "administration": "administrative",
    "priority": "identity",
}  # fmt: skip


def made_hall(answer: HttpResponse, office: str) -> HttpResponse:
    """Make the screen that gets this answer one of a hall: a ticket is had from it without a telephone."""
    answer.set_signed_cookie(HALL, office, salt=HALL, max_age=A_YEAR_S, httponly=True, samesite="Lax")
    return answer


def in_each(text: str, **given: str) -> list[tuple[str, str]]:
    """A sentence in each language of a hall."""
    said = []
    for tongue in TONGUES:
        with translation.override(tongue):
            said.append((tongue, _(text) % given))
    return said


@public
@never_cache
def kiosk(request: HttpRequest, office: str) -> HttpResponse:
    """The entrance: what somebody comes for, by picture, in each language. From elsewhere a telephone is asked for."""
    here, at = known_office(office.upper()), timezone.now()
    is_hall = _is_hall(request, here.code)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            taken = _take(request, here, at, is_hall=is_hall)
        except Refused as refused:
            refusal = refused
        else:
            return redirect(f"{reverse('queue-ticket', args=[here.code, taken.number])}?day={taken.day}&new")
    hall = queries.hall_of(here, at)
    context = {
        "office": here, "hall": hall, "is_hall": is_hall, "refusal": refusal, "key": uuid4(),
        "is_open": is_open(here, at), "question": in_each(QUESTION), "closed": in_each(NOT_OPEN),
        "lines": [(line, PICTURES.get(line.errand.code, "queue"), _names(line.errand)) for line in hall.lines],
        "phone": request.POST.get("phone", ""),
    }  # fmt: skip
    return render(request, "counter/kiosk.html", context, status=refusal.status if refusal else 200)


def _is_hall(request: HttpRequest, office: str) -> bool:
    return bool(request.get_signed_cookie(HALL, "", salt=HALL, max_age=A_YEAR_S) == office)


def _names(errand: Any) -> list[tuple[str, str]]:
    return [("ar", errand.name_ar), ("fr", errand.name_fr), ("en", errand.name_en)]


def _take(request: HttpRequest, here: Any, at: datetime, *, is_hall: bool) -> Any:
    phone = request.POST.get("phone", "").strip()
    if not is_hall and not e164(phone, here.country_id):
        raise InvalidInput(field="phone", reason=_("write the number of a telephone, such as 0612345678."))
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    return commands.take_ticket(
        office=here.code, errand=request.POST.get("errand", ""), way=TicketWay.KIOSK if is_hall else TicketWay.PHONE,
        phone=phone, by=ENTRANCE, at=at, key=key,
    )  # fmt: skip


@public
@never_cache
@require_safe
def ticket(request: HttpRequest, office: str, number: str) -> HttpResponse:
    """The place of one ticket in the queue. That of another day is said to be so."""
    here, at = known_office(office.upper()), timezone.now()
    today = queries.today_at(here, at)
    asked = _day(request.GET.get("day", "")) or today
    if asked != today:
        raise TicketOfAnotherDay(ticket=number.upper()[:12], day=day_text(asked))
    row = queries.ticket_of(here, number, today)
    before, wait = queries.wait_for(row, at) if row.state == TicketState.WAITING else (0, None)
    address = request.build_absolute_uri(
        f"{reverse('queue-ticket', args=[here.code, row.number])}?day={today}"
    )
    context = {
        "office": here, "ticket": row, "errand": _names(queries.errand_at(here, row.errand)[1]), "before": before,
        "wait": wait, "says": _says([row]) if row.state == TicketState.CALLED else [], "square": squares(address),
        "is_new": "new" in request.GET, "is_hall": _is_hall(request, here.code),
        "taken_at": row.taken_at.astimezone(here.zone),
    }  # fmt: skip
    return render(request, "counter/ticket.html", context)


@public
@never_cache
@require_safe
def wall(request: HttpRequest, office: str) -> HttpResponse:
    """Who is called to which desk, large, and said aloud in the languages of the hall."""
    here, at = known_office(office.upper()), timezone.now()
    rows = queries.called_now(here, at)
    context = {
        "office": here, "rows": rows, "hall": queries.hall_of(here, at), "now": at.astimezone(here.zone),
        "says": _says([row for row in rows if row.state == TicketState.CALLED]),
    }  # fmt: skip
    return render(request, "counter/wall.html", context)


def _says(rows: list[Ticket]) -> list[dict[str, str]]:
    """What a voice says of each call, once: a second call is another."""
    return [
        {
            "key": f"{row.number} {row.begun_at.isoformat() if row.begun_at else ''}",
            **dict(in_each(COME_TO, ticket=row.number, desk=row.desk)),
        }
        for row in rows
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# ---- the strip in a clerk's window


class Asked(msgspec.Struct, frozen=True):
    """What a clerk does with the queue."""

    act: str
    desk: str = ""
    ticket: str = ""
    errands: tuple[str, ...] = ()
    key: UUID | None = None


@require_safe
@requires("counter.call_next")
@in_json
@at_office
def strip(request: StaffRequest, office: Any) -> HttpResponse:
    """How many wait here, and whom this clerk serves."""
    return JsonResponse(_strip(request, office))


@require_POST
@requires("counter.call_next")
@in_json
@at_office
def strip_act(request: StaffRequest, office: Any) -> HttpResponse:
    """Call the next, call again, pass over, end; begin a break and end it; say for what one's desk calls."""
    _act(heard(request, Asked, "act"), office, request.actor, now_at(office))
    return JsonResponse(_strip(request, office))


def _act(asked: Asked, office: Any, by: Actor, at: datetime) -> None:
    where: dict[str, Any] = {"office": office.code, "by": by, "at": at}
    match asked.act:
        case "next":
            commands.call_next(desk=asked.desk, key=asked.key, **where)
        case "choose":
            commands.choose_errands(errands=asked.errands, **where)
        case "recall":
            commands.recall_ticket(ticket=asked.ticket, **where)
        case "pass":
            commands.pass_ticket(ticket=asked.ticket, **where)
        case "serve":
            commands.serve_ticket(ticket=asked.ticket, **where)
        case "rest":
            commands.begin_break(**where)
        case "back":
            commands.end_break(**where)
        case _:
            raise InvalidInput(field="act", reason=asked.act[:20])


def _strip(request: StaffRequest, office: Any) -> dict[str, Any]:
    at, by = now_at(office), request.actor.name
    row, hall = queries.called_by(office.code, by), queries.hall_of(office, at)
    rest = queries.breaks_now(office.code).get(by)
    errand = queries.errands_of(office).get(row.errand) if row else None
    chosen = chosen_errands(office, by, at)
    alone = errands_without_desk(office, [line.errand.code for line in hall.lines if line.waiting], at)
    return {
        "ticket": row.number if row else "", "desk": row.desk if row else "",
        "errand": dict(_names(errand[1])) if errand else {}, "waiting": hall.waiting,
        "since_min": int((at - hall.since).total_seconds() // 60) if hall.since else 0,
        "lines": [
            {
                "code": line.errand.code, "letter": line.letter, "waiting": line.waiting,
                "names": dict(_names(line.errand)), "is_called": not chosen or line.errand.code in chosen,
                "has_no_desk": line.errand.code in alone,
            }
            for line in hall.lines
        ],
        "resting": rest.isoformat() if rest else "",
    }  # fmt: skip


urlpatterns = [
    path("<str:office>/", kiosk, name="queue"),
    path("<str:office>/wall/", wall, name="queue-wall"),
    path("<str:office>/<str:number>/", ticket, name="queue-ticket"),
]
