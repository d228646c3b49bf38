"""Orders whose time is over end together, in a constant number of statements; none of it becomes income."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account
from rekkas.payments.commands import expire_money_orders, send_to_door
from rekkas.payments.queries import orders
from tests.bank.accounts import holds
from tests.build import BOSS, MONDAY, ZAGORA_OFFICE, later
from tests.payments.accounts import from_account, of
from tests.payments.desks import (
    INCOME,
    OMAR,
    held,
    history,
    issue,
    lock_by_guessing,
    owed,
    paid,
    state,
)

pytestmark = pytest.mark.usefixtures("tills")
OVER = MONDAY + timedelta(days=31)


def test_what_was_not_paid_in_its_time_is_owed_to_its_sender() -> None:
    number, done = issue().number, paid(word="two")
    income = held(INCOME)

    swept = expire_money_orders(by=BOSS, at=OVER)

    assert (swept.orders, swept.moved, swept.is_more) == (1, 0, False)
    assert (state(number), owed(number), held(INCOME)) == ("expired", 50_000, income)
    assert state(done) == "paid"
    assert history(number)[-1] == "expired"


def test_the_last_day_counts_to_its_end_on_the_clock_of_the_country() -> None:
    number = issue().number
    morocco = ZoneInfo("Africa/Casablanca")

    expire_money_orders(by=BOSS, at=datetime(2026, 4, 1, 23, 59, tzinfo=morocco))
    assert state(number) == "available"
    expire_money_orders(by=BOSS, at=datetime(2026, 4, 2, 0, 0, tzinfo=morocco))
    assert state(number) == "expired"


def test_once_more_changes_nothing() -> None:
    number = issue().number
    expire_money_orders(by=BOSS, at=OVER)

    assert expire_money_orders(by=BOSS, at=OVER).orders == 0
    assert history(number).count("expired") == 1


def test_what_came_from_an_account_is_back_on_it_without_asking() -> None:
    account, paper = of("driss", 200_000)
    number = from_account(account, paper).number

    swept = expire_money_orders(by=BOSS, at=OVER)

    assert (swept.orders, swept.moved, swept.declined) == (1, 1, 0)
    assert (state(number), owed(number), holds(account)) == ("reimbursed", 0, 198_500)


def test_what_an_account_does_not_take_waits_and_holds_up_no_other() -> None:
    account, paper = of("driss", 200_000)
    other, other_paper = of("amina", 200_000)
    frozen, fine = from_account(account, paper).number, from_account(other, other_paper).number
    block_account(
        account=account, kind=BlockKind.FROZEN, reference="R-1", authority="court", reason="ordered", by=BOSS,
        at=later(1),
    )  # fmt: skip

    swept = expire_money_orders(by=BOSS, at=OVER)

    assert (swept.orders, swept.moved, swept.declined) == (2, 1, 1)
    assert (state(frozen), owed(frozen)) == ("expired", 50_000)
    assert (state(fine), owed(fine)) == ("reimbursed", 0)


def test_what_was_locked_by_wrong_codes_ends_too_and_what_is_in_a_bag_comes_back_first() -> None:
    locked, out = issue().number, issue().number
    lock_by_guessing(locked)
    send_to_door(number=out, courier="youssef", office=ZAGORA_OFFICE, by=OMAR, at=later(1))

    expire_money_orders(by=BOSS, at=OVER)

    assert (state(locked), state(out)) == ("expired", "out")


def test_a_round_takes_so_many_and_says_that_more_wait() -> None:
    numbers = [issue().number for _ in range(3)]

    first = expire_money_orders(at_most=2, by=BOSS, at=OVER)
    second = expire_money_orders(at_most=2, by=BOSS, at=OVER)

    assert (first.orders, first.is_more, second.orders, second.is_more) == (2, True, 1, False)
    assert {state(number) for number in numbers} == {"expired"}


def test_many_cost_no_more_statements_than_few(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    account, paper = of("driss", 800_000)
    issue()
    from_account(account, paper)
    with statements() as few:
        expire_money_orders(by=BOSS, at=OVER)
    for _ in range(6):
        issue(at=later(24))
        from_account(account, paper, 10_000, at=later(24))

    with statements() as many:
        swept = expire_money_orders(by=BOSS, at=OVER + timedelta(days=1))

    assert (swept.orders, swept.moved) == (12, 6)
    assert len(many) == len(few)


def test_what_is_owed_in_each_state_is_what_the_ledger_holds() -> None:
    issue()
    expire_money_orders(by=BOSS, at=OVER)
    issue(at=MONDAY + timedelta(days=35))

    assert {one.state: one.amount for one in orders.owed_by_state()} == {
        "available": 50_000,
        "expired": 50_000,
    }
    assert orders.ledger_owes() == {"MAD": 100_000}
