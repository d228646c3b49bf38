"""What is done once for an account and a period: interest, fees, statements. Each is unique in the database."""

from django.db import models
from django.db.models import F, Q

from rekkas.bank.choices import FEES, SweepKind
from rekkas.bank.models.accounts import BankAccount
from rekkas.bank.models.products import AccountProduct


class AccountSweep(models.Model):
    """How far the accounts of a product were gone through for one purpose and period: begun again where it stopped.

    ``what`` is interest, statement, or the code of a fee. ``last`` is the account done last, in the order of opening.
    """

    product = models.ForeignKey(AccountProduct, models.PROTECT, related_name="+")
    what = models.CharField(max_length=24)
    period = models.CharField(max_length=10)
    last = models.BigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    declined = models.PositiveBigIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=80)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("product", "what", "period"), name="bank_sweep_is_made_once_a_period"
            ),
            models.CheckConstraint(
                name="bank_sweep_has_a_known_purpose", condition=Q(what__in=[*SweepKind.values, *FEES])
            ),
        )


class InterestLine(models.Model):
    """The interest of an account for a period, credited once. ``entry`` is its key in the ledger. Append-only."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=10)
    gross = models.BigIntegerField()
    tax = models.BigIntegerField()
    entry = models.UUIDField(unique=True)
    credited_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "period"), name="bank_interest_is_credited_once"),
            models.CheckConstraint(
                name="bank_interest_is_more_than_its_tax",
                condition=Q(gross__gt=0, tax__gte=0, tax__lte=F("gross")),
            ),
        )


class FeeLine(models.Model):
    """A fee that an account paid for a period, taken once. ``entry`` is its key in the ledger. Append-only."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=24)
    period = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    entry = models.UUIDField(unique=True)
    charged_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "code", "period"), name="bank_fee_is_taken_once"),
            models.CheckConstraint(name="bank_fee_is_above_zero", condition=Q(amount__gt=0)),
        )


class IssuedStatement(models.Model):
    """A statement that has its number: an account's statements are counted from 1, without a gap. Append-only.

    What it says is read from the ledger again when it is asked for; ``digest`` shows whether it still says the same.
    """

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    opening = models.BigIntegerField()
    closing = models.BigIntegerField()
    line_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "number"), name="bank_statement_has_its_own_number"),
            models.UniqueConstraint(
                fields=("account", "first", "last"), name="bank_statement_of_a_span_is_issued_once"
            ),
            models.CheckConstraint(
                name="bank_statement_runs_forward", condition=Q(first__lte=F("last"), number__gte=1)
            ),
        )
