"""The accounts of a batch: opened where they open themselves, and locked with what they hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from rekkas.base.actors import Moment
from rekkas.base.bulk import among, insert_new
from rekkas.money.choices import AccountKind, AccountState, rule_of
from rekkas.money.errors import NotAnAccount
from rekkas.money.models import first_balance

ACCOUNT = re.compile(rf"({'|'.join(AccountKind.values)}):([^\x00-\x1f\x7f:]{{1,64}}):([A-Z]{{3}})")
ACCOUNT_COLUMNS = ("code", "kind", "owner", "currency", "book", "stripes", "is_witnessed", "opened_at")
BALANCE_COLUMNS = (
    "id", "account_id", "received", "given", "coming", "leaving", "side", "floor", "ceiling", "state", "line_count",
)  # fmt: skip
ZERO = bytes(32)


@dataclass(slots=True, eq=False)
class Purse:
    """An account with what it holds as the batch goes on; a striped one with what the batch alone moves."""

    id: int
    code: str
    kind: str
    currency: str
    book: str
    stripes: int
    is_witnessed: bool
    side: int = 1
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

    def changes(self) -> tuple[int, int, int, int]:
        received, given, coming, leaving = self.before
        return (
            self.received - received, self.given - given, self.coming - coming, self.leaving - leaving
        )  # fmt: skip


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


def purses_of(codes: set[str], at: Moment) -> dict[str, Purse]:
    """The accounts of these codes; those of a kind that opens itself are opened. Not locked yet."""
    found = _known(codes)
    missing = [code for code in codes - found.keys() if _opens_itself(code)]
    if missing:
        open_accounts(missing, at)
        found |= _known(set(missing))
    return found


def _opens_itself(code: str) -> bool:
    kind, owner, _ = parts_of(code)
    return rule_of(kind, owner).opens_itself


def _known(codes: set[str]) -> dict[str, Purse]:
    columns = "id, code, kind, currency, book, stripes, is_witnessed"
    rows = _rows(f"SELECT {columns} FROM money_account WHERE {{}}", *among("code", codes))  # noqa: S608
    return {row[1]: Purse(*row) for row in rows}


def lock(purses: Iterable[Purse]) -> None:
    """Lock the balances of accounts with one stripe, in the order of their numbers, and learn what they hold."""
    whole = {first_balance(purse.id): purse for purse in purses if purse.stripes == 1}
    columns = "received, given, coming, leaving, side, floor, ceiling, state, line_count, chain"
    wait = "FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    rows = _rows(
        f"SELECT id, {columns} FROM money_balance WHERE {{}} ORDER BY id {wait}",  # noqa: S608
        *among("id", whole),
    )
    for pk, received, given, coming, leaving, side, floor, ceiling, state, line_count, chain in rows:
        purse = whole[pk]
        purse.before = received, given, coming, leaving
        purse.received, purse.given, purse.coming, purse.leaving = purse.before
        purse.after = received - given
        purse.side, purse.floor, purse.ceiling, purse.state = side, floor, ceiling, state
        purse.line_count, purse.chain = line_count, bytes(chain) if chain else ZERO
        purse.is_watched = floor is not None or ceiling is not None or state != AccountState.OPEN


def _rows(statement: str, condition: str, values: list[Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(condition), values)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        return found
