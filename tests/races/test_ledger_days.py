"""Days are closed, limits are set and balances rebuilt while money moves."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from rekkas.base.errors import Refused
from rekkas.money.choices import AccountState, Book
from rekkas.money.commands import (
    add_accounts,
    close_day,
    limit_accounts,
    rebuild_balances,
    set_account_states,
)
from rekkas.money.entries import AccountLimit, AccountStanding
from rekkas.money.models import ClosedDay, Entry
from rekkas.money.queries import account, balance, balance_on, closing
from tests.build import BOSS, MONDAY, later
from tests.money.purses import (
    AMINA,
    BRAHIM,
    INCOME,
    TILL,
    available,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
DAY, A_DAY = MONDAY.date(), timedelta(days=1)


def close(day: Any = DAY, book: Book = Book.POST) -> str:
    return close_day(book=book, business_date=day, by=BOSS, at=later(30))


def kinds(answers: list[Any]) -> Counter[str]:
    return Counter(
        answer.code if isinstance(answer, Refused) else type(answer).__name__ for answer in answers
    )


def test_an_entry_is_in_the_day_or_after_it_and_the_closed_figures_never_change() -> None:
    """Posters go on while the day is closed: what came in time is in its figures, the rest is on the next day."""
    post(transfer("first"))

    def pay(name: int) -> int:
        done = 0
        for number in range(12):
            done += outcomes(transfer(f"{name} {number}", target=f"till:MA0001/{number % 3}:MAD")) == [
                "posted"
            ]
        return done

    answers = together(lambda: pay(1), lambda: pay(2), lambda: pay(3), close)

    assert answers[:3] == [12] * 3
    on_the_day = Entry.objects.filter(business_date=DAY).count()
    assert closing("post", DAY).entry_count == on_the_day
    assert on_the_day + Entry.objects.filter(business_date=DAY + A_DAY).count() == 37
    assert balance_on(INCOME, DAY) == -3_500 * on_the_day
    assert (balance(INCOME), wrong()) == (-3_500 * 37, [])


def test_a_day_closed_by_many_is_closed_once() -> None:
    post(transfer())

    answers = together(*[close] * 4)

    assert kinds(answers) == {"str": 1, "money.day-not-closable": 3}
    assert (ClosedDay.objects.count(), wrong()) == (1, [])


def test_two_books_and_two_days_are_closed_at_once() -> None:
    opened()
    post(paid_in(100))

    days = [(day, book) for day in (DAY, DAY + A_DAY) for book in Book]
    answers = together(*(lambda one=one: close(*one) for one in days))

    assert set(kinds(answers)) <= {"str", "money.day-not-closable"}
    assert {day.business_date for day in ClosedDay.objects.all()} >= {DAY + A_DAY}
    assert wrong() == []


def test_what_crosses_the_books_while_one_is_closed_has_one_day_in_both() -> None:
    opened()
    post(paid_in(100))

    def pay(name: int) -> list[str]:
        return [code for n in range(10) for code in outcomes(paid_in(1, word=f"{name} {n}"))]

    answers = together(lambda: pay(1), lambda: pay(2), close, lambda: close(book=Book.BANK))

    assert answers[:2] == [["posted"] * 10] * 2
    for day in (DAY, DAY + A_DAY):
        assert balance_on("mirror:bank:MAD", day) == -balance_on("mirror:post:MAD", day)
    assert wrong() == []


def test_a_floor_that_is_raised_while_money_leaves_is_never_broken() -> None:
    opened()
    post(paid_in(1_000))

    def spend(name: int) -> list[str]:
        return [
            code for n in range(10)
            for code in outcomes(transfer(f"{name} {n}", source=BRAHIM, target=AMINA, amount=50))
        ]  # fmt: skip

    def limit() -> bool:
        return limit_accounts(limits=[AccountLimit(AMINA, floor=400)], by=BOSS, at=MONDAY) == 1

    spent_one, spent_other, is_set = together(lambda: spend(1), lambda: spend(2), limit)

    gone = 50 * (spent_one.count("posted") + spent_other.count("posted"))
    assert holds(AMINA) == 1_000 - gone
    if is_set is True:
        assert (available(AMINA), account(AMINA).floor) == (400, 400)
    else:
        assert (is_set.code, account(AMINA).floor, gone) == ("money.limit-in-the-way", 0, 1_000)
    assert wrong() == []


def test_a_ceiling_that_is_lowered_while_money_comes_is_never_broken() -> None:
    opened()

    def pay(name: int) -> list[str]:
        return [code for n in range(8) for code in outcomes(paid_in(100, word=f"{name} {n}"))]

    def limit() -> bool:
        return limit_accounts(limits=[AccountLimit(AMINA, ceiling=700)], by=BOSS, at=MONDAY) == 1

    *_, is_set = together(lambda: pay(1), lambda: pay(2), limit)

    assert holds(AMINA) == (700 if is_set is True else 1_600)
    assert wrong() == []


def test_after_a_block_nothing_leaves() -> None:
    opened()
    post(paid_in(1_000))

    def spend(name: int) -> list[str]:
        return [
            code for n in range(10)
            for code in outcomes(transfer(f"{name} {n}", source=BRAHIM, target=AMINA, amount=1))
        ]  # fmt: skip

    def block() -> list[str]:
        set_account_states(states=[AccountStanding(AMINA, AccountState.BLOCKED)], by=BOSS, at=MONDAY)
        return [str(holds(AMINA))]

    one, other, blocked = together(lambda: spend(1), lambda: spend(2), block)

    gone = one.count("posted") + other.count("posted")
    assert holds(AMINA) == 1_000 - gone
    assert set(one) | set(other) <= {"posted", "money.account-blocked"}
    for codes in (one, other):  # once blocked, blocked
        assert codes == sorted(codes, key=lambda code: code != "posted")
    assert blocked
    assert wrong() == []


def test_an_account_added_by_many_is_there_once() -> None:
    def add() -> int:
        return add_accounts(
            accounts=[AccountLimit(AMINA, floor=-5), AccountLimit(BRAHIM)], by=BOSS, at=MONDAY
        )

    assert kinds(together(*[add] * 4)) == {"int": 1, "money.account-exists": 3}
    assert account(AMINA).floor == -5


def test_a_rebuild_while_days_are_closed_and_money_moves_loses_nothing() -> None:
    post(transfer("first"))

    def pay() -> int:
        return sum(outcomes(transfer(str(n), target=f"till:{n % 3}:MAD")) == ["posted"] for n in range(12))

    def rebuild() -> int:
        return sum(1 for _ in range(4) if rebuild_balances(by=BOSS, at=MONDAY) >= 0)

    answers = together(pay, rebuild, lambda: len(close()))

    assert answers == [12, 4, 64]
    assert (balance(INCOME), balance(TILL), wrong()) == (-3_500 * 13, 3_500, [])
