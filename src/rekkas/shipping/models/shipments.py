"""Shipments: what a merchant asked the post to carry, at what price, as which items of the record of custody."""

from django.db import models
from django.db.models import Q


class Shipment(models.Model):
    """What goes to one addressee under one reference. Where its parcels are, the record of custody knows.

    ``content_digest`` is over all that was said: the same reference with another content is refused. ``lines`` explain
    the price as it was when the shipment was made.
    """

    key = models.UUIDField(unique=True)
    customer_code = models.CharField(max_length=24)
    reference = models.CharField(max_length=60, blank=True, default="")
    content_digest = models.BinaryField(max_length=32)
    number = models.CharField(max_length=35)
    parcel_count = models.PositiveSmallIntegerField()
    addressee_name = models.CharField(max_length=160)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    lines = models.JSONField()
    promise_date = models.DateField(null=True)
    likely_date = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("customer_code", "reference"),
                condition=~Q(reference=""),
                name="shipment_reference_is_its_merchants_own",
            ),
            models.CheckConstraint(name="shipment_has_parcels", condition=Q(parcel_count__gt=0)),
        )
        indexes = (models.Index(fields=("customer_code", "-id"), name="shipment_by_customer"),)


class Parcel(models.Model):
    """One item of a shipment, by its unit in the record of custody."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    unit = models.OneToOneField("mail.Unit", models.PROTECT, related_name="+")
    contents = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("shipment", "place"), name="parcel_has_its_place_in_a_shipment"),
        )
