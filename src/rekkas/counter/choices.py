"""The words of the counter."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Service(TextChoices):
    """What one line of a visit can be."""

    SENDING = "sending", _("Letter or parcel")
    ANNOUNCED = "announced", _("Announced parcel")
    ARTICLE = "article", _("Stamps and boxes")
    ADMINISTRATION = "administration", _("Administrative service")
    BILL = "bill", _("Bill")
    DEPOSIT = "deposit", _("Deposit")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    MONEY_ORDER = "money-order", _("Money order")
    ORDER_PAYMENT = "order-payment", _("Money order paid out")
    PICK_UP = "pick-up", _("Pick-up")


class Means(TextChoices):
    CASH = "cash", _("Cash")
    CARD = "card", _("Card")
    ACCOUNT = "account", _("Postal account")
    CREDIT = "credit", _("On account")


class Purpose(TextChoices):
    """Why something goes abroad, as customs of every country ask."""

    GIFT = "gift", _("Gift")
    DOCUMENTS = "documents", _("Documents")
    SAMPLE = "sample", _("Commercial sample")
    SALE = "sale", _("Goods that were sold")
    RETURN = "return", _("Goods that are returned")
    OTHER = "other", _("Something else")


class ActKind(TextChoices):
    """What a device writes into its journal."""

    VISIT = "visit", _("Visit")
    REFUND = "refund", _("Refund")


class ActState(TextChoices):
    """What became of an act. Nothing is cancelled in silence: what could not be done is held until somebody decides."""

    DONE = "done", _("Done")
    NOT_DONE = "not-done", _("Not done")
    HELD = "held", _("Held")


NEXT_ACT_STATES = {
    ActState.DONE.value: frozenset[str](),
    ActState.NOT_DONE.value: frozenset({ActState.HELD.value, ActState.DONE.value}),
    ActState.HELD.value: frozenset({ActState.DONE.value, ActState.NOT_DONE.value}),
}


class TicketWay(TextChoices):
    """How somebody took a place in the queue."""

    KIOSK = "kiosk", _("In the hall")
    PHONE = "phone", _("By telephone")
    SMS = "sms", _("By SMS")


class TicketState(TextChoices):
    """Where a ticket stands. ``gone``: its holder did not come when called, or the office closed before."""

    WAITING = "waiting", _("Waiting")
    CALLED = "called", _("Called")
    SERVED = "served", _("Served")
    GONE = "gone", _("Gone")
