"""Whom a counter wrote to, remembered so that nothing is typed twice."""

from collections.abc import Iterable, Sequence
from typing import Any

from postkit.address import Address
from postkit.text import fold, visible, western_digits
from rekkas.base.actors import Moment
from rekkas.counter.entries import SendingLine
from rekkas.counter.models import Correspondence, Correspondent

KEPT = ["name_ar", "folded", "street", "street_ar", "locality_code", "office_code", "seen_at"]


def remember(lines: Sequence[SendingLine], office: Any, *, at: Moment) -> None:
    """Remember senders and addressees who gave a telephone, and who wrote to whom, in few statements."""
    pairs = [
        (
            _written(line.sender, office.locality_id, office, at),
            _written(line.addressee, line.destination, office, at),
        )
        for line in lines
        if not line.customer and not line.country
    ]
    people = {(row.phone, row.name): row for row in _each(pairs) if row.phone and row.name}
    if not people:
        return
    Correspondent.objects.bulk_create(
        people.values(), update_conflicts=True, unique_fields=["country", "phone", "name"], update_fields=KEPT
    )
    ids = {
        (phone, name): pk
        for pk, phone, name in Correspondent.objects.filter(
            country=office.country_id, phone__in={phone for phone, _name in people}
        ).values_list("pk", "phone", "name")
    }
    wrote = {
        (ids[sender.phone, sender.name], ids[addressee.phone, addressee.name])
        for sender, addressee in pairs
        if (sender.phone, sender.name) in ids and (addressee.phone, addressee.name) in ids
    }
    Correspondence.objects.bulk_create(
        [Correspondence(sender_id=one, addressee_id=other, seen_at=at) for one, other in sorted(wrote)],
        update_conflicts=True, unique_fields=["sender", "addressee"], update_fields=["seen_at"],
    )  # fmt: skip


def _each(pairs: Iterable[tuple[Correspondent, Correspondent]]) -> Iterable[Correspondent]:
    for pair in pairs:
        yield from pair


def _written(address: Address, locality: str, office: Any, at: Moment) -> Correspondent:
    name, name_ar = _seen(address.name or address.name_ar), _seen(address.name_ar)
    return Correspondent(
        country_id=office.country_id, phone="".join(western_digits(visible(address.phone)).split())[:24], name=name,
        name_ar=name_ar, folded=f"{fold(name)} {fold(name_ar)}".strip()[:240], street=_seen(address.street),
        street_ar=_seen(address.street_ar), locality_code=locality, office_code=office.code, seen_at=at,
    )  # fmt: skip


def _seen(text: str) -> str:
    return " ".join(visible(text).split())[:120]
