"""Whom counters have written to: found again by telephone or name, so that nothing is typed twice."""

from django.db import models
from django.db.models import Q


class Correspondent(models.Model):
    """Somebody who sent or got something over a counter, as they were last written. No record: it may be forgotten.

    ``folded`` is the name in both scripts as searches compare it.
    """

    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    phone = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    name_ar = models.CharField(max_length=120, blank=True, default="")
    folded = models.CharField(max_length=240)
    street = models.CharField(max_length=120, blank=True, default="")
    street_ar = models.CharField(max_length=120, blank=True, default="")
    locality_code = models.CharField(max_length=16)
    office_code = models.CharField(max_length=12)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("country", "phone", "name"), name="correspondent_stands_once"),
            models.CheckConstraint(name="correspondent_has_a_name", condition=~Q(name="")),
        )
        indexes = (
            models.Index(fields=("country", "folded"), name="correspondent_by_name"),
            models.Index(fields=("office_code", "-seen_at"), name="correspondent_by_office"),
        )


class Correspondence(models.Model):
    """That one of them wrote to another: whom a sender means is most often whom they meant before."""

    sender = models.ForeignKey(Correspondent, models.PROTECT, related_name="+", db_index=False)
    addressee = models.ForeignKey(Correspondent, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sender", "addressee"), name="correspondence_stands_once"),
        )
