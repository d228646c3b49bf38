"""Money orders: one by its number, what happened to it, and the lists of an office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from postkit.moneyorder import NotAnOrderNumber, parse
from rekkas.base import looks
from rekkas.desk.listings import Listing
from rekkas.money.choices import AccountKind
from rekkas.money.queries import TillLine, lines_of, sums_by_kind
from rekkas.payments.choices import (
    GIVEN_BACK_FROM,
    OWED,
    LockReason,
    OrderEventKind,
    OrderState,
    PaymentState,
)
from rekkas.payments.entries import OrderEntry
from rekkas.payments.errors import OrderNumberNotRight, UnknownOrder, UnknownPayment, UnknownRequest
from rekkas.payments.models import MoneyOrder, OrderEvent, OrderPayment, PaymentRules, SignatureRequest

GIVEN_BACK = (OrderState.CANCELLED, OrderState.REIMBURSED)


def people_in(row: MoneyOrder) -> tuple[looks.Subject, ...]:
    """Whose data a money order shows: it, and whoever is behind the telephones on it."""
    return looks.money_order(row.number), looks.phone(row.sender_phone), looks.phone(row.payee_phone)


def order_number(written: str) -> str:
    """A number as it is kept, however it was written; refused where a sign of it is wrong."""
    try:
        return str(parse(written))
    except NotAnOrderNumber as problem:
        raise OrderNumberNotRight(number=written.strip()[:40]) from problem


def order(number: str) -> MoneyOrder:
    """One money order by its number."""
    wanted = order_number(number)
    found = MoneyOrder.objects.select_related("office__country").filter(number=wanted).first()
    if found is None:
        raise UnknownOrder(number=wanted)
    return found


def issued_since(entry: OrderEntry, office: str, clerk: str, since: datetime) -> MoneyOrder | None:
    """The same money order that this clerk issued after a moment, if there is one that was not cancelled."""
    rows = MoneyOrder.objects.filter(
        office_id=office, clerk=clerk, issued_at__gt=since, product=entry.product, amount=entry.amount,
        payee_name=entry.payee.name.strip(), payee_name_ar=entry.payee.name_ar.strip(),
    )  # fmt: skip
    return rows.exclude(state__in=GIVEN_BACK).order_by("-id").first()


def order_for_update(number: str) -> MoneyOrder:
    """One money order, held until the transaction ends."""
    wanted = order_number(number)
    rows = MoneyOrder.objects.select_for_update(of=("self",)).select_related("office__country")
    found = rows.filter(number=wanted).first()
    if found is None:
        raise UnknownOrder(number=wanted)
    return found


def orders_for_update(rows: Iterable[int]) -> list[MoneyOrder]:
    """These orders, held in the order of their numbers."""
    found = MoneyOrder.objects.select_for_update().filter(pk__in=list(rows))
    return list(found.order_by("id"))


def events_of(row: MoneyOrder) -> list[OrderEvent]:
    """What happened to an order, the earliest first."""
    return list(OrderEvent.objects.filter(order=row).order_by("ordinal"))


def wrong_code_under(row: MoneyOrder, token: UUID) -> OrderEvent | None:
    """The wrong code that was tried under a token, if one was."""
    rows = OrderEvent.objects.filter(order=row, kind=OrderEventKind.CODE_WRONG, details__token=str(token))
    return rows.first()


def opened_by(row: MoneyOrder, who: str) -> bool:
    """Whether somebody gave out another code for an order, or let its code be tried again."""
    kinds = (OrderEventKind.CODE_RENEWED, OrderEventKind.UNLOCKED)
    return OrderEvent.objects.filter(order=row, kind__in=kinds, actor_name=who).exists()


def payments_of(row: MoneyOrder) -> list[OrderPayment]:
    """Every attempt to pay an order, the latest first."""
    return list(OrderPayment.objects.filter(order=row).defer("receipt_signature").order_by("-id"))


def payment(token: UUID) -> OrderPayment:
    """One attempt to pay, by its token."""
    found = _payments().filter(token=token).first()
    if found is None:
        raise UnknownPayment()
    return found


def find_payment(token: UUID) -> OrderPayment | None:
    return _payments().filter(token=token).first()


def payment_for_update(row: OrderPayment) -> OrderPayment:
    """An attempt as it is now that its order is held."""
    return OrderPayment.objects.select_for_update(of=("self",)).select_related("order").get(pk=row.pk)


def begun_payment(row: MoneyOrder) -> OrderPayment | None:
    """The attempt in whose hands an order is."""
    return OrderPayment.objects.filter(order=row, state=PaymentState.BEGUN).first()


def paid_payment(row: MoneyOrder) -> OrderPayment | None:
    """The attempt by which an order stands paid."""
    return OrderPayment.objects.filter(order=row, state=PaymentState.PAID).first()


def _payments() -> "QuerySet[OrderPayment]":
    return OrderPayment.objects.select_related("order__office__country", "office__country")


def request(number: str, *, lock: bool = False) -> SignatureRequest:
    """One request for a second signature."""
    rows = SignatureRequest.objects.select_related("order__office__country")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(number=number.strip().upper()).first()
    if found is None:
        raise UnknownRequest(request=number)
    return found


def requests_of(row: MoneyOrder) -> list[SignatureRequest]:
    """What was asked to be signed of an order, the latest first."""
    return list(SignatureRequest.objects.filter(order=row).order_by("-id"))


# ---- lists -----------------------------------------------------------------------------------------------------


def orders_of(office: str = "", *, states: Iterable[OrderState] = ()) -> Listing[MoneyOrder]:
    """The orders that an office issued, or all; the latest first."""
    rows = MoneyOrder.objects.filter(office__code=office) if office else MoneyOrder.objects.all()
    if states:
        rows = rows.filter(state__in=list(states))
    return Listing(rows.order_by("-id"), list)


def orders_sent(document_number: str, since: datetime) -> int:
    """How much was sent under a document since a moment; what was cancelled does not count."""
    rows = MoneyOrder.objects.filter(sender_document_number=document_number, issued_at__gte=since)
    return int(rows.exclude(state=OrderState.CANCELLED).aggregate(total=Sum("amount"))["total"] or 0)


def awaiting_answers(office: str = "", clerk: str = "") -> Listing[OrderPayment]:
    """Payments that were asked and not answered, the oldest first: of a till, of an office, or all."""
    rows = _payments().filter(state=PaymentState.BEGUN)
    if office:
        rows = rows.filter(office__code=office)
    if clerk:
        rows = rows.filter(clerk=clerk)
    return Listing(rows.order_by("id"), list)


def payments_to_sign(office: str = "") -> Listing[OrderPayment]:
    """Payments that wait for a second signature, the oldest first."""
    rows = _payments().filter(state=PaymentState.BEGUN, needs_signature=True, signed_by="")
    return Listing((rows.filter(office__code=office) if office else rows).order_by("id"), list)


def requests_waiting(office: str = "") -> Listing[SignatureRequest]:
    """What waits for a second signature, or is signed and not done yet; the oldest first."""
    rows = SignatureRequest.objects.filter(used_at=None).select_related("order")
    return Listing((rows.filter(office__code=office) if office else rows).order_by("id"), list)


def orders_to_announce(at: datetime, at_most: int) -> list[int]:
    """Orders whose time to be paid has come, the oldest first."""
    rows = MoneyOrder.objects.filter(state=OrderState.ISSUED, available_at__lte=at)
    return list(rows.order_by("available_at", "id").values_list("pk", flat=True)[:at_most])


def orders_to_expire(at: datetime, at_most: int) -> list[int]:
    """Orders that can be paid no more, the oldest first; what is being looked into stays as it is."""
    rows = MoneyOrder.objects.filter(
        Q(state__in=(OrderState.ISSUED, OrderState.AVAILABLE))
        | Q(state=OrderState.LOCKED, lock_reason=LockReason.CODE),
        _before_today("expires_on__lt", at),
    )
    return list(rows.order_by("expires_on", "id").values_list("pk", flat=True)[:at_most])


def orders_to_prescribe(at: datetime, at_most: int) -> list[int]:
    """Orders that were never paid nor given back and that the law takes now, the oldest first."""
    rows = MoneyOrder.objects.filter(_before_today("prescribed_on__lte", at), state__in=GIVEN_BACK_FROM)
    return list(rows.order_by("prescribed_on", "id").values_list("pk", flat=True)[:at_most])


def _before_today(condition: str, at: datetime) -> Q:
    """A day compared with today as the calendar of each country has it."""
    found = Q(pk__in=[])
    for row in PaymentRules.objects.select_related("country"):
        today = at.astimezone(ZoneInfo(row.country.time_zone)).date()
        found |= Q(country=row.country_id, **{condition: today})
    return found


def expiring(until: date, *, office: str = "") -> Listing[MoneyOrder]:
    """Orders that nobody was paid yet and that end by a day, those that end first at the head."""
    rows = MoneyOrder.objects.filter(
        state__in=(OrderState.ISSUED, OrderState.AVAILABLE, OrderState.LOCKED, OrderState.OUT),
        expires_on__lte=until,
    )
    return Listing((rows.filter(office__code=office) if office else rows).order_by("expires_on", "id"), list)


def to_be_given_back(*, office: str = "") -> Listing[MoneyOrder]:
    """Orders that will not be paid and whose money still waits for the sender, the oldest first."""
    rows = MoneyOrder.objects.filter(state__in=GIVEN_BACK_FROM)
    return Listing((rows.filter(office__code=office) if office else rows).order_by("changed_at", "id"), list)


def out_with(account: str) -> Listing[MoneyOrder]:
    """The orders in a postman's bag."""
    return Listing(MoneyOrder.objects.filter(out_with=account).order_by("id"), list)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on money orders in a state: a liability until it is paid, given back, or taken by the law."""

    state: OrderState
    currency: str
    count: int
    amount: int

    @property
    def label(self) -> str:
        return str(self.state.label)


def owed_by_state() -> list[Owed]:
    """What the post owes on money orders, by state; the sum is what their accounts in the ledger hold."""
    rows = MoneyOrder.objects.filter(state__in=OWED).values_list("state", "currency")
    found = rows.annotate(count=Count("pk"), amount=Sum("amount")).order_by("currency", "state")
    return [Owed(OrderState(state), currency, count, amount) for state, currency, count, amount in found]


def ledger_owes() -> dict[str, int]:
    """What the accounts of all orders hold in the ledger, by currency."""
    return {currency: -held for kind, currency, held in sums_by_kind() if kind == AccountKind.ORDER and held}


def issue_lines(row: MoneyOrder) -> list[TillLine]:
    """The line that issuing an order left on a till: its mark is on the sender's receipt."""
    return list(lines_of(keys=[row.issue_entry]))
