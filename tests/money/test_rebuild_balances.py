"""Balances follow from the transfers, and are made again from them."""

import pytest
from django.db.models import F

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.money.choices import AccountState, EntryKind
from rekkas.money.commands import rebuild_balances, set_account_states
from rekkas.money.entries import AccountStanding, release
from rekkas.money.models import Balance
from rekkas.money.queries import account, accounts, balance, balance_faults
from tests.build import BOSS, MONDAY, key, staff
from tests.money.purses import (
    AMINA,
    BAG,
    INCOME,
    SAFE,
    TILL,
    available,
    hold,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db


def rebuild() -> int:
    return rebuild_balances(by=BOSS, at=MONDAY)


def moved() -> None:
    post(
        transfer(),
        transfer("bag", target=BAG, amount=900),
        transfer("safe", source=BAG, target=SAFE, amount=400),
    )


def test_balances_that_are_right_come_out_the_same() -> None:
    moved()
    before = list(accounts())

    assert rebuild() == 4

    assert list(accounts()) == before
    assert [(line.code, line.amount) for line in before] == [
        (BAG, 500), (INCOME, -4_400), (TILL, 3_500), (SAFE, 400),
    ]  # fmt: skip


def test_a_balance_that_was_changed_is_named_and_made_right() -> None:
    moved()
    Balance.objects.filter(account__code=TILL).update(received=3_600)

    assert [(fault.name, fault.reason) for fault in balance_faults()] == [
        (f"balance of {TILL}", "differs-from-transfers"),
        ("books of the post in MAD", "does-not-sum-to-zero"),
    ]
    rebuild()
    assert balance(TILL) == 3_500
    assert list(balance_faults()) == []


def test_two_balances_changed_alike_are_named_though_they_sum_to_zero() -> None:
    moved()
    Balance.objects.filter(account__code=TILL).update(received=3_600)
    one = Balance.objects.filter(account__code=INCOME, given__gt=0).first()
    Balance.objects.filter(pk=one.pk).update(given=F("given") + 100)

    assert [fault.name for fault in balance_faults()] == [f"balance of {INCOME}", f"balance of {TILL}"]


def test_a_balance_that_was_taken_away_is_named_and_made_again() -> None:
    moved()
    Balance.objects.filter(account__code=SAFE).delete()

    assert (f"balance of {SAFE}", "missing") in [(fault.name, fault.reason) for fault in balance_faults()]
    rebuild()
    assert balance(SAFE) == 400
    assert list(balance_faults()) == []


@pytest.mark.parametrize("account", [SAFE, INCOME, TILL])
def test_money_moves_on_where_a_balance_was_taken_away_and_made_again(account: str) -> None:
    moved()
    Balance.objects.filter(account__code=account).delete()
    rebuild()

    ends = {"source": TILL, "target": SAFE, "amount": 3_500} if account != INCOME else {}
    assert outcomes(transfer("on", **ends)) == ["posted"]
    assert wrong() == []


def test_what_is_set_aside_is_counted_again_too() -> None:
    opened()
    post(paid_in(1_000))
    post(hold("one", 300), hold("two", 200))
    post(release(hold("two").key, key=key("let go"), kind=EntryKind.FEE, happened_at=MONDAY))
    Balance.objects.filter(account__code=AMINA).update(coming=0)

    assert any(AMINA in fault for fault in wrong())
    rebuild()
    assert (available(AMINA), wrong()) == (700, [])


def test_limits_and_states_outlive_a_rebuild() -> None:
    opened(AMINA, floor=-500, ceiling=900)
    set_account_states(states=[AccountStanding(AMINA, AccountState.BLOCKED)], by=BOSS, at=MONDAY)
    rebuild()

    found = account(AMINA)
    assert (found.floor, found.ceiling, found.state) == (-500, 900, "blocked")


def test_an_empty_ledger_is_rebuilt_as_empty() -> None:
    assert rebuild() == 0


def test_money_moves_on_after_a_rebuild() -> None:
    moved()
    rebuild()

    assert outcomes(transfer("out", source=TILL, target=SAFE, amount=3_501)) == ["money.not-enough"]
    assert outcomes(transfer("out", source=TILL, target=SAFE, amount=3_500)) == ["posted"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.INSPECTOR])
def test_those_who_handle_mail_may_not_rebuild(role: Role) -> None:
    with pytest.raises(NotAllowed):
        rebuild_balances(by=staff("someone", role), at=MONDAY)
