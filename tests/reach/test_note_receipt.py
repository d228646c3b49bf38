"""Gateways say later what became of a text, sometimes twice, sometimes before their first answer came."""

import pytest

from rekkas.reach.choices import Answer, TextState
from rekkas.reach.commands import note_receipt
from rekkas.reach.entries import Receipt
from rekkas.reach.errors import UnknownText
from tests.build import BOSS, later
from tests.reach.texts import answered, row, taken, written


def heard(delivered: bool, hours: float = 1, **said: str) -> None:
    note_receipt(receipt=Receipt(delivered, **said), by=BOSS, at=later(hours))


def test_a_receipt_ends_a_text_and_a_repeat_changes_nothing() -> None:
    written("one")
    answered(taken()[0], gateway_id="g-1")

    heard(True, gateway_id="g-1")
    heard(True, 2, gateway_id="g-1")
    heard(False, 3, gateway_id="g-1", problem="expired")

    assert (row().state, row().ended_at, row().problem) == (TextState.DELIVERED, later(1), "")


def test_what_did_not_arrive_failed_and_may_arrive_after_all() -> None:
    written("one")
    answered(taken()[0], gateway_id="g-1")

    heard(False, gateway_id="g-1", problem="absent")
    assert (row().state, row().problem) == (TextState.FAILED, "absent")
    heard(True, 2, gateway_id="g-1")

    assert row().state == TextState.DELIVERED


def test_a_text_whose_answer_was_lost_is_not_sent_again_once_it_arrived() -> None:
    written("one")
    (text,) = taken()

    heard(True, gateway_id="g-9", key="one")
    answered(text, Answer.LATER, later(1), problem="timed out")

    assert (row().state, row().gateway_id) == (TextState.DELIVERED, "g-9")
    assert taken(later(2)) == []


def test_a_receipt_of_another_post_names_nothing() -> None:
    with pytest.raises(UnknownText):
        heard(True, gateway_id="g-404")
