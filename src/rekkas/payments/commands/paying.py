"""An order is paid in two steps, so that a lost connection never pays it twice.

First the order is taken into the hands of one till, for some minutes, against the secret code and a document: no other
office can pay it meanwhile. Then the same token pays it. Whoever heard no answer asks what became of the token: it is
paid and recorded, or it is not and never will be.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password

from postkit.images import kind_of_image
from postkit.moneyorder import SecretCode
from postkit.pack.payments import Payments
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.base.errors import NotYourOffice
from rekkas.base.outbox import tell
from rekkas.cash.queries import hold_open_till
from rekkas.design.formats import moment_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry, account_code
from rekkas.money.queries import hold_accounts
from rekkas.network import queries as network
from rekkas.payments.choices import (
    CodeAnswer,
    LockReason,
    OrderEventKind,
    OrderState,
    PaymentState,
    Way,
)
from rekkas.payments.commands.hands import likeness_of, looked_at
from rekkas.payments.commands.stepping import check_step, entry_key, step
from rekkas.payments.entries import Begun, DocumentShown, PaidOut, Resolved
from rekkas.payments.errors import (
    AwaitsAnswer,
    BeingPaid,
    NameMissing,
    NothingToSign,
    NotYetAvailable,
    NotYourPayment,
    OrderExpired,
    OrderLocked,
    OwnOrder,
    OwnSignature,
    PaidIntoAccount,
    PaymentLapsed,
    ReceiptNotSigned,
    SignatureMissing,
    TokenReused,
    WithThePostman,
)
from rekkas.payments.facts import MoneyOrderLocked, MoneyOrderPaid
from rekkas.payments.models import MoneyOrder, OrderPayment
from rekkas.payments.queries.orders import (
    begun_payment,
    find_payment,
    opened_by,
    order_for_update,
    payment,
    payment_for_update,
    wrong_code_under,
)
from rekkas.payments.queries.rules import rules_of


@command
def begin_payment(
    *, number: str, code: SecretCode, shown: DocumentShown, token: UUID, office: str, by: Actor, at: Moment,
    key: str | None = None,
) -> Begun:  # fmt: skip
    """Take an order into the hands of this till to pay it, against the secret code and the payee's document.

    A wrong code is an answer and no refusal: what is refused leaves no trace, and each wrong code is counted. After
    too many the order is locked.
    """
    row = order_for_update(number)
    before = find_payment(token)
    if before is not None:
        _check_mine(before, office, by)
        return _begun_before(before, row)
    guess = wrong_code_under(row, token)
    if guess is not None:  # the same answer, whatever code comes now: a token is one try
        left = guess.details["tries_left"]
        return Begun(CodeAnswer.WRONG if left else CodeAnswer.LOCKED, row.number, token, tries_left=left)
    rules = rules_of(row.country_id)
    _check_payable(row, by, at, office)
    _check_free(row, by, at)
    till = _hand(row, office, by, at)
    document = looked_at(shown, row.country_id, at)
    if not document.name:
        raise NameMissing()
    if row.state == OrderState.ISSUED:
        step(row, OrderEventKind.NOTIFIED, by=by, at=at, office=office)
    if not check_password(code.spoken, row.code_hash):
        return _wrong_code(row, token, rules, document, by, at, office)
    return _begin(row, token, rules, document, till, office, by, at)


@command
def sign_payment(*, token: UUID, by: Actor, at: Moment, key: str | None = None) -> str:
    """Sign a payment beside its clerk, at the same office, where one person alone is not enough."""
    known = payment(token)
    row = order_for_update(known.order.number)
    one = payment_for_update(known)
    if by.office and by.office != one.office_id:
        raise NotYourOffice(yours=by.office, office=one.office_id)
    if not one.waits_for_signature or one.lapses_at <= at:
        raise NothingToSign()
    if by.name == one.clerk:
        raise OwnSignature(who=by.name)
    one.signed_by, one.signed_at = author_name(by), at
    one.lapses_at = max(one.lapses_at, at + _lock_time(rules_of(row.country_id)))
    one.save(update_fields=["signed_by", "signed_at", "lapses_at"])
    step(row, OrderEventKind.PAYMENT_SIGNED, by=by, at=at, office=one.office_id, token=str(token))
    return row.number


@command
def pay_money_order(
    *, token: UUID, office: str, signature: bytes = b"", by: Actor, at: Moment, key: str | None = None
) -> PaidOut:
    """Pay an order that this till has in its hands. The same token pays it once, however often it is sent."""
    known = payment(token)
    row = order_for_update(known.order.number)
    one = payment_for_update(known)
    _check_mine(one, office, by)
    if one.state == PaymentState.PAID and one.entry and one.answered_at:
        return PaidOut(row.number, row.amount, row.currency, one.answered_at, one.entry, is_repeat=True)
    if one.state != PaymentState.BEGUN or one.lapses_at <= at:
        raise PaymentLapsed()
    _check_payable(row, by, at, office)
    check_step(row, OrderEventKind.PAID)
    if one.waits_for_signature:
        raise SignatureMissing()
    _hand(row, office, by, at)
    if row.state == OrderState.OUT and not (signature and kind_of_image(signature)):
        raise ReceiptNotSigned()
    one.entry = entry_key(row, OrderEventKind.PAID)
    entry = TransferEntry(
        key=one.entry, source=one.account, target=row.account, amount=row.amount, currency=row.currency,
        kind=EntryKind.ORDER_PAID, happened_at=at, subject=row.number, office=office,
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    one.state, one.answered_at, one.receipt_signature = PaymentState.PAID, at, signature or None
    one.save()
    step(row, OrderEventKind.PAID, by=by, at=at, office=office, entry=one.entry, token=str(token))
    tell(MoneyOrderPaid(row.number, row.amount, row.currency, row.sender_phone, office, at.isoformat()))
    return PaidOut(row.number, row.amount, row.currency, at, one.entry)


@command
def resolve_payment(*, token: UUID, office: str, by: Actor, at: Moment, key: str | None = None) -> Resolved:
    """Say what truly became of a payment that was asked and not answered. What is not paid is given up for good."""
    known = find_payment(token)
    if known is None:
        return Resolved(is_paid=False)
    row = order_for_update(known.order.number)
    one = payment_for_update(known)
    if one.clerk != by.name or one.office_id != office:
        _check_of_office(one, office, by)
    if one.state == PaymentState.BEGUN:
        one.state, one.answered_at = PaymentState.LET_GO, at
        one.save(update_fields=["state", "answered_at"])
        step(row, OrderEventKind.PAYMENT_LET_GO, by=by, at=at, office=office, token=str(token))
    is_paid = one.state in (PaymentState.PAID, PaymentState.REVERSED)
    return Resolved(is_paid, row.number, row.amount, row.currency, one.entry)


def _begun_before(before: OrderPayment, row: MoneyOrder) -> Begun:
    """The same token again: the same answer, and no second try."""
    if before.order_id != row.pk:
        raise TokenReused()
    return _begun(before, row)


def _begun(one: OrderPayment, row: MoneyOrder) -> Begun:
    return Begun(
        CodeAnswer.RIGHT, row.number, one.token, amount=row.amount, currency=row.currency, likeness=one.likeness,
        needs_signature=one.waits_for_signature, lapses_at=one.lapses_at,
    )  # fmt: skip


def _check_payable(row: MoneyOrder, by: Actor, at: datetime, office: str) -> None:
    """Whether this order may be paid in cash now, by this person."""
    if row.paid != Way.CASH:
        raise PaidIntoAccount(number=row.printed)
    if row.state != OrderState.ISSUED:
        check_step(row, OrderEventKind.PAID)
    zone = network.office(office).zone
    if row.state == OrderState.ISSUED and row.available_at > at:
        raise NotYetAvailable(number=row.printed, at=moment_text(row.available_at.astimezone(zone)))
    if row.lock_reason:
        raise OrderLocked(number=row.printed, why=LockReason(row.lock_reason).label)
    if row.expires_on < at.astimezone(zone).date():
        raise OrderExpired(number=row.printed, date=row.expires_on.isoformat())
    if row.clerk == by.name:
        raise OwnOrder(who=by.name, number=row.printed)


def _check_free(row: MoneyOrder, by: Actor, at: datetime) -> None:
    """Nobody else has it in hand. What was begun too long ago is given up, whoever began it."""
    other = begun_payment(row)
    if other is None:
        return
    if other.lapses_at > at:
        began, until = (moment.astimezone(other.office.zone) for moment in (other.begun_at, other.lapses_at))
        if other.clerk == by.name:
            raise AwaitsAnswer(number=row.printed, at=moment_text(began))
        raise BeingPaid(number=row.printed, office=other.office_id, until=moment_text(until))
    other.state, other.answered_at = PaymentState.LET_GO, at
    other.save(update_fields=["state", "answered_at"])
    step(row, OrderEventKind.PAYMENT_LET_GO, by=by, at=at, office=other.office_id, token=str(other.token))


def _hand(row: MoneyOrder, office: str, by: Actor, at: datetime) -> str:
    """Out of which hand the money comes: the clerk's open till, or at a door the bag of the postman who has it."""
    if row.state != OrderState.OUT:
        return hold_open_till(office, by, at, row.currency)
    bag = account_code(AccountKind.COURIER, f"{office}/{by.name}", row.currency)
    if row.out_with != bag:
        raise WithThePostman(number=row.printed, courier=row.out_with.split("/")[-1].partition(":")[0])
    hold_accounts([bag])
    return bag


