"""What was settled is given back by a line of its own, with its reason, once."""

from typing import Any

import msgspec
import pytest

from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.counter.choices import Means
from rekkas.counter.commands import settle_visit
from rekkas.counter.entries import MoneyOrderLine, Payment
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
from rekkas.payments.commands import cancel_money_order, load_payments
from rekkas.payments.errors import OfVisit
from tests.build import AGENCY, BOSS, FATIMA, HUB, MONDAY, later, staff
from tests.cash import drawers
from tests.counter.windows import (
    POSTAGE,
    SUPERVISOR,
    TILL,
    bill,
    load,
    pick_up,
    record,
    refund,
    rules,
    sending,
    settle,
    stamps,
    visit,
    waiting,
)
from tests.payments import bills
from tests.payments.desks import CODE, FLOAT, INCOME, OMAR, SALMA, TILLS, asked, state
from tests.payments.desks import rules as payment_rules

pytestmark = pytest.mark.usefixtures("counters")
ORDINARY_FEE = 1_200


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


@pytest.fixture
def nora() -> Actor:
    """A supervisor of the office with a till of her own."""
    nora = staff("nora", Role.SUPERVISOR, AGENCY)
    drawers.open_till(by=nora, taken=FLOAT)
    return nora


def test_a_bill_above_what_a_clerk_gives_back_is_given_back_by_a_supervisor(nora: Actor) -> None:
    before, done = till(), settle(bill())

    with pytest.raises(RefundNeedsAnother):
        refund(done.number)
    refund(done.number, by=nora)

    assert bills.left("power", "44000012342") == 31_250
    assert (till() - before, balance(f"till:{AGENCY}/nora:MAD")) == (31_250, FLOAT - 31_250)
    assert balance("biller:power:MAD") == 0


def test_a_money_order_above_it_is_given_back_by_a_supervisor_fee_and_all(nora: Actor) -> None:
    line = MoneyOrderLine(order=asked(50_000, product="ordinary"), amount=50_000 + ORDINARY_FEE)
    said = visit(line)
    done = settle_visit(visit=said, codes={0: CODE}, office=AGENCY, by=FATIMA, at=MONDAY)

    refund(done.number, by=nora, at=later(1))

    assert state(done.lines[0].subject) == "reimbursed"
    assert balance(f"till:{AGENCY}/nora:MAD") == FLOAT - line.amount
    assert balance(INCOME) == 0


def test_a_supervisor_does_not_give_back_their_own_large_line_alone(nora: Actor) -> None:
    done = settle(stamps(100), by=nora)

    with pytest.raises(RefundNeedsAnother):
        refund(done.number, by=nora)
    drawers.open_till(by=SUPERVISOR, taken=FLOAT)
    refund(done.number, by=SUPERVISOR)

    assert balance(f"till:{AGENCY}/samira:MAD") == FLOAT - 37_500


def test_what_was_paid_goes_back_as_it_was_posted_whatever_the_rules_say_now() -> None:
    before, done = till(), settle(record())
    articles = [
        {**row, "duty": 500, "administration": "justice"} if row["code"] == "civil-record" else row
        for row in msgspec.to_builtins(rules().articles)
    ]
    load(articles=articles)

    refund(done.number)

    assert till() == before
    assert (balance("duty:civil-status:MAD"), balance("income:administrative-services:MAD")) == (0, 0)


def test_a_card_that_paid_nothing_gets_nothing_back() -> None:
    done = settle(stamps())

    with pytest.raises(PaidOtherwise):
        refund(done.number, means=Means.CARD, reference="SLIP 14")


def test_a_bill_of_a_visit_is_undone_with_its_line_and_not_on_the_pages_of_payments(nora: Actor) -> None:
    load(refund_at_most=50_000)
    before, card = till(), [Payment(means=Means.CARD, amount=31_250, reference="SLIP 15")]
    done = settle(bill(), payments=card)

    for by in (FATIMA, nora):
        with pytest.raises(OfVisit, match=done.number):
            bills.cancel(done.lines[0].subject, by=by)
    refund(done.number, means=Means.CARD, reference="SLIP 16")

    assert (till(), balance("acquirer:cards:MAD")) == (before, 0)
    assert bills.left("power", "44000012342") == 31_250


def test_a_money_order_of_a_visit_is_undone_with_its_line_alone_within_the_limit_of_visits() -> None:
    load(refund_at_most=60_000)
    load_payments(payments=payment_rules(cancel_at_most=0), country="MA", by=BOSS, at=MONDAY)
    before = till()
    said = visit(MoneyOrderLine(order=asked(50_000, product="ordinary"), amount=50_000 + ORDINARY_FEE))
    done = settle_visit(visit=said, codes={0: CODE}, office=AGENCY, by=FATIMA, at=MONDAY)
    number = done.lines[0].subject

    with pytest.raises(OfVisit):
        cancel_money_order(number=number, reason="the wrong payee", office=AGENCY, by=FATIMA, at=later(1))
    refund(done.number, at=later(1))

    assert (state(number), till()) == ("reimbursed", before)
