"""A clerk's till from its opening to its closing, each count of cash, and who saw which line."""

from django.db import models
from django.db.models import Q

from rekkas.cash.choices import CountPurpose, SessionState


class TillSession(models.Model):
    """One clerk's till from opening to closing.

    What it should hold follows from its lines; it is written down here when the till is closed, not before.
    """

    number = models.CharField(max_length=24, unique=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    clerk = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    account = models.CharField(max_length=80)
    business_date = models.DateField()
    opened_at = models.DateTimeField()
    before_line = models.BigIntegerField()  # the number of the last line before it
    before_chain = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=SessionState.choices, default=SessionState.OPEN)
    closed_at = models.DateTimeField(null=True)
    last_line = models.BigIntegerField(null=True)
    last_chain = models.CharField(max_length=64, blank=True, default="")
    expected = models.BigIntegerField(null=True)
    counted = models.BigIntegerField(null=True)
    counted_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=~Q(state=SessionState.CLOSED), name="till_is_open_once"
            ),
            models.CheckConstraint(
                name="till_session_is_in_a_known_state", condition=Q(state__in=SessionState.values)
            ),
            models.CheckConstraint(
                name="closed_till_was_counted",
                condition=~Q(state=SessionState.CLOSED)
                | Q(closed_at__isnull=False, counted__gte=0, expected__isnull=False, last_line__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("office", "-opened_at"), name="till_session_by_office"),
            models.Index(fields=("account", "-last_line"), name="till_session_by_account"),
        )

    @property
    def difference(self) -> int | None:
        """What was counted more than expected; less is below zero. Unknown until it is closed."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected

    @property
    def state_label(self) -> str:
        return str(SessionState(self.state).label)


class CashCount(models.Model):
    """Cash that was counted, by denominations. Append-only."""

    account = models.CharField(max_length=80)
    purpose = models.CharField(max_length=8, choices=CountPurpose.choices)
    reference = models.CharField(max_length=32)  # the session, move or pouch that it was counted for
    pieces = models.TextField(blank=True, default="")
    amount = models.BigIntegerField()
    actor_kind = models.CharField(max_length=8)
    actor_name = models.CharField(max_length=80)
    counted_at = models.DateTimeField()
    at_line = models.BigIntegerField(null=True)  # of a vault: the line up to which its keeper had seen all

    class Meta:
        constraints = (
            models.CheckConstraint(name="cash_count_is_not_below_zero", condition=Q(amount__gte=0)),
        )  # fmt: skip
        indexes = (models.Index(fields=("account", "id"), name="cash_count_by_account"),)

    @property
    def purpose_label(self) -> str:
        return str(CountPurpose(self.purpose).label)


class Acknowledgement(models.Model):
    """That the keeper of a till, bag or vault saw a line that another made: not that they agree. Append-only."""

    account = models.CharField(max_length=80)
    number = models.BigIntegerField()
    seen_by = models.CharField(max_length=80)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "number"), name="line_is_acknowledged_once"),
        )


class CountDraft(models.Model):
    """A count that is being typed. It belongs to one session and one day, and to nothing after them."""

    session = models.ForeignKey(TillSession, models.PROTECT, related_name="drafts")
    day = models.DateField()
    pieces = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "day"), name="count_draft_of_a_session_and_day"),
        )
