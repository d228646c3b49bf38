"""Who may act, what was done, what was already answered, and what others must still hear."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rekkas.base.choices import ActorKind, Role, SubjectKind


class User(AbstractUser):
    """A member of staff: one role, at one office or in one region (neither: the whole network).

    ``pin_hash`` and ``badge_digest`` resume a locked session and log nobody in; ``pin_wrong`` counts wrong PINs in a
    row. Whoever retires stays in the records: only the login goes.
    """

    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.CLERK)
    office_code = models.CharField(_("office"), max_length=12, blank=True, default="")
    region_code = models.CharField(_("region"), max_length=12, blank=True, default="")
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    pin_hash = models.CharField(max_length=128, blank=True, default="", editable=False)
    pin_wrong = models.PositiveSmallIntegerField(default=0, editable=False)
    badge_digest = models.BinaryField(max_length=32, null=True, unique=True)
    is_secret_given = models.BooleanField(
        default=False, editable=False
    )  # another knows the password: it is changed first

    class Meta(AbstractUser.Meta):
        constraints = (
            models.CheckConstraint(name="user_has_a_known_role", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="user_has_an_office_or_a_region", condition=Q(office_code="") | Q(region_code="")
            ),
        )


class ApiKey(models.Model):
    """A machine's way in. Only the digest of the token is kept: the token is shown once."""

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=8, choices=ActorKind.choices, default=ActorKind.DEVICE)
    scopes = models.JSONField(default=list)
    office_code = models.CharField(max_length=12, blank=True, default="")
    customer_code = models.CharField(max_length=24, blank=True, default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="api_key_is_not_a_person", condition=~Q(kind=ActorKind.PERSON)),
        )


class ActionRecord(models.Model):
    """One outermost command: who did what, to what, when; for a merchant, under whose contract. Append-only."""

    verb = models.CharField(max_length=64)
    subject = models.CharField(max_length=80, blank=True, default="")
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)
    office_code = models.CharField(max_length=12, blank=True, default="")
    customer_code = models.CharField(max_length=24, blank=True, default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=("subject", "id"), name="action_by_subject"),
            models.Index(
                fields=("customer_code", "-id"), condition=~Q(customer_code=""), name="action_by_customer"
            ),
        )


class StaffRules(models.Model):
    """How the staff of a country logs in, as staff.toml of its pack has it: see postkit.pack.staff."""

    country = models.CharField(max_length=2, primary_key=True)
    body = models.JSONField()


class Kept(models.Model):
    """What is kept for a while for all processes: how often was tried to log in. Django's cache writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "base_kept"


class LookRecord(models.Model):
    """That somebody of the post looked at a person's data: who, at whom, on which page, when. Append-only."""

    reader = models.CharField(max_length=80)
    role = models.CharField(max_length=16, blank=True, default="")
    office_code = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=8, choices=SubjectKind.choices)
    subject = models.CharField(max_length=80)
    page = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True, default="")
    looked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="look_is_at_somebody", condition=~Q(subject="")),
            models.CheckConstraint(name="look_has_a_known_kind", condition=Q(kind__in=SubjectKind.values)),
        )
        indexes = (models.Index(fields=("kind", "subject", "-id"), name="look_by_subject"),)


class KeyedResult(models.Model):
    """The first answer to a request that may be repeated; a repeat gets the same answer."""

    key = models.CharField(max_length=80, primary_key=True)
    verb = models.CharField(max_length=64)
    content_digest = models.BinaryField(max_length=32)
    result = models.BinaryField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)


class Notice(models.Model):
    """A fact that one subscriber must still hear. Written with the change itself, relayed after it."""

    subscriber = models.CharField(max_length=120)
    fact = models.CharField(max_length=120)
    body = models.JSONField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    relayed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("id",), condition=Q(relayed_at=None), name="notice_still_to_relay"),)


class Seal(models.Model):
    """One batch of an append-only record, chained to the one before in its lane. See postkit.evidence."""

    record = models.CharField(max_length=16)
    lane = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    row_count = models.PositiveIntegerField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "lane", "number"), name="seal_follows_one_seal"),
            models.CheckConstraint(name="seal_holds_something", condition=Q(row_count__gt=0)),
        )


class Lane(models.Model):
    """The head of one chain of seals: whoever holds this row writes the lane's next batch."""

    record = models.CharField(max_length=16)
    lane = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "lane"), name="lane_has_one_head"),)
