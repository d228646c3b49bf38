"""Cash on delivery that was taken from a postman."""

from django.db import models
from django.db.models import F, Q

from rekkas.commerce.choices import RobberyState


class RobberyReport(models.Model):
    """What was taken from a postman's bag, as the police wrote it down. One reports, another decides.

    ``items`` are the names in the ledger of the items whose cash it was, with their amounts.
    """

    number = models.CharField(max_length=16, unique=True)
    courier = models.CharField(max_length=80)
    office_code = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    items = models.JSONField()
    police_report = models.CharField(max_length=80)
    account = models.TextField(max_length=2000)
    robbed_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=80)
    state = models.CharField(
        max_length=8, choices=RobberyState.choices, default=RobberyState.REPORTED
    )  # fmt: skip
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="robbery_took_something", condition=Q(amount__gt=0) & ~Q(police_report="")
            ),
            models.CheckConstraint(
                name="robbery_is_decided_by_another",
                condition=Q(state=RobberyState.REPORTED, decided_at=None, decided_by="")
                | (
                    ~Q(state=RobberyState.REPORTED)
                    & Q(decided_at__isnull=False)
                    & ~Q(decided_by="")
                    & ~Q(decided_by=F("reported_by"))
                    & ~Q(decided_by=F("courier"))
                ),
            ),
            models.CheckConstraint(
                name="robbery_is_not_reported_by_the_robbed", condition=~Q(reported_by=F("courier"))
            ),
            models.UniqueConstraint(
                fields=("courier", "office_code", "currency"),
                condition=Q(state=RobberyState.REPORTED),
                name="robbery_is_decided_before_the_next",
            ),
        )
