"""Citizens: a telephone that was proved, and what they arrange for their own post."""

from django.db import models
from django.db.models import Q

from rekkas.citizen.choices import TextsBy
from rekkas.reach.choices import Channel


class Citizen(models.Model):
    """Somebody who has proved a telephone (E.164). ``events`` is what they are told; nothing means the post's choice.

    ``email_proved`` is the mailbox that they have shown to be theirs: nothing is told to another.
    ``visits`` is part of the proof of a visit: a higher number ends them all.
    """

    phone = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120, blank=True, default="")
    name_ar = models.CharField(max_length=120, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    email_proved = models.CharField(max_length=254, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="")
    texts_by = models.CharField(max_length=8, choices=TextsBy.choices, default=TextsBy.SMS)
    events = models.JSONField(null=True)
    visits = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    last_in_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="citizen_has_a_telephone_of_the_world", condition=Q(phone__startswith="+")
            ),
            models.CheckConstraint(
                name="citizen_told_by_email_has_one", condition=~Q(texts_by=TextsBy.EMAIL, email="")
            ),
        )


class DoorCode(models.Model):
    """The code that was last sent to a telephone, as a keyed hash; ``asked`` are the moments of the last hour."""

    phone = models.CharField(max_length=16, primary_key=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    until = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    asked = models.JSONField(default=list)


class DoorCount(models.Model):
    """How many codes were asked for from one address of the network in one hour; the address as a keyed hash."""

    who = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("who", "hour"), name="door_counts_once_an_hour"),)


class Authorisation(models.Model):
    """Somebody whom a citizen lets collect: one item, or all, until a day. ``document`` are its last signs."""

    key = models.UUIDField(unique=True)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    document = models.CharField(max_length=8)
    unit = models.ForeignKey("mail.Unit", models.PROTECT, null=True, related_name="+")
    until = models.DateField()
    recorded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="authorisation_names_somebody", condition=~Q(name="") & ~Q(document="")
            ),
        )


class SavedAddress(models.Model):
    """An address of a citizen. One of them is the usual one."""

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="+")
    label = models.CharField(max_length=40)
    body = models.JSONField()
    is_usual = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("citizen",),
                condition=Q(is_usual=True, removed_at=None),
                name="citizen_has_one_usual_address",
            ),
        )


class Follower(models.Model):
    """Who is told of one item, by SMS or e-mail, once they have shown that it is theirs."""

    unit = models.ForeignKey("mail.Unit", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    reader = models.CharField(max_length=254)
    language = models.CharField(max_length=8, blank=True, default="")
    code_hash = models.CharField(max_length=64, blank=True, default="")
    until = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "channel", "reader"), name="follower_follows_an_item_once"
            ),
        )
        indexes = (models.Index(fields=("reader", "asked_at"), name="follower_by_reader"),)


class Sweep(models.Model):
    """Up to which event of the record people were told, at a moment. The next one begins a while before."""

    at = models.DateTimeField()
    last_event = models.PositiveBigIntegerField()
