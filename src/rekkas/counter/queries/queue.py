"""Who waits at an office, how long still, and who is called to which desk."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from postkit.pack.counter import Errand
from postkit.queueing import Wait, learned, stands_at, wait
from rekkas.cash.choices import SessionState
from rekkas.cash.queries import latest_sessions
from rekkas.counter.choices import TicketState
from rekkas.counter.errors import TicketOfAnotherDay, UnknownErrand, UnknownTicket
from rekkas.counter.models import Break, Ticket
from rekkas.counter.queries.rules import rules_of
from rekkas.design.formats import day_text
from rekkas.network.queries import office as known_office

LEARNED_FROM = 40  # the latest services of an errand at an office
SHOWN_CALLED = 6
STILL_SHOWN = timedelta(minutes=3)
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
OPEN = (TicketState.WAITING, TicketState.CALLED)


@dataclass(frozen=True, slots=True)
class Line:
    """The queue for one errand: how many wait, since when the first of them, and the wait of who comes now."""

    errand: Errand
    letter: str
    waiting: int
    since: datetime | None
    wait: Wait | None


@dataclass(frozen=True, slots=True)
class Hall:
    """The queue of an office at a moment: its lines, how many desks call, how many of them serve somebody."""

    lines: tuple[Line, ...]
    desks: int
    busy: int

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.lines)

    @property
    def since(self) -> datetime | None:
        return min((line.since for line in self.lines if line.since), default=None)


def errands_of(office: Any) -> dict[str, tuple[str, Errand]]:
    """What people queue for at an office, by code, each with the letter of its tickets."""
    return {row.code: (LETTERS[at], row) for at, row in enumerate(rules_of(office.country_id).errands)}


def errand_at(office: Any, code: str) -> tuple[str, Errand]:
    found = errands_of(office).get(code)
    if found is None:
        raise UnknownErrand(errand=code[:32])
    return found


def today_at(office: Any, at: datetime) -> date:
    day: date = at.astimezone(office.zone).date()
    return day


def hall_of(office: Any, at: datetime) -> Hall:
    """The whole queue of an office now."""
    errands, day = errands_of(office), today_at(office, at)
    means = _means(office.code, errands)
    waiting = list(
        Ticket.objects.filter(office_id=office.code, day=day, state=TicketState.WAITING)
        .order_by("stands_at", "pk")
        .values_list("errand", "taken_at", "stands_at")
    )
    desks, busy = desks_open(office.code, day)
    counts: dict[str, list[datetime]] = defaultdict(list)
    for errand, taken_at, _stands in waiting:
        counts[errand].append(taken_at)
    return Hall(
        tuple(
            Line(row, letter, len(counts[code]), min(counts[code], default=None), _wait(means, [
                errand for errand, _taken, stands in waiting if stands <= stands_at(at, row.priority)
            ], desks, busy))
            for code, (letter, row) in errands.items()
        ),
        desks, busy,
    )  # fmt: skip


def wait_of(office: str, errand: str, at: datetime) -> Wait | None:
    """How long somebody waits who comes now for an errand; nothing where no desk is open."""
    here = known_office(office)
    code = errand_at(here, errand)[1].code
    return next(line.wait for line in hall_of(here, at).lines if line.errand.code == code)


def wait_for(ticket: Ticket, at: datetime) -> tuple[int, Wait | None]:
    """How many are called before a ticket, and how long it still waits."""
    rows = Ticket.objects.filter(office_id=ticket.office_id, day=ticket.day, state=TicketState.WAITING)
    before = list(
        rows.filter(Q(stands_at__lt=ticket.stands_at) | Q(stands_at=ticket.stands_at, pk__lt=ticket.pk))
        .values_list("errand", flat=True)
    )  # fmt: skip
    errands = errands_of(ticket.office)
    desks, busy = desks_open(ticket.office_id, ticket.day)
    return len(before), _wait(_means(ticket.office_id, errands), before, desks, busy)


def _wait(means: dict[str, float], before: Sequence[str], desks: int, busy: int) -> Wait | None:
    return wait([means.get(errand, 4.0) for errand in before], desks=desks, busy=busy)


def _means(office: str, errands: dict[str, tuple[str, Errand]]) -> dict[str, float]:
    """How many minutes a service of each errand takes here, from the latest ones."""
    rows = Ticket.objects.filter(office_id=office, state=TicketState.SERVED, errand__in=errands)
    latest = rows.order_by("-ended_at").values_list("errand", "begun_at", "ended_at")[: LEARNED_FROM * 5]
    seen: dict[str, list[float]] = defaultdict(list)
    for errand, begun, ended in latest:
        if begun and ended and len(seen[errand]) < LEARNED_FROM:
            seen[errand].append((ended - begun).total_seconds() / 60)
    return {code: learned(row.minutes, seen[code]) for code, (_letter, row) in errands.items()}


def desks_open(office: str, day: date) -> tuple[int, int]:
    """How many desks call people now, and how many of them serve somebody: tills that are open, less breaks."""
    rest = set(breaks_now(office))
    clerks = {row.clerk for row in latest_sessions(office) if row.state == SessionState.OPEN} - rest
    called = Ticket.objects.filter(office_id=office, day=day, state=TicketState.CALLED)
    serving = set(called.values_list("called_by", flat=True))
    return len(clerks | serving), len(serving)


def breaks_now(office: str) -> dict[str, datetime]:
    """Who is on a break at an office, since when."""
    return dict(Break.objects.filter(office_id=office, ended_at=None).values_list("clerk", "begun_at"))


def ticket_of(office: Any, number: str, day: date) -> Ticket:
    """A ticket of a day at an office. One of another day is said to be that."""
    return _found(Ticket.objects.select_related("office"), office, number, day)


def ticket_for_update(office: Any, number: str, day: date) -> Ticket:
    return _found(Ticket.objects.select_for_update(), office, number, day)


def _found(rows: Any, office: Any, number: str, day: date) -> Ticket:
    wanted = number.strip().upper()
    found: Ticket | None = rows.filter(office_id=office.code, day=day, number=wanted).first()
    if found is not None:
        return found
    last = Ticket.objects.filter(office_id=office.code, number=wanted).aggregate(day=Max("day"))["day"]
    if last is not None:
        raise TicketOfAnotherDay(ticket=wanted, day=day_text(last))
    raise UnknownTicket(ticket=wanted[:12])


def open_ticket_of(office: str, day: date, phone: str) -> Ticket | None:
    """The ticket with which a telephone stands in a queue now."""
    return (
        Ticket.objects.filter(office_id=office, day=day, phone=phone, state__in=OPEN).first()
        if phone
        else None
    )


def next_for_update(office: str, day: date, errands: Sequence[str]) -> Ticket | None:
    """Who is next in line: held, and passed over where another clerk is calling them at this moment."""
    rows = Ticket.objects.select_for_update(skip_locked=True).filter(
        office_id=office, day=day, state=TicketState.WAITING
    )
    if errands:
        rows = rows.filter(errand__in=errands)
    return rows.order_by("stands_at", "pk").first()


def called_by(office: str, clerk: str, *, lock: bool = False) -> Ticket | None:
    """Whom a clerk serves now."""
    rows = Ticket.objects.select_for_update() if lock else Ticket.objects.all()
    return rows.filter(office_id=office, called_by=clerk, state=TicketState.CALLED).first()


def called_now(office: Any, at: datetime) -> list[Ticket]:
    """Who was called to which desk, the latest first: what hangs on the wall."""
    rows = Ticket.objects.filter(office_id=office.code, day=today_at(office, at), called_at__isnull=False)
    rows = rows.filter(
        Q(state=TicketState.CALLED) | Q(ended_at__gt=at - STILL_SHOWN, state=TicketState.SERVED)
    )
    return list(rows.order_by("-begun_at")[:SHOWN_CALLED])


def last_place(office: str, day: date, errand: str) -> int:
    rows = Ticket.objects.filter(office_id=office, day=day, errand=errand)
    return int(rows.aggregate(last=Max("place"))["last"] or 0)


def waiting_count(office: str, day: date) -> int:
    return Ticket.objects.filter(office_id=office, day=day, state=TicketState.WAITING).count()


def served_today(office: Any, at: datetime) -> dict[str, int]:
    """How many tickets each clerk served today."""
    rows = Ticket.objects.filter(office_id=office.code, day=today_at(office, at), state=TicketState.SERVED)
    return dict(rows.values_list("called_by").annotate(count=Count("pk")))


def called_today(office: str, day: date) -> dict[str, Ticket]:
    """Whom each clerk serves now."""
    rows = Ticket.objects.filter(office_id=office, day=day, state=TicketState.CALLED)
    return {row.called_by: row for row in rows}


def offices_with_tickets() -> list[str]:
    """Where somebody stands in a queue, of today or of a day before."""
    return sorted({row.office_id for row in Ticket.objects.filter(state__in=OPEN).only("office")})
