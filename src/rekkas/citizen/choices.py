"""What citizens may choose."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rekkas.reach.choices import Kind


class TextsBy(TextChoices):
    """By which way somebody is told of their items."""

    SMS = "sms", _("By SMS")
    EMAIL = "email", _("By e-mail")
    NONE = "none", _("Not at all")


class ItemEvent(TextChoices):
    """What happens to an item that somebody can be told of, in the order in which it happens."""

    ACCEPTED = "accepted", _("It was accepted")
    OUT = "out", _("It comes today")
    TRIED = "tried", _("It could not be handed over")
    WAITING = "waiting", _("It waits at an office")
    DELIVERED = "delivered", _("It was handed over")
    COMING_BACK = "coming-back", _("It goes back")


KINDS = {event: Kind(event.value) for event in ItemEvent}
# The events of the record that bring each about.
EVENT_OF_CODE = {
    "EMA": ItemEvent.ACCEPTED, "EDG": ItemEvent.OUT, "EMH": ItemEvent.TRIED, "EDH": ItemEvent.WAITING,
    "EMI": ItemEvent.DELIVERED, "RRT": ItemEvent.COMING_BACK,
}  # fmt: skip
