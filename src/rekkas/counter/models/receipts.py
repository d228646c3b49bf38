"""Receipts: what a customer was asked to pay, why, and what was promised for it."""

from django.db import models


class Receipt(models.Model):
    """One item accepted at a counter, and paid there or owed by the merchant ``on_account``. Append-only."""

    number = models.CharField(max_length=24, unique=True)
    item_number = models.CharField(max_length=35, db_index=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    clerk = models.CharField(max_length=80)
    at = models.DateTimeField()
    lines = models.JSONField()
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    promise_date = models.DateField(null=True)
    on_account = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("office", "-at"), name="receipt_by_office"),)
