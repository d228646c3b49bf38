"""An order that was not announced yet is undone, fee and all, by whoever issued it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rekkas.money.queries import balance_faults
from rekkas.payments import errors
from rekkas.payments.commands import announce_money_orders, cancel_money_order, load_payments
from rekkas.payments.commands.ending import order_is_cancellable
from rekkas.payments.queries.orders import order
from tests.bank.accounts import holds
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, later
from tests.cash import drawers
from tests.payments.accounts import from_account, of
from tests.payments.desks import FLOAT, INCOME, KARIM, SALMA, TILLS, held, history, issue, owed, rules, state

pytestmark = pytest.mark.usefixtures("tills")


def cancel(number: str, **changes: object) -> object:
    said = {"reason": "the wrong payee", "office": AGENCY, "by": FATIMA, "at": later(1)}
    return cancel_money_order(number=number, **{**said, **changes})


def test_the_sender_has_everything_back() -> None:
    number = issue(100_000, product="ordinary").number

    cancel(number)

    assert held(TILLS["fatima"], INCOME) == [FLOAT, 0]
    assert (owed(number), state(number)) == (0, "reimbursed")
    assert history(number) == ["issued", "cancelled", "reimbursed"]
    assert list(balance_faults()) == []


def test_what_came_from_an_account_is_back_on_it() -> None:
    terms = tuple(replace(row, available_after_minutes=5) for row in rules().orders)
    load_payments(payments=replace(rules(), orders=terms), country="MA", by=BOSS, at=MONDAY)
    account, paper = of("driss", 100_000)
    number = from_account(account, paper).number

    cancel(number, at=MONDAY)

    assert (holds(account), owed(number), held(INCOME)) == (100_000, 0, [0])


def test_it_is_undone_once() -> None:
    number = issue(product="ordinary").number
    cancel(number, key="press")
    cancel(number, key="press")

    with pytest.raises(errors.NotInThisState):
        cancel(number)

    assert held(TILLS["fatima"]) == [FLOAT]


def test_once_its_time_has_come_it_is_not_undone_any_more() -> None:
    number = issue(product="ordinary").number

    with pytest.raises(errors.NotInThisState):
        cancel(number, at=MONDAY + timedelta(days=2))
    announce_money_orders(by=BOSS, at=MONDAY + timedelta(days=2))
    with pytest.raises(errors.NotInThisState, match="Can be paid"):
        cancel(number)


def test_only_who_issued_it_undoes_it_and_says_why() -> None:
    number = issue(product="ordinary").number

    with pytest.raises(errors.NotYourPayment):
        cancel(number, by=SALMA)
    with pytest.raises(errors.ReasonMissing):
        cancel(number, reason="")

    assert owed(number) == 50_000


def test_above_a_limit_whoever_issued_it_needs_another_who_signs() -> None:
    load_payments(payments=rules(cancel_at_most=50_000), country="MA", by=BOSS, at=MONDAY)
    number = issue(50_000, product="ordinary").number  # and its fee
    drawers.open_till(by=KARIM, taken=FLOAT)

    with pytest.raises(errors.CancelNeedsAnother):
        cancel(number)
    may = [order_is_cancellable(order(number), by=by, at=MONDAY) for by in (FATIMA, SALMA, KARIM)]
    cancel(number, by=KARIM)

    assert (may, state(number)) == ([False, False, True], "reimbursed")
