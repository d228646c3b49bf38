"""The country: what it is called, its regions, its localities, its public holidays."""

from uuid import uuid4
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rekkas.territory.choices import in_both_scripts, in_reader_language

ON_THE_GLOBE = Q(latitude__range=(-90, 90), longitude__range=(-180, 180))


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Write a time zone of the IANA list, such as Africa/Dakar."))


class Country(models.Model):
    """One country whose pack is loaded. Its edition is new whenever a place or a holiday has changed."""

    iso = models.CharField(_("ISO code"), max_length=2, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True, default="")
    name_ar = models.CharField(_("name in Arabic"), max_length=80, blank=True, default="")
    currency = models.CharField(_("currency"), max_length=3)
    decimals = models.PositiveSmallIntegerField(_("decimals of the currency"))
    time_zone = models.CharField(_("time zone"), max_length=40, validators=[validate_time_zone])
    languages = models.JSONField(_("languages"), default=list)
    hijri = models.BooleanField(_("the Hijri day beside the civil one"), default=False)
    postcode_pattern = models.CharField(_("pattern of a postcode"), max_length=80, blank=True, default="")
    generated = models.BooleanField(_("a demonstration, not the operator's own list"), default=False)
    notice_en = models.TextField(_("notice in English"), blank=True, default="")
    notice_fr = models.TextField(_("notice in French"), blank=True, default="")
    notice_ar = models.TextField(_("notice in Arabic"), blank=True, default="")
    outline = models.JSONField(_("outline"), default=list, blank=True)
    # What a process holds of the territory is good for one edition. Editions are drawn, not counted: a number
    # given in a transaction that failed would be given again, to something else.
    edition = models.UUIDField(_("edition"), default=uuid4, editable=False)
    peaks = models.JSONField(_("peaks of mail"), default=list, blank=True)
    pack_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = (
            models.CheckConstraint(name="country_currency_has_few_decimals", condition=Q(decimals__lte=4)),
            models.CheckConstraint(name="country_has_a_time_zone", condition=~Q(time_zone="")),
        )

    @property
    def name(self) -> str:
        return in_reader_language(en=self.name_en, fr=self.name_fr, ar=self.name_ar)

    @property
    def notice(self) -> str:
        return in_reader_language(en=self.notice_en, fr=self.notice_fr, ar=self.notice_ar)


class Region(models.Model):
    """A part of the country, as addresses name it."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    name = models.CharField(_("name"), max_length=120)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True, default="")
    also = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    @property
    def shown_name(self) -> str:
        return in_reader_language(en=self.name, ar=self.name_ar)

    @property
    def full_name(self) -> str:
        return in_both_scripts(self.shown_name, self.name, self.name_ar)


class Locality(models.Model):
    """A town or village that can stand in an address. One that left the pack is retired, never deleted."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    region = models.ForeignKey(
        Region, models.PROTECT, to_field="code", related_name="+", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=120)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True, default="")
    name_zgh = models.CharField(_("name in Amazigh"), max_length=120, blank=True, default="")
    also = models.JSONField(_("other spellings"), default=list, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True, default="")
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveIntegerField(_("population"), default=0)
    delivery_office_code = models.CharField(_("delivery office"), max_length=12)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("locality")
        verbose_name_plural = _("localities")
        indexes = (models.Index(fields=("country", "name"), name="locality_by_name"),)
        constraints = (
            models.CheckConstraint(name="locality_is_on_the_globe", condition=ON_THE_GLOBE),
            models.CheckConstraint(
                name="locality_has_a_delivery_office", condition=~Q(delivery_office_code="")
            ),
        )

    @property
    def shown_name(self) -> str:
        return in_reader_language(en=self.name, ar=self.name_ar, zgh=self.name_zgh)

    @property
    def full_name(self) -> str:
        return in_both_scripts(self.shown_name, self.name, self.name_ar)


class Holiday(models.Model):
    """A day on which the post of a country neither opens nor delivers."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    date = models.DateField(_("date"))
    name_en = models.CharField(_("name in English"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True, default="")
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        constraints = (
            models.UniqueConstraint(fields=("country", "date"), name="holiday_is_named_once_a_day"),
        )

    @property
    def name(self) -> str:
        return in_reader_language(en=self.name_en, fr=self.name_fr, ar=self.name_ar)
