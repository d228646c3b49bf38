"""Accounts are blocked, frozen, closed and opened again."""

from typing import Any

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, Refused
from rekkas.money.choices import AccountState, EntryKind
from rekkas.money.commands import expire_holds, set_account_states
from rekkas.money.entries import AccountStanding, release
from rekkas.money.errors import CashMovesOpenly
from rekkas.money.queries import account
from tests.build import BOSS, MONDAY, key, later, staff
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
OPEN, BLOCKED, FROZEN, CLOSED = (
    AccountState.OPEN,
    AccountState.BLOCKED,
    AccountState.FROZEN,
    AccountState.CLOSED,
)


@pytest.fixture(autouse=True)
def _purses() -> None:
    """Amina has 100.00, Brahim nothing."""
    opened()
    post(paid_in(10_000))


def put(state: AccountState, *accounts: str, **changes: Any) -> int:
    states = [AccountStanding(one, state) for one in accounts or (AMINA,)]
    return set_account_states(states=states, **{"by": BOSS, "at": MONDAY, **changes})


def leaves(word: str = "leaves", amount: int = 1) -> Any:
    return transfer(word, source=BRAHIM, target=AMINA, amount=amount)


def comes(word: str = "comes", amount: int = 1) -> Any:
    return paid_in(amount, word=word)


def taken(word: str = "taken", **changes: Any) -> Any:
    return transfer(word, **{"source": "", "target": "", "amount": 0, "settles": hold().key, **changes})


LET_GO = release(hold().key, key=key("let go"), kind=EntryKind.ACCOUNT_TRANSFER, happened_at=MONDAY)


@pytest.mark.parametrize(
    ("state", "out", "into"),
    [
        (OPEN, "posted", "posted"),
        (BLOCKED, "money.account-blocked", "posted"),
        (FROZEN, "money.account-blocked", "money.account-blocked"),
    ],
)
def test_a_state_says_what_may_still_move(state: AccountState, out: str, into: str) -> None:
    put(state)

    assert outcomes(leaves(), comes()) == [out, into]
    assert account(AMINA).state == state
    assert wrong() == []


@pytest.mark.parametrize("state", [BLOCKED, FROZEN])
def test_nothing_more_is_set_aside_on_what_may_not_leave(state: AccountState) -> None:
    put(state)

    assert outcomes(hold()) == ["money.account-blocked"]
    assert available(AMINA) == 10_000


def test_what_was_set_aside_before_the_block_may_still_be_taken() -> None:
    """It was promised to somebody else when nothing stood in the way. Freezing is what stops that too."""
    post(hold())
    put(BLOCKED)

    assert outcomes(taken()) == ["posted"]


@pytest.mark.parametrize("then", [taken(), taken("part", source=BRAHIM, target=AMINA, amount=1), LET_GO])
def test_on_a_frozen_account_nothing_that_was_set_aside_moves_or_is_let_go(then: Any) -> None:
    post(hold())
    put(FROZEN)
    before = everything()

    assert outcomes(then) == ["money.account-blocked"]

    assert everything() == before
    put(OPEN)
    assert outcomes(then) == ["posted"]


def test_what_expires_while_an_account_is_frozen_waits_and_holds_up_no_other() -> None:
    post(hold(expires_at=later(1)), comes(amount=10), hold("other", 5, expires_at=later(2)))
    opened("current:1003:MAD")
    post(
        paid_in(9, "current:1003:MAD", "third"),
        hold("free", 9, target="current:1003:MAD", expires_at=later(3)),
    )
    put(FROZEN)

    assert expire_holds(by=BOSS, at=later(4)) == 1
    put(OPEN)
    assert expire_holds(by=BOSS, at=later(4)) == 2
    assert available(AMINA) == 10_010


def test_an_account_that_was_closed_a_second_ago_takes_nothing() -> None:
    put(CLOSED, BRAHIM)
    before = everything()

    assert outcomes(leaves()) == ["money.account-closed"]
    assert everything() == before


def test_what_was_posted_before_an_account_closed_is_answered_as_posted_afterwards() -> None:
    post(leaves(amount=10_000))
    put(CLOSED)

    assert outcomes(leaves(amount=10_000)) == ["repeated"]


def test_an_account_closes_when_it_is_empty_and_stays_closed() -> None:
    assert put(CLOSED, BRAHIM) == 1
    assert put(CLOSED, BRAHIM) == 1

    for state in (OPEN, BLOCKED, FROZEN):
        with pytest.raises(Refused) as refused:
            put(state, BRAHIM)
        assert refused.value.code == "money.account-closed"


def test_an_account_that_holds_something_does_not_close() -> None:
    before = everything()

    with pytest.raises(Refused) as refused:
        put(CLOSED, BRAHIM, AMINA)

    assert (refused.value.code, "10000" in str(refused.value)) == ("money.account-not-empty", True)
    assert everything() == before


def test_an_account_with_something_set_aside_to_come_does_not_close() -> None:
    post(hold())

    with pytest.raises(Refused) as refused:
        put(CLOSED, BRAHIM)

    assert refused.value.code == "money.account-not-empty"


def test_an_account_in_its_overdraft_does_not_close() -> None:
    opened("current:1003:MAD", floor=-100)
    post(transfer(source=BRAHIM, target="current:1003:MAD", amount=100))

    with pytest.raises(Refused) as refused:
        put(CLOSED, "current:1003:MAD")

    assert refused.value.code == "money.account-not-empty"
    assert holds("current:1003:MAD") == -100


@pytest.mark.parametrize(
    ("accounts", "code"),
    [
        (("current:9999:MAD",), "money.unknown-account"),
        (("current:9999",), "money.not-an-account"),
        ((INCOME,), "money.unknown-account"),
        ((AMINA, AMINA), "base.invalid-input"),
    ],
    ids=["unknown", "no account", "striped", "twice"],
)
def test_states_that_make_no_sense_are_refused_and_none_is_set(accounts: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refused:
        put(BLOCKED, BRAHIM, *accounts)

    assert refused.value.code == code
    assert account(BRAHIM).state == OPEN


def test_an_entry_fails_where_one_of_its_accounts_is_closed() -> None:
    put(CLOSED, BRAHIM)
    fee = transfer("with fee", source="fees:x:MAD", target=AMINA, amount=5)
    both = transfer("both", source=BRAHIM, target=AMINA, amount=9, also=fee.legs)

    assert outcomes(both, fee) == ["money.account-closed", "posted"]
    assert holds(AMINA) == 9_995


def test_any_number_is_set_in_the_same_number_of_statements(statements: Any) -> None:
    opened(*(f"current:x{n}:MAD" for n in range(300)))
    with statements() as few:
        put(BLOCKED, *(f"current:x{n}:MAD" for n in range(3)))
    with statements() as many:
        put(FROZEN, *(f"current:x{n}:MAD" for n in range(300)))

    assert len(many) == len(few) <= 10


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.INSPECTOR])
def test_those_who_handle_mail_block_nobody(role: Role) -> None:
    with pytest.raises(NotAllowed):
        put(BLOCKED, by=staff("someone", role))


@pytest.mark.parametrize("account", [TILL, BAG, SAFE, POUCH])
@pytest.mark.parametrize("state", AccountState)
def test_cash_has_no_states_for_its_keeper_would_not_see_them(account: str, state: AccountState) -> None:
    post(transfer("cash", target=account, amount=100))

    with pytest.raises(CashMovesOpenly):
        set_account_states(states=[AccountStanding(account, state)], by=BOSS, at=MONDAY)

    assert outcomes(transfer("out", source=account, target=INCOME, amount=100)) == ["posted"]
