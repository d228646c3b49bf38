"""Transfers, and the files in which customers ask for them.

A transfer stands in one state, which follows from its events: they are the record.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rekkas.base.choices import ActorKind
from rekkas.payments.choices import (
    STEPS,
    UNDONE,
    FilePurpose,
    FileState,
    TransferState,
    TransferWay,
)
from rekkas.payments.models.clearing import ClearingFile, ClearingSettlement

NOT_PROVIDED = "NOTPROVIDED"
S = TransferState


class PaymentFile(models.Model):
    """A file of payments (pain.001) as a customer sent it. Its content is another's twice only if nothing was paid."""

    number = models.CharField(_("number"), max_length=16, unique=True)
    customer = models.ForeignKey("bank.Customer", models.PROTECT, related_name="+")
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    name = models.CharField(_("name of the file"), max_length=120)
    purpose = models.CharField(_("what for"), max_length=8, choices=FilePurpose.choices)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)  # of the bytes
    fingerprint = models.CharField(max_length=64)  # of the payments with the sender's identifications
    likeness = models.CharField(max_length=64, db_index=True)  # of what they move
    version = models.CharField(max_length=20)
    message_id = models.CharField(max_length=35)
    currency = models.CharField(max_length=3)
    payment_count = models.PositiveIntegerField()
    total = models.BigIntegerField()
    state = models.CharField(_("state"), max_length=9, choices=FileState.choices)
    needs_second = models.BooleanField()
    like = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=80)
    office_code = models.CharField(max_length=12, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="payment_file_is_in_a_known_state", condition=Q(state__in=FileState.values)
            ),
            models.CheckConstraint(
                name="payment_file_is_for_a_known_purpose", condition=Q(purpose__in=FilePurpose.values)
            ),
            models.CheckConstraint(
                name="payment_file_holds_something", condition=Q(payment_count__gt=0, total__gte=0)
            ),
            models.CheckConstraint(
                name="payment_file_is_approved_by_another",
                condition=~Q(state__in=(FileState.APPROVED, FileState.EXECUTED))
                | Q(needs_second=False)
                | (~Q(decided_by="") & ~Q(decided_by=F("received_by"))),
            ),
            models.UniqueConstraint(
                fields=("fingerprint",),
                condition=~Q(state__in=(FileState.REJECTED, FileState.CANCELLED)),
                name="payment_file_is_taken_once",
            ),
            models.UniqueConstraint(
                fields=("customer", "message_id"),
                condition=~Q(state__in=(FileState.REJECTED, FileState.CANCELLED)),
                name="payment_file_has_its_own_message_id",
            ),
        )
        indexes = (models.Index(fields=("state", "id"), name="payment_file_by_state"),)


