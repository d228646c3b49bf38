"""A visit to a counter: many services, one total, one receipt. What was settled is never changed."""

from django.db import models
from django.db.models import Q

from rekkas.counter.choices import Means, Service


class Visit(models.Model):
    """What one customer did at one counter, settled as a whole. ``amount`` is below nothing where the post pays out.

    ``happened_at`` is when the customer stood there, ``recorded_at`` when the post's record heard of it.
    """

    number = models.CharField(max_length=32, unique=True)
    key = models.UUIDField(unique=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    clerk = models.CharField(max_length=80)
    session = models.CharField(max_length=32)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    tendered = models.PositiveBigIntegerField(default=0)
    device = models.UUIDField(null=True)
    ticket = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("office", "-happened_at"), name="visit_by_office"),
            models.Index(fields=("session", "id"), name="visit_by_session"),
        )


class VisitLine(models.Model):
    """One service of a visit: what it was, what it cost and why, and what came of it.

    ``what`` is the code of the product, article or biller; ``subject`` the number of the item, bill, order or account,
    and ``more`` what is said besides: for whom a request is.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    service = models.CharField(max_length=16, choices=Service.choices)
    subject = models.CharField(max_length=80, blank=True, default="")
    what = models.CharField(max_length=32, blank=True, default="")
    count = models.PositiveIntegerField(default=1)
    amount = models.BigIntegerField()
    reasons = models.JSONField(default=list)
    entries = models.JSONField(default=list)
    more = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("visit", "place"), name="line_has_its_place_in_a_visit"),
            models.CheckConstraint(
                name="line_is_of_a_known_service", condition=Q(service__in=Service.values)
            ),
        )
        indexes = (models.Index(fields=("subject",), name="visit_line_by_subject"),)


class VisitPayment(models.Model):
    """How a part of a visit's total was paid."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=8, choices=Means.choices)
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=80, blank=True, default="")
    entry = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("visit", "place"), name="payment_has_its_place_in_a_visit"),
            models.CheckConstraint(name="payment_is_by_known_means", condition=Q(means__in=Means.values)),
            models.CheckConstraint(name="payment_is_of_something", condition=~Q(amount=0)),
        )


class Refund(models.Model):
    """One line of a visit undone, with its reason: whole, once, and never by changing the visit."""

    number = models.CharField(max_length=32, unique=True)
    line = models.OneToOneField(VisitLine, models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    reason = models.CharField(max_length=200)
    amount = models.PositiveBigIntegerField()
    clerk = models.CharField(max_length=80)
    means = models.CharField(max_length=8, choices=Means.choices, default=Means.CASH)
    reference = models.CharField(max_length=80, blank=True, default="")
    session = models.CharField(max_length=32)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    entry = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="refund_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="refund_is_by_known_means", condition=Q(means__in=Means.values)),
        )
