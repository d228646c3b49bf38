"""The words of what merchants send."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ShipmentOutcome(TextChoices):
    """What became of one shipment of a batch. A repeat is given what it was answered first."""

    CREATED = "created", _("Created")
    REPEATED = "repeated", _("Created before")
    DECLINED = "declined", _("Not created")


class BatchState(TextChoices):
    """How far a merchant's table is."""

    COLUMNS = "columns", _("Its columns are to be named")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    MAKING = "making", _("Being announced")
    MADE = "made", _("Announced")
    DROPPED = "dropped", _("Dropped")


class PartTask(TextChoices):
    """What a worker is to do with a part of a table."""

    CHECK = "check", _("Check")
    MAKE = "make", _("Announce")


class RowState(TextChoices):
    """What became of one row of a table."""

    READY = "ready", _("Ready")
    DOUBTFUL = "doubtful", _("Place in doubt")
    WRONG = "wrong", _("To correct")
    MADE = "made", _("Announced")
    DECLINED = "declined", _("Not announced")


# What stands in a row that is not made: a person has something to do with it.
TO_MEND = (RowState.DOUBTFUL, RowState.WRONG, RowState.DECLINED)
ROWS_IN_A_PART = 1000
PARCELS_AT_MOST = 50  # of one shipment
SHIPMENTS_AT_ONCE = 1_000
