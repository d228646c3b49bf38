"""How somebody becomes a customer of the bank, is corrected, blocked, let go."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from rekkas.bank import numbers, queries
from rekkas.bank.choices import LIVE, CloseReason, CustomerKind, CustomerStatus, EventKind
from rekkas.bank.commands.cleaning import columns_of
from rekkas.bank.commands.history import note
from rekkas.bank.commands.identity import keep_document, papers_asked
from rekkas.bank.commands.renewing import renew_accounts
from rekkas.bank.entries import CustomerEntry, DocumentEntry, Enrolled, masked, numbers_of
from rekkas.bank.errors import (
    CustomerNotActive,
    MaybeKnown,
    NotBlocked,
    NothingAmended,
    OwnBlock,
    ReasonMissing,
    RegistrationKnown,
)
from rekkas.bank.matching import name_keys
from rekkas.bank.models import Customer, IdentityDocument, NameKey
from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.command import command

_MASKED = {"phone", "registration_number"}


@command
def enrol_customer(
    *, customer: CustomerEntry, office: str = "", documents: Sequence[DocumentEntry] = (),
    not_any_of: Sequence[str] = (), by: Actor, at: Moment, key: str | None = None,
) -> Enrolled:  # fmt: skip
    """Take somebody as a customer of the bank, unless the bank seems to know them already.

    Who is likely the same under another spelling is named in the refusal; ``not_any_of`` says that it is none of
    these, and stays in the history with its author. A customer begins at the lowest level whose evidence is there.
    """
    columns = columns_of(customer, at)
    # The number first: its series stays locked, so that two clerks cannot take one person at the same time.
    row = Customer(
        number=numbers.customer_number(columns["country_id"]), enrolled_at=at, enrolled_by=author_name(by),
        enrolled_office=office or by.office or "", **columns,
    )  # fmt: skip
    _check_registration(row)
    _look_for_the_same(row, papers_asked(documents, row.country_id, at), not_any_of)
    row.save(force_insert=True)
    _index(row)
    note(row, EventKind.ENROLLED, by=by, at=at, office=office, not_any_of=sorted(not_any_of))
    for document in documents:
        keep_document(row, document, office=office, by=by, at=at)
    lowest = next(iter(queries.levels_of(row.country_id, row.kind)), None)
    if lowest and not queries.missing_for(lowest, queries.evidence_of(row, at.date())):
        row.level = lowest
        row.save(update_fields=["level"])
    return Enrolled(row.number, row.level.code if row.level else "")


@command
def amend_customer(
    *, number: str, customer: CustomerEntry, reason: str, office: str = "", not_any_of: Sequence[str] = (),
    by: Actor, at: Moment, key: str | None = None,
) -> None:  # fmt: skip
    """Correct what is known of a customer. What it was before stays in the history; who changes is compared anew."""
    row = _active(number)
    if not reason.strip():
        raise ReasonMissing
    columns = columns_of(customer, at) | {"country_id": row.country_id, "kind": row.kind}
    changed = {name: getattr(row, name) for name, value in columns.items() if getattr(row, name) != value}
    if not changed:
        raise NothingAmended
    for name in changed:
        setattr(row, name, columns[name])
    if "registration_number" in changed or "registration_kind" in changed:
        _check_registration(row)
    is_another = not changed.keys().isdisjoint(_IDENTITY)
    if is_another:
        _look_for_the_same(row, (), not_any_of)
        row.to_screen = True
        NameKey.objects.filter(customer=row).delete()
        _index(row)
    row.save()
    note(
        row, EventKind.AMENDED, by=by, at=at, office=office, reason=reason.strip()[:200],
        before={name: _kept(name, value) for name, value in changed.items()}, not_any_of=sorted(not_any_of),
    )  # fmt: skip
    renew_accounts(customer=row.number, by=by, at=at)


@command
def block_customer(
    *, number: str, reason: str, reference: str = "", by: Actor, at: Moment, key: str | None = None
) -> None:
    """Block a customer: nothing leaves any account. ``reference`` names the decision of a court or an authority."""
    row = _active(number)
    _set_status(row, CustomerStatus.BLOCKED, reason, reference, by)
    note(row, EventKind.BLOCKED, by=by, at=at, reason=row.status_reason, reference=row.status_reference)
    renew_accounts(customer=row.number, by=by, at=at)


@command
def unblock_customer(
    *, number: str, reason: str, reference: str = "", by: Actor, at: Moment, key: str | None = None
) -> None:
    """Lift the block of a customer. Whoever set it does not lift it."""
    row = queries.customer_for_update(number)
    if row.status != CustomerStatus.BLOCKED:
        raise NotBlocked(customer=row.number)
    if row.status_by == by.name:
        raise OwnBlock(customer=row.number)
    _set_status(row, CustomerStatus.ACTIVE, reason, reference, by)
    note(row, EventKind.UNBLOCKED, by=by, at=at, reason=row.status_reason, reference=row.status_reference)
    renew_accounts(customer=row.number, by=by, at=at)


@command
def close_customer(
    *, number: str, why: CloseReason, reason: str, reference: str = "", by: Actor, at: Moment,
    key: str | None = None,
) -> None:  # fmt: skip
    """Note that a customer has died or has left. The papers of one who left may be shown again."""
    row = queries.customer_for_update(number)
    if row.status not in LIVE:
        raise CustomerNotActive(customer=row.number, status=row.get_status_display())
    _set_status(row, CustomerStatus(CloseReason(why).value), reason, reference, by)
    if why == CloseReason.CLOSED:
        IdentityDocument.objects.filter(customer=row, live=True).update(live=False)
    note(row, EventKind.CLOSED, by=by, at=at, why=CloseReason(why).value, reason=row.status_reason)
    renew_accounts(customer=row.number, by=by, at=at)


# What makes another person of somebody, or the same one under another spelling.
_IDENTITY = {
    "given_name", "family_name", "given_name_ar", "family_name_ar", "name", "name_ar", "birth_first", "birth_last",
    "registration_number",
}  # fmt: skip


def _active(number: str) -> Customer:
    row = queries.customer_for_update(number)
    if not row.is_active:
        raise CustomerNotActive(customer=row.number, status=row.get_status_display())
    return row


def _set_status(row: Customer, status: CustomerStatus, reason: str, reference: str, by: Actor) -> None:
    if not reason.strip():
        raise ReasonMissing
    row.status, row.status_by = status, author_name(by)
    row.status_reason, row.status_reference = reason.strip()[:200], reference.strip()[:80]
    row.save(update_fields=["status", "status_by", "status_reason", "status_reference"])


def _check_registration(row: Customer) -> None:
    if row.kind != CustomerKind.ORGANISATION:
        return
    same = Q(registration_kind=row.registration_kind, registration_number=row.registration_number)
    holder = Customer.objects.filter(same, status__in=LIVE).exclude(number=row.number).first()
    if holder:
        raise RegistrationKnown(customer=holder.number)


def _look_for_the_same(
    row: Customer, papers: Sequence[tuple[str, int, str]], not_any_of: Sequence[str]
) -> None:
    candidates = queries.likely_same(
        names=row.names,
        birth=row.birth,
        phone=row.phone,
        country=row.country_id,
        besides=row.number,
        papers=papers,
    )
    left = [candidate for candidate in candidates if candidate.number not in not_any_of]
    if left:
        raise MaybeKnown(numbers=numbers_of(left), candidates=left)


def _index(row: Customer) -> None:
    NameKey.objects.bulk_create(NameKey(customer=row, key=key) for key in sorted(name_keys(row.names)))


def _kept(name: str, value: Any) -> Any:
    """What it was before, as a history may show it."""
    if name in _MASKED:
        return masked(str(value))
    if name == "registration_kind":
        return value.code if value else ""
    return value if isinstance(value, str | dict) or value is None else str(value)
