"""Who sends takes texts for a while, so that nobody else sends them."""

from rekkas.reach.choices import TextState
from rekkas.reach.commands.sending import LEASE
from tests.build import MONDAY, later
from tests.reach.texts import row, taken, written


def test_what_one_has_taken_nobody_else_takes_until_the_lease_ends() -> None:
    written("one", "two", "three")

    first, second = taken(at_most=2), taken()

    assert [text.key for text in first] == ["one", "two"]
    assert [text.key for text in second] == ["three"]
    assert taken() == []
    assert [text.key for text in taken(MONDAY + LEASE)] == ["one", "two", "three"]
    assert row("one").attempts == 2


def test_a_text_that_is_due_in_the_night_waits_on() -> None:
    written("one", at=MONDAY)

    assert taken(later(13)) == []
    assert row().not_before == later(23)
    assert [text.key for text in taken(later(23))] == ["one"]


def test_a_code_that_came_too_late_is_given_up_and_forgotten() -> None:
    written("one", kind="code", params={"code": "123456"})

    assert taken(later(1)) == []
    assert (row().state, row().params) == (TextState.GIVEN_UP, {})
