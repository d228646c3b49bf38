"""Cash and interest: what the forecast is worth on offices it never saw, and what a million savings books take.

The offices are made up (`postkit.cash.synthetic`); each seed of a row has twenty of its own, three years and a fourth
that is lived week by week. A forecaster is chosen for each on the three years alone.
"""

from datetime import date
from time import perf_counter

import numpy as np

from benchmarks.table import Measured, benchmark
from postkit.cash import FORECASTERS, choose, replay, seasonal_naive
from postkit.cash.forecast import Day, Forecaster
from postkit.cash.synthetic import office
from postkit.interest import Period, Terms, accrue, accrue_many

OFFICES, DAYS, LIVED, WEEK = 20, 1_461, 312, 6
ACCOUNTS, ONE_BY_ONE = 1_000_000, 2_000
BOOK = Terms(
    ((date(2026, 1, 1), 200), (date(2026, 11, 10), 225)),
    day_count="30/360",
    method="fortnight",
    tax=((date(2020, 1, 1), 300),),
)


def offices(seed: int) -> list[tuple[list[Day], Forecaster]]:
    """Each history with the forecaster that its first three years chose."""
    histories = [office(seed=1_000 * seed + at, days=DAYS) for at in range(OFFICES)]
    return [(history, FORECASTERS[choose(history[:-LIVED]).name]) for history in histories]


def error(history: list[Day], made: Forecaster) -> float:
    """The mean absolute error over the days that are lived, in parts of their mean need."""
    origins = range(len(history) - LIVED, len(history) - WEEK + 1, WEEK)
    weeks = [(history[:at], history[at : at + WEEK]) for at in origins]
    errors = [np.abs(made(known, week) - [day.need for day in week]).mean() for known, week in weeks]
    return float(np.mean(errors)) / float(np.mean([abs(day.need) for day in history[-LIVED:]]))


@benchmark(
    "cash.forecast", goal=0.55, unit="MAE", better="lower", peer="as much as on the same weekday last week"
)
def forecast(seed: int) -> Measured:
    lived = offices(seed)
    ours = np.mean([error(history, made) for history, made in lived])
    return Measured(float(ours), float(np.mean([error(history, seasonal_naive) for history, _ in lived])))


@benchmark("cash.stock_outs", goal=1.0, unit="% of days", better="lower")
def stock_outs(seed: int) -> Measured:
    """Held for 99 days in 100. Three seeds of 6,240 days each, in which days come in clusters."""
    lived = [replay(history, len(history) - LIVED, made, days_ahead=WEEK) for history, made in offices(seed)]
    return Measured(100 * sum(kept.stock_outs for kept in lived) / sum(kept.days for kept in lived))


@benchmark("bank.interest.million", goal=100, unit="accounts/s", peer="the same, an account at a time")
def interest(seed: int) -> Measured:
    """A quarter of savings books with one to five movements each; both to the unit the same."""
    dice = np.random.default_rng(seed)
    account = np.repeat(np.arange(ACCOUNTS), dice.integers(1, 6, ACCOUNTS))
    begins = np.append(True, np.diff(account) != 0)
    after = dice.integers(1, 30, len(account)).cumsum()
    after -= np.maximum.accumulate(np.where(begins, after, 0))
    day = np.datetime64("2026-09-10") + after.astype("timedelta64[D]")
    balance = dice.integers(0, 40_000_000, len(account))
    period = Period("savings", "2026-Q4")
    started = perf_counter()
    found = accrue_many(BOOK, period, account, day, balance, accounts=ACCOUNTS)
    took = perf_counter() - started

    starts = np.append(np.flatnonzero(begins), len(account))
    drawn = dice.integers(0, ACCOUNTS, ONE_BY_ONE)
    rows = [
        list(
            zip(
                day[starts[at] : starts[at + 1]].tolist(),
                balance[starts[at] : starts[at + 1]].tolist(),
                strict=True,
            )
        )
        for at in drawn
    ]
    started = perf_counter()
    single = [accrue(BOOK, period, held) for held in rows]
    took_single = perf_counter() - started
    assert [paid.gross for paid in single] == found.gross[drawn].tolist()
    return Measured(ACCOUNTS / took, ONE_BY_ONE / took_single)
