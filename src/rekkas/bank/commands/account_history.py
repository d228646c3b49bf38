"""How a change of an account is kept: who, where, when."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from rekkas.bank.choices import AccountEventKind
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_all

COLUMNS = ("account_id", "kind", "details", "happened_at", "actor_kind", "actor_name", "office_code")


def note_accounts(
    kind: AccountEventKind, lines: Iterable[tuple[int, Mapping[str, Any]]], *, by: Actor, at: Moment,
    office: str = "",
) -> None:  # fmt: skip
    """Add a line to the history of each of these accounts, with its details, in one statement."""
    insert_all(
        "bank_accountevent", COLUMNS,
        [
            (account, kind.value, msgspec.json.encode(details).decode(), at, by.kind.value, author_name(by),
             office or by.office or "")
            for account, details in lines
        ],
    )  # fmt: skip


def note_account(
    account: int, kind: AccountEventKind, *, by: Actor, at: Moment, office: str = "", **details: Any
) -> None:
    """Add one line to an account's history."""
    note_accounts(kind, [(account, details)], by=by, at=at, office=office)
