"""Two hands on the same account at the same moment: limits, interest, closing, orders."""

from collections.abc import Callable
from typing import Any

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import (
    block_account,
    capitalise_interest,
    charge_fees,
    close_account,
    issue_statement,
    open_account,
)
from rekkas.bank.errors import BankAccountClosed, LimitReached, OneEach
from rekkas.bank.models import FeeLine, InterestLine
from rekkas.base.errors import Refused
from rekkas.money.queries import balance, balance_faults, ledger_faults
from tests.bank.accounts import (
    PAPERS,
    account,
    credited,
    customer,
    days,
    holds,
    paid_in,
    paid_out,
    salary,
    sent,
    terms,
)
from tests.bank.people import KARIM, world_with_counter
from tests.build import AGENCY, BOSS, FATIMA, MONDAY
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def bank() -> None:
    world_with_counter()
    terms()


def kinds(answers: list[Any]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def nothing_is_wrong() -> bool:
    return [*balance_faults(), *ledger_faults()] == []


def used(number: str, rule: str) -> int | None:
    lines = queries.limits_of(queries.account(number), MONDAY.date())
    return next(line.used for line in lines if line.rule == rule)


def test_of_many_who_pay_out_at_once_no_more_leaves_than_a_day_allows() -> None:
    number, shop = account("amina", "wallet", level="2", amount=500_000), account("shop", amount=500_000)
    paid_out(number, 100_000)
    paid_in(number, 100_000)

    answers = together(*[lambda: sent(number, shop, 150_000) for _ in range(6)])

    assert kinds(answers) == ["LimitReached"] * 4 + ["Moved"] * 2
    assert all(isinstance(answer, LimitReached) for answer in answers if isinstance(answer, Refused))
    assert (used(number, "day-out"), holds(shop)) == (400_000, 800_000)
    assert nothing_is_wrong()


def test_lists_and_counters_at_once_count_every_coin_of_a_month() -> None:
    number = account("amina", "wallet", level="2")

    answers = together(
        lambda: credited(*[salary(f"a{n}", number, 10_000) for n in range(10)]),
        lambda: [paid_in(number, 10_000).amount for _ in range(5)],
        lambda: credited(*[salary(f"b{n}", number, 10_000) for n in range(10)]),
    )

    assert not any(isinstance(answer, Exception) for answer in answers)
    assert (holds(number), used(number, "month-in")) == (250_000, 250_000)
    assert nothing_is_wrong()


def test_the_same_list_sent_twice_at_once_is_paid_once() -> None:
    numbers = [account(f"person{n}") for n in range(4)]
    rows = [salary(f"s{n}", number) for n, number in enumerate(numbers)]

    answers = together(lambda: credited(*rows), lambda: credited(*reversed(rows)), lambda: credited(*rows))

    outcomes = sorted(answer.outcome.value for answers_of in answers for answer in answers_of)  # type: ignore[union-attr]
    assert outcomes == ["posted"] * 4 + ["repeated"] * 8
    assert [holds(number) for number in numbers] == [500_000] * 4


def test_transfers_in_both_directions_block_nobody() -> None:
    amina, brahim = account("amina", amount=100_000), account("brahim", amount=100_000)

    def there_and_back(one: str, other: str) -> Callable[[], int]:
        return lambda: sum(sent(one, other, 100).amount for _ in range(10))

    answers = together(there_and_back(amina, brahim), there_and_back(brahim, amina))

    assert answers == [1_000, 1_000]
    assert (holds(amina), holds(brahim)) == (100_000, 100_000)


def test_two_who_capitalise_at_once_credit_each_account_once() -> None:
    numbers = [account(f"person{n}", "savings", amount=1_000_000) for n in range(7)]

    def run() -> int:
        done = 0
        while True:
            part = capitalise_interest(
                country="MA", product="savings", period="2026-Q1", at_most=2, by=BOSS, at=days(30)
            )
            done += part.done
            if not part.is_more:
                return done

    answers = together(run, run)

    assert sum(answers) == 7  # type: ignore[arg-type]
    assert [holds(number) for number in numbers] == [1_001_315] * 7
    assert InterestLine.objects.count() == 7
    assert nothing_is_wrong()


def test_interest_beside_live_deposits_loses_none() -> None:
    number = account("amina", "savings", amount=1_000_000)

    answers = together(
        lambda: (
            capitalise_interest(country="MA", product="savings", period="2026-Q1", by=BOSS, at=days(30)).done
        ),
        lambda: [paid_in(number, 100, at=days(30)).amount for _ in range(10)],
    )

    assert answers[0] == 1
    assert holds(number) == 1_000_000 + 1_315 + 1_000
    assert nothing_is_wrong()


def test_a_fee_taken_twice_at_once_is_one() -> None:
    numbers = [account(f"person{n}", amount=10_000) for n in range(3)]

    def run() -> int:
        return charge_fees(
            country="MA", product="current", fee="per-month", period="2026-03", by=BOSS, at=days(28)
        ).done

    answers = together(run, run, run)

    assert sorted(answers, key=str) == [0, 0, 3]
    assert [holds(number) for number in numbers] == [9_500] * 3
    assert FeeLine.objects.count() == 3


def test_of_a_closing_and_a_deposit_at_once_no_coin_is_left_behind() -> None:
    number = account(amount=50_000)
    account("brahim", amount=50_000)
    document = PAPERS[queries.account(number).holder.number]

    answers = together(
        lambda: (
            close_account(
                account=number, document=document, office=AGENCY, by=FATIMA, at=MONDAY, key="close"
            ).amount
        ),
        lambda: paid_in(number, 1_000).amount,
    )

    assert holds(number) == 0
    assert answers[0] in (50_000, 51_000)
    assert answers[1] == 1_000 or isinstance(answers[1], BankAccountClosed)
    assert balance(f"till:{AGENCY}/fatima:MAD") == 50_000
    assert nothing_is_wrong()


def test_an_order_and_a_withdrawal_at_once_never_overdraw() -> None:
    number = account(amount=50_000)

    answers = together(
        lambda: block_account(
            account=number, kind=BlockKind.AMOUNT, amount=40_000, reference="G", authority="Court", reason="debt",
            by=KARIM, at=MONDAY,
        ),
        lambda: paid_out(number, 30_000).amount,
    )  # fmt: skip

    now = queries.standing(queries.account(number))
    assert now.available >= 0
    assert answers[0] in (20_000, 40_000)
    assert now.balance == (20_000 if answers[1] == 30_000 else 50_000)


def test_one_person_opens_one_book_at_two_counters() -> None:
    number = customer("amina")

    def opened() -> Any:
        return open_account(customer=number, product="savings", office=AGENCY, by=FATIMA, at=MONDAY)

    answers = together(opened, opened, opened)

    assert kinds(answers) == ["OneEach", "OneEach", "Opened"]
    assert any(isinstance(answer, OneEach) for answer in answers)
    assert len(queries.accounts_of(number)) == 1


def test_statements_asked_for_at_once_are_numbered_without_a_gap() -> None:
    number = account(amount=50_000)

    def numbered(day: int) -> Callable[[], int]:
        return lambda: issue_statement(
            account=number, first=days(0).date(), last=days(day).date(), by=BOSS, at=days(40)
        )

    answers = together(*[numbered(day) for day in (1, 2, 3, 3)])

    assert sorted(set(answers)) == [1, 2, 3]  # type: ignore[type-var]
    assert answers[2] == answers[3]
