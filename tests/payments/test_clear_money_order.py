"""Whoever looked lifts the lock, with a reason; not that of a wrong code."""

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.payments import errors
from rekkas.payments.choices import CodeAnswer
from rekkas.payments.commands import clear_money_order, lock_money_order
from tests.build import later
from tests.payments.desks import LEILA, NADIA, begin, history, issue, lock_by_guessing, state

pytestmark = pytest.mark.usefixtures("tills")


def clear(number: str, **changes: object) -> str:
    said = {"reason": "somebody else: another day of birth", "by": NADIA, "at": later(2)}
    return clear_money_order(number=number, **{**said, **changes})


@pytest.fixture
def number() -> str:
    number = issue().number
    lock_money_order(number=number, reason="a likeness", by=NADIA, at=later(1))
    return number


def test_then_the_order_can_be_paid(number: str) -> None:
    assert clear(number) == "available"

    assert history(number)[-1] == "unlocked"
    assert begin(number, at=later(2)).answer is CodeAnswer.RIGHT


def test_only_who_looks_into_people_lifts_it_and_says_why(number: str) -> None:
    with pytest.raises(NotAllowed):
        clear(number, by=LEILA)
    with pytest.raises(errors.ReasonMissing):
        clear(number, reason="")

    assert state(number) == "locked"


def test_a_lock_of_wrong_codes_is_not_theirs_to_lift() -> None:
    number = issue().number
    lock_by_guessing(number)

    with pytest.raises(errors.NotInThisState):
        clear(number)


def test_what_is_not_locked_is_not_cleared() -> None:
    with pytest.raises(errors.NotInThisState):
        clear(issue().number)
