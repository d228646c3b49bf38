"""What the worker does unasked with money: cut-offs to the minute, sweeps by the hour, and what a day brings.

Every verb called here takes what is due and leaves the rest, so that nothing is done twice however often it is called.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Protocol

from rekkas.bank import queries as bank
from rekkas.bank.commands import (
    capitalise_interest,
    charge_fees,
    mark_dormant,
    renew_accounts,
    screen_customers,
)
from rekkas.bank.queries.interest import period_with
from rekkas.base.actors import Actor, system
from rekkas.commerce.commands import reconcile_cod, settle_merchants
from rekkas.commerce.entries import Settled
from rekkas.commerce.queries import latest_check
from rekkas.money.commands import expire_holds
from rekkas.payments.commands import (
    announce_money_orders,
    carry_out_due_files,
    close_cut_off,
    expire_money_orders,
    prescribe_money_orders,
)
from rekkas.payments.queries import clearings
from rekkas.payments.queries.clearing import next_cut_offs

A_DAY = timedelta(days=1)
DORMANT_AT_ONCE = 5_000


class PartDone(Protocol):
    """What a verb answers that takes a part of a long list at a time."""

    @property
    def is_more(self) -> bool: ...


def until_nothing_is_left(part: Callable[[], PartDone]) -> None:
    """Go on part by part: each is a transaction of its own, and what is done stays done."""
    while part().is_more:
        pass


# ---- to the minute ---------------------------------------------------------------------------------------------


def close_due_cut_offs(now: datetime) -> None:
    """Close the cut-offs of today whose time has come: what waits goes to the other banks."""
    for rules in clearings():
        for due in next_cut_offs(rules, now):
            if due.due_at <= now:
                close_cut_off(
                    country=rules.country_id, business_date=due.business_date, ordinal=due.ordinal,
                    by=system("cut-off"), at=now,
                )  # fmt: skip


# ---- by the hour -----------------------------------------------------------------------------------------------


def let_holds_lapse(now: datetime) -> int:
    """Let go everything that was set aside until a moment that has passed."""
    count = 0
    while done := expire_holds(by=system("expiry"), at=now):
        count += done
    return count


def announce_orders(now: datetime) -> None:
    until_nothing_is_left(lambda: announce_money_orders(by=system("money orders"), at=now))


def screen(now: datetime) -> None:
    """Compare who is new or changed with every list. Where nothing is, nothing is recorded."""
    while any(bank.left_to_screen()):
        if not screen_customers(by=system("screening"), at=now).is_more:
            return


HOURLY: tuple[tuple[str, Callable[[datetime], object]], ...] = (
    ("holds", let_holds_lapse),
    ("money orders", announce_orders),
    ("screening", screen),
)

# ---- once a day, by the clock of a country ---------------------------------------------------------------------


def carry_out_files(country: str, here: datetime) -> None:
    """Carry out the files of payments whose day has come."""
    if any(rules.country_id == country for rules in clearings()):
        by = system("payment files")
        until_nothing_is_left(lambda: carry_out_due_files(country=country, by=by, at=here))


def credit_interest(country: str, here: datetime) -> None:
    """Credit the interest of the periods that are over, and take the fees of the month that is over."""
    by = system("interest and fees")
    last_month = (here.replace(day=1) - A_DAY).date()
    for product in bank.products_of(country):
        if product.capitalised:
            over = period_with(product, period_with(product, here.date()).first - A_DAY).label
            _sweep(capitalise_interest, country, product.code, by, here, period=over)
        for fee in bank.periodic_fees_of(product, last_month):
            _sweep(charge_fees, country, product.code, by, here, fee=fee, period=f"{last_month:%Y-%m}")


def _sweep(
    verb: Callable[..., PartDone], country: str, product: str, by: Actor, at: datetime, **what: str
) -> None:
    until_nothing_is_left(lambda: verb(country=country, product=product, by=by, at=at, **what))


def find_dormant(country: str, here: datetime) -> None:
    by = system("dormancy")
    while mark_dormant(country=country, at_most=DORMANT_AT_ONCE, by=by, at=here) == DORMANT_AT_ONCE:
        pass


DAILY: tuple[tuple[str, Callable[[str, datetime], None]], ...] = (
    ("files of payments", carry_out_files),
    ("interest and fees", credit_interest),
    ("dormant accounts", find_dormant),
)

# ---- once a day, for all countries together --------------------------------------------------------------------


def renew(_: str, here: datetime) -> None:
    """Bring accounts in line with limits that begin or end today."""
    by = system("renewal")
    after = renew_accounts(by=by, at=here)
    while after:
        after = renew_accounts(after=after, by=by, at=here)


def end_orders(_: str, here: datetime) -> None:
    """End money orders whose time is over, and hand what nobody claimed to whom the law names."""
    by = system("money orders")
    until_nothing_is_left(lambda: expire_money_orders(by=by, at=here))
    until_nothing_is_left(lambda: prescribe_money_orders(by=by, at=here))


def settle(_: str, here: datetime) -> None:
    """Settle the merchants whom their contracts want settled today."""
    for _merchant in settled_by(here):
        pass


def settled_by(here: datetime, day: date | None = None) -> Iterator[Settled]:
    """Settle by a day, a part of the run after the other. Yields each merchant and what became of it."""
    after, is_more = "", True
    while is_more:
        part = settle_merchants(day=day or here.date(), by=system("settlement"), at=here, after=after)
        yield from part.merchants
        after, is_more = part.last, part.is_more


def compare_cod(_: str, here: datetime) -> None:
    """Compare deliveries, cash and payments, unless somebody has done so today."""
    check = latest_check()
    if check is None or check.day < here.date():
        reconcile_cod(day=here.date(), by=system("comparison"), at=here)


DAILY_FOR_ALL: tuple[tuple[str, Callable[[str, datetime], None]], ...] = (
    ("limits of accounts", renew),
    ("ends of money orders", end_orders),
    ("settlement of merchants", settle),
    ("cash on delivery", compare_cod),
)
