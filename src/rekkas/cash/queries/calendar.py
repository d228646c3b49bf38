"""What is known beforehand of a day: whether offices work, what is paid out everywhere, which feasts are near."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from postkit.cash import payment_days
from postkit.pack.cash import Cash
from rekkas.territory import queries as territory

A_DAY = timedelta(days=1)
AROUND = timedelta(days=62)
EVE = "eve-of-holiday"


class PayDays:
    """Whether a day is one on which money is paid out, for offices that open on the same weekdays."""

    def __init__(self, rules: Cash | None, country: str, today: date) -> None:
        self.rules, self.country, self.today = rules, country, today
        self._known: dict[str, bool] = {}
        self._holidays: set[date] | None = None

    def is_one(self, open_days: str) -> bool:
        if self.rules is None or not self.rules.payments:
            return False
        if open_days not in self._known:
            codes = payment_codes(self.rules, self.today, self.today, self._opens(open_days))
            self._known[open_days] = self.today in codes
        return self._known[open_days]

    def _opens(self, open_days: str) -> Callable[[date], bool]:
        if self._holidays is None:
            self._holidays = holidays(self.country, self.today - AROUND, self.today + AROUND)
        off = self._holidays
        return lambda day: str(day.isoweekday()) in open_days and day not in off


def payment_codes(
    rules: Cash, first: date, last: date, is_open: Callable[[date], bool]
) -> dict[date, frozenset[str]]:
    """What is paid out on each day from one to another, both included."""
    return payment_days(rules.rules, first, last + A_DAY, is_open)


def holidays(country: str, first: date, last: date) -> set[date]:
    return {row.date for row in territory.holidays_between(country, first, last)}


def days_of(
    office: Any, rules: Cash | None, first: date, last: date
) -> tuple[list[date], dict[date, frozenset[str]]]:
    """The days on which an office works, from one to another, and what is known beforehand of each."""
    off = holidays(office.country_id, first - AROUND, last + AROUND)

    def is_open(day: date) -> bool:
        return bool(office.opens_on(day, off))

    days = [day for at in range((last - first).days + 1) if is_open(day := first + at * A_DAY)]
    flags: dict[date, set[str]] = {}
    if rules is not None and days:
        for day, codes in payment_codes(rules, first, last, is_open).items():
            flags.setdefault(day, set()).update(codes)
    for peak in territory.peaks_of(office.country_id):
        name = f"peak {peak.per_mille} {peak.name}"
        for day in days:
            if peak.first <= day <= peak.last:
                flags.setdefault(day, set()).add(name)
    for day in days:
        if day + A_DAY in off:
            flags.setdefault(day, set()).add(EVE)
    return days, {day: frozenset(codes) for day, codes in flags.items()}
