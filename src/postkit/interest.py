"""Interest on a balance that moves: exact all the way, and rounded once, when it is credited.

The idea: each day of a period bears (balance × basis points × its part of a year). These are added as fractions;
money is rounded only at the end, and what the rounding took or gave may be carried into the next period. So a
period can be cut at any day, by a change of rate or a closing, without a centime of difference.

Sources: day counts after the names that ISDA gave them. ``act/360``, ``act/365``: each day is 1/360 or 1/365.
``act/act``: 1/365, in a leap year 1/366. ``30/360``: each month has 30 days (the European form, ``30E/360``, which
alone can be cut at any day). The fortnight is the rule of savings books in France and Morocco: a deposit bears from
the 1st or 16th after its day, a withdrawal ceases to bear from the 1st or 16th at or before its day. With
``30/360`` each fortnight is 1/24 of a year. ``fortnight-lowest`` pays on the lowest balance since the fortnight began:
the same, but what was paid in and taken out again within a fortnight costs nothing.

Shapes and units: amounts are minor units, days are dates, balances are (day, balance at its end) where the balance
changes, each day once and in order; before the first it is 0. Movements of one day count as one. Where fortnights
count, what an account held before the period is dated in an earlier fortnight: dated on its first day it would be a
deposit. A period runs from its first day to the day before ``until``. Rates are basis points a year and taxes
permille, each from a day on; before the first they are 0.

Errors: ValueError for terms or balances that make no sense.

1,000.00 at 6 %, paid in on 20 February: 20 fortnights from 1 March, so 1,000.00 × 6 % × 20 ÷ 24.

>>> from datetime import date
>>> book = Terms(((date(2025, 1, 1), 600),), day_count="30/360", method="fortnight")
>>> accrue(book, Period("savings", "2025"), [(date(2025, 2, 20), 100_000)]).gross
5000

10,000.00 at 2 % for the 92 days of a quarter: 50.4109… before rounding, and 30 % of 50.41 is 15.123 of tax.

>>> plain = Terms(((date(2026, 1, 1), 200),), tax=((date(2026, 1, 1), 300),))
>>> quarter = Period("savings", "2026-Q4")
>>> paid = accrue(plain, quarter, [(date(2026, 3, 1), 1_000_000)])
>>> paid.gross, paid.tax, paid.net, paid.left, quarter.identity
(5041, 1512, 3529, Fraction(7, 73), 'savings:2026-Q4')
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, chain, pairwise
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DAY_COUNTS = ("act/360", "act/365", "act/act", "30/360")
METHODS = ("daily", "fortnight", "fortnight-lowest")
ROUNDINGS = ("half-even", "half-up")
Table = tuple[tuple[date, int], ...]
Balances = Sequence[tuple[date, int]]
Whole = NDArray[np.int64]
_DAY = timedelta(days=1)
_PERIOD = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")
_BASIS = {"act/360": 360, "act/365": 365, "act/act": lcm(365, 366), "30/360": 360}
_LOW_BITS = 31
_LOW = (1 << _LOW_BITS) - 1
MOST = 1 << 62


@dataclass(frozen=True, slots=True)
class Terms:
    """What a kind of account is promised. A balance below ``minimum``, or not above zero, bears nothing."""

    rates: Table
    day_count: str = "act/365"
    method: str = "daily"
    minimum: int = 0
    tax: Table = ()
    rounding: str = "half-even"

    def __post_init__(self) -> None:
        known = ((self.day_count, DAY_COUNTS), (self.method, METHODS), (self.rounding, ROUNDINGS))
        for given, choices in known:
            if given not in choices:
                raise ValueError(f"{given!r} is none of {', '.join(choices)}")
        for table, most in ((self.rates, 10_000), (self.tax, 1_000)):
            if any(former >= later for (former, _), (later, _) in pairwise(table)):
                raise ValueError("each row of a table of rates begins after the row before it")
            if not all(0 <= rate <= most for _, rate in table):
                raise ValueError(f"a rate is from 0 to {most}")


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a kind of account: a year, half, quarter or month. An account is credited once for each.

    >>> Period("savings", "2026-H1").first, Period("savings", "2026-12").until
    (datetime.date(2026, 1, 1), datetime.date(2027, 1, 1))
    """

    kind: str
    label: str

    def __post_init__(self) -> None:
        if not self.kind or not _PERIOD.fullmatch(self.label):
            raise ValueError(f"{self.label!r} is no period; write 2026, 2026-H1, 2026-Q4 or 2026-10")

    @property
    def identity(self) -> str:
        return f"{self.kind}:{self.label}"

    @property
    def first(self) -> date:
        return self._bounds()[0]

    @property
    def until(self) -> date:
        return self._bounds()[1]

    def _bounds(self) -> tuple[date, date]:
        year, half, quarter, month = _PERIOD.fullmatch(self.label).groups()  # type: ignore[union-attr]
        length, place = next(
            ((size, int(found)) for size, found in ((6, half), (3, quarter), (1, month)) if found), (12, 1)
        )
        begins, ends = int(year) * 12 + (place - 1) * length, int(year) * 12 + place * length
        return date(begins // 12, begins % 12 + 1, 1), date(ends // 12, ends % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Interest:
    """What a period bore: credited ``gross`` less ``tax``. ``left`` is what rounding took, or less than nothing."""

    gross: int
    tax: int
    exact: Fraction
    left: Fraction

    @property
    def net(self) -> int:
        return self.gross - self.tax


class Interests(NamedTuple):
    """The same for many accounts. ``left`` counts parts of a minor unit, ``scale`` of them to one."""

    gross: Whole
    tax: Whole
    left: Whole
    scale: int


def accrue(terms: Terms, period: Period, balances: Balances, *, carry: Fraction = Fraction(0)) -> Interest:
    """The interest of one account for a period. ``carry`` is what the period before it left."""
    exact = between(terms, period.first, period.until, balances) + carry
    gross = rounded(exact, terms.rounding)
    tax = rounded(Fraction(gross * _tax(terms, period), 1000), terms.rounding)
    return Interest(gross, tax, exact, exact - gross)


def between(terms: Terms, first: date, until: date, balances: Balances) -> Fraction:
    """What the days from ``first`` to the day before ``until`` bear, not rounded.

    >>> terms = Terms(((date(2024, 1, 1), 365),), day_count="act/365")
    >>> between(terms, date(2024, 2, 28), date(2024, 3, 1), [(date(2024, 1, 1), 10_000)])
    Fraction(2, 1)
    """
    ordered = _checked(balances)
    bearing = [(day, balance) for day, balance in _bearing(terms.method, ordered, until)]
    days, amounts = [day for day, _ in bearing], [balance for _, balance in bearing]
    total = Fraction(0)
    for day in _days(first, until):
        at = bisect_right(days, day)
        balance = amounts[at - 1] if at else 0
        if balance > 0 and balance >= terms.minimum:
            total += balance * Fraction(_in_force(terms.rates, day), 10_000) * _part(day, terms.day_count)
    return total


def rounded(exact: Fraction, rounding: str = "half-even") -> int:
    """To the nearest minor unit; what lies in the middle to the even one, or up.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(5, 2), "half-up"), rounded(Fraction(7, 3))
    (2, 3, 2)
    """
    return round(exact) if rounding == "half-even" else (exact + Fraction(1, 2)).__floor__()


def _checked(balances: Balances) -> Balances:
    if any(former >= later for (former, _), (later, _) in pairwise(balances)):
        raise ValueError("the days of a balance come once each and in order")
    return balances


def _bearing(method: str, balances: Balances, until: date) -> Iterator[tuple[date, int]]:
    """The balance that bears interest, where it changes."""
    if method == "daily" or not balances:
        yield from balances
        return
    # The first deposit bears a fortnight later, so that the fortnight of its own day bears nothing.
    start, before, at = _fortnight(balances[0][0]), 0, 0
    while start < until:
        end = _next_fortnight(start)
        bears = held = before
        while at < len(balances) and balances[at][0] < end:
            change, held = balances[at][1] - held, balances[at][1]
            bears = min(bears, held) if method == "fortnight-lowest" else bears + min(change, 0)
            at += 1
        yield start, bears
        start, before = end, held


def _fortnight(day: date) -> date:
    return day.replace(day=1 if day.day < 16 else 16)


def _next_fortnight(day: date) -> date:
    return day.replace(day=16) if day.day < 16 else (day.replace(day=1) + 31 * _DAY).replace(day=1)


def _days(first: date, until: date) -> Iterator[date]:
    return (first + at * _DAY for at in range((until - first).days))


def _in_force(table: Table, day: date) -> int:
    at = bisect_right(table, day, key=lambda row: row[0])
    return table[at - 1][1] if at else 0


def _tax(terms: Terms, period: Period) -> int:
    return _in_force(terms.tax, period.until - _DAY)


def _part(day: date, day_count: str) -> Fraction:
    """Which part of a year a day is."""
    if day_count == "act/act":
        return Fraction(1, 366 if _is_leap(day.year) else 365)
    if day_count == "30/360":
        return Fraction(_thirties(day + _DAY) - _thirties(day), 360)
    return Fraction(1, _BASIS[day_count])


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _thirties(day: date) -> int:
    return day.year * 360 + day.month * 30 + min(day.day, 30)


def accrue_many(
    terms: Terms, period: Period, account: Whole, day: NDArray[np.datetime64], balance: Whole, *,
    accounts: int, carry: tuple[Whole, int] | None = None,
) -> Interests:  # fmt: skip
    """The interest of many accounts, numbered from 0, to the very unit what `accrue` gives for each.

    A row says that on a day an account ended with a balance; rows come by account and then by day. ``carry`` is
    ``left`` and ``scale`` of the period before. Sums are kept in two halves of 31 bits, so that nothing overflows.

    >>> terms, quarter = Terms(((date(2026, 1, 1), 200),), minimum=10_000), Period("savings", "2026-Q4")
    >>> days = np.array(["2026-03-01", "2026-11-01", "2026-10-31"], "datetime64[D]")
    >>> held = np.array([1_000_000, 0, 9_999])
    >>> accrue_many(terms, quarter, np.array([0, 0, 1]), days, held, accounts=3).gross.tolist()
    [1699, 0, 0]
    """
    _check_rows(account, day, balance, accounts)
    weights = _cumulative(terms, period)
    scale = 10_000 * _BASIS[terms.day_count]
    if weights[-1] > scale:
        raise ValueError("a batch bears at most its own balance; take a shorter period")
    offset = (day.astype("datetime64[D]") - np.datetime64(period.first, "D")).astype(np.int64)
    if terms.method == "daily":
        high, low = _by_days(terms, weights, account, offset, balance, accounts)
    else:
        high, low = _by_fortnights(terms, period, weights, account, offset, balance, accounts)
    if carry is not None:
        left, parts = carry
        if parts != scale or left.shape != (accounts,) or np.any(np.abs(left) > scale):
            raise ValueError("a carry has one row an account, in the same parts of a minor unit")
        low = low + left
    # high × 2³¹ + low, divided exactly: first the high half, then what is left of it with the low one.
    whole, rest = np.divmod(high, scale)
    more, rest = np.divmod((rest << _LOW_BITS) + low, scale)
    whole = (whole << _LOW_BITS) + more
    up = _goes_up(whole, rest, scale, terms.rounding)
    gross = whole + up
    return Interests(gross, _taxes(gross, _tax(terms, period), terms.rounding), rest - scale * up, scale)


def _check_rows(account: Whole, day: NDArray[np.datetime64], balance: Whole, accounts: int) -> None:
    if not account.shape == day.shape == balance.shape or account.ndim != 1:
        raise ValueError("each row has an account, a day and a balance")
    if not len(account):
        return
    same, later = np.diff(account) == 0, day[1:] > day[:-1]
    if np.any(np.diff(account) < 0) or np.any(same & ~later) or account[0] < 0 or account[-1] >= accounts:
        raise ValueError("rows come by account, numbered from 0, and then by day, each day once")
    if balance.dtype != np.int64 or balance.max() >= MOST or balance.min() <= -MOST:
        raise ValueError("a balance is a whole number of minor units below 2⁶²")


def _cumulative(terms: Terms, period: Period) -> Whole:
    """What one minor unit has borne until each day of the period, in parts of a minor unit."""
    basis = _BASIS[terms.day_count]
    parts = (
        _in_force(terms.rates, day) * int(_part(day, terms.day_count) * basis)
        for day in _days(period.first, period.until)
    )
    return np.fromiter(chain((0,), accumulate(parts)), np.int64)


def _bears(terms: Terms, balance: Whole) -> Whole:
    return np.where((balance > 0) & (balance >= terms.minimum), balance, 0)


def _by_days(
    terms: Terms, weights: Whole, account: Whole, offset: Whole, balance: Whole, accounts: int
) -> tuple[Whole, Whole]:
    high, low = np.zeros(accounts, np.int64), np.zeros(accounts, np.int64)
    if not len(account):
        return high, low
    last = len(weights) - 1
    is_last = np.append(np.diff(account) != 0, True)
    ends = np.where(is_last, last, np.append(offset[1:], last)).clip(0, last)
    weight = weights[ends] - weights[offset.clip(0, last)]
    bears = _bears(terms, balance)
    begins = np.flatnonzero(np.append(True, np.diff(account) != 0))
    high[account[begins]] = np.add.reduceat((bears >> _LOW_BITS) * weight, begins)
    low[account[begins]] = np.add.reduceat((bears & _LOW) * weight, begins)
    return high, low


def _by_fortnights(
    terms: Terms, period: Period, weights: Whole, account: Whole, offset: Whole, balance: Whole, accounts: int
) -> tuple[Whole, Whole]:
    """A column for each fortnight; deposits enter the column after theirs, withdrawals their own."""
    starts = [_fortnight(period.first)]
    while starts[-1] < period.until:
        starts.append(_next_fortnight(starts[-1]))
    bounds = np.array([(start - period.first).days for start in starts], np.int64)
    own = np.searchsorted(bounds, offset, side="right") - 1
    is_first = np.append(True, np.diff(account) != 0)[: len(account)]
    change = balance - np.where(is_first, 0, np.append(0, balance[:-1]))
    is_in = own < len(bounds) - 1
    bears = np.zeros((accounts, len(bounds)), np.int64)
    delayed = change > 0 if terms.method == "fortnight" else np.ones(len(change), bool)
    column = np.where(own < 0, 0, own + delayed)
    np.add.at(bears, (account[is_in], column[is_in]), change[is_in])
    bears = bears.cumsum(axis=1)
    if terms.method == "fortnight-lowest":
        inside = is_in & (own >= 0)
        np.minimum.at(bears, (account[inside], own[inside]), balance[inside])
    weight = np.diff(weights[bounds.clip(0, len(weights) - 1)])
    bears = _bears(terms, bears[:, :-1])
    return ((bears >> _LOW_BITS) * weight).sum(axis=1), ((bears & _LOW) * weight).sum(axis=1)


def _goes_up(whole: Whole, rest: Whole, scale: int, rounding: str) -> Whole:
    is_more, is_middle = 2 * rest > scale, 2 * rest == scale
    goes_up: Whole = (is_more | (is_middle & ((whole % 2 == 1) | (rounding == "half-up")))).astype(np.int64)
    return goes_up


def _taxes(gross: Whole, permille: int, rounding: str) -> Whole:
    thousands, rest = np.divmod(gross, 1000)
    more, rest = np.divmod(rest * permille, 1000)
    whole = thousands * permille + more
    return whole + _goes_up(whole, rest, 1000, rounding)
