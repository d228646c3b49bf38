"""Money orders, bills, files of payments (pain.001), transfers to other banks.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from rekkas_client.api.shared import Page
from rekkas_client.door import Door, File, fresh_key, part


class BillAsked(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The payment of a bill from an account. ``again``: the same amount a moment ago was another payment."""

    reference: str
    amount: int
    currency: str
    from_account: str
    again: bool = False


class BillShown(Struct, frozen=True, kw_only=True):
    """What is due of a bill. Whose it is stays unsaid."""

    biller: str
    reference: str
    amount: int
    left: int
    currency: str
    due_on: date | None


class BillTaken(Struct, frozen=True, kw_only=True):
    """That a bill or a part of it was paid."""

    number: str
    reference: str
    amount: int
    fee: int
    currency: str
    left: int
    entry: UUID


class CarriedOut(Struct, frozen=True, kw_only=True):
    """How many transfers were credited at once, wait for the next file, or were rejected; and whether more are
    due.
    """

    settled: int
    waiting: int
    rejected: int
    is_more: bool = False


class FileTaken(Struct, frozen=True, kw_only=True):
    """What became of a file of payments. ``like`` is an earlier file that moves the same, for a person to
    compare.
    """

    number: str
    # received, approved, executed, rejected or cancelled
    state: str
    taken: int
    rejected: int
    like: str = ""


class Issued(Struct, frozen=True, kw_only=True):
    """The order that was made: its number, what it cost, from when and until when it can be paid."""

    number: str
    amount: int
    fee: int
    currency: str
    available_at: str
    expires_on: date
    state: str