def _wrong_code(
    row: MoneyOrder, token: UUID, rules: Payments, document: DocumentShown, by: Actor, at: datetime, office: str
) -> Begun:  # fmt: skip
    row.wrong_codes += 1
    left = max(rules.code_tries - row.wrong_codes, 0)
    step(
        row, OrderEventKind.CODE_WRONG, by=by, at=at, office=office, tries_left=left, token=str(token),
        document=f"{document.kind} {document.country} {document.number[:2]}…{document.number[-2:]}",
    )  # fmt: skip
    if left:
        return Begun(CodeAnswer.WRONG, row.number, token, tries_left=left)
    step(row, OrderEventKind.LOCKED, by=by, at=at, office=office, lock_reason=LockReason.CODE.value)
    tell(MoneyOrderLocked(row.number, LockReason.CODE.value, office, at.isoformat()))
    return Begun(CodeAnswer.LOCKED, row.number, token)


def _begin(
    row: MoneyOrder, token: UUID, rules: Payments, document: DocumentShown, till: str, office: str, by: Actor,
    at: datetime,
) -> Begun:  # fmt: skip
    alike = likeness_of(document.name, row.payee_names)
    one = OrderPayment.objects.create(
        token=token, order=row, office_id=office, clerk=author_name(by), account=till, begun_at=at,
        lapses_at=at + _lock_time(rules), shown_name=document.name, document_kind=document.kind,
        document_country=document.country, document_number=document.number,
        document_expires_on=document.expires_on, likeness=alike,
        needs_signature=_needs_signature(row, rules, alike, by),
    )  # fmt: skip
    row.wrong_codes = 0
    step(row, OrderEventKind.PAYMENT_BEGUN, by=by, at=at, office=office, likeness=alike, token=str(token))
    return _begun(one, row)


def _needs_signature(row: MoneyOrder, rules: Payments, alike: int, by: Actor) -> bool:
    """A large amount, a name that is not quite the payee's, or a clerk who gave out the code or lifted the lock."""
    return (
        row.amount >= rules.second_signature_from
        or alike < rules.name_likeness_from
        or opened_by(row, author_name(by))
    )


def _lock_time(rules: Payments) -> timedelta:
    return timedelta(minutes=rules.payment_lock_minutes)


def _check_mine(one: OrderPayment, office: str, by: Actor) -> None:
    if one.clerk != by.name or one.office_id != office:
        raise NotYourPayment(clerk=one.clerk, office=one.office_id)


def _check_of_office(one: OrderPayment, office: str, by: Actor) -> None:
    """Whoever may sign at an office may also end there what a clerk left open."""
    if one.office_id != office or not by.may("payments.sign_payment"):
        raise NotYourPayment(clerk=one.clerk, office=one.office_id)
