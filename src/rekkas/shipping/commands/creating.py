"""Shipments are made: priced, promised, their parcels announced; one answer each, whatever becomes of the others."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rekkas.base.actors import Actor, Moment, author_name
from rekkas.base.bulk import insert_all, new_ids
from rekkas.base.command import command
from rekkas.base.errors import InvalidInput, KeyReused, Refused
from rekkas.mail.commands import announce_items
from rekkas.mail.entries import ItemEntry, ItemResult
from rekkas.mail.queries import item_units
from rekkas.merchant import queries as merchants
from rekkas.merchant.choices import MerchantState
from rekkas.merchant.errors import MerchantClosed
from rekkas.shipping import queries
from rekkas.shipping.choices import PARCELS_AT_MOST, SHIPMENTS_AT_ONCE, ShipmentOutcome
from rekkas.shipping.entries import LineSaid, ShipmentEntry, ShipmentResult
from rekkas.shipping.errors import NoParcels, NotChecked, ReferenceUsed
from rekkas.shipping.models import Shipment
from rekkas.shipping.queries.pricing import Making, price_and_promise
from rekkas.shipping.queries.shipments import numbers_of

SHIPMENT_COLUMNS = (
    "id", "key", "customer_code", "reference", "content_digest", "number", "parcel_count", "addressee_name",
    "amount", "currency", "lines", "promise_date", "likely_date", "made_at", "made_by",
)  # fmt: skip
PARCEL_COLUMNS = ("shipment_id", "place", "unit_id", "contents")
CONTENTS_AT_MOST, REFERENCE_AT_MOST = 120, 60
Results = dict[int, ShipmentResult]


@command
def create_shipments(
    *, shipments: Sequence[ShipmentEntry], by: Actor, at: Moment, key: str | None = None
) -> list[ShipmentResult]:
    """Make a merchant's shipments: price each, say when it will be there, announce its parcels to the post.

    One answer a shipment; one that cannot be made does not hold up the others, and of each all parcels are announced
    or none. Sent again under its key or its reference it is found, not made once more.
    """
    if len(shipments) > SHIPMENTS_AT_ONCE:
        reason = _("at most %(most)s are made at once.") % {"most": SHIPMENTS_AT_ONCE}
        raise InvalidInput(field="shipments", reason=reason)
    merchant = merchants.merchant(by.customer or "")
    if merchant.state == MerchantState.CLOSED:
        raise MerchantClosed(merchant=merchant.customer.name)
    results: Results = {}
    making = [Making(place, entry) for place, entry in enumerate(shipments)]
    making = _not_known_yet(making, results, merchant.pk)
    making = _well_said(making, results)
    making = _within_limit(making, results, merchant, at)
    making = _kept_apart(
        price_and_promise(making, merchant.customer.country_id, at, customer=merchant.pk), making, results
    )
    made = _announce(making, results, merchant.pk, by, at)
    _write(made, merchant.pk, by, at)
    for one in made:
        results[one.place] = one.result
    return [results[place] for place in range(len(shipments))]


def refused(entry: ShipmentEntry, refusal: Refused) -> ShipmentResult:
    return ShipmentResult(
        ShipmentOutcome.DECLINED, entry.reference, code=refusal.code, message=str(refusal)
    )  # fmt: skip


def _kept_apart(refusals: dict[int, Refused], making: list[Making], results: Results) -> list[Making]:
    """Those that nothing speaks against; the others are answered."""
    for one in making:
        if one.place in refusals:
            results[one.place] = refused(one.entry, refusals[one.place])
    return [one for one in making if one.place not in refusals]


def _not_known_yet(making: list[Making], results: Results, customer: str) -> list[Making]:
    """Those that were not made before. What was is answered as it was, and refused where it says something else now."""
    keys = [one.entry.key for one in making]
    references = [one.entry.reference for one in making if one.entry.reference]
    asked = Q(key__in=keys) | Q(customer_code=customer, reference__in=references)
    rows = list(Shipment.objects.filter(asked))
    by_key = {row.key: row for row in rows}
    by_reference = {row.reference: row for row in rows if row.customer_code == customer and row.reference}
    numbers = numbers_of([row.pk for row in rows])
    refusals, seen = dict[int, Refused](), set[object]()
    fresh = []
    for one in making:
        entry = one.entry
        kept = by_key.get(entry.key) or by_reference.get(entry.reference)
        own = {entry.key, entry.reference} - {""}
        if kept is not None and not one.says_the_same(kept, customer):
            refusals[one.place] = _other_content(entry, kept)
        elif kept is not None:
            results[one.place] = as_made(kept, numbers[kept.pk], ShipmentOutcome.REPEATED)
        elif seen & own:
            refusals[one.place] = InvalidInput(field="key", reason=_("it stands twice in one batch."))
        else:
            fresh.append(one)
        seen |= own
    _kept_apart(refusals, making, results)
    return fresh


def _other_content(entry: ShipmentEntry, kept: Shipment) -> Refused:
    if kept.key == entry.key:
        return KeyReused(key=str(entry.key))
    return ReferenceUsed(reference=entry.reference, number=kept.number)


def as_made(row: Shipment, numbers: tuple[str, ...], outcome: ShipmentOutcome) -> ShipmentResult:
    """What a shipment was answered when it was made."""
    return ShipmentResult(
        outcome, row.reference, numbers, row.amount, row.currency,
        tuple(LineSaid(**line) for line in row.lines), row.promise_date, row.likely_date,
    )  # fmt: skip


def _well_said(making: list[Making], results: Results) -> list[Making]:
    """Those that can be kept as they are said."""
    refusals: dict[int, Refused] = {}
    for one in making:
        entry = one.entry
        if not 0 < len(entry.parcels) <= PARCELS_AT_MOST:
            refusals[one.place] = NoParcels(most=PARCELS_AT_MOST)
        elif len(entry.reference) > REFERENCE_AT_MOST or "\0" in entry.reference:
            refusals[one.place] = InvalidInput(field="reference", reason=_("it is too long."))
        elif any(
            len(parcel.contents) > CONTENTS_AT_MOST or "\0" in parcel.contents for parcel in entry.parcels
        ):
            refusals[one.place] = InvalidInput(field="contents", reason=_("it is too long."))
    return _kept_apart(refusals, making, results)


def _within_limit(making: list[Making], results: Results, merchant: Any, at: Moment) -> list[Making]:
    """Whoever was not checked yet sends so many parcels a day and no more."""
    if merchant.state != MerchantState.NEW or not making:
        return making
    country = merchant.customer.country
    most = merchants.rules_of(country.iso).unchecked_items_a_day
    zone = ZoneInfo(country.time_zone)
    midnight = datetime.combine(at.astimezone(zone).date(), time(), zone)
    left = most - queries.made_since(merchant.pk, midnight)
    refusals: dict[int, Refused] = {}
    for one in making:
        left -= len(one.entry.parcels)
        if left < 0:
            refusals[one.place] = NotChecked(most=most)
            left += len(one.entry.parcels)
    return _kept_apart(refusals, making, results)


def _announce(
    making: list[Making], results: Results, customer: str, by: Actor, at: Moment
) -> list[Making]:  # fmt: skip
    """Tell the post of the parcels. Where one of a shipment is declined, nothing of it was ever announced.

    Once for all of them; only where a shipment of several is declined in part, the post is told anew without it.
    """
    while making:
        mark = transaction.savepoint()
        items = [(one, item) for one in making for item in _items(one, customer, at)]
        told: dict[int, list[ItemResult]] = {one.place: [] for one in making}
        answers = announce_items(items=[item for _one, item in items], by=by, at=at)
        for (one, _item), answer in zip(items, answers, strict=True):
            told[one.place].append(answer)
        made = [one for one in making if all(answer.outcome == "taken" for answer in told[one.place])]
        for one in making:
            one.numbers = tuple(answer.number for answer in told[one.place])
            results.update(_declined(one, told[one.place]))
        if not any(_is_in_part(told[one.place]) for one in making):
            transaction.savepoint_commit(mark)
            return made
        transaction.savepoint_rollback(mark)
        making = made
    return []


def _is_in_part(told: Sequence[ItemResult]) -> bool:
    return len({answer.outcome == "taken" for answer in told}) > 1


def _declined(one: Making, told: Sequence[ItemResult]) -> Results:
    """The answer of a shipment of which a parcel is declined; nothing where none is."""
    bad = next((answer for answer in told if answer.outcome != "taken"), None)
    if bad is None:
        return {}
    said = ShipmentResult(ShipmentOutcome.DECLINED, one.entry.reference, code=bad.code, message=bad.message)
    return {one.place: said}


def _items(one: Making, customer: str, at: Moment) -> list[ItemEntry]:
    entry = one.entry
    return [
        ItemEntry(
            key=uuid5(entry.key, f"parcel {place}"), product=entry.product, origin=one.origin, sender=entry.sender,
            destination_locality=entry.destination_locality, addressee=entry.addressee, weight_g=parcel.weight_g,
            happened_at=at, declared_value=parcel.declared_value, cod_amount=parcel.cod_amount, customer=customer,
            reference=_reference(entry.reference, place),
        )
        for place, parcel in enumerate(entry.parcels, start=1)
    ]  # fmt: skip


def _reference(reference: str, place: int) -> str:
    """Each item has a reference of its own: the first that of the shipment."""
    return reference if place == 1 or not reference else f"{reference}/{place}"


def _write(made: list[Making], customer: str, by: Actor, at: Moment) -> None:
    ids = new_ids("shipping_shipment", len(made))
    insert_all(
        "shipping_shipment", SHIPMENT_COLUMNS,
        [
            (
                pk, one.entry.key, customer, one.entry.reference, one.digest, one.numbers[0], len(one.numbers),
                one.entry.addressee.name[:160], one.amount, one.currency,
                msgspec.json.encode(one.lines).decode(), one.promise_date, one.likely_date, at, author_name(by),
            )
            for pk, one in zip(ids, made, strict=True)
        ],
    )  # fmt: skip
    units = item_units([number for one in made for number in one.numbers]) if made else {}
    insert_all(
        "shipping_parcel", PARCEL_COLUMNS,
        [
            (pk, place, units[number], parcel.contents)
            for pk, one in zip(ids, made, strict=True)
            for place, (number, parcel) in enumerate(zip(one.numbers, one.entry.parcels, strict=True), start=1)
        ],
    )  # fmt: skip
