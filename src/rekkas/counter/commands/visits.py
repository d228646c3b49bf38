"""A visit settled as a whole: every service by its own verb, one total, one receipt, all of it or none."""

from collections.abc import Mapping, Sequence
from typing import Any

from postkit.moneyorder import SecretCode
from rekkas.bank.commands import withdraw
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import Refused
from rekkas.cash.queries import check_till_open, hold_open_till
from rekkas.counter.choices import Means
from rekkas.counter.commands.accepting import mark_of
from rekkas.counter.commands.done import Did
from rekkas.counter.commands.people import remember
from rekkas.counter.commands.pricing import Desk
from rekkas.counter.commands.queue import end_for_visit
from rekkas.counter.commands.sales import do_sales
from rekkas.counter.commands.services import do, do_pick_ups, do_sendings
from rekkas.counter.entries import (
    AdministrationLine,
    AnnouncedLine,
    ArticleLine,
    Payment,
    PickUpLine,
    SendingLine,
    Settled,
    VisitEntry,
)
from rekkas.counter.errors import (
    LineRefused,
    MeansNotTaken,
    NoCredit,
    NothingInVisit,
    PaymentsDiffer,
    SlipMissing,
    TooLittleTendered,
)
from rekkas.counter.models import Visit, VisitLine, VisitPayment
from rekkas.counter.queries.rules import rules_of, sheet
from rekkas.design.formats import money_text
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import TransferEntry, account_code
from rekkas.network.queries import check_open
from rekkas.network.queries import office as known_office

CARDS = "cards"
LINES_AT_MOST = 200


@command
def settle_visit(
    *, visit: VisitEntry, codes: Mapping[int, SecretCode] | None = None, office: str, by: Actor, at: Moment,
    key: str | None = None,
) -> Settled:  # fmt: skip
    """Do everything that a visitor came for and take the whole of its price: all of it happens, or none."""
    return settle(visit, office=office, codes=codes or {}, by=by, at=at)


def settle(
    visit: VisitEntry, *, office: str, codes: Mapping[int, SecretCode], by: Actor, at: Moment, carried: str = "",
    device: Any = None,
) -> Settled:  # fmt: skip
    """Settle a visit. ``carried`` names the prices that a device told it by, where they may still be old ones."""
    if not 0 < len(visit.lines) <= LINES_AT_MOST:
        raise NothingInVisit()
    here = known_office(office)
    check_open(here, at)
    currency = here.country.currency
    session = check_till_open(office, by.till or by.name, currency)
    kept = sheet(carried)
    number = f"{office}-{mark_of(visit.key)}"
    desk = Desk(
        visit.key, number, here, session.account, rules_of(here.country_id), by, at,
        sheet=kept.body if kept else None, codes=codes, credit=_on_account(visit.payments),
    )  # fmt: skip
    amount = sum(line.amount for line in visit.lines)
    _check_payments(desk, visit, amount)
    done = _do_all(desk, visit)
    hold_open_till(office, by, at, currency)
    entries = {place: _pay(desk, place, payment) for place, payment in enumerate(visit.payments)}
    _record(desk, visit, session.number, amount, done, entries, device)
    if visit.ticket.strip():
        end_for_visit(here, visit.ticket, number, at)
    remember(
        [line for line in visit.lines if isinstance(line, SendingLine)], here, at=at
    )  # fmt: skip
    cash = sum(payment.amount for payment in visit.payments if payment.means is Means.CASH)
    change = visit.tendered - cash if visit.tendered else 0
    return Settled(number, amount, currency, change, tuple(done[place].done for place in sorted(done)))


def _check_payments(desk: Desk, visit: VisitEntry, amount: int) -> None:
    paid = sum(payment.amount for payment in visit.payments)
    if paid != amount:
        raise PaymentsDiffer(due=money_text(amount, desk.currency), paid=money_text(paid, desk.currency))
    for payment in visit.payments:
        if payment.means is Means.CREDIT:  # the contract says so, whatever else a country takes
            if not payment.reference.strip():
                raise NoCredit(customer="–")
        elif desk.rules.takes(payment.means.value) is None:
            raise MeansNotTaken(means=payment.means.label)
        if not payment.amount:
            raise MeansNotTaken(means=payment.means.label)
        if payment.means is not Means.CASH and payment.amount < 0:
            raise MeansNotTaken(means=payment.means.label)
        if payment.means is Means.CARD and not payment.reference.strip():
            raise SlipMissing()
    cash = sum(payment.amount for payment in visit.payments if payment.means is Means.CASH)
    if visit.tendered and visit.tendered < cash:
        raise TooLittleTendered(
            due=money_text(cash, desk.currency), tendered=money_text(visit.tendered, desk.currency)
        )


