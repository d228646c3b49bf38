"""Money orders: what was asked, what happened, who was paid, who signed beside whom."""

from django.db import models
from django.db.models import F, Q

from postkit.moneyorder import format as grouped
from rekkas.base.choices import ActorKind
from rekkas.money.choices import AccountKind
from rekkas.money.entries import account_code
from rekkas.payments.choices import (
    Act,
    LockReason,
    OrderEventKind,
    OrderState,
    PaymentState,
    Way,
)
from rekkas.territory.choices import in_reader_language


class MoneyOrder(models.Model):
    """One money order. Its money lies in an account of its own until it is paid, given back or taken by the law.

    What was fixed when it was issued never changes but for the payee of a redirected one. ``state`` and what follows
    it is projected from the events, the last of which is ``last_event``.
    """

    number = models.CharField(max_length=14, unique=True)
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    product = models.CharField(max_length=24)
    taken = models.CharField(max_length=8, choices=Way.choices)
    paid = models.CharField(max_length=8, choices=Way.choices)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    sender_name = models.CharField(max_length=160)
    sender_name_ar = models.CharField(max_length=160, blank=True, default="")
    sender_phone = models.CharField(max_length=24, blank=True, default="")
    sender_document_kind = models.CharField(max_length=24, blank=True, default="")
    sender_document_country = models.CharField(max_length=2, blank=True, default="")
    sender_document_number = models.CharField(max_length=32, blank=True, default="")
    sender_account = models.CharField(max_length=24, blank=True, default="")
    payee_name = models.CharField(max_length=160)
    payee_name_ar = models.CharField(max_length=160, blank=True, default="")
    payee_phone = models.CharField(max_length=24, blank=True, default="")
    payee_locality = models.CharField(max_length=80, blank=True, default="")
    payee_account = models.CharField(max_length=24, blank=True, default="")
    pay_office = models.CharField(max_length=12, blank=True, default="")
    message = models.CharField(max_length=140, blank=True, default="")
    code_hash = models.CharField(max_length=128, blank=True, default="")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    clerk = models.CharField(max_length=80)
    visit = models.CharField(max_length=32, blank=True, default="")  # of a counter, where it is undone
    issue_entry = models.UUIDField(unique=True)
    issued_at = models.DateTimeField()
    available_at = models.DateTimeField()
    expires_on = models.DateField()
    prescribed_on = models.DateField()
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.ISSUED)
    lock_reason = models.CharField(max_length=9, choices=LockReason.choices, blank=True, default="")
    out_with = models.CharField(max_length=80, blank=True, default="")
    last_event = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="payments_order_is_of_something", condition=Q(amount__gt=0, fee__gte=0)
            ),
            models.CheckConstraint(
                name="payments_order_is_in_a_known_state", condition=Q(state__in=OrderState.values)
            ),
            models.CheckConstraint(
                name="payments_order_goes_known_ways", condition=Q(taken__in=Way.values, paid__in=Way.values)
            ),
            models.CheckConstraint(
                name="payments_order_names_its_accounts",
                condition=(
                    Q(taken=Way.CASH, sender_account="") | (Q(taken=Way.ACCOUNT) & ~Q(sender_account=""))
                )
                & (Q(paid=Way.CASH, payee_account="") | (Q(paid=Way.ACCOUNT) & ~Q(payee_account=""))),
            ),
            models.CheckConstraint(
                name="payments_order_paid_in_cash_has_a_code",
                condition=Q(paid=Way.ACCOUNT) | ~Q(code_hash=""),
            ),
            models.CheckConstraint(
                name="payments_order_is_locked_for_a_reason",
                condition=(Q(state=OrderState.LOCKED) & ~Q(lock_reason=""))
                | Q(state=OrderState.OUT)
                | (~Q(state=OrderState.LOCKED) & Q(lock_reason="")),
            ),
            models.CheckConstraint(
                name="payments_order_is_out_with_somebody",
                condition=(Q(state=OrderState.OUT) & ~Q(out_with=""))
                | (~Q(state=OrderState.OUT) & Q(out_with="")),
            ),
            models.CheckConstraint(
                name="payments_order_ends_after_it_begins",
                condition=Q(expires_on__lt=F("prescribed_on"), issued_at__lte=F("available_at")),
            ),
        )
        indexes = (
            models.Index(
                fields=("available_at",),
                condition=Q(state=OrderState.ISSUED),
                name="payments_order_to_announce",
            ),
            models.Index(
                fields=("expires_on",),
                condition=Q(state__in=(OrderState.ISSUED, OrderState.AVAILABLE, OrderState.LOCKED)),
                name="payments_order_to_expire",
            ),
            models.Index(
                fields=("prescribed_on",),
                condition=Q(state__in=(OrderState.EXPIRED, OrderState.REFUSED, OrderState.CANCELLED)),
                name="payments_order_to_prescribe",
            ),
            models.Index(fields=("office", "-id"), name="payments_order_by_office"),
            models.Index(fields=("out_with",), condition=~Q(out_with=""), name="payments_order_by_bag"),
            models.Index(
                fields=("sender_account", "-id"),
                condition=~Q(sender_account=""),
                name="payments_order_by_account",
            ),
            models.Index(
                fields=("sender_document_number", "issued_at"),
                condition=~Q(sender_document_number=""),
                name="payments_order_by_sender",
            ),
        )

    @property
    def account(self) -> str:
        """Where its money lies."""
        return account_code(AccountKind.ORDER, self.number, self.currency)

    @property
    def printed(self) -> str:
        """Its number in the groups in which it is printed."""
        return self.spaced.replace(" ", "\u00a0")

    @property
    def spaced(self) -> str:
        """The same where a narrow column may break it between two groups."""
        return grouped(self.number)

    @property
    def sender(self) -> str:
        return in_reader_language(en=self.sender_name or self.sender_name_ar, ar=self.sender_name_ar)

    @property
    def payee(self) -> str:
        return in_reader_language(en=self.payee_name or self.payee_name_ar, ar=self.payee_name_ar)

    @property
    def payee_names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.payee_name, self.payee_name_ar) if name)

    @property
    def has_notice(self) -> bool:
        """Whether its payee can be told on paper: it is paid in cash, and nobody was paid yet."""
        return self.paid == Way.CASH and self.state in (
            OrderState.ISSUED,
            OrderState.AVAILABLE,
            OrderState.OUT,
        )

    @property
    def total(self) -> int:
        """What the sender gave: the amount and the fee."""
        return self.amount + self.fee


