"""Whom the bank knows: persons and organisations, their papers, and everything that was changed of them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from postkit.address import Address
from postkit.sanctions import Birth
from rekkas.bank.choices import LIVE, CustomerKind, CustomerStatus, EventKind, Seen, Sex
from rekkas.bank.entries import masked
from rekkas.bank.models.levels import DocumentKind, Level, RegistrationKind
from rekkas.base.choices import ActorKind
from rekkas.territory.choices import in_reader_language


class Series(models.Model):
    """The next number to give out, by kind of number."""

    name = models.CharField(max_length=40, primary_key=True)
    next = models.PositiveBigIntegerField(default=1)


class Customer(models.Model):
    """A person or an organisation, once: found again under every spelling of the name."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    country = models.ForeignKey(
        "territory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CustomerKind.choices)
    given_name = models.CharField(_("given name"), max_length=80, blank=True, default="")
    family_name = models.CharField(_("family name"), max_length=80, blank=True, default="")
    given_name_ar = models.CharField(
        _("given name, in Arabic letters"), max_length=80, blank=True, default=""
    )
    family_name_ar = models.CharField(
        _("family name, in Arabic letters"), max_length=80, blank=True, default=""
    )
    name = models.CharField(_("name of the organisation"), max_length=160, blank=True, default="")
    name_ar = models.CharField(
        _("name of the organisation, in Arabic letters"), max_length=160, blank=True, default=""
    )
    registration_kind = models.ForeignKey(RegistrationKind, models.PROTECT, null=True, related_name="+")
    registration_number = models.CharField(_("number in the register"), max_length=32, blank=True, default="")
    # Papers of the old often know the year only: the days on which it may have been.
    birth_first = models.DateField(null=True)
    birth_last = models.DateField(null=True)
    birth_place = models.CharField(_("place of birth"), max_length=80, blank=True, default="")
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=16, blank=True, default="")
    address = models.JSONField(_("address"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    level = models.ForeignKey(Level, models.PROTECT, null=True, related_name="+")
    status = models.CharField(
        _("status"), max_length=8, choices=CustomerStatus.choices, default=CustomerStatus.ACTIVE
    )
    status_reason = models.CharField(max_length=200, blank=True, default="")
    status_reference = models.CharField(max_length=80, blank=True, default="")
    status_by = models.CharField(max_length=80, blank=True, default="")
    to_screen = models.BooleanField(default=True)
    enrolled_at = models.DateTimeField(_("customer since"))
    enrolled_by = models.CharField(max_length=80)
    enrolled_office = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        verbose_name = _("customer of the bank")
        verbose_name_plural = _("customers of the bank")
        indexes = (
            models.Index(fields=("phone",), condition=~Q(phone=""), name="bank_customer_by_phone"),
            models.Index(fields=("registration_number",), name="bank_customer_by_register"),
            models.Index(fields=("id",), condition=Q(to_screen=True), name="bank_customer_to_screen"),
        )
        constraints = (
            models.CheckConstraint(
                name="bank_customer_is_of_a_known_kind", condition=Q(kind__in=CustomerKind.values)
            ),
            models.CheckConstraint(
                name="bank_customer_has_a_known_status", condition=Q(status__in=CustomerStatus.values)
            ),
            models.CheckConstraint(
                name="bank_person_has_a_family_name",
                condition=~Q(kind=CustomerKind.PERSON) | ~Q(family_name="") | ~Q(family_name_ar=""),
            ),
            models.CheckConstraint(
                name="bank_organisation_has_a_name_and_a_register",
                condition=~Q(kind=CustomerKind.ORGANISATION)
                | (~Q(name="") & ~Q(registration_number="") & Q(registration_kind__isnull=False)),
            ),
            models.CheckConstraint(
                name="bank_birth_is_a_span_of_days",
                condition=Q(birth_first__isnull=True, birth_last__isnull=True)
                | Q(birth_first__lte=F("birth_last")),
            ),
            models.CheckConstraint(
                name="bank_customer_is_not_active_for_a_reason",
                condition=Q(status=CustomerStatus.ACTIVE) | ~Q(status_reason=""),
            ),
            models.UniqueConstraint(
                fields=("registration_kind", "registration_number"),
                condition=Q(status__in=LIVE) & ~Q(registration_number=""),
                name="bank_registration_belongs_to_one_customer",
            ),
        )

    @property
    def latin_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.name

    @property
    def arabic_name(self) -> str:
        return f"{self.given_name_ar} {self.family_name_ar}".strip() or self.name_ar

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling that is known."""
        return tuple(name for name in (self.latin_name, self.arabic_name) if name)

    @property
    def shown_name(self) -> str:
        latin, arabic = self.latin_name, self.arabic_name
        return in_reader_language(en=latin or arabic, ar=arabic)

    @property
    def birth(self) -> Birth | None:
        return Birth(self.birth_first, self.birth_last) if self.birth_first and self.birth_last else None

    @property
    def postal_address(self) -> Address:
        return Address.from_dict(self.address)

    @property
    def is_active(self) -> bool:
        return self.status == CustomerStatus.ACTIVE


class NameKey(models.Model):
    """What the index of names holds of a customer (`postkit.names.blocking_keys`)."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "customer"), name="bank_name_key_is_held_once"),
        )


class IdentityDocument(models.Model):
    """A paper that somebody of the post has looked at. One that was replaced is kept, no longer live."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="documents")
    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="+")
    country_code = models.CharField(_("issued by"), max_length=2)
    number = models.CharField(_("number"), max_length=32)
    issued_on = models.DateField(_("issued on"), null=True)
    expires_on = models.DateField(_("expires on"), null=True)
    seen = models.CharField(_("seen"), max_length=9, choices=Seen.choices)
    seen_by = models.CharField(max_length=80)
    seen_office = models.CharField(max_length=12, blank=True, default="")
    seen_at = models.DateTimeField()
    image = models.BinaryField(null=True)
    image_digest = models.CharField(max_length=64, blank=True, default="")
    live = models.BooleanField(default=True)

    class Meta:
        indexes = (models.Index(fields=("number",), condition=Q(live=True), name="bank_document_by_number"),)
        constraints = (
            models.UniqueConstraint(
                fields=("country_code", "kind", "number"),
                condition=Q(live=True),
                name="bank_document_belongs_to_one_customer",
            ),
            models.CheckConstraint(name="bank_document_was_seen", condition=Q(seen__in=Seen.values)),
            models.CheckConstraint(name="bank_document_has_a_number", condition=~Q(number="")),
        )

    @property
    def masked_number(self) -> str:
        return masked(self.number)


class CustomerEvent(models.Model):
    """One thing that happened to what is known of a customer, by whom. Append-only."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=EventKind.choices)
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)
    office_code = models.CharField(max_length=12, blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=("customer", "id"), name="bank_event_by_customer"),)
        constraints = (
            models.CheckConstraint(
                name="bank_event_is_of_a_known_kind", condition=Q(kind__in=EventKind.values)
            ),
        )
