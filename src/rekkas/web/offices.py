"""The opening hours of an office, as its page shows them."""

from dataclasses import dataclass
from datetime import time
from typing import Protocol

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
