"""What merchants send: prices and days, shipments, labels.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid4

from msgspec import Struct, field

from rekkas_client.api.shared import AddressSent, Page, Results
from rekkas_client.door import Door, File, fresh_key, part


class CancelledShown(Struct, frozen=True, kw_only=True):
    """How many parcels are cancelled."""

    count: int


class OwnPrice(Struct, frozen=True, kw_only=True):
    """What one step of carriage costs a customer, in the place of the tariff's."""

    product: str
    zone: str
    up_to_weight_g: int
    amount: int


class RebateStep(Struct, frozen=True, kw_only=True):
    """From so many parcels in the month before on, so many thousandths off the carriage."""

    from_count: int
    per_mille: int


class ContractShown(Struct, frozen=True, kw_only=True):
    """The contract that holds today. Amounts are in the currency's smallest unit.

    ``credit_limit`` of 0: what is sent is paid at the counter. ``credit_owed`` is to be invoiced, or
    invoiced and not paid. Rebates are thousandths off the carriage: ``rebate_per_mille`` is that of this
    month, by the parcels of the month before.
    """

    valid_from: date
    currency: str
    credit_limit: int
    credit_owed: int
    credit_left: int
    payment_days: int
    prices: list[OwnPrice]
    rebates: list[RebateStep]
    accepted_last_month: int
    accepted_this_month: int
    rebate_per_mille: int


class LineSaid(Struct, frozen=True, kw_only=True):
    """One line of a price: the rule, its words, what it comes to."""

    rule: str
    label: str
    amount: int


class ParcelShown(Struct, frozen=True, kw_only=True):
    """One parcel, and where it stands."""

    number: str
    status: str
    status_label: str
    weight_g: int
    cod_amount: int
    declared_value: int
    contents: str
    happened_at: datetime | None


class ShipmentShown(Struct, frozen=True, kw_only=True):
    """A shipment with its parcels. The price and its lines are as they were when it was made."""

    number: str
    reference: str
    product: str
    addressee: dict[str, str]
    amount: int
    currency: str
    lines: list[LineSaid]
    promise_date: date | None
    likely_date: date | None
    made_at: datetime
    status: str
    parcels: list[ParcelShown]


class ParcelSent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One parcel of a shipment."""

    weight_g: int
    # In the smallest unit of the currency.
    cod_amount: int = 0
    # In the smallest unit of the currency.
    declared_value: int = 0
    contents: str = ""


class RateOffer(Struct, frozen=True, kw_only=True):
    """One product that carries what was asked about: its price with the lines, the office to hand it over at,
    the day promised if it is handed over now, and that by which four of five such items are there.
    """

    product: str
    product_name: str
    amount: int
    currency: str
    lines: list[LineSaid]
    origin: str
    promise_date: date | None = None
    likely_date: date | None = None


class RateAnswer(Struct, frozen=True, kw_only=True):
    """Every product that carries it, the cheapest first; or why none does, with a stable code."""

    offers: list[RateOffer] = []
    code: str = ""
    message: str = ""


class RateAsked(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What would be sent where. Without ``origin`` it is sent from the merchant's usual address."""

    # A code of a locality, or its name in either script.
    destination: str
    parcels: list[ParcelSent]
    origin: str = ""


class ShipmentResult(Struct, frozen=True, kw_only=True):
    """What became of an entry: its parcels' numbers and price, or why not, with a stable code."""

    # created, repeated or declined
    outcome: str
    reference: str = ""
    numbers: list[str] = []
    amount: int = 0
    currency: str = ""
    lines: list[LineSaid] = []
    promise_date: date | None = None
    likely_date: date | None = None
    code: str = ""
    message: str = ""


class ShipmentSent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a merchant sends to one addressee. ``key`` makes a repeat harmless; ``reference`` is the merchant's
    own, and by it a lost answer is found again. Without ``sender`` and ``origin`` it is sent from the
    merchant's usual address.
    """

    key: UUID = field(default_factory=uuid4)
    product: str
    addressee: AddressSent
    # A code of a locality, or its name in either script.
    destination: str
    parcels: list[ParcelSent]
    reference: str = ""
    sender: AddressSent | None = None
    origin: str = ""


class ShippingOperations(Door):
    """What merchants send: prices and days, shipments, labels."""

    def list_rates(self, body: Sequence[RateAsked]) -> Results[RateAnswer]:
        """What up to 100 shipments would cost by every product, why, and when they would be there; nothing is
        sent.

        Needs the scope ``view.shipments``.
        """
        return self.ask("POST", "/api/v1/rates", gives=Results[RateAnswer], body=body)

    def create_shipments(
        self, body: Sequence[ShipmentSent], *, key: str | None = None
    ) -> Results[ShipmentResult]:
        """Make up to 1,000 shipments: each is created, found as created before, or declined for itself.

        Needs the scope ``shipping.create_shipments``.
        """
        return self.ask(
            "POST", "/api/v1/shipments", gives=Results[ShipmentResult], body=body, key=key or fresh_key()
        )

    def list_shipments(
        self, *, after: str | None = None, limit: int | None = None, reference: str | None = None
    ) -> Page[ShipmentShown]:
        """The shipments in the order in which they were made; by ``reference`` a lost answer is found again.

        ``after``: The field next of the page before.

        ``limit``: How many at most.

        ``reference``: Only the one made under this reference.

        Needs the scope ``view.shipments``.
        """
        return self.ask(
            "GET",
            "/api/v1/shipments",
            gives=Page[ShipmentShown],
            query={"after": after, "limit": limit, "reference": reference},
        )

    def show_shipment(self, number: str) -> ShipmentShown:
        """One shipment, by the number of any of its parcels.

        Needs the scope ``view.shipments``.
        """
        return self.ask("GET", f"/api/v1/shipments/{part(number)}", gives=ShipmentShown)

    def show_label(self, number: str, *, form: Literal["pdf", "zpl"] | None = None) -> File:
        """The labels of a shipment's parcels, 10 by 15 cm: as PDF, or as a label printer is told them (ZPL).

        ``form``: As what it is given.

        Needs the scope ``view.shipments``.
        """
        return self.fetch("GET", f"/api/v1/shipments/{part(number)}/label", query={"form": form})

    def cancel_shipment(self, number: str, *, key: str | None = None) -> CancelledShown:
        """Cancel all parcels of a shipment that was not handed over yet; asked again it changes nothing.

        Needs the scope ``shipping.cancel_shipment``.
        """
        return self.ask(
            "POST", f"/api/v1/shipments/{part(number)}/cancel", gives=CancelledShown, key=key or fresh_key()
        )

    def show_contract(self) -> ContractShown:
        """The contract of the merchant whose key asks: own prices, the rebate of this month, credit that is left.

        Needs the scope ``view.shipments``.
        """
        return self.ask("GET", "/api/v1/contract", gives=ContractShown)
