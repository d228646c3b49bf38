"""Waiting in a hall: more desks never wait longer, more people never wait less, and nobody starves."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from postkit.queueing import AGEING_MIN, learned, stands_at, wait

minutes = st.lists(st.floats(0.5, 60), max_size=80)
desks = st.integers(1, 20)
NINE = datetime(2026, 3, 2, 9)


@given(minutes, desks, st.integers(0, 20))
def test_one_desk_more_never_waits_longer(before: list[float], count: int, busy: int) -> None:
    now, then = wait(before, desks=count, busy=busy), wait(before, desks=count + 1, busy=busy)

    assert now is not None
    assert then is not None
    assert then.likely <= now.likely
    assert then.nearly <= now.nearly
    assert 0 <= now.likely <= now.nearly


@given(minutes, st.floats(0.5, 60), desks)
def test_one_more_before_never_waits_less(before: list[float], more: float, count: int) -> None:
    now, then = wait(before, desks=count), wait([*before, more], desks=count)

    assert now is not None
    assert then is not None
    assert then.likely >= now.likely
    assert then.nearly >= now.nearly


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 600))
def test_the_more_urgent_goes_first_until_the_other_has_waited_long(one: int, two: int, later: int) -> None:
    first, second = stands_at(NINE, one), stands_at(NINE + timedelta(minutes=later), two)

    assert (second < first) == (later < AGEING_MIN * (one - two))


@given(st.floats(1, 60), minutes)
def test_what_is_learned_lies_between_the_guess_and_what_was_seen(guess: float, seen: list[float]) -> None:
    mean = learned(guess, seen)

    assert min([guess, *seen]) - 1e-9 <= mean <= max([guess, *seen]) + 1e-9


def test_where_nobody_serves_nobody_knows() -> None:
    assert wait([4], desks=0) is None
