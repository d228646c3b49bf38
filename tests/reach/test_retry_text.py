"""What was not sent can be tried again; a code cannot."""

import pytest

from rekkas.reach.choices import Answer, TextState
from rekkas.reach.commands import retry_text
from rekkas.reach.errors import UnknownText
from tests.build import BOSS, later
from tests.reach.texts import answered, row, taken, written


def test_a_text_that_failed_is_sent_after_all() -> None:
    written("one")
    answered(taken()[0], Answer.NEVER)

    retry_text(text=row().pk, by=BOSS, at=later(1))
    retry_text(text=row().pk, by=BOSS, at=later(1))
    answered(taken(later(1))[0], at=later(1), gateway_id="g-1")
    retry_text(text=row().pk, by=BOSS, at=later(2))

    assert (row().state, row().attempts) == (TextState.SENT, 1)


def test_a_code_is_not_sent_again() -> None:
    written("one", kind="code", params={"code": "123456"})
    answered(taken()[0], Answer.NEVER)

    with pytest.raises(UnknownText):
        retry_text(text=row().pk, by=BOSS, at=later(1))
