"""What merchants are owed and what they were paid."""

from django.db import models
from django.db.models import Q


class Payout(models.Model):
    """One payment to a merchant of the cash taken from addressees."""

    number = models.CharField(max_length=24, unique=True)
    customer_code = models.CharField(max_length=24)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    item_count = models.PositiveIntegerField()
    paid_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="payout_pays_for_items", condition=Q(amount__gt=0, item_count__gt=0)),
        )
        indexes = (models.Index(fields=("customer_code", "-id"), name="payout_by_customer"),)


class DuePayout(models.Model):
    """The cash of one delivered item, in the bank: due to its merchant once, and paid once."""

    subject = models.CharField(max_length=40, unique=True)
    customer_code = models.CharField(max_length=24)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    due_at = models.DateTimeField()
    payout = models.ForeignKey(Payout, models.PROTECT, null=True, related_name="lines")

    class Meta:
        constraints = (models.CheckConstraint(name="due_payout_is_of_something", condition=Q(amount__gt=0)),)
        indexes = (
            models.Index(
                fields=("customer_code", "currency"), condition=Q(payout=None), name="payout_still_due"
            ),
        )
