"""Whether orders, their events and the ledger say the same: what ``rekkas verify`` asks of payments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from django.db.models import F, OuterRef, Q, Subquery

from rekkas.money.choices import AccountKind
from rekkas.money.queries import accounts
from rekkas.payments.choices import ORDER_STEPS, OWED, OrderEventKind, OrderState, PaymentState
from rekkas.payments.models import MoneyOrder, OrderEvent, OrderPayment, SignatureRequest

CHUNK = 5_000  # rows in hand at once


@dataclass(frozen=True, slots=True)
class OrderFault:
    """Something about an order that does not agree. ``reason`` is stable: state, step, money, payment, signature."""

    number: str
    reason: str
    said: str
    found: str


def order_faults() -> Iterator[OrderFault]:
    """Orders whose row is not what their events say, whose money is elsewhere, or that stand paid without a payment.

    And what bears a second signature that nobody gave.
    """
    yield from _rows_against_events()
    yield from _steps_that_cannot_be()
    yield from _money_against_rows()
    yield from _payments_against_rows()
    yield from _signatures_against_events()


def _rows_against_events() -> Iterator[OrderFault]:
    last = OrderEvent.objects.filter(order=OuterRef("pk")).order_by("-ordinal")
    rows = MoneyOrder.objects.annotate(
        last_after=Subquery(last.values("after")[:1]), last_ordinal=Subquery(last.values("ordinal")[:1])
    )
    wrong = rows.filter(
        ~Q(state=F("last_after")) | ~Q(last_event=F("last_ordinal")) | Q(last_after__isnull=True)
    )
    for row in wrong.order_by("id").values("number", "state", "last_after"):
        yield OrderFault(row["number"], "state", row["state"], row["last_after"] or "")


def _steps_that_cannot_be() -> Iterator[OrderFault]:
    """Each event follows from the one before it: none is missing, and none leads where nothing leads."""
    rows = OrderEvent.objects.order_by("order", "ordinal").values_list(
        "order__number", "ordinal", "kind", "after"
    )
    for number, group in groupby(rows.iterator(CHUNK), key=lambda row: row[0]):
        before: OrderState | None = None
        for place, (_, ordinal, kind, after) in enumerate(group, start=1):
            step = ORDER_STEPS[kind]
            fits = before in step.before if before else kind == OrderEventKind.ISSUED
            if (
                ordinal != place
                or not fits
                or (step.after and after != step.after and before is not OrderState.OUT)
            ):
                yield OrderFault(number, "step", f"{before or ''} {kind}", after)
                break
            before = OrderState(after)


def _money_against_rows() -> Iterator[OrderFault]:
    """What an order's account holds is its amount while it is owed, and nothing after."""
    held = {line.owner: line.holds for line in accounts(kinds=[AccountKind.ORDER])}
    rows = MoneyOrder.objects.order_by("id").values_list("number", "state", "amount")
    for number, state, amount in rows.iterator(CHUNK):
        due = amount if state in OWED else 0
        if held.pop(number, 0) != due:
            yield OrderFault(number, "money", str(due), state)
    yield from (OrderFault(owner, "money", "0", str(amount)) for owner, amount in held.items() if amount)


def _payments_against_rows() -> Iterator[OrderFault]:
    paid = OrderPayment.objects.filter(state=PaymentState.PAID)
    without = MoneyOrder.objects.filter(state=OrderState.PAID).exclude(pk__in=paid.values("order"))
    for number in without.values_list("number", flat=True):
        yield OrderFault(number, "payment", "paid", "")
    beside = paid.exclude(order__state=OrderState.PAID)
    for number, state in beside.values_list("order__number", "order__state"):
        yield OrderFault(number, "payment", state, "paid")


def _signatures_against_events() -> Iterator[OrderFault]:
    """Each second signature follows from an event of its order: by the same person, at the same moment."""
    for rows, named in ((SignatureRequest.objects, "number"), (OrderPayment.objects, "token")):
        signed = rows.exclude(signed_by="").order_by("id")
        coming = signed.values_list("order", named, "signed_by", "signed_at", "order__number").iterator(CHUNK)
        while some := list(islice(coming, CHUNK)):
            given = _signed_in({order for order, *_ in some})
            for order, what, who, at, number in some:
                if (order, str(what), who, at) not in given:
                    yield OrderFault(number, "signature", str(what), who)


def _signed_in(orders: set[int]) -> set[tuple[int, str, str, datetime]]:
    """What the events of some orders say was signed, by whom and when."""
    kinds = (OrderEventKind.SIGNED, OrderEventKind.PAYMENT_SIGNED)
    rows = OrderEvent.objects.filter(order__in=orders, kind__in=kinds)
    return {
        (order, details.get("request") or details.get("token"), who, at)
        for order, details, who, at in rows.values_list("order", "details", "actor_name", "happened_at")
    }
