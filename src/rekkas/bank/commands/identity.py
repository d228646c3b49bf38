"""How well a customer is known: papers looked at by somebody of the post, and the level that follows."""

from collections.abc import Sequence

from rekkas.bank import queries
from rekkas.bank.choices import EventKind
from rekkas.bank.commands.cleaning import document_columns
from rekkas.bank.commands.history import note
from rekkas.bank.commands.renewing import renew_accounts
from rekkas.bank.entries import DocumentEntry, masked
from rekkas.bank.errors import CustomerNotActive, DocumentKnown, EvidenceMissing, Held, LevelNotHigher
from rekkas.bank.models import Customer, IdentityDocument
from rekkas.bank.queries.people import document_holder
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command
from rekkas.design.formats import comma


@command
def note_document(
    *, number: str, document: DocumentEntry, office: str = "", by: Actor, at: Moment, key: str | None = None
) -> None:
    """Note an identity document that somebody of the post has looked at. It takes the place of one of its kind."""
    row = _active(number)
    keep_document(row, document, office=office, by=by, at=at)
    if not row.to_screen:
        row.to_screen = True
        row.save(update_fields=["to_screen"])


@command
def raise_level(
    *, number: str, level: str, office: str = "", by: Actor, at: Moment, key: str | None = None
) -> None:
    """Raise a customer's level, if all that it needs is there and nothing waits to be decided."""
    row = _active(number)
    wanted = queries.level(row.country_id, row.kind, level)
    if row.level and row.level.rank >= wanted.rank:
        raise LevelNotHigher(customer=row.number, level=row.level.name)
    if queries.is_held(row.number):
        raise Held(customer=row.number)
    missing = queries.missing_for(wanted, queries.evidence_of(row, at.date()))
    if missing:
        raise EvidenceMissing(level=wanted.name, missing=comma().join(str(need.label) for need in missing))
    before = row.level.code if row.level else ""
    row.level = wanted
    row.save(update_fields=["level"])
    note(row, EventKind.LEVEL_RAISED, by=by, at=at, office=office, before=before, after=wanted.code)
    renew_accounts(customer=row.number, by=by, at=at)


def papers_asked(documents: Sequence[DocumentEntry], country: str, at: Moment) -> list[tuple[str, int, str]]:
    """Issuer, kind and number of each paper shown, as they are looked up."""
    found = []
    for document in documents:
        columns = document_columns(document, queries.document_kind(country, document.kind), at)
        found.append((columns["country_code"], columns["kind"].pk, columns["number"]))
    return found


def keep_document(row: Customer, document: DocumentEntry, *, office: str, by: Actor, at: Moment) -> None:
    """Write a paper down. One paper belongs to one customer; of each kind and issuer the latest is live."""
    columns = document_columns(document, queries.document_kind(row.country_id, document.kind), at)
    holder = document_holder(columns["country_code"], columns["kind"].pk, columns["number"])
    if holder is not None and holder.pk != row.pk:
        raise DocumentKnown(customer=holder.number)
    same = {"kind": columns["kind"], "country_code": columns["country_code"], "live": True}
    IdentityDocument.objects.filter(customer=row, **same).update(live=False)
    IdentityDocument.objects.create(
        customer=row, seen_by=author_name(by), seen_office=office or by.office or "", seen_at=at, **columns
    )
    note(
        row, EventKind.DOCUMENT_NOTED, by=by, at=at, office=office, document=columns["kind"].code,
        number=masked(columns["number"]), seen=columns["seen"],
        expires_on=columns["expires_on"].isoformat() if columns["expires_on"] else "",
        has_picture=bool(columns["image"]),
    )  # fmt: skip


def _active(number: str) -> Customer:
    row = queries.customer_for_update(number)
    if not row.is_active:
        raise CustomerNotActive(customer=row.number, status=row.get_status_display())
    return row
