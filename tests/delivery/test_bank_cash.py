"""From the safe to the bank, item by item; from then on the merchants can be paid."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, NotYourOffice
from rekkas.base.outbox import relay_notices
from rekkas.commerce.queries import dues
from rekkas.delivery.commands import cash
from rekkas.delivery.errors import CashDiffers, NothingToHandOver
from rekkas.money.queries import balance, cod_places
from tests import build
from tests.build import AGENCY, ZAGORA_OFFICE, later, staff
from tests.delivery.doorstep import COD, SAFE, bank, banked, delivered, hand_over

pytestmark = pytest.mark.usefixtures("post_office")

BANK = "mirror:bank:MAD"


def test_each_items_cash_moves_from_the_safe_into_the_bank() -> None:
    one, two = delivered("one", "two")
    hand_over(2 * COD)

    assert bank(2 * COD) == 2

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


@pytest.mark.parametrize("counted", [COD - 1, COD + 1])
def test_cash_that_differs_is_refused_with_both_figures_and_no_news_goes_out(counted: int) -> None:
    delivered()
    hand_over(COD)

    with pytest.raises(CashDiffers) as refused:
        bank(counted)

    assert refused.value.details == {"expected": COD, "counted": counted}
    assert relay_notices() == 0
    assert (balance(SAFE), balance(BANK)) == (COD, 0)


def test_cash_is_banked_once() -> None:
    banked()

    with pytest.raises(NothingToHandOver):
        bank(COD)
    assert relay_notices() == 1
    assert balance(BANK) == COD


def test_the_same_request_again_gets_the_same_answer_and_sends_no_second_news() -> None:
    delivered()
    hand_over(COD)

    assert bank(COD, key="bank-1") == bank(COD, key="bank-1", at=later(80)) == 1
    assert relay_notices() == 1


def test_what_breaks_off_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    delivered()
    hand_over(COD)
    monkeypatch.setattr(cash, "tell", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bank(COD)
    monkeypatch.undo()

    assert (balance(SAFE), balance(BANK), relay_notices()) == (COD, 0, 0)
    assert bank(COD) == 1


@pytest.mark.parametrize("role", [Role.COURIER, Role.SORTER, Role.TREASURER, Role.INSPECTOR, Role.ENGINEER])
def test_only_those_at_the_office_bring_its_cash_to_the_bank(role: Role) -> None:
    delivered()
    hand_over(COD)

    with pytest.raises(NotAllowed):
        bank(COD, by=staff("someone", role, ZAGORA_OFFICE))
    with pytest.raises(NotYourOffice):
        bank(COD, office=AGENCY)
