"""For a short while the payment of a bill is undone: the same way back, once, and the bill is due again."""

from datetime import timedelta

import pytest

from rekkas.payments import errors
from rekkas.payments.commands import load_payments
from rekkas.payments.commands.bills import bill_is_cancellable
from rekkas.payments.queries.bills import bill_payment, biller_faults
from tests.bank.accounts import holds
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, later
from tests.cash import drawers
from tests.payments.accounts import of
from tests.payments.bills import (
    INCOME,
    POWER,
    TAX_LIST,
    WATER,
    WATER_LIST,
    cancel,
    left,
    load,
    pay_bill,
    remit,
)
from tests.payments.desks import FLOAT, KARIM, SALMA, TILLS, held, rules

pytestmark = pytest.mark.usefixtures("tills")


@pytest.fixture(autouse=True)
def _lists(tills: None) -> None:
    load()
    load("water", WATER_LIST)


def test_the_money_is_back_with_the_customer_and_the_bill_is_due_again() -> None:
    number = pay_bill().number

    cancel(number, at=MONDAY + timedelta(minutes=60))

    assert held(TILLS["fatima"], POWER) == [FLOAT, 0]
    assert left("power", "44000012342") == 31_250
    row = bill_payment(number)
    assert (row.state, row.cancelled_by, row.cancel_reason) == ("cancelled", "fatima", "the wrong bill")
    assert pay_bill().left == 0
    assert biller_faults() == []


def test_a_fee_goes_back_with_it() -> None:
    number = pay_bill("water", "2600012348", 10_000).number

    cancel(number)

    assert held(TILLS["fatima"], WATER, INCOME) == [FLOAT, 0, 0]


def test_when_the_window_is_over_only_the_biller_can_give_it_back() -> None:
    number = pay_bill().number

    with pytest.raises(errors.TooLateToCancel):
        cancel(number, at=MONDAY + timedelta(minutes=60, seconds=1))

    assert held(POWER) == [-31_250]


def test_a_payment_without_a_window_is_not_undone() -> None:
    load("local-tax", TAX_LIST)
    number = pay_bill("local-tax", "TF26001222", 150_000).number

    with pytest.raises(errors.TooLateToCancel):
        cancel(number, at=MONDAY + timedelta(seconds=1))


def test_a_double_refund_is_refused() -> None:
    number = pay_bill().number
    cancel(number, key="press")
    cancel(number, key="press")

    with pytest.raises(errors.CancelledAlready):
        cancel(number)

    assert held(TILLS["fatima"]) == [FLOAT]


def test_the_money_goes_back_out_of_the_till_that_took_it() -> None:
    number = pay_bill().number

    with pytest.raises(errors.NotYourBillPayment, match="fatima"):
        cancel(number, by=SALMA)


def test_what_was_remitted_is_not_undone() -> None:
    number = pay_bill().number
    remit()

    with pytest.raises(errors.AlreadyRemitted):
        cancel(number)


def test_a_part_that_is_undone_leaves_the_others() -> None:
    first = pay_bill("water", "2600012348", 10_000)
    pay_bill("water", "2600012348", 5_000)

    cancel(first.number)

    assert left("water", "2600012348") == 35_000


def test_what_came_from_an_account_goes_back_to_it() -> None:
    account, paper = of("driss", 100_000)
    number = pay_bill("water", "2600012348", 40_000, account=account, document=paper.number).number

    cancel(number)

    assert (holds(account), held(WATER, INCOME)) == (100_000, [0, 0])


def test_a_reason_is_said_and_the_number_must_be_one() -> None:
    number = pay_bill().number

    with pytest.raises(errors.ReasonMissing):
        cancel(number, reason=" ")
    with pytest.raises(errors.UnknownBillPayment):
        cancel(f"{AGENCY}-B99", at=later(0))


def limited(most: int) -> None:
    load_payments(payments=rules(cancel_at_most=most), country="MA", by=BOSS, at=MONDAY)


def test_above_a_limit_whoever_took_it_needs_another_who_signs() -> None:
    limited(31_249)
    number = pay_bill().number
    drawers.open_till(by=KARIM, taken=FLOAT)

    with pytest.raises(errors.CancelNeedsAnother, match="312"):
        cancel(number)
    may = [bill_is_cancellable(bill_payment(number), by=by, at=MONDAY) for by in (FATIMA, SALMA, KARIM)]
    cancel(number, by=KARIM)

    assert may == [False, False, True]
    assert held(TILLS["fatima"], f"till:{AGENCY}/karim:MAD", POWER) == [FLOAT + 31_250, FLOAT - 31_250, 0]


def test_up_to_the_limit_whoever_took_it_is_enough_and_from_an_account_always() -> None:
    limited(31_250)
    cancel(pay_bill().number)

    limited(0)
    account, paper = of("driss", 100_000)
    cancel(pay_bill("water", "2600012348", 40_000, account=account, document=paper.number).number)

    assert held(TILLS["fatima"]) == [FLOAT]
