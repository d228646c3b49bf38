"""What was agreed with a merchant about cash on delivery."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from postkit import cod_statement as form
from rekkas.commerce.choices import WORKING_DAYS, Cycle, FeesTaken, PayWay

MONTH_DAYS, WEEK_DAYS, DAYS_AT_MOST = 31, 7, 90


class MerchantTerms(models.Model):
    """The terms of one contract from a day on, until later ones are in force. Append-only.

    ``days`` are the weekdays on which money is paid out. Amounts are minor units; fees are an amount and thousandths
    of what was collected, the tax thousandths of the fee.
    """

    customer_code = models.CharField(max_length=24)
    currency = models.CharField(max_length=3)
    valid_from = models.DateField(_("from"))
    cycle = models.CharField(_("paid out"), max_length=12, choices=Cycle.choices)
    days = models.CharField(max_length=7, default=WORKING_DAYS)
    weekday = models.PositiveSmallIntegerField(default=0)
    month_day = models.PositiveSmallIntegerField(default=0)
    after_days = models.PositiveSmallIntegerField(default=0)
    minimum = models.BigIntegerField(default=0)
    pay_way = models.CharField(max_length=9, choices=PayWay.choices)
    pay_to = models.CharField(max_length=34, blank=True, default="")
    fee = models.BigIntegerField(default=0)
    fee_per_mille = models.PositiveSmallIntegerField(default=0)
    tax_per_mille = models.PositiveSmallIntegerField(default=0)
    return_fee = models.BigIntegerField(default=0)
    fees_taken = models.CharField(max_length=8, choices=FeesTaken.choices)
    agreed_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=80)

    class Meta:
        indexes = (models.Index(fields=("customer_code", "currency", "valid_from"), name="terms_in_force"),)
        constraints = (
            models.CheckConstraint(name="terms_have_a_known_cycle", condition=Q(cycle__in=Cycle.values)),
            models.CheckConstraint(
                name="terms_say_where_to_pay",
                condition=Q(pay_way=PayWay.ELSEWHERE) | (Q(pay_way=PayWay.BANK) & ~Q(pay_to="")),
            ),
            models.CheckConstraint(
                name="terms_take_fees_in_a_known_way", condition=Q(fees_taken__in=FeesTaken.values)
            ),
            models.CheckConstraint(
                name="terms_take_no_less_than_nothing",
                condition=Q(
                    minimum__gte=0,
                    fee__gte=0,
                    return_fee__gte=0,
                    fee_per_mille__lte=1000,
                    tax_per_mille__lte=1000,
                ),
            ),
            models.CheckConstraint(
                name="terms_name_the_day_of_their_cycle",
                condition=Q(cycle=Cycle.WORKING_DAYS, weekday=0, month_day=0, after_days=0)
                | Q(cycle=Cycle.WEEKLY, weekday__range=(1, WEEK_DAYS), month_day=0, after_days=0)
                | Q(cycle=Cycle.MONTHLY, weekday=0, month_day__range=(1, MONTH_DAYS), after_days=0)
                | Q(cycle=Cycle.AFTER_DAYS, weekday=0, month_day=0, after_days__lte=DAYS_AT_MOST),
            ),
            models.CheckConstraint(name="terms_know_their_weekdays", condition=~Q(days="")),
        )

    @property
    def said(self) -> form.Terms:
        """The terms as a statement prints them."""
        return form.Terms(
            self.fee, self.fee_per_mille, self.tax_per_mille, self.return_fee, str(self.fees_taken), self.minimum
        )  # fmt: skip
