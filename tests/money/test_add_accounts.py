"""Accounts that do not open themselves: opened with their limits, all or none."""

from typing import Any

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, Refused
from rekkas.money.choices import RULES, AccountKind, rule_of
from rekkas.money.commands import add_accounts
from rekkas.money.entries import AccountLimit
from rekkas.money.models import Account, Balance
from rekkas.money.queries import account
from tests.build import BOSS, MONDAY, staff
from tests.money.purses import (
    AMINA,
    BRAHIM,
    RESERVE,
    TILL,
    everything,
    holds,
    opened,
    outcomes,
    paid_in,
    post,
    transfer,
    wrong,
)

pytestmark = pytest.mark.django_db


def add(*limits: AccountLimit, **changes: Any) -> int:
    return add_accounts(accounts=limits, **{"by": BOSS, "at": MONDAY, **changes})


def test_accounts_are_opened_with_their_limits_and_hold_nothing() -> None:
    assert add(AccountLimit(AMINA), AccountLimit(BRAHIM, floor=-50_000, ceiling=2_000_000)) == 2

    amina, brahim = account(AMINA), account(BRAHIM)
    assert (amina.floor, amina.ceiling, amina.holds, amina.state) == (0, None, 0, "open")
    assert (brahim.floor, brahim.ceiling, brahim.book) == (-50_000, 2_000_000, "bank")


def test_a_customers_account_does_not_open_itself() -> None:
    before = everything()

    assert outcomes(paid_in(100)) == ["money.unknown-account"]
    assert everything()["Entry"] == before["Entry"]
    add(AccountLimit(AMINA))
    assert outcomes(paid_in(100)) == ["posted"]


@pytest.mark.parametrize("kind", sorted(RULES))
def test_a_kind_of_account_opens_itself_or_is_unknown_until_it_is_opened(kind: str) -> None:
    rule = rule_of(kind, "someone")
    other = RESERVE if rule.book == "bank" else TILL
    ends = (f"{kind}:someone:MAD", other) if rule.side < 0 else (other, f"{kind}:someone:MAD")
    post(transfer("cash", target=TILL, amount=9_999))

    (said,) = outcomes(transfer("first", source=ends[0], target=ends[1], amount=1))

    if kind == AccountKind.MIRROR:
        assert said == "money.mirrors-differ"
    else:
        assert said == ("posted" if rule.opens_itself else "money.unknown-account")
    assert wrong() == []


def test_an_account_is_opened_once_and_with_it_none_of_its_neighbours() -> None:
    add(AccountLimit(AMINA))

    with pytest.raises(Refused) as refused:
        add(AccountLimit(BRAHIM), AccountLimit(AMINA))

    assert (refused.value.code, AMINA in str(refused.value)) == ("money.account-exists", True)
    assert account(BRAHIM) is None


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        (AccountLimit("current:1003"), "money.not-an-account"),
        (AccountLimit("current:1003:"), "money.not-an-account"),
        (AccountLimit("current::MAD"), "money.not-an-account"),
        (AccountLimit("current:1003:mad"), "money.not-an-account"),
        (AccountLimit("current:1003:MAD", floor=1), "money.limit-in-the-way"),
        (AccountLimit("current:1003:MAD", ceiling=-1), "money.limit-in-the-way"),
        (AccountLimit("fees:transfers:MAD"), "base.invalid-input"),
        (AccountLimit("fees:transfers:MAD", floor=None, ceiling=100), "base.invalid-input"),
        (AccountLimit("current:1003:MAD", floor=-(2**63)), "base.invalid-input"),
        (AccountLimit("current:1003:MAD", ceiling=2**63), "base.invalid-input"),
    ],
)
def test_an_account_that_could_not_be_is_refused(limit: AccountLimit, code: str) -> None:
    with pytest.raises(Refused) as refused:
        add(AccountLimit(BRAHIM), limit)

    assert refused.value.code == code
    assert Account.objects.count() == Balance.objects.count() == 0


def test_the_same_account_twice_in_one_request_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        add(AccountLimit(AMINA), AccountLimit(AMINA, floor=-100))

    assert refused.value.code == "money.account-exists"
    assert account(AMINA) is None


def test_a_striped_account_without_limits_can_be_opened_beforehand() -> None:
    assert add(AccountLimit("fees:transfers:MAD", floor=None)) == 1

    opened(AMINA, floor=None)
    assert outcomes(transfer("back", source=AMINA, target="fees:transfers:MAD", amount=5)) == ["posted"]
    assert holds("fees:transfers:MAD") == -5


def test_an_account_that_opened_itself_is_open_already() -> None:
    post(transfer())

    with pytest.raises(Refused) as refused:
        add(AccountLimit(TILL))

    assert refused.value.code == "money.account-exists"


def test_any_number_is_opened_in_the_same_number_of_statements(statements: Any) -> None:
    with statements() as few:
        add(*(AccountLimit(f"current:a{n}:MAD") for n in range(3)))
    with statements() as many:
        add(*(AccountLimit(f"current:b{n}:MAD") for n in range(300)))

    assert len(many) == len(few)


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.INSPECTOR])
def test_those_who_handle_mail_open_no_accounts_freely(role: Role) -> None:
    with pytest.raises(NotAllowed):
        add(AccountLimit(AMINA), by=staff("someone", role))
