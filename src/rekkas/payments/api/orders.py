"""Money orders, for machines: a channel of the bank issues them from accounts.

A machine has no till: what it moves comes from accounts. The secret code is chosen by whoever asks; no answer says it.
"""

from datetime import date, datetime

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from postkit.moneyorder import NotACode, SecretCode
from rekkas.bank.queries.accounts import account as bank_account
from rekkas.base.api import (
    PAGE,
    Page,
    answer,
    author_of,
    cursor_after,
    is_theirs,
    key_of,
    object_of,
    page_of,
    place_of,
)
from rekkas.base.errors import InvalidInput
from rekkas.base.looks import note_look
from rekkas.base.openapi import door
from rekkas.payments import commands
from rekkas.payments.api.asking import After, Limit, home_of, router
from rekkas.payments.choices import OrderState
from rekkas.payments.entries import Issued, OrderEntry, PayeeEntry, SenderEntry
from rekkas.payments.errors import UnknownOrder
from rekkas.payments.models import MoneyOrder, OrderEvent
from rekkas.payments.queries import orders


class OrderAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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


class OrderShown(msgspec.Struct, frozen=True):
    """Where a money order stands. It says neither names nor the code."""

    number: str
    product: str
    state: OrderState
    amount: int
    fee: int
    currency: str
    issued_at: datetime
    available_at: datetime
    expires_on: date
    changed_at: datetime


class OrderEventShown(msgspec.Struct, frozen=True):
    """One thing that happened to a money order."""

    ordinal: int
    kind: str
    after: OrderState
    office: str
    happened_at: datetime


AN_ORDER = {
    "product": "from-account", "amount": 50000, "currency": "MAD", "from_account": "0000000000018",
    "payee_name": "Amina Alaoui", "payee_name_ar": "أمينة العلوي", "payee_locality": "Zagora",
    "payee_phone": "+212600000000", "secret_code": "482913",
}  # fmt: skip


@router.post("/money-orders", **door(
    "payments.issue_money_order", takes=OrderAsked, gives=Issued, status=201, key=True, example=AN_ORDER,
    fails=(404,),
))  # fmt: skip
def issue_money_order(request: HttpRequest) -> HttpResponse:
    """Issue a money order from an account: paid in cash against the code, or into another account."""
    key, by = key_of(request), author_of(request)
    asked = object_of(request, OrderAsked)
    office = home_of(request, asked.from_account)
    entry = OrderEntry(
        product=asked.product, amount=asked.amount, currency=asked.currency, message=asked.message,
        sender=SenderEntry(account=asked.from_account),
        payee=PayeeEntry(
            name=asked.payee_name, name_ar=asked.payee_name_ar, phone=asked.payee_phone,
            locality=asked.payee_locality, account=asked.into_account,
        ),
    )  # fmt: skip
    code = _code(asked.secret_code)
    done = commands.issue_money_order(
        order=entry, code=code, office=by.office or office, by=by, at=timezone.now(), key=key
    )
    return answer(done, 201)


def _code(text: str) -> SecretCode | None:
    if not text:
        return None
    try:
        return SecretCode(text)
    except NotACode as problem:
        raise InvalidInput(field="#/secret_code", reason=problem.reason) from problem


@router.get("/money-orders/{number}", **door("view.payments", gives=OrderShown, fails=(404,)))
def show_money_order(request: HttpRequest, number: str) -> HttpResponse:
    """Where one money order stands."""
    return answer(_shown(_order_for(request, number)))


@router.get(
    "/money-orders/{number}/events", **door("view.payments", gives=Page[OrderEventShown], fails=(404,))
)
def list_money_order_events(
    request: HttpRequest, number: str, after: After = "", limit: Limit = PAGE
) -> HttpResponse:
    """What happened to one money order, the earliest first."""
    place = place_of(after)
    rows = [event for event in orders.events_of(_order_for(request, number)) if event.ordinal > place]
    return answer(page_of(rows[: limit + 1], limit, _event, lambda event: cursor_after(event.ordinal)))


def _order_for(request: HttpRequest, number: str) -> MoneyOrder:
    """The money order, if this machine may know of it: a customer's knows those from that customer's accounts."""
    row = orders.order(number)
    if not is_theirs(request, bank_account(row.sender_account).holder.number if row.sender_account else None):
        raise UnknownOrder(number=row.number)
    note_look(request, *orders.people_in(row))
    return row


def _shown(row: MoneyOrder) -> OrderShown:
    zone = row.office.zone
    issued, available, changed = (
        at.astimezone(zone) for at in (row.issued_at, row.available_at, row.changed_at)
    )
    return OrderShown(
        row.number, row.product, OrderState(row.state), row.amount, row.fee, row.currency, issued, available,
        row.expires_on, changed,
    )  # fmt: skip


def _event(event: OrderEvent) -> OrderEventShown:
    return OrderEventShown(
        event.ordinal, event.kind, OrderState(event.after), event.office_code, event.happened_at
    )
