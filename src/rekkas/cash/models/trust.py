"""What the people of an office may know of the program: its known errors, and who of its makers was let in."""

from django.db import models
from django.db.models import F, Q

from rekkas.cash.choices import HitKind
from rekkas.territory.choices import in_reader_language


class KnownError(models.Model):
    """A fault of the program that touched cash, as everyone may read it. A later edition corrects. Append-only."""

    code = models.CharField(max_length=24)
    edition = models.PositiveSmallIntegerField()
    title_en = models.CharField(max_length=120)
    title_fr = models.CharField(max_length=120)
    title_ar = models.CharField(max_length=120)
    effect_en = models.TextField()
    effect_fr = models.TextField()
    effect_ar = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    versions = models.CharField(max_length=80, blank=True, default="")
    hit_kind = models.CharField(max_length=12, choices=HitKind.choices)
    hits = models.JSONField(default=list)
    declared_by = models.CharField(max_length=80)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("code", "edition"), name="known_error_edition_is_told_once"),
            models.CheckConstraint(
                name="known_error_ends_after_it_began", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        )

    @property
    def title(self) -> str:
        return in_reader_language(en=self.title_en, fr=self.title_fr, ar=self.title_ar)

    @property
    def effect(self) -> str:
        return in_reader_language(en=self.effect_en, fr=self.effect_fr, ar=self.effect_ar)


class SupportAccess(models.Model):
    """That a supporter may act on an office's cash: asked with a reason, granted there, for a while only."""

    number = models.CharField(max_length=24, unique=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    supporter = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    granted_by = models.CharField(max_length=80, blank=True, default="")
    granted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="support_is_granted_by_another", condition=~Q(granted_by=F("supporter"))
            ),
            models.CheckConstraint(
                name="granted_support_has_its_end",
                condition=Q(granted_at=None, until=None)
                | Q(granted_at__isnull=False, until__gt=F("granted_at")),
            ),
        )
        indexes = (models.Index(fields=("office", "-id"), name="support_by_office"),)
