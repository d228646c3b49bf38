"""An order comes into the hands of one till, against a code and a document; wrong codes are counted, come what may."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.bank.errors import DocumentExpired, DocumentNumberNotRight
from rekkas.base.errors import KeyReused, NotAllowed, NotYourOffice
from rekkas.cash.errors import TillNotOpen
from rekkas.payments import errors
from rekkas.payments.choices import CodeAnswer, RefusalReason
from rekkas.payments.commands import lock_money_order, unlock_money_order
from rekkas.payments.entries import PayeeEntry
from rekkas.payments.models import OrderPayment
from rekkas.payments.queries import orders
from tests.build import AGENCY, FATIMA, MONDAY, ZAGORA_OFFICE, later, staff
from tests.payments.desks import (
    CODE,
    HIND,
    LEILA,
    NADIA,
    OMAR,
    PAYEES_CARD,
    SALMA,
    TILLS,
    WRONG,
    begin,
    card,
    held,
    history,
    issue,
    lock_by_guessing,
    paid,
    pay,
    refuse,
    state,
    token,
)

pytestmark = pytest.mark.usefixtures("tills")


def test_the_right_code_takes_the_order_into_the_hands_of_this_till_for_some_minutes() -> None:
    number = issue().number

    begun = begin(number)

    assert (begun.answer, begun.amount, begun.token) == (CodeAnswer.RIGHT, 50_000, token())
    assert begun.lapses_at == later(1) + timedelta(minutes=15)
    assert history(number)[-1] == "payment-begun"
    assert state(number) == "available"
    assert held(TILLS["omar"]) == [2_000_000]
    (waiting,) = orders.awaiting_answers(ZAGORA_OFFICE, "omar")
    assert (waiting.account, waiting.shown_name) == (TILLS["omar"], "Amina El Alaoui")


def test_any_office_may_pay_it() -> None:
    number = issue().number

    assert begin(number, by=SALMA).answer is CodeAnswer.RIGHT


def test_the_number_may_be_written_as_it_is_printed() -> None:
    number = issue().number
    written = orders.order(number).printed.lower()

    assert begin(written).number == number


# ---- the code --------------------------------------------------------------------------------------------------


def test_a_wrong_code_is_answered_and_counted_and_takes_nothing_into_hand() -> None:
    number = issue().number

    answer = begin(number, code=WRONG)

    assert (answer.answer, answer.tries_left) == (CodeAnswer.WRONG, 2)
    assert history(number)[-1] == "code-wrong"
    assert orders.payments_of(orders.order(number)) == []
    with pytest.raises(errors.UnknownPayment):
        pay()


def test_after_three_wrong_codes_the_order_is_locked_even_for_the_right_one() -> None:
    number = issue().number

    answers = lock_by_guessing(number)

    assert [one.answer for one in answers] == [CodeAnswer.WRONG, CodeAnswer.WRONG, CodeAnswer.LOCKED]
    assert state(number) == "locked"
    with pytest.raises(errors.OrderLocked, match="wrong too often"):
        begin(number, word="right")


def test_a_token_is_one_try_whatever_code_comes_with_it_and_whether_a_key_does() -> None:
    number = issue().number
    first = begin(number, code=WRONG)

    assert begin(number, code=WRONG) == begin(number) == first
    assert history(number).count("code-wrong") == 1
    assert orders.order(number).wrong_codes == 1


def test_the_token_that_locked_an_order_hears_so_again() -> None:
    number = issue().number
    *_, last = lock_by_guessing(number)

    assert begin(number, word="guess 2", code=WRONG) == last
    assert last.answer == "locked"


def test_wrong_codes_are_counted_over_all_offices() -> None:
    number = issue().number

    begin(number, by=OMAR, word="a", code=WRONG)
    begin(number, by=HIND, word="b", code=WRONG)
    last = begin(number, by=SALMA, word="c", code=WRONG)

    assert last.answer is CodeAnswer.LOCKED


def test_the_count_survives_what_is_refused_in_between() -> None:
    """A refusal takes back all that its own request did: an attempt before it stays counted."""
    number = issue().number
    begin(number, word="a", code=WRONG)
    with pytest.raises(DocumentNumberNotRight):
        begin(number, word="b", code=WRONG, shown=card("1", "Amina Alaoui"))
    begin(number, word="c", code=WRONG)

    last = begin(number, word="d", code=WRONG)

    assert last.answer is CodeAnswer.LOCKED
    assert history(number).count("code-wrong") == 3


def test_one_press_of_a_key_is_one_attempt_however_often_it_arrives() -> None:
    number = issue().number

    answers = [begin(number, code=WRONG, key="press-1") for _ in range(5)]

    assert [one.tries_left for one in answers] == [2] * 5
    assert history(number).count("code-wrong") == 1


def test_the_right_code_in_time_forgets_the_wrong_ones() -> None:
    number = issue().number
    begin(number, word="a", code=WRONG)
    begin(number, word="b", code=WRONG)
    begin(number, word="c")

    assert orders.order(number).wrong_codes == 0


def test_a_guess_says_in_the_record_who_guessed_and_never_what() -> None:
    number = issue().number
    begin(number, code=WRONG)

    event = orders.events_of(orders.order(number))[-1]

    assert (event.actor_name, event.office_code) == ("omar", ZAGORA_OFFICE)
    assert event.details == {"tries_left": 2, "document": "national-id MA CD…21", "token": str(token())}


# ---- the name --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on_the_document", "needs_signature"),
    [
        ("Amina El Alaoui", False),
        ("أمينة العلوي", False),  # as the order says it in Arabic
        ("ALAOUI AMINA", False),
        ("Amina Bennani", True),  # another family: shown with its likeness, never refused by a machine
        ("Rachid Tazi", True),
    ],
)
def test_a_name_that_is_not_quite_the_payees_needs_a_second_signature(
    on_the_document: str, needs_signature: bool
) -> None:
    number = issue().number

    begun = begin(number, shown=card("CD654321", on_the_document))

    assert begun.answer is CodeAnswer.RIGHT
    assert begun.needs_signature is needs_signature
    assert (begun.likeness < 850) is needs_signature


@pytest.mark.parametrize(("amount", "needs_signature"), [(499_999, False), (500_000, True)])
def test_a_large_amount_needs_a_second_signature(amount: int, needs_signature: bool) -> None:
    number = issue(amount).number

    assert begin(number).needs_signature is needs_signature


# ---- one hand --------------------------------------------------------------------------------------------------


def test_while_it_is_in_one_hand_no_other_office_can_pay_it() -> None:
    number = issue().number
    begin(number, by=OMAR)

    with pytest.raises(errors.BeingPaid, match=ZAGORA_OFFICE):
        begin(number, by=SALMA, word="other")

    assert [one.clerk for one in orders.payments_of(orders.order(number))] == ["omar"]


def test_the_same_clerk_first_sees_what_became_of_what_they_began() -> None:
    number = issue().number
    begin(number)

    with pytest.raises(errors.AwaitsAnswer):
        begin(number, word="from a new page")


def test_when_the_time_is_over_another_may_begin_and_the_first_can_pay_no_more() -> None:
    number = issue().number
    begin(number, by=OMAR)

    begun = begin(number, by=SALMA, word="other", at=later(2))

    assert begun.answer is CodeAnswer.RIGHT
    with pytest.raises(errors.PaymentLapsed):
        pay(by=OMAR)
    assert pay(by=SALMA, word="other", at=later(2)).amount == 50_000


def test_the_same_token_again_is_the_same_answer() -> None:
    number = issue().number

    first, second = begin(number), begin(number, at=later(1.1))

    assert first == second
    assert history(number).count("payment-begun") == 1


def test_a_token_belongs_to_one_order_and_one_clerk() -> None:
    one, other = issue().number, issue().number
    begin(one)

    with pytest.raises(errors.TokenReused):
        begin(other)
    with pytest.raises(errors.NotYourPayment):
        begin(one, by=HIND)


def test_a_key_with_another_content_is_refused() -> None:
    one, other = issue().number, issue().number
    begin(one, key="press-1")

    with pytest.raises(KeyReused):
        begin(other, key="press-1")


# ---- what cannot be paid ---------------------------------------------------------------------------------------


def test_who_issued_an_order_does_not_pay_it() -> None:
    number = issue(by=FATIMA).number

    with pytest.raises(errors.OwnOrder):
        begin(number, by=FATIMA)


def test_an_order_paid_a_second_ago_says_when_and_where() -> None:
    number = paid()

    with pytest.raises(errors.OrderAlreadyPaid, match=rf"2 Mar.*{ZAGORA_OFFICE}"):
        begin(number, by=SALMA, word="again", at=later(1) + timedelta(seconds=1))


def test_an_order_whose_last_day_is_over_is_not_paid_though_nobody_ended_it_yet() -> None:
    number = issue().number
    thirty_days = MONDAY + timedelta(days=30)

    assert begin(number, word="last day", at=thirty_days).answer is CodeAnswer.RIGHT
    with pytest.raises(errors.OrderExpired, match="2026-04-01"):
        begin(number, word="the day after", by=SALMA, at=thirty_days + timedelta(days=1))


def test_an_order_on_its_way_is_paid_once_its_time_has_come() -> None:
    number = issue(product="ordinary").number

    with pytest.raises(errors.NotYetAvailable):
        begin(number, at=MONDAY + timedelta(days=2, minutes=-1))
    begun = begin(number, at=MONDAY + timedelta(days=2))

    assert begun.answer is CodeAnswer.RIGHT
    assert history(number) == ["issued", "notified", "payment-begun"]


def test_an_order_that_was_refused_or_is_being_looked_into_is_not_paid() -> None:
    refused, looked_into = issue().number, issue().number
    refuse(refused, RefusalReason.PAYEE)
    lock_money_order(number=looked_into, reason="a likeness", by=NADIA, at=MONDAY)

    with pytest.raises(errors.NotInThisState, match="Refused"):
        begin(refused)
    with pytest.raises(errors.OrderLocked, match="looked into"):
        begin(looked_into)


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        ("MA000000999942", errors.UnknownOrder),
        ("MA000000999943", errors.OrderNumberNotRight),
        ("", errors.OrderNumberNotRight),
    ],
)
def test_a_number_that_is_none_is_refused(number: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        begin(number)


@pytest.mark.parametrize(
    ("shown", "refusal"),
    [
        (card("CD654321"), errors.NameMissing),
        (card("", "Amina Alaoui"), errors.DocumentMissing),
        (card("CD654321", "Amina Alaoui", expires_on=date(2026, 3, 1)), DocumentExpired),
    ],
)
def test_nobody_is_paid_without_a_document_that_counts(shown: Any, refusal: type[Exception]) -> None:
    number = issue().number

    with pytest.raises(refusal):
        begin(number, shown=shown)

    assert history(number) == ["issued", "notified"]


def test_only_an_open_till_at_the_clerks_own_office_begins() -> None:
    from rekkas.base.choices import Role

    number = issue().number

    with pytest.raises(TillNotOpen):
        begin(number, by=staff("zineb", Role.CLERK, ZAGORA_OFFICE))
    with pytest.raises(NotYourOffice):
        begin(number, by=OMAR, office=AGENCY)
    with pytest.raises(NotAllowed):
        begin(number, by=staff("hassan", Role.SORTER, ZAGORA_OFFICE))


def test_after_a_lock_is_lifted_the_code_can_be_tried_again() -> None:
    number = issue().number
    lock_by_guessing(number)
    unlock_money_order(
        number=number,
        shown=PAYEES_CARD,
        reason="the payee has the paper",
        office=ZAGORA_OFFICE,
        by=LEILA,
        at=later(2),
    )

    assert begin(number, word="right", at=later(2)).answer is CodeAnswer.RIGHT


def test_a_name_that_nobody_knows_is_compared_with_every_spelling() -> None:
    number = issue(payee=PayeeEntry(name_ar="أمينة العلوي")).number

    assert begin(number).needs_signature is False


def test_the_database_itself_knows_one_hand_only() -> None:
    number = issue().number
    begin(number)
    row = OrderPayment.objects.get()
    row.pk, row.token = None, token("by SQL")

    with pytest.raises(IntegrityError, match=r"payments_order_is_in_one_hand|UNIQUE"), transaction.atomic():
        row.save(force_insert=True)


def test_the_code_is_in_no_answer() -> None:
    number = issue().number

    assert CODE.spoken not in repr(begin(number))
