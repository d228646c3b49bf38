"""The record of what is owed: entries and their transfers, only ever added. Balances and lines follow from them."""

from django.db import models
from django.db.models import CompositePrimaryKey, F, Q, Value
from django.db.models.functions import Concat

from rekkas.base.choices import ActorKind
from rekkas.money.choices import (
    CASH_KINDS,
    CUSTOMER_KINDS,
    STRIPES_AT_MOST,
    WITNESSED_KINDS,
    AccountKind,
    AccountState,
    Book,
    EntryKind,
    Phase,
    rule_of,
)


class Account(models.Model):
    """A place where money can be, in one currency, in the books of one legal person. Never changed."""

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12)
    owner = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    book = models.CharField(max_length=4, choices=Book.choices)
    stripes = models.PositiveSmallIntegerField(default=1)
    is_witnessed = models.BooleanField(default=False)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="account_is_of_a_known_kind", condition=Q(kind__in=AccountKind.values)
            ),
            models.CheckConstraint(name="account_is_in_a_known_book", condition=Q(book__in=Book.values)),
            models.CheckConstraint(
                name="account_has_stripes", condition=Q(stripes__gte=1, stripes__lte=STRIPES_AT_MOST)
            ),
            models.CheckConstraint(
                name="witnessed_account_has_one_stripe", condition=Q(is_witnessed=False) | Q(stripes=1)
            ),
            models.CheckConstraint(
                name="cash_account_is_witnessed",
                condition=Q(is_witnessed=True, kind__in=sorted(WITNESSED_KINDS))
                | Q(~Q(kind__in=sorted(WITNESSED_KINDS)), is_witnessed=False),
            ),
            models.CheckConstraint(
                name="account_code_says_what_it_is",
                condition=Q(code=Concat("kind", Value(":"), "owner", Value(":"), "currency")),
            ),
        )
        indexes = (models.Index(fields=("kind", "owner"), name="account_by_owner"),)

    @property
    def is_cash(self) -> bool:
        return self.kind in CASH_KINDS

    @property
    def is_customers(self) -> bool:
        return self.kind in CUSTOMER_KINDS

    @property
    def side(self) -> int:
        return rule_of(self.kind, self.owner).side


def first_balance(account: int) -> int:
    """The number of an account's balance; its stripes follow it."""
    return account * STRIPES_AT_MOST


class Balance(models.Model):
    """What came into an account and what left it, and what is set aside to come and to leave. Derived.

    ``side`` is 1 where what comes in makes the account grow, -1 where what goes out does. ``floor`` and ``ceiling``
    are limits of what it holds on that side; what is set aside to leave counts as gone, and what is set aside
    to come counts as there. An account of one stripe only can have limits;
    what one stripe of several sets aside another may take, so only their sum counts from zero.
    """

    id = models.BigIntegerField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="balances")
    received = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)
    coming = models.BigIntegerField(default=0)
    leaving = models.BigIntegerField(default=0)
    side = models.SmallIntegerField()
    floor = models.BigIntegerField(null=True)
    ceiling = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=AccountState.choices, default=AccountState.OPEN)
    line_count = models.BigIntegerField(default=0)
    chain = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="balance_counts_from_zero",
                condition=Q(received__gte=0, given__gte=0)
                & (Q(coming__gte=0, leaving__gte=0) | Q(floor=None, ceiling=None)),
            ),
            models.CheckConstraint(name="balance_grows_on_one_side", condition=Q(side__in=(1, -1))),
            models.CheckConstraint(
                name="balance_not_below_its_floor",
                condition=Q(floor=None)
                | Q(side=1, floor__lte=F("received") - F("given") - F("leaving"))
                | Q(side=-1, floor__lte=F("given") - F("received") - F("coming")),
            ),
            models.CheckConstraint(
                name="balance_not_above_its_ceiling",
                condition=Q(ceiling=None)
                | Q(side=1, ceiling__gte=F("received") + F("coming") - F("given"))
                | Q(side=-1, ceiling__gte=F("given") + F("leaving") - F("received")),
            ),
            models.CheckConstraint(
                name="closed_account_holds_nothing",
                condition=~Q(state=AccountState.CLOSED)
                | (Q(received=F("given")) & Q(coming=0) & Q(leaving=0)),
            ),
        )

    @property
    def amount(self) -> int:
        return self.received - self.given


