"""Bills are paid at a counter or from an account, and for a short while a payment can be undone."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from postkit.pack.payments import plain_reference
from rekkas.bank.choices import Channel
from rekkas.bank.commands.gate import Move
from rekkas.bank.commands.owners import check_own
from rekkas.bank.commands.papers_shown import check_paper
from rekkas.bank.queries.accounts import account as bank_account
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.base.outbox import tell
from rekkas.cash.queries import hold_open_till
from rekkas.design.formats import moment_text, money_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import Leg, account_code, entry_of
from rekkas.money.queries import entry_keyed
from rekkas.network import queries as network
from rekkas.payments import facts, numbers
from rekkas.payments.choices import BILLS_INCOME, BillAmounts, BillPaymentState, FeePayer
from rekkas.payments.commands.bill_lists import may_be_reference
from rekkas.payments.commands.hands import SIGNS, check_may_cancel, move_all, moved_back, reason_of
from rekkas.payments.entries import BillTaken
from rekkas.payments.errors import (
    AlreadyRemitted,
    BillAlreadyPaid,
    BillAmountDiffers,
    BillAmountNotRight,
    CancelledAlready,
    MoreThanDue,
    NotYourBillPayment,
    OtherCurrency,
    PaidJustNow,
    ReferenceNotRight,
    TooLateToCancel,
    UnknownBiller,
)
from rekkas.payments.models import Bill, Biller, BillPayment
from rekkas.payments.queries.bills import (
    bill_for_update,
    bill_payment_for_update,
    paid_just_now,
    standing_payment,
)
from rekkas.payments.queries.rules import biller as known_biller

_MOST = 10**12  # no bill is larger: a finger slipped


@command
def pay_bill(
    *, biller: str, reference: str, amount: int, currency: str, office: str, account: str = "", document: str = "",
    again: bool = False, visit: str = "", by: Actor, at: Moment, key: str | None = None,
) -> BillTaken:  # fmt: skip
    """Take the payment of a bill, in cash or from an account. A bill is paid once, in parts only where its biller says.

    ``again`` says that the same amount for the same reference a moment ago was another payment; ``visit`` of which
    visit it is a line, and with that line alone it is then undone.
    """
    here = network.office(office)
    row = known_biller(here.country_id, biller)
    if row.retired:
        raise UnknownBiller(biller=biller)
    if currency != row.currency:
        raise OtherCurrency(kept=row.currency, given=currency)
    plain = plain_reference(reference)
    if not may_be_reference(plain, row):
        raise ReferenceNotRight(reference=reference.strip()[:40], biller=row.name)
    if not 0 < amount <= (row.amount_at_most or _MOST):
        raise BillAmountNotRight(most=money_text(row.amount_at_most or _MOST, currency))
    number = numbers.bill_payment_number(
        office
    )  # from here on payments of an office come one after the other
    bill = bill_for_update(row, plain) if row.has_list else None
    if bill is not None:
        _check_due(row, bill, amount, here)
    like = None if again else paid_just_now(row, plain, amount, at)
    if like is not None:
        raise PaidJustNow(reference=plain, receipt=like.number)
    entry = uuid5(NAMESPACE_OID, f"bill-paid {number}")
    paid_from = _take_money(row, number, amount, office, account, document, entry, by, at)
    BillPayment.objects.create(
        number=number, biller=row, bill=bill, reference=plain, amount=amount, fee=row.fee_of_customer,
        biller_fee=row.fee if row.fee_payer == FeePayer.BILLER else 0, currency=currency,
        is_whole=row.amounts == BillAmounts.EXACT, office=here, clerk=author_name(by), visit=visit,
        account=paid_from, entry=entry, paid_at=at, paid_on=at.astimezone(here.zone).date(),
        cancel_until=at + timedelta(minutes=row.cancel_minutes),
    )  # fmt: skip
    left = 0
    if bill is not None:
        bill.paid_amount += amount
        bill.save(update_fields=["paid_amount"])
        left = bill.left
    tell(facts.BillPaid(row.code, plain, number, amount, currency, at.isoformat()))
    return BillTaken(number, plain, amount, row.fee_of_customer, currency, left, entry)


@command
def cancel_bill_payment(
    *, number: str, reason: str, office: str, visit: str = "", by: Actor, at: Moment, key: str | None = None
) -> str:
    """Undo the payment of a bill within its window: the money goes back the way it came, and the bill is due again.

    The clerk who took it does it up to ``cancel_at_most``, or whoever signs at that office, out of a till of their own.
    What belongs to a visit is undone by who gives the line back, and names the visit.
    """
    row = bill_payment_for_update(number)
    _check_may_cancel(row, office, visit, by, at)
    why = reason_of(reason)
    bill = Bill.objects.select_for_update().get(pk=row.bill_id) if row.bill_id is not None else None
    till = hold_open_till(office, by, at, row.currency) if _is_cash(row) else ""
    entries = [row.entry, fee_entry(row.entry)]
    undone = [
        moved_back(
            entry, key=uuid5(entry, "cancelled"), kind=EntryKind.BILL_CANCELLED, till=till, happened_at=at,
            subject=row.number, note=why, office=office,
        )
        for entry in entries
        if entry_keyed(entry) is not None
    ]  # fmt: skip
    post_all(transfers=undone, by=by, at=at)
    if bill is not None:
        bill.paid_amount -= row.amount
        bill.save(update_fields=["paid_amount"])
    row.state, row.cancelled_at, row.cancelled_by, row.cancel_reason = (
        BillPaymentState.CANCELLED, at, author_name(by), why,
    )  # fmt: skip
    row.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
    tell(facts.BillCancelled(row.biller.code, row.reference, row.number, row.amount, row.currency))
    return row.number


def bill_is_cancellable(row: BillPayment, *, by: Actor, at: Moment) -> bool:
    """Whether this reader may undo a payment of a bill now, as the verb would judge it."""
    try:
        _check_may_cancel(row, by.office or row.office_id, "", by, at)
    except Refused:
        return False
    return True


def _check_may_cancel(row: BillPayment, office: str, visit: str, by: Actor, at: Moment) -> None:
    if row.state == BillPaymentState.CANCELLED:
        raise CancelledAlready(number=row.number)
    if row.remittance is not None:
        raise AlreadyRemitted(number=row.number, remittance=row.remittance.number)
    if at > row.cancel_until:
        until = row.cancel_until.astimezone(row.office.zone)
        raise TooLateToCancel(number=row.number, until=moment_text(until))
    if row.office_id != office or (row.clerk != by.name and not by.may(SIGNS)):
        raise NotYourBillPayment(clerk=row.clerk, office=row.office_id)
    check_may_cancel(row, country=row.biller.country_id, visit=visit, is_cash=_is_cash(row), by=by)


def _is_cash(row: BillPayment) -> bool:
    return row.account.partition(":")[0] == AccountKind.TILL


def fee_entry(entry: UUID) -> UUID:
    """The key of the fee that an account paid beside an entry."""
    return uuid5(entry, "fee")


def _check_due(row: Biller, bill: Bill, amount: int, here: Any) -> None:
    before = standing_payment(bill) if row.amounts == BillAmounts.EXACT or bill.left == 0 else None
    if bill.left == 0 or before is not None:
        at = before.paid_at.astimezone(here.zone) if before else None
        raise BillAlreadyPaid(
            reference=bill.reference,
            at=moment_text(at) if at else "",
            receipt=before.number if before else "",
        )
    if row.amounts == BillAmounts.EXACT and amount != bill.left:
        raise BillAmountDiffers(reference=bill.reference, due=money_text(bill.left, row.currency))
    if amount > bill.left:
        raise MoreThanDue(reference=bill.reference, due=money_text(bill.left, row.currency))


def _take_money(
    row: Biller, number: str, amount: int, office: str, account: str, document: str, entry: UUID, by: Actor,
    at: Moment,
) -> str:  # fmt: skip
    """What is paid and its fee, out of one hand. Returns the account or till that gave it."""
    income = account_code(AccountKind.INCOME, BILLS_INCOME, row.currency)
    if not account.strip():
        till = hold_open_till(office, by, at, row.currency)
        legs = [Leg(row.account, till, amount, row.currency)]
        if row.fee_of_customer:
            legs.append(Leg(income, till, row.fee_of_customer, row.currency))
        paid = entry_of(
            tuple(legs), key=entry, kind=EntryKind.BILL_PAID, happened_at=at, subject=number, office=office
        )
        post_all(transfers=[paid], by=by, at=at)
        return till
    payer = bank_account(account)
    if by.holder:
        check_own(payer, by, at)
    elif by.kind == ActorKind.PERSON:
        check_paper(payer, document, at)
    said: dict[str, Any] = {"channel": Channel.TRANSFER, "subject": number, "office": office}
    moves = [Move(entry, amount, row.currency, payer, row.account, EntryKind.BILL_PAID, **said)]
    if row.fee_of_customer:
        moves.append(
            Move(fee_entry(entry), row.fee_of_customer, row.currency, payer, income, EntryKind.FEE, **said)
        )
    move_all(moves, by=by, at=at)
    return str(payer.ledger)
