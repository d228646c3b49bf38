"""What is sold, and at what price.

Written by ``generate.py`` from the description of the interface: change that, and run it again.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rekkas_client.api.shared import Results
from rekkas_client.door import Door


class PriceLine(Struct, frozen=True, kw_only=True):
    """One reason of a price: the rule it comes from, in words, and its amount."""

    rule: str
    label: str
    amount: int


class PriceShown(Struct, frozen=True, kw_only=True):
    """A price with the lines that add up to it, or why there is none (a stable code, and words)."""

    outcome: str
    amount: int = 0
    currency: str = ""
    lines: list[PriceLine] = []
    code: str = ""
    message: str = ""


class ProductShown(Struct, frozen=True, kw_only=True):
    """A product on sale. ``max_cod`` is the most it collects, in the smallest unit; 0: there is no limit.

    ``carriage`` is standard, or express: an express item passes by the sorting waves. ``scope`` is domestic
    or abroad.
    """

    code: str
    country: str
    name: str
    max_weight_g: int
    cod_allowed: bool
    max_cod: int
    currency: str
    kept_days: int
    carriage: str
    scope: str


class QuestionSent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is sent, from where to where: to a locality, or abroad to a country."""

    product: str
    country: str
    weight_g: int
    origin_locality: str
    destination_locality: str = ""
    # In the smallest unit of the currency.
    cod_amount: int = 0
    # In the smallest unit of the currency.
    declared_value: int = 0
    # Abroad: ISO 3166-1.
    destination_country: str = ""


class CatalogueOperations(Door):
    """What is sold, and at what price."""

    def list_products(self, *, country: str | None = None) -> Results[ProductShown]:
        """The products on sale.

        ``country``: Only those of this country (ISO 3166-1).
        """
        return self.ask("GET", "/api/v1/products", gives=Results[ProductShown], query={"country": country})

    def quote_prices(self, body: Sequence[QuestionSent]) -> Results[PriceShown]:
        """What up to 200 items would cost, and why: one answer each."""
        return self.ask("POST", "/api/v1/prices", gives=Results[PriceShown], body=body)
