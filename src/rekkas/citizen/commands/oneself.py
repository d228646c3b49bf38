"""What citizens say of themselves, and what they want to be told."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.citizen import queries
from rekkas.citizen.choices import ItemEvent, TextsBy
from rekkas.citizen.commands.door import CODES_TO_A_PHONE, count_at_door
from rekkas.citizen.errors import NotYourOwn, UnknownMailbox
from rekkas.citizen.models import Citizen
from rekkas.reach.choices import Channel, Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry

NAME_AT_MOST = 120
LINK_LASTS = timedelta(days=1)


def own_row(phone: str, by: Actor) -> Citizen:
    """The citizen of a telephone, held for a change by nobody but themselves, or the post's machinery."""
    if by.kind == ActorKind.PERSON and by.citizen != phone:
        raise NotYourOwn
    row = queries.citizen_for_update(phone)
    if row is None:
        raise NotYourOwn
    return row


@command
def amend_citizen(*, phone: str, name: str, name_ar: str, language: str, by: Actor, at: Moment) -> None:
    """Have a citizen say what they are called, in both scripts, and which language they read."""
    row = own_row(phone, by)
    for field, text in (("name", name), ("name_ar", name_ar)):
        if len(text) > NAME_AT_MOST or not text.isprintable():
            raise InvalidInput(field=field, reason=_("it is too long."))
    row.name, row.name_ar, row.language = name.strip(), name_ar.strip(), language
    row.save(update_fields=["name", "name_ar", "language"])


@command
def choose_texts(
    *, phone: str, texts_by: str, email: str, events: Sequence[str] | None, by: Actor, at: Moment
) -> None:
    """Have a citizen choose by which way they are told of their items, and of what. ``None`` is the post's choice.

    A mailbox that they have not proved gets a letter with a link, and nothing else before that was used.
    """
    row = own_row(phone, by)
    if texts_by not in TextsBy.values:
        raise InvalidInput(field="texts_by", reason=_("it is not known."))
    if email or texts_by == TextsBy.EMAIL:
        try:
            validate_email(email)
        except ValidationError:
            raise InvalidInput(field="email", reason=_("it is no e-mail address.")) from None
    known = None if events is None else [event.value for event in ItemEvent if event in set(events)]
    row.texts_by, row.email, row.events = texts_by, email, known
    row.save(update_fields=["texts_by", "email", "events"])
    if texts_by == TextsBy.EMAIL and email != row.email_proved:
        _write_to_mailbox(row, by, at)


@command
def prove_mailbox(*, phone: str, token: str, by: Actor, at: Moment) -> None:
    """Have a citizen show, by the link of a letter, that the mailbox which they chose is theirs."""
    row = own_row(phone, by)
    if not queries.is_mailbox(row, token, at):
        raise UnknownMailbox
    row.email_proved = row.email
    row.save(update_fields=["email_proved"])


def _write_to_mailbox(row: Citizen, by: Actor, at: Moment) -> None:
    """Whoever types somebody else's address sends them few letters, and no news."""
    count_at_door(f"codes to {row.email}", at, CODES_TO_A_PHONE)
    count_at_door(f"letters of {row.phone}", at, CODES_TO_A_PHONE)
    token = queries.mailbox_token(row, at + LINK_LASTS)
    link = f"{settings.SITE_ADDRESS}/me/post/mailbox/{token}/"
    key = f"mailbox/{row.pk}/{at:%Y%m%d%H%M%S%f}"
    text = TextEntry(key, Channel.EMAIL, row.email, Kind.CONFIRM, {"link": link}, row.language)
    write_texts(texts=[text], by=by, at=at)
