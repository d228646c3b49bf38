"""The words of the record of custody."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """What carries a barcode of its own. Each kind may travel inside a later one."""

    ITEM = "item", _("Item")
    RECEPTACLE = "receptacle", _("Receptacle")
    DISPATCH = "dispatch", _("Dispatch")
    RUN = "run", _("Run")


NESTING = {kind: depth for depth, kind in enumerate(UnitKind.values)}


class Status(TextChoices):
    """Where an item stands, as the public is told. The reason, the raw code and who said so stand beside it."""

    ANNOUNCED = "announced", _("Announced")
    ACCEPTED = "accepted", _("Accepted")
    IN_TRANSIT = "in_transit", _("On its way")
    CUSTOMS_HOLD = "customs_hold", _("Held by customs")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    ATTEMPT_FAILED = "attempt_failed", _("Delivery attempted")
    READY_FOR_PICKUP = "ready_for_pickup", _("Ready to be collected")
    DELIVERED = "delivered", _("Delivered")
    RETURNING = "returning", _("On its way back to the sender")
    RETURNED = "returned", _("Returned to the sender")
    DELAYED = "delayed", _("Delayed")
    LOST = "lost", _("Missing")
    DAMAGED = "damaged", _("Damaged")
    DESTROYED = "destroyed", _("Destroyed")
    CANCELLED = "cancelled", _("Cancelled")
    SILENT = "silent", _("No news for longer than expected")
    UNKNOWN = "unknown", _("Not understood")


class Clock(TextChoices):
    """Whether the moment a device gave can be believed."""

    GOOD = "", _("Believed")
    FUTURE = "future", _("In the future")
    PAST = "past", _("Far in the past")


class ReasonKind(TextChoices):
    REASON = "reason", _("Reason")
    ACTION = "action", _("Action")


class StrayReason(TextChoices):
    """Why a scan is kept aside."""

    UNKNOWN_NUMBER = "unknown-number", _("No item with this number is known yet")
    MISREAD = "misread", _("The number cannot be right: read it again")
    UNKNOWN_CONTAINER = "unknown-container", _("The bag or dispatch named is not known")
    NOT_A_CONTAINER = "not-a-container", _("That cannot be put into this")
    CONTRADICTS = "contradicts", _("The same scan was sent before with other content")
    UNREADABLE = "unreadable", _("The row could not be understood")
    OTHER_OFFICE = "other-office", _("Whoever scanned it may not speak for this office")
    OWN_VERB = "own-verb", _("This has a page of its own, with its proofs")


class Outcome(TextChoices):
    """What became of one scan of a batch."""

    RECORDED = "recorded", _("Recorded")
    DUPLICATE = "duplicate", _("Already recorded")
    QUARANTINED = "quarantined", _("Kept aside")


# Event codes that the verbs of this house use: EM* and ED* are UPU's, R* are domestic additions.
POSTED, AT_DELIVERY_OFFICE, OUT, ATTEMPTED, AWAITING, DELIVERED = "EMA", "EMG", "EDG", "EMH", "EDH", "EMI"
ANNOUNCED, PUT_IN, TAKEN_OUT, CLOSED, DEPARTED, ARRIVED, OPENED = (
    "RAN",
    "RIN",
    "ROT",
    "RCL",
    "RDP",
    "RAR",
    "ROP",
)
RETURN_BEGUN = "RRT"
MISSING, SURPLUS, RETURNED, NOT_UNDERSTOOD, WITHDRAWN = "RMI", "RSU", "RRS", "RUK", "RCA"
NOTED = "RNT"  # a note: it changes nothing of where an item stands
KEPT_AGAIN = "hold-for-pickup"  # what is done next where a return is stopped
