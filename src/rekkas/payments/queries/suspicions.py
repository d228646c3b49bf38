"""What somebody should look at: shown with its reason, never decided by a machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from postkit.pack.payments import Payments
from rekkas.bank.entries import masked
from rekkas.payments.choices import OrderEventKind, PaymentState, SuspicionKind, Way
from rekkas.payments.models import MoneyOrder, OrderEvent, OrderPayment, PaymentRules
from rekkas.payments.queries.rules import rules_of

MOST = 200  # of each kind


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One reason to look: about whom or what, how often, for how much, when last. ``order`` leads to one order."""

    kind: SuspicionKind
    subject: str
    count: int
    amount: int
    currency: str
    last_at: datetime
    order: str = ""
    office: str = ""

    @property
    def label(self) -> str:
        return str(self.kind.label)


def suspicions(at: datetime) -> list[Suspicion]:
    """Everything of the last days that somebody should look at, the latest first: a few statements a country.

    What is older was looked at or is history; how much is much is said by the pack.
    """
    found: list[Suspicion] = []
    for country in PaymentRules.objects.order_by("pk").values_list("pk", flat=True):
        rules = rules_of(country)
        since = at - timedelta(days=rules.suspicious_days)
        for look in (
            _documents_at_many_offices,
            _many_senders,
            _guesses,
            _pairs,
            _minutes_apart,
            _under_limits,
        ):
            found += look(country, rules, since)
    return sorted(found, key=lambda one: (one.last_at, one.subject), reverse=True)


def _paid(country: str, since: datetime) -> "QuerySet[OrderPayment]":
    rows = OrderPayment.objects.filter(
        state=PaymentState.PAID, answered_at__gte=since, order__paid=Way.CASH, order__country=country
    )
    return rows.exclude(document_number="").order_by()


def _documents_at_many_offices(country: str, rules: Payments, since: datetime) -> Iterator[Suspicion]:
    """One document is shown at more offices than people go to in a week."""
    rows = _paid(country, since).values("document_kind", "document_number", "order__currency").annotate(
        offices=Count("office", distinct=True), count=Count("pk"), amount=Sum("order__amount"),
        last=Max("answered_at"),
    )  # fmt: skip
    for row in rows.filter(offices__gte=rules.many_offices).order_by("-last")[:MOST]:
        yield Suspicion(
            SuspicionKind.MANY_OFFICES, f"{row['document_kind']} {masked(row['document_number'])}", row["offices"],
            row["amount"], row["order__currency"], row["last"],
        )  # fmt: skip


def _many_senders(country: str, rules: Payments, since: datetime) -> Iterator[Suspicion]:
    """Many send to one, who takes it out in cash."""
    rows = _paid(country, since).values("document_kind", "document_number", "order__currency").annotate(
        senders=Count("order__sender_document_number", distinct=True), count=Count("pk"),
        amount=Sum("order__amount"), last=Max("answered_at"),
    )  # fmt: skip
    for row in rows.filter(senders__gte=rules.many_senders).order_by("-last")[:MOST]:
        yield Suspicion(
            SuspicionKind.MANY_SENDERS, f"{row['document_kind']} {masked(row['document_number'])}", row["senders"],
            row["amount"], row["order__currency"], row["last"],
        )  # fmt: skip


def _guesses(country: str, rules: Payments, since: datetime) -> Iterator[Suspicion]:
    """Wrong codes: for one order, and by one clerk for several."""
    rows = OrderEvent.objects.filter(
        kind=OrderEventKind.CODE_WRONG, happened_at__gte=since, order__country=country
    ).order_by()
    orders = rows.values("order__number", "order__amount", "order__currency").annotate(
        count=Count("pk"), last=Max("happened_at")
    )
    for row in orders.filter(count__gte=rules.many_guesses).order_by("-last")[:MOST]:
        yield Suspicion(
            SuspicionKind.CODE_GUESSES, row["order__number"], row["count"], row["order__amount"],
            row["order__currency"], row["last"], order=row["order__number"],
        )  # fmt: skip
    clerks = rows.values("actor_name", "office_code", "order__currency").annotate(
        orders=Count("order", distinct=True), amount=Sum("order__amount"), last=Max("happened_at")
    )
    for one in clerks.filter(orders__gte=rules.many_orders).order_by("-last")[:MOST]:
        yield Suspicion(
            SuspicionKind.CODE_GUESSES, _("clerk %(clerk)s") % {"clerk": one["actor_name"]}, one["orders"],
            one["amount"], one["order__currency"], one["last"], office=one["office_code"],
        )  # fmt: skip


def _pairs(country: str, rules: Payments, since: datetime) -> Iterator[Suspicion]:
    """One clerk issues what one other pays, again and again: nobody pays their own, but two may agree."""
    rows = (
        _paid(country, since)
        .values("order__clerk", "clerk", "order__currency")
        .annotate(count=Count("pk"), amount=Sum("order__amount"), last=Max("answered_at"))
    )
    for row in rows.filter(count__gte=rules.many_of_a_pair).order_by("-last")[:MOST]:
        yield Suspicion(
            SuspicionKind.SAME_PAIR, f"{row['order__clerk']} → {row['clerk']}", row["count"], row["amount"],
            row["order__currency"], row["last"],
        )  # fmt: skip


def _minutes_apart(country: str, rules: Payments, since: datetime) -> Iterator[Suspicion]:
    """Paid so soon after its issue, at another office, that nobody can have gone there."""
    soon = F("order__issued_at") + timedelta(minutes=rules.suspicious_minutes)
    rows = _paid(country, since).filter(answered_at__lte=soon).exclude(office=F("order__office"))
    for row in rows.select_related("order").order_by("-answered_at")[:MOST]:
        assert row.answered_at is not None  # noqa: S101
        minutes = int((row.answered_at - row.order.issued_at).total_seconds() // 60)
        yield Suspicion(
            SuspicionKind.MINUTES_APART, f"{row.order.office_id} → {row.office_id}", minutes, row.order.amount,
            row.order.currency, row.answered_at, order=row.order.number, office=row.office_id,
        )  # fmt: skip


def _under_limits(country: str, rules: Payments, since: datetime) -> Iterator[Suspicion]:
    """One document sends again and again just so much that nobody must look."""
    limits = {rules.second_signature_from} | {
        row.amount_at_most + 1 for row in rules.orders if row.amount_at_most
    }
    near = Q(pk__in=[])
    for limit in limits:
        near |= Q(amount__lt=limit, amount__gte=limit * rules.near_limit_per_mille // 1000)
    rows = MoneyOrder.objects.filter(near, country=country, issued_at__gte=since).exclude(
        sender_document_number=""
    )
    found = (
        rows.order_by()
        .values("sender_document_kind", "sender_document_number", "currency")
        .annotate(count=Count("pk"), amount_sum=Sum("amount"), last=Max("issued_at"))
    )
    for row in found.filter(count__gte=rules.many_orders).order_by("-last")[:MOST]:
        yield Suspicion(
            SuspicionKind.UNDER_LIMIT, f"{row['sender_document_kind']} {masked(row['sender_document_number'])}",
            row["count"], row["amount_sum"], row["currency"], row["last"],
        )  # fmt: skip
