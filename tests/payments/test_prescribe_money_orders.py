"""What nobody claimed for the time that the law sets goes to whom the law names: never to the post's income."""

from datetime import timedelta

import pytest

from rekkas.money.queries import balance_faults, trail_of
from rekkas.payments.commands import expire_money_orders, lock_money_order, prescribe_money_orders
from rekkas.payments.queries import orders
from tests.build import BOSS, MONDAY, later
from tests.payments.desks import INCOME, NADIA, held, history, issue, owed, paid, refuse, state

pytestmark = pytest.mark.usefixtures("tills")
FIVE_YEARS = MONDAY.replace(year=2031)
TREASURY = "due:treasury:MAD"


def expired(**changes: object) -> str:
    number = issue(**changes).number
    expire_money_orders(by=BOSS, at=MONDAY + timedelta(days=40))
    return number


def test_after_five_years_it_is_owed_to_the_treasury() -> None:
    number = expired()
    income = held(INCOME)

    swept = prescribe_money_orders(by=BOSS, at=FIVE_YEARS)

    assert (swept.orders, swept.moved) == (1, 1)
    assert (owed(number), state(number)) == (0, "prescribed")
    assert held(TREASURY, INCOME) == [-50_000, *income]
    assert history(number)[-1] == "prescribed"
    assert trail_of(number)[-1].entry.note == "treasury"
    assert orders.events_of(orders.order(number))[-1].details == {"to": "treasury"}
    assert list(balance_faults()) == []


def test_not_a_day_before() -> None:
    number = expired()

    assert prescribe_money_orders(by=BOSS, at=FIVE_YEARS - timedelta(days=1)).orders == 0
    assert state(number) == "expired"


def test_what_can_still_be_paid_was_paid_or_is_looked_into_is_not_taken() -> None:
    done, looked_into, refused = paid(), issue().number, issue().number
    lock_money_order(number=looked_into, reason="a likeness", by=NADIA, at=later(1))
    refuse(refused)

    assert prescribe_money_orders(by=BOSS, at=FIVE_YEARS).orders == 1
    assert [state(number) for number in (done, looked_into, refused)] == ["paid", "locked", "prescribed"]


def test_once_more_takes_nothing() -> None:
    expired()
    prescribe_money_orders(by=BOSS, at=FIVE_YEARS)

    assert prescribe_money_orders(by=BOSS, at=FIVE_YEARS).orders == 0
    assert held(TREASURY) == [-50_000]
    assert orders.ledger_owes() == {}


def test_a_round_takes_so_many_and_says_that_more_wait() -> None:
    for _ in range(3):
        issue()
    expire_money_orders(by=BOSS, at=MONDAY + timedelta(days=40))

    first = prescribe_money_orders(at_most=2, by=BOSS, at=FIVE_YEARS)
    second = prescribe_money_orders(at_most=2, by=BOSS, at=FIVE_YEARS)

    assert (first.orders, first.is_more, second.orders) == (2, True, 1)
