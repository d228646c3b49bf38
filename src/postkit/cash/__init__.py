"""Cash in an office: what lies there, which pieces make an amount, how much may and should be held.

`counts` counts pieces, `making` makes amounts of them, `limits` says what an office should do with what it has,
`calendar` when money is paid out everywhere, `forecast` what will be needed, `backtest` whom to believe, `levels` how
much to hold. All is plain data: amounts in minor units, days as dates. `synthetic` makes offices up for tests.
"""

from postkit.cash.backtest import Choice, Score, choose
from postkit.cash.calendar import PaymentRule, payment_days
from postkit.cash.counts import (
    Count,
    Denomination,
    Fault,
    difference,
    faults,
    from_text,
    to_text,
    together,
    total,
)
from postkit.cash.forecast import FORECASTERS, Day, Forecaster, History, baseline, ridge, seasonal_naive
from postkit.cash.levels import Kept, Level, order_up_to, replay
from postkit.cash.limits import Advice, Limits, Position, advise, days_above
from postkit.cash.making import change, fewest, supply

__all__ = [
    "FORECASTERS",
    "Advice",
    "Choice",
    "Count",
    "Day",
    "Denomination",
    "Fault",
    "Forecaster",
    "History",
    "Kept",
    "Level",
    "Limits",
    "PaymentRule",
    "Position",
    "Score",
    "advise",
    "baseline",
    "change",
    "choose",
    "days_above",
    "difference",
    "faults",
    "fewest",
    "from_text",
    "order_up_to",
    "payment_days",
    "replay",
    "ridge",
    "seasonal_naive",
    "supply",
    "to_text",
    "together",
    "total",
]
