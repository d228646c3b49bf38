"""The accounts that the postal bank offers, with what they pay and what they cost from which day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekkas.bank.choices import FEES, AccountKind, Capitalised, DayCount
from rekkas.bank.models.levels import Named


class AccountProduct(Named):
    """One sort of account of one country. Amounts are minor units of its currency."""

    kind = models.CharField(_("kind"), max_length=8, choices=AccountKind.choices)
    currency = models.CharField(_("currency"), max_length=3)
    levels = models.JSONField(_("levels that may open it"), default=list)
    limited_by_level = models.BooleanField(_("limited by the holder’s level"), default=False)
    natural_persons_only = models.BooleanField(_("for persons only"), default=False)
    one_per_person = models.BooleanField(_("one a person"), default=False)
    floor = models.BigIntegerField(_("floor"), default=0)
    ceiling = models.BigIntegerField(_("ceiling of the principal"), null=True)
    day_count = models.CharField(
        _("count of days"), max_length=8, choices=DayCount.choices, blank=True, default=""
    )
    capitalised = models.CharField(
        _("interest is capitalised"), max_length=9, choices=Capitalised.choices, blank=True, default=""
    )
    interest_minimum = models.PositiveBigIntegerField(_("least balance that bears interest"), default=0)
    dormant_after_months = models.PositiveSmallIntegerField(_("dormant after months"), null=True)
    channels = models.JSONField(_("channels"), default=list)

    class Meta:
        verbose_name = _("account product")
        verbose_name_plural = _("account products")
        constraints = (
            models.UniqueConstraint(fields=("country", "code"), name="bank_product_is_used_once_a_country"),
            models.CheckConstraint(
                name="bank_product_is_of_a_known_kind", condition=Q(kind__in=AccountKind.values)
            ),
            models.CheckConstraint(
                name="bank_product_holds_something",
                condition=Q(ceiling__isnull=True) | Q(ceiling__gt=F("floor")),
            ),
            models.CheckConstraint(
                name="bank_product_bears_interest_wholly_or_not",
                condition=Q(day_count="", capitalised="")
                | Q(day_count__in=DayCount.values, capitalised__in=Capitalised.values),
            ),
        )


class ProductRate(models.Model):
    """What an account pays a year, in basis points, from a day on."""

    product = models.ForeignKey(AccountProduct, models.PROTECT, related_name="rates")
    valid_from = models.DateField(_("from"))
    basis_points = models.PositiveIntegerField(_("basis points a year"))
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("product", "valid_from"), name="bank_rate_is_set_once_a_day"),
        )


class ProductFee(models.Model):
    """What something costs from a day on: an amount, or thousandths of the sum between two bounds."""

    product = models.ForeignKey(AccountProduct, models.PROTECT, related_name="fees")
    code = models.CharField(_("what for"), max_length=24)
    valid_from = models.DateField(_("from"))
    amount = models.PositiveBigIntegerField(_("amount"), default=0)
    per_mille = models.PositiveIntegerField(_("thousandths of the sum"), default=0)
    at_least = models.PositiveBigIntegerField(_("at least"), default=0)
    at_most = models.PositiveBigIntegerField(_("at most"), null=True)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("product", "code", "valid_from"), name="bank_fee_is_set_once_a_day"
            ),
            models.CheckConstraint(name="bank_fee_is_of_a_known_kind", condition=Q(code__in=FEES)),
            models.CheckConstraint(
                name="bank_fee_is_an_amount_or_a_share",
                condition=Q(amount__gt=0, per_mille=0) | Q(amount=0, per_mille__gt=0),
            ),
        )
