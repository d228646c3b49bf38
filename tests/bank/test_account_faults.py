"""What the bank keeps of its accounts agrees with the ledger, and where somebody changed it, it is named."""

from datetime import date
from typing import Any

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import (
    block_account,
    capitalise_interest,
    charge_fees,
    close_account,
    renew_accounts,
)
from rekkas.bank.models import AccountProduct, BankAccount, InterestLine, LevelLimit
from rekkas.money.choices import AccountState
from rekkas.money.commands import set_account_states
from rekkas.money.entries import AccountStanding
from tests.bank.accounts import PAPERS, account, days, paid_out
from tests.bank.people import KARIM
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, key
from tests.money.purses import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bank")]


def faults() -> list[tuple[str, str]]:
    return [(fault.name, fault.reason) for fault in queries.account_faults()]


def test_after_everything_that_may_happen_nothing_differs() -> None:
    numbers = [account(word, "savings", amount=1_000_000) for word in ("amina", "brahim")]
    current = account("chama", amount=10_000)
    charge_fees(country="MA", product="current", fee="per-month", period="2026-03", by=BOSS, at=days(28))
    capitalise_interest(country="MA", product="savings", period="2026-Q1", by=BOSS, at=days(30))
    block_account(
        account=numbers[0], kind=BlockKind.WHOLE, reference="C", authority="Court", reason="debt", by=KARIM, at=MONDAY
    )  # fmt: skip
    close_account(
        account=current, document=PAPERS[queries.account(current).holder.number], office=AGENCY, by=FATIMA,
        at=days(31), key="c",
    )  # fmt: skip

    assert faults() == []


def test_a_state_that_somebody_wrote_past_the_verbs_is_named() -> None:
    number = account("amina", "savings", amount=1_000_000)
    BankAccount.objects.update(state="blocked")

    assert faults() == [(f"account {number}", "state-differs")]


@pytest.mark.parametrize(
    "limits", ["floor = -100000000", "floor = NULL", "ceiling = 100000000000", "ceiling = NULL"]
)
def test_limits_that_somebody_wrote_past_the_verbs_are_named(limits: str) -> None:
    """Also when the account was overdrawn meanwhile: nothing else would not agree."""
    number = account("amina", "savings", amount=1_000)
    account("brahim", amount=500_000)  # the till has enough
    assert faults() == []
    run(f"UPDATE money_balance SET {limits} WHERE account_id = (SELECT id FROM money_account WHERE code = %s)",
        f"savings:{number}:MAD")  # fmt: skip

    assert faults() == [(f"account {number}", "limits-differ")]
    if "floor" in limits:
        paid_out(number, 90_000)
        assert faults() == [(f"account {number}", "limits-differ")]


def test_what_an_account_keeps_beyond_a_new_limit_is_in_its_history() -> None:
    """A lower ceiling, and a floor that was raised: what it holds already stays, and whoever renewed it said so."""
    number = account("amina", "savings", amount=1_000_000)
    AccountProduct.objects.filter(code="savings").update(ceiling=500_000)
    assert faults() == [(f"account {number}", "limits-differ")]
    renew_accounts(by=BOSS, at=days(1))
    assert faults() == []

    AccountProduct.objects.filter(code="savings").update(ceiling=1_500_000, floor=1_200_000)
    renew_accounts(by=BOSS, at=days(2))
    assert faults() == []


@pytest.mark.parametrize(
    "change", [{"retired": True}, {"valid_from": date(2099, 1, 1)}], ids=["retired", "future"]
)
def test_an_account_that_was_opened_while_no_limit_was_valid_has_no_ceiling(change: dict[str, Any]) -> None:
    LevelLimit.objects.update(**change)
    number = account("amina", "wallet")

    assert (queries.standing(queries.account(number)).ceiling, faults()) == (None, [])


def test_a_ceiling_is_missed_once_a_renewal_has_set_it_or_where_a_limit_was_valid_from_the_start() -> None:
    """Whoever takes the ceiling of a level away afterwards is found."""
    LevelLimit.objects.update(valid_from=days(1).date())
    early = account("amina", "wallet")
    assert faults() == []
    renew_accounts(by=BOSS, at=days(1))
    late = account("brahim", "wallet", at=days(1))
    assert faults() == []

    run("UPDATE money_balance SET ceiling = NULL")

    assert faults() == [(f"account {number}", "limits-differ") for number in (early, late)]


def test_interest_that_the_ledger_declined_leaves_the_raised_ceiling_in_the_history() -> None:
    number = account("amina", "savings", amount=1_000_000)
    before = queries.standing(queries.account(number)).ceiling
    ledger = queries.account(number).ledger
    set_account_states(states=[AccountStanding(ledger, AccountState.FROZEN)], by=BOSS, at=MONDAY)

    done = capitalise_interest(country="MA", product="savings", period="2026-Q1", by=BOSS, at=days(30))

    set_account_states(states=[AccountStanding(ledger, AccountState.OPEN)], by=BOSS, at=MONDAY)
    raised = queries.standing(queries.account(number)).ceiling
    assert before is not None
    assert raised == before + 1_644
    assert (done.done, done.declined, queries.account(number).capitalised) == (0, 1, 0)
    assert queries.history_of_account(queries.account(number))[0].details == {"ceiling": raised}
    assert faults() == []
    capitalise_interest(country="MA", product="savings", period="2026-Q1", by=BOSS, at=days(30))
    assert queries.account(number).capitalised == 1_644
    assert faults() == []


def test_a_line_without_its_entry_is_named() -> None:
    number = account("amina", "savings", amount=1_000_000)
    InterestLine.objects.create(
        account=BankAccount.objects.get(),
        period="2026-Q1",
        gross=5,
        tax=0,
        entry=key("none"),
        credited_at=MONDAY,
    )

    assert faults() == [(f"interest of account {number}", "without-entry")]