class Entry(models.Model):
    """One thing that happened to money: moved, set aside or let go, once for its key, by its author. Append-only."""

    key = models.UUIDField(unique=True)
    request = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=24)
    phase = models.CharField(max_length=8, choices=Phase.choices)
    subject = models.CharField(max_length=40, blank=True, default="")
    office_code = models.CharField(max_length=12, blank=True, default="")
    business_date = models.DateField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=150)
    rate = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    reverses = models.OneToOneField("self", models.PROTECT, related_name="+", null=True)
    settles = models.OneToOneField("self", models.PROTECT, related_name="+", null=True)
    lane = models.PositiveSmallIntegerField()
    seal_number = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.CheckConstraint(name="entry_has_a_known_phase", condition=Q(phase__in=Phase.values)),
            models.CheckConstraint(
                name="entry_that_lets_go_names_what", condition=~Q(phase=Phase.RELEASED) | ~Q(settles=None)
            ),
            models.CheckConstraint(
                name="entry_names_one_other_at_most", condition=Q(settles=None) | Q(reverses=None)
            ),
            models.CheckConstraint(
                name="entry_expires_only_when_held", condition=Q(expires_at=None) | Q(phase=Phase.HELD)
            ),
        )
        indexes = (
            models.Index(fields=("subject", "id"), condition=~Q(subject=""), name="entry_by_subject"),
            models.Index(fields=("expires_at",), condition=Q(phase=Phase.HELD), name="entry_held"),
        )

    @property
    def kind_label(self) -> str:
        return str(EntryKind(self.kind).label)


class Transfer(models.Model):
    """One leg of an entry: an amount from one account to another, balanced by construction. Append-only.

    What no constraint of a row can say is said by a trigger (guards.py): its entry and both accounts
    exist and agree with it, the accounts are in one book, the day is open in that book, and on PostgreSQL that
    the accounts between the two books stay equal.
    """

    pk = CompositePrimaryKey("entry_id", "leg")
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="transfers", db_index=False, db_constraint=False
    )
    leg = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    target = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    business_date = models.DateField()
    is_held = models.BooleanField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="transfer_moves_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="transfer_between_two_accounts", condition=~Q(source=F("target"))),
        )
        indexes = (
            models.Index(fields=("source", "entry"), name="transfer_by_source"),
            models.Index(fields=("target", "entry"), name="transfer_by_target"),
        )


class Line(models.Model):
    """One movement of a till, bag, safe or pouch as its keeper can prove it: numbered and chained. Append-only."""

    pk = CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    number = models.BigIntegerField()
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    delta = models.BigIntegerField()
    after = models.BigIntegerField()
    chain = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "account"), name="line_once_for_an_entry"),
            models.CheckConstraint(name="line_counts_from_one", condition=Q(number__gte=1)),
        )


class Touch(models.Model):
    """That an entry touched a witnessed account: written by the database itself, whoever moved the money.

    A touch without its line was made by a hidden hand. Append-only.
    """

    pk = CompositePrimaryKey("account_id", "entry_id")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False, db_constraint=False)


class ClosedDay(models.Model):
    """A day of a book that takes no more entries, with its trial balance and its root. Append-only."""

    book = models.CharField(max_length=4, choices=Book.choices)
    business_date = models.DateField()
    closed_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=150)
    entry_count = models.BigIntegerField()
    transfer_count = models.BigIntegerField()
    trial_balance = models.JSONField()
    heads = models.JSONField()
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("book", "business_date"), name="day_is_closed_once"),)

    @property
    def short_root(self) -> str:
        return bytes(self.root).hex()[:8].upper()

    @property
    def is_signed(self) -> bool:
        return hasattr(self, "signature")


class DaySignature(models.Model):
    """The Ed25519 signature under a closed day's root. Append-only."""

    day = models.OneToOneField(ClosedDay, models.PROTECT, primary_key=True, related_name="signature")
    public_key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    signed_at = models.DateTimeField()


class DayBalance(models.Model):
    """What an account had received and given when a day was closed: for accounts that moved on it. Append-only."""

    pk = CompositePrimaryKey("account_id", "business_date")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    business_date = models.DateField()
    received = models.BigIntegerField()
    given = models.BigIntegerField()
