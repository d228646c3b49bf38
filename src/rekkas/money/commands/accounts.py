"""Accounts that do not open themselves: opened with their limits, limited anew, blocked, closed."""

from collections.abc import Sequence

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import update_rows
from rekkas.base.command import command
from rekkas.money.choices import AccountState
from rekkas.money.entries import AccountLimit, AccountStanding
from rekkas.money.errors import AccountClosed, AccountExists, AccountNotEmpty, LimitInTheWay, UnknownAccount
from rekkas.money.models import first_balance
from rekkas.money.posting import OpenAs, Purse, open_accounts, take_purses


@command
def add_accounts(*, accounts: Sequence[AccountLimit], by: Actor, at: Moment) -> int:
    """Open accounts with their limits, all or none. Returns how many were opened."""
    limits = {one.account: OpenAs(one.floor, one.ceiling) for one in accounts}
    new = open_accounts(limits, at, limits)
    for code in limits:
        if code not in new:
            raise AccountExists(account=code)
    return len(new)


@command
def limit_accounts(*, limits: Sequence[AccountLimit], by: Actor, at: Moment) -> int:
    """Set the least and the most that accounts may hold, all or none. Returns how many were set."""
    purses = _held([one.account for one in limits], at)
    for one in limits:
        purse = purses[one.account]
        if one.floor is not None and purse.available < one.floor:
            raise LimitInTheWay(account=one.account, held=purse.available, limit=one.floor)
        if one.ceiling is not None and purse.filled > one.ceiling:
            raise LimitInTheWay(account=one.account, held=purse.filled, limit=one.ceiling)
    rows = [(first_balance(purses[one.account].id), one.floor, one.ceiling) for one in limits]
    update_rows("money_balance", ("id", "floor", "ceiling"), rows, key="id")
    return len(rows)


@command
def set_account_states(*, states: Sequence[AccountStanding], by: Actor, at: Moment) -> int:
    """Open, block, freeze or close accounts, all or none. A closed account stays closed, and holds nothing."""
    purses = _held([one.account for one in states], at)
    for one in states:
        purse = purses[one.account]
        if purse.state == AccountState.CLOSED and one.state is not AccountState.CLOSED:
            raise AccountClosed(account=one.account)
        if one.state is AccountState.CLOSED and not purse.is_empty:
            raise AccountNotEmpty(account=one.account, held=purse.available)
    rows = [(first_balance(purses[one.account].id), one.state.value) for one in states]
    update_rows("money_balance", ("id", "state"), rows, key="id")
    return len(rows)


def _held(codes: Sequence[str], at: Moment) -> dict[str, Purse]:
    purses = take_purses(set(codes), at)
    for code in codes:
        if code not in purses or purses[code].stripes > 1:
            raise UnknownAccount(account=code)
    return purses
