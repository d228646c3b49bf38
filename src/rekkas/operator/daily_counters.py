"""What the worker does unasked at counters: queues that are over, reminders, and items that nobody came for."""

from collections.abc import Callable
from datetime import datetime

from rekkas.base.actors import system
from rekkas.counter import queries as counter
from rekkas.counter.commands import expire_tickets
from rekkas.counter.queries.queue import offices_with_tickets
from rekkas.delivery import queries as delivery
from rekkas.delivery.commands import remind_addressees, return_items
from rekkas.network.queries import office as known_office


def end_queues(now: datetime) -> None:
    """End the queue of each office that has closed."""
    for office in offices_with_tickets():
        expire_tickets(office=office, by=system("queues"), at=now)


def remind(country: str, here: datetime) -> None:
    """Remind addressees of what waits for them, on the days that the counters of a country name."""
    days = tuple(counter.rules_of(country).remind_after_days)
    remind_addressees(country=country, days=days, by=system("reminders"), at=here)


def send_back(country: str, here: datetime) -> None:
    """Begin the return of what was kept to its end, where its office has not decided in the days after."""
    for code in delivery.offices_to_return_from(country, here.date()):
        due = delivery.to_return(known_office(code), here, days=delivery.DAYS_UNTIL_RETURN)
        if due:
            return_items(numbers=[one.number for one in due], office=code, by=system("returns"), at=here)


HOURLY_AT_COUNTERS: tuple[tuple[str, Callable[[datetime], object]], ...] = (("queues", end_queues),)
DAILY_AT_COUNTERS: tuple[tuple[str, Callable[[str, datetime], None]], ...] = (
    ("reminders", remind),
    ("returns", send_back),
)
