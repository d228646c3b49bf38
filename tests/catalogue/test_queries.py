from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from rekkas.base.errors import InvalidInput, Refused
from rekkas.catalogue import queries
from rekkas.catalogue.commands import load_catalogue, register_customer
from rekkas.catalogue.errors import (
    CodNotOffered,
    CodTooHigh,
    NoPrice,
    NotSoldHere,
    TooHeavy,
    UnknownCustomer,
    UnknownProduct,
    WeightMissing,
)
from rekkas.catalogue.queries import Price, PriceQuestion
from rekkas.territory.commands import load_territory
from rekkas.territory.errors import UnknownLocality
from tests.territory.packs import AT, BY, PACK, PRODUCTS, load

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {
    "product": "parcel-cod", "country": "MA", "weight_g": 900,
    "origin_locality": "MA10", "destination_locality": "MA20",
}  # fmt: skip


def price(**changes: Any) -> Price:
    return queries.price_for(**(ASKED | changes))


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"destination_locality": "MA10"}, "local-1"),  # the same locality
        ({"destination_locality": "MA11"}, "regional-1"),  # another one of the same region
        ({}, "national-1"),
        ({"weight_g": 1_000}, "national-1"),  # the step includes its weight
        ({"weight_g": 1_001}, "any-5"),  # the next step is the same for every zone
        ({"weight_g": 5_000}, "any-5"),
    ],
)
def test_carriage_costs_the_lightest_step_that_holds_the_item(changes: dict[str, Any], rule: str) -> None:
    assert [line.rule for line in price(**changes).lines] == [rule]


def test_a_price_explains_itself_and_its_lines_add_up() -> None:
    found = price(cod_amount=25_050, declared_value=9_999)

    assert [(line.rule, line.amount) for line in found.lines] == [
        ("national-1", 2_500),
        ("cod", 500 + 376),  # 15 thousandths of 25,050 are 375.75
        ("cod-heavy", 300),
        ("insured", 100),
    ]
    assert (found.amount, found.currency) == (3_776, "MAD")
    assert found.amount == sum(line.amount for line in found.lines)


def test_a_share_with_a_weight_holds_up_to_that_weight() -> None:
    heavy = price(weight_g=2_001, cod_amount=1_000)

    assert [line.rule for line in heavy.lines] == ["any-5", "cod"]


def test_the_lines_are_in_the_readers_language() -> None:
    with translation.override("fr"):
        labels = [line.label for line in price(destination_locality="MA10", cod_amount=1).lines]

    assert labels == ["Local, jusqu'à 1 kg", "Contre remboursement"]


@pytest.mark.parametrize(
    ("changes", "refusal", "says"),
    [
        ({"product": "balloon"}, UnknownProduct, "Choose one from the list"),
        ({"country": "ZZ"}, Refused, "Load its country pack"),
        ({"weight_g": 0}, WeightMissing, "Weigh the item"),
        ({"weight_g": 30_001}, TooHeavy, "at most 30000 g and this weighs 30001 g"),
        ({"weight_g": 6_000}, NoPrice, "No price is set"),
        ({"product": "parcel", "cod_amount": 1}, CodNotOffered, "Choose a product that can"),
        ({"cod_amount": 500_001}, CodTooHigh, "at most 500000"),
        ({"cod_amount": -1}, InvalidInput, "cod_amount"),
        ({"declared_value": -1}, InvalidInput, "declared_value"),
        ({"origin_locality": "MA999"}, UnknownLocality, "MA999"),
    ],
)
def test_what_has_no_price_is_refused_with_what_to_do(
    changes: dict[str, Any], refusal: type[Refused], says: str
) -> None:
    with pytest.raises(refusal, match=says):
        price(**changes)


def test_a_retired_product_is_not_sold() -> None:
    load_catalogue(pack=replace(PACK, products=PRODUCTS[:1], prices=()), by=BY, at=AT)

    with pytest.raises(NotSoldHere, match="Morocco"):
        price()


def test_a_product_of_another_country_is_not_sold_here() -> None:
    neighbour = replace(
        PACK, country=replace(PACK.country, iso="TN", name_en="Tunisia"), regions=(), localities=(),
    )  # fmt: skip
    load_territory(pack=neighbour, by=BY, at=AT)

    with pytest.raises(NotSoldHere, match="not sold in Tunisia"):
        queries.product("TN", "parcel")
    with pytest.raises(NotSoldHere, match="not sold in Tunisia"):
        price(country="TN")


def test_a_batch_answers_each_question_for_itself_in_few_statements(assert_statements) -> None:
    good, bad = PriceQuestion(**ASKED), PriceQuestion(**ASKED | {"weight_g": 0})

    with assert_statements(at_most=4):  # places are read once in an edition of the territory
        answers = queries.prices_for([good, bad] * 100)

    assert answers[0] == price()
    assert isinstance(answers[1], WeightMissing)
    assert len(answers) == 200


def test_customers_are_found_by_code_name_or_telephone() -> None:
    for code, name, name_ar, phone in (
        ("ATLAS", "Atlas Shop", "متجر الأطلس", "0500000001"),
        ("RIF", "Rif Textile", "نسيج الريف", "0500000002"),
    ):
        register_customer(code=code, name=name, name_ar=name_ar, phone=phone, country="MA", by=BY, at=AT)

    found = {search: [c.code for c in queries.customers_named(search)] for search in
             ("", "shop", "الريف", "0001", "rif textile", "nobody")}  # fmt: skip
    assert found == {
        "": ["ATLAS", "RIF"], "shop": ["ATLAS"], "الريف": ["RIF"], "0001": ["ATLAS"], "rif textile": ["RIF"],
        "nobody": [],
    }  # fmt: skip


def test_customers_are_looked_up_together_by_code() -> None:
    register_customer(code="ATLAS", name="Atlas Shop", country="MA", by=BY, at=AT)

    assert set(queries.customers_by_code(["ATLAS", "NOBODY"])) == {"ATLAS"}


def test_an_item_is_checked_against_its_product_alone() -> None:
    found = queries.products_named(["parcel", "balloon"])

    assert found.keys() == {("MA", "parcel")}
    assert queries.check_item(found["MA", "parcel"], code="parcel", country="MA", weight_g=1).code == "parcel"
    with pytest.raises(UnknownProduct):
        queries.check_item(None, code="balloon", country="MA", weight_g=1)


def test_a_customer_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownCustomer, match="Register the customer first"):
        queries.customer("NOBODY")