class CreditTransfer(models.Model):
    """One transfer. Our ends have ``payer`` or ``payee`` and the ledger's code of the account; the state is derived.

    ``key`` is that of the entry that moves the money. ``returned`` is what came or went back in the end.
    """

    number = models.CharField(_("number"), max_length=16, unique=True)
    country = models.ForeignKey("territory.Country", models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=TransferWay.choices)
    file = models.ForeignKey(PaymentFile, models.PROTECT, related_name="transfers", null=True)
    payment_id = models.CharField(max_length=35, blank=True, default="")
    customer = models.ForeignKey("bank.Customer", models.PROTECT, related_name="+", null=True)
    payer_name = models.CharField(_("payer"), max_length=140)
    payer_account = models.CharField(max_length=34, blank=True, default="")
    payer_ledger = models.CharField(max_length=80, blank=True, default="")
    payer_bank = models.CharField(max_length=11, blank=True, default="")
    payee_name = models.CharField(_("payee"), max_length=140)
    payee_account = models.CharField(max_length=34)
    payee_ledger = models.CharField(max_length=80, blank=True, default="")
    payee_bank = models.CharField(max_length=11, blank=True, default="")
    amount = models.BigIntegerField(_("amount"))
    fee = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    end_to_end_id = models.CharField(max_length=35)
    transaction_id = models.CharField(max_length=35)
    instruction_id = models.CharField(max_length=35, blank=True, default="")
    remittance = models.CharField(_("what for"), max_length=500, blank=True, default="")
    payee_references = models.JSONField(default=list)
    requested_date = models.DateField(_("day"))
    key = models.UUIDField(unique=True)
    state = models.CharField(_("state"), max_length=9, choices=TransferState.choices)
    reason = models.CharField(max_length=35, blank=True, default="")
    reason_text = models.CharField(max_length=500, blank=True, default="")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=80)
    office_code = models.CharField(max_length=12, blank=True, default="")
    approved_by = models.CharField(max_length=80, blank=True, default="")
    sent_file = models.ForeignKey(ClearingFile, models.PROTECT, related_name="+", null=True)
    came_file = models.ForeignKey(ClearingFile, models.PROTECT, related_name="+", null=True)
    return_file = models.ForeignKey(ClearingFile, models.PROTECT, related_name="+", null=True)
    returned = models.BigIntegerField(default=0)
    settlement = models.ForeignKey(ClearingSettlement, models.PROTECT, related_name="+", null=True)
    return_settlement = models.ForeignKey(ClearingSettlement, models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = (
            models.Index(fields=("state", "requested_date", "id"), name="transfer_by_state"),
            models.Index(fields=("customer", "-id"), name="transfer_by_customer"),
            models.Index(fields=("transaction_id",), name="transfer_by_transaction"),
            models.Index(
                fields=("id",),
                condition=~Q(way=TransferWay.INSIDE) & Q(settlement=None),
                name="transfer_to_settle",
            ),
        )
        constraints = (
            models.CheckConstraint(name="transfer_goes_a_known_way", condition=Q(way__in=TransferWay.values)),
            models.CheckConstraint(
                name="transfer_is_in_a_known_state", condition=Q(state__in=TransferState.values)
            ),
            models.CheckConstraint(
                name="credit_transfer_moves_something",
                condition=Q(amount__gt=0, fee__gte=0, returned__gte=0, returned__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="transfer_is_sent_in_a_file",
                condition=~Q(way=TransferWay.OUT)
                | Q(state__in=(S.SENT, S.SETTLED, S.RETURNED), sent_file__isnull=False)
                | Q(state__in=(S.RECEIVED, S.HELD, S.WAITING, S.CANCELLED), sent_file=None)
                | Q(state=S.REJECTED),
            ),
            models.CheckConstraint(
                name="transfer_from_outside_came_in_a_file",
                condition=~Q(way=TransferWay.IN) | Q(came_file__isnull=False),
            ),
            models.CheckConstraint(
                name="transfer_returned_says_how_much", condition=Q(returned=0) | Q(state=S.RETURNED)
            ),
            models.CheckConstraint(
                name="transfer_is_approved_by_another",
                condition=Q(approved_by="") | ~Q(approved_by=F("received_by")),
            ),
            models.UniqueConstraint(
                fields=("customer", "end_to_end_id"),
                condition=~Q(way=TransferWay.IN) & ~Q(end_to_end_id=NOT_PROVIDED) & ~Q(state__in=UNDONE),
                name="transfer_is_asked_once",
            ),
            models.UniqueConstraint(
                fields=("payer_bank", "transaction_id"),
                condition=Q(way=TransferWay.IN),
                name="transfer_from_a_bank_comes_once",
            ),
        )

    @property
    def can_be_cancelled(self) -> bool:
        return self.way != TransferWay.IN and self.state in (S.HELD, S.WAITING)


class TransferEvent(models.Model):
    """One step of a transfer, by whom. As no state is entered twice, a transfer is never in two. Append-only."""

    transfer = models.ForeignKey(CreditTransfer, models.PROTECT, related_name="events", db_index=False)
    before = models.CharField(max_length=9, blank=True)
    after = models.CharField(max_length=9)
    reason = models.CharField(max_length=35, blank=True, default="")
    happened_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices)
    actor_name = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("transfer", "before"), name="transfer_leaves_a_state_once"),
            models.UniqueConstraint(fields=("transfer", "after"), name="transfer_enters_a_state_once"),
            models.CheckConstraint(
                name="transfer_takes_a_known_step",
                condition=Q(
                    *(
                        Q(before=before, after__in=sorted(afters))
                        for before, afters in STEPS.items()
                        if afters
                    ),
                    _connector=Q.OR,
                ),
            ),
        )
