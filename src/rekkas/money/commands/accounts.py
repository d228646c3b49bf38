"""Accounts that do not open themselves: opened with their limits, limited anew, blocked, closed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import update_rows
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.money.choices import WITNESSED_KINDS, AccountState, rule_of
from rekkas.money.entries import AccountLimit, AccountStanding
from rekkas.money.errors import (
    AccountClosed,
    AccountExists,
    AccountNotEmpty,
    CashMovesOpenly,
    LimitInTheWay,
    UnknownAccount,
)
from rekkas.money.models import first_balance
from rekkas.money.posting import OpenAs, Purse, open_accounts, parts_of, take_purses

LIMIT_AT_MOST = 10**18  # far above any limit, and within the column


@command
def add_accounts(*, accounts: Sequence[AccountLimit], by: Actor, at: Moment) -> int:
    """Open accounts with their limits, all or none. Returns how many were opened."""
    limits: dict[str, OpenAs] = {}
    for one in accounts:
        if one.account in limits:
            raise AccountExists(account=one.account)
        _check_opening(one)
        limits[one.account] = OpenAs(one.floor, one.ceiling)
    new = open_accounts(limits, at, limits)
    for code in limits:
        if code not in new:
            raise AccountExists(account=code)
    return len(new)


@command
def limit_accounts(*, limits: Sequence[AccountLimit], by: Actor, at: Moment) -> int:
    """Set the least and the most that accounts may hold, all or none. Returns how many were set."""
    purses = _held([one.account for one in limits])
    for one in limits:
        _check_unseen(one.account)
        _check_size(one)
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
    purses = _held([one.account for one in states])
    for one in states:
        _check_unseen(one.account)
        purse = purses[one.account]
        if purse.state == AccountState.CLOSED and one.state is not AccountState.CLOSED:
            raise AccountClosed(account=one.account)
        if one.state is AccountState.CLOSED and not purse.is_empty:
            raise AccountNotEmpty(account=one.account, held=purse.available)
    rows = [(first_balance(purses[one.account].id), one.state.value) for one in states]
    update_rows("money_balance", ("id", "state"), rows, key="id")
    return len(rows)


def _check_opening(limit: AccountLimit) -> None:
    """An account is opened empty; and a striped one has no limits, for nobody looks at all its stripes at once."""
    kind, owner, _currency = parts_of(limit.account)
    _check_size(limit)
    if (limit.floor, limit.ceiling) != (0, None):  # what every cash account has
        _check_unseen(limit.account)
    if rule_of(kind, owner).is_striped and (limit.floor, limit.ceiling) != (None, None):
        raise InvalidInput(field="account", reason=_("an account to which many write at once has no limits."))
    for bound, is_broken in (
        (limit.floor, (limit.floor or 0) > 0),
        (limit.ceiling, (limit.ceiling or 0) < 0),
    ):
        if is_broken:
            raise LimitInTheWay(account=limit.account, held=0, limit=bound)


def _check_unseen(account: str) -> None:
    """Cash has no limits and states of its own: they leave no line, so its keeper would not see them."""
    if account.partition(":")[0] in WITNESSED_KINDS:
        raise CashMovesOpenly(account=account)


def _check_size(limit: AccountLimit) -> None:
    for name, bound in (("floor", limit.floor), ("ceiling", limit.ceiling)):
        if bound is not None and abs(bound) > LIMIT_AT_MOST:
            raise InvalidInput(field=name, reason=_("it is too large."))


def _held(codes: Sequence[str]) -> dict[str, Purse]:
    """The accounts of these codes, locked; each is there, once, and has one stripe."""
    if len(set(codes)) < len(codes):
        raise InvalidInput(field="account", reason=_("the same account is named twice."))
    purses = take_purses(set(codes))
    for code in codes:
        parts_of(code)
        if code not in purses or purses[code].stripes > 1:
            raise UnknownAccount(account=code)
    return purses
