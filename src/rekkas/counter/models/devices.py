"""Counters that go on without a network: what a device carries, which numbers are its own, and what it did.

A device writes each act into a journal of its own, numbered and chained, before anything else. The post keeps each act
as it was said, and what became of it: done, not done, or held until somebody decides.
"""

from django.db import models
from django.db.models import F, Q

from rekkas.counter.choices import ActKind, ActState


class Device(models.Model):
    """A browser at a counter. Its journal goes on from ``head``, the chain of its last act that the post has heard.

    ``unsent``: how many acts it said to keep when it was last heard; ``cleared_at``: when it last said that it kept
    none.
    """

    id = models.UUIDField(primary_key=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    name = models.CharField(max_length=80, blank=True, default="")
    known_since = models.DateTimeField()
    seen_at = models.DateTimeField()
    heard = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64)
    clock_off_ms = models.BigIntegerField(default=0)
    unsent = models.PositiveIntegerField(default=0)
    cleared_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)


class Sheet(models.Model):
    """Prices as devices carried them, by their digest: a price that was said to a customer can be judged later."""

    digest = models.CharField(max_length=64, primary_key=True)
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    body = models.JSONField()
    first_given_at = models.DateTimeField()
    last_given_at = models.DateTimeField()


class SheetGiven(models.Model):
    """That a device was given a sheet again and again, from one moment until another: the post's own record of when it
    spoke with the device, and of the prices that the device carried. A silence begins a new row.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="+", db_index=False)
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="+", db_index=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="sheet_is_given_from_before_until", condition=Q(until_at__gte=F("from_at"))
            ),
        )
        indexes = (models.Index(fields=("device", "-from_at"), name="sheet_given_to_device"),)


class NumberRange(models.Model):
    """Item numbers that one device alone gives out: nobody else ever gets them, used or not.

    A device takes them in their order: ``unused`` are those after the last that the post has seen in an act.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    indicator = models.CharField(max_length=2)
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    first = models.CharField(max_length=13)
    last = models.CharField(max_length=13)
    numbers = models.JSONField()
    unused = models.PositiveIntegerField()
    given_at = models.DateTimeField()
    key = models.UUIDField(unique=True)

    class Meta:
        indexes = (models.Index(fields=("first", "last"), name="number_range_by_number"),)


class Act(models.Model):
    """One act of a device as it wrote it down, and what became of it. What was said never changes.

    ``held_entry`` set its cash aside, ``settled_entry`` moved it out again.
    """

    key = models.UUIDField(unique=True)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ActKind.choices)
    said = models.TextField()
    chain = models.CharField(max_length=64)
    clerk = models.CharField(max_length=80)
    session = models.CharField(max_length=32)
    sheet = models.CharField(max_length=64, blank=True, default="")
    device_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    is_kept = models.BooleanField()
    state = models.CharField(max_length=8, choices=ActState.choices)
    code = models.CharField(max_length=64, blank=True, default="")
    message = models.TextField(blank=True, default="")
    answer = models.JSONField(default=dict)
    money = models.BigIntegerField(default=0)
    held_entry = models.UUIDField(null=True)
    settled_entry = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("device", "number", "chain"), name="act_stands_once_in_its_journal"
            ),
            models.CheckConstraint(name="act_is_in_a_known_state", condition=Q(state__in=ActState.values)),
            models.CheckConstraint(
                name="decided_act_says_who_and_why",
                condition=Q(decided_by="", decided_at=None)
                | (~Q(decided_by="") & Q(decided_at__isnull=False) & ~Q(reason="")),
            ),
        )
        indexes = (
            models.Index(fields=("session", "state"), name="act_by_session"),
            models.Index(fields=("received_at",), condition=Q(state="held"), name="act_still_held"),
            models.Index(
                fields=("received_at",),
                condition=Q(state="not-done", held_entry__isnull=False, settled_entry=None),
                name="act_with_cash_still_held",
            ),
        )
