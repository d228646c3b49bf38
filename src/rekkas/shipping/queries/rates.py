"""Prices and days together, for many parcels at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from postkit.address import Address
from rekkas.base.errors import Refused
from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.choices import Scope
from rekkas.shipping.entries import ParcelSaid, RateAnswer, RateOffer, ShipmentEntry
from rekkas.shipping.queries.places import localities_meant
from rekkas.shipping.queries.pricing import Making, price_and_promise

NOBODY, NO_KEY = Address(""), UUID(int=0)


def rates_for(
    asked: Sequence[tuple[str, str, tuple[ParcelSaid, ...]]],
    country: str,
    at: datetime,
    *,
    customer: str = "",
) -> list[RateAnswer]:
    """What each of these would cost by every product that carries it, and when it would be there, the cheapest first.

    ``customer`` says under whose contract. ``asked``: from where, to where (codes or names), which parcels. One answer
    each; one that cannot be priced says why. A constant number of statements for any number of questions.
    """
    products = catalogue.products_of(country, Scope.DOMESTIC)
    places = localities_meant(
        country, {end for origin, destination, _ in asked for end in (origin, destination)}
    )
    making: list[Making] = []
    whose: dict[int, int] = {}
    for row, (origin, destination, parcels) in enumerate(asked):
        start, end = places[origin], places[destination]
        if isinstance(start, Refused) or isinstance(end, Refused):
            continue
        for product in products:
            entry = ShipmentEntry(NO_KEY, product.code, NOBODY, start, NOBODY, end, parcels)
            whose[len(making)] = row
            making.append(Making(len(making), entry))
    refusals = price_and_promise(making, country, at, customer=customer)
    names = {product.code: product.name for product in products}
    offers: dict[int, list[RateOffer]] = {}
    why: dict[int, Refused] = {}
    for one in making:
        if one.place in refusals:
            why.setdefault(whose[one.place], refusals[one.place])
        else:
            offers.setdefault(whose[one.place], []).append(_offer(one, names))
    return [
        _answer(offers.get(row, []), why.get(row) or _unclear(places, ends)) for row, ends in enumerate(asked)
    ]


def _offer(one: Making, names: dict[str, str]) -> RateOffer:
    return RateOffer(
        one.entry.product, names[one.entry.product], one.amount, one.currency, one.lines, one.origin,
        one.promise_date, one.likely_date,
    )  # fmt: skip


def _unclear(
    places: dict[str, str | Refused], asked: tuple[str, str, tuple[ParcelSaid, ...]]
) -> Refused | None:
    return next((found for end in asked[:2] if isinstance(found := places[end], Refused)), None)


def _answer(offers: list[RateOffer], refusal: Refused | None) -> RateAnswer:
    if offers or refusal is None:
        return RateAnswer(tuple(sorted(offers, key=lambda offer: offer.amount)))
    return RateAnswer(code=refusal.code, message=str(refusal))
