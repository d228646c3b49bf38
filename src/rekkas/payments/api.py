"""Money orders and bills, for machines: a channel of the bank issues from accounts and pays bills.

A machine has no till: what it moves comes from accounts. The secret code is chosen by whoever asks; no answer says it.
"""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from postkit.moneyorder import NotACode, SecretCode
from postkit.pack.payments import plain_reference
from rekkas.bank.errors import UnknownBankAccount, UnknownCustomer
from rekkas.bank.queries.accounts import account as bank_account
from rekkas.base.api import (
    PAGE,
    PAGE_AT_MOST,
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
from rekkas.base.openapi import door
from rekkas.payments import commands
from rekkas.payments.choices import FilePurpose, FileState, OrderState, TransferState
from rekkas.payments.entries import (
    BillTaken,
    CarriedOut,
    FileTaken,
    Issued,
    OrderEntry,
    PayeeEntry,
    SenderEntry,
    TransferTaken,
)
from rekkas.payments.errors import NotXml, UnknownOrder, UnknownPaymentFile, UnknownTransfer
from rekkas.payments.models import CreditTransfer, MoneyOrder, OrderEvent, PaymentFile
from rekkas.payments.papers.answers import payment_file_answer
from rekkas.payments.queries import bills, orders, transfers
from rekkas.payments.queries.rules import biller as known_biller
from rekkas.territory import queries as territory

router = Router(tags=["Payments"])
After = Annotated[str, Query(max_length=64, description="The field next of the page before.")]
Limit = Annotated[int, Query(ge=1, le=PAGE_AT_MOST, description="How many at most.")]


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


class BillAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The payment of a bill from an account. ``again``: the same amount a moment ago was another payment."""

    reference: str
    amount: int
    currency: str
    from_account: str
    again: bool = False


class BillShown(msgspec.Struct, frozen=True):
    """What is due of a bill. Whose it is stays unsaid."""

    biller: str
    reference: str
    amount: int
    left: int
    currency: str
    due_on: date | None


AN_ORDER = {
    "product": "from-account", "amount": 50000, "currency": "MAD", "from_account": "0000000000018",
    "payee_name": "Amina Alaoui", "payee_name_ar": "أمينة العلوي", "payee_locality": "Zagora",
    "payee_phone": "+212600000000", "secret_code": "482913",
}  # fmt: skip
A_BILL = {"reference": "44000012342", "amount": 31250, "currency": "MAD", "from_account": "0000000000018"}


@router.post("/money-orders", **door(
    "payments.issue_money_order", takes=OrderAsked, gives=Issued, status=201, key=True, example=AN_ORDER,
    fails=(404,),
))  # fmt: skip
def issue_money_order(request: HttpRequest) -> HttpResponse:
    """Issue a money order from an account: paid in cash against the code, or into another account."""
    key, by = key_of(request), author_of(request)
    asked = object_of(request, OrderAsked)
    office = _home_of(request, asked.from_account)
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


def _home_of(request: HttpRequest, number: str) -> str:
    """The office of an account, if this machine may spend from it: a customer's spends what is that customer's only."""
    row = bank_account(number)
    if not is_theirs(request, row.holder.number):
        raise UnknownBankAccount(account=number)
    return row.opened_office


def _order_for(request: HttpRequest, number: str) -> MoneyOrder:
    """The money order, if this machine may know of it: a customer's knows those from that customer's accounts."""
    row = orders.order(number)
    if not is_theirs(request, bank_account(row.sender_account).holder.number if row.sender_account else None):
        raise UnknownOrder(number=row.number)
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


@router.get(
    "/billers/{country}/{biller}/bills/{reference}", **door("view.payments", gives=BillShown, fails=(404,))
)
def show_bill(request: HttpRequest, country: str, biller: str, reference: str) -> HttpResponse:
    """What is due of one bill."""
    row = known_biller(territory.country(country).pk, biller)
    bill = bills.bill(row, plain_reference(reference))
    return answer(BillShown(row.code, bill.reference, bill.amount, bill.left, row.currency, bill.due_on))


@router.post("/billers/{biller}/payments", **door(
    "payments.pay_bill", takes=BillAsked, gives=BillTaken, status=201, key=True, example=A_BILL, fails=(404,),
))  # fmt: skip
def pay_bill(request: HttpRequest, biller: str) -> HttpResponse:
    """Pay a bill from an account."""
    key, by = key_of(request), author_of(request)
    asked = object_of(request, BillAsked)
    office = _home_of(request, asked.from_account)
    done = commands.pay_bill(
        biller=biller, reference=asked.reference, amount=asked.amount, currency=asked.currency,
        office=by.office or office, account=asked.from_account, again=asked.again, by=by, at=timezone.now(), key=key,
    )  # fmt: skip
    return answer(done, 201)


# ---- transfers -------------------------------------------------------------------------------------------------

XML_TYPES = frozenset({"application/xml", "text/xml"})
MESSAGE = {"type": "string", "format": "binary", "description": "A pain.001 message, UTF-8."}
Owner = Annotated[
    str, Query(min_length=1, max_length=16, description="The number of the customer of the bank.")
]
FileName = Annotated[
    str, Query(min_length=1, max_length=120, description="The name of the file, for people.")
]
Purpose = Annotated[
    FilePurpose, Query(description="Salaries and pensions are named as such to their payees.")
]


class StateCount(msgspec.Struct, frozen=True):
    """How many payments of a file stand where, and of how much."""

    state: TransferState
    count: int
    amount: int


class PaymentFileShown(msgspec.Struct, frozen=True):
    """A file of payments, and where its payments stand. ``like`` is an earlier file that moves the same."""

    number: str
    name: str
    state: FileState
    purpose: FilePurpose
    message_id: str
    count: int
    amount: int
    currency: str
    needs_second: bool
    like: str
    received_at: datetime
    payments: list[StateCount]


class TransferShown(msgspec.Struct, frozen=True):
    """A transfer, and where it stands. ``reason`` is a code of ISO 20022 where it was refused or sent back."""

    number: str
    reference: str
    payee_name: str
    payee_account: str
    amount: int
    fee: int
    currency: str
    state: TransferState
    reason: str
    day: date


class TransferAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A transfer to another bank, with the next cut-off or at once."""

    account: str
    payee_name: str
    payee_account: str
    amount: int
    currency: str
    remittance: str = ""
    reference: str = ""
    at_once: bool = False


A_TRANSFER = {
    "account": "0000000000000195", "payee_name": "Karima Idrissi", "payee_account": "MA64901780000000000000018586",
    "amount": 250000, "currency": "MAD", "remittance": "Rent of March", "reference": "RENT-3",
}  # fmt: skip


def _takes_a_message(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same operation, whose body is a message and no JSON."""
    arguments["openapi_extra"]["requestBody"] = {
        "required": True, "content": {"application/xml": {"schema": MESSAGE}},
    }  # fmt: skip
    return arguments


@router.post("/payment-files", **_takes_a_message(door(
    "payments.receive_payment_file", gives=FileTaken, status=201, key=True, fails=(404, 409, 413, 415),
)))  # fmt: skip
def receive_payment_file(
    request: HttpRequest, customer: Owner, name: FileName, purpose: Purpose = FilePurpose.PAYMENTS
) -> HttpResponse:
    """Send in a file of payments (pain.001). The same payments are taken once, whatever the key and the name."""
    key, by = key_of(request), author_of(request)
    if request.content_type not in XML_TYPES:
        raise NotXml
    if not is_theirs(request, customer):
        raise UnknownCustomer(customer=customer)
    done = commands.receive_payment_file(
        content=request.body, name=name, customer=customer, purpose=purpose, by=by, at=timezone.now(), key=key
    )
    return answer(done, 201)


@router.post("/payment-files/{number}/approval", **door(
    "payments.approve_payment_file", gives=CarriedOut, key=True, fails=(404, 409),
))  # fmt: skip
def approve_payment_file(request: HttpRequest, number: str) -> HttpResponse:
    """Approve a file of payments that another has sent in."""
    key, by = key_of(request), author_of(request)
    file = _file_for(request, number)
    return answer(commands.approve_payment_file(number=file.number, by=by, at=timezone.now(), key=key))


@router.get("/payment-files/{number}", **door("view.payments", gives=PaymentFileShown, fails=(404,)))
def show_payment_file(request: HttpRequest, number: str) -> HttpResponse:
    """Where a file of payments and its payments stand."""
    file = _file_for(request, number)
    return answer(
        PaymentFileShown(
            file.number, file.name, FileState(file.state), FilePurpose(file.purpose), file.message_id,
            file.payment_count, file.total, file.currency, file.needs_second, file.like.number if file.like else "",
            file.received_at, [StateCount(one.state, one.count, one.total) for one in transfers.sums_of(file)],
        )
    )  # fmt: skip


@router.get(
    "/payment-files/{number}/payments", **door("view.payments", gives=Page[TransferShown], fails=(404,))
)
def list_file_payments(
    request: HttpRequest, number: str, after: After = "", limit: Limit = PAGE
) -> HttpResponse:
    """The payments of a file, in its order."""
    file, place = _file_for(request, number), place_of(after)
    rows = transfers.credit_transfers(file=file)[place : place + limit + 1]
    places = {row.number: place + at for at, row in enumerate(rows, start=1)}
    return answer(page_of(rows, limit, _transfer_shown, lambda row: cursor_after(places[row.number])))


@router.get("/payment-files/{number}/status", **door("view.payments", gives=str, fails=(404,)))
def show_payment_file_status(request: HttpRequest, number: str) -> HttpResponse:
    """The answer to a file of payments (pain.002), as it stands now."""
    return HttpResponse(payment_file_answer(_file_for(request, number)), content_type="application/xml")


@router.post("/transfers", **door(
    "payments.send_transfer", takes=TransferAsked, gives=TransferTaken, status=201, key=True, example=A_TRANSFER,
    fails=(404, 409),
))  # fmt: skip
def send_transfer(request: HttpRequest) -> HttpResponse:
    """Send an amount from an account to one at another bank."""
    key, by = key_of(request), author_of(request)
    asked = object_of(request, TransferAsked)
    _home_of(request, asked.account)
    done = commands.send_transfer(**msgspec.structs.asdict(asked), by=by, at=timezone.now(), key=key)
    return answer(done, 201)


@router.get("/transfers/{number}", **door("view.payments", gives=TransferShown, fails=(404,)))
def show_transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Where one transfer stands."""
    row = transfers.credit_transfer(number)
    if not is_theirs(request, row.customer.number if row.customer else None):
        raise UnknownTransfer(number=number)
    return answer(_transfer_shown(row))


def _file_for(request: HttpRequest, number: str) -> PaymentFile:
    """The file, if the reader may know of it."""
    file = transfers.payment_file(number)
    if not is_theirs(request, file.customer.number):
        raise UnknownPaymentFile(number=number)
    return file


def _transfer_shown(row: CreditTransfer) -> TransferShown:
    return TransferShown(
        row.number, row.end_to_end_id, row.payee_name, row.payee_account, row.amount, row.fee, row.currency,
        TransferState(row.state), row.reason, row.requested_date,
    )  # fmt: skip
