"""How a money order goes a step: one event, the row brought along, one key in the ledger. For one order or for many."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import msgspec

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_all, update_rows
from rekkas.design.formats import moment_text
from rekkas.payments.choices import ORDER_STEPS, LockReason, OrderEventKind, OrderState, PaymentState
from rekkas.payments.errors import (
    NotInThisState,
    OrderAlreadyPaid,
    OrderExpired,
    OrderLocked,
    WithThePostman,
)
from rekkas.payments.models import MoneyOrder, OrderEvent, OrderPayment

EVENT_COLUMNS = (
    "order_id", "ordinal", "kind", "after", "entry", "details", "office_code", "actor_kind", "actor_name",
    "happened_at",
)  # fmt: skip


def entry_key(order: MoneyOrder, kind: OrderEventKind) -> UUID:
    """The key in the ledger of the step that an order takes next: made from both, the same each time it is tried."""
    return uuid5(NAMESPACE_OID, f"money-order {order.number} {kind.value} {order.last_event + 1}")


def check_step(order: MoneyOrder, kind: OrderEventKind) -> None:
    """Refuse what cannot happen to an order in its state, in the words that help most."""
    if order.state in ORDER_STEPS[kind].before:
        return
    if order.state == OrderState.PAID:
        paid = (
            OrderPayment.objects.filter(order=order, state=PaymentState.PAID).select_related("office").first()
        )
        if paid is not None and paid.answered_at is not None:
            at = paid.answered_at.astimezone(paid.office.zone)
            raise OrderAlreadyPaid(number=order.printed, at=moment_text(at), office=paid.office_id)
    if order.state == OrderState.LOCKED:
        raise OrderLocked(number=order.printed, why=LockReason(order.lock_reason).label)
    if order.state == OrderState.EXPIRED:
        raise OrderExpired(number=order.printed, date=order.expires_on.isoformat())
    if order.state == OrderState.OUT:
        raise WithThePostman(number=order.printed, courier=order.out_with.split("/")[-1].partition(":")[0])
    raise NotInThisState(number=order.printed, state=OrderState(order.state).label)


def step(
    order: MoneyOrder, kind: OrderEventKind, *, by: Actor, at: Moment, office: str = "", entry: UUID | None = None,
    lock_reason: str = "", out_with: str = "", **details: Any,
) -> OrderEvent:  # fmt: skip
    """Let one thing happen to an order that is held, and keep it. What is changed on the row beside goes with it."""
    if order.last_event:
        check_step(order, kind)
    after = _after(order, kind)
    _bring_along(order, after, at, lock_reason=lock_reason, out_with=out_with)
    order.save()
    event = OrderEvent(
        order=order, ordinal=order.last_event, kind=kind, after=after, entry=entry, details=details,
        office_code=office or by.office or "", actor_kind=by.kind, actor_name=author_name(by), happened_at=at,
    )  # fmt: skip
    event.save(force_insert=True)
    return event


def step_all(
    orders: Sequence[MoneyOrder], kind: OrderEventKind, *, by: Actor, at: Moment,
    entries: Mapping[int, UUID] | None = None, details: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Let the same thing happen to many orders that are held, in two statements."""
    found, rows = entries or {}, []
    said = msgspec.json.encode(details or {}).decode()
    for order in orders:
        check_step(order, kind)
        _bring_along(order, _after(order, kind), at)
        rows.append(
            (
                order.pk, order.last_event, kind.value, order.state, found.get(order.pk), said, by.office or "",
                by.kind.value, author_name(by), at,
            )
        )  # fmt: skip
    update_rows(
        "payments_moneyorder", ("id", "state", "lock_reason", "out_with", "last_event", "changed_at"),
        [(one.pk, one.state, one.lock_reason, one.out_with, one.last_event, at) for one in orders], key="id",
    )  # fmt: skip
    insert_all("payments_orderevent", EVENT_COLUMNS, rows)


def _after(order: MoneyOrder, kind: OrderEventKind) -> OrderState:
    """What is locked at a door stays with the postman until it is brought back, and is locked then."""
    state = OrderState(order.state)
    if kind is OrderEventKind.LOCKED and state is OrderState.OUT:
        return state
    if kind is OrderEventKind.BROUGHT_BACK and order.lock_reason:
        return OrderState.LOCKED
    return ORDER_STEPS[kind].after or state


def _bring_along(
    order: MoneyOrder, after: OrderState, at: datetime, *, lock_reason: str = "", out_with: str = ""
) -> None:
    """A lock has its reason as long as it holds, a bag its postman as long as the order is out."""
    order.last_event += 1
    order.changed_at = at
    order.state = after.value
    order.lock_reason = (
        lock_reason or order.lock_reason if after in (OrderState.LOCKED, OrderState.OUT) else ""
    )
    order.out_with = out_with or order.out_with if after is OrderState.OUT else ""
