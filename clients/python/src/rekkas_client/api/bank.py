"""Accounts, what moved them, their statements, and transfers between them.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from rekkas_client.api.shared import Page
from rekkas_client.door import Door, File, fresh_key, part


class BankLimitShown(Struct, frozen=True, kw_only=True):
    """A limit, how much of it is used and left, and the code of what would raise it: level or nothing."""

    rule: str
    most: int
    used: int | None
    left: int
    raised_by: str
    level: str
    missing: list[str]


class BankAccountShown(Struct, frozen=True, kw_only=True):
    """An account. ``available`` is what may leave now: above the floor, and not set aside."""

    number: str
    rib: str
    iban: str
    product: str
    kind: str
    currency: str
    holder: str
    state: str
    dormant: bool
    opened: date
    balance: int
    set_aside: int
    available: int
    limits: list[BankLimitShown]


class BankMovementShown(Struct, frozen=True, kw_only=True):
    """One movement: more than zero where something came in. ``balance`` stands on statements alone."""

    entry: UUID
    leg: int
    day: date
    happened_at: str
    kind: str
    amount: int
    balance: int | None
    counterpart: str
    counterpart_name: str
    note: str


class BankStatementShown(Struct, frozen=True, kw_only=True):
    """An account between two days. ``root`` is that of the closed day under which these days lie, if they do."""

    account: str
    number: int | None
    first: date
    last: date
    currency: str
    opening: int
    closing: int
    movements: list[BankMovementShown]
    root: str


class BankTransferSent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An amount from one account of the bank to another, at once."""

    # An account number, a RIB, an IBAN, or a wallet’s telephone.
    source: str
    # An account number, a RIB, an IBAN, or a wallet’s telephone.
    target: str
    # In the smallest unit of the currency.
    amount: int
    currency: str
    note: str = ""


class Moved(Struct, frozen=True, kw_only=True):
    """What became of one movement at a counter: ``entry`` is its key in the ledger."""

    entry: UUID
    account: str
    amount: int
    currency: str
    fee: int
    balance: int
    available: int


class BankOperations(Door):
    """Accounts, what moved them, their statements, and transfers between them."""

    def show_bank_account(self, number: str) -> BankAccountShown:
        """One account: what it holds, and up to which sums it moves today.

        Needs the scope ``view.bank``.
        """
        return self.ask("GET", f"/api/v1/bank/accounts/{part(number)}", gives=BankAccountShown)

    def list_account_movements(
        self, number: str, *, after: str | None = None, limit: int | None = None
    ) -> Page[BankMovementShown]:
        """What moved an account, in the order in which it was recorded.

        ``after``: The field next of the page before.

        ``limit``: How many at most.

        Needs the scope ``view.bank``.
        """
        return self.ask(
            "GET",
            f"/api/v1/bank/accounts/{part(number)}/movements",
            gives=Page[BankMovementShown],
            query={"after": after, "limit": limit},
        )

    def show_account_statement(
        self,
        number: str,
        *,
        first: date,
        last: date,
        form: Literal["json", "camt.053", "csv", "pdf"] | None = None,
    ) -> File:
        """What an account held, what moved it and what it held then: as JSON, camt.053, CSV or PDF.

        ``first``: From this day.

        ``last``: To this day, at most 366 days in all.

        ``form``: As what it is given.

        Needs the scope ``view.bank``.
        """
        return self.fetch(
            "GET",
            f"/api/v1/bank/accounts/{part(number)}/statement",
            query={"first": first, "last": last, "form": form},
        )

    def transfer_between(self, body: BankTransferSent, *, key: str | None = None) -> Moved:
        """Move an amount from one account to another at once; sent twice under one key, it moves once.

        Needs the scope ``bank.transfer_between``.
        """
        return self.ask("POST", "/api/v1/bank/transfers", gives=Moved, body=body, key=key or fresh_key())
