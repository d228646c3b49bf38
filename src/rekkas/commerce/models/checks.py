"""What the daily comparison of deliveries, cash and payments found."""

from django.db import models
from django.db.models import Q

from rekkas.commerce.choices import CodFault, ExceptionState


class CodCheck(models.Model):
    """One comparison: how many items were looked at, and how many agree in all three records."""

    day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    since = models.DateTimeField()
    item_count = models.PositiveIntegerField(default=0)
    exception_count = models.PositiveIntegerField(default=0)

    @property
    def matched_count(self) -> int:
        return self.item_count - self.exception_count


class CheckedMerchant(models.Model):
    """What the ledger holds for a merchant beside what the items and statements come to.

    ``taken`` is not in yet, ``due`` is in the bank, ``owed`` is what the merchant owes. The two ``expected`` follow
    from deliveries, and from lines and statements.
    """

    check_made = models.ForeignKey(CodCheck, models.PROTECT, related_name="merchants")
    customer_code = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    taken = models.BigIntegerField()
    due = models.BigIntegerField()
    owed = models.BigIntegerField()
    expected_taken = models.BigIntegerField()
    expected_due = models.BigIntegerField()
    agrees = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("check_made", "customer_code", "currency"), name="merchant_is_checked_once"
            ),
        )

    @property
    def difference(self) -> int:
        """What the ledger holds for the merchant more than follows; zero where the two agree."""
        return self.taken - self.expected_taken + self.due - self.owed - self.expected_due


class CheckedDay(models.Model):
    """What was delivered for a merchant on a day, by the three records. A day that is paid and agrees is left out."""

    check_made = models.ForeignKey(CodCheck, models.PROTECT, related_name="days")
    customer_code = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    delivered_on = models.DateField()
    item_count = models.PositiveIntegerField()
    delivered = models.BigIntegerField()
    taken = models.BigIntegerField()
    remitted = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("check_made", "customer_code", "currency", "delivered_on"), name="day_is_checked_once"
            ),
        )

    @property
    def still_open(self) -> int:
        return self.taken - self.remitted

    @property
    def agrees(self) -> bool:
        return self.delivered == self.taken


class CarriedCash(models.Model):
    """Cash on delivery in one postman's bag: a round that is not closed."""

    check_made = models.ForeignKey(CodCheck, models.PROTECT, related_name="bags")
    account = models.CharField(max_length=80)
    office_code = models.CharField(max_length=12)
    courier = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    item_count = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    held = models.BigIntegerField()
    oldest_at = models.DateTimeField()
    is_old = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("check_made", "account"), name="bag_is_checked_once"),)

    @property
    def is_short(self) -> bool:
        """Whether the bag holds less than the cash of its items."""
        return self.held < self.amount


class CodException(models.Model):
    """An item about which the three records do not agree, until they do or somebody has said why."""

    subject = models.CharField(max_length=40)
    reason = models.CharField(max_length=24, choices=CodFault.choices)
    customer_code = models.CharField(max_length=24, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    expected = models.BigIntegerField(default=0)
    found = models.BigIntegerField(default=0)
    place = models.CharField(max_length=80, blank=True, default="")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=ExceptionState.choices, default=ExceptionState.OPEN)
    explanation = models.CharField(max_length=500, blank=True, default="")
    explained_at = models.DateTimeField(null=True)
    explained_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subject", "reason"), name="exception_is_listed_once"),
            models.CheckConstraint(
                name="exception_has_a_known_reason", condition=Q(reason__in=CodFault.values)
            ),
            models.CheckConstraint(
                name="exception_is_explained_in_words",
                condition=~Q(state=ExceptionState.EXPLAINED)
                | (~Q(explanation="") & ~Q(explained_by="") & Q(explained_at__isnull=False)),
            ),
        )
        indexes = (models.Index(fields=("state", "id"), name="exception_by_state"),)
