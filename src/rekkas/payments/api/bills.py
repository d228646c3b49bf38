"""Bills, for machines: what is due is shown, and paid from an account."""

from datetime import date

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from postkit.pack.payments import plain_reference
from rekkas.base.api import answer, author_of, key_of, object_of
from rekkas.base.openapi import door
from rekkas.payments import commands
from rekkas.payments.api.asking import home_of, router
from rekkas.payments.entries import BillTaken
from rekkas.payments.queries import bills
from rekkas.payments.queries.rules import biller as known_biller
from rekkas.territory import queries as territory


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


A_BILL = {"reference": "44000012342", "amount": 31250, "currency": "MAD", "from_account": "0000000000018"}


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
    office = home_of(request, asked.from_account)
    done = commands.pay_bill(
        biller=biller, reference=asked.reference, amount=asked.amount, currency=asked.currency,
        office=by.office or office, account=asked.from_account, again=asked.again, by=by, at=timezone.now(), key=key,
    )  # fmt: skip
    return answer(done, 201)
