"""An account that its holder leaves alone falls asleep, somebody is told, and a movement wakes it."""

from typing import Any

import pytest
from django.apps import apps

from rekkas.bank import queries
from rekkas.bank.choices import AccountEventKind
from rekkas.bank.commands import mark_dormant
from rekkas.bank.facts import AccountFellDormant
from rekkas.base.outbox import relay_notices, subscribes
from tests.bank.accounts import account, credited, days, paid_in, salary
from tests.build import BOSS, MONDAY

Notice: Any = apps.get_model("base", "Notice")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]
TEN_YEARS = MONDAY.replace(year=2036)
heard: list[AccountFellDormant] = []


@subscribes(AccountFellDormant)
def hear(fact: AccountFellDormant) -> None:
    heard.append(fact)


def asleep(at: Any = TEN_YEARS, **changes: Any) -> int:
    return mark_dormant(country="MA", by=BOSS, at=at, **changes)


def test_after_ten_years_without_a_movement_it_falls_asleep_and_is_told() -> None:
    number = account(amount=100)
    heard.clear()

    assert asleep(TEN_YEARS.replace(day=1)) == 0
    assert asleep() == 1
    assert asleep() == 0

    row = queries.account(number)
    assert row.dormant_since == TEN_YEARS.date()
    assert queries.history_of_account(row)[0].kind == AccountEventKind.DORMANT
    assert Notice.objects.count() == 1
    relay_notices()
    assert heard == [AccountFellDormant(number, row.holder.number, "2026-03-02")]


def test_a_movement_by_its_holder_wakes_it_and_one_by_others_does_not() -> None:
    number = account(amount=100)
    asleep()

    credited(salary("a", number), at=TEN_YEARS)
    assert queries.account(number).dormant_since is not None
    paid_in(number, 100, at=TEN_YEARS)

    row = queries.account(number)
    assert (row.dormant_since, row.last_moved_on) == (None, TEN_YEARS.date())
    assert queries.history_of_account(row)[0].kind == AccountEventKind.WOKEN
    assert asleep() == 0


def test_what_is_moved_stays_awake() -> None:
    number = account(amount=100)
    paid_in(number, 100, at=days(3_000))

    assert asleep() == 0


def test_many_are_marked_a_part_at_a_time_in_a_constant_number_of_statements(statements: Any) -> None:
    for word in ("amina", "brahim", "chama", "driss"):
        account(word)

    with statements() as one:
        assert asleep(at_most=1) == 1
    with statements() as three:
        assert asleep(at_most=3) == 3

    assert len(three) <= len(one) + 1
    assert asleep(at_most=3) == 0
