"""A shipment on its way in: what it costs, and when it will be there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from rekkas.base.actors import Moment
from rekkas.base.errors import Refused
from rekkas.catalogue.queries import Price, PriceQuestion, prices_for, products_named
from rekkas.network.queries import Question, delivery_offices_for, estimates_for, promises_for
from rekkas.shipping.choices import ShipmentOutcome
from rekkas.shipping.entries import LineSaid, ShipmentEntry, ShipmentResult, content_digest
from rekkas.shipping.errors import NoOfficeNear
from rekkas.shipping.models import Shipment
from rekkas.shipping.queries.starts import offices_to_hand_over_at
from rekkas.territory import queries as territory

FOUR_OF_FIVE = 0.8


@dataclass(slots=True)
class Making:
    """A shipment on its way in, gathering what its record needs."""

    place: int
    entry: ShipmentEntry
    origin: str = ""
    prices: list[Price] = field(default_factory=list)
    promise_date: date | None = None
    likely_date: date | None = None
    numbers: tuple[str, ...] = ()

    @property
    def digest(self) -> bytes:
        return content_digest(self.entry)

    def says_the_same(self, kept: Shipment, customer: str) -> bool:
        return kept.customer_code == customer and bytes(kept.content_digest) == self.digest

    @property
    def amount(self) -> int:
        return sum(price.amount for price in self.prices)

    @property
    def currency(self) -> str:
        return self.prices[0].currency

    @property
    def lines(self) -> tuple[LineSaid, ...]:
        """The lines of all parcels; the same line of several is one."""
        sums: dict[tuple[str, str], int] = {}
        for price in self.prices:
            for line in price.lines:
                named = line.rule, str(line.label)
                sums[named] = sums.get(named, 0) + line.amount
        return tuple(LineSaid(rule, label, amount) for (rule, label), amount in sums.items())

    @property
    def result(self) -> ShipmentResult:
        return ShipmentResult(
            ShipmentOutcome.CREATED, self.entry.reference, self.numbers, self.amount, self.currency, self.lines,
            self.promise_date, self.likely_date,
        )  # fmt: skip


def price_and_promise(
    making: Sequence[Making], country: str, at: Moment, *, customer: str = ""
) -> dict[int, Refused]:
    """Price each, under the contract of a customer, and say when it would be there, handed over now.

    Returns what speaks against which, by place. A constant number of statements for any number of shipments.
    """
    refusals = price(making, country, at, customer=customer)
    _promise([one for one in making if one.place not in refusals], country, at)
    return refusals


def price(making: Sequence[Making], country: str, at: Moment, *, customer: str = "") -> dict[int, Refused]:
    """Price each, and say where it is handed over. Returns what speaks against which, by place."""
    refusals = _price(making, country, at, customer)
    priced = [one for one in making if one.place not in refusals]
    starts = offices_to_hand_over_at(country, {one.entry.origin_locality for one in priced})
    for one in priced:
        one.origin = starts.get(one.entry.origin_locality, "")
        if not one.origin:
            refusals[one.place] = NoOfficeNear(locality=one.entry.origin_locality)
    return refusals


def _price(making: Sequence[Making], country: str, at: Moment, customer: str) -> dict[int, Refused]:
    questions = [
        (one, PriceQuestion(
            product=one.entry.product, country=country, weight_g=parcel.weight_g,
            origin_locality=one.entry.origin_locality, destination_locality=one.entry.destination_locality,
            cod_amount=parcel.cod_amount, declared_value=parcel.declared_value,
            customer=customer,
        ))
        for one in making
        for parcel in one.entry.parcels
    ]  # fmt: skip
    refusals: dict[int, Refused] = {}
    today = at.astimezone(ZoneInfo(territory.country(country).time_zone)).date()
    prices = prices_for([question for _, question in questions], day=today)
    for (one, _question), price in zip(questions, prices, strict=True):
        if isinstance(price, Refused):
            refusals.setdefault(one.place, price)
        else:
            one.prices.append(price)
    return refusals


def _promise(making: Sequence[Making], country: str, at: Moment) -> None:
    carried = products_named({one.entry.product for one in making})
    ends = delivery_offices_for({one.entry.destination_locality for one in making})
    asked = [one for one in making if one.entry.destination_locality in ends]
    questions = [
        Question(
            one.origin, ends[one.entry.destination_locality], at, carried[country, one.entry.product].carriage
        )
        for one in asked
    ]
    answers = zip(asked, promises_for(questions), estimates_for(questions), strict=True)
    for one, promise, likely in answers:
        one.promise_date = promise.delivery_date if promise else None
        one.likely_date = likely.get(FOUR_OF_FIVE)
