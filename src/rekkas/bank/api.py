"""The postal bank, for machines: what an account holds, what moved it, its statements, and transfers between accounts.

A customer's machine knows the accounts of that customer only.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from msgspec import Meta
from ninja import Query, Router

from rekkas.bank import commands, queries
from rekkas.bank.entries import Moved
from rekkas.bank.errors import SpanNotRight, UnknownBankAccount
from rekkas.bank.models import BankAccount
from rekkas.bank.papers import statement_camt, statement_csv, statement_pdf
from rekkas.bank.papers.statements import statement_name
from rekkas.bank.queries import LimitLine, Movement, Statement
from rekkas.base import looks
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
from rekkas.base.openapi import door

DAYS_AT_ONCE = 366
router = Router(tags=["Bank"])

After = Annotated[str, Query(max_length=64, description="The field next of the page before.")]
Limit = Annotated[int, Query(ge=1, le=PAGE_AT_MOST, description="How many at most.")]
Amount = Annotated[int, Meta(ge=1, le=10**15, description="In the smallest unit of the currency.")]
Named = Annotated[
    str,
    Meta(
        min_length=1, max_length=40, description="An account number, a RIB, an IBAN, or a wallet’s telephone."
    ),
]
A_TRANSFER = {
    "source": "0000000000000195", "target": "MA64999780000000000000029205", "amount": 125000, "currency": "MAD",
    "note": "Rent of March",
}  # fmt: skip


class BankLimitShown(msgspec.Struct, frozen=True):
    """A limit, how much of it is used and left, and the code of what would raise it: level or nothing."""

    rule: str
    most: int
    used: int | None
    left: int
    raised_by: str
    level: str
    missing: list[str]


class BankAccountShown(msgspec.Struct, frozen=True):
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


class BankMovementShown(msgspec.Struct, frozen=True):
    """One movement: more than zero where something came in. ``balance`` stands on statements alone."""

    entry: UUID
    leg: int
    day: date
    happened_at: datetime
    kind: str
    amount: int
    balance: int | None
    counterpart: str
    counterpart_name: str
    note: str


class BankStatementShown(msgspec.Struct, frozen=True):
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


class BankTransferSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An amount from one account of the bank to another, at once."""

    source: Named
    target: Named
    amount: Amount
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    note: Annotated[str, Meta(max_length=140)] = ""


@router.get("/bank/accounts/{number}", **door("view.bank", gives=BankAccountShown, fails=(404,)))
def show_bank_account(request: HttpRequest, number: str) -> HttpResponse:
    """One account: what it holds, and up to which sums it moves today."""
    row = _account_for(request, number)
    held = queries.standing(row)
    today = timezone.now().astimezone(row.zone).date()
    return answer(BankAccountShown(
        number=row.number, rib=row.rib, iban=row.iban, product=row.product.code, kind=row.product.kind,
        currency=row.currency, holder=row.holder.number, state=row.state, dormant=row.dormant_since is not None,
        opened=row.opened_on, balance=held.balance, set_aside=held.set_aside, available=held.available,
        limits=[_limit_shown(line) for line in queries.limits_of(row, today)],
    ))  # fmt: skip


@router.get(
    "/bank/accounts/{number}/movements", **door("view.bank", gives=Page[BankMovementShown], fails=(404,))
)
def list_account_movements(
    request: HttpRequest, number: str, after: After = "", limit: Limit = PAGE
) -> HttpResponse:
    """What moved an account, in the order in which it was recorded."""
    row = _account_for(request, number)
    rows = queries.movements_after(row, place_of(after), limit + 1)
    return answer(page_of(rows, limit, _movement_shown, lambda one: cursor_after(one.place)))


@router.get("/bank/accounts/{number}/statement", **door(
    "view.bank", gives=BankStatementShown, files=("application/xml", "text/csv", "application/pdf"), fails=(404,),
))  # fmt: skip
def show_account_statement(
    request: HttpRequest, number: str,
    first: Annotated[date, Query(description="From this day.")],
    last: Annotated[date, Query(description="To this day, at most 366 days in all.")],
    form: Annotated[Literal["json", "camt.053", "csv", "pdf"], Query(description="As what it is given.")] = "json",
) -> HttpResponse:  # fmt: skip
    """What an account held, what moved it and what it held then: as JSON, camt.053, CSV or PDF."""
    row = _account_for(request, number)
    if (last - first).days >= DAYS_AT_ONCE:
        raise SpanNotRight
    told = queries.statement(row, first, last)
    if form == "json":
        return answer(_statement_shown(told))
    content, kind, suffix = _file(told, form)
    name = f'attachment; filename="{statement_name(told)}.{suffix}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


@router.post("/bank/transfers", **door(
    "bank.transfer_between", takes=BankTransferSent, gives=Moved, status=201, key=True, fails=(404, 409),
    example=A_TRANSFER,
))  # fmt: skip
def transfer_between(request: HttpRequest) -> HttpResponse:
    """Move an amount from one account to another at once; sent twice under one key, it moves once."""
    key, by = key_of(request), author_of(request)
    sent = object_of(request, BankTransferSent)
    source = _account_for(request, sent.source)
    done = commands.transfer_between(
        source=source.number, target=sent.target, amount=sent.amount, currency=sent.currency, note=sent.note,
        by=by, at=timezone.now().astimezone(source.zone), key=key,
    )  # fmt: skip
    return answer(done, 201)


def _account_for(request: HttpRequest, number: str) -> BankAccount:
    """The account, if the reader may know of it: a customer's machine knows those of its customer."""
    row = queries.account(number)
    if not is_theirs(request, row.holder.number):
        raise UnknownBankAccount(account=number)
    looks.note_look(request, looks.customer(row.holder.number))
    return row


def _file(told: Statement, form: str) -> tuple[bytes | str, str, str]:
    if form == "pdf":
        return statement_pdf(told), "application/pdf", "pdf"
    if form == "csv":
        return statement_csv(told), "text/csv; charset=utf-8", "csv"
    return statement_camt(told, at=timezone.now()), "application/xml", "xml"


def _limit_shown(line: LimitLine) -> BankLimitShown:
    return BankLimitShown(
        line.rule.value, line.most, line.used, line.left, line.raises.value, line.level.code if line.level else "",
        [need.value for need in line.missing],
    )  # fmt: skip


def _movement_shown(one: Movement) -> BankMovementShown:
    return BankMovementShown(
        one.entry, one.leg, one.day, one.at, one.kind.value, one.amount, one.balance, one.counterpart,
        one.counterpart_name, one.note,
    )  # fmt: skip


def _statement_shown(told: Statement) -> BankStatementShown:
    return BankStatementShown(
        told.account.number, told.number, told.first, told.last, told.account.currency, told.opening, told.closing,
        [_movement_shown(line) for line in told.lines], told.root,
    )  # fmt: skip
