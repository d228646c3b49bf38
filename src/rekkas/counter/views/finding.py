"""Whatever was scanned or typed at a counter, and what it may be: an item, a visit, an order, a person, a place."""

from collections.abc import Iterator
from typing import Any

from postkit.text import clean_number
from rekkas.base.access import StaffRequest
from rekkas.base.errors import Refused
from rekkas.counter import queries
from rekkas.counter.views.carried import person_of
from rekkas.mail.queries import announced_items, items_numbered, track
from rekkas.payments.choices import OrderState, Way
from rekkas.payments.queries.orders import order as known_order
from rekkas.territory import queries as territory

FOUND_AT_MOST = 12
PAYABLE = (OrderState.ISSUED, OrderState.AVAILABLE)


def found_for(request: StaffRequest, office: Any, words: str) -> list[dict[str, Any]]:
    """What some words may mean here, the likeliest first: each with its kind, and what the window fills a form with."""
    asked = " ".join(words.split())
    if not asked:
        return []
    return [*_found(request, office, asked)][:FOUND_AT_MOST]


def _found(request: StaffRequest, office: Any, asked: str) -> Iterator[dict[str, Any]]:
    number = clean_number(asked)
    yield from _items(number, office)
    yield from _visits(asked)
    yield from _orders(request, number)
    people = queries.correspondents_like(asked, office.country_id)
    wrote = queries.wrote_before([row.pk for row in people])
    for row in people:
        others = wrote.get(row.pk, [])
        yield {
            "kind": "person",
            "person": person_of(row, tuple(others)),
            "others": [person_of(one) for one in others],
        }
    yield from _places(asked, office)


def _items(number: str, office: Any) -> Iterator[dict[str, Any]]:
    for item in items_numbered([number]).values():
        (told,) = track([number], at=item.unit.opened_at)
        announced = number in announced_items([number])
        yield {
            "kind": "announced" if announced else "item", "number": item.unit.number, "status": told.status,
            "product": item.product.code, "weight_g": item.weight_g, "cod": item.cod_amount,
            "declared": item.declared_value, "customer": item.customer_code, "reference": item.reference,
            "name": item.addressee.get("name", ""), "name_ar": item.addressee.get("name_ar", ""),
            "locality": item.addressee.get("locality_code") or item.destination.locality_id,
        }  # fmt: skip


def _visits(number: str) -> Iterator[dict[str, Any]]:
    try:
        row = queries.visit(number)
    except Refused:
        return
    yield {"kind": "visit", "number": row.number, "amount": row.amount, "currency": row.currency}


def _orders(request: StaffRequest, number: str) -> Iterator[dict[str, Any]]:
    if not request.actor.may("view.payments"):
        return
    try:
        row = known_order(number)
    except Refused:
        return
    is_payable = row.paid == Way.CASH and row.state in PAYABLE
    yield {"kind": "order", "number": row.number, "state": row.state, "is_payable": is_payable}


def _places(asked: str, office: Any) -> Iterator[dict[str, Any]]:
    for place in territory.place_meant(asked, office.country_id).towns:
        yield {"kind": "place", "code": place.code, "name": place.name, "name_ar": place.name_ar}
