"""What citizens say of themselves, and what they want to be told."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment
from rekkas.base.choices import ActorKind
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput
from rekkas.citizen import queries
from rekkas.citizen.choices import ItemEvent, TextsBy
from rekkas.citizen.errors import NotYourOwn
from rekkas.citizen.models import Citizen

NAME_AT_MOST = 120


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
    """Have a citizen choose by which way they are told of their items, and of what. ``None`` is the post's choice."""
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
