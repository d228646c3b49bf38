"""On which days a contract wants its merchant settled."""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Protocol

from rekkas.commerce.choices import Cycle

A_DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=62)  # a month and the longest row of holidays
ROLL_AT_MOST = 20


class Rhythm(Protocol):
    """What of the terms says when."""

    cycle: str
    days: str
    weekday: int
    month_day: int


def last_settlement_day(terms: Rhythm, until: date, holidays: Collection[date]) -> date | None:
    """The latest day, up to one, on which the cycle wants a settlement.

    A day of the week or of the month on which nothing is paid out gives way to the next on which something is.

    >>> from types import SimpleNamespace as Terms
    >>> weekly = Terms(cycle="weekly", days="12345", weekday=1, month_day=0)
    >>> str(last_settlement_day(weekly, date(2026, 3, 11), {date(2026, 3, 9)}))
    '2026-03-10'
    """

    def is_working(day: date) -> bool:
        return str(day.isoweekday()) in terms.days and day not in holidays

    found = [rolled for day in _nominal(terms, until, is_working) if (rolled := _rolled(day, is_working))]
    return max((day for day in found if day <= until), default=None)


def _nominal(terms: Rhythm, until: date, is_working: Callable[[date], bool]) -> Iterator[date]:
    """The days that the cycle names, from some time before until the day."""
    day = until - LOOK_BACK
    while day <= until:
        match terms.cycle:
            case Cycle.WEEKLY:
                is_named = day.isoweekday() == terms.weekday
            case Cycle.MONTHLY:
                is_named = day.day == min(terms.month_day, monthrange(day.year, day.month)[1])
            case _:
                is_named = is_working(day)
        if is_named:
            yield day
        day += A_DAY


def _rolled(day: date, is_working: Callable[[date], bool]) -> date | None:
    for _ in range(ROLL_AT_MOST):
        if is_working(day):
            return day
        day += A_DAY
    return None
