"""Files of payments and transfers to other banks, for machines."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from rekkas.bank.errors import UnknownCustomer
from rekkas.base import looks
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
from rekkas.base.openapi import door
from rekkas.payments import commands
from rekkas.payments.api.asking import After, Limit, home_of, router
from rekkas.payments.choices import FilePurpose, FileState, TransferState
from rekkas.payments.entries import CarriedOut, FileTaken, TransferTaken
from rekkas.payments.errors import NotXml, UnknownPaymentFile, UnknownTransfer
from rekkas.payments.models import CreditTransfer, PaymentFile
from rekkas.payments.papers.answers import payment_file_answer
from rekkas.payments.queries import transfers

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


@router.get(
    "/payment-files/{number}/status", **door("view.payments", files=("application/xml",), fails=(404,))
)
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
    home_of(request, asked.account)
    done = commands.send_transfer(**msgspec.structs.asdict(asked), by=by, at=timezone.now(), key=key)
    return answer(done, 201)


@router.get("/transfers/{number}", **door("view.payments", gives=TransferShown, fails=(404,)))
def show_transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Where one transfer stands."""
    row = transfers.credit_transfer(number)
    if not is_theirs(request, row.customer.number if row.customer else None):
        raise UnknownTransfer(number=number)
    if row.customer:
        looks.note_look(request, looks.customer(row.customer.number))
    return answer(_transfer_shown(row))


def _file_for(request: HttpRequest, number: str) -> PaymentFile:
    """The file, if the reader may know of it."""
    file = transfers.payment_file(number)
    if not is_theirs(request, file.customer.number):
        raise UnknownPaymentFile(number=number)
    looks.note_look(request, looks.customer(file.customer.number))
    return file


def _transfer_shown(row: CreditTransfer) -> TransferShown:
    return TransferShown(
        row.number, row.end_to_end_id, row.payee_name, row.payee_account, row.amount, row.fee, row.currency,
        TransferState(row.state), row.reason, row.requested_date,
    )  # fmt: skip
