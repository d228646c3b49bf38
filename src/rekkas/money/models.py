"""The record of what is owed: transfers between two accounts, only ever added. Balances follow from them."""

from django.db import models
from django.db.models import F, Q

from rekkas.base.choices import ActorKind
from rekkas.money.choices import CASH_KINDS, AccountKind, TransferKind


class Account(models.Model):
    """A place where money can be, in one currency."""

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    owner = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="account_is_of_a_known_kind", condition=Q(kind__in=AccountKind.values)
            ),
        )
        indexes = (models.Index(fields=("kind", "owner"), name="account_by_owner"),)

    @property
    def is_cash(self) -> bool:
        return self.kind in CASH_KINDS


class Balance(models.Model):
    """What came into an account and what left it. Derived: never a source."""

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="+")
    received = models.PositiveBigIntegerField(default=0)
    given = models.PositiveBigIntegerField(default=0)

    @property
    def amount(self) -> int:
        return self.received - self.given


class Transfer(models.Model):
    """An amount that left one account for another: balanced by construction. Append-only."""

    key = models.UUIDField(unique=True)
    source = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=16, choices=TransferKind.choices)
    subject = models.CharField(max_length=40, blank=True, default="")
    office_code = models.CharField(max_length=12, blank=True, default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)
    lane = models.PositiveSmallIntegerField()
    seal_number = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.CheckConstraint(name="transfer_moves_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="transfer_between_two_accounts", condition=~Q(source=F("target"))),
        )
        indexes = (
            models.Index(fields=("source", "id"), name="transfer_by_source"),
            models.Index(fields=("target", "id"), name="transfer_by_target"),
            models.Index(fields=("subject", "id"), condition=~Q(subject=""), name="transfer_by_subject"),
        )
