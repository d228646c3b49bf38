"""Questions about cash: a difference is one until it is explained, and nobody's debt."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from rekkas.cash.choices import WAITING, CaseKind, CaseState, MismatchKind, StatementKind
from rekkas.money.choices import AccountKind
from rekkas.money.entries import account_code


class DiscrepancyCase(models.Model):
    """Cash that was not what the record says, as a question with an owner and a clock.

    ``amount`` is what was found more than expected; less is below zero. It lies in a suspense account of the case's
    own. Its owner is never the clerk in whose hands the cash was.
    """

    number = models.CharField(max_length=24, unique=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    kind = models.CharField(max_length=8, choices=CaseKind.choices)
    account = models.CharField(max_length=80)
    reference = models.CharField(max_length=32)  # the session, move or pouch in which it was found
    clerk = models.CharField(max_length=80, blank=True, default="")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=CaseState.choices, default=CaseState.OPEN)
    owner = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="case_is_in_a_known_state", condition=Q(state__in=CaseState.values)),
            models.CheckConstraint(
                name="case_is_owned_by_another_than_its_clerk", condition=~Q(owner="") & ~Q(owner=F("clerk"))
            ),
            models.CheckConstraint(
                name="case_is_settled_or_has_a_clock",
                condition=Q(state__in=WAITING, settled_at=None)
                | (~Q(state__in=WAITING) & Q(settled_at__isnull=False)),
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), condition=Q(settled_at=None), name="case_waiting"),
            models.Index(fields=("office", "-id"), name="case_by_office"),
            models.Index(fields=("account", "id"), name="case_by_account"),
        )

    @property
    def suspense(self) -> str:
        """The account in which the difference lies."""
        return account_code(AccountKind.SUSPENSE, self.number, self.currency)

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_shortage(self) -> bool:
        return self.amount < 0

    @property
    def state_label(self) -> str:
        return str(CaseState(self.state).label)

    @property
    def kind_label(self) -> str:
        return str(CaseKind(self.kind).label)


class CaseStatement(models.Model):
    """What somebody said or did in a case, in order. Append-only: it goes into every export."""

    case = models.ForeignKey(DiscrepancyCase, models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=12, choices=StatementKind.choices)
    text = models.TextField()
    actor_kind = models.CharField(max_length=8)
    actor_name = models.CharField(max_length=80)
    said_at = models.DateTimeField()
    amount = models.BigIntegerField(null=True)
    entry_key = models.UUIDField(null=True)
    account = models.CharField(
        max_length=80, blank=True, default=""
    )  # where an amount belongs, as it is said

    @property
    def kind_label(self) -> str:
        return str(StatementKind(self.kind).label)

    @property
    def shown_text(self) -> str:
        """What people said as they said it; what the program says, in the reader's language."""
        return gettext(self.text) if self.kind == StatementKind.OPENED else self.text


class QuestionedEntry(models.Model):
    """Something in a till's record that does not agree, and the case in which it is asked about. Append-only."""

    case = models.ForeignKey(DiscrepancyCase, models.PROTECT, related_name="questioned")
    account = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=MismatchKind.choices)
    reference = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case", "account", "kind", "reference"), name="mismatch_is_questioned_once_in_a_case"
            ),
        )


class WriteOff(models.Model):
    """That the post bears a difference: proposed by one, approved by another."""

    case = models.OneToOneField(DiscrepancyCase, models.PROTECT, related_name="write_off", primary_key=True)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, blank=True, default="")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="write_off_is_approved_by_another", condition=~Q(approved_by=F("proposed_by"))
            ),
        )
