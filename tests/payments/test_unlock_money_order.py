"""After three wrong codes a manager looks at a document first; then there are three more."""

import pytest

from rekkas.base.errors import NotAllowed
from rekkas.payments import errors
from rekkas.payments.choices import CodeAnswer
from rekkas.payments.commands import unlock_money_order
from rekkas.payments.queries import orders
from tests.build import ZAGORA_OFFICE, later, with_till
from tests.payments.desks import (
    LEILA,
    OMAR,
    PAYEES_CARD,
    WRONG,
    begin,
    card,
    history,
    issue,
    lock_by_guessing,
    pay,
    state,
)

pytestmark = pytest.mark.usefixtures("tills")


def unlock(number: str, **changes: object) -> str:
    said = {
        "shown": PAYEES_CARD, "reason": "she had two papers", "office": ZAGORA_OFFICE, "by": LEILA, "at": later(2),
    }  # fmt: skip
    return unlock_money_order(number=number, **{**said, **changes})


@pytest.fixture
def number() -> str:
    number = issue().number
    lock_by_guessing(number)
    return number


def test_then_the_right_code_pays_and_wrong_ones_count_from_the_start(number: str) -> None:
    assert unlock(number) == "available"

    assert begin(number, word="x", code=WRONG, at=later(2)).tries_left == 2
    assert begin(number, word="y", at=later(2)).answer is CodeAnswer.RIGHT


def test_whoever_lifted_the_lock_pays_only_with_a_second_signature(number: str) -> None:
    with_till(LEILA)
    unlock(number)

    assert begin(number, by=LEILA, at=later(2)).needs_signature
    with pytest.raises(errors.SignatureMissing):
        pay(by=LEILA, at=later(2))


def test_whose_document_was_looked_at_is_in_the_record_masked(number: str) -> None:
    unlock(number)

    event = orders.events_of(orders.order(number))[-1]
    assert (event.kind, event.actor_name) == ("unlocked", "leila")
    assert event.details["document"] == "national-id MA CD…21"


def test_a_clerk_does_not_unlock_and_nobody_without_document_or_reason(number: str) -> None:
    with pytest.raises(NotAllowed):
        unlock(number, by=OMAR)
    with pytest.raises(errors.DocumentMissing):
        unlock(number, shown=card(""))
    with pytest.raises(errors.ReasonMissing):
        unlock(number, reason="")

    assert state(number) == "locked"
    assert history(number)[-1] == "locked"


def test_what_is_not_locked_is_not_unlocked() -> None:
    with pytest.raises(errors.NotInThisState):
        unlock(issue().number)
