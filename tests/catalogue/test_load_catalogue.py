from dataclasses import replace

import pytest
from django.db import IntegrityError, connection

from rekkas.catalogue import queries
from rekkas.catalogue.commands import LoadedCatalogue, load_catalogue
from rekkas.catalogue.models import PriceRule, Product
from rekkas.territory.commands import load_territory
from tests.territory.packs import AT, BY, PACK, PRICES, PRODUCTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _territory() -> None:
    load_territory(pack=PACK, by=BY, at=AT)


def everything() -> list[object]:
    return [list(table.objects.order_by("pk").values()) for table in (Product, PriceRule)]


def test_a_pack_brings_its_products_and_prices() -> None:
    loaded = load_catalogue(pack=PACK, by=BY, at=AT)

    assert loaded == LoadedCatalogue(products=2, prices=7, retired=0)
    parcel = queries.product("MA", "parcel-cod")
    assert (parcel.prefix, parcel.max_weight_g, parcel.max_cod, parcel.currency) == (
        "PC",
        30_000,
        500_000,
        "MAD",
    )


def test_a_product_is_carried_as_its_pack_says() -> None:
    express = replace(PRODUCTS[0], carriage="express")
    load_catalogue(pack=replace(PACK, products=(express, *PRODUCTS[1:])), by=BY, at=AT)

    assert [product.carriage for product in queries.products_of("MA")] == ["express", "standard"]

    load_catalogue(pack=PACK, by=BY, at=AT)

    assert queries.product("MA", "parcel").carriage == "standard"


def test_the_same_pack_loaded_twice_changes_nothing() -> None:
    load_catalogue(pack=PACK, by=BY, at=AT)
    before = everything()

    load_catalogue(pack=PACK, by=BY, at=AT)

    assert everything() == before


def test_a_product_that_left_the_pack_is_no_longer_sold_but_still_named() -> None:
    load_catalogue(pack=PACK, by=BY, at=AT)

    loaded = load_catalogue(pack=replace(PACK, products=PRODUCTS[1:]), by=BY, at=AT)

    assert loaded.retired == 1
    assert [product.code for product in queries.products_of("MA")] == ["parcel-cod"]
    assert queries.product("MA", "parcel").name == "Parcel"


def test_prices_are_those_of_the_last_pack() -> None:
    load_catalogue(pack=PACK, by=BY, at=AT)

    dearer = replace(PRICES[0], amount=1_600)
    load_catalogue(pack=replace(PACK, prices=(dearer, *PRICES[2:])), by=BY, at=AT)

    amounts = dict(PriceRule.objects.values_list("code", "amount"))
    assert amounts["local-1"] == 1_600
    assert "regional-1" not in amounts


def test_a_price_list_of_any_length_takes_few_statements(statements) -> None:
    load_catalogue(pack=PACK, by=BY, at=AT)
    long = tuple(replace(PRICES[0], code=f"step-{n}", up_to_weight_g=n + 1) for n in range(900))

    with statements() as seen:
        load_catalogue(pack=replace(PACK, prices=long), by=BY, at=AT)

    assert len(seen) <= 24


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE catalogue_product SET carriage = 'pigeon'", "product_is_carried_in_a_known_way"),
        ("UPDATE catalogue_pricerule SET kind = 'tip'", "price_is_of_a_known_kind"),
        ("UPDATE catalogue_pricerule SET zone = 'moon'", "price_is_for_a_known_zone"),
        (
            "UPDATE catalogue_pricerule SET up_to_weight_g = 0 WHERE kind = 'base'",
            "carriage_is_priced_up_to_a_weight",
        ),
        ("UPDATE catalogue_pricerule SET per_mille = 5", "carriage_is_not_a_share_of_a_value"),
        ("UPDATE catalogue_product SET max_weight_g = 0", "product_carries_some_weight"),
    ],
)
def test_the_database_refuses_an_impossible_catalogue(change: str, constraint: str) -> None:
    load_catalogue(pack=PACK, by=BY, at=AT)

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(change)
