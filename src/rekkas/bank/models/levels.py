"""How well a customer may be known, by which papers, up to which sums: the rules of a country, from its pack."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rekkas.territory.choices import in_reader_language


class Named(models.Model):
    """A row of the pack with a code of its own. One that left the pack is retired, never deleted."""

    country = models.ForeignKey(
        "territory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    code = models.CharField(_("code"), max_length=24)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True, default="")
    name_ar = models.CharField(_("name in Arabic"), max_length=80, blank=True, default="")
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return in_reader_language(en=self.name_en, fr=self.name_fr, ar=self.name_ar)


class Level(Named):
    """How well a customer is known: which evidence it needs. Levels of one sort of holder rise by rank."""

    rank = models.PositiveSmallIntegerField(_("rank"))
    holders = models.CharField(_("whose"), max_length=16)
    needs = models.JSONField(_("evidence that it needs"), default=list)

    class Meta:
        verbose_name = _("identity level")
        verbose_name_plural = _("identity levels")
        constraints = (
            models.UniqueConstraint(fields=("country", "code"), name="bank_level_is_used_once_a_country"),
            models.CheckConstraint(
                name="bank_level_is_for_known_holders", condition=Q(holders__in=("persons", "organisations"))
            ),
        )


class LevelLimit(models.Model):
    """Up to which sums a level may hold and move, from a day on. Minor units; none means no limit."""

    level = models.ForeignKey(Level, models.PROTECT, related_name="limits")
    valid_from = models.DateField(_("from"))
    balance_at_most = models.PositiveBigIntegerField(_("balance"), null=True)
    operation_at_most = models.PositiveBigIntegerField(_("one operation"), null=True)
    day_in_at_most = models.PositiveBigIntegerField(_("in, a day"), null=True)
    day_out_at_most = models.PositiveBigIntegerField(_("out, a day"), null=True)
    month_in_at_most = models.PositiveBigIntegerField(_("in, a month"), null=True)
    month_out_at_most = models.PositiveBigIntegerField(_("out, a month"), null=True)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("level", "valid_from"), name="bank_limits_are_set_once_a_day"),
        )


class DocumentKind(Named):
    """A sort of paper that shows who somebody is."""

    number_pattern = models.CharField(_("pattern of its number"), max_length=80)
    expires = models.BooleanField(_("it expires"))
    any_issuer = models.BooleanField(_("of any country"), default=False)

    class Meta:
        verbose_name = _("kind of identity document")
        verbose_name_plural = _("kinds of identity document")
        constraints = (
            models.UniqueConstraint(
                fields=("country", "code"), name="bank_document_kind_is_used_once_a_country"
            ),
        )


class RegistrationKind(Named):
    """A public register in which organisations stand, with the arithmetic of its numbers if it has any."""

    number_pattern = models.CharField(_("pattern of its number"), max_length=80)
    check_name = models.CharField(_("check"), max_length=16, blank=True, default="")

    class Meta:
        verbose_name = _("register of organisations")
        verbose_name_plural = _("registers of organisations")
        constraints = (
            models.UniqueConstraint(
                fields=("country", "code"), name="bank_registration_kind_is_used_once_a_country"
            ),
        )
