"""A payment that the merchant's bank sends back is due again, once, on the next statement."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, NotAllowed
from rekkas.commerce.commands import pay_merchant, return_payout
from rekkas.commerce.errors import PayoutAccountInDoubt, PayoutReturned, PayoutStays, UnknownPayout
from rekkas.commerce.models import Payout
from rekkas.commerce.queries import dues, lines_on, payout, payouts_of, statement
from rekkas.money.queries import balance
from tests.build import later, staff
from tests.commerce.merchants import (
    FEES,
    NADIA,
    OTHER_RIB,
    PERIOD,
    agreed,
    current_account,
    in_the_bank,
    nothing_is_wrong,
    settled,
)

pytestmark = pytest.mark.usefixtures("trade")

DUE, PAYOUTS = "due:ATLAS:MAD", "clearing:payouts:MAD"
FRIDAY = date(2026, 3, 6)


def back(number: str, reason: str = "AC04 account closed", **changes: Any) -> str:
    return return_payout(number=number, reason=reason, **{"by": NADIA, "at": later(80), **changes})


@pytest.fixture
def paid() -> str:
    """A payment of 100 MAD less fees to an account at another bank."""
    agreed(pay_to=OTHER_RIB, **FEES)
    in_the_bank({"one": 10_000})
    (answer,) = settled(PERIOD)
    return answer.number


def test_what_came_back_is_due_again_once(paid: str) -> None:
    amount = payout(paid).amount

    assert back(paid) == back(paid) == paid

    assert (balance(DUE), balance(PAYOUTS)) == (-amount, 0)
    assert [(due.amount, due.item_count) for due in dues()] == [(amount, 1)]
    kept = payout(paid)
    assert (kept.state, kept.returned_why, kept.returned_by, kept.returned_at) == (
        "returned", "AC04 account closed", "nadia", later(80),
    )  # fmt: skip
    assert nothing_is_wrong()


def test_it_is_not_paid_to_that_account_again_until_terms_are_agreed_anew(paid: str) -> None:
    amount = payout(paid).amount
    back(paid)
    (answer,) = settled(FRIDAY)
    assert (answer.outcome.value, answer.code, answer.carried) == ("carried", "returned", amount)
    with pytest.raises(PayoutAccountInDoubt, match="Atlas Crafts"):
        pay_merchant(merchant="ATLAS", currency="MAD", by=NADIA, at=later(100))
    assert settled(date(2026, 3, 9)) == []

    agreed(valid_from=date(2026, 3, 10), at=later(110), pay_to=current_account())
    (again,) = settled(date(2026, 3, 10))

    assert (again.paid, payout(again.number).way, balance(DUE)) == (amount, "bank", 0)
    assert (statement(again.number).opening, len(lines_on(statement(again.number).pk))) == (amount, 0)
    assert [line.kind for line in lines_on(statement(answer.number).pk)] == ["payout-returned"]
    assert len(payouts_of("ATLAS")) == 2
    assert nothing_is_wrong()


def test_no_fee_is_taken_a_second_time(paid: str) -> None:
    back(paid)
    agreed(valid_from=date(2026, 3, 5), at=later(81), **FEES)

    (again,) = settled(FRIDAY)

    assert (statement(again.number).fee, statement(again.number).tax) == (0, 0)
    assert again.paid == payout(paid).amount
    assert nothing_is_wrong()


def test_another_reason_for_what_came_back_before_is_refused(paid: str) -> None:
    back(paid)

    with pytest.raises(PayoutReturned):
        back(paid, "AC01 wrong account")

    assert payout(paid).returned_why == "AC04 account closed"


def test_a_reason_is_needed(paid: str) -> None:
    with pytest.raises(InvalidInput):
        back(paid, "  ")


def test_what_was_credited_at_the_postal_bank_does_not_come_back() -> None:
    agreed(pay_to=current_account())
    in_the_bank({"one": 10_000})
    (answer,) = settled(PERIOD)

    with pytest.raises(PayoutStays):
        back(answer.number)


def test_an_unknown_payment_is_refused_by_its_number() -> None:
    with pytest.raises(UnknownPayout, match="20260304-9"):
        back("20260304-9")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TREASURER])
def test_only_those_who_keep_the_money_note_it(paid: str, role: Role) -> None:
    with pytest.raises(NotAllowed):
        back(paid, by=staff("someone", role))


def test_the_database_keeps_no_return_without_its_moment_and_reason(paid: str) -> None:
    row = payout(paid)

    with (
        pytest.raises(IntegrityError, match="payout_comes_back_at_a_moment_and_for_a_reason"),
        transaction.atomic(),
    ):
        Payout.objects.filter(pk=row.pk).update(state="returned")
