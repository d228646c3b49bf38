"""A money order is issued, announced to its payee, and paid at once where it goes into an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password

from postkit.moneyorder import SecretCode
from postkit.pack.payments import OrderTerms, Payments
from rekkas.bank.commands.gate import Move
from rekkas.bank.commands.moving import move
from rekkas.bank.commands.owners import check_own
from rekkas.bank.commands.papers_shown import check_paper
from rekkas.bank.queries.accounts import account as bank_account
from rekkas.bank.queries.accounts import accounts_named
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.base.outbox import tell, tell_all
from rekkas.cash.queries import hold_open_till
from rekkas.design.formats import money_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import Leg, account_code, entry_of
from rekkas.network import queries as network
from rekkas.payments import numbers
from rekkas.payments.choices import ORDERS_INCOME, OrderEventKind, OrderState, PaymentState, Way
from rekkas.payments.commands.hands import likeness_of, looked_at, move_all, one_line
from rekkas.payments.commands.stepping import entry_key, step, step_all
from rekkas.payments.entries import DocumentShown, Issued, OrderEntry, Swept
from rekkas.payments.errors import (
    AccountMissing,
    AmountOutOfRange,
    CodeMissing,
    DayLimitReached,
    NameMissing,
    NoOrderFee,
    OtherCurrency,
    SameAccount,
)
from rekkas.payments.facts import MoneyOrderAvailable, MoneyOrderIssued, MoneyOrderPaid
from rekkas.payments.models import MoneyOrder, OrderPayment
from rekkas.payments.queries.orders import orders_for_update, orders_sent, orders_to_announce
from rekkas.payments.queries.rules import months_after, rules_of, terms_of, valid_until

AT_MOST = 1_000  # orders announced in one transaction
_MOST = 10**12  # no order is larger, where a pack sets no limit: a finger slipped


@dataclass(frozen=True, slots=True)
class Parties:
    """Who stands at both ends: the sender's document or account, the payee's account."""

    document: DocumentShown
    giver: Any = None
    taker: Any = None


@command
def issue_money_order(
    *, order: OrderEntry, code: SecretCode | None, office: str, visit: str = "", by: Actor, at: Moment,
    key: str | None = None,
) -> Issued:  # fmt: skip
    """Take money for a money order: it lies in an account of its own until it is paid or given back.

    The secret code is kept as a slow, salted hash and nowhere else. ``visit`` says of which visit it is a line.
    """
    here = network.office(office)
    rules = rules_of(here.country_id)
    terms = terms_of(rules, order.product)
    day = at.astimezone(here.zone).date()
    fee = _check_amount(order, rules, terms, here.country.currency, day)
    if terms.paid == Way.CASH and code is None:
        raise CodeMissing()
    code_hash = make_password(code.spoken) if code is not None and terms.paid == Way.CASH else ""
    parties = _parties(order, terms, here.country_id, by, at)
    number = numbers.order_number(
        here.country_id
    )  # from here on orders of a country come one after the other
    _check_day(parties.document, rules, order, at, here)
    row = MoneyOrder(
        number=number, country_id=here.country_id, product=terms.code, taken=terms.taken, paid=terms.paid,
        amount=order.amount, fee=fee, currency=order.currency, code_hash=code_hash, office=here, clerk=author_name(by),
        visit=visit, issued_at=at, available_at=at + timedelta(minutes=terms.available_after_minutes),
        expires_on=valid_until(terms, day), prescribed_on=months_after(day, rules.prescription_months),
        changed_at=at, **_named(order, parties),
    )  # fmt: skip
    row.issue_entry = entry_key(row, OrderEventKind.ISSUED)
    _take_money(row, parties, by, at)
    step(
        row,
        OrderEventKind.ISSUED,
        by=by,
        at=at,
        office=office,
        entry=row.issue_entry,
        fee=fee,
        product=terms.code,
    )
    tell(MoneyOrderIssued(number, row.amount, row.currency, row.sender_phone, office, at.isoformat()))
    if row.available_at <= at:
        _announce([row], by, at)
        if row.paid == Way.ACCOUNT:
            _raise_first(_pay_into([row], [parties.taker], by, at))
    return Issued(number, row.amount, fee, row.currency, row.available_at, row.expires_on, row.state)


@command
def announce_money_orders(*, at_most: int = AT_MOST, by: Actor, at: Moment) -> Swept:
    """Let orders be paid whose time has come, and tell their payees; what goes into an account is paid there.

    One transaction for many; where an account takes nothing, the order waits, and its sender gets it back in the end.
    """
    due = orders_for_update(orders_to_announce(at, at_most))
    orders = [row for row in due if row.state == OrderState.ISSUED]
    _announce(orders, by, at)
    into = [row for row in orders if row.paid == Way.ACCOUNT]
    refusals = _pay_into(into, accounts_named([row.payee_account for row in into]), by, at)
    declined = sum(refusal is not None for refusal in refusals)
    return Swept(len(orders), len(into) - declined, declined, len(due) == at_most)


def _check_amount(order: OrderEntry, rules: Payments, terms: OrderTerms, currency: str, day: Any) -> int:
    """What the order costs, if an order of this amount may be issued."""
    if not order.currency == rules.currency == currency:
        raise OtherCurrency(kept=rules.currency, given=order.currency)
    most = _MOST if terms.amount_at_most is None else terms.amount_at_most
    if not terms.amount_at_least <= order.amount <= most:
        raise AmountOutOfRange(
            least=money_text(terms.amount_at_least, rules.currency), most=money_text(most, rules.currency)
        )
    fee = rules.fee_for(terms.code, order.amount, day)
    if fee is None:
        raise NoOrderFee()
    return fee


def _parties(order: OrderEntry, terms: OrderTerms, country: str, by: Actor, at: Moment) -> Parties:
    """Who sends and who is paid. Cash is brought with a document, an account is used by who may act on it.

    A customer who asks without a clerk uses an account of their own, and brings no cash.
    """
    giver = bank_account(_account(order.sender.account)) if terms.taken == Way.ACCOUNT else None
    taker = bank_account(_account(order.payee.account)) if terms.paid == Way.ACCOUNT else None
    if giver is not None and taker is not None and giver.number == taker.number:
        raise SameAccount()
    if giver is None:
        return Parties(looked_at(order.sender.document, country, at), giver, taker)
    if by.holder:
        check_own(giver, by, at)
        return Parties(DocumentShown(kind="", number=""), giver, taker)
    if by.kind == ActorKind.PERSON:
        document = looked_at(order.sender.document, country, at)
        check_paper(giver, document.number, at)
        return Parties(document, giver, taker)
    return Parties(DocumentShown(kind="", number=""), giver, taker)


def _account(text: str) -> str:
    if not text.strip():
        raise AccountMissing()
    return text


def _named(order: OrderEntry, parties: Parties) -> dict[str, str]:
    """The columns that say who is who."""
    sender, payee, document, giver = order.sender, order.payee, parties.document, parties.giver
    found = {
        "sender_name": one_line(sender.name or (giver.holder.latin_name if giver else ""), "sender_name"),
        "sender_name_ar": one_line(sender.name_ar or (giver.holder.arabic_name if giver else ""), "sender_name_ar"),
        "sender_phone": one_line(sender.phone or (giver.holder.phone if giver else ""), "sender_phone", 24),
        "sender_document_kind": document.kind, "sender_document_country": document.country,
        "sender_document_number": document.number, "sender_account": giver.number if giver else "",
        "payee_name": one_line(payee.name, "payee_name"), "payee_name_ar": one_line(payee.name_ar, "payee_name_ar"),
        "payee_phone": one_line(payee.phone, "payee_phone", 24),
        "payee_locality": one_line(payee.locality, "payee_locality", 80),
        "payee_account": parties.taker.number if parties.taker else "",
        "message": one_line(order.message, "message", 140),
        "pay_office": network.office(order.pay_office).code if order.pay_office.strip() else "",
    }  # fmt: skip
    for who in ("sender", "payee"):
        if not found[f"{who}_name"] and not found[f"{who}_name_ar"]:
            raise NameMissing()
    return found


def _check_day(document: DocumentShown, rules: Payments, order: OrderEntry, at: datetime, here: Any) -> None:
    """A day's limit holds for a document wherever it is shown; orders of a country wait for one another here."""
    if rules.day_at_most is None or not document.number:
        return
    morning = at.astimezone(here.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    sent = orders_sent(document.number, morning)
    if sent + order.amount > rules.day_at_most:
        raise DayLimitReached(
            sent=money_text(sent, rules.currency), most=money_text(rules.day_at_most, rules.currency)
        )


def _take_money(row: MoneyOrder, parties: Parties, by: Actor, at: Moment) -> None:
    """The amount into the order's account, the fee to the post's income: out of the same hand."""
    income = account_code(AccountKind.INCOME, ORDERS_INCOME, row.currency)
    said: dict[str, Any] = {"subject": row.number, "office": row.office_id}
    if parties.giver is None:
        till = hold_open_till(row.office_id, by, at, row.currency)
        legs = [Leg(row.account, till, row.amount, row.currency)]
        legs += [Leg(income, till, row.fee, row.currency)] if row.fee else []
        entry = entry_of(
            tuple(legs), key=row.issue_entry, kind=EntryKind.ORDER_ISSUED, happened_at=at, **said
        )
        post_all(transfers=[entry], by=by, at=at)
        return
    moves = [
        Move(
            row.issue_entry,
            row.amount,
            row.currency,
            parties.giver,
            row.account,
            EntryKind.ORDER_ISSUED,
            **said,
        )
    ]
    if row.fee:
        fee_key = uuid5(row.issue_entry, "fee")
        moves.append(Move(fee_key, row.fee, row.currency, parties.giver, income, EntryKind.ORDER_FEE, **said))
    move_all(moves, by=by, at=at)


def _announce(orders: Sequence[MoneyOrder], by: Actor, at: Moment) -> None:
    step_all(orders, OrderEventKind.NOTIFIED, by=by, at=at)
    tell_all(
        MoneyOrderAvailable(row.number, row.payee_name or row.payee_name_ar, row.payee_phone, row.pay_office,
                            row.expires_on.isoformat())
        for row in orders if row.paid == Way.CASH
    )  # fmt: skip


def _pay_into(
    orders: Sequence[MoneyOrder], takers: Sequence[Any], by: Actor, at: Moment
) -> list[Refused | None]:
    """Pay orders into accounts of the bank, in a constant number of statements; one answer a row."""
    refusals: list[Refused | None] = [taker if isinstance(taker, Refused) else None for taker in takers]
    ready = [
        (place, row, taker)
        for place, (row, taker) in enumerate(zip(orders, takers, strict=True))
        if not isinstance(taker, Refused)
    ]
    moves = [
        Move(entry_key(row, OrderEventKind.PAID), row.amount, row.currency, row.account, taker, EntryKind.ORDER_PAID,
             subject=row.number, office=row.office_id)
        for _, row, taker in ready
    ]  # fmt: skip
    paid: list[tuple[MoneyOrder, Any, UUID]] = []
    for (place, row, taker), one, answer in zip(
        ready, moves, move(moves, by=by, at=at) if moves else [], strict=True
    ):
        refusals[place] = answer.refusal
        if answer.refusal is None:
            paid.append((row, taker, one.key))
    _note_paid_into(paid, by, at)
    return refusals


def _note_paid_into(paid: Sequence[tuple[MoneyOrder, Any, UUID]], by: Actor, at: Moment) -> None:
    OrderPayment.objects.bulk_create(
        OrderPayment(
            token=uuid5(entry, "token"), order=row, office_id=row.office_id, clerk=author_name(by),
            account=taker.ledger, begun_at=at, lapses_at=at, answered_at=at, state=PaymentState.PAID, entry=entry,
            shown_name=(taker.holder.latin_name or taker.holder.arabic_name)[:160],
            likeness=likeness_of(taker.holder.latin_name or taker.holder.arabic_name, row.payee_names),
        )
        for row, taker, entry in paid
    )  # fmt: skip
    entries = {row.pk: entry for row, _, entry in paid}
    step_all([row for row, _, _ in paid], OrderEventKind.PAID, by=by, at=at, entries=entries)
    tell_all(
        MoneyOrderPaid(row.number, row.amount, row.currency, row.sender_phone, row.office_id, at.isoformat())
        for row, _, _ in paid
    )


def _raise_first(refusals: Sequence[Refused | None]) -> None:
    for refusal in refusals:
        if refusal is not None:
            raise refusal
