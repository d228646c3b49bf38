"""Whom a citizen lets collect what waits for them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from postkit.text import clean_number
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, KeyReused
from rekkas.citizen import queries
from rekkas.citizen.commands.oneself import NAME_AT_MOST, own_row
from rekkas.citizen.errors import NotYourItem, TooManyKept, UnknownCollector
from rekkas.citizen.models import Authorisation
from rekkas.mail import queries as mail

LONGEST, AT_MOST = timedelta(days=366), 20
DOCUMENT_SIGNS = (4, 8)


@command
def authorise_collector(
    *,
    phone: str,
    name: str,
    document: str,
    number: str,
    until: date,
    authorisation: UUID,
    by: Actor,
    at: Moment,
) -> None:
    """Let somebody collect for a citizen, against a document with these last signs: one item, or all, until a day."""
    row = own_row(phone, by)
    document, number, name = clean_number(document), clean_number(number), " ".join(name.split())
    today = at.astimezone(queries.zone_of(phone)).date()
    least, most = DOCUMENT_SIGNS
    if not name or len(name) > NAME_AT_MOST:
        raise InvalidInput(field="name", reason=_("write the name as on the document."))
    if not least <= len(document) <= most or not document.isalnum():
        reason = _("write the last %(least)s to %(most)s signs of the document.")
        raise InvalidInput(field="document", reason=reason % {"least": least, "most": most})
    if not today <= until <= today + LONGEST:
        raise InvalidInput(field="until", reason=_("choose a day within a year."))
    if number and not mail.is_addressee(number, phone):
        raise NotYourItem(number=number)
    said: dict[str, Any] = {
        "citizen_id": row.pk, "name": name, "document": document, "until": until,
        "unit_id": mail.latest_unit(number).pk if number else None,
    }  # fmt: skip
    kept = Authorisation.objects.filter(key=authorisation).first()
    if kept is not None:
        if any(getattr(kept, part) != value for part, value in said.items()):
            raise KeyReused(key=str(authorisation))
        return
    if Authorisation.objects.filter(citizen=row, revoked_at=None, until__gte=today).count() >= AT_MOST:
        raise TooManyKept(most=AT_MOST)
    Authorisation.objects.create(key=authorisation, recorded_at=at, **said)


@command
def revoke_collector(*, phone: str, authorisation: UUID, by: Actor, at: Moment) -> None:
    """Take back what a citizen let somebody collect. Taken back twice it stays taken back."""
    row = own_row(phone, by)
    kept = Authorisation.objects.select_for_update().filter(key=authorisation, citizen=row).first()
    if kept is None:
        raise UnknownCollector
    if kept.revoked_at is None:
        kept.revoked_at = at
        kept.save(update_fields=["revoked_at"])
