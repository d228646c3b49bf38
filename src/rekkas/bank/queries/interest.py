"""What savings bear: worked out from what accounts held at the end of each day, to the very unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from postkit.interest import Interest, Interests, Period, Terms, accrue, accrue_many
from rekkas.bank.choices import Capitalised
from rekkas.bank.errors import NothingToPay, PeriodNotRight
from rekkas.bank.models import AccountProduct, BankAccount, InterestLine
from rekkas.bank.queries.accounts import interest_taxes
from rekkas.bank.queries.products import rates_of
from rekkas.money.queries.many import balances_by_day

A_DAY = timedelta(days=1)
# How the periods of a product are written: the label of the one in which a month lies.
_LABEL = {
    Capitalised.QUARTER: lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    Capitalised.HALF_YEAR: lambda day: f"{day.year}-H{(day.month + 5) // 6}",
    Capitalised.YEAR: lambda day: f"{day.year}",
}


def period_with(product: AccountProduct, day: date) -> Period:
    """The period of a product in which a day lies."""
    if not product.capitalised:
        raise NothingToPay(product=product.name)
    return Period(product.code, _LABEL[Capitalised(product.capitalised)](day))


def period_named(product: AccountProduct, label: str) -> Period:
    """A period of a product by its label, such as 2026-Q1; one of another length is refused."""
    example = period_with(product, date(2026, 1, 1)).label
    try:
        period = Period(product.code, label)
    except ValueError as fault:
        raise PeriodNotRight(product=product.name, period=label, example=example) from fault
    if period_with(product, period.first).label != label:
        raise PeriodNotRight(product=product.name, period=label, example=example)
    return period


def terms_of(product: AccountProduct) -> Terms:
    """What a product promises: its rates and what is withheld, each from its day, rounded once to the even unit."""
    return Terms(
        rates=tuple((rate.valid_from, rate.basis_points) for rate in rates_of(product)),
        day_count=product.day_count, minimum=product.interest_minimum,
        tax=tuple((tax.valid_from, tax.per_mille) for tax in interest_taxes(product.country_id)),
    )  # fmt: skip


def interest_of_many(rows: Sequence[BankAccount], product: AccountProduct, period: Period) -> Interests:
    """The interest of many accounts of a product for a period, in a constant number of questions."""
    last = period.until - A_DAY
    days = balances_by_day([row.ledger for row in rows], period.first, last)
    account, day, balance = list[int](), list[date](), list[int]()
    changes = iter([*days.changes, (len(rows), last, 0)])
    place, when, change = next(changes)
    for at, before in enumerate(days.before):
        held = -before  # the bank owes it: in the ledger it has the other sign
        account.append(at)
        day.append(period.first - A_DAY)
        balance.append(held)
        while place == at:
            held -= change
            account.append(at)
            day.append(when)
            balance.append(held)
            place, when, change = next(changes)
    return accrue_many(
        terms_of(product), period, np.array(account, np.int64), np.array(day, "datetime64[D]"),
        np.array(balance, np.int64), accounts=len(rows),
    )  # fmt: skip


def interest_until(row: BankAccount, period: Period, until: date) -> Interest:
    """What one account bears in a period if it holds nothing from a day on."""
    last = min(period.until, until) - A_DAY
    days = balances_by_day([row.ledger], period.first, last)
    held = -days.before[0]
    balances = [(period.first - A_DAY, held)]
    for _, day, change in days.changes:
        held -= change
        balances.append((day, held))
    if until < period.until:
        balances = [one for one in balances if one[0] < until] + [(until, 0)]
    return accrue(terms_of(row.product), period, balances)


@dataclass(frozen=True, slots=True)
class Accrued:
    """What an account has borne since it was last credited, if it is credited today."""

    period: str
    gross: int
    tax: int


def accrued(row: BankAccount, day: date) -> Accrued | None:
    """What an account has borne in the period that runs, until the day before; nothing where it bears none."""
    if not row.product.capitalised or row.is_closed:
        return None
    period = period_with(row.product, day)
    found = interest_until(row, period, day)
    return Accrued(period.label, found.gross, found.tax)


def interest_lines(row: BankAccount) -> list[InterestLine]:
    """The interest that an account was credited with, the latest first."""
    return list(InterestLine.objects.filter(account=row).order_by("-credited_at", "-id"))


def periods_unpaid(row: BankAccount, day: date) -> list[Period]:
    """The periods since an account was opened for which it was not credited, up to the one that runs."""
    paid = set(InterestLine.objects.filter(account=row).values_list("period", flat=True))
    found, at = [], row.opened_on
    while at <= day:
        period = period_with(row.product, at)
        if period.label not in paid:
            found.append(period)
        at = period.until
    return found