class OrderAsked(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A money order from an account. ``secret_code``: six digits, where it is paid in cash."""

    product: str
    amount: int
    currency: str
    from_account: str
    payee_name: str = ""
    payee_name_ar: str = ""
    payee_phone: str = ""
    payee_locality: str = ""
    into_account: str = ""
    message: str = ""
    secret_code: str = ""


class OrderEventShown(Struct, frozen=True, kw_only=True):
    """One thing that happened to a money order."""

    ordinal: int
    kind: str
    # issued, available, out, locked, paid, cancelled, refused, expired, reimbursed or prescribed
    after: str
    office: str
    happened_at: str


class OrderShown(Struct, frozen=True, kw_only=True):
    """Where a money order stands. It says neither names nor the code."""

    number: str
    product: str
    # issued, available, out, locked, paid, cancelled, refused, expired, reimbursed or prescribed
    state: str
    amount: int
    fee: int
    currency: str
    issued_at: str
    available_at: str
    expires_on: date
    changed_at: str


class TransferShown(Struct, frozen=True, kw_only=True):
    """A transfer, and where it stands. ``reason`` is a code of ISO 20022 where it was refused or sent back."""

    number: str
    reference: str
    payee_name: str
    payee_account: str
    amount: int
    fee: int
    currency: str
    # received, held, waiting, sent, settled, rejected, returned or cancelled
    state: str
    reason: str
    day: date


class StateCount(Struct, frozen=True, kw_only=True):
    """How many payments of a file stand where, and of how much."""

    # received, held, waiting, sent, settled, rejected, returned or cancelled
    state: str
    count: int
    amount: int


class PaymentFileShown(Struct, frozen=True, kw_only=True):
    """A file of payments, and where its payments stand. ``like`` is an earlier file that moves the same."""

    number: str
    name: str
    # received, approved, executed, rejected or cancelled
    state: str
    # payments or salaries
    purpose: str
    message_id: str
    count: int
    amount: int
    currency: str
    needs_second: bool
    like: str
    received_at: str
    payments: list[StateCount]


class TransferAsked(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A transfer to another bank, with the next cut-off or at once."""

    account: str
    payee_name: str
    payee_account: str
    amount: int
    currency: str
    remittance: str = ""
    reference: str = ""
    at_once: bool = False


class TransferTaken(Struct, frozen=True, kw_only=True):
    """A transfer that was entered, with what it costs."""

    number: str
    # received, held, waiting, sent, settled, rejected, returned or cancelled
    state: str
    fee: int
    entry: UUID


class PaymentsOperations(Door):
    """Money orders, bills, files of payments (pain.001), transfers to other banks."""

    def show_bill(self, country: str, biller: str, reference: str) -> BillShown:
        """What is due of one bill.

        Needs the scope ``view.payments``.
        """
        return self.ask(
            "GET", f"/api/v1/billers/{part(country)}/{part(biller)}/bills/{part(reference)}", gives=BillShown
        )

    def pay_bill(self, biller: str, body: BillAsked, *, key: str | None = None) -> BillTaken:
        """Pay a bill from an account.

        Needs the scope ``payments.pay_bill``.
        """
        return self.ask(
            "POST",
            f"/api/v1/billers/{part(biller)}/payments",
            gives=BillTaken,
            body=body,
            key=key or fresh_key(),
        )

    def issue_money_order(self, body: OrderAsked, *, key: str | None = None) -> Issued:
        """Issue a money order from an account: paid in cash against the code, or into another account.

        Needs the scope ``payments.issue_money_order``.
        """
        return self.ask("POST", "/api/v1/money-orders", gives=Issued, body=body, key=key or fresh_key())

    def show_money_order(self, number: str) -> OrderShown:
        """Where one money order stands.

        Needs the scope ``view.payments``.
        """
        return self.ask("GET", f"/api/v1/money-orders/{part(number)}", gives=OrderShown)

    def list_money_order_events(
        self, number: str, *, after: str | None = None, limit: int | None = None
    ) -> Page[OrderEventShown]:
        """What happened to one money order, the earliest first.

        ``after``: The field next of the page before.

        ``limit``: How many at most.

        Needs the scope ``view.payments``.
        """
        return self.ask(
            "GET",
            f"/api/v1/money-orders/{part(number)}/events",
            gives=Page[OrderEventShown],
            query={"after": after, "limit": limit},
        )

    def receive_payment_file(
        self,
        body: bytes,
        *,
        customer: str,
        name: str,
        purpose: Literal["payments", "salaries"] | None = None,
        key: str | None = None,
    ) -> FileTaken:
        """Send in a file of payments (pain.001). The same payments are taken once, whatever the key and the name.

        ``customer``: The number of the customer of the bank.

        ``name``: The name of the file, for people.

        ``purpose``: Salaries and pensions are named as such to their payees.

        Needs the scope ``payments.receive_payment_file``.
        """
        return self.ask(
            "POST",
            "/api/v1/payment-files",
            gives=FileTaken,
            query={"customer": customer, "name": name, "purpose": purpose},
            body=body,
            media_type="application/xml",
            key=key or fresh_key(),
        )

    def approve_payment_file(self, number: str, *, key: str | None = None) -> CarriedOut:
        """Approve a file of payments that another has sent in.

        Needs the scope ``payments.approve_payment_file``.
        """
        return self.ask(
            "POST", f"/api/v1/payment-files/{part(number)}/approval", gives=CarriedOut, key=key or fresh_key()
        )

    def show_payment_file(self, number: str) -> PaymentFileShown:
        """Where a file of payments and its payments stand.

        Needs the scope ``view.payments``.
        """
        return self.ask("GET", f"/api/v1/payment-files/{part(number)}", gives=PaymentFileShown)

    def list_file_payments(
        self, number: str, *, after: str | None = None, limit: int | None = None
    ) -> Page[TransferShown]:
        """The payments of a file, in its order.

        ``after``: The field next of the page before.

        ``limit``: How many at most.

        Needs the scope ``view.payments``.
        """
        return self.ask(
            "GET",
            f"/api/v1/payment-files/{part(number)}/payments",
            gives=Page[TransferShown],
            query={"after": after, "limit": limit},
        )

    def show_payment_file_status(self, number: str) -> File:
        """The answer to a file of payments (pain.002), as it stands now.

        Needs the scope ``view.payments``.
        """
        return self.fetch("GET", f"/api/v1/payment-files/{part(number)}/status")

    def send_transfer(self, body: TransferAsked, *, key: str | None = None) -> TransferTaken:
        """Send an amount from an account to one at another bank.

        Needs the scope ``payments.send_transfer``.
        """
        return self.ask("POST", "/api/v1/transfers", gives=TransferTaken, body=body, key=key or fresh_key())

    def show_transfer(self, number: str) -> TransferShown:
        """Where one transfer stands.

        Needs the scope ``view.payments``.
        """
        return self.ask("GET", f"/api/v1/transfers/{part(number)}", gives=TransferShown)
