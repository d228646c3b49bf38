"""What can be asked of who dials."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from rekkas.desk.listings import Listing
from rekkas.ussd.models import Callback, Caller, Dialogue


def dialogue(session: str) -> Dialogue | None:
    """A dialogue that goes on, by the number that the network gave it."""
    return Dialogue.objects.filter(session=session).first()


def dialogues_since(phone: str, since: datetime, begins: str = "") -> int:
    """How many dialogues a telephone has begun since a moment, or of those whose numbers begin so."""
    return Dialogue.objects.filter(phone=phone, begun_at__gt=since, session__startswith=begins).count()


def language_chosen(phone: str) -> str:
    """The language that a telephone has chosen, if it has."""
    row = Caller.objects.filter(phone=phone).first()
    return row.language if row else ""


def callbacks() -> Listing[Callback]:
    """Who wants to be called: those who wait longest first, then those who were called."""
    return Listing(Callback.objects.order_by(F("done_at").desc(nulls_first=True), "asked_at", "id"), list)


def callbacks_waiting(phone: str) -> int:
    """How many calls a telephone waits for."""
    return Callback.objects.filter(phone=phone, done_at=None).count()


def callback(key: UUID) -> Callback | None:
    """One call that was asked for."""
    return Callback.objects.filter(key=key).first()


def callback_for_update(key: UUID) -> Callback | None:
    """The same, held until the change is made."""
    return Callback.objects.select_for_update().filter(key=key).first()
