"""An order is locked and unlocked, and its sender gets another code: by people who look first."""

from django.contrib.auth.hashers import make_password

from postkit.moneyorder import SecretCode
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.outbox import tell
from rekkas.payments.choices import LockReason, OrderEventKind, Way
from rekkas.payments.commands.hands import check_sender, looked_at, reason_of
from rekkas.payments.commands.stepping import check_step, step
from rekkas.payments.entries import DocumentShown
from rekkas.payments.errors import NotInThisState, OrderLocked, OwnOrder, PaidIntoAccount
from rekkas.payments.facts import MoneyOrderLocked
from rekkas.payments.queries.orders import order_for_update


@command
def lock_money_order(*, number: str, reason: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Lock an order while somebody named in it is looked into: nothing is paid, given back or taken meanwhile."""
    row = order_for_update(number)
    step(
        row,
        OrderEventKind.LOCKED,
        by=by,
        at=at,
        lock_reason=LockReason.SCREENING.value,
        reason=reason_of(reason),
    )
    tell(MoneyOrderLocked(row.number, LockReason.SCREENING.value, "", at.isoformat()))
    return row.state


@command
def clear_money_order(*, number: str, reason: str, by: Actor, at: Moment, key: str | None = None) -> str:
    """Lift the lock of an order that was looked into: nobody named in it is somebody on a list."""
    row = order_for_update(number)
    check_step(row, OrderEventKind.UNLOCKED)
    if row.lock_reason != LockReason.SCREENING:
        raise NotInThisState(number=row.printed, state=LockReason(row.lock_reason).label)
    step(row, OrderEventKind.UNLOCKED, by=by, at=at, reason=reason_of(reason))
    return row.state


@command
def unlock_money_order(
    *,
    number: str,
    shown: DocumentShown,
    reason: str,
    office: str,
    by: Actor,
    at: Moment,
    key: str | None = None,
) -> str:
    """Let the code of an order be tried again, after looking at who tried it. Not for what is being looked into."""
    row = order_for_update(number)
    check_step(row, OrderEventKind.UNLOCKED)
    if row.lock_reason != LockReason.CODE:
        raise OrderLocked(number=row.printed, why=LockReason(row.lock_reason).label)
    document = looked_at(shown, row.country_id, at)
    row.wrong_codes = 0
    step(
        row, OrderEventKind.UNLOCKED, by=by, at=at, office=office, reason=reason_of(reason),
        document=f"{document.kind} {document.country} {document.number[:2]}…{document.number[-2:]}",
    )  # fmt: skip
    return row.state


@command
def renew_code(
    *, number: str, code: SecretCode, shown: DocumentShown, reason: str, office: str, by: Actor, at: Moment,
    key: str | None = None,
) -> str:  # fmt: skip
    """Give the sender of an order another secret code, against the document shown when it was issued.

    The one before opens nothing any more. Whoever issued the order does not do this.
    """
    row = order_for_update(number)
    check_step(row, OrderEventKind.CODE_RENEWED)
    if row.paid != Way.CASH:
        raise PaidIntoAccount(number=row.printed)
    if row.clerk == by.name:
        raise OwnOrder(who=by.name, number=row.printed)
    check_sender(row, shown, at)
    row.code_hash = make_password(code.spoken)
    step(row, OrderEventKind.CODE_RENEWED, by=by, at=at, office=office, reason=reason_of(reason))
    return row.number
