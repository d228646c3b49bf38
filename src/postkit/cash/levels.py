"""How much cash an office should hold until it is next supplied, so that it runs out on one day in a hundred at most.

Idea: between two supplies what counts is not a day's need but the sum of needs so far, and how high it rises. The
forecast gives the highest sum; the errors of the past give what must be added. On each past origin each day asks by
how much the sum that came exceeded the highest sum forecast, in parts of the office's size at the time; the addition
is what these excesses do not exceed on 99 days in 100. Errors that come together over days are in the sums, so that
nothing has to be supposed about them.

Shapes and units: histories as in `postkit.cash.forecast`, amounts in minor units; a level is rounded up to a bundle.
`Level.is_enough` is false where the past is too short to say anything about so rare a day; the level is then the worst
that was seen. Errors: ValueError where there is no past to learn from.

>>> from postkit.cash.forecast import ridge
>>> from postkit.cash.synthetic import office
>>> past = office(seed=3, days=800)
>>> level = order_up_to(past[:-6], past[-6:], ridge, bundle=100_000)
>>> level.is_enough, level.amount % 100_000, level.amount >= level.forecast
(True, 0, True)
"""

from dataclasses import dataclass

import numpy as np

from postkit.cash.backtest import Trial, scale, trial, upper
from postkit.cash.forecast import Floats, Forecaster, History

SERVICE = 0.99
LEARNED_FROM = 156  # origins: three years of weeks


@dataclass(frozen=True, slots=True)
class Level:
    """What to hold: the highest sum forecast, and what past errors say must be added."""

    amount: int
    forecast: int
    added: int
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What happened: on how many days, on how many of them cash ran out, and what lay idle in the evening."""

    days: int
    stock_outs: int
    mean_idle: float

    @property
    def share(self) -> float:
        return self.stock_outs / self.days


def order_up_to(
    history: History, ahead: History, forecaster: Forecaster, *, service: float = SERVICE, bundle: int = 1
) -> Level:
    """The level for the days ahead, all of which must be lived on what is there on the first."""
    tried = trial(history, forecaster, days_ahead=len(ahead), most=LEARNED_FROM)
    if not len(tried.came):
        raise ValueError("the history is too short to learn from")
    return _level(tried, forecaster(history, ahead), scale(history), service, bundle)


def replay(
    history: History, since: int, forecaster: Forecaster, *, days_ahead: int, service: float = SERVICE
) -> Kept:
    """Live the days from ``since`` on: every ``days_ahead`` open days the office is brought to its level.

    Each level is what `order_up_to` would say with what was known by then. Cash that ran out stays out until the
    next supply, or until more comes in than goes out.
    """
    until = since + (len(history) - since) // days_ahead * days_ahead
    tried = trial(history[:until], forecaster, days_ahead=days_ahead, most=until)
    lived = (until - since) // days_ahead
    if not 0 < lived < len(tried.came):
        raise ValueError("there is no day to live, or no past to learn from")
    stock_outs, idle = 0, 0.0
    for at in range(len(tried.came) - lived, len(tried.came)):
        known = Trial(*(part[max(at - LEARNED_FROM, 0) : at] for part in tried))
        held = float(_level(known, tried.forecast[at], float(tried.scale[at]), service, 1).amount)
        for need in tried.came[at].tolist():
            stock_outs += held < need
            held = max(held - need, 0.0)
            idle += held
    days = lived * days_ahead
    return Kept(days, stock_outs, idle / days)


def _level(tried: Trial, forecast: Floats, size: float, service: float, bundle: int) -> Level:
    excess = tried.came.cumsum(axis=1) - tried.forecast.cumsum(axis=1).max(axis=1)[:, None]
    beyond, is_enough = upper((excess / tried.scale[:, None]).ravel(), service)
    highest, added = float(forecast.cumsum().max()), beyond * size
    wanted = int(np.ceil(max(highest + added, 0.0)))
    return Level(-(-wanted // bundle) * bundle, round(highest), round(added), is_enough)
