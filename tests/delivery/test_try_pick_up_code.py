"""The code that was sent stands for a document; whoever guesses has three tries."""

import pytest

from rekkas.citizen import commands as citizen
from rekkas.delivery.commands import try_pick_up_code
from rekkas.delivery.errors import CodeLocked
from rekkas.mail.queries import events_of, pick_up_code
from rekkas.reach.commands import load_reach
from rekkas.reach.words import words_of
from tests.build import BOSS, later
from tests.citizen.citizens import outgoing
from tests.delivery.shelves import WEDNESDAY, days_on, waiting
from tests.reach.texts import manners

pytestmark = pytest.mark.usefixtures("post_office")


def code_of(number: str) -> str:
    return pick_up_code(events_of(number)[-1].scan_id)


def tried(number: str, code: str) -> bool:
    return try_pick_up_code(number=number, code=code, **days_on(1))  # type: ignore[arg-type]


def test_the_right_code_is_right_and_another_item_has_another() -> None:
    one, two = waiting("one", "two")

    assert tried(one, code_of(one))
    assert not tried(two, code_of(one))
    assert tried(two, code_of(two).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))


def test_three_wrong_codes_lock_it() -> None:
    (number,) = waiting("one")
    wrong = "000000" if code_of(number) != "000000" else "111111"

    assert [tried(number, wrong) for _ in range(3)] == [False] * 3

    with pytest.raises(CodeLocked):
        tried(number, code_of(number))


def test_the_code_comes_with_the_text_that_it_waits() -> None:
    load_reach(rules=manners(), country="MA", by=BOSS, at=later(0))
    citizen.tell_followers(by=BOSS, at=later(-1))
    (number,) = waiting("one")
    citizen.tell_followers(by=BOSS, at=later(0.1, WEDNESDAY))

    text = outgoing(kind="waiting")[0]

    assert text.params["code"] == code_of(number)
    assert code_of(number) in words_of("waiting", text.params, "en").body
    assert "code" not in words_of("waiting", {**text.params, "code": ""}, "en").body
