"""What was settled is given back by a line of its own, with its reason, once."""

from typing import Any

import pytest

from rekkas.counter.choices import Means
from rekkas.counter.entries import Payment
from rekkas.counter.errors import (
    AlreadyRefunded,
    MeansNotTaken,
    NotRefundable,
    PaidOtherwise,
    ReasonMissing,
    RefundNeedsAnother,
    SlipMissing,
    TooLateToRefund,
)
from rekkas.mail.commands import fill_receptacle, prepare_receptacle
from rekkas.mail.errors import AlreadyOnItsWay
from rekkas.mail.queries import track
from rekkas.money.queries import balance
from tests.build import AGENCY, BOSS, FATIMA, HUB, MONDAY, later
from tests.counter.windows import (
    POSTAGE,
    SUPERVISOR,
    TILL,
    bill,
    load,
    pick_up,
    record,
    refund,
    sending,
    settle,
    stamps,
    waiting,
)
from tests.payments import bills
from tests.payments.desks import OMAR, SALMA, TILLS

pytestmark = pytest.mark.usefixtures("counters")


def till() -> int:
    return balance(TILL)


@pytest.mark.parametrize("line", [sending(), stamps(), record()])
def test_the_money_is_back_where_it_came_from(line: Any) -> None:
    before = till()
    done = settle(line)

    given = refund(done.number)

    assert (given.amount, till()) == (line.amount, before)
    assert balance("duty:civil-status:MAD") == 0


def test_an_item_that_is_given_back_is_cancelled() -> None:
    done = settle(sending())

    refund(done.number, at=later(0.5))

    assert track([done.lines[0].subject], at=later(1))[0].status == "cancelled"


def test_an_item_that_left_the_counter_is_not_given_back() -> None:
    done = settle(sending())
    bag = prepare_receptacle(office=AGENCY, destination=HUB, by=BOSS, at=MONDAY)
    fill_receptacle(receptacle=bag, numbers=[done.lines[0].subject], office=AGENCY, by=BOSS, at=later(0.2))

    with pytest.raises(AlreadyOnItsWay):
        refund(done.number, at=later(0.5))


def test_a_bill_that_is_given_back_is_due_again() -> None:
    load(refund_at_most=50_000)
    before = till()
    done = settle(bill())

    refund(done.number)

    assert (till(), bills.left("power", "44000012342")) == (before, 31_250)


def test_a_line_is_given_back_once_and_the_same_key_is_answered_again() -> None:
    done = settle(stamps(), record())

    assert refund(done.number) == refund(done.number)
    with pytest.raises(AlreadyRefunded):
        refund(done.number, key_word="another")
    refund(done.number, place=1)


def test_another_clerk_of_the_office_gives_back_out_of_their_own_till() -> None:
    done, before = settle(stamps()), balance(TILLS["salma"])

    refund(done.number, by=SALMA)

    assert before - balance(TILLS["salma"]) == 750


def test_who_may_give_back_what_and_until_when() -> None:
    (shelf,) = waiting("shelf")
    done, collected = settle(stamps(100), word="many"), settle(pick_up(shelf), word="collected")

    with pytest.raises(RefundNeedsAnother):
        refund(done.number)
    with pytest.raises(NotRefundable):
        refund(done.number, by=OMAR)
    with pytest.raises(NotRefundable):
        refund(collected.number)
    with pytest.raises(TooLateToRefund):
        refund(done.number, at=later(25))
    with pytest.raises(ReasonMissing):
        refund(done.number, reason="  ")


def test_what_was_paid_by_card_goes_back_to_the_card() -> None:
    payments = [Payment(means=Means.CARD, amount=POSTAGE, reference="SLIP 12")]
    before, done = till(), settle(sending(), payments=payments)

    with pytest.raises(PaidOtherwise):
        refund(done.number)
    with pytest.raises(MeansNotTaken):
        refund(done.number, means=Means.ACCOUNT)
    with pytest.raises(SlipMissing):
        refund(done.number, means=Means.CARD)
    refund(done.number, means=Means.CARD, reference="SLIP 13")

    assert (till(), balance("acquirer:cards:MAD")) == (before, 0)


def test_a_supervisor_gives_back_more_than_a_clerk() -> None:
    load(refund_at_most=0)
    done = settle(stamps())

    with pytest.raises(RefundNeedsAnother):
        refund(done.number, by=FATIMA)
    assert SUPERVISOR.may("counter.refund_over")


def test_a_card_that_paid_nothing_gets_nothing_back() -> None:
    done = settle(stamps())

    with pytest.raises(PaidOtherwise):
        refund(done.number, means=Means.CARD, reference="SLIP 14")
