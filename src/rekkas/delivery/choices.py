"""The words of delivery."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Recipient(TextChoices):
    """Who took the item; each has its reason code in the record of custody (`to-…`)."""

    ADDRESSEE = "addressee", _("The addressee")
    FAMILY = "family", _("A member of the household")
    NEIGHBOUR = "neighbour", _("A neighbour")
    KEEPER = "keeper", _("The keeper of the building")
    AGENT = "agent", _("An authorised person")
    SENDER = "sender", _("Its sender, as it was not delivered")


FAILURES = (
    "absent", "refused", "address-incomplete", "address-unknown", "moved", "place-closed", "no-access",
    "cod-not-paid", "too-large", "no-time", "weather",
)  # fmt: skip
STAYS = ("hold-for-pickup", "return")  # at the office, for whoever comes
NEXT_STEPS = ("redeliver", *STAYS)


class Shown(TextChoices):
    """What whoever collects a waiting item has shown."""

    CODE = "code", _("The pick-up code")
    IDENTITY = "identity", _("An identity document")


class WishKind(TextChoices):
    """What the addressee of an item asks for instead of the ordinary delivery."""

    DAY = "day", _("Bring it on another day")
    NEIGHBOUR = "neighbour", _("Leave it with a neighbour")
    ADDRESS = "address", _("Bring it to another address nearby")
    KEEP = "keep", _("Keep it at the office")
    OFFICE = "office", _("Send it to another office")
