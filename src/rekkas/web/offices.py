"""What pages show of offices: hours, whether they are open now, what is done there, how long one waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

from rekkas.counter.queries import halls_of
from rekkas.network import queries as network
from rekkas.territory import queries as territory

DAY_MIN = 24 * 60


class Opens(Protocol):
    """What the hours of an office are read from."""

    opens_min: int
    closes_min: int
    open_days: str
    delivery_days: str
    cut_off_min: int


@dataclass(frozen=True, slots=True)
class DayHours:
    """One weekday, Monday being 1; an office without counter hours that day has none."""

    weekday: int
    opens: time | None
    closes: time | None
    cut_off: time | None
    delivers: bool


def hours_of(office: Opens) -> list[DayHours]:
    """The seven days of an ordinary week."""
    return [
        DayHours(
            weekday=weekday,
            opens=clock_of(office.opens_min) if is_open else None,
            closes=clock_of(office.closes_min) if is_open else None,
            cut_off=clock_of(office.cut_off_min) if is_open else None,
            delivers=str(weekday) in office.delivery_days,
        )
        for weekday in range(1, 8)
        for is_open in (str(weekday) in office.open_days,)
    ]


def clock_of(minutes: int) -> time:
    """Minutes after midnight as a time of day; the end of the day is shown as midnight.

    >>> clock_of(510), clock_of(1440)
    (datetime.time(8, 30), datetime.time(0, 0))
    """
    return time(minutes % DAY_MIN // 60, minutes % 60)


@dataclass(frozen=True, slots=True)
class Today:
    """An office on the day of a moment: whether it is open now, and until when it takes in for that day's mail."""

    office: Any
    is_open: bool
    closes: time | None
    cut_off: time | None


def today_at(offices: Iterable[Any], at: datetime) -> list[Today]:
    """Each of these offices at a moment: one statement for each country."""
    found = list(offices)
    off: dict[str, frozenset[date]] = {}
    for office in found:
        if office.country_id not in off:
            day = at.astimezone(office.zone).date()
            rows = territory.holidays_between(office.country_id, day, day)
            off[office.country_id] = frozenset(row.date for row in rows)
    return [_today(office, at.astimezone(office.zone), off[office.country_id]) for office in found]


def _today(office: Any, local: datetime, off: frozenset[date]) -> Today:
    minute = local.hour * 60 + local.minute
    opens = office.opens_on(local.date(), off)
    is_open = opens and office.opens_min <= minute < office.closes_min
    return Today(
        office, is_open,
        closes=clock_of(office.closes_min) if is_open else None,
        cut_off=clock_of(office.cut_off_min) if opens and minute < office.cut_off_min else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An office in a list: its day, what is done there and, where it is open and people queue, the wait now."""

    today: Today
    services: list[Any]
    waiting: int | None
    wait: Any

    @property
    def office(self) -> Any:
        return self.today.office


def shown_at(offices: Iterable[Any], at: datetime) -> list[Shown]:
    """Offices as a list shows them: a constant number of statements for each country."""
    days = today_at(offices, at)
    services = network.services_at(day.office for day in days)
    halls = halls_of([day.office for day in days if day.is_open], at)
    return [Shown(day, services[day.office.code], *_wait_in(halls.get(day.office.code))) for day in days]


def _wait_in(hall: Any) -> tuple[int | None, Any]:
    """How many wait, and the wait of who comes now for the errand that takes longest; nothing without a queue."""
    if hall is None or not hall.lines or not (hall.desks or hall.waiting):
        return None, None
    waits = [line.wait for line in hall.lines if line.wait]
    return hall.waiting, max(waits, key=lambda wait: (wait.nearly, wait.likely), default=None)


def position(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Where a browser says that its reader is; nothing where it is no place on the globe.

    >>> position("33.59", "-7.6"), position("91", "0"), position("", "nan")
    ((33.59, -7.6), None, None)
    """
    try:
        here = float(latitude), float(longitude)
    except ValueError:
        return None
    return here if -90 <= here[0] <= 90 and -180 <= here[1] <= 180 else None
