"""What merchants are owed, what they are told of it, and what they were paid."""

from django.db import models
from django.db.models import F, Q

from rekkas.commerce.choices import CorrectionReason, LineKind, NotPaid, PayoutState, PayWay
from rekkas.commerce.models.terms import MerchantTerms

_TAKEN = F("fee") + F("tax")


class Statement(models.Model):
    """What a merchant is told: a balance carried over, lines, fees, and what is paid or carried on. Append-only.

    Statements of a merchant follow one another without a gap: each opens with what the one before carried over.
    ``terms`` are those by which its fees were computed; none: no fees. ``period`` is the day of its cycle.
    """

    number = models.CharField(max_length=24, unique=True)
    customer_code = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    sequence = models.PositiveIntegerField()
    period = models.DateField()
    is_by_hand = models.BooleanField()
    terms = models.ForeignKey(MerchantTerms, models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    line_count = models.PositiveIntegerField()
    opening = models.BigIntegerField()
    amount = models.BigIntegerField()
    fee = models.BigIntegerField()
    tax = models.BigIntegerField()
    is_invoiced = models.BooleanField()
    paid = models.BigIntegerField()
    closing = models.BigIntegerField()
    why_not_paid = models.CharField(max_length=16, choices=NotPaid.choices, blank=True, default="")
    why_code = models.CharField(max_length=64, blank=True, default="")
    entry = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("customer_code", "currency", "sequence"), name="statement_follows_one_statement"
            ),
            models.UniqueConstraint(
                fields=("customer_code", "currency", "period"),
                condition=Q(is_by_hand=False),
                name="statement_once_for_a_period",
            ),
            models.CheckConstraint(
                name="statement_adds_up",
                condition=Q(is_invoiced=True, closing=F("opening") + F("amount") - F("paid"))
                | Q(is_invoiced=False, closing=F("opening") + F("amount") - _TAKEN - F("paid")),
            ),
            models.CheckConstraint(
                name="statement_pays_all_or_nothing",
                condition=Q(paid=0) | Q(paid__gt=0, closing=0, why_not_paid=""),
            ),
            models.CheckConstraint(
                name="statement_charges_no_less_than_nothing",
                condition=Q(fee__gte=0, tax__gte=0, sequence__gte=1),
            ),
            models.CheckConstraint(
                name="statement_says_something", condition=Q(line_count__gt=0) | Q(paid__gt=0)
            ),
            models.CheckConstraint(
                name="statement_that_pays_moves_money", condition=Q(paid=0) | Q(entry__isnull=False)
            ),
        )
        indexes = (
            models.Index(
                fields=("customer_code", "currency"), condition=~Q(closing=0), name="statement_carried"
            ),
        )

    @property
    def charged(self) -> int:
        """Fees with their tax, deducted or invoiced."""
        return int(self.fee + self.tax)


class Payout(models.Model):
    """One payment to a merchant, of all that a statement comes to. It bears the statement's number.

    ``transfer`` is the number under which it goes to another bank, ``unsent_code`` why it does not go yet.
    ``returned`` is what came back of it.
    """

    number = models.CharField(max_length=24, unique=True)
    statement = models.OneToOneField(Statement, models.PROTECT, related_name="payout")
    customer_code = models.CharField(max_length=24)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    item_count = models.PositiveIntegerField()
    paid_at = models.DateTimeField()
    way = models.CharField(max_length=9, choices=PayWay.choices)
    account = models.CharField(max_length=34, blank=True, default="")
    ledger = models.CharField(max_length=80)
    entry = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, choices=PayoutState.choices, default=PayoutState.PAID)
    transfer = models.CharField(max_length=16, blank=True, default="")
    unsent_code = models.CharField(max_length=64, blank=True, default="")
    returned = models.PositiveBigIntegerField(default=0)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.CharField(max_length=80, blank=True, default="")
    returned_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(name="payout_pays_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payout_comes_back_at_a_moment_and_for_a_reason",
                condition=Q(state=PayoutState.PAID, returned_at=None, returned=0)
                | (
                    Q(state=PayoutState.RETURNED, returned_at__isnull=False)
                    & Q(returned__gt=0, returned__lte=F("amount"))
                    & ~Q(returned_why="")
                ),
            ),
            models.CheckConstraint(
                name="payout_goes_a_known_way", condition=Q(way__in=PayWay.values)
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("customer_code", "-id"), name="payout_by_customer"),
            models.Index(
                fields=("unsent_code", "id"),
                condition=Q(way=PayWay.ELSEWHERE, state=PayoutState.PAID, transfer=""),
                name="payout_unsent",
            ),
        )


class SettlementLine(models.Model):
    """One line of what a merchant is due or owes: on no statement yet, and then on one for ever.

    ``key`` says what the line is of, so that nothing becomes two lines. ``due_at`` is since when it counts: for cash
    that was collected, since it was in the bank. Fee and tax are set with the statement, by its terms.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=LineKind.choices)
    customer_code = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    subject = models.CharField(max_length=40)
    reference = models.CharField(max_length=64, blank=True, default="")
    amount = models.BigIntegerField()
    collected_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    reason = models.CharField(max_length=16, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    noted_by = models.CharField(max_length=80)
    entry = models.UUIDField(null=True, unique=True)
    fee = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="lines")

    class Meta:
        constraints = (
            models.CheckConstraint(name="due_is_of_a_known_kind", condition=Q(kind__in=LineKind.values)),
            models.CheckConstraint(
                name="due_is_of_something",
                condition=Q(kind__in=(LineKind.COLLECTED, LineKind.PAYOUT_RETURNED), amount__gt=0)
                | Q(kind=LineKind.RETURNED, amount=0)
                | (Q(kind=LineKind.CORRECTION, reason__in=CorrectionReason.values) & ~Q(amount=0)),
            ),
            models.CheckConstraint(
                name="due_is_corrected_by_an_entry",
                condition=~Q(kind__in=(LineKind.CORRECTION, LineKind.PAYOUT_RETURNED))
                | Q(entry__isnull=False),
            ),
            models.CheckConstraint(
                name="due_is_charged_on_a_statement",
                condition=Q(fee=0, tax=0) | Q(fee__gte=0, tax__gte=0, statement__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=("customer_code", "currency"), condition=Q(statement=None), name="due_still_open"
            ),
            models.Index(fields=("subject",), name="due_by_subject"),
        )
