"""What the post sells and at what price, for machines."""

from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from msgspec import Meta
from ninja import Query, Router

from rekkas.base.access import PUBLIC
from rekkas.base.api import Results, Unreadable, answer, json_body, rows_of
from rekkas.base.errors import Refused
from rekkas.base.openapi import door
from rekkas.catalogue import queries
from rekkas.catalogue.models import Product
from rekkas.catalogue.queries import PriceLine, PriceQuestion
from rekkas.territory import queries as territory

QUESTIONS_AT_ONCE = 200
router = Router(tags=["Catalogue"])
Code = Annotated[str, Meta(min_length=1, max_length=24)]
Amount = Annotated[int, Meta(ge=0, le=10**15, description="In the smallest unit of the currency.")]


class ProductShown(msgspec.Struct, frozen=True):
    """A product on sale. ``max_cod`` is the most it collects, in the smallest unit; 0: there is no limit.

    ``carriage`` is standard, or express: an express item passes by the sorting waves. ``scope`` is domestic or abroad.
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


class QuestionSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sent, from where to where: to a locality, or abroad to a country."""

    product: Code
    country: Annotated[str, Meta(min_length=2, max_length=2)]
    weight_g: Annotated[int, Meta(ge=0, le=10_000_000)]
    origin_locality: Code
    destination_locality: Annotated[str, Meta(max_length=24)] = ""
    cod_amount: Amount = 0
    declared_value: Amount = 0
    destination_country: Annotated[str, Meta(max_length=2, description="Abroad: ISO 3166-1.")] = ""

    @property
    def question(self) -> PriceQuestion:
        return PriceQuestion(**msgspec.structs.asdict(self))


class PriceShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A price with the lines that add up to it, or why there is none (a stable code, and words)."""

    outcome: str
    amount: int = 0
    currency: str = ""
    lines: tuple[PriceLine, ...] = ()
    code: str = ""
    message: str = ""


def product_shown(product: Product) -> ProductShown:
    return ProductShown(
        product.code, product.country_id, product.name, product.max_weight_g, product.cod_allowed,
        product.max_cod, product.currency, product.kept_days, product.carriage,
        product.scope,
    )  # fmt: skip


@router.get("/products", **door(PUBLIC, gives=Results[ProductShown], fails=(404,)))
def list_products(
    request: HttpRequest,
    country: Annotated[str, Query(max_length=2, description="Only those of this country (ISO 3166-1).")] = "",
) -> HttpResponse:
    """The products on sale."""
    countries = [territory.country(country.upper())] if country else territory.countries()
    rows = [row for here in countries for row in queries.products_of(here.pk, scope=None)]
    return answer(Results([product_shown(row) for row in rows]))


A_QUESTION = {
    "product": "parcel-cod", "country": "XA", "weight_g": 1200, "origin_locality": "XA100",
    "destination_locality": "XA200", "cod_amount": 35000,
}  # fmt: skip


@router.post("/prices", **door(
    PUBLIC, takes=list[QuestionSent], gives=Results[PriceShown], status=207, example=[A_QUESTION],
))  # fmt: skip
def quote_prices(request: HttpRequest) -> HttpResponse:
    """What up to 200 items would cost, and why: one answer each."""
    rows = rows_of(json_body(request), QuestionSent, at_most=QUESTIONS_AT_ONCE)
    prices = iter(queries.prices_for([row.question for row in rows if isinstance(row, QuestionSent)]))
    return answer(
        Results([_shown(row.refusal if isinstance(row, Unreadable) else next(prices)) for row in rows]), 207
    )


def _shown(price: queries.Price | Refused) -> PriceShown:
    if isinstance(price, Refused):
        return PriceShown("declined", code=price.code, message=str(price))
    return PriceShown("priced", price.amount, price.currency, price.lines)
