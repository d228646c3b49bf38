"""Cash that changes hands: between till and vault, and by pouch between offices."""

from django.db import models
from django.db.models import F, Q

from rekkas.cash.choices import Way
from rekkas.cash.models.cases import DiscrepancyCase


class Move(models.Model):
    """Cash between a till and the vault: given by one, counted and taken by another."""

    number = models.CharField(max_length=24, unique=True)
    office = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices)
    clerk = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    pieces = models.TextField(blank=True, default="")
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    business_date = models.DateField()
    entry_key = models.UUIDField(unique=True)
    taken_by = models.CharField(max_length=80, blank=True, default="")
    taken_at = models.DateTimeField(null=True)
    taken_amount = models.BigIntegerField(null=True)
    case = models.ForeignKey(DiscrepancyCase, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(name="move_is_of_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="move_goes_a_known_way", condition=Q(way__in=Way.values)),
            models.CheckConstraint(
                name="move_is_taken_by_another", condition=~Q(taken_by=F("given_by"))
            ),
            models.CheckConstraint(
                name="move_that_is_taken_was_counted",
                condition=Q(taken_by="", taken_at=None, taken_amount=None)
                | (~Q(taken_by="") & Q(taken_at__isnull=False, taken_amount__gte=0)),
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("office", "id"), condition=Q(taken_by=""), name="move_waiting"),
            models.Index(fields=("office", "-id"), name="move_by_office"),
        )

    @property
    def way_label(self) -> str:
        return str(Way(self.way).label)


class Pouch(models.Model):
    """Cash under seal on its way to an office, from another or from the bank (no origin). Two sign at each end."""

    number = models.CharField(max_length=32, unique=True)
    seal = models.CharField(max_length=32)
    origin = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+", null=True)
    destination = models.ForeignKey("network.Office", models.PROTECT, to_field="code", related_name="+")
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    pieces = models.TextField(blank=True, default="")
    sent_by = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    sent_witness = models.CharField(max_length=80, blank=True, default="")
    received_by = models.CharField(max_length=80, blank=True, default="")
    received_at = models.DateTimeField(null=True)
    received_witness = models.CharField(max_length=80, blank=True, default="")
    received_amount = models.BigIntegerField(null=True)
    received_pieces = models.TextField(blank=True, default="")
    seal_found = models.CharField(max_length=32, blank=True, default="")
    case = models.ForeignKey(DiscrepancyCase, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(name="pouch_holds_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="pouch_goes_elsewhere", condition=Q(origin=None) | ~Q(origin=F("destination"))
            ),
            models.CheckConstraint(
                name="pouch_is_signed_by_two_at_its_origin",
                condition=Q(sent_witness="") | ~Q(sent_witness=F("sent_by")),
            ),
            models.CheckConstraint(
                name="pouch_is_signed_by_two_at_its_destination",
                condition=Q(received_witness="") | ~Q(received_witness=F("received_by")),
            ),
            models.CheckConstraint(
                name="received_pouch_was_counted",
                condition=Q(received_at=None, received_by="", received_amount=None)
                | (Q(received_at__isnull=False, received_amount__gte=0) & ~Q(received_by="")),
            ),
        )
        indexes = (
            models.Index(fields=("destination", "-id"), name="pouch_by_destination"),
            models.Index(fields=("origin", "-id"), name="pouch_by_origin"),
        )

    @property
    def is_on_the_road(self) -> bool:
        return self.received_at is None

    @property
    def is_signed(self) -> bool:
        """Whether two people signed at each end that it reached."""
        return bool(self.sent_witness) and (self.is_on_the_road or bool(self.received_witness))

    @property
    def seal_differs(self) -> bool:
        return not self.is_on_the_road and self.seal_found != self.seal
