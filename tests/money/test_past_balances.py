"""What an account held on any day, and what the books said of it at any moment."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rekkas.money.choices import Book
from rekkas.money.commands import close_day
from rekkas.money.models import Entry
from rekkas.money.queries import balance, balance_at, balance_on
from tests.build import BOSS, MONDAY, later
from tests.money.purses import (
    AMINA,
    INCOME,
    SAFE,
    TILL,
    hold,
    opened,
    paid_in,
    post,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db
DAY, A_DAY = MONDAY.date(), timedelta(days=1)


def happened(hours: float, word: str, heard: float | None = None, **changes: object) -> None:
    """A transfer of 35.00 into the till, so many hours after Monday nine, and when it was heard of."""
    post(transfer(word, happened_at=later(hours), **changes), at=later(hours if heard is None else heard))


def close(day: date, at: datetime) -> None:
    close_day(book=Book.POST, business_date=day, by=BOSS, at=at)


def test_each_day_ends_with_what_had_moved_until_then() -> None:
    happened(0, "monday")
    happened(24, "tuesday", amount=500)
    happened(72, "thursday", source=TILL, target=SAFE, amount=4_000)

    assert [balance_on(TILL, DAY + n * A_DAY) for n in range(-1, 5)] == [0, 3_500, 4_000, 4_000, 0, 0]
    assert balance_on(INCOME, DAY) == -3_500
    assert balance_on("till:nobody:MAD", DAY) == 0


def test_a_late_entry_changes_the_day_on_which_it_happened_while_that_is_open() -> None:
    happened(24, "tuesday")
    assert balance_on(TILL, DAY) == 0

    happened(0, "monday", heard=30)

    assert (balance_on(TILL, DAY), balance_on(TILL, DAY + A_DAY)) == (3_500, 7_000)


def test_a_late_entry_never_changes_a_day_that_was_closed() -> None:
    happened(0, "monday")
    close(DAY, later(12))
    kept = balance_on(TILL, DAY)

    happened(1, "late", heard=26)

    assert balance_on(TILL, DAY) == kept == 3_500
    assert balance_on(TILL, DAY + A_DAY) == 7_000
    assert wrong() == []


def test_an_account_that_did_not_move_on_a_closed_day_is_found_by_the_day_before() -> None:
    happened(0, "monday")
    close(DAY, later(12))
    close(DAY + A_DAY, later(36))
    happened(50, "wednesday")

    assert [balance_on(TILL, DAY + n * A_DAY) for n in range(4)] == [3_500, 3_500, 7_000, 7_000]


def test_the_books_say_at_a_moment_what_had_been_heard_by_then() -> None:
    happened(0, "first")
    happened(1, "offline", heard=5)

    asked = (-1, 0, 1, 4.9, 5, 99)
    assert [balance_at(TILL, later(hours)) for hours in asked] == [0, 3_500, 3_500, 3_500, 7_000, 7_000]


def test_nor_does_closing_change_what_was_said_at_a_moment() -> None:
    for number in range(6):
        happened(24 * number, str(number))
    asked = [later(12 * number) for number in range(-1, 14)]
    before = [balance_at(TILL, moment) for moment in asked]

    close(DAY + A_DAY, later(24 * 5 + 1))
    close(DAY + 3 * A_DAY, later(24 * 5 + 2))

    assert [balance_at(TILL, moment) for moment in asked] == before
    assert before[-1] == balance(TILL) == 6 * 3_500


def test_what_is_set_aside_is_in_no_balance_of_the_past() -> None:
    opened()
    post(paid_in(10_000), hold(amount=6_000))

    assert (balance_on(AMINA, DAY), balance_at(AMINA, later(1))) == (-10_000, -10_000)


def test_a_clock_that_went_back_before_the_closing_changes_nothing_that_was_said() -> None:
    happened(0, "monday", heard=30)
    before = balance_at(TILL, later(12))

    close(DAY, later(10))

    assert balance_at(TILL, later(12)) == before == 0


Steps = Sequence[tuple[int, int, int, bool]]
STEPS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 60), st.integers(1, 9), st.booleans()),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(STEPS, st.sets(st.integers(0, 4), max_size=3))
def test_every_day_and_every_moment_agrees_with_the_entries_added_up(steps: Steps, closed: set[int]) -> None:
    """Hours go on from step to step; entries may be late by days; days are closed on the way."""
    with transaction.atomic():
        now, to_close = 0, sorted(closed)
        for number, (hours, late, amount, is_out) in enumerate(steps):
            now += hours
            while to_close and later(now).date() > DAY + to_close[0] * A_DAY:
                close(DAY + to_close.pop(0) * A_DAY, later(now))
            ends = {"source": TILL, "target": SAFE} if is_out else {}
            happened(now - late, str(number), heard=now, amount=amount, **ends)

        entries = list(Entry.objects.prefetch_related("transfers__source", "transfers__target"))
        for account in (TILL, SAFE, INCOME):
            moves = [
                (one.business_date, one.recorded_at, sign * leg.amount)
                for one in entries for leg in one.transfers.all()
                for code, sign in ((leg.target.code, 1), (leg.source.code, -1)) if code == account
            ]  # fmt: skip
            for day in (DAY + n * A_DAY for n in range(-4, 24)):
                assert balance_on(account, day) == sum(amount for on, _, amount in moves if on <= day)
            for moment in (later(hours) for hours in range(-2, now + 3, 5)):
                assert balance_at(account, moment) == sum(amount for _, at, amount in moves if at <= moment)
        assert wrong() == []
        transaction.set_rollback(True)
