"""The shape of one transfer on its way into the ledger, and of the answer."""

from datetime import datetime
from uuid import UUID

import msgspec

from rekkas.money.choices import AccountKind, Posted, TransferKind


class TransferEntry(msgspec.Struct, frozen=True):
    """Move ``amount`` minor units from ``source`` to ``target``, once for this ``key``, forever."""

    key: UUID
    source: str
    target: str
    amount: int
    currency: str
    kind: TransferKind
    happened_at: datetime
    subject: str = ""
    office: str = ""


class TransferResult(msgspec.Struct, frozen=True, omit_defaults=True):
    key: UUID
    outcome: Posted
    code: str = ""
    message: str = ""


def account_code(kind: AccountKind, owner: str, currency: str) -> str:
    """The code of an account.

    >>> account_code(AccountKind.TILL, "MA0001/fatima", "MAD")
    'till:MA0001/fatima:MAD'
    """
    return f"{kind.value}:{owner}:{currency}"
