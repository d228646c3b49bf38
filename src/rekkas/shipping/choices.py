"""The words of what merchants send."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ShipmentOutcome(TextChoices):
    """What became of one shipment of a batch. A repeat is given what it was answered first."""

    CREATED = "created", _("Created")
    REPEATED = "repeated", _("Created before")
    DECLINED = "declined", _("Not created")


PARCELS_AT_MOST = 50  # of one shipment
SHIPMENTS_AT_ONCE = 1_000
