"""Who dialled, in which language they want to read, and who wants to be called back."""

from django.db import models
from django.db.models import Q

from rekkas.ussd.choices import Topic


class Dialogue(models.Model):
    """A dialogue that a telephone began. What was typed in it is not kept: the network says all of it each time."""

    session = models.CharField(max_length=80, unique=True)
    phone = models.CharField(max_length=16)
    begun_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("phone", "begun_at"), name="dialogue_by_phone"),)


class Caller(models.Model):
    """The language in which a telephone wants its menus."""

    phone = models.CharField(max_length=16, primary_key=True)
    language = models.CharField(max_length=8)


class Callback(models.Model):
    """A complaint: somebody wants to be called. ``key`` makes a repeat harmless."""

    key = models.UUIDField(unique=True)
    phone = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    number = models.CharField(max_length=40, blank=True, default="")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(name="callback_is_about_something", condition=Q(topic__in=Topic.values)),
            models.CheckConstraint(
                name="callback_done_by_somebody",
                condition=Q(done_at=None, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
            ),
        )
