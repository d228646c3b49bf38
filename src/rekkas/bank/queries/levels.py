"""How well customers may be known, by what, and up to which sums."""

from dataclasses import dataclass
from datetime import date

from rekkas.bank.choices import HOLDERS, CustomerKind, Evidence, Seen
from rekkas.bank.errors import UnknownDocumentKind, UnknownLevel
from rekkas.bank.models import Customer, DocumentKind, IdentityDocument, Level, LevelLimit, RegistrationKind


@dataclass(frozen=True, slots=True)
class Step:
    """A level that a customer has not reached, and the evidence that is missing for it."""

    level: Level
    missing: tuple[Evidence, ...]


def levels_of(country: str, kind: str = CustomerKind.PERSON) -> list[Level]:
    """The levels of one sort of customer in a country, from the lowest."""
    rows = Level.objects.filter(country=country, holders=HOLDERS[CustomerKind(kind)], retired=False)
    return list(rows.order_by("rank"))


def level(country: str, kind: str, code: str) -> Level:
    """One level by its code."""
    found = next((row for row in levels_of(country, kind) if row.code == code), None)
    if found is None:
        raise UnknownLevel(level=code)
    return found


def limits_on(level: Level, day: date) -> LevelLimit | None:
    """The limits of a level on a day; none where it has none."""
    rows = LevelLimit.objects.filter(level=level, retired=False, valid_from__lte=day)
    return rows.order_by("-valid_from").first()


def document_kinds(country: str) -> list[DocumentKind]:
    """The papers that show who somebody is in a country."""
    return list(DocumentKind.objects.filter(country=country, retired=False).order_by("id"))


def document_kind(country: str, code: str) -> DocumentKind:
    """One sort of paper by its code."""
    found = DocumentKind.objects.filter(country=country, code=code, retired=False).first()
    if found is None:
        raise UnknownDocumentKind(kind=code)
    return found


def registration_kinds(country: str) -> list[RegistrationKind]:
    """The registers of organisations in a country."""
    return list(RegistrationKind.objects.filter(country=country, retired=False).order_by("id"))


def documents_of(customer: Customer) -> list[IdentityDocument]:
    """A customer's papers, the latest first; those that were replaced are among them. Pictures are not read."""
    rows = IdentityDocument.objects.filter(customer=customer).select_related("kind").defer("image")
    return list(rows.order_by("-id"))


def picture_of(customer: Customer, ordinal: int) -> bytes:
    """The picture of a customer's first, second, … paper in the order they were noted; empty if there is none."""
    rows = IdentityDocument.objects.filter(customer=customer).order_by("id").values_list("image", flat=True)
    found = list(rows[ordinal - 1 : ordinal]) if ordinal > 0 else []
    return bytes(found[0] or b"") if found else b""


def evidence_of(customer: Customer, day: date) -> set[Evidence]:
    """What a customer is known by on a day: a paper that has expired shows nothing any more."""
    found = set()
    address = customer.postal_address
    for evidence, is_there in (
        (Evidence.PHONE, customer.phone),
        (Evidence.REGISTRATION, customer.registration_number),
        (
            Evidence.ADDRESS,
            (address.street or address.street_ar) and (address.locality or address.locality_ar),
        ),
    ):
        if is_there:
            found.add(evidence)
    for document in documents_of(customer):
        if document.live and (document.expires_on is None or document.expires_on >= day):
            found.add(Evidence.DOCUMENT_REMOTE)
            if document.seen == Seen.IN_PERSON:
                found.add(Evidence.DOCUMENT_IN_PERSON)
            if document.image_digest:
                found.add(Evidence.PHOTO)
    return found


def missing_for(level: Level, evidence: set[Evidence]) -> tuple[Evidence, ...]:
    """What a level needs and is not there."""
    return tuple(Evidence(need) for need in level.needs if need not in evidence)


def steps_above(customer: Customer, day: date) -> list[Step]:
    """The levels above a customer's own, with what is missing for each."""
    reached = customer.level.rank if customer.level else -1
    evidence = evidence_of(customer, day)
    return [
        Step(row, missing_for(row, evidence))
        for row in levels_of(customer.country_id, customer.kind)
        if row.rank > reached
    ]
