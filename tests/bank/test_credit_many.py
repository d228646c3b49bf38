"""A list of salaries: each row is answered for itself, in a constant number of statements, and paid once."""

from typing import Any

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, block_customer, close_account
from rekkas.bank.entries import account_number_of
from rekkas.money import queries as money
from rekkas.money.choices import EntryKind
from tests.bank.accounts import INCOMING, PAPERS, account, credited, holds, paid_in, salary, snapshot, terms
from tests.bank.people import KARIM, screened, suspect
from tests.build import AGENCY, FATIMA, MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def outcomes(*entries: Any) -> list[str]:
    return [answer.code or answer.outcome.value for answer in credited(*entries)]


def test_a_list_is_credited_and_told_row_by_row() -> None:
    amina, brahim = account("amina"), account("brahim", "wallet")

    answers = credited(salary("a", amina), salary("b", brahim, 300_000))

    assert [(answer.outcome, answer.account) for answer in answers] == [("posted", amina), ("posted", brahim)]
    assert (holds(amina), holds(brahim), money.balance(INCOMING)) == (500_000, 300_000, 800_000)


def test_a_list_sent_twice_is_paid_once_and_in_any_order() -> None:
    amina, brahim = account("amina"), account("brahim")
    rows = [salary("a", amina), salary("b", brahim)]

    assert outcomes(*rows) == ["posted", "posted"]
    assert outcomes(*reversed(rows)) == ["repeated", "repeated"]
    assert outcomes(salary("a", amina, 400_000)) == ["money.key-reused"]

    assert (holds(amina), holds(brahim)) == (500_000, 500_000)


def test_a_row_that_comes_twice_in_one_list_is_paid_once_and_counted_once() -> None:
    wallet = account("amina", "wallet", level="2")

    assert outcomes(salary("a", wallet, 300_000), salary("a", wallet, 300_000)) == ["posted", "repeated"]

    (line,) = [
        one for one in queries.limits_of(queries.account(wallet), MONDAY.date()) if one.rule == "month-in"
    ]
    assert line.used == 300_000


def test_accounts_that_cannot_take_it_are_declined_for_themselves() -> None:
    terms()
    closed, blocked, frozen, good = (account(word) for word in ("amina", "brahim", "chama", "driss"))
    stopped, level = account("sami"), account("lina", "wallet", level="1")
    held = account(holder=suspect().number, product="wallet")
    screened()
    close_account(
        account=closed, document=PAPERS[queries.account(closed).holder.number], office=AGENCY, by=FATIMA, at=MONDAY,
        key="c",
    )  # fmt: skip
    said = {"reference": "C-1", "authority": "Court", "reason": "debt", "by": KARIM, "at": MONDAY}
    block_account(account=blocked, kind=BlockKind.WHOLE, **said)
    block_account(account=frozen, kind=BlockKind.FROZEN, **said)
    block_customer(number=queries.account(stopped).holder.number, reason="court", by=KARIM, at=MONDAY)
    rib = queries.account(good).rib

    found = outcomes(
        salary("1", closed), salary("2", blocked), salary("3", frozen), salary("4", stopped), salary("5", held, 100),
        salary("6", level), salary("7", account_number_of(777)), salary("8", rib[:-2] + "00"),
        salary("9", good, currency="EUR"), salary("10", good, 0), salary("11", rib),
    )  # fmt: skip

    assert found == [
        "bank.account-closed", "bank.account-blocked", "bank.account-blocked", "bank.customer-not-active", "bank.held",
        "bank.limit-reached", "bank.unknown-account", "bank.account-number-not-right", "bank.another-currency",
        "money.nothing-moves", "posted",
    ]  # fmt: skip
    assert holds(good) == money.balance(INCOMING) == 500_000


def test_a_row_beyond_a_ceiling_leaves_room_for_the_next() -> None:
    wallet = account("amina", "wallet", level="2")

    found = outcomes(salary("1", wallet, 400_000), salary("2", wallet, 200_000), salary("3", wallet, 100_000))

    assert found == ["posted", "bank.ceiling-reached", "posted"]
    assert holds(wallet) == 500_000


def test_what_was_declined_has_used_nothing_of_a_limit() -> None:
    wallet = account("amina", "wallet", level="2")
    paid_in(wallet, 450_000)

    assert outcomes(salary("1", wallet, 100_000)) == ["bank.ceiling-reached"]

    lines = {line.rule.value: line for line in queries.limits_of(queries.account(wallet), MONDAY.date())}
    assert lines["month-in"].used == 450_000


def test_an_empty_list_does_nothing() -> None:
    before = snapshot()

    assert credited() == []
    assert snapshot() == before


def test_a_pension_does_not_wake_an_account() -> None:
    amina = account("amina")

    credited(salary("a", amina, kind=EntryKind.SALARY), at=MONDAY.replace(year=2027))

    assert queries.account(amina).last_moved_on == MONDAY.date()


def test_a_hundred_rows_cost_as_many_statements_as_two(statements: Any) -> None:
    numbers = [account(f"person{n}", "wallet", level="2") for n in range(12)]
    credited(*[salary(f"warm {n}", number, 100) for n, number in enumerate(numbers[:2])])

    with statements() as few:
        credited(*[salary(f"few {n}", number, 100) for n, number in enumerate(numbers[:2])])
    with statements() as many:
        credited(*[salary(f"many {n}", numbers[n % 12], 100) for n in range(100)])

    assert len(many) <= len(few) + 1  # some have no count yet this month, and one is begun for all of them
