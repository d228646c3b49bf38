"""Offices, versions of the timetable, what is known of today's runs, and the edition of the whole."""

from collections.abc import Container
from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from postkit.network.model import EXPRESS_HANDLING_MIN, HANDLING_MIN, ROUNDS_LEAVE_MIN
from rekkas.network.choices import MovementKind, OfficeKind, TimetableState
from rekkas.territory.choices import in_both_scripts, in_reader_language

DAY_MIN = 24 * 60
weekdays = RegexValidator(
    r"^1?2?3?4?5?6?7?$", _("Write the days as digits in order, 1 for Monday to 7 for Sunday.")
)
service_codes = RegexValidator(
    r"^[a-z0-9-]{1,24}(\|[a-z0-9-]{1,24})*$",
    _("Write the codes of services parted by |, such as parcels|bills."),
)
kinds_of_office = RegexValidator(
    rf"^({'|'.join(OfficeKind.values)})(\|({'|'.join(OfficeKind.values)}))*$",
    _("Write kinds of office parted by |, such as agency|delivery."),
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
    handling_min = models.PositiveSmallIntegerField(_("handling, in minutes"), default=HANDLING_MIN)
    express_min = models.PositiveSmallIntegerField(
        _("handling of express mail, in minutes"), default=EXPRESS_HANDLING_MIN
    )
    rounds_leave_min = models.PositiveSmallIntegerField(
        _("departure of the rounds, in minutes after midnight"), default=ROUNDS_LEAVE_MIN,
        validators=[minute_of_day],
    )  # fmt: skip
    sorts_per_hour = models.PositiveIntegerField(_("items sorted in an hour; 0 for no limit"), default=0)
    closed_from = models.DateField(_("closed from"), null=True, blank=True)
    closed_until = models.DateField(_("closed until, that day included"), null=True, blank=True)
    services = models.CharField(
        _("services"), max_length=300, blank=True, default="", validators=[service_codes],
        help_text=_("The codes of what is done here, parted by |; empty for what all offices of its kind do."),
    )  # fmt: skip
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
                name="rounds_leave_within_the_day", condition=Q(rounds_leave_min__lte=DAY_MIN)
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
    def full_name(self) -> str:
        return in_both_scripts(self.shown_name, self.name, self.name_ar)

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


class Service(models.Model):
    """What people come to an office for, and the kinds of office that do it where they do not say otherwise."""

    country = models.ForeignKey(
        "territory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    code = models.CharField(_("code"), max_length=24)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True, default="")
    name_ar = models.CharField(_("name in Arabic"), max_length=80, blank=True, default="")
    name_zgh = models.CharField(_("name in Amazigh"), max_length=80, blank=True, default="")
    pictogram = models.CharField(_("picture"), max_length=24)
    kinds = models.CharField(_("kinds of office"), max_length=40, blank=True, validators=[kinds_of_office])

    class Meta:
        verbose_name = _("service of an office")
        verbose_name_plural = _("services of offices")
        constraints = (
            models.UniqueConstraint(fields=("country", "code"), name="service_is_named_once_in_a_country"),
        )

    @property
    def name(self) -> str:
        return in_reader_language(en=self.name_en, fr=self.name_fr, ar=self.name_ar, zgh=self.name_zgh)

    def is_done_at(self, office: Office) -> bool:
        """Whether an office of the same country does it: what the office says of itself, else its kind."""
        if office.services:
            return self.code in office.services.split("|")
        return office.kind in self.kinds.split("|")


class Timetable(models.Model):
    """A version of a country's timetable: trips, stops, exceptions, sorting waves and the hours of offices.

    The files are its text, as a pack has them. A draft may change; what is published is never changed, only
    followed by another or withdrawn before its day.
    """

    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(max_length=9, choices=TimetableState.choices)
    valid_from = models.DateField(_("valid from"), null=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    files = models.JSONField()
    digest = models.CharField(max_length=64)
    drafted_by = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()
    published_by = models.CharField(max_length=80, blank=True, default="")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("country", "number"), name="timetable_number_is_given_once"),
            models.UniqueConstraint(
                fields=("country", "valid_from"), condition=Q(state="published"),
                name="one_timetable_begins_on_a_day",
            ),
            models.CheckConstraint(
                name="timetable_is_in_a_known_state", condition=Q(state__in=TimetableState.values)
            ),
            models.CheckConstraint(
                name="published_timetable_has_its_day",
                condition=~Q(state="published") | Q(valid_from__isnull=False, published_at__isnull=False),
            ),
        )  # fmt: skip


class Movement(models.Model):
    """When a run left or reached an office, beside what the timetable says: what estimates are learned from.

    ``stop`` counts the stops of the run from 0: it may call at an office twice.
    """

    trip_code = models.CharField(max_length=16)
    date = models.DateField()
    stop = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Office, models.PROTECT, to_field="code", related_name="+")
    kind = models.CharField(max_length=8, choices=MovementKind.choices)
    planned_at = models.DateTimeField()
    happened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("trip_code", "date", "stop", "office", "kind"), name="run_moves_at_a_stop_once"
            ),
            models.CheckConstraint(
                name="movement_is_of_a_known_kind", condition=Q(kind__in=MovementKind.values)
            ),
        )
        indexes = (models.Index(fields=("planned_at",), name="movement_by_plan"),)


class Disruption(models.Model):
    """What is known of one run today: so many minutes late, or not running at all."""

    trip_code = models.CharField(max_length=16)
    date = models.DateField()
    delay_min = models.PositiveSmallIntegerField(_("minutes late"), default=0)
    is_cancelled = models.BooleanField(_("does not run"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("trip_code", "date"), name="run_is_disrupted_once"),
            models.CheckConstraint(
                name="disruption_says_something", condition=Q(is_cancelled=True) | Q(delay_min__gt=0)
            ),
        )


class Experience(models.Model):
    """What the recorded movements of a country have taught: see postkit.estimate. Derived: can be learned again."""

    country = models.OneToOneField("territory.Country", models.PROTECT, related_name="+", primary_key=True)
    edition = models.UUIDField(default=uuid4)  # drawn anew with each lesson
    learned_at = models.DateTimeField()
    body = models.JSONField()
    calibration = models.JSONField(default=dict)


class Edition(models.Model):
    """The network of a country as it stands: what a process holds of it is good for one edition.

    Editions are drawn, not counted: a number given in a transaction that failed would be given again.
    """

    country = models.OneToOneField("territory.Country", models.PROTECT, related_name="+", primary_key=True)
    edition = models.UUIDField(default=uuid4)
    pack_digest = models.CharField(max_length=64, blank=True, default="")
    timetable_digest = models.CharField(max_length=64, blank=True, default="")  # the last that a pack brought
