"""What a gateway answers is kept: taken, not now, never."""

from datetime import timedelta

from rekkas.reach.choices import Answer, TextState
from rekkas.reach.commands.sending import ATTEMPTS_AT_MOST, LEASE
from tests.build import MONDAY, later
from tests.reach.texts import answered, row, taken, written


def test_what_was_taken_is_sent_and_its_code_is_wiped() -> None:
    written("one", kind="code", params={"code": "123456"})
    (text,) = taken()
    assert text.params["code"] == "123456"

    answered(text, gateway_id="g-1")

    assert (row().state, row().gateway_id, row().params, row().sent_at) == (TextState.SENT, "g-1", {}, MONDAY)
    assert taken(later(1)) == []


def test_not_now_is_tried_later_and_later_and_then_given_up() -> None:
    written("one")
    at, pauses = MONDAY, []

    while row().state == TextState.WAITING:
        at = max(at, row().not_before)
        (text,) = taken(at)
        answered(text, Answer.LATER, at, problem="busy")
        pauses.append(row().not_before - at)

    assert row().state == TextState.GIVEN_UP
    assert (row().attempts, row().problem) == (ATTEMPTS_AT_MOST, "busy")
    assert pauses[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]


def test_never_ends_it() -> None:
    written("one")
    (text,) = taken()

    answered(text, Answer.NEVER, problem="no such number")

    assert (row().state, row().problem) == (TextState.FAILED, "no such number")


def test_whoever_lost_the_lease_says_no_more_that_it_failed_but_still_that_it_was_sent() -> None:
    written("one")
    (slow,) = taken()
    (quick,) = taken(MONDAY + LEASE)

    answered(slow, Answer.NEVER, MONDAY + LEASE)
    assert row().state == TextState.WAITING
    answered(slow, Answer.TAKEN, MONDAY + LEASE, gateway_id="g-1")
    answered(quick, Answer.LATER, MONDAY + LEASE)

    assert (row().state, row().gateway_id) == (TextState.SENT, "g-1")
