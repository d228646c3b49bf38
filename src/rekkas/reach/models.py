"""Texts on their way to people, and who wants none."""

from django.db import models
from django.db.models import Q

from rekkas.reach.choices import USUAL, Answer, Channel, Kind, TextState


class ReachRules(models.Model):
    """What a country's pack says of writing to people."""

    country = models.OneToOneField("territory.Country", models.PROTECT, primary_key=True, related_name="+")
    body = models.JSONField()
    loaded_at = models.DateTimeField()


class Outgoing(models.Model):
    """One text to one person. Under its key it is written once; until it is sent it waits, the lower ``rank`` first."""

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    reader = models.CharField(max_length=254)
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    params = models.JSONField(default=dict)
    subject = models.CharField(max_length=40, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    not_before = models.DateTimeField()
    rank = models.PositiveSmallIntegerField(default=USUAL)
    state = models.CharField(max_length=12, choices=TextState.choices, default=TextState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    gateway_id = models.CharField(max_length=80, blank=True, default="")
    problem = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="outgoing_goes_a_known_way", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="outgoing_is_in_a_known_state", condition=Q(state__in=TextState.values)
            ),
            models.CheckConstraint(name="outgoing_goes_to_somebody", condition=~Q(reader="")),
            models.CheckConstraint(
                name="outgoing_sent_has_its_moment",
                condition=~Q(state__in=(TextState.SENT, TextState.DELIVERED)) | Q(sent_at__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=("rank", "not_before", "id"), condition=Q(state="waiting"), name="outgoing_due_by_rank"
            ),
            models.Index(fields=("reader", "id"), name="outgoing_by_reader"),
            models.Index(fields=("subject", "id"), name="outgoing_by_subject"),
            models.Index(fields=("gateway_id",), condition=~Q(gateway_id=""), name="outgoing_by_gateway"),
        )


class OptOut(models.Model):
    """A number or address that wants no texts, until it says otherwise."""

    reader = models.CharField(max_length=254, primary_key=True)
    since = models.DateTimeField()
    said = models.CharField(max_length=40)


class Incoming(models.Model):
    """A text that somebody sent to the post. Append-only."""

    gateway_id = models.CharField(max_length=80, unique=True)
    sender = models.CharField(max_length=40)
    body = models.CharField(max_length=480)
    understood = models.CharField(max_length=12, blank=True, default="")
    recorded_at = models.DateTimeField()


class SimulatedText(models.Model):
    """What a telephone would have shown: the simulator's memory, by our reference. A repeat shows nothing new."""

    reference = models.CharField(max_length=120, unique=True)
    to = models.CharField(max_length=40)
    body = models.TextField()
    shown_at = models.DateTimeField()


class SimulatorMood(models.Model):
    """How the simulator answers, where it was told to fail: one row at most."""

    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.TAKEN)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="simulator_has_one_mood", condition=Q(id=1)),)
