"""Where a visit happens, and whether a visitor was told the right price: today's, or the one that a device carried."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from postkit import tariff
from postkit.moneyorder import SecretCode
from postkit.pack.counter import Counter
from rekkas.base.actors import Actor, Moment
from rekkas.base.errors import Refused
from rekkas.catalogue.errors import UnknownDestination
from rekkas.catalogue.queries import Price, PriceLine, PriceQuestion, destinations_named, prices_for
from rekkas.counter.entries import ParcelEntry
from rekkas.counter.errors import PriceDiffers
from rekkas.counter.queries.rules import lines_by
from rekkas.design.formats import money_text
from rekkas.territory import queries as territory


@dataclass(slots=True)
class Desk:
    """Where a visit happens: whose till, which prices hold, what the visit is called."""

    key: UUID
    number: str
    office: Any
    till: str
    rules: Counter
    by: Actor
    at: Moment
    sheet: Mapping[str, Any] | None = None
    codes: Mapping[int, SecretCode] = field(default_factory=dict)
    credit: Mapping[str, int] = field(default_factory=dict)  # what is put on the account of which merchant
    places: dict[str, Any] = field(default_factory=dict)
    abroad: dict[str, Any] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        return str(self.office.country.currency)

    @property
    def today(self) -> date:
        """The day at the office: by it contracts hold."""
        return self.at.astimezone(self.office.zone).date()

    def key_of(self, place: int) -> UUID:
        """The key of what one line does, everywhere it is done."""
        return uuid5(self.key, str(place))

    def look_up(self, codes: Iterable[str]) -> None:
        """Look these localities up together, before each of them is asked for."""
        self.places |= territory.localities_named(codes)

    def look_abroad(self, codes: Iterable[str]) -> None:
        """The same for the countries to which something goes."""
        self.abroad |= destinations_named(self.office.country_id, codes)

    def destination(self, code: str) -> Any:
        """A country to which this post sends."""
        if code not in self.abroad:
            raise UnknownDestination(destination=code[:8])
        return self.abroad[code]

    def place(self, code: str) -> Any:
        """One locality, retired or not."""
        return self.places.get(code) or territory.locality(code)


def judged(desk: Desk, asked: Mapping[int, tuple[ParcelEntry, int]]) -> dict[int, Price | Refused]:
    """The price of each parcel as its visitor was told it: by today's tariff and contract, or by the tariff that a
    device carried. What goes on account is priced by the contract alone.
    """
    here = desk.office
    questions = [
        PriceQuestion(
            product=parcel.product, country=here.country_id, weight_g=parcel.weight_g,
            origin_locality=here.locality_id, destination_locality=parcel.destination_locality,
            cod_amount=parcel.cod_amount, declared_value=parcel.declared_value, destination_country=parcel.country,
            customer=parcel.customer,
        )
        for parcel, _amount in asked.values()
    ]  # fmt: skip
    found = prices_for(questions, day=desk.today)
    judged: dict[int, Price | Refused] = {}
    for (place, (parcel, said)), price in zip(asked.items(), found, strict=True):
        if isinstance(price, Price) and price.amount != said:
            carried = _carried(desk, parcel) if parcel.customer not in desk.credit else ()
            if carried and sum(line.amount for line in carried) == said:
                price = Price(said, price.currency, carried)
            else:
                price = _differs(desk, said, price.amount)
        judged[place] = price
    return judged


def _carried(desk: Desk, parcel: ParcelEntry) -> tuple[PriceLine, ...]:
    """The lines of a price by the tariff that a device carried."""
    if desk.sheet is None:
        return ()
    question = tariff.Question(
        parcel.weight_g, _zone(desk, parcel),
        parcel.cod_amount, parcel.declared_value,
    )  # fmt: skip
    return tuple(
        PriceLine(line.rule, line.rule, line.amount)
        for line in lines_by(dict(desk.sheet), parcel.product, question)
    )


def _zone(desk: Desk, parcel: ParcelEntry) -> str:
    if parcel.country:
        return str(desk.destination(parcel.country).zone)
    here, there = desk.office.locality, desk.place(parcel.destination_locality)
    return tariff.zone_between(here.code, here.region_id, there.code, there.region_id)


def on_sheet(desk: Desk, code: str, today: int) -> int:
    """What an article cost on the sheet that a device carried; today's price where there is none."""
    rows = desk.sheet["articles"] if desk.sheet is not None else ()
    return next((row["amount"] for row in rows if row["code"] == code), today)


def agree(desk: Desk, said: int, *due: int) -> None:
    if said not in due:
        raise _differs(desk, said, due[0])


def _differs(desk: Desk, said: int, due: int) -> PriceDiffers:
    return PriceDiffers(said=money_text(said, desk.currency), due=money_text(due, desk.currency))
