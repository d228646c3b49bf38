"""Who waits at an office, how long still, and who is called to which desk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber

from postkit.pack.counter import Counter, Errand
from postkit.queueing import Wait, learned, stands_at, wait
from rekkas.cash.choices import SessionState
from rekkas.cash.queries import latest_sessions
from rekkas.counter.choices import TicketState
from rekkas.counter.errors import TicketOfAnotherDay, UnknownErrand, UnknownTicket
from rekkas.counter.models import Break, Ticket
from rekkas.counter.queries.rules import rules_in, rules_of
from rekkas.design.formats import day_text
from rekkas.network.queries import office as known_office

LEARNED_FROM = 40  # the latest services of an errand at an office
LEARNED_WITHIN = timedelta(days=30)
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
    return _lettered(rules_of(office.country_id))


def _lettered(rules: Counter) -> dict[str, tuple[str, Errand]]:
    return {row.code: (LETTERS[at], row) for at, row in enumerate(rules.errands)}


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
    return halls_of([office], at)[office.code]


def halls_of(offices: Iterable[Any], at: datetime) -> dict[str, Hall]:
    """The whole queue of each of these offices now, by its code: a constant number of statements."""
    found = list(offices)
    days = {office.code: today_at(office, at) for office in found}
    rules = rules_in({office.country_id for office in found})
    errands = {office.code: _lettered(rules[office.country_id]) for office in found}
    waiting: dict[str, list[tuple[str, datetime, datetime]]] = defaultdict(list)
    rows: Any = Ticket.objects.filter(
        office__in=list(days), day__in=set(days.values()), state=TicketState.WAITING
    )
    for code, day, errand, taken_at, stands in rows.order_by("stands_at", "pk").values_list(
        "office_id", "day", "errand", "taken_at", "stands_at"
    ):
        if days[code] == day:
            waiting[code].append((errand, taken_at, stands))
    means, desks = _means_at({code: errands[code] for code in waiting}, at), _desks_at(days)
    return {
        office.code: Hall(
            tuple(
                _line(at, letter, row, waiting[office.code], means.get(office.code, {}), desks[office.code])
                for letter, row in errands[office.code].values()
            ),
            *desks[office.code],
        )
        for office in found
    }


def _line(
    at: datetime, letter: str, errand: Errand, waiting: list[tuple[str, datetime, datetime]],
    means: dict[str, float], desks: tuple[int, int],
) -> Line:  # fmt: skip
    """The queue for one errand; whoever comes now has everybody before them who stands no later on the line of time."""
    taken = [taken_at for code, taken_at, _stands in waiting if code == errand.code]
    place = stands_at(at, errand.priority)
    before = [code for code, _taken, stands in waiting if stands <= place]
    return Line(errand, letter, len(taken), min(taken, default=None), _wait(means, before, *desks))


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
    means = _means_at({ticket.office_id: errands_of(ticket.office)}, at)[ticket.office_id]
    return len(before), _wait(means, before, *_desks_at({ticket.office_id: ticket.day})[ticket.office_id])


def _wait(means: dict[str, float], before: Sequence[str], desks: int, busy: int) -> Wait | None:
    return wait([means.get(errand, 4.0) for errand in before], desks=desks, busy=busy)


def _means_at(errands: dict[str, dict[str, tuple[str, Errand]]], at: datetime) -> dict[str, dict[str, float]]:
    """How many minutes a service of each errand takes at each of these offices, from the latest ones."""
    rows = Ticket.objects.filter(
        office__in=list(errands), state=TicketState.SERVED, day__gt=(at - LEARNED_WITHIN).date(),
        begun_at__isnull=False, ended_at__isnull=False,
    ).annotate(
        latest=Window(RowNumber(), partition_by=[F("office_id"), F("errand")], order_by=F("ended_at").desc())
    )  # fmt: skip
    seen: dict[tuple[str, str], list[float]] = defaultdict(list)
    latest: Any = rows.filter(latest__lte=LEARNED_FROM)
    for office, code, begun, ended in latest.values_list("office_id", "errand", "begun_at", "ended_at"):
        seen[office, code].append((ended - begun).total_seconds() / 60)
    return {
        office: {code: learned(row.minutes, seen[office, code]) for code, (_letter, row) in known.items()}
        for office, known in errands.items()
    }


def _desks_at(days: Mapping[str, date]) -> dict[str, tuple[int, int]]:
    """How many desks of each office call people now, and how many of them serve somebody: tills that are open, less
    breaks.
    """
    rest: set[Any] = set(
        Break.objects.filter(office__in=list(days), ended_at=None).values_list("office_id", "clerk")
    )
    clerks: dict[str, set[str]] = defaultdict(set)
    for row in latest_sessions(*days):
        if row.state == SessionState.OPEN and (row.office_id, row.clerk) not in rest:
            clerks[row.office_id].add(row.clerk)
    serving: dict[str, set[str]] = defaultdict(set)
    called: Any = Ticket.objects.filter(
        office__in=list(days), day__in=set(days.values()), state=TicketState.CALLED
    )
    for office, day, clerk in called.values_list("office_id", "day", "called_by"):
        if days[office] == day:
            serving[office].add(clerk)
    return {office: (len(clerks[office] | serving[office]), len(serving[office])) for office in days}


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
