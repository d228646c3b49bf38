"""How an order ends that is not paid: cancelled, refused, expired, given back to its sender, taken by the law.

Its money never becomes income: it stays owed in the order's own account until somebody has it.
"""

from collections.abc import Sequence
from uuid import UUID, uuid5

import msgspec

from rekkas.bank.choices import Channel
from rekkas.bank.commands.gate import Move
from rekkas.bank.commands.moving import move
from rekkas.bank.queries.accounts import account as bank_account
from rekkas.bank.queries.accounts import accounts_named
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import NotAllowed, Refused
from rekkas.base.outbox import tell, tell_all
from rekkas.cash.queries import hold_open_till, sees_all_cash
from rekkas.design.formats import moment_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import Leg, TransferEntry, account_code, entry_of, reversal
from rekkas.money.queries import entry_keyed
from rekkas.payments.choices import (
    ORDER_STEPS,
    ORDERS_INCOME,
    PRESCRIBED_KIND,
    Act,
    LockReason,
    OrderEventKind,
    RefusalReason,
    Way,
)
from rekkas.payments.commands.hands import (
    SIGNS,
    check_may_cancel,
    check_sender,
    move_all,
    moved_back,
    reason_of,
)
from rekkas.payments.commands.signing import signed_request
from rekkas.payments.commands.stepping import check_step, entry_key, step, step_all
from rekkas.payments.entries import DocumentShown, GivenBack, Swept, Waiver
from rekkas.payments.errors import (
    BeingPaid,
    NotInThisState,
    NotYourPayment,
    OrderLocked,
    OwnMoneyBack,
    ReceiptDiffers,
)
from rekkas.payments.facts import MoneyOrderEnded, MoneyOrderPrescribed, MoneyOrderReimbursed
from rekkas.payments.models import MoneyOrder
from rekkas.payments.queries.orders import (
    begun_payment,
    issue_lines,
    order_for_update,
    orders_for_update,
    orders_to_expire,
    orders_to_prescribe,
)
from rekkas.payments.queries.rules import rules_of

AT_MOST = 1_000  # orders ended in one transaction


@command
def cancel_money_order(
    *, number: str, reason: str, office: str, visit: str = "", by: Actor, at: Moment, key: str | None = None
) -> GivenBack:
    """Undo an order that was not announced yet, fee and all: the money goes back the way it came.

    The clerk who issued it does it up to ``cancel_at_most``, or whoever signs at that office, out of a till of their
    own. What belongs to a visit is undone by who gives the line back, and names the visit.
    """
    row = order_for_update(number)
    _check_may_cancel(row, office, visit, by, at)
    till = hold_open_till(office, by, at, row.currency) if row.taken == Way.CASH else ""
    step(row, OrderEventKind.CANCELLED, by=by, at=at, office=office, reason=reason_of(reason))
    back = moved_back(
        row.issue_entry, key=entry_key(row, OrderEventKind.REIMBURSED), kind=EntryKind.ORDER_REIMBURSED, till=till,
        happened_at=at, subject=row.number, note=reason[:200], office=office,
    )  # fmt: skip
    undone = [back]
    fee_entry = uuid5(row.issue_entry, "fee")
    if entry_keyed(fee_entry) is not None:
        undone.append(
            reversal(fee_entry, key=uuid5(back.key, "fee"), happened_at=at, note=reason[:200], office=office)
        )
    post_all(transfers=undone, by=by, at=at)
    step(row, OrderEventKind.REIMBURSED, by=by, at=at, office=office, entry=back.key, fee=row.fee)
    tell(MoneyOrderEnded(row.number, "cancelled", row.amount, row.currency, row.sender_phone))
    return GivenBack(row.number, row.amount, row.fee, row.currency, back.key, Way(row.taken))


def order_is_cancellable(row: MoneyOrder, *, by: Actor, at: Moment) -> bool:
    """Whether this reader may undo an order now, as the verb would judge it."""
    try:
        _check_may_cancel(row, by.office or row.office_id, "", by, at)
    except Refused:
        return False
    return True


def _check_may_cancel(row: MoneyOrder, office: str, visit: str, by: Actor, at: Moment) -> None:
    check_step(row, OrderEventKind.CANCELLED)
    if row.available_at <= at:
        raise NotInThisState(number=row.printed, state=OrderEventKind.NOTIFIED.label)
    if row.office_id != office or (row.clerk != by.name and not by.may(SIGNS)):
        raise NotYourPayment(clerk=row.clerk, office=row.office_id)
    check_may_cancel(row, country=row.country_id, visit=visit, is_cash=row.taken == Way.CASH, by=by)


