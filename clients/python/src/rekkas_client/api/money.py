"""Entries of the ledger, and what accounts hold.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID, uuid4

from msgspec import Struct, field

from rekkas_client.api.shared import Results
from rekkas_client.door import Door, fresh_key, part


class AccountShown(Struct, frozen=True, kw_only=True):
    """What an account holds, on the side where it grows. ``available`` leaves out what is set aside to leave."""

    code: str
    kind: str
    book: str
    currency: str
    holds: int
    set_aside: int
    available: int
    floor: int | None
    ceiling: int | None
    state: str


class EntryAnswered(Struct, frozen=True, kw_only=True):
    """What became of one entry: posted, repeated or declined."""

    # posted, repeated or declined
    outcome: str
    key: str = ""
    code: str = ""
    message: str = ""


class LegSent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Another movement of the same entry; it stands or falls with the first."""

    # kind:owner:currency
    source: str
    # kind:owner:currency
    target: str
    # In the smallest unit of the currency.
    amount: int
    currency: str


class EntrySent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One entry: an amount that leaves an account for another, once for its key, for ever.

    ``key`` is made by the sender before the first try: sent again it moves nothing, with other content it
    is declined. What ``settles`` a hold or ``reverses`` an entry names its key and needs no amount.
    """

    key: UUID = field(default_factory=uuid4)
    kind: Literal[
        "postage",
        "article-sold",
        "administration-paid",
        "card-paid",
        "refunded",
        "card-refunded",
        "act-held",
        "act-decided",
        "cod-collected",
        "cod-handed-over",
        "cod-banked",
        "cod-lost",
        "cod-paid",
        "cod-fee",
        "cash-moved",
        "cash-sent",
        "cash-received",
        "cash-banked",
        "cash-supplied",
        "cash-difference",
        "cash-explained",
        "deposit",
        "withdrawal",
        "account-transfer",
        "credit-transfer-out",
        "credit-transfer-in",
        "credit-transfer-return",
        "salary",
        "order-issued",
        "order-paid",
        "order-reimbursed",
        "order-fee",
        "bill-paid",
        "bill-cancelled",
        "biller-remitted",
        "fee",
        "interest",
        "tax",
        "exchange",
        "settlement",
        "reversal",
        "correction",
    ]
    happened_at: str
    # kind:owner:currency
    source: str = ""
    # kind:owner:currency
    target: str = ""
    # In the smallest unit of the currency.
    amount: int = 0
    currency: str = ""
    subject: str = ""
    office: str = ""
    also: list[LegSent] = []
    phase: Literal["posted", "held", "released"] = "posted"
    expires_at: str | None = None
    settles: UUID | None = None
    reverses: UUID | None = None
    business_date: date | None = None
    rate: str = ""
    note: str = ""


class LegShown(Struct, frozen=True, kw_only=True):
    """"""

    source: str
    target: str
    amount: int
    currency: str


class EntryShown(Struct, frozen=True, kw_only=True):
    """One entry as it is kept."""

    key: UUID
    kind: str
    phase: str
    subject: str
    office: str
    business_date: date
    happened_at: str
    recorded_at: str
    actor_kind: str
    actor_name: str
    rate: str
    note: str
    settles: UUID | None
    reverses: UUID | None
    legs: list[LegShown]


class MoneyOperations(Door):
    """Entries of the ledger, and what accounts hold."""

    def post_entries(self, body: Sequence[EntrySent], *, key: str | None = None) -> Results[EntryAnswered]:
        """Post up to 5,000 entries; each is posted, repeated or declined for itself.

        Single entries that come at the same moment share a commit. What an app keeps is moved at that app's own
        doors only: accounts of the bank's customers, money orders, billers, merchants, clearing, cash on the
        road, what is to be explained, interest, tax and fees. A machine of one office moves no cash of another;
        it reverses what is reversed by hand.

        Needs the scope ``money.post_transfers``.
        """
        return self.ask(
            "POST", "/api/v1/entries", gives=Results[EntryAnswered], body=body, key=key or fresh_key()
        )

    def show_entry(self, key: UUID) -> EntryShown:
        """One entry by its key: whoever lost the answer to a posting asks here.

        Needs the scope ``view.money``.
        """
        return self.ask("GET", f"/api/v1/entries/{part(key)}", gives=EntryShown)

    def show_account(self, code: str) -> AccountShown:
        """What an account holds, and what of it is set aside.

        Needs the scope ``view.money``.
        """
        return self.ask("GET", f"/api/v1/accounts/{part(code)}", gives=AccountShown)
