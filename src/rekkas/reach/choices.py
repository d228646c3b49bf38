"""How the post writes to people, and what about."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")


class TextState(TextChoices):
    """What became of a text. ``sent``: a gateway has taken it; ``delivered``: it says that it arrived."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Arrived")
    FAILED = "failed", _("Not sent")
    GIVEN_UP = "given-up", _("Given up")


class Kind(TextChoices):
    """What a text is about. The words of each are in ``words``; a code never changes."""

    CODE = "code", _("A code to log in")
    CONFIRM = "confirm", _("A code to follow an item")
    ACCEPTED = "accepted", _("Item accepted")
    OUT = "out", _("Item out for delivery")
    TRIED = "tried", _("Item could not be handed over")
    WAITING = "waiting", _("Item waits for collection")
    REMINDER = "reminder", _("Item still waits for collection")
    DELIVERED = "delivered", _("Item delivered")
    COMING_BACK = "coming-back", _("Item on its way back")
    MERCHANT_CODE = "merchant-code", _("A code for a merchant’s pages")
    INVITATION = "invitation", _("An invitation to a merchant’s team")
    ENDPOINT_PAUSED = "endpoint-paused", _("Webhook paused")
    STOPPED = "stopped", _("No more texts, as asked")
    ANSWER = "answer", _("Answer to a text")


class Answer(TextChoices):
    """What a gateway answers to a text."""

    TAKEN = "taken", _("Taken")
    LATER = "later", _("Not now")
    NEVER = "never", _("Never")


# Whoever asked for these waits for them, whatever they have said about other texts.
ASKED_FOR = frozenset(
    {
        Kind.CODE,
        Kind.CONFIRM,
        Kind.MERCHANT_CODE,
        Kind.INVITATION,
        Kind.ENDPOINT_PAUSED,
        Kind.STOPPED,
        Kind.ANSWER,
    }
)
# Whoever waits for a text before the page goes first; then codes with which an item is collected; then all the rest.
AT_ONCE, SOON, USUAL = 0, 1, 2
# What opens a door is wiped once it was sent.
SECRETS = ("code", "link_code")
