"""What the post sells, at what price, and the customers it has a contract with."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rekkas.catalogue.choices import PriceKind, Scope, Zone
from rekkas.network.choices import Carriage
from rekkas.territory.choices import in_reader_language


def iban_agrees(iban: str) -> bool:
    """Whether the check digits of an IBAN agree (ISO 13616): letters become numbers, the rest by 97 is 1.

    >>> iban_agrees("GB82WEST12345698765432"), iban_agrees("GB28WEST12345698765432"), iban_agrees("GB8Z")
    (True, False, False)
    """
    shape = iban.isascii() and iban.isalnum() and 15 <= len(iban) <= 34 and iban[:2].isalpha()
    return shape and int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def validate_iban(iban: str) -> None:
    if not iban_agrees(iban):
        raise ValidationError(_("The check digits of this IBAN do not agree. Read it again."))


two_letters = RegexValidator(r"^[A-Z]{2}$", _("Write two capital letters, as on the label."))


class Product(models.Model):
    """Something sold at the counter of one country. One that left the pack is retired, never deleted."""

    country = models.ForeignKey(
        "territory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    code = models.CharField(_("code"), max_length=24)
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True, default="")
    name_ar = models.CharField(_("name in Arabic"), max_length=80, blank=True, default="")
    prefix = models.CharField(_("S10 service indicator"), max_length=2, validators=[two_letters])
    max_weight_g = models.PositiveIntegerField(_("heaviest item, in grams"))
    cod_allowed = models.BooleanField(_("cash on delivery"), default=False)
    max_cod = models.PositiveBigIntegerField(_("highest amount collected (0: no limit)"), default=0)
    kept_days = models.PositiveSmallIntegerField(_("days kept at the office"))
    carriage = models.CharField(
        _("how it is carried"), max_length=8, choices=Carriage.choices, default=Carriage.STANDARD
    )
    scope = models.CharField(
        _("how far it reaches"), max_length=8, choices=Scope.choices, default=Scope.DOMESTIC
    )
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = (
            models.UniqueConstraint(fields=("country", "code"), name="product_code_is_used_once_a_country"),
            models.CheckConstraint(name="product_carries_some_weight", condition=Q(max_weight_g__gt=0)),
            models.CheckConstraint(
                name="product_is_carried_in_a_known_way", condition=Q(carriage__in=Carriage.values)
            ),
            models.CheckConstraint(
                name="product_reaches_home_or_abroad", condition=Q(scope__in=Scope.values)
            ),
        )

    @property
    def name(self) -> str:
        return in_reader_language(en=self.name_en, fr=self.name_fr, ar=self.name_ar)

    @property
    def currency(self) -> str:
        """The currency of its prices. The country comes with every product that a query returns."""
        return self.country.currency


class Destination(models.Model):
    """A country to which a post sends: its price zone, and the office of exchange from which its mail leaves."""

    country = models.ForeignKey(
        "territory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    code = models.CharField(_("destination"), max_length=2, validators=[two_letters])
    name_en = models.CharField(_("name in English"), max_length=80)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True, default="")
    name_ar = models.CharField(_("name in Arabic"), max_length=80, blank=True, default="")
    zone = models.CharField(_("zone"), max_length=8, choices=Zone.choices)
    exchange = models.ForeignKey(
        "network.Office",
        models.PROTECT,
        to_field="code",
        related_name="+",
        verbose_name=_("office of exchange"),
    )

    class Meta:
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")
        constraints = (
            models.UniqueConstraint(fields=("country", "code"), name="destination_is_named_once_a_country"),
            models.CheckConstraint(name="destination_is_in_a_known_zone", condition=Q(zone__in=Zone.values)),
        )

    @property
    def name(self) -> str:
        return in_reader_language(en=self.name_en, fr=self.name_fr, ar=self.name_ar)


class PriceRule(models.Model):
    """One line that a price may have: a fixed amount, and so many thousandths of a value."""

    country = models.ForeignKey(
        "territory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    code = models.CharField(_("code"), max_length=32)
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    kind = models.CharField(_("kind"), max_length=8, choices=PriceKind.choices)
    zone = models.CharField(_("zone"), max_length=8, choices=Zone.choices)
    up_to_weight_g = models.PositiveIntegerField(_("up to this weight, in grams"), default=0)
    amount = models.PositiveBigIntegerField(_("amount, in the currency's smallest unit"), default=0)
    per_mille = models.PositiveIntegerField(_("thousandths of the value"), default=0)
    label_en = models.CharField(_("label in English"), max_length=120)
    label_fr = models.CharField(_("label in French"), max_length=120, blank=True, default="")
    label_ar = models.CharField(_("label in Arabic"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = (
            models.UniqueConstraint(fields=("country", "code"), name="price_code_is_used_once_a_country"),
            models.CheckConstraint(name="price_is_of_a_known_kind", condition=Q(kind__in=PriceKind.values)),
            models.CheckConstraint(name="price_is_for_a_known_zone", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(
                name="carriage_is_priced_up_to_a_weight",
                condition=~Q(kind=PriceKind.BASE) | Q(up_to_weight_g__gt=0),
            ),
            models.CheckConstraint(
                name="carriage_is_not_a_share_of_a_value",
                condition=~Q(kind=PriceKind.BASE) | Q(per_mille=0),
            ),
        )

    @property
    def label(self) -> str:
        return in_reader_language(en=self.label_en, fr=self.label_fr, ar=self.label_ar)


class Customer(models.Model):
    """A customer under contract: a merchant who posts often and is paid what the post collects."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    country = models.ForeignKey(
        "territory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    name = models.CharField(_("name"), max_length=120)
    name_ar = models.CharField(_("name in Arabic"), max_length=120, blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=24, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    iban = models.CharField(_("IBAN"), max_length=34, blank=True, default="", validators=[validate_iban])
    created_at = models.DateTimeField(_("customer since"))

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        indexes = (models.Index(fields=("country", "name"), name="customer_by_name"),)
        constraints = (
            models.CheckConstraint(name="customer_has_a_code", condition=~Q(code="")),
            models.CheckConstraint(name="customer_has_a_name", condition=~Q(name="")),
        )

    @property
    def shown_name(self) -> str:
        return in_reader_language(en=self.name, ar=self.name_ar)


class Contract(models.Model):
    """What was agreed with a customer about prices and payment, from a day on, until a later word. Append-only.

    ``credit_limit`` is the most that may stand to be invoiced and unpaid; of nothing the customer pays at the counter.
    One that ``is_end`` says that from its day on nothing is agreed any more.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, to_field="code", related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField(_("from"))
    is_end = models.BooleanField(default=False)
    credit_limit = models.PositiveBigIntegerField(_("credit limit"), default=0)
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=80)

    class Meta:
        indexes = (models.Index(fields=("customer", "valid_from", "id"), name="contract_in_force"),)
        constraints = (
            models.CheckConstraint(
                name="contract_that_ends_gives_nothing",
                condition=Q(is_end=False) | Q(credit_limit=0, payment_days=0),
            ),
            models.CheckConstraint(
                name="contract_that_ends_says_why", condition=Q(is_end=False) | ~Q(reason="")
            ),
        )


class ContractPrice(models.Model):
    """A step of carriage of a contract's own, in the place of the tariff's. Append-only."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+", db_index=False)
    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    zone = models.CharField(max_length=8, choices=Zone.choices)
    up_to_weight_g = models.PositiveIntegerField()
    amount = models.PositiveBigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "product", "zone", "up_to_weight_g"), name="contract_has_each_step_once"
            ),
            models.CheckConstraint(
                name="contract_step_is_for_a_known_zone", condition=Q(zone__in=Zone.values)
            ),
            models.CheckConstraint(name="contract_step_holds_some_weight", condition=Q(up_to_weight_g__gt=0)),
        )


class ContractRebate(models.Model):
    """From so many parcels in the month before on, so many thousandths off the carriage. Append-only."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="+", db_index=False)
    from_count = models.PositiveIntegerField()
    per_mille = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "from_count"), name="contract_has_each_rebate_step_once"
            ),
            models.CheckConstraint(
                name="rebate_is_a_part_of_the_carriage", condition=Q(per_mille__gt=0, per_mille__lte=1000)
            ),
            models.CheckConstraint(name="rebate_is_for_some_parcels", condition=Q(from_count__gt=0)),
        )
