"""Tables that merchants send: read in parts, each row checked and answered, its shipment made when they say so."""

from django.db import models
from django.db.models import Q

from rekkas.shipping.choices import BatchState, PartTask, RowState


class Batch(models.Model):
    """A table of a merchant, by a number of their own. ``key`` and a row's line make the shipment's key.

    ``columns`` and ``facts`` are how the table was read; ``mapping`` says which column is which field, ``fixed`` what
    counts for every row that says nothing, ``habits`` how numbers are written in its columns.
    """

    customer_code = models.CharField(max_length=24)
    number = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    content_digest = models.BinaryField(max_length=32)
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.COLUMNS)
    facts = models.JSONField()
    columns = models.JSONField()
    mapping = models.JSONField(default=dict)
    fixed = models.JSONField(default=dict)
    habits = models.JSONField(default=dict)
    product = models.CharField(max_length=24, blank=True, default="")
    sender = models.JSONField(default=dict)
    origin_locality = models.CharField(max_length=24, blank=True, default="")
    row_count = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=80)
    asked_by = models.CharField(max_length=80, blank=True, default="")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("customer_code", "number"), name="batch_has_a_number_of_its_merchant"
            ),
            models.CheckConstraint(
                name="batch_is_in_a_known_state", condition=Q(state__in=BatchState.values)
            ),
            models.CheckConstraint(name="batch_has_rows", condition=Q(row_count__gt=0)),
        )
        indexes = (
            models.Index(fields=("customer_code", "content_digest"), name="batch_by_content"),
            models.Index(
                fields=("id",),
                condition=Q(state__in=(BatchState.CHECKING, BatchState.MAKING)),
                name="batch_that_waits_for_work",
            ),
        )


class BatchPart(models.Model):
    """Some hundred rows as they stood in the table. ``task`` is what a worker is to do with them, under a lease."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveIntegerField()
    row_count = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    task = models.CharField(max_length=8, choices=PartTask.choices, blank=True, default="")
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "place"), name="part_has_its_place_in_a_batch"),
            models.CheckConstraint(
                name="part_has_a_known_task", condition=Q(task__in=("", *PartTask.values))
            ),
        )
        indexes = (
            models.Index(fields=("batch", "place"), condition=~Q(task=""), name="part_that_waits_for_work"),
        )


class BatchRow(models.Model):
    """What became of one row. ``draft`` is what it says in exact values, ``mark`` its place as it was written.

    ``changes`` are the cells that a person has corrected, by field; ``faults`` say what is wrong with it.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    part = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RowState.choices)
    draft = models.JSONField()
    changes = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    mark = models.CharField(max_length=200, blank=True, default="")
    locality_code = models.CharField(max_length=24, blank=True, default="")
    candidates = models.JSONField(default=list)
    number = models.CharField(max_length=35, blank=True, default="")
    amount = models.PositiveBigIntegerField(default=0)
    code = models.CharField(max_length=60, blank=True, default="")
    message = models.TextField(blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "line"), name="row_has_its_line_in_a_batch"),
            models.CheckConstraint(name="row_is_in_a_known_state", condition=Q(state__in=RowState.values)),
            models.CheckConstraint(
                name="row_that_was_made_has_a_number", condition=~Q(state=RowState.MADE) | ~Q(number="")
            ),
        )
        indexes = (
            models.Index(fields=("batch", "state", "line"), name="row_by_state"),
            models.Index(fields=("batch", "mark"), condition=Q(state=RowState.DOUBTFUL), name="row_in_doubt"),
        )


class KeptMapping(models.Model):
    """Which column is which field, as a merchant once said it for tables with these columns."""

    customer_code = models.CharField(max_length=24)
    columns_digest = models.BinaryField(max_length=32)
    mapping = models.JSONField()
    fixed = models.JSONField(default=dict)
    product = models.CharField(max_length=24, blank=True, default="")
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("customer_code", "columns_digest"), name="mapping_is_kept_once"),
        )


class KeptPlace(models.Model):
    """The locality that a merchant once chose for a place as they write it."""

    customer_code = models.CharField(max_length=24)
    mark = models.CharField(max_length=200)
    locality_code = models.CharField(max_length=24)
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("customer_code", "mark"), name="place_is_decided_once"),
        )
