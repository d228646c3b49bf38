"""From the safe to the bank, item by item; from then on the merchants can be paid."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.base.outbox import relay_notices
from rekkas.cash.queries import case, rest_of
from rekkas.commerce.queries import dues
from rekkas.delivery.commands import cash
from rekkas.delivery.errors import NothingToHandOver
from rekkas.money.queries import balance, cod_places
from tests import build
from tests.build import AGENCY, ZAGORA_OFFICE, later, staff
from tests.cash.drawers import fund
from tests.delivery.doorstep import COD, SAFE, bank, banked, delivered, hand_over

pytestmark = pytest.mark.usefixtures("post_office")

BANK = "mirror:bank:MAD"


def test_each_items_cash_moves_from_the_safe_into_the_bank() -> None:
    one, two = delivered("one", "two")
    hand_over(2 * COD)

    assert bank(2 * COD).items == 2

    assert {place.account for place in cod_places([one, two]).values()} == {BANK}
    assert (balance(SAFE), balance(BANK)) == (0, 2 * COD)


def test_merchants_are_due_only_when_the_news_has_come_through() -> None:
    build.merchant("RIF")
    banked("one", "two")
    assert dues() == []

    relay_notices()

    assert [(due.customer_code, due.amount, due.item_count) for due in dues()] == [("ATLAS", 2 * COD, 2)]


def test_cash_is_due_to_the_merchant_whose_item_it_paid_for() -> None:
    build.merchant("RIF")
    delivered("one", "two")
    delivered("three", customer="RIF")
    hand_over(3 * COD)
    bank(3 * COD)

    relay_notices()

    assert {due.customer_code: due.amount for due in dues()} == {"ATLAS": 2 * COD, "RIF": COD}


def test_what_the_postman_still_carries_cannot_be_banked() -> None:
    delivered()

    with pytest.raises(NothingToHandOver):
        bank(COD)


@pytest.mark.parametrize("counted", [0, COD - 1, COD + 1, 3 * COD])
def test_what_differs_is_a_question_and_no_merchant_gets_less(counted: int) -> None:
    delivered("one", "two")
    hand_over(2 * COD)

    done = bank(counted)
    relay_notices()

    came = min(counted, 2 * COD)
    assert (balance(BANK), balance(SAFE), rest_of(case(done.case))) == (
        came,
        counted - came,
        counted - 2 * COD,
    )
    assert [(due.customer_code, due.amount) for due in dues()] == [("ATLAS", 2 * COD)]


def test_what_the_bag_lacked_is_made_up_at_the_bank_and_asked_about_once() -> None:
    items = delivered("one", "two")
    short = hand_over(2 * COD - 500)

    done = bank(2 * COD - 500)
    relay_notices()

    assert (done.expected, done.case) == (2 * COD - 500, "")
    assert (balance(SAFE), balance(BANK), rest_of(case(short.case))) == (0, 2 * COD - 500, -500)
    assert {place.account: place.amount for place in cod_places(items).values()} == {BANK: COD}
    assert [(due.customer_code, due.amount) for due in dues()] == [("ATLAS", 2 * COD)]


def test_where_the_safe_has_money_of_its_own_that_stands_in() -> None:
    delivered("one", "two")
    hand_over(2 * COD - 500)
    fund(ZAGORA_OFFICE, 10_000)

    done = bank(2 * COD)

    assert (done.expected, done.case, balance(SAFE)) == (2 * COD, "", 10_000 - 500)


@settings(max_examples=25, deadline=None)
@given(in_the_bag=st.integers(0, 3 * COD), in_the_safe=st.integers(0, 3 * COD), own=st.integers(0, 2 * COD))
def test_whatever_is_counted_the_cash_of_the_record_is_that_of_the_hands(
    in_the_bag: int, in_the_safe: int, own: int
) -> None:
    """Cash and questions together never gain or lose a coin, and the merchant's money stays whole."""
    with transaction.atomic():
        delivered("one", "two")
        hand_over(in_the_bag)
        if own:
            fund(ZAGORA_OFFICE, own)
        at_the_bank = balance(BANK)

        done = bank(in_the_safe)

        lies = in_the_bag + own
        banked = min(in_the_safe, 2 * COD)
        assert balance(BANK) - at_the_bank == banked
        assert balance(SAFE) == lies + (in_the_safe - done.expected) - banked
        assert done.expected == min(2 * COD, lies)
        transaction.set_rollback(True)


def test_cash_is_banked_once() -> None:
    banked()

    with pytest.raises(NothingToHandOver):
        bank(COD)
    assert relay_notices() == 1
    assert balance(BANK) == COD


def test_the_same_request_again_gets_the_same_answer_and_sends_no_second_news() -> None:
    delivered()
    hand_over(COD)

    assert bank(COD, key="bank-1") == bank(COD, key="bank-1", at=later(80))
    assert relay_notices() == 1


def test_what_breaks_off_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    delivered()
    hand_over(COD)
    monkeypatch.setattr(cash, "tell", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bank(COD)
    monkeypatch.undo()

    assert (balance(SAFE), balance(BANK), relay_notices()) == (COD, 0, 0)
    assert bank(COD).items == 1


@pytest.mark.parametrize("role", [Role.COURIER, Role.SORTER, Role.TREASURER, Role.INSPECTOR, Role.ENGINEER])
def test_only_those_at_the_office_bring_its_cash_to_the_bank(role: Role) -> None:
    delivered()
    hand_over(COD)

    with pytest.raises(NotAllowed):
        bank(COD, by=staff("someone", role, ZAGORA_OFFICE))
    with pytest.raises(NotYourOffice):
        bank(COD, office=AGENCY)
