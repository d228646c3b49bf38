"""What becomes of an order on its way: redirected, a payment taken back, given to the postman and brought back."""

from uuid import UUID, uuid5

import msgspec

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import NotYourOffice
from rekkas.base.outbox import tell
from rekkas.cash.queries import hold_open_till
from rekkas.design.formats import moment_text, money_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry, account_code, reversal
from rekkas.payments.choices import ORDERS_INCOME, Act, OrderEventKind, PaymentState, Way
from rekkas.payments.commands.signing import signed_request
from rekkas.payments.commands.stepping import check_step, entry_key, step
from rekkas.payments.entries import Redirection
from rekkas.payments.errors import (
    BeingPaid,
    NotYourPayment,
    OwnBag,
    PaidIntoAccount,
    TooMuchForTheDoor,
    WithThePostman,
)
from rekkas.payments.facts import MoneyOrderRedirected, PaymentReversed
from rekkas.payments.models import MoneyOrder
from rekkas.payments.queries.orders import begun_payment, order_for_update, paid_payment
from rekkas.payments.queries.rules import rules_of


@command
def redirect_money_order(
    *, request: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> str:  # fmt: skip
    """Send an order to another office or payee, as its sender wished and a second person signed; the fee is taken."""
    row, asked = signed_request(request, Act.REDIRECT, at=at)
    check_step(row, OrderEventKind.REDIRECTED)
    _check_in_no_hand(row, at)
    wanted = msgspec.convert(asked.body, Redirection)
    fee, entry = rules_of(row.country_id).amendment_fee, None
    if fee:
        till = hold_open_till(office, by, at, row.currency)
        taken = TransferEntry(
            key=uuid5(entry_key(row, OrderEventKind.REDIRECTED), "fee"),
            source=account_code(AccountKind.INCOME, ORDERS_INCOME, row.currency), target=till, amount=fee,
            currency=row.currency, kind=EntryKind.ORDER_FEE, happened_at=at, subject=row.number, office=office,
        )  # fmt: skip
        post_all(transfers=[taken], by=by, at=at)
        entry = taken.key
    said = msgspec.to_builtins(wanted)
    before = {name: getattr(row, name) for name in said}
    for name, value in said.items():
        setattr(row, name, value)
    if wanted.payee_name and not wanted.payee_name_ar:
        before["payee_name_ar"], row.payee_name_ar = row.payee_name_ar, ""  # that of somebody else
    if wanted.payee_name_ar and not wanted.payee_name:
        before["payee_name"], row.payee_name = row.payee_name, ""
    step(
        row, OrderEventKind.REDIRECTED, by=by, at=at, office=office, entry=entry, request=asked.number, before=before,
        fee=fee, signed_by=asked.signed_by,
    )  # fmt: skip
    tell(
        MoneyOrderRedirected(row.number, row.payee_name or row.payee_name_ar, row.payee_phone, row.pay_office)
    )
    return row.number


@command
def reverse_payment(*, request: str, office: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Take a payment back that was made in error: the payee returned the cash to the till that paid it."""
    row, asked = signed_request(request, Act.REVERSE, at=at)
    check_step(row, OrderEventKind.PAYMENT_REVERSED)
    one = paid_payment(row)
    if row.paid != Way.CASH or one is None or one.entry is None:
        raise PaidIntoAccount(number=row.printed)
    if one.clerk != by.name or one.office_id != office:
        raise NotYourPayment(clerk=one.clerk, office=one.office_id)
    hold_open_till(office, by, at, row.currency)
    back = reversal(
        one.entry,
        key=entry_key(row, OrderEventKind.PAYMENT_REVERSED),
        happened_at=at,
        note=asked.reason,
        office=office,
    )
    post_all(transfers=[back], by=by, at=at)
    one.state = PaymentState.REVERSED
    one.save(update_fields=["state"])
    step(
        row, OrderEventKind.PAYMENT_REVERSED, by=by, at=at, office=office, entry=back.key, request=asked.number,
        reason=asked.reason, signed_by=asked.signed_by, token=str(one.token),
    )  # fmt: skip
    tell(PaymentReversed(row.number, office, at.isoformat()))
    return row.number


@command
def send_to_door(
    *, number: str, courier: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> str:  # fmt: skip
    """Give the money of an order to a postman, who pays it at the payee's door against the code and a signature."""
    row = order_for_update(number)
    check_step(row, OrderEventKind.SENT_OUT)
    if row.paid != Way.CASH:
        raise PaidIntoAccount(number=row.printed)
    _check_in_no_hand(row, at)
    most = rules_of(row.country_id).door_at_most
    if row.amount > most:
        raise TooMuchForTheDoor(most=money_text(most, row.currency))
    till = hold_open_till(office, by, at, row.currency)
    bag = account_code(AccountKind.COURIER, f"{office}/{courier.strip()}", row.currency)
    entry = _carry(row, OrderEventKind.SENT_OUT, till, bag, office, by, at)
    step(
        row,
        OrderEventKind.SENT_OUT,
        by=by,
        at=at,
        office=office,
        entry=entry,
        out_with=bag,
        courier=courier.strip(),
    )
    return row.number


@command
def bring_back_money_order(
    *, number: str, office: str, by: Actor, at: Moment, key: str | None = None
) -> str:  # fmt: skip
    """Count the money of an order that was not paid at the door back into a till, by another than its postman."""
    row = order_for_update(number)
    check_step(row, OrderEventKind.BROUGHT_BACK)
    home, _, courier = row.out_with.split(":")[1].partition("/")
    if home != office:
        raise NotYourOffice(yours=office, office=home)
    if courier == by.name:
        raise OwnBag(courier=courier)
    other = begun_payment(row)
    if other is not None and other.lapses_at > at:
        raise WithThePostman(number=row.printed, courier=courier)
    bag = row.out_with
    till = hold_open_till(office, by, at, row.currency)
    entry = _carry(row, OrderEventKind.BROUGHT_BACK, bag, till, office, by, at)
    step(row, OrderEventKind.BROUGHT_BACK, by=by, at=at, office=office, entry=entry, courier=courier)
    return row.state


def _carry(
    row: MoneyOrder, kind: OrderEventKind, source: str, target: str, office: str, by: Actor, at: Moment
) -> UUID:  # fmt: skip
    """Cash changes its place; the order's own account still holds what is owed."""
    entry = TransferEntry(
        key=entry_key(row, kind), source=source, target=target, amount=row.amount, currency=row.currency,
        kind=EntryKind.CASH_MOVED, happened_at=at, subject=row.number, office=office,
    )  # fmt: skip
    post_all(transfers=[entry], by=by, at=at)
    return entry.key


def _check_in_no_hand(row: MoneyOrder, at: Moment) -> None:
    """Nobody is paying it at this moment."""
    other = begun_payment(row)
    if other is not None and other.lapses_at > at:
        until = other.lapses_at.astimezone(other.office.zone)
        raise BeingPaid(number=row.printed, office=other.office_id, until=moment_text(until))
