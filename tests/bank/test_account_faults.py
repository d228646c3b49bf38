"""What the bank keeps of its accounts agrees with the ledger, and where somebody changed it, it is named."""

import pytest

from rekkas.bank import queries
from rekkas.bank.choices import BlockKind
from rekkas.bank.commands import block_account, capitalise_interest, charge_fees, close_account
from rekkas.bank.models import BankAccount, InterestLine
from tests.bank.accounts import PAPERS, account, days
from tests.bank.people import KARIM
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, key

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
