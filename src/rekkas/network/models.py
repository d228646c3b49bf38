"""Offices, the trips between them, and the edition of the whole."""

from collections.abc import Container
from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekkas.network.choices import Mode, OfficeKind
from rekkas.territory.choices import in_reader_language

DAY_MIN = 24 * 60
weekdays = RegexValidator(
    r"^1?2?3?4?5?6?7?$", _("Write the days as digits in order, 1 for Monday to 7 for Sunday.")
)
minute_of_day = MaxValueValidator(DAY_MIN, _("Minutes after midnight: at most 1440."))


class Office(models.Model):
    """Where mail is taken in, sorted or given out. One that left the pack is retired, never deleted."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    country = models.ForeignKey(
        "territory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    name = models.CharField(_("name"), max_length=120)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=8, choices=OfficeKind.choices)
    locality = models.ForeignKey(
        "territory.Locality", models.PROTECT, to_field="code", related_name="+", verbose_name=_("locality")
    )
    hub = models.ForeignKey(
        "self", models.PROTECT, to_field="code", null=True, blank=True, related_name="+",
        verbose_name=_("sorting centre"),
    )  # fmt: skip
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    opens_min = models.PositiveSmallIntegerField(_("opens, in minutes after midnight"))
    closes_min = models.PositiveSmallIntegerField(
        _("closes, in minutes after midnight"), validators=[minute_of_day]
    )
    open_days = models.CharField(_("days open"), max_length=7, blank=True, validators=[weekdays])
    cut_off_min = models.PositiveSmallIntegerField(_("last hand-over of the day, in minutes after midnight"))
    delivery_days = models.CharField(
        _("days of delivery"), max_length=7, blank=True, default="", validators=[weekdays]
    )
    closed_from = models.DateField(_("closed from"), null=True, blank=True)
    closed_until = models.DateField(_("closed until, that day included"), null=True, blank=True)
    retired = models.BooleanField(_("retired"), default=False)

    distance_m: int | None = None  # from the point that a question was asked for

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        indexes = (models.Index(fields=("country", "kind", "name"), name="office_by_kind_and_name"),)
        constraints = (
            models.CheckConstraint(name="office_is_of_a_known_kind", condition=Q(kind__in=OfficeKind.values)),
            models.CheckConstraint(
                name="office_closes_after_it_opens", condition=Q(closes_min__gt=F("opens_min"))
            ),
            models.CheckConstraint(name="office_closes_by_midnight", condition=Q(closes_min__lte=DAY_MIN)),
            models.CheckConstraint(
                name="office_cuts_off_while_open",
                condition=Q(cut_off_min__gte=F("opens_min"), cut_off_min__lte=F("closes_min")),
            ),
            models.CheckConstraint(
                name="office_reopens_after_it_closed",
                condition=Q(closed_until=None)
                | Q(closed_from__isnull=False, closed_until__gte=F("closed_from")),
            ),
            models.CheckConstraint(
                name="office_does_not_hang_on_itself", condition=Q(hub=None) | ~Q(hub=F("code"))
            ),
            models.CheckConstraint(
                name="office_is_on_the_globe",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        )

    @property
    def shown_name(self) -> str:
        return in_reader_language(en=self.name, ar=self.name_ar)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the office's clock. The country comes with every office that a query returns."""
        return ZoneInfo(self.country.time_zone)

    def is_shut(self, day: date) -> bool:
        """Whether a closure holds that day, or the office is no more."""
        begun = self.closed_from is not None and self.closed_from <= day
        return self.retired or (begun and (self.closed_until is None or day <= self.closed_until))

    def opens_on(self, day: date, holidays: Container[date]) -> bool:
        return str(day.isoweekday()) in self.open_days and day not in holidays and not self.is_shut(day)


class Trip(models.Model):
    """A means of carriage that leaves one office for another at a fixed local time on given weekdays."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    origin = models.ForeignKey(
        Office, models.PROTECT, to_field="code", related_name="+", verbose_name=_("origin")
    )
    destination = models.ForeignKey(
        Office, models.PROTECT, to_field="code", related_name="+", verbose_name=_("destination")
    )
    days = models.CharField(_("days"), max_length=7, validators=[weekdays])
    departs_min = models.PositiveSmallIntegerField(_("departs, in minutes after midnight"))
    duration_min = models.PositiveIntegerField(_("duration in minutes"))
    mode = models.CharField(_("mode"), max_length=4, choices=Mode.choices, default=Mode.ROAD)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("trip")
        verbose_name_plural = _("trips")
        constraints = (
            models.CheckConstraint(name="trip_leads_elsewhere", condition=~Q(origin=F("destination"))),
            models.CheckConstraint(name="trip_takes_time", condition=Q(duration_min__gt=0)),
            models.CheckConstraint(name="trip_departs_within_the_day", condition=Q(departs_min__lt=DAY_MIN)),
            models.CheckConstraint(name="trip_runs_on_some_day", condition=~Q(days="")),
            models.CheckConstraint(name="trip_is_of_a_known_mode", condition=Q(mode__in=Mode.values)),
        )


class Edition(models.Model):
    """The network of a country as it stands: what a process holds of it is good for one edition.

    Editions are drawn, not counted: a number given in a transaction that failed would be given again.
    """

    country = models.OneToOneField("territory.Country", models.PROTECT, related_name="+", primary_key=True)
    edition = models.UUIDField(default=uuid4)
    pack_digest = models.CharField(max_length=64, blank=True, default="")
