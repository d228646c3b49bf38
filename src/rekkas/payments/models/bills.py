"""Bills: for whom the post collects, what is due, what was paid and what was passed on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekkas.money.choices import AccountKind
from rekkas.money.entries import account_code
from rekkas.payments.choices import BillAmounts, BillPaymentState, Cycle, FeePayer
from rekkas.territory.choices import in_reader_language


class Biller(models.Model):
    """Somebody for whom the post collects, as the country's pack says. One that left the pack is retired."""

    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=24)
    name_en = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80, blank=True, default="")
    name_ar = models.CharField(max_length=80, blank=True, default="")
    currency = models.CharField(max_length=3)
    reference_pattern = models.CharField(max_length=80)
    check_name = models.CharField(max_length=12, blank=True, default="")
    amounts = models.CharField(max_length=8, choices=BillAmounts.choices)
    amount_at_most = models.BigIntegerField(null=True)
    fee = models.BigIntegerField(default=0)
    fee_payer = models.CharField(max_length=8, choices=FeePayer.choices)
    cycle = models.CharField(max_length=8, choices=Cycle.choices)
    cancel_minutes = models.PositiveIntegerField(default=0)
    pays_to = models.CharField(max_length=64, blank=True, default="")
    example = models.CharField(max_length=40, blank=True, default="")
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("country", "code"), name="payments_biller_is_named_once_a_country"
            ),
            models.CheckConstraint(
                name="payments_biller_says_what_may_be_paid", condition=Q(amounts__in=BillAmounts.values)
            ),
            models.CheckConstraint(
                name="payments_biller_has_a_cycle", condition=Q(cycle__in=Cycle.values, fee__gte=0)
            ),
        )

    @property
    def name(self) -> str:
        return in_reader_language(en=self.name_en, fr=self.name_fr, ar=self.name_ar)

    @property
    def account(self) -> str:
        """Where what is collected for it lies."""
        return account_code(AccountKind.BILLER, self.code, self.currency)

    @property
    def has_list(self) -> bool:
        """Whether a bill must be on the biller's list before it can be paid."""
        return self.amounts != BillAmounts.OPEN

    @property
    def fee_of_customer(self) -> int:
        return self.fee if self.fee_payer == FeePayer.CUSTOMER else 0


class BillFile(models.Model):
    """A list of bills as its biller sent it, named by its bytes: sent twice under two names it is taken once."""

    biller = models.ForeignKey(Biller, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    bill_count = models.PositiveIntegerField()
    new_count = models.PositiveIntegerField()
    changed_count = models.PositiveIntegerField()
    kept_count = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("biller", "digest"), name="payments_file_is_taken_once"),
        )


class Bill(models.Model):
    """One bill that is due. ``paid_amount`` is what stands paid of it; payments that were cancelled do not count."""

    biller = models.ForeignKey(Biller, models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    due_on = models.DateField(null=True)
    name = models.CharField(max_length=160, blank=True, default="")
    paid_amount = models.BigIntegerField(default=0)
    file = models.ForeignKey(BillFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("biller", "reference"), name="payments_bill_has_its_reference"),
            models.CheckConstraint(name="payments_bill_is_of_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payments_bill_is_not_paid_beyond_its_amount",
                condition=Q(paid_amount__gte=0, paid_amount__lte=F("amount")),
            ),
        )

    @property
    def left(self) -> int:
        return self.amount - self.paid_amount


class Remittance(models.Model):
    """What a biller was paid of what was collected until a day, once."""

    number = models.CharField(max_length=40, unique=True)
    biller = models.ForeignKey(Biller, models.PROTECT, related_name="+", db_index=False)
    until = models.DateField()
    payment_count = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    fee = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    account = models.CharField(max_length=80)
    entry = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    remitted_at = models.DateTimeField()
    remitted_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("biller", "until"), name="payments_period_is_remitted_once"),
            models.CheckConstraint(
                name="payments_remittance_is_of_something",
                condition=Q(payment_count__gt=0, fee__gte=0, amount__gt=F("fee")),
            ),
        )

    @property
    def net(self) -> int:
        return self.amount - self.fee


class BillPayment(models.Model):
    """A bill, or a part of one, paid. A whole one is paid once; one that was cancelled does not stand in its way."""

    number = models.CharField(max_length=24, unique=True)
    biller = models.ForeignKey(Biller, models.PROTECT, related_name="+")
    bill = models.ForeignKey(Bill, models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    biller_fee = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    is_whole = models.BooleanField(default=False)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    clerk = models.CharField(max_length=80)
    visit = models.CharField(max_length=32, blank=True, default="")  # of a counter, where it is undone
    account = models.CharField(max_length=80)
    entry = models.UUIDField(unique=True)
    paid_at = models.DateTimeField()
    paid_on = models.DateField()
    cancel_until = models.DateTimeField()
    state = models.CharField(max_length=9, choices=BillPaymentState.choices, default=BillPaymentState.PAID)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=80, blank=True, default="")
    cancel_reason = models.CharField(max_length=200, blank=True, default="")
    remittance = models.ForeignKey(Remittance, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="payments_bill_payment_is_of_something",
                condition=Q(amount__gt=0, fee__gte=0, biller_fee__gte=0),
            ),
            models.UniqueConstraint(
                fields=("bill",),
                condition=Q(state=BillPaymentState.PAID, is_whole=True),
                name="payments_bill_is_paid_once",
            ),
            models.CheckConstraint(
                name="payments_bill_payment_is_cancelled_with_a_reason",
                condition=Q(state=BillPaymentState.PAID, cancelled_at=None, cancelled_by="")
                | (
                    Q(state=BillPaymentState.CANCELLED, cancelled_at__isnull=False)
                    & ~Q(cancelled_by="")
                    & ~Q(cancel_reason="")
                ),
            ),
            models.CheckConstraint(
                name="payments_cancelled_payment_is_not_remitted",
                condition=Q(state=BillPaymentState.PAID) | Q(remittance=None),
            ),
        )
        indexes = (
            models.Index(
                fields=("biller", "paid_on"),
                condition=Q(state=BillPaymentState.PAID, remittance=None),
                name="payments_bill_to_remit",
            ),
            models.Index(fields=("biller", "reference", "paid_at"), name="payments_bill_by_reference"),
            models.Index(fields=("office", "-id"), name="payments_bill_by_office"),
        )

    @property
    def total(self) -> int:
        """What the customer gave."""
        return self.amount + self.fee

    @property
    def is_standing(self) -> bool:
        return self.state == BillPaymentState.PAID
