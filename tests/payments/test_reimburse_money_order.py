"""The sender gets the money back: with receipt and document, once; the fee only where the post is at fault."""

from datetime import timedelta

import pytest

from rekkas.base.choices import Role
from rekkas.payments import errors
from rekkas.payments.choices import Act, RefusalReason, Way
from rekkas.payments.commands import expire_money_orders, prescribe_money_orders, reimburse_money_order
from rekkas.payments.entries import Waiver
from tests.bank.accounts import holds
from tests.build import AGENCY, BOSS, MONDAY, later, staff
from tests.cash import drawers
from tests.payments.accounts import from_account, of
from tests.payments.desks import (
    FATIMA,
    FLOAT,
    INCOME,
    KARIM,
    LEILA,
    OMAR,
    TILLS,
    ask,
    card,
    held,
    history,
    issue,
    mark_of,
    owed,
    paid,
    refuse,
    reimburse,
    signed,
    state,
    waived,
)

pytestmark = pytest.mark.usefixtures("tills")
SAMIR = staff("samir", Role.MANAGER, AGENCY)


@pytest.fixture
def number() -> str:
    number = issue().number
    refuse(number)
    return number


def test_the_amount_is_given_back_and_the_fee_is_kept(number: str) -> None:
    done = reimburse(number)

    assert (done.amount, done.fee, done.way) == (50_000, 0, Way.CASH)
    assert held(TILLS["salma"], INCOME) == [FLOAT - 50_000, -1_500]
    assert (owed(number), state(number)) == (0, "reimbursed")


def test_at_any_office(number: str) -> None:
    assert reimburse(number, by=OMAR).amount == 50_000


@pytest.mark.parametrize("mark", ["", "00000000", "XYZ"])
def test_without_the_mark_of_the_receipt_nothing_is_given_back(number: str, mark: str) -> None:
    with pytest.raises(errors.ReceiptDiffers):
        reimburse(number, receipt_mark=mark)

    assert owed(number) == 50_000


def test_the_mark_of_another_receipt_is_not_this_ones(number: str) -> None:
    other = issue().number

    with pytest.raises(errors.ReceiptDiffers):
        reimburse(number, receipt_mark=mark_of(other))


def test_the_mark_may_be_typed_in_small_letters_and_groups(number: str) -> None:
    mark = mark_of(number).lower()

    assert reimburse(number, receipt_mark=f"{mark[:4]} {mark[4:]}").amount == 50_000


def test_to_nobody_but_the_sender(number: str) -> None:
    with pytest.raises(errors.DocumentDiffers):
        reimburse(number, shown=card("ZZ999999"))
    with pytest.raises(errors.DocumentMissing):
        reimburse(number, shown=None)


def test_without_the_receipt_a_second_person_signs(number: str) -> None:
    request = waived(number, no_receipt=True)

    assert reimburse(number, receipt_mark="", request=request).fee == 0


def test_the_fee_is_given_back_where_a_second_person_says_that_the_post_is_at_fault(number: str) -> None:
    done = reimburse(number, by=FATIMA, request=waived(number, fee_back=True))

    assert (done.amount, done.fee) == (50_000, 1_500)
    assert held(TILLS["fatima"], INCOME) == [FLOAT, 0]


def test_a_request_for_the_fee_is_no_leave_to_go_without_the_receipt(number: str) -> None:
    with pytest.raises(errors.ReceiptDiffers):
        reimburse(number, receipt_mark="", request=waived(number, fee_back=True))


def test_what_nobody_signed_counts_for_nothing(number: str) -> None:
    request = ask(number, Act.REIMBURSE, by=FATIMA)

    with pytest.raises(errors.NotSignedYet):
        reimburse(number, receipt_mark="", request=request)


def test_a_request_of_another_order_is_not_this_ones(number: str) -> None:
    other = issue().number
    refuse(other)

    with pytest.raises(errors.OtherRequest):
        reimburse(number, request=waived(other, no_receipt=True))


def test_whoever_issued_it_does_not_give_it_back_alone(number: str) -> None:
    with pytest.raises(errors.OwnMoneyBack, match="fatima"):
        reimburse(number, by=FATIMA)

    assert (owed(number), state(number)) == (50_000, "refused")


def test_whoever_issued_it_gives_it_back_with_a_request_that_a_second_person_signed(number: str) -> None:
    request = waived(number)

    assert reimburse(number, by=FATIMA, request=request).amount == 50_000


def test_whoever_reads_the_mark_in_the_issuers_till_does_not_give_it_back_alone(number: str) -> None:
    drawers.open_till(by=KARIM, taken=FLOAT, at=MONDAY)

    with pytest.raises(errors.OwnMoneyBack, match="karim"):
        reimburse(number, by=KARIM)
    with pytest.raises(errors.OwnMoneyBack):  # nor with a request that only they signed
        reimburse(number, by=KARIM, request=waived(number, no_receipt=True))
    assert (owed(number), state(number)) == (50_000, "refused")

    request = signed(number, Act.REIMBURSE, by=KARIM, signer=SAMIR, waiver=Waiver(no_receipt=True))
    assert reimburse(number, by=KARIM, receipt_mark="", request=request).amount == 50_000


def test_the_manager_of_another_office_reads_no_mark_of_this_one(number: str) -> None:
    drawers.open_till(by=LEILA, taken=FLOAT, at=MONDAY)

    assert reimburse(number, by=LEILA).amount == 50_000


def test_the_issuers_own_signature_is_no_second_one() -> None:
    drawers.open_till(by=KARIM, taken=FLOAT, at=MONDAY)
    number = issue(by=KARIM).number
    refuse(number)
    request = signed(number, Act.REIMBURSE, by=FATIMA, signer=KARIM, waiver=Waiver(no_receipt=True))

    with pytest.raises(errors.OwnMoneyBack):
        reimburse(number, by=KARIM, request=request, receipt_mark="")


def test_it_is_given_back_once(number: str) -> None:
    first, second = reimburse(number, key="press"), reimburse(number, key="press")

    assert first == second
    with pytest.raises(errors.NotInThisState):
        reimburse(number)
    assert held(TILLS["salma"]) == [FLOAT - 50_000]
    assert history(number).count("reimbursed") == 1


def test_what_can_still_be_paid_or_was_paid_is_not_given_back() -> None:
    with pytest.raises(errors.NotInThisState):
        reimburse(issue().number)
    with pytest.raises(errors.OrderAlreadyPaid):
        reimburse(paid())


def test_what_the_law_took_is_not_given_back_by_the_post(number: str) -> None:
    prescribe_money_orders(by=BOSS, at=MONDAY + timedelta(days=366 * 6))

    with pytest.raises(errors.NotInThisState, match="law"):
        reimburse(number)


def test_an_expired_order_is_given_back_with_the_same_care() -> None:
    number = issue().number
    expire_money_orders(by=BOSS, at=MONDAY + timedelta(days=31))

    assert reimburse(number).amount == 50_000


def test_what_came_from_an_account_goes_back_to_it() -> None:
    account, paper = of("driss", 100_000)
    number = from_account(account, paper).number
    refuse(number, RefusalReason.PAYEE)

    back = reimburse_money_order(number=number, office="MA0001", by=FATIMA, at=later(3))

    assert (back.way, back.amount) == (Way.ACCOUNT, 50_000)
    assert holds(account) == 98_500
    assert owed(number) == 0
