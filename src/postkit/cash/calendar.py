"""On which days money is paid out in all offices: pensions, social aid, salaries.

Idea: a rule names days of the month; where such a day is not worked, the payment comes before it, after it, or that
month's falls away. What comes out is plain data, a set of codes for each date, to which a caller adds what else
makes a day unlike others (the week before a feast, a month of fasting).

Shapes and units: dates and codes; ``is_open`` says of a date whether offices work. A day of the month that a month
has not is its last. Errors: ValueError for a rule that makes no sense.

>>> weekdays = lambda day: day.isoweekday() < 6
>>> pensions = PaymentRule("pensions", days_of_month=(5,), when_closed="before")
>>> sorted(payment_days([pensions], date(2026, 9, 1), date(2026, 11, 1), weekdays))
[datetime.date(2026, 9, 4), datetime.date(2026, 10, 5)]
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WHEN_CLOSED = ("before", "after", "never")
_FARTHEST_DAYS = 15


@dataclass(frozen=True, slots=True)
class PaymentRule:
    code: str
    days_of_month: tuple[int, ...]
    when_closed: str = "before"
    months: tuple[int, ...] = tuple(range(1, 13))

    def __post_init__(self) -> None:
        right = (
            self.code
            and self.days_of_month
            and all(1 <= day <= 31 for day in self.days_of_month)
            and self.months
            and all(1 <= month <= 12 for month in self.months)
            and self.when_closed in WHEN_CLOSED
        )
        if not right:
            raise ValueError(f"{self!r}: a code, days 1 to 31, months 1 to 12, and {', '.join(WHEN_CLOSED)}")


def payment_days(
    rules: Iterable[PaymentRule], first: date, until: date, is_open: Callable[[date], bool]
) -> dict[date, frozenset[str]]:
    """The codes of each day of payment from ``first`` to the day before ``until``."""
    found: dict[date, set[str]] = {}
    for rule in rules:
        for named in _named(rule, first - timedelta(days=31), until + timedelta(days=31)):
            day = _worked(named, rule.when_closed, is_open)
            if day is not None and first <= day < until:
                found.setdefault(day, set()).add(rule.code)
    return {day: frozenset(codes) for day, codes in sorted(found.items())}


def _named(rule: PaymentRule, first: date, until: date) -> Iterable[date]:
    for month in range(first.year * 12 + first.month - 1, until.year * 12 + until.month):
        year, number = month // 12, month % 12 + 1
        if number in rule.months:
            length = monthrange(year, number)[1]
            yield from (date(year, number, min(day, length)) for day in rule.days_of_month)


def _worked(day: date, when_closed: str, is_open: Callable[[date], bool]) -> date | None:
    if is_open(day):
        return day
    if when_closed == "never":
        return None
    step = timedelta(days=-1 if when_closed == "before" else 1)
    candidates = (day + at * step for at in range(1, _FARTHEST_DAYS))
    return next((candidate for candidate in candidates if is_open(candidate)), None)
