"""Price and time together: what each product costs between two places, and by which day it is there.

The one way to an answer: pages, telephones and texts ask here, so that none of them tells another price or day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rekkas.base.errors import Refused
from rekkas.catalogue import queries
from rekkas.network import queries as network
from rekkas.territory import queries as territory

FOUR_OF_FIVE = 0.8


@dataclass(frozen=True, slots=True)
class Offer:
    """One product: its price with the lines, the day promised, and that by which four of five such items are there."""

    product: Any
    price: queries.Price
    delivery_date: date | None = None
    likely_date: date | None = None
    origin: str = ""
    destination: str = ""
    is_cheapest: bool = False
    is_fastest: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to send, from which town to which."""

    country: str
    weight_g: int
    origin: str
    destination: str
    cod_amount: int = 0
    declared_value: int = 0
    customer: str = ""  # under whose contract


def offers_for(wanted: Wanted, products: Sequence[Any], now: datetime) -> tuple[list[Offer], list[Refused]]:
    """What the post offers for it now, the cheapest first, and why the other products do not carry it.

    A constant number of statements for any number of products.
    """
    day = now.astimezone(ZoneInfo(products[0].country.time_zone)).date() if products else None
    answers = queries.prices_for(
        [
            queries.PriceQuestion(
                product=product.code, country=wanted.country, weight_g=wanted.weight_g,
                origin_locality=wanted.origin, destination_locality=wanted.destination,
                cod_amount=wanted.cod_amount, declared_value=wanted.declared_value,
                customer=wanted.customer,
            )
            for product in products
        ],
        day=day,
    )  # fmt: skip
    priced = [
        Offer(product, answer)
        for product, answer in zip(products, answers, strict=True)
        if not isinstance(answer, Refused)
    ]
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    offers = sorted(_with_days(wanted, priced, now), key=lambda offer: offer.price.amount)
    return _marked(offers), refused


def _with_days(wanted: Wanted, offers: list[Offer], now: datetime) -> list[Offer]:
    """The same with their days, each as it is carried: handed over now, at the office next to the sender."""
    held = network.held_network(wanted.country)
    towns = territory.localities_named([wanted.origin, wanted.destination])
    if held is None or not offers:
        return offers
    start = next((office.code for office, _way in network.taking_in(held, towns[wanted.origin], 1)), "")
    end = towns[wanted.destination].delivery_office_code
    if not start or end not in held.offices:
        return offers
    carried = sorted({offer.product.carriage for offer in offers})
    questions = [network.Question(start, end, now.astimezone(held.zone), carriage) for carriage in carried]
    days = {
        carriage: (promise.delivery_date, likely.get(FOUR_OF_FIVE) if promise.delivery_date else None)
        for carriage, promise, likely in zip(
            carried, held.promises(questions), network.estimates_for(questions), strict=True
        )
    }
    return [
        replace(
            offer, delivery_date=days[offer.product.carriage][0], likely_date=days[offer.product.carriage][1],
            origin=start, destination=end,
        )
        for offer in offers
    ]  # fmt: skip


def _marked(offers: list[Offer]) -> list[Offer]:
    """The cheapest and the fastest are said to be so, where there is a choice."""
    if len(offers) < 2:
        return offers
    least = offers[0].price.amount
    days = [offer.delivery_date for offer in offers if offer.delivery_date]
    soonest = min(days) if days and min(days) != max(days) else None
    return [
        replace(
            offer, is_cheapest=offer.price.amount == least,
            is_fastest=soonest is not None and offer.delivery_date == soonest,
        )
        for offer in offers
    ]  # fmt: skip
