"""The queue of an office: a ticket taken, called, called again, served, passed over; and desks that rest."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from postkit.phone import kept_phone
from postkit.queueing import stands_at
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.counter.choices import TicketState, TicketWay
from rekkas.counter.entries import TicketTaken
from rekkas.counter.errors import DeskMissing, OnBreak, QueueFull, TicketNotCalled, TicketOver
from rekkas.counter.models import Break, ErrandChoice, Ticket
from rekkas.counter.queries import queue as queries
from rekkas.counter.queries.calling import chosen_errands
from rekkas.network.queries import check_open, is_open
from rekkas.network.queries import office as known_office

WAITING_AT_MOST = 300  # a hall holds no more, and a stranger fills no queue
COMES_BACK = 1  # how often somebody who was not there is called once more
ENDED = ["state", "ended_at", "visit"]


@command
def take_ticket(
    *, office: str, errand: str, way: str = TicketWay.KIOSK, phone: str = "", by: Actor, at: Moment, key: UUID
) -> TicketTaken:
    """Take a place in the queue of an open office. A telephone stands once in it: asked again, it is told where."""
    here = known_office(office)
    letter, asked = queries.errand_at(here, errand)
    day, kept = queries.today_at(here, at), kept_phone(phone, here.country_id) if phone.strip() else ""
    before = Ticket.objects.select_related("office").filter(key=key).first()
    before = before or queries.open_ticket_of(office, day, kept)
    if before is not None:
        return told(before, at)
    check_open(here, at)
    if queries.waiting_count(office, day) >= WAITING_AT_MOST:
        raise QueueFull
    place = queries.last_place(office, day, errand) + 1
    row = Ticket.objects.create(
        key=key, office=here, day=day, number=f"{letter}{place}", place=place, errand=errand, way=TicketWay(way),
        phone=kept[:16], priority=asked.priority, taken_at=at, stands_at=stands_at(at, asked.priority),
    )  # fmt: skip
    return told(row, at)


def told(row: Ticket, at: Moment) -> TicketTaken:
    """A ticket as its holder is told of it."""
    before, wait = queries.wait_for(row, at)
    likely, nearly = (wait.likely, wait.nearly) if wait is not None else (None, None)
    return TicketTaken(row.number, row.office_id, row.day, row.errand, before, likely, nearly)


@command
def choose_errands(*, office: str, errands: Sequence[str], by: Actor, at: Moment) -> list[str]:
    """Say for which errands one's desk calls people today; none named: for all. It holds until said otherwise."""
    here = known_office(office)
    chosen = sorted({queries.errand_at(here, errand)[1].code for errand in errands})
    if len(chosen) == len(queries.errands_of(here)):
        chosen = []
    ErrandChoice.objects.update_or_create(
        office=here, clerk=author_name(by), day=queries.today_at(here, at),
        defaults={"errands": chosen, "chosen_at": at},
    )  # fmt: skip
    return chosen


@command
def call_next(*, office: str, desk: str, by: Actor, at: Moment, key: UUID | None = None) -> str:
    """Call whoever is next for what this desk does; whom the clerk served before is served. Two clerks never call one.

    Returns the number called, or nothing where nobody waits for it.
    """
    here, day = known_office(office), queries.today_at(known_office(office), at)
    desk = _desk(desk)
    if by.name in queries.breaks_now(office):
        raise OnBreak
    if (before := queries.called_by(office, by.name, lock=True)) is not None:
        _end(before, TicketState.SERVED, at)
    row = queries.next_for_update(here.code, day, chosen_errands(here, by.name, at))
    if row is None:
        return ""
    row.state, row.called_by, row.desk = TicketState.CALLED, by.name, desk
    row.called_at, row.begun_at = row.called_at or at, at
    row.save(update_fields=["state", "called_by", "desk", "called_at", "begun_at"])
    return row.number


@command
def recall_ticket(*, office: str, ticket: str, by: Actor, at: Moment) -> None:
    """Call somebody once more who was called and did not come yet."""
    row = _called(office, ticket, by, at)
    row.begun_at = at
    row.save(update_fields=["begun_at"])


@command
def serve_ticket(*, office: str, ticket: str, visit: str = "", by: Actor, at: Moment) -> None:
    """Say that whoever was called has been served."""
    row = _called(office, ticket, by, at)
    _end(row, TicketState.SERVED, at, visit)


@command
def pass_ticket(*, office: str, ticket: str, by: Actor, at: Moment) -> str:
    """Pass over whoever did not come: they go back into the queue once, and then they are gone. Returns the state."""
    row = _called(office, ticket, by, at)
    if row.passed >= COMES_BACK:
        _end(row, TicketState.GONE, at)
        return row.state
    row.state, row.passed, row.stands_at = TicketState.WAITING, row.passed + 1, stands_at(at, row.priority)
    row.called_by = row.desk = ""
    row.begun_at = None
    row.save(update_fields=["state", "passed", "stands_at", "called_by", "desk", "begun_at"])
    return row.state


@command
def expire_tickets(*, office: str, by: Actor, at: Moment) -> int:
    """End the queue of days before, and today's once the office has closed. Returns how many went without service."""
    here = known_office(office)
    rows = Ticket.objects.filter(office_id=office, state__in=queries.OPEN)
    if is_open(here, at):
        rows = rows.exclude(day=queries.today_at(here, at))
    return rows.update(state=TicketState.GONE, ended_at=at)


@command
def begin_break(*, office: str, by: Actor, at: Moment) -> None:
    """Rest: this clerk's desk calls nobody and does not count for the wait. Whom it served has been served."""
    known_office(office)
    if (before := queries.called_by(office, by.name, lock=True)) is not None:
        _end(before, TicketState.SERVED, at)
    Break.objects.get_or_create(office_id=office, clerk=by.name, ended_at=None, defaults={"begun_at": at})


@command
def end_break(*, office: str, by: Actor, at: Moment) -> None:
    """Come back from a break."""
    Break.objects.filter(office_id=office, clerk=by.name, ended_at=None).update(ended_at=at)


def end_for_visit(office: Any, number: str, visit: str, at: Moment) -> None:
    """End the ticket of a visit that was settled. A number that stands in no queue of that day stops no visit."""
    rows = Ticket.objects.filter(office=office, day=queries.today_at(office, at), state__in=queries.OPEN)
    rows.filter(number=number.strip().upper(), state=TicketState.CALLED).update(
        state=TicketState.SERVED, ended_at=at, visit=visit
    )


def _called(office: str, ticket: str, by: Actor, at: Moment) -> Ticket:
    here = known_office(office)
    row = queries.ticket_for_update(here, ticket, queries.today_at(here, at))
    if row.state in (TicketState.SERVED, TicketState.GONE):
        raise TicketOver(ticket=row.number)
    if row.state != TicketState.CALLED or row.called_by != by.name:
        raise TicketNotCalled(ticket=row.number)
    return row


def _end(row: Ticket, state: TicketState, at: Moment, visit: str = "") -> None:
    row.state, row.ended_at, row.visit = state, max(at, row.begun_at or at), visit
    row.save(update_fields=ENDED)


def _desk(desk: str) -> str:
    said = desk.strip().upper()
    if not said or len(said) > 8 or not said.replace("-", "").isalnum():
        raise DeskMissing
    return said
