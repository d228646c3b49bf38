"""How much cash an office needed on each day, and will need: see postkit.cash."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, Sum

from postkit.cash import FORECASTERS, Advice, Choice, Day, Level, Position, advise, choose, order_up_to
from rekkas.cash.choices import INTERNAL_KINDS
from rekkas.cash.errors import TooLittleHistory
from rekkas.cash.queries.calendar import days_of
from rekkas.cash.queries.offices import positions, rules_of, terms_of
from rekkas.money.choices import AccountKind
from rekkas.money.queries import lines_of

DAYS_AHEAD = 6
FEWEST_DAYS = 8
LOOKED_BACK = timedelta(days=3 * 365)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayAhead:
    day: date
    need: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an office will need, by which forecaster and why that one, how much to hold, and what to do today.

    Without a level the past is too short to say how much is enough.
    """

    office: str
    days: tuple[DayAhead, ...]
    choice: Choice
    level: Level | None
    advice: Advice | None


def daily_needs(office: str, currency: str, first: date, last: date) -> dict[date, int]:
    """What went out of the tills and the vault of an office to the public, less what came in, by business day."""
    inside = Q(account__kind=AccountKind.TILL, account__owner__startswith=f"{office}/") | Q(
        account__kind=AccountKind.VAULT, account__owner=office
    )
    rows: Any = lines_of().rows.filter(
        inside, account__currency=currency, entry__business_date__range=(first, last)
    )
    moved = rows.exclude(entry__kind__in=INTERNAL_KINDS).order_by().values_list("entry__business_date")
    return {day: -int(total) for day, total in moved.annotate(total=Sum("delta"))}


def history_of(office: Any, currency: str, today: date) -> list[Day]:
    """The days that an office has behind it, from the first on which the public moved cash there."""
    needs = daily_needs(office.code, currency, today - LOOKED_BACK, today - A_DAY)
    if not needs:
        return []
    days, flags = days_of(office, rules_of(office.country_id), min(needs), today - A_DAY)
    return [Day(day, needs.get(day, 0), flags.get(day, frozenset())) for day in days]


def forecast_for(office: Any, currency: str, today: date, *, days_ahead: int = DAYS_AHEAD) -> Forecast:
    """What an office will need on the next days on which it works, and how much it should hold."""
    past = history_of(office, currency, today)
    if len(past) < FEWEST_DAYS:
        raise TooLittleHistory(office=office.code)
    rules = rules_of(office.country_id)
    working, flags = days_of(office, rules, today, today + timedelta(days=7 * days_ahead))
    ahead = [Day(day, flags=flags.get(day, frozenset())) for day in working[:days_ahead]]
    choice = choose(past)
    forecaster = FORECASTERS[choice.name]
    needs = forecaster(past, ahead)
    terms = terms_of(office, currency)
    bundle = terms.limits.bundle if terms.limits else 1
    try:
        level = order_up_to(past, ahead, forecaster, bundle=bundle) if ahead else None
    except ValueError:  # too few days to have tried it on
        level = None
    return Forecast(
        office.code,
        tuple(
            DayAhead(day.date, round(need), tuple(sorted(day.flags)))
            for day, need in zip(ahead, needs, strict=True)
        ),
        choice, level, _advice(office, currency, today, level),
    )  # fmt: skip


def _advice(office: Any, currency: str, today: date, level: Level | None) -> Advice | None:
    found = positions(office.country_id, currency, today, office=office.code)
    if not found:
        return None
    now = found[0]
    position = Position(
        max(now.cash, 0), now.liabilities, now.on_the_way, is_pay_day="pay-day" in now.advice.reasons
    )
    return advise(position, now.limits, order_up_to=level.amount if level else None)
