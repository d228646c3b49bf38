"""The accounts of the postal bank: whose they are, who may act on them, what blocks them, what they have moved."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from postkit import iban
from rekkas.bank.choices import COUNTED, AccountEventKind, BlockKind, HolderRole, LimitRule, State
from rekkas.bank.models.people import Customer
from rekkas.bank.models.products import AccountProduct
from rekkas.base.choices import ActorKind
from rekkas.money.choices import AccountState


class BankTerms(models.Model):
    """By which codes the bank of a country is known to others. Empty where the country has none."""

    country = models.OneToOneField("territory.Country", models.PROTECT, primary_key=True, related_name="+")
    rib_bank = models.CharField(_("bank, in a RIB"), max_length=3, blank=True, default="")
    rib_locality = models.CharField(_("locality, in a RIB"), max_length=3, blank=True, default="")
    bic = models.CharField(_("BIC"), max_length=11, blank=True, default="")


class InterestTax(models.Model):
    """What is withheld from interest in a country, in thousandths, from a day on."""

    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    valid_from = models.DateField(_("from"))
    per_mille = models.PositiveSmallIntegerField(_("thousandths"))
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("country", "valid_from"), name="bank_interest_tax_is_set_once_a_day"
            ),
            models.CheckConstraint(name="bank_interest_tax_is_a_share", condition=Q(per_mille__lte=1000)),
        )


class BankAccount(models.Model):
    """One account of one holder. What it holds is said by the ledger alone, under the account ``ledger``.

    ``state`` is that of the ledger's account. ``is_single`` where its product is given once a person. ``capitalised``
    is the interest that was credited and counts toward no ceiling of the principal.
    """

    number = models.CharField(_("number"), max_length=16, unique=True)
    product = models.ForeignKey(AccountProduct, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    currency = models.CharField(_("currency"), max_length=3)
    ledger = models.CharField(max_length=80, unique=True)
    rib = models.CharField("RIB", max_length=24, blank=True, default="")
    iban = models.CharField("IBAN", max_length=34, blank=True, default="")
    alias = models.CharField(_("telephone that leads to it"), max_length=16, blank=True, default="")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    is_single = models.BooleanField(default=False)
    opened_at = models.DateTimeField(_("opened"))
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=80)
    opened_office = models.CharField(max_length=12, blank=True, default="")
    last_moved_on = models.DateField()
    dormant_since = models.DateField(_("dormant since"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    capitalised = models.BigIntegerField(default=0)
    statement_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = (
            models.Index(fields=("holder",), name="bank_account_by_holder"),
            models.Index(fields=("product", "id"), name="bank_account_by_product"),
            models.Index(fields=("last_moved_on",), name="bank_account_by_last_movement"),
        )
        constraints = (
            models.CheckConstraint(
                name="bank_account_is_in_a_known_state", condition=Q(state__in=AccountState.values)
            ),
            models.CheckConstraint(
                name="bank_account_is_closed_at_a_moment",
                condition=Q(state=AccountState.CLOSED, closed_at__isnull=False)
                | (~Q(state=AccountState.CLOSED) & Q(closed_at=None)),
            ),
            models.UniqueConstraint(
                fields=("holder", "product"),
                condition=Q(is_single=True) & ~Q(state=AccountState.CLOSED),
                name="bank_person_has_one_account_of_a_product",
            ),
            models.UniqueConstraint(
                fields=("alias",),
                condition=~Q(alias="") & ~Q(state=AccountState.CLOSED),
                name="bank_telephone_leads_to_one_wallet",
            ),
            models.UniqueConstraint(
                fields=("iban",), condition=~Q(iban=""), name="bank_iban_belongs_to_one_account"
            ),
        )

    @property
    def shown_rib(self) -> str:
        return iban.format(iban.parse_rib(self.rib)) if self.rib else ""

    @property
    def shown_iban(self) -> str:
        return iban.format(iban.parse(self.iban)) if self.iban else ""

    @property
    def is_closed(self) -> bool:
        return self.state == AccountState.CLOSED

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which its days are counted. The country comes with every account that a query returns."""
        return ZoneInfo(self.product.country.time_zone)


class AccountHolder(models.Model):
    """Somebody who may act on an account beside its holder."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="others")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=HolderRole.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "customer"), name="bank_account_names_somebody_once"),
            models.CheckConstraint(
                name="bank_account_holder_has_a_known_role", condition=Q(role__in=HolderRole.values)
            ),
        )


class BlockingOrder(models.Model):
    """What an authority ordered of an account, until it is lifted: all of it, or an amount that is set aside.

    ``asked`` is the amount of the order, ``held`` what was there to be set aside under the ledger's ``hold``.
    """

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="blocking_orders")
    kind = models.CharField(max_length=8, choices=BlockKind.choices)
    reference = models.CharField(_("reference"), max_length=80)
    authority = models.CharField(_("authority"), max_length=120)
    reason = models.CharField(_("reason"), max_length=200)
    asked = models.BigIntegerField(null=True)
    held = models.BigIntegerField(default=0)
    hold = models.UUIDField(null=True)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True, default="")
    lifted_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "reference"),
                condition=Q(lifted_at=None),
                name="bank_blocking_order_holds_once",
            ),
            models.CheckConstraint(
                name="bank_blocking_order_is_of_a_known_kind", condition=Q(kind__in=BlockKind.values)
            ),
            models.CheckConstraint(
                name="bank_blocking_order_of_an_amount_names_it",
                condition=Q(kind=BlockKind.AMOUNT, asked__isnull=False, asked__gt=0)
                | (~Q(kind=BlockKind.AMOUNT) & Q(asked=None, held=0, hold=None)),
            ),
            models.CheckConstraint(
                name="bank_blocking_order_is_lifted_by_another",
                condition=Q(lifted_at=None) | (~Q(lifted_by="") & ~Q(lifted_by=models.F("placed_by"))),
            ),
        )


class AccountEvent(models.Model):
    """One thing that happened to an account beside its movements, by whom. Append-only."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=9, choices=AccountEventKind.choices)
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)
    office_code = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("account", "id"), name="bank_account_event_by_account"),)
        constraints = (
            models.CheckConstraint(
                name="bank_account_event_is_of_a_known_kind", condition=Q(kind__in=AccountEventKind.values)
            ),
        )


class LimitUse(models.Model):
    """How much of a limit an account has used in a period: a day (2026-03-02) or a month (2026-03)."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", db_index=False)
    rule = models.CharField(max_length=9, choices=LimitRule.choices)
    period = models.CharField(max_length=10)
    amount = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "period", "rule"), name="bank_limit_is_counted_in_one_place"
            ),
            models.CheckConstraint(
                name="bank_limit_that_is_counted", condition=Q(rule__in=[rule.value for rule in COUNTED])
            ),
            models.CheckConstraint(name="bank_limit_use_is_not_below_zero", condition=Q(amount__gte=0)),
        )
