"""The hall of the small country's agency: people who take tickets, and two clerks who call them."""

from datetime import datetime

from rekkas.base.actors import Actor
from rekkas.counter import commands
from rekkas.counter.entries import TicketTaken
from rekkas.counter.models import Ticket
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, key, later


def minutes(count: float, start: datetime = MONDAY) -> datetime:
    return later(count / 60, start)


def take(word: str, errand: str = "mail", at: datetime = MONDAY, **changes: str) -> TicketTaken:
    return commands.take_ticket(
        office=AGENCY, errand=errand, by=BOSS, at=at, key=key("ticket", word), **changes
    )


def choose(*errands: str, by: Actor = FATIMA, at: datetime = MONDAY) -> list[str]:
    return commands.choose_errands(office=AGENCY, errands=errands, by=by, at=at)


def call(at: datetime = MONDAY, by: Actor = FATIMA, desk: str = "1") -> str:
    return commands.call_next(office=AGENCY, desk=desk, by=by, at=at)


def ticket(number: str) -> Ticket:
    return Ticket.objects.get(number=number)
