"""A money order at the window: taken into the hands of a till against its code and a document, and let go again."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postkit.moneyorder import NotACode, SecretCode
from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import InvalidInput, Refused
from rekkas.base.looks import note_look
from rekkas.counter.views.spoken import heard, in_json
from rekkas.desk.pages import at_office, now_at
from rekkas.payments.choices import CodeAnswer
from rekkas.payments.commands import begin_payment, resolve_payment
from rekkas.payments.entries import Begun, DocumentShown
from rekkas.payments.queries.orders import order as known_order
from rekkas.payments.queries.orders import people_in
from rekkas.payments.words import wrong_code_words


class OrderAsked(msgspec.Struct, frozen=True):
    """Who wants to be paid: the order, its secret code, the document that is shown. ``token`` is this one try."""

    token: UUID
    number: str
    code: str
    kind: str
    document: str
    name: str
    expires_on: date | None = None


class OrderLeft(msgspec.Struct, frozen=True):
    """What was taken in hand and will not be paid now."""

    token: UUID


@require_POST
@requires("payments.begin_payment")
@in_json
@at_office
def begin_order(request: StaffRequest, office: Any) -> HttpResponse:
    """Take an order into the hands of this till. A refusal is an answer here: the window is not signed out by one."""
    asked = heard(request, OrderAsked, "order")
    shown = DocumentShown(
        kind=asked.kind, number=asked.document, name=asked.name, expires_on=asked.expires_on
    )
    try:
        begun = begin_payment(
            number=asked.number, code=_code(asked.code), shown=shown, token=asked.token, office=office.code,
            by=request.actor, at=now_at(office), key=str(asked.token),
        )  # fmt: skip
    except Refused as refusal:
        return JsonResponse({"answer": "refused", "code": refusal.code, "message": str(refusal)})
    if begun.answer != CodeAnswer.RIGHT:
        return JsonResponse({"answer": begun.answer.value, "message": wrong_code_words(begun)})
    row = known_order(begun.number)
    note_look(request, *people_in(row))
    return JsonResponse(_told(begun, row))


@require_POST
@requires("payments.resolve_payment")
@in_json
@at_office
def leave_order(request: StaffRequest, office: Any) -> HttpResponse:
    """Let an order go that is not paid after all: another office may pay it at once."""
    left = heard(request, OrderLeft, "order")
    ended = resolve_payment(token=left.token, office=office.code, by=request.actor, at=now_at(office))
    return JsonResponse({"is_paid": ended.is_paid})


def _code(text: str) -> SecretCode:
    try:
        return SecretCode(text)
    except NotACode:
        raise InvalidInput(field="code", reason=_("The secret code has six digits.")) from None


def _told(begun: Begun, row: Any) -> dict[str, Any]:
    """What a clerk looks at before the money is handed out."""
    return {
        "answer": begun.answer.value, "token": str(begun.token), "number": row.number, "printed": row.printed,
        "amount": begun.amount, "names": row.payee_names, "locality": row.payee_locality,
        "likeness": begun.likeness // 10, "needs_signature": begun.needs_signature,
        "until": begun.lapses_at.isoformat() if begun.lapses_at else "",
        "page": reverse("payments-payment", args=[begun.token]),
    }  # fmt: skip
