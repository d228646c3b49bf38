"""What is done for who dials."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, KeyReused
from rekkas.ussd import queries
from rekkas.ussd.choices import Topic
from rekkas.ussd.errors import TooManyCallbacks, TooManyDialogues, UnknownCallback
from rekkas.ussd.models import Callback, Caller, Dialogue

HOUR, KEPT = timedelta(hours=1), timedelta(days=1)
DIALOGUES_AN_HOUR, TEXTS_AN_HOUR, CALLBACKS_AT_MOST = 40, 15, 5
BY_TEXT = "sms/"  # how the numbers of dialogues begin that somebody began by a text
# Who dials has no name; the network says which telephone it is.
DIALLING = Actor(
    ActorKind.PARTNER,
    "USSD gateway",
    permissions=frozenset(
        {
            "ussd.open_dialogue",
            "ussd.choose_language",
            "ussd.request_callback",
            "counter.take_ticket",
            "reach.note_incoming",
        }
    ),
)


@command
def open_dialogue(*, session: str, phone: str, by: Actor, at: Moment) -> None:
    """Begin a dialogue with a telephone. Forty an hour are enough for anybody but a machine.

    By text it is fifteen: their sender may be made up, and whoever is answered pays with their sleep.
    """
    if queries.dialogue(session) is not None:
        return
    by_text = session.startswith(BY_TEXT)
    most = TEXTS_AN_HOUR if by_text else DIALOGUES_AN_HOUR
    if queries.dialogues_since(phone, at - HOUR, BY_TEXT if by_text else "") >= most:
        raise TooManyDialogues
    Dialogue.objects.filter(begun_at__lt=at - KEPT).delete()
    Dialogue.objects.create(session=session, phone=phone, begun_at=at)


@command
def choose_language(*, phone: str, language: str, by: Actor, at: Moment) -> None:
    """Tell a telephone its menus in another language from now on."""
    if language not in dict(settings.WHOLE_LANGUAGES):
        raise InvalidInput(field="language", reason=_("it is not known."))
    Caller.objects.update_or_create(phone=phone, defaults={"language": language})


@command
def request_callback(
    *, callback: UUID, phone: str, language: str, topic: Topic, number: str = "", by: Actor, at: Moment
) -> None:
    """Have somebody called back about a complaint. Asked twice it is one call."""
    number = clean_number(number)[:40]
    kept = queries.callback(callback)
    if kept is not None:
        if (kept.phone, kept.topic, kept.number) != (phone, topic, number):
            raise KeyReused(key=str(callback))
        return
    if queries.callbacks_waiting(phone) >= CALLBACKS_AT_MOST:
        raise TooManyCallbacks(most=CALLBACKS_AT_MOST)
    Callback.objects.create(
        key=callback, phone=phone, language=language, topic=topic, number=number, asked_at=at
    )  # fmt: skip


@command
def finish_callback(*, callback: UUID, by: Actor, at: Moment) -> None:
    """Note that somebody was called. Noted twice, the first counts."""
    row = queries.callback_for_update(callback)
    if row is None:
        raise UnknownCallback
    if row.done_at is None:
        row.done_at, row.done_by = at, author_name(by)
        row.save(update_fields=["done_at", "done_by"])
