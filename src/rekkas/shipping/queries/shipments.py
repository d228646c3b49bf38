"""Shipments as their merchant sees them: with what became of each parcel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, Sum

from postkit.text import clean_number
from rekkas.mail import queries as mail
from rekkas.mail.queries import Tracking
from rekkas.mail.queries.tracking import AT_MOST as TRACKED_AT_ONCE
from rekkas.shipping.errors import UnknownShipment
from rekkas.shipping.models import Parcel, Shipment


@dataclass(slots=True)
class Sent:
    """A shipment with its items, and where each stands."""

    row: Shipment
    items: list[Any] = field(default_factory=list)
    tracking: list[Tracking] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)

    @property
    def status(self) -> Tracking:
        """Where it stands as a whole: where its least advanced parcel does."""
        return min(self.tracking, key=lambda told: RANK.get(told.status, 50))

    @property
    def may_be_cancelled(self) -> bool:
        return all(told.status == "announced" for told in self.tracking)

    @property
    def cod_amount(self) -> int:
        return sum(item.cod_amount for item in self.items)

    @property
    def weight_g(self) -> int:
        return sum(item.weight_g for item in self.items)


# What still wants something stands before what is over.
RANK = {
    "lost": 0, "damaged": 1, "attempt_failed": 2, "announced": 3, "accepted": 4, "delayed": 5, "silent": 6,
    "in_transit": 7, "customs_hold": 8, "out_for_delivery": 9, "ready_for_pickup": 10, "returning": 11,
    "returned": 60, "delivered": 70, "cancelled": 80,
}  # fmt: skip


def shipments_of(customer: str, search: str = "") -> Any:
    """The shipments of a merchant, the latest first; those whose number, reference or addressee holds the words."""
    rows = Shipment.objects.filter(customer_code=customer).order_by("-id")
    for word in search.split():
        numbered = Parcel.objects.filter(unit__number=clean_number(word)).values("shipment")
        rows = rows.filter(
            Q(number__icontains=clean_number(word) or word) | Q(reference__icontains=word)
            | Q(addressee_name__icontains=word) | Q(pk__in=numbered)
        )  # fmt: skip
    return rows


def with_parcels(rows: Sequence[Shipment], at: datetime) -> list[Sent]:
    """The same with their parcels, in a constant number of statements for each hundred parcels."""
    sent = {row.pk: Sent(row) for row in rows}
    parcels = list(
        Parcel.objects.filter(shipment__in=list(sent)).select_related("unit").order_by("shipment", "place")
    )
    numbers = [parcel.unit.number for parcel in parcels]
    items = mail.items_numbered(numbers) if numbers else {}
    told = {one.number: one for part in batched(numbers, TRACKED_AT_ONCE) for one in mail.track(part, at=at)}
    for parcel in parcels:
        one = sent[parcel.shipment_id]
        one.items.append(items[parcel.unit.number])
        one.tracking.append(told[parcel.unit.number])
        one.contents.append(parcel.contents)
    return list(sent.values())


def batched(numbers: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def shipment(customer: str, number: str, at: datetime) -> Sent:
    """The shipment of a merchant of which this is a parcel."""
    parcel = (
        Parcel.objects.filter(unit__number=clean_number(number), shipment__customer_code=customer)
        .select_related("shipment").order_by("-id").first()
    )  # fmt: skip
    if parcel is None:
        raise UnknownShipment(number=number)
    return with_parcels([parcel.shipment], at)[0]


def shipment_by_reference(customer: str, reference: str, at: datetime) -> Sent:
    """The shipment that a merchant made under a reference of their own: a lost answer is found again."""
    row = Shipment.objects.filter(customer_code=customer, reference=reference).first()
    if row is None or not reference:
        raise UnknownShipment(number=reference)
    return with_parcels([row], at)[0]


def shipments_after(customer: str, after: int, limit: int) -> list[Shipment]:
    """A page of a merchant's shipments, in the order in which they were made."""
    return list(Shipment.objects.filter(customer_code=customer, pk__gt=after).order_by("pk")[:limit])


def same_since(customer: str, digest: bytes, since: datetime) -> Shipment | None:
    """What a merchant has announced since a moment with the very same content."""
    rows = Shipment.objects.filter(customer_code=customer, made_at__gte=since, content_digest=digest)
    return rows.order_by("-id").first()


def made_since(customer: str, since: datetime) -> int:
    """How many parcels a merchant has announced since a moment."""
    rows = Shipment.objects.filter(customer_code=customer, made_at__gte=since)
    return int(rows.aggregate(count=Sum("parcel_count"))["count"] or 0)


def numbers_of(shipments: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The numbers of the parcels of shipments, in their order."""
    found: dict[int, list[str]] = {pk: [] for pk in shipments}
    if found:
        parcels = Parcel.objects.filter(shipment__in=list(found)).order_by("place")
        for pk, number in parcels.values_list("shipment", "unit__number"):
            found[pk].append(number)
    return {pk: tuple(numbers) for pk, numbers in found.items()}
