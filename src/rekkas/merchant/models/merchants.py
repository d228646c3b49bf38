"""Merchants, their teams, and the addresses at which their parcels are fetched."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rekkas.merchant.choices import MemberRole, MerchantState


class MerchantRules(models.Model):
    """How the merchants of a country are known, as merchants.toml of its pack has it: see postkit.pack.merchants."""

    country = models.OneToOneField("territory.Country", models.PROTECT, primary_key=True, related_name="+")
    body = models.JSONField()
    loaded_at = models.DateTimeField()


class Merchant(models.Model):
    """A customer under contract who has pages of their own. Name, telephone and mailbox are those of the contract.

    ``tax_number`` is theirs alone, by its scheme. ``notes_on_check`` is what whoever checked them has seen.
    """

    customer = models.OneToOneField(
        "catalogue.Customer", models.PROTECT, to_field="code", primary_key=True, related_name="+"
    )
    tax_scheme = models.CharField(max_length=16)
    tax_number = models.CharField(_("tax number"), max_length=24)
    state = models.CharField(max_length=8, choices=MerchantState.choices, default=MerchantState.NEW)
    since = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=80, blank=True, default="")
    notes_on_check = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("tax_scheme", "tax_number"), name="merchant_is_known_once"),
            models.CheckConstraint(
                name="merchant_is_in_a_known_state", condition=Q(state__in=MerchantState.values)
            ),
            models.CheckConstraint(
                name="merchant_checked_by_somebody",
                condition=~Q(state=MerchantState.CHECKED) | (Q(checked_at__isnull=False) & ~Q(checked_by="")),
            ),
        )


class Member(models.Model):
    """Somebody of a merchant's team, known by a mailbox. ``number`` is what records call them: `ATLAS/3`.

    ``visits`` is part of the proof of a visit: a higher number ends them all. ``code_hash`` is the last code that was
    sent to the mailbox, as a keyed hash, until ``code_until``.
    """

    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    email = models.CharField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=MemberRole.choices)
    language = models.CharField(max_length=8, blank=True, default="")
    secret_hash = models.CharField(max_length=128, blank=True, default="")
    wrong = models.PositiveSmallIntegerField(default=0)
    shut_until = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True, default="")
    code_until = models.DateTimeField(null=True)
    code_wrong = models.PositiveSmallIntegerField(default=0)
    code_sent_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    invited_by = models.CharField(max_length=80, blank=True, default="")
    proved_at = models.DateTimeField(null=True)
    last_in_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("merchant", "place"), name="member_has_a_place_of_their_own"),
            models.UniqueConstraint(
                fields=("email",), condition=Q(retired_at=None), name="mailbox_is_one_members_at_a_time"
            ),
            models.CheckConstraint(name="member_has_a_known_role", condition=Q(role__in=MemberRole.values)),
            models.CheckConstraint(name="member_has_a_mailbox", condition=Q(email__contains="@")),
        )

    @property
    def number(self) -> str:
        return f"{self.merchant_id}/{self.place}"


class PickupAddress(models.Model):
    """Where a merchant's parcels are fetched, or from where they are sent. One is the usual one."""

    merchant = models.ForeignKey(Merchant, models.PROTECT, related_name="+")
    label = models.CharField(_("name of this address"), max_length=40)
    name = models.CharField(_("who is there"), max_length=120)
    street = models.CharField(_("street and house"), max_length=200)
    locality = models.ForeignKey(
        "territory.Locality",
        models.PROTECT,
        to_field="code",
        related_name="+",
        verbose_name=_("town or village"),
    )
    phone = models.CharField(_("telephone"), max_length=24)
    is_usual = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("merchant",),
                condition=Q(is_usual=True, removed_at=None),
                name="merchant_has_one_usual_address",
            ),
            models.CheckConstraint(name="pickup_address_is_somewhere", condition=~Q(label="") & ~Q(name="")),
        )
