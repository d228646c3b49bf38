"""How much cash an office will need on each of the next days.

Idea: begin with what a good head of office does, and let a model replace it only where it proves better.

- `seasonal_naive`: as much as on the same weekday last time. Whatever does worse is not worth having.
- `baseline`: the median of the last eight such weekdays that were ordinary, and for each flag of the day (a payment,
  the week before a feast) the median of what such days needed beyond the ordinary.
- `ridge`: a level that follows the office and effects of weekdays, of flags, of the open day before and after a
  flag and of the order in which things fall within the month; least squares with a small penalty (Hoerl and Kennard
  1970), where a day weighs half for each half-life since it passed.

Shapes and units: a history is the open days of one office in order, each with the net need (paid out less taken in, in
minor units; below zero where more comes in) and its flags. Closed days are not in it. What is ahead is days of the same
kind whose need is not looked at. Forecasters take both and return floats: they estimate, they book nothing. Errors:
ValueError for days out of order.

>>> monday = date(2026, 1, 5)
>>> past = [Day(monday + timedelta(weeks=at), need) for at, need in enumerate([10, 30, 20, 500, 20])]
>>> ahead = [Day(monday + timedelta(weeks=5)), Day(monday + timedelta(weeks=6), flags=frozenset({"pensions"}))]
>>> seasonal_naive(past, ahead).tolist(), baseline(past, ahead).tolist()
([20.0, 20.0], [20.0, 20.0])
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
REMEMBERED = 8
HALF_LIFE_DAYS = 120.0
PENALTY = 2.0
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    need: int = 0
    flags: frozenset[str] = _NONE


History = Sequence[Day]
Forecaster = Callable[[History, History], Floats]


def seasonal_naive(history: History, ahead: History) -> Floats:
    """The need of the last same weekday, or of the last day where there was none."""
    _check(history, ahead)
    last = {day.date.weekday(): day.need for day in history}
    other = history[-1].need if history else 0
    return np.array([float(last.get(day.date.weekday(), other)) for day in ahead])


def baseline(history: History, ahead: History) -> Floats:
    """The median of the last eight same ordinary weekdays, and what each flag usually adds."""
    _check(history, ahead)
    ordinary: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
    recent: deque[int] = deque(maxlen=REMEMBERED)
    beyond: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    def level(day: Day) -> float:
        return float(median(ordinary.get(day.date.weekday()) or recent or [0]))

    for day in history:
        for flag in day.flags:
            beyond[flag].append(day.need - level(day))
        if not day.flags:
            ordinary[day.date.weekday()].append(day.need)
            recent.append(day.need)
    return np.array(
        [
            level(day) + sum(median(beyond[flag]) for flag in sorted(day.flags & beyond.keys()))
            for day in ahead
        ]
    )


def ridge(history: History, ahead: History) -> Floats:
    """Effects of weekday, flags, their neighbours and the third of the month, around a level that follows."""
    _check(history, ahead)
    if not history:
        return np.zeros(len(ahead))
    flags = sorted(frozenset().union(*(day.flags for day in history)))
    known = _features([*history, *ahead], flags)
    past, future = known[: len(history)], known[len(history) :]
    need = np.array([day.need for day in history], np.float64)
    age = np.array([(history[-1].date - day.date).days for day in history], np.float64)
    weight = 0.5 ** (age / HALF_LIFE_DAYS)
    centre, middle = np.average(need, weights=weight), np.average(past, axis=0, weights=weight)
    scaled = (past - middle) * weight[:, None]
    normal = scaled.T @ (past - middle) + PENALTY * np.eye(past.shape[1])
    effects = np.linalg.solve(normal, scaled.T @ (need - centre))
    found: Floats = centre + (future - middle) @ effects
    return found


FORECASTERS: Mapping[str, Forecaster] = {
    "seasonal-naive": seasonal_naive,
    "baseline": baseline,
    "ridge": ridge,
}


def _check(history: History, ahead: History) -> None:
    if any(before.date >= after.date for before, after in pairwise([*history, *ahead])):
        raise ValueError("the days of a history come once each and in order, those ahead after them")


def _features(days: History, flags: Sequence[str]) -> Floats:
    """A row a day: its weekday, the third of its month, its flags, and those of the open days beside it."""
    columns = {flag: at for at, flag in enumerate(flags)}
    table = np.zeros((len(days), 10 + 3 * len(flags)))
    for row, day in enumerate(days):
        table[row, day.date.weekday()] = 1
        table[row, 7 + min((day.date.day - 1) // 10, 2)] = 1
        for side, neighbour in ((0, row), (1, row - 1), (2, row + 1)):
            if 0 <= neighbour < len(days):
                for flag in days[neighbour].flags & columns.keys():
                    table[row, 10 + side * len(flags) + columns[flag]] = 1
    return table


def horizon(first: date, open_days: int, is_open: Callable[[date], bool]) -> list[date]:
    """The next open days from a date on.

    >>> [day.day for day in horizon(date(2026, 1, 9), 3, lambda day: day.isoweekday() < 6)]
    [9, 12, 13]
    """
    found: list[date] = []
    day = first
    while len(found) < open_days:
        if is_open(day):
            found.append(day)
        elif (day - first).days > 400 * (open_days + 1):
            raise ValueError("no day is ever open")
        day += timedelta(days=1)
    return found
