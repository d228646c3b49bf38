"""The cash of an office, made up to develop and measure on: seeded, and like no real office. Its numbers are synthetic.

Idea: a weekday pattern, a slow drift, and days unlike others: pensions on the 5th, social aid on the 15th, salaries
on the 28th, an echo of the first two on the day after, twelve days of rush before each feast, a calmer month of
fasting before the first; noise whose size follows the need; now and then a day that nothing announces. Feasts come
every 354 days from a made-up date. Offices are open from Monday to Saturday.

Shapes: see `postkit.cash.forecast`. The same seed gives the same history.

>>> past = office(seed=1, days=60)
>>> len(past), past == office(seed=1, days=60), sorted(past[3].flags)
(52, True, ['pensions'])
"""

from datetime import date, timedelta

import numpy as np

from postkit.cash.calendar import PaymentRule, payment_days
from postkit.cash.forecast import Day

RULES = (
    PaymentRule("pensions", (5,)),
    PaymentRule("social-aid", (15,), when_closed="after"),
    PaymentRule("salaries", (28,)),
)
FEAST = date(2022, 5, 2)
SECOND_FEAST_AFTER, LUNAR_YEAR, RUSH_DAYS, FAST_DAYS = 68, 354, 12, 29
START = date(2023, 1, 2)
USUAL = 12_000_000  # what an ordinary day needs in an office of middle size, in minor units


def office(*, seed: int, days: int = 1095, start: date = START, echo: float = 0.35) -> list[Day]:
    """The history of an office. ``echo`` is which part of a payment is asked for on the day after."""
    dice = np.random.default_rng([seed, 61])
    weekday = dice.uniform(0.7, 1.3, 7) + np.array([0.25, 0, 0, 0, 0.15, -0.35, 0])
    effect = {
        "pensions": dice.uniform(1.5, 3.0),
        "social-aid": dice.uniform(0.8, 2.0),
        "salaries": dice.uniform(0.3, 1.2),
        "before-feast": dice.uniform(0.5, 1.2),
        "fasting": dice.uniform(-0.25, -0.05),
    }
    drift = dice.uniform(-0.1, 0.3) / 365
    size = USUAL * dice.uniform(0.3, 3.0)
    flags = flags_of(start, start + timedelta(days=days))
    found = []
    before: frozenset[str] = frozenset()
    for at in range(days):
        day = start + timedelta(days=at)
        if day.isoweekday() == 7:
            continue
        here = flags.get(day, frozenset())
        level = weekday[day.weekday()] + sum(effect[flag] for flag in sorted(here))
        level += echo * sum(effect[flag] for flag in sorted(before & {"pensions", "social-aid"}))
        level *= (1 + drift * at) * dice.lognormal(0, 0.22)
        level += dice.normal(0, 0.08) + (dice.random() < 0.004) * 2.0
        found.append(Day(day, round(size * level / 1000) * 1000, here))
        before = here
    return found


def flags_of(first: date, until: date) -> dict[date, frozenset[str]]:
    """What is known beforehand of each day: payments, the rush before a feast, the month of fasting."""
    found = {day: set(codes) for day, codes in payment_days(RULES, first, until, _is_open).items()}
    feast = FEAST
    while feast < until + timedelta(days=LUNAR_YEAR):
        for held in (feast, feast + timedelta(days=SECOND_FEAST_AFTER)):
            for before in range(1, RUSH_DAYS + 1):
                found.setdefault(held - timedelta(days=before), set()).add("before-feast")
        for before in range(1, FAST_DAYS + 1):
            found.setdefault(feast - timedelta(days=before), set()).add("fasting")
        feast += timedelta(days=LUNAR_YEAR)
    return {day: frozenset(codes) for day, codes in found.items() if first <= day < until}


def _is_open(day: date) -> bool:
    return day.isoweekday() < 7