def _on_account(payments: Sequence[Payment]) -> dict[str, int]:
    """What is put on the account of which merchant, as the payments of a visit say it."""
    said: dict[str, int] = {}
    for payment in payments:
        if payment.means is Means.CREDIT:
            customer = payment.reference.strip().upper()
            said[customer] = said.get(customer, 0) + payment.amount
    return said


def _do_all(desk: Desk, visit: VisitEntry) -> dict[int, Did]:
    """Mail first and money after it: locks are taken in the order of the house."""
    lines = dict(enumerate(visit.lines))
    sendings = {place: line for place, line in lines.items() if isinstance(line, SendingLine | AnnouncedLine)}
    pick_ups = {place: line for place, line in lines.items() if isinstance(line, PickUpLine)}
    answers: dict[int, Did | Refused] = {}
    if desk.credit and not sendings:
        raise NoCredit(customer=next(iter(desk.credit)))
    if sendings:
        answers |= do_sendings(desk, sendings)
    if pick_ups:
        answers |= do_pick_ups(desk, pick_ups)
    _check_answers(answers)
    sales = {
        place: line for place, line in lines.items() if isinstance(line, ArticleLine | AdministrationLine)
    }
    for place, line in lines.items():
        if place not in answers and place not in sales:
            try:
                answers[place] = do(line, desk, place)
            except Refused as refusal:
                raise _refused(place, refusal) from refusal
    if sales:  # last: what they move needs no lock but the till's
        answers |= do_sales(desk, sales)
        _check_answers(answers)
    return {place: answer for place, answer in answers.items() if isinstance(answer, Did)}


def _check_answers(answers: Mapping[int, Did | Refused]) -> None:
    for place in sorted(answers):
        answer = answers[place]
        if isinstance(answer, Refused):
            raise _refused(place, answer)


def _refused(place: int, refusal: Refused) -> LineRefused:
    return LineRefused(line=place + 1, why=str(refusal), refusal=refusal.code)


def _pay(desk: Desk, place: int, payment: Payment) -> Any:
    """What was not paid in cash leaves the till again: to who owes it, or out of the account that paid.

    What is on account never came into it.
    """
    key = desk.key_of(1_000 + place)
    if payment.means is Means.CARD:
        entry = TransferEntry(
            key=key, source=desk.till, target=account_code(AccountKind.ACQUIRER, CARDS, desk.currency),
            amount=payment.amount, currency=desk.currency, kind=EntryKind.CARD_PAID, happened_at=desk.at,
            subject=payment.reference.strip()[:64], office=desk.office.code,
        )  # fmt: skip
        post_all(transfers=[entry], by=desk.by, at=desk.at)
        return key
    if payment.means is Means.ACCOUNT:
        moved = withdraw(
            account=payment.reference, amount=payment.amount, currency=desk.currency, document=payment.document,
            office=desk.office.code, by=desk.by, at=desk.at, key=str(key),
        )  # fmt: skip
        return moved.entry
    return None


def _record(
    desk: Desk, visit: VisitEntry, session: str, amount: int, done: Mapping[int, Did],
    entries: Mapping[int, Any], device: Any,
) -> None:  # fmt: skip
    row = Visit.objects.create(
        number=desk.number, key=visit.key, office=desk.office, clerk=desk.by.till or desk.by.name, session=session,
        happened_at=desk.at, amount=amount, currency=desk.currency, tendered=visit.tendered, device=device,
        ticket=visit.ticket.strip()[:16],
    )  # fmt: skip
    VisitLine.objects.bulk_create(
        VisitLine(
            visit=row, place=place, service=one.service, subject=one.done.subject[:80], what=one.what,
            count=one.count, amount=visit.lines[place].amount,
            reasons=[{"rule": why.rule, "label": why.label, "amount": why.amount} for why in one.reasons],
            entries=[str(entry) for entry in one.entries], more=one.done.more or None,
        )
        for place, one in sorted(done.items())
    )  # fmt: skip
    VisitPayment.objects.bulk_create(
        VisitPayment(
            visit=row,
            place=place,
            means=payment.means,
            amount=payment.amount,
            reference=payment.reference.strip()[:80],
            entry=entries[place],
        )
        for place, payment in enumerate(visit.payments)
    )
