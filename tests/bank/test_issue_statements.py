"""The statements of a month or a day are numbered for all accounts that moved, a part at a time."""

from typing import Any

import pytest

from rekkas.bank import queries
from rekkas.bank.commands import issue_statement, issue_statements
from rekkas.bank.entries import Swept
from rekkas.bank.errors import PeriodNotOver, PeriodNotRight
from tests.bank.accounts import account, days, paid_in
from tests.build import BOSS, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def issued(period: str = "2026-03", **changes: Any) -> Swept:
    said = {"country": "MA", "product": "current", "period": period, "by": BOSS, "at": days(30), **changes}
    return issue_statements(**said)


def numbers_of(number: str) -> list[tuple[int, str, bool]]:
    row = queries.account(number)
    return [
        (one.number, f"{one.first} {one.last}", queries.statement(row, one.first, one.last).is_as_issued)
        for one in queries.statements_issued(row)
    ]


def test_whoever_moved_in_a_month_gets_a_number_and_who_did_not_gets_none() -> None:
    moved, still = account("amina", amount=50_000), account("brahim")

    assert (issued().done, issued().done) == (1, 0)

    assert numbers_of(moved) == [(1, "2026-03-01 2026-03-31", True)]
    assert numbers_of(still) == []


def test_days_and_months_are_counted_in_one_row() -> None:
    number = account(amount=50_000)
    issue_statement(account=number, first=MONDAY.date(), last=days(5).date(), by=BOSS, at=days(6))
    paid_in(number, 100, at=days(7))

    issued("2026-03-09")
    issued()
    paid_in(number, 100, at=days(31))
    issued("2026-04", at=days(60))

    assert [number for number, _, _ in numbers_of(number)] == [4, 3, 2, 1]
    assert all(is_as_issued for _, _, is_as_issued in numbers_of(number))


def test_a_part_at_a_time_all_are_reached_with_as_many_statements(statements: Any) -> None:
    for n in range(7):
        account(f"person{n}", amount=50_000)
    with statements() as two:
        assert issued(at_most=2).is_more
    with statements() as four:
        assert issued(at_most=4).is_more

    assert len(four) <= len(two)
    assert issued(at_most=4).done == 1


@pytest.mark.parametrize(
    ("period", "refusal"),
    [
        ("2026-04", PeriodNotOver),
        ("2026-04-01", PeriodNotOver),
        ("2026-Q1", PeriodNotRight),
        ("", PeriodNotRight),
        ("0001-01", PeriodNotRight),
        ("9999-12", PeriodNotRight),
        ("9999-12-31", PeriodNotRight),
    ],
)
def test_what_is_not_over_has_no_statements(period: str, refusal: type[Exception]) -> None:
    account(amount=50_000)

    with pytest.raises(refusal):
        issued(period)
