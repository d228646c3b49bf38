"""A connection is lost between paying out and recording: what is true is said, and it stays true."""

from datetime import timedelta

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.payments import errors
from rekkas.payments.choices import CodeAnswer
from rekkas.payments.queries import orders
from tests.build import ZAGORA_OFFICE, later
from tests.payments.desks import (
    FLOAT,
    HIND,
    LEILA,
    OMAR,
    SALMA,
    TILLS,
    begin,
    held,
    history,
    issue,
    owed,
    paid,
    pay,
    resolve,
    state,
    token,
)

pytestmark = pytest.mark.usefixtures("tills")


def test_what_was_recorded_is_paid_and_the_cash_may_be_handed_out() -> None:
    number = issue().number
    begin(number)
    pay()  # and the answer is lost

    answer = resolve()

    assert (answer.is_paid, answer.number, answer.amount) == (True, number, 50_000)
    assert held(TILLS["omar"]) == [FLOAT - 50_000]


def test_what_was_not_recorded_is_not_paid_and_never_will_be() -> None:
    number = issue().number
    begin(number)  # and the request to pay is lost on its way

    answer = resolve()
    with pytest.raises(errors.PaymentLapsed):
        pay()  # it arrives after all

    assert answer.is_paid is False
    assert (state(number), owed(number)) == ("available", 50_000)
    assert held(TILLS["omar"]) == [FLOAT]


def test_a_payment_whose_beginning_was_lost_is_not_paid() -> None:
    assert resolve(word="never arrived").is_paid is False


def test_after_the_answer_the_order_is_free_for_any_office() -> None:
    number = issue().number
    begin(number)
    resolve()

    assert begin(number, by=SALMA, word="elsewhere").answer is CodeAnswer.RIGHT


def test_asking_again_gives_the_same_answer() -> None:
    number = paid()
    other = issue().number
    begin(other, word="two")

    first, second = resolve(), resolve(key="again")
    given_up, still = resolve(word="two"), resolve(word="two")

    assert first == second
    assert (given_up.is_paid, still.is_paid) == (False, False)
    assert history(number).count("paid") == 1
    assert history(other).count("payment-let-go") == 1


def test_what_waits_for_an_answer_is_listed_for_its_till_until_it_has_one() -> None:
    one, two = issue().number, issue().number
    begin(one, word="one")
    begin(two, by=HIND, word="two")

    assert [row.order.number for row in orders.awaiting_answers(ZAGORA_OFFICE, "omar")] == [one]
    assert len(orders.awaiting_answers(ZAGORA_OFFICE)) == 2
    resolve(word="one")
    assert list(orders.awaiting_answers(ZAGORA_OFFICE, "omar")) == []


def test_it_stays_listed_when_its_time_is_over_for_cash_may_have_been_handed_out() -> None:
    begin(issue().number)

    (row,) = orders.awaiting_answers(ZAGORA_OFFICE, "omar")

    assert row.lapses_at == later(1) + timedelta(minutes=15)
    assert resolve(at=later(9)).is_paid is False


def test_the_manager_may_ask_for_a_clerk_who_went_home_and_a_colleague_may_not() -> None:
    begin(issue().number)

    with pytest.raises(errors.NotYourPayment):
        resolve(by=HIND)
    with pytest.raises(errors.NotYourPayment):
        resolve(by=SALMA)
    assert resolve(by=LEILA).is_paid is False


def test_a_payment_taken_back_was_paid() -> None:
    from rekkas.payments.choices import Act
    from rekkas.payments.commands import reverse_payment
    from tests.payments.desks import signed

    number = paid()
    reverse_payment(request=signed(number, Act.REVERSE), office=ZAGORA_OFFICE, by=OMAR, at=later(3))

    assert resolve().is_paid is True


def test_a_stranger_to_the_counter_asks_nothing() -> None:
    from rekkas.base.choices import Role
    from tests.build import staff

    with pytest.raises(NotAllowed):
        resolve(by=staff("hassan", Role.SORTER, ZAGORA_OFFICE))
    assert token("one") != token("two")
