"""What needs a second signature: asked for by one, signed by another, done once."""

from typing import Any

import msgspec

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import NotYourOffice
from rekkas.network import queries as network
from rekkas.payments.choices import ORDER_STEPS, Act, OrderEventKind, OrderState
from rekkas.payments.commands.hands import check_sender, one_line, reason_of
from rekkas.payments.commands.stepping import check_step, step
from rekkas.payments.entries import DocumentShown, Redirection, Waiver
from rekkas.payments.errors import (
    NothingRedirected,
    NothingToSign,
    NotSignedYet,
    OtherRequest,
    OwnSignature,
    RequestUsed,
)
from rekkas.payments.models import MoneyOrder, SignatureRequest
from rekkas.payments.queries.orders import order_for_update, request, requests_of

NEEDS: dict[Act, OrderEventKind] = {
    Act.REDIRECT: OrderEventKind.REDIRECTED,
    Act.REVERSE: OrderEventKind.PAYMENT_REVERSED,
    Act.REIMBURSE: OrderEventKind.REIMBURSED,
}


@command
def ask_signature(
    *, number: str, act: Act, reason: str, office: str, shown: DocumentShown | None = None,
    redirection: Redirection | None = None, waiver: Waiver | None = None, by: Actor, at: Moment,
    key: str | None = None,
) -> str:  # fmt: skip
    """Ask for a second signature under something that is done to an order. Returns the number of the request.

    For the sender's order to go elsewhere, or to come back without its receipt, the sender shows the document.
    """
    row = order_for_update(number)
    check_step(row, NEEDS[Act(act)])
    body: dict[str, Any] = {}
    if act != Act.REVERSE:
        check_sender(row, shown, at)
    if act == Act.REDIRECT:
        body = msgspec.to_builtins(_redirection(row, redirection))
    if act == Act.REIMBURSE:
        body = msgspec.to_builtins(waiver or Waiver(no_receipt=True))
    asked = SignatureRequest.objects.create(
        number=f"{row.number}-S{len(requests_of(row)) + 1}", order=row, act=act, body=body, reason=reason_of(reason),
        office=network.office(office), asked_by=author_name(by), asked_at=at,
    )  # fmt: skip
    step(
        row, OrderEventKind.SIGNATURE_ASKED, by=by, at=at, office=office, request=asked.number, act=Act(act).value,
        reason=asked.reason,
    )  # fmt: skip
    return asked.number


@command
def sign_request(*, request: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Sign what another asked for. Whoever asked does not sign."""
    row, asked = _held(request)
    if by.office and by.office != asked.office_id:
        raise NotYourOffice(yours=by.office, office=asked.office_id)
    if asked.used_at is not None or asked.signed_by:
        raise NothingToSign()
    if asked.asked_by == by.name:
        raise OwnSignature(who=by.name)
    asked.signed_by, asked.signed_at = author_name(by), at
    asked.save(update_fields=["signed_by", "signed_at"])
    step(row, OrderEventKind.SIGNED, by=by, at=at, office=asked.office_id, request=asked.number)
    return asked.number


def signed_request(
    number: str, act: Act, *, at: Moment, order: str = ""
) -> tuple[MoneyOrder, SignatureRequest]:
    """The order and the request that is signed and not used yet, both held; it is used up by whoever asked for it."""
    row, asked = _held(number)
    if asked.act != act or (order and row.number != order):
        raise OtherRequest(request=asked.number)
    if asked.used_at is not None:
        raise RequestUsed(request=asked.number)
    if not asked.signed_by:
        raise NotSignedYet(request=asked.number)
    asked.used_at = at
    asked.save(update_fields=["used_at"])
    return row, asked


def _held(number: str) -> tuple[MoneyOrder, SignatureRequest]:
    known = request(number)
    row = order_for_update(known.order.number)
    return row, request(number, lock=True)


def _redirection(row: MoneyOrder, given: Redirection | None) -> Redirection:
    """What shall truly be otherwise: what is as before is left out."""
    wanted = given or Redirection()
    office = network.office(wanted.pay_office).code if wanted.pay_office.strip() else ""
    cleaned = Redirection(
        pay_office=office if office != row.pay_office else "",
        payee_name=_otherwise(wanted.payee_name, row.payee_name, "payee_name"),
        payee_name_ar=_otherwise(wanted.payee_name_ar, row.payee_name_ar, "payee_name_ar"),
        payee_phone=_otherwise(wanted.payee_phone, row.payee_phone, "payee_phone"),
    )
    if cleaned == Redirection():
        raise NothingRedirected()
    return cleaned


def _otherwise(given: str, kept: str, field: str) -> str:
    line = one_line(given, field, 24 if field == "payee_phone" else 160)
    return "" if line == kept else line


def is_open_to(row: MoneyOrder, act: Act) -> bool:
    """Whether something may be asked for in the state in which an order is."""
    return OrderState(row.state) in ORDER_STEPS[NEEDS[act]].before