class OrderEvent(models.Model):
    """One thing that happened to a money order: the n-th of it. ``after`` is the state that it left. Append-only.

    ``entry`` is the key of the ledger's entry where money moved.
    """

    order = models.ForeignKey(MoneyOrder, models.PROTECT, related_name="+", db_index=False)
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=OrderEventKind.choices)
    after = models.CharField(max_length=10, choices=OrderState.choices)
    entry = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    office_code = models.CharField(max_length=12, blank=True, default="")
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)
    happened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("order", "ordinal"), name="payments_event_has_its_place"),
            models.CheckConstraint(
                name="payments_event_is_of_a_known_kind", condition=Q(kind__in=OrderEventKind.values)
            ),
            models.CheckConstraint(
                name="payments_event_leaves_a_known_state", condition=Q(after__in=OrderState.values)
            ),
        )
        indexes = (
            models.Index(
                fields=("happened_at",),
                condition=Q(kind=OrderEventKind.CODE_WRONG),
                name="payments_event_of_a_guess",
            ),
        )


class OrderPayment(models.Model):
    """One attempt to pay an order, by its token: in the hands of one till until it is paid, given up, or too late.

    ``account`` is the till, bag or account that pays or is paid into.
    """

    token = models.UUIDField(unique=True)
    order = models.ForeignKey(MoneyOrder, models.PROTECT, related_name="+")
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    clerk = models.CharField(max_length=80)
    account = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    shown_name = models.CharField(max_length=160, blank=True, default="")
    document_kind = models.CharField(max_length=24, blank=True, default="")
    document_country = models.CharField(max_length=2, blank=True, default="")
    document_number = models.CharField(max_length=32, blank=True, default="")
    document_expires_on = models.DateField(null=True)
    likeness = models.PositiveSmallIntegerField(default=1000)
    needs_signature = models.BooleanField(default=False)
    signed_by = models.CharField(max_length=80, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=PaymentState.choices, default=PaymentState.BEGUN)
    answered_at = models.DateTimeField(null=True)
    entry = models.UUIDField(null=True, unique=True)
    receipt_signature = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="payments_payment_is_in_a_known_state", condition=Q(state__in=PaymentState.values)
            ),
            models.UniqueConstraint(
                fields=("order",), condition=Q(state=PaymentState.PAID), name="payments_order_is_paid_once"
            ),
            models.UniqueConstraint(
                fields=("order",),
                condition=Q(state=PaymentState.BEGUN),
                name="payments_order_is_in_one_hand",
            ),
            models.CheckConstraint(
                name="payments_payment_is_signed_by_another",
                condition=Q(signed_by="", signed_at=None)
                | (~Q(signed_by="") & Q(signed_at__isnull=False) & ~Q(signed_by=F("clerk"))),
            ),
            models.CheckConstraint(
                name="payments_payment_is_paid_with_all_its_signatures",
                condition=~Q(state=PaymentState.PAID) | Q(needs_signature=False) | ~Q(signed_by=""),
            ),
            models.CheckConstraint(
                name="payments_payment_that_paid_moved_money",
                condition=Q(state__in=(PaymentState.PAID, PaymentState.REVERSED), entry__isnull=False)
                | (~Q(state__in=(PaymentState.PAID, PaymentState.REVERSED)) & Q(entry=None)),
            ),
        )
        indexes = (
            models.Index(
                fields=("office", "clerk"),
                condition=Q(state=PaymentState.BEGUN),
                name="payments_payment_unanswered",
            ),
            models.Index(fields=("answered_at",), name="payments_payment_by_moment"),
        )

    @property
    def waits_for_signature(self) -> bool:
        return self.needs_signature and not self.signed_by and self.state == PaymentState.BEGUN


class SignatureRequest(models.Model):
    """What is done to an order only when a second person has signed. Asked once, signed once, used once."""

    number = models.CharField(max_length=24, unique=True)
    order = models.ForeignKey(MoneyOrder, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    body = models.JSONField(default=dict)
    reason = models.CharField(max_length=200)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    signed_by = models.CharField(max_length=80, blank=True, default="")
    signed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="payments_request_is_for_a_known_act", condition=Q(act__in=Act.values)
            ),
            models.CheckConstraint(name="payments_request_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="payments_request_is_signed_by_another",
                condition=Q(signed_by="", signed_at=None)
                | (~Q(signed_by="") & Q(signed_at__isnull=False) & ~Q(signed_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="payments_request_is_used_when_signed", condition=Q(used_at=None) | ~Q(signed_by="")
            ),
        )
        indexes = (
            models.Index(fields=("office", "id"), condition=Q(used_at=None), name="payments_request_waiting"),
        )
