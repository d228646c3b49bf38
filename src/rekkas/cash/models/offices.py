"""The cash of an office as a whole: who keeps the vault, how much may lie there, what will be needed."""

from django.db import models
from django.db.models import F, Q


class OfficeCash(models.Model):
    """The cash of one office: whoever changes something in it holds this row, which also numbers its papers."""

    office = models.OneToOneField(
        "network.Office", models.PROTECT, to_field="code", related_name="+", primary_key=True
    )
    last_number = models.PositiveIntegerField(default=0)


class CashTerms(models.Model):
    """What was said of one office's cash, in place of what holds for its kind. The latest holds. Append-only."""

    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    currency = models.CharField(max_length=3)
    minimum = models.BigIntegerField()
    maximum = models.BigIntegerField()
    bundle = models.BigIntegerField()
    tolerance = models.BigIntegerField()
    investigator = models.CharField(max_length=80, blank=True, default="")
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="cash_terms_leave_a_bundle_between",
                condition=Q(minimum__gte=0, bundle__gt=0, maximum__gte=F("minimum") + F("bundle")),
            ),
            models.CheckConstraint(
                name="cash_tolerance_is_not_below_zero", condition=Q(tolerance__gte=0)
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("office", "currency", "-id"), name="cash_terms_by_office"),)


class VaultKeeper(models.Model):
    """To whom the vault of an office was entrusted, since when. The latest holds. Append-only."""

    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    keeper = models.CharField(max_length=80)
    since = models.DateTimeField()
    entrusted_by = models.CharField(max_length=80)

    class Meta:
        constraints = (models.CheckConstraint(name="vault_keeper_is_named", condition=~Q(keeper="")),)


class CashRules(models.Model):
    """The cash of a country as its pack has it: notes and coins, limits by kind of office, days of payment."""

    country = models.OneToOneField("territory.Country", models.PROTECT, related_name="+", primary_key=True)
    currency = models.CharField(max_length=3)
    body = models.JSONField()
    loaded_at = models.DateTimeField()


class CashNeed(models.Model):
    """Cash that an office already knows it will pay out: a large withdrawal, a money order, a remittance."""

    key = models.UUIDField(unique=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    day = models.DateField()
    reason = models.CharField(max_length=120)
    announced_by = models.CharField(max_length=80)
    announced_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(name="cash_need_is_of_something", condition=Q(amount__gt=0)),)
        indexes = (
            models.Index(
                fields=("office", "currency", "day"), condition=Q(withdrawn_at=None), name="cash_need_by_office"
            ),
        )  # fmt: skip
