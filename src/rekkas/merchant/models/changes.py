"""The journal of what a merchant is told, the endpoints to which it is sent, and what became of each attempt."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekkas.merchant.choices import ChangeKind, EndpointState, WhyPaused
from rekkas.merchant.models.merchants import Merchant


class Journal(models.Model):
    """How far a merchant's journal goes. Whoever writes into it holds this row."""

    merchant = models.OneToOneField(Merchant, models.PROTECT, primary_key=True, related_name="+")
    last_number = models.PositiveBigIntegerField(default=0)


class Change(models.Model):
    """Something a merchant is told, numbered without a gap. Append-only.

    ``body`` is what is sent and read, sign by sign. ``source`` is what it is told of, so that nothing is told twice.
    """

    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveBigIntegerField()
    source = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=24, choices=ChangeKind.choices)
    subject = models.CharField(max_length=40)
    status = models.CharField(max_length=16, blank=True, default="")
    reason = models.CharField(max_length=24, blank=True, default="")
    event_code = models.CharField(max_length=3, blank=True, default="")
    raw_code = models.CharField(max_length=32, blank=True, default="")
    office_code = models.CharField(max_length=12, blank=True, default="")
    happened_at = models.DateTimeField()
    offset_min = models.SmallIntegerField()
    recorded_at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("merchant", "number"), name="change_has_a_number_of_its_own"),
            models.CheckConstraint(name="change_is_numbered_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="change_is_of_a_known_kind", condition=Q(kind__in=ChangeKind.values)
            ),
            models.CheckConstraint(name="change_is_of_something", condition=~Q(subject="") & ~Q(source="")),
        )  # fmt: skip

    @property
    def webhook_id(self) -> str:
        return webhook_id_of(self.merchant_id, self.number)


def webhook_id_of(merchant: str, number: int) -> str:
    """The name of a change, the same wherever it is sent and however often."""
    return f"{merchant}-{number}"


class RecordRead(models.Model):
    """Up to which event of the record of custody journals were written, at a moment."""

    at = models.DateTimeField()
    last_event = models.PositiveBigIntegerField()


class Endpoint(models.Model):
    """Where a merchant's news is sent. ``place`` is its number among theirs.

    ``cursor`` is the change up to which everything was sent, or is held back. Secrets lie here put away; the one
    before signs too, until ``old_until``. After a failure nothing is sent until ``rests_until``.
    """

    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    url = models.CharField(_("address"), max_length=500)
    kinds = models.JSONField(default=list)
    secret = models.TextField()
    old_secret = models.TextField(blank=True, default="")
    old_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=EndpointState.choices, default=EndpointState.OPEN)
    why_paused = models.CharField(max_length=8, choices=WhyPaused.choices, blank=True, default="")
    state_at = models.DateTimeField()
    since = models.DateTimeField()
    cursor = models.PositiveBigIntegerField()
    failed_in_row = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("merchant", "place"), name="endpoint_has_a_place_of_its_own"),
            models.UniqueConstraint(
                fields=("merchant", "url"), condition=~Q(state=EndpointState.REMOVED), name="endpoint_is_known_once"
            ),
            models.CheckConstraint(
                name="endpoint_is_paused_for_a_reason",
                condition=Q(state=EndpointState.PAUSED, why_paused__in=WhyPaused.values)
                | (Q(state__in=(EndpointState.OPEN, EndpointState.REMOVED)) & Q(why_paused="")),
            ),
            models.CheckConstraint(
                name="endpoint_old_secret_ends", condition=Q(old_secret="") | Q(old_until__isnull=False)
            ),
        )  # fmt: skip

    def wants(self, kind: str, subject: str) -> bool:
        """Whether a change is sent here: what was subscribed to (nothing named: all), and tests of this endpoint."""
        if kind == ChangeKind.TEST:
            return subject == str(self.place)
        return not self.kinds or kind in self.kinds


class Held(models.Model):
    """A change that an endpoint did not take yet, or that waits behind an earlier one of its subject (no ``next_at``).

    ``failed_at`` is when it first failed, since the endpoint was last resumed.
    """

    endpoint = models.ForeignKey(Endpoint, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveBigIntegerField()
    subject = models.CharField(max_length=40)
    attempts = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    was_answered = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("endpoint", "number"), name="change_is_held_once"),
            models.CheckConstraint(
                name="held_change_failed_or_waits", condition=Q(attempts=0) | Q(failed_at__isnull=False)
            ),
        )
        indexes = (
            models.Index(fields=("endpoint", "subject", "number"), name="held_by_subject"),
            models.Index(fields=("endpoint", "next_at"), name="held_due"),
        )


class Attempt(models.Model):
    """One attempt to send a change. ``is_last``: after it the change was given up."""

    endpoint = models.ForeignKey(Endpoint, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=12, blank=True, default="")
    duration_ms = models.PositiveIntegerField()
    answer = models.CharField(max_length=200, blank=True, default="")
    is_last = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="attempt_was_taken_or_has_a_problem",
                condition=Q(problem="", status__gte=200, status__lt=300) | ~Q(problem=""),
            ),
        )
        indexes = (
            models.Index(F("endpoint"), F("id").desc(), name="attempt_by_endpoint"),
            models.Index(fields=("at",), name="attempt_by_age"),
        )
