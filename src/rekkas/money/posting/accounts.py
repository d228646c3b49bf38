"""The accounts of a batch: opened where they open themselves, and locked with what they hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from rekkas.base.actors import Moment
from rekkas.base.bulk import among, insert_new
from rekkas.money.choices import AccountKind, AccountState, rule_of
from rekkas.money.errors import NotAnAccount
from rekkas.money.models import first_balance

ACCOUNT = re.compile(
    rf"({'|'.join(AccountKind.values)}):([^\x00-\x1f\x7f:\ud800-\udfff]{{1,64}}):([A-Z]{{3}})"
)
ACCOUNT_COLUMNS = ("code", "kind", "owner", "currency", "book", "stripes", "is_witnessed", "opened_at")
BALANCE_COLUMNS = (
    "id", "account_id", "received", "given", "coming", "leaving", "side", "floor", "ceiling", "state", "line_count",
)  # fmt: skip
IDENTITY = "id, code, kind, currency, book, stripes, is_witnessed"
Identity = tuple[int, str, str, str, str, int, bool]
STANDING = "id, side, received, given, coming, leaving, floor, ceiling, state, line_count, chain"
OPEN = AccountState.OPEN.value
ZERO = bytes(32)


@dataclass(slots=True, eq=False)
class Purse:
    """An account with what it holds as the batch goes on; a striped one (side 0) with what the batch moves."""

    id: int
    code: str
    kind: str
    currency: str
    book: str
    stripes: int
    is_witnessed: bool
    side: int
    received: int = 0
    given: int = 0
    coming: int = 0
    leaving: int = 0
    floor: int | None = None
    ceiling: int | None = None
    state: str = AccountState.OPEN
    line_count: int = 0
    chain: bytes = ZERO
    is_watched: bool = False
    before: tuple[int, int, int, int] = (0, 0, 0, 0)
    after: int = 0  # what it holds after the line last written

    @property
    def available(self) -> int:
        """What may leave, on the side where the account grows."""
        if self.side > 0:
            return self.received - self.given - self.leaving
        return self.given - self.received - self.coming

    @property
    def filled(self) -> int:
        """What it would hold if all came that is set aside to come."""
        if self.side > 0:
            return self.received + self.coming - self.given
        return self.given + self.leaving - self.received

    @property
    def is_empty(self) -> bool:
        return self.received == self.given and not self.coming and not self.leaving

    @property
    def is_moved(self) -> bool:
        return any(self.changes())

    def changes(self) -> tuple[int, int, int, int]:
        received, given, coming, leaving = self.before
        return (
            self.received - received, self.given - given, self.coming - coming, self.leaving - leaving
        )  # fmt: skip


@lru_cache(maxsize=65_536)
def parts_of(code: str) -> tuple[str, str, str]:
    """An account's kind, owner and currency."""
    found = ACCOUNT.fullmatch(code)
    if found is None:
        raise NotAnAccount(account=code)
    return found[1], found[2], found[3]


@dataclass(frozen=True, slots=True)
class OpenAs:
    """Limits with which an account is opened, where they are not those of its kind."""

    floor: int | None = None
    ceiling: int | None = None


def open_accounts(codes: Iterable[str], at: Moment, limits: Mapping[str, OpenAs] | None = None) -> set[str]:
    """Open accounts that are not there yet, with their balances; return which are new."""
    rows = []
    for code in sorted(codes):
        kind, owner, currency = parts_of(code)
        rule = rule_of(kind, owner)
        rows.append((code, kind, owner, currency, rule.book.value, rule.stripes, rule.is_witnessed, at))
    new: set[str] = insert_new("money_account", ACCOUNT_COLUMNS, rows, key="code")
    found = _rows(
        "SELECT id, code, kind, owner, stripes FROM money_account WHERE {} ORDER BY id", *among("code", new)
    )
    given, balances = limits or {}, []
    for pk, code, kind, owner, stripes in found:
        rule = rule_of(kind, owner)
        opened = given.get(code) or OpenAs(floor=rule.floor)
        standing = (0, 0, 0, 0, rule.side, opened.floor, opened.ceiling, AccountState.OPEN.value, 0)
        balances += [(first_balance(pk) + stripe, pk, *standing) for stripe in range(stripes)]
    insert_new("money_balance", BALANCE_COLUMNS, balances, key="id")
    return new


def take_purses(codes: set[str]) -> dict[str, Purse]:
    """The accounts of these codes that there are: those of one stripe locked, in the order of their numbers.

    An account never changes and is read before it is locked; what it holds is read under the lock. Two looks, each
    by its own index: one join of both reads every balance there is.
    """
    accounts: list[Identity] = _rows(
        f"SELECT {IDENTITY} FROM money_account WHERE {{}}",  # noqa: S608
        *among("code", codes),
    )
    alone = {first_balance(account[0]): account for account in accounts if account[5] == 1}
    purses = {account[1]: Purse(*account, 0) for account in accounts if account[5] > 1}
    for standing in _locked_balances(alone) if alone else ():
        account = alone[standing[0]]
        purses[account[1]] = _purse(account, standing)
    return purses


def empty_purses(codes: Iterable[str]) -> dict[str, Purse]:
    """Accounts that are not there and open themselves, as they will be: nothing is opened until something moves."""
    purses = {}
    for code in codes:
        kind, owner, currency = parts_of(code)
        rule = rule_of(kind, owner)
        if rule.opens_itself:
            purses[code] = Purse(
                0, code, kind, currency, rule.book.value, rule.stripes, rule.is_witnessed,
                0 if rule.is_striped else rule.side, floor=rule.floor, is_watched=rule.floor is not None,
            )  # fmt: skip
    return purses


def open_purses(purses: Iterable[Purse], at: Moment) -> None:
    """Open the accounts that something now moves through.

    Where a twin opened one meanwhile, what is added to its balance is right all the same; and where it must be proved
    line by line, the twin has the first line, the database refuses a second one, and the whole is tried again.
    """
    fresh = {purse.code: purse for purse in purses}
    if not fresh:
        return
    open_accounts(fresh, at)
    rows = _rows("SELECT code, id FROM money_account WHERE {}", *among("code", fresh))
    for code, pk in rows:
        fresh[code].id = pk


def _locked_balances(ids: Iterable[int]) -> list[Any]:
    """What these balances hold, locked in the order of their numbers."""
    wait = "FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    return _rows(
        f"SELECT {STANDING} FROM money_balance WHERE {{}} ORDER BY id {wait}",  # noqa: S608
        *among("id", ids),
    )


def _purse(account: Identity, standing: Sequence[Any]) -> Purse:
    _, side, received, given, coming, leaving, floor, ceiling, state, line_count, chain = standing
    return Purse(
        *account, side, received, given, coming, leaving, floor, ceiling, state, line_count,
        bytes(chain) if chain else ZERO, floor is not None or ceiling is not None or state != OPEN,
        (received, given, coming, leaving), received - given,
    )  # fmt: skip


def _rows(statement: str, condition: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(condition), values)
        found: list[Any] = cursor.fetchall()
        return found