@command
def refuse_money_order(
    *, number: str, why: RefusalReason, reason: str, office: str, shown: DocumentShown | None = None, by: Actor,
    at: Moment, key: str | None = None,
) -> str:  # fmt: skip
    """Note that an order will not be paid: its sender can have the money back, and nobody else.

    The sender who takes it back shows the document. What is being looked into is refused by those who look.
    """
    row = order_for_update(number)
    check_step(row, OrderEventKind.REFUSED)
    other = begun_payment(row)
    if other is not None and other.lapses_at > at:
        until = other.lapses_at.astimezone(other.office.zone)
        raise BeingPaid(number=row.printed, office=other.office_id, until=moment_text(until))
    if row.lock_reason == LockReason.SCREENING and not by.may("payments.clear_money_order"):
        raise OrderLocked(number=row.printed, why=LockReason(row.lock_reason).label)
    if why == RefusalReason.SCREENING and not by.may("payments.clear_money_order"):
        raise NotAllowed(who=by.name, verb="payments.clear_money_order")
    if why == RefusalReason.SENDER:
        check_sender(row, shown, at)
    step(
        row, OrderEventKind.REFUSED, by=by, at=at, office=office, why=RefusalReason(why).value,
        reason=reason_of(reason),
    )  # fmt: skip
    tell(MoneyOrderEnded(row.number, "refused", row.amount, row.currency, row.sender_phone))
    return row.state


@command
def reimburse_money_order(
    *, number: str, office: str, shown: DocumentShown | None = None, receipt_mark: str = "", request: str = "",
    by: Actor, at: Moment, key: str | None = None,
) -> GivenBack:  # fmt: skip
    """Give the money of an order that will not be paid back to its sender, the way it came.

    In cash against the document of the issue and the mark on the receipt. Without the receipt, with the fee where the
    post is at fault, or by whoever issued the order or can read its mark in the till, only as a second person has
    signed.
    """
    row = order_for_update(number)
    check_step(row, OrderEventKind.REIMBURSED)
    waiver, second = Waiver(), ""
    if request:
        row, asked = signed_request(request, Act.REIMBURSE, at=at, order=row.number)
        waiver, second = msgspec.convert(asked.body, Waiver), asked.signed_by
    if row.taken == Way.CASH and second in ("", by.name) and _knows_the_mark(row, by, at):
        raise OwnMoneyBack(who=by.name, number=row.printed)
    fee = row.fee if waiver.fee_back else 0
    entry = entry_key(row, OrderEventKind.REIMBURSED)
    if row.taken == Way.CASH:
        check_sender(row, shown, at)
        _check_receipt(row, receipt_mark, waiver)
        _pay_back_cash(row, entry, fee, office, by, at)
    else:
        _pay_back_account(row, entry, fee, office, by, at)
    step(
        row, OrderEventKind.REIMBURSED, by=by, at=at, office=office, entry=entry, fee=fee, request=request,
        without_receipt=waiver.no_receipt,
    )  # fmt: skip
    tell(MoneyOrderReimbursed(row.number, row.amount + fee, row.currency, row.sender_phone))
    return GivenBack(row.number, row.amount, fee, row.currency, entry, Way(row.taken))


@command
def expire_money_orders(*, at_most: int = AT_MOST, by: Actor, at: Moment) -> Swept:
    """End orders whose time is over, and credit those that came from an account back to it.

    What was brought in cash stays owed to its sender, who comes with the receipt.
    """
    due = orders_for_update(orders_to_expire(at, at_most))
    orders = [row for row in due if _still(row, OrderEventKind.EXPIRED)]
    step_all(orders, OrderEventKind.EXPIRED, by=by, at=at)
    tell_all(
        MoneyOrderEnded(row.number, "expired", row.amount, row.currency, row.sender_phone) for row in orders
    )
    from_accounts = [row for row in orders if row.taken == Way.ACCOUNT]
    back = _credit_back(from_accounts, by, at)
    return Swept(len(orders), len(back), len(from_accounts) - len(back), len(due) == at_most)


