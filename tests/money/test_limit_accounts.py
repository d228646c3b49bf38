"""The least and the most that an account may hold."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, Refused
from rekkas.money.commands import add_accounts, limit_accounts
from rekkas.money.entries import AccountLimit, Leg
from rekkas.money.errors import CashMovesOpenly
from rekkas.money.queries import account
from tests.build import BOSS, MONDAY, staff
from tests.money.purses import (
    AMINA,
    BAG,
    BRAHIM,
    INCOME,
    POUCH,
    SAFE,
    TILL,
    available,
    everything,
    hold,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _purses() -> None:
    """Amina has 100.00, Brahim nothing."""
    opened()
    post(paid_in(10_000))


def limit(*limits: AccountLimit, **changes: Any) -> int:
    return limit_accounts(limits=limits, **{"by": BOSS, "at": MONDAY, **changes})


def paid_out(amount: int, word: str = "out", source: str = AMINA, target: str = BRAHIM) -> Any:
    """From one customer to another: what a liability gives out comes to it, as accountants say."""
    return transfer(word, source=target, target=source, amount=amount)


def test_nothing_leaves_below_the_floor() -> None:
    limit(AccountLimit(AMINA, floor=4_000))

    assert outcomes(paid_out(6_001), paid_out(6_000), paid_out(1, "more")) == [
        "money.not-enough", "posted", "money.not-enough",
    ]  # fmt: skip


def test_a_floor_below_zero_is_an_overdraft() -> None:
    limit(AccountLimit(AMINA, floor=-2_500))

    assert outcomes(paid_out(12_501), paid_out(12_500)) == ["money.not-enough", "posted"]
    assert (holds(AMINA), wrong()) == (-2_500, [])


def test_without_a_floor_there_is_no_end() -> None:
    limit(AccountLimit(AMINA, floor=None))

    assert outcomes(paid_out(10**15)) == ["posted"]


def test_nothing_comes_above_the_ceiling() -> None:
    limit(AccountLimit(BRAHIM, ceiling=5_000))

    assert outcomes(paid_out(5_001), paid_out(5_000), paid_out(1, "more")) == [
        "money.too-much", "posted", "money.too-much",
    ]  # fmt: skip


def test_the_refusal_says_what_is_there_and_what_was_asked() -> None:
    (low,) = post(paid_out(10_001))
    limit(AccountLimit(BRAHIM, ceiling=77))
    (high,) = post(paid_out(78))

    assert all(word in low.message for word in (AMINA, "10000", "10001"))
    assert all(word in high.message for word in (BRAHIM, "77"))


def test_a_limit_refuses_only_what_goes_against_it() -> None:
    limit(AccountLimit(AMINA, floor=10_000, ceiling=10_000))

    assert outcomes(paid_out(1), paid_in(1, word="one more")) == ["money.not-enough", "money.too-much"]
    both_ways = transfer("round", source=BRAHIM, target=AMINA, amount=5, also=(Leg(AMINA, BRAHIM, 5, "MAD"),))
    assert outcomes(both_ways) == ["posted"]


def test_what_comes_in_earlier_in_a_batch_counts_against_limits_too() -> None:
    limit(AccountLimit(BRAHIM, ceiling=100))

    assert outcomes(
        paid_out(100, "first"), paid_out(1, "too much"), paid_out(50, "on", BRAHIM, AMINA), paid_out(50, "again")
    ) == ["posted", "money.too-much", "posted", "posted"]  # fmt: skip


@pytest.mark.parametrize(
    "bound",
    [{"floor": 10_001}, {"floor": 4_001}, {"floor": None, "ceiling": 9_999}, {"floor": 0, "ceiling": 0}],
    ids=str,
)
def test_a_limit_that_would_be_broken_already_is_not_set(bound: dict[str, int | None]) -> None:
    post(hold(amount=6_000))
    before = everything()

    with pytest.raises(Refused) as refused:
        limit(AccountLimit(BRAHIM, floor=-1), AccountLimit(AMINA, **bound))

    assert refused.value.code == "money.limit-in-the-way"
    assert everything() == before


def test_a_limit_counts_what_is_set_aside() -> None:
    post(hold(amount=6_000))

    assert limit(AccountLimit(AMINA, floor=4_000, ceiling=10_000)) == 1
    assert available(AMINA) == 4_000
    with pytest.raises(Refused):
        limit(AccountLimit(BRAHIM, ceiling=5_999))


def test_a_limit_is_lifted_and_set_again() -> None:
    limit(AccountLimit(AMINA, floor=10_000))
    assert outcomes(paid_out(1)) == ["money.not-enough"]
    limit(AccountLimit(AMINA))

    assert outcomes(paid_out(1)) == ["posted"]
    assert (account(AMINA).floor, account(AMINA).ceiling) == (0, None)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ([AccountLimit("current:9999:MAD")], "money.unknown-account"),
        ([AccountLimit("current:9999")], "money.not-an-account"),
        ([AccountLimit(INCOME)], "money.unknown-account"),
        ([AccountLimit(AMINA, floor=-1), AccountLimit(AMINA, floor=-2)], "base.invalid-input"),
        ([AccountLimit(AMINA, floor=-(2**63) - 1)], "base.invalid-input"),
        ([AccountLimit(AMINA, ceiling=2**63)], "base.invalid-input"),
    ],
    ids=["unknown", "no account", "striped", "twice", "a floor without end", "a ceiling without end"],
)
def test_limits_that_make_no_sense_are_refused_and_none_is_set(limits: list[AccountLimit], code: str) -> None:
    before = everything()

    with pytest.raises(Refused) as refused:
        limit(AccountLimit(BRAHIM, floor=-1), *limits)

    assert refused.value.code == code
    assert everything()["Balance"][: len(before["Balance"])] == before["Balance"]


@pytest.mark.parametrize("account", [TILL, BAG, SAFE, POUCH])
def test_cash_has_no_limits_for_its_keeper_would_not_see_them(account: str) -> None:
    post(transfer("cash", target=account, amount=100))

    with pytest.raises(CashMovesOpenly):
        limit(AccountLimit(account, floor=50, ceiling=200))
    with pytest.raises(CashMovesOpenly):
        add_accounts(accounts=[AccountLimit("till:MA0001/new:MAD", ceiling=200)], by=BOSS, at=MONDAY)

    assert outcomes(transfer("out", source=account, target=INCOME, amount=100)) == ["posted"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("received = given + 1", "balance_not_below_its_floor"),
        ("leaving = 10001, coming = 10001", "balance_not_below_its_floor"),
        ("ceiling = 9999", "balance_not_above_its_ceiling"),
        ("floor = 10001", "balance_not_below_its_floor"),
        ("received = -1", "balance_counts_from_zero"),
        ("side = 0", "balance_grows_on_one_side"),
        ("state = 'closed'", "closed_account_holds_nothing"),
    ],
)
def test_round_the_command_the_database_refuses(changes: str, said: str) -> None:
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        connection.cursor().execute(
            f"UPDATE money_balance SET {changes} WHERE account_id = (SELECT id FROM money_account WHERE code = %s)",
            [AMINA],
        )


def test_any_number_is_limited_in_the_same_number_of_statements(statements: Any) -> None:
    opened(*(f"current:x{n}:MAD" for n in range(300)))
    with statements() as few:
        limit(*(AccountLimit(f"current:x{n}:MAD", floor=-1) for n in range(3)))
    with statements() as many:
        limit(*(AccountLimit(f"current:x{n}:MAD", floor=-2) for n in range(300)))

    assert len(many) == len(few) <= 10


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.INSPECTOR])
def test_those_who_handle_mail_set_no_limits(role: Role) -> None:
    with pytest.raises(NotAllowed):
        limit(AccountLimit(AMINA), by=staff("someone", role))
