"""What was settled is given back by a line of its own, with its reason; the visit itself never changes."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.cash.queries import check_till_open, hold_open_till
from rekkas.counter.choices import Means, Service
from rekkas.counter.commands.accepting import mark_of
from rekkas.counter.commands.visits import CARDS
from rekkas.counter.entries import Refunded, RefundEntry
from rekkas.counter.errors import (
    AlreadyRefunded,
    MeansNotTaken,
    MovedBack,
    NotRefundable,
    PaidOnAccount,
    PaidOtherwise,
    ReasonMissing,
    RefundNeedsAnother,
    SlipMissing,
    TooLateToRefund,
)
from rekkas.counter.models import Refund, Visit, VisitLine
from rekkas.counter.queries.rules import rules_of
from rekkas.counter.queries.visits import given_back_by, line_for_update, paid_by, visit_for_update
from rekkas.design.formats import money_text
from rekkas.mail.commands import cancel_items
from rekkas.money.choices import AccountKind, EntryKind
from rekkas.money.commands import post_all
from rekkas.money.entries import Leg, TransferEntry, account_code, entry_of, undoing
from rekkas.money.queries import entries_named, entry_keyed
from rekkas.payments.commands import cancel_bill_payment, cancel_money_order

REFUND_OVER = "counter.refund_over"  # the right to give back more than a clerk does alone


@command
def refund_line(
    *, refund: RefundEntry, office: str, by: Actor, at: Moment, key: str | None = None
) -> Refunded:
    """Undo one line of a visit at the office where it was settled, and give its money back out of the clerk's till.

    What was sent is given back before it leaves the counter, a bill and a money order within the time that they say.
    More than a clerk gives back alone is given back by a supervisor who did not settle it, out of their own till.
    """
    return give_back(refund, office=office, by=by, at=at)


def give_back(refund: RefundEntry, *, office: str, by: Actor, at: Moment) -> Refunded:
    """The same for whoever has the right already."""
    reason = " ".join(refund.reason.split())[:200]
    if not reason:
        raise ReasonMissing()
    before = visit_for_update(refund.visit)  # whoever gives back another line of it waits here
    line = line_for_update(before, refund.place)
    known = Refund.objects.filter(line=line).first()
    if known is not None:
        if known.key == refund.key:
            return _said(known, before, line)
        raise AlreadyRefunded(place=line.place + 1, visit=before.number, refund=known.number)
    _check(before, line, refund, office, by, at)
    session = check_till_open(office, by.till or by.name, before.currency)
    entry = _undo(before, line, refund, reason, session.account, office, by, at)
    hold_open_till(office, by, at, before.currency)
    row = Refund.objects.create(
        number=f"{office}-R{mark_of(refund.key)}", line=line, key=refund.key, reason=reason, amount=line.amount,
        clerk=author_name(by), means=refund.means, reference=refund.reference.strip()[:80], session=session.number,
        happened_at=at, entry=entry,
    )  # fmt: skip
    return _said(row, before, line)


def _said(row: Refund, before: Visit, line: VisitLine) -> Refunded:
    return Refunded(row.number, before.number, line.place, row.amount, before.currency)


def _check(
    before: Visit, line: VisitLine, refund: RefundEntry, office: str, by: Actor, at: Moment
) -> None:  # fmt: skip
    if line.service not in REFUNDABLE or line.amount <= 0 or before.office_id != office:
        service = Service(line.service)
        where = before.office_id if before.office_id != office else ""
        raise NotRefundable(service=service.label, instead=_instead(service, where))
    rules = rules_of(before.office.country_id)
    if at > before.happened_at + timedelta(hours=rules.refund_hours):
        raise TooLateToRefund(hours=rules.refund_hours)
    is_own = before.clerk == (by.till or by.name)
    if line.amount > rules.refund_at_most and (is_own or not by.may(REFUND_OVER)):
        raise RefundNeedsAnother(most=money_text(rules.refund_at_most, before.currency))
    if refund.means is Means.ACCOUNT:
        raise MeansNotTaken(means=refund.means.label)
    if refund.means is Means.CARD and not refund.reference.strip():
        raise SlipMissing()
    if (refund.means is Means.CREDIT) != bool(account_of(line)):
        raise PaidOnAccount() if account_of(line) else MeansNotTaken(means=refund.means.label)
    left = paid_by(before, refund.means) - given_back_by(before, refund.means)
    if line.amount > left:
        raise PaidOtherwise(means=refund.means.label, left=money_text(max(left, 0), before.currency))


def _undo(
    before: Visit, line: VisitLine, refund: RefundEntry, reason: str, till: str, office: str, by: Actor, at: Moment
) -> UUID | None:  # fmt: skip
    """Undo what was done, by the verb whose rule it is, and move its money out of the till."""
    match line.service:
        case Service.BILL:
            cancel_bill_payment(
                number=line.subject, reason=reason, office=office, visit=before.number, by=by, at=at
            )
        case Service.MONEY_ORDER:
            cancel_money_order(
                number=line.subject, reason=reason, office=office, visit=before.number, by=by, at=at
            )
        case Service.SENDING | Service.ANNOUNCED:
            cancel_items(numbers=[line.subject], office=office, by=by, at=at)
    legs = _legs(line, till)
    entry = None
    if legs:
        back = entry_of(
            legs, key=_undoing(line) or uuid5(refund.key, "refund"), kind=EntryKind.REFUNDED, happened_at=at,
            subject=line.subject or line.what, office=office, note=reason,
        )  # fmt: skip
        post_all(transfers=[back], by=by, at=at)
        entry = back.key
    if refund.means is Means.CARD:
        card = TransferEntry(
            key=uuid5(refund.key, "card"), source=account_code(AccountKind.ACQUIRER, CARDS, before.currency),
            target=till, amount=line.amount, currency=before.currency, kind=EntryKind.CARD_REFUNDED, happened_at=at,
            subject=refund.reference.strip()[:64], office=office,
        )  # fmt: skip
        post_all(transfers=[card], by=by, at=at)
    return entry


def _undoing(line: VisitLine) -> UUID | None:
    """Under which key postage is given back: the one of its undoing, under which a recovery would move it back too."""
    if line.service not in (Service.SENDING, Service.ANNOUNCED) or len(line.entries) != 1:
        return None
    key = undoing(UUID(line.entries[0]))
    if entries_named([key]):
        raise MovedBack(place=line.place + 1)
    return key


def account_of(line: VisitLine) -> str:
    """On whose account a line was put: there it is turned back, and nobody gets cash for what nobody paid."""
    return str((line.more or {}).get("on_account", ""))


def _legs(line: VisitLine, till: str) -> tuple[Leg, ...]:
    """Out of the till, or off the account on which it was put, back to where each part of it came from, as it was
    posted; bills and orders bring theirs back.
    """
    if line.service in (Service.BILL, Service.MONEY_ORDER):
        return ()
    return tuple(
        Leg(leg.target.code if account_of(line) else till, leg.source.code, leg.amount, leg.currency)
        for key in line.entries
        for leg in _posted(UUID(key))
    )


def _posted(key: UUID) -> Iterable[Any]:
    entry = entry_keyed(key)
    return entry.transfers.all() if entry is not None else ()


def _instead(service: Service, office: str) -> str:
    """What a customer does where nothing is given back at the counter."""
    if office:
        return _("Go to the office where it was done: %(office)s.") % {"office": office}
    match service:
        case Service.DEPOSIT:
            return _("Withdraw it from the account.")
        case Service.WITHDRAWAL:
            return _("Pay it in again.")
        case Service.ORDER_PAYMENT:
            return _("A supervisor takes the payment of a money order back.")
        case Service.PICK_UP:
            return _("An item that was handed out is sent anew.")
        case _:
            return _("Nothing was paid for it.")


REFUNDABLE = frozenset(
    {
        Service.SENDING, Service.ANNOUNCED, Service.ARTICLE, Service.ADMINISTRATION, Service.BILL,
        Service.MONEY_ORDER,
    }
)  # fmt: skip