@command
def prescribe_money_orders(*, at_most: int = AT_MOST, by: Actor, at: Moment) -> Swept:
    """Hand what nobody claimed for the time that the law sets to whom the law names. It is never the post's income."""
    due = orders_for_update(orders_to_prescribe(at, at_most))
    orders = [row for row in due if _still(row, OrderEventKind.PRESCRIBED)]
    to = {country: rules_of(country).prescribed_to for country in {row.country_id for row in orders}}
    entries = [
        TransferEntry(
            key=entry_key(row, OrderEventKind.PRESCRIBED),
            source=account_code(AccountKind.DUE, to[row.country_id], row.currency), target=row.account,
            amount=row.amount, currency=row.currency, kind=PRESCRIBED_KIND, happened_at=at, subject=row.number,
            note=to[row.country_id],
        )
        for row in orders
    ]  # fmt: skip
    post_all(transfers=entries, by=by, at=at)
    keys = {row.pk: entry.key for row, entry in zip(orders, entries, strict=True)}
    for country, whom in to.items():
        theirs = [row for row in orders if row.country_id == country]
        step_all(theirs, OrderEventKind.PRESCRIBED, by=by, at=at, entries=keys, details={"to": whom})
    tell_all(MoneyOrderPrescribed(row.number, row.amount, row.currency, to[row.country_id]) for row in orders)
    return Swept(len(orders), len(orders), 0, len(due) == at_most)


def _still(row: MoneyOrder, kind: OrderEventKind) -> bool:
    """Whether it may still happen, now that the order is held: somebody may have been faster."""
    return row.state in ORDER_STEPS[kind].before and row.lock_reason != LockReason.SCREENING


def _knows_the_mark(row: MoneyOrder, by: Actor, at: Moment) -> bool:
    """Whether the mark on the receipt proves nothing from this person, who printed it or reads it in the till."""
    return row.clerk == by.name or sees_all_cash(by, row.office_id, at)


def _check_receipt(row: MoneyOrder, mark: str, waiver: Waiver) -> None:
    """The mark on the sender's receipt is that of the line which the issue left on the till."""
    if waiver.no_receipt:
        return
    given = "".join(mark.split()).upper()
    if given not in {line.mark for line in issue_lines(row)}:
        raise ReceiptDiffers(mark=given)


def _pay_back_cash(row: MoneyOrder, entry: UUID, fee: int, office: str, by: Actor, at: Moment) -> None:
    till = hold_open_till(office, by, at, row.currency)
    legs = [Leg(till, row.account, row.amount, row.currency)]
    if fee:
        legs.append(
            Leg(till, account_code(AccountKind.INCOME, ORDERS_INCOME, row.currency), fee, row.currency)
        )
    given = entry_of(
        tuple(legs),
        key=entry,
        kind=EntryKind.ORDER_REIMBURSED,
        happened_at=at,
        subject=row.number,
        office=office,
    )
    post_all(transfers=[given], by=by, at=at)


def _pay_back_account(row: MoneyOrder, entry: UUID, fee: int, office: str, by: Actor, at: Moment) -> None:
    taker = bank_account(row.sender_account)
    moves = [_back(row, taker, entry, row.account, row.amount, office)]
    if fee:
        income = account_code(AccountKind.INCOME, ORDERS_INCOME, row.currency)
        moves.append(_back(row, taker, uuid5(entry, "fee"), income, fee, office))
    move_all(moves, by=by, at=at)


def _back(row: MoneyOrder, taker: object, key: UUID, giver: str, amount: int, office: str) -> Move:
    return Move(
        key, amount, row.currency, giver, taker, EntryKind.ORDER_REIMBURSED, Channel.TRANSFER,  # type: ignore[arg-type]
        subject=row.number, office=office,
    )  # fmt: skip


def _credit_back(orders: Sequence[MoneyOrder], by: Actor, at: Moment) -> list[MoneyOrder]:
    """Credit orders to the accounts that they came from, in a constant number of statements; those that were."""
    ready = [
        (row, taker)
        for row, taker in zip(orders, accounts_named([row.sender_account for row in orders]), strict=True)
        if not isinstance(taker, Refused)
    ]
    moves = [
        _back(row, taker, entry_key(row, OrderEventKind.REIMBURSED), row.account, row.amount, row.office_id)
        for row, taker in ready
    ]
    answers = move(moves, by=by, at=at) if moves else []
    back = [row for (row, _), answer in zip(ready, answers, strict=True) if answer.refusal is None]
    entries = {row.pk: entry_key(row, OrderEventKind.REIMBURSED) for row in back}
    step_all(back, OrderEventKind.REIMBURSED, by=by, at=at, entries=entries, details={"fee": 0})
    tell_all(MoneyOrderReimbursed(row.number, row.amount, row.currency, row.sender_phone) for row in back)
    return back
