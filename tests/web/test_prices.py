"""Price and time together: one form, and each product with its lines and its day."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from rekkas.catalogue import queries as catalogue
from rekkas.catalogue.offers import Wanted, offers_for
from rekkas.network import queries as network
from tests import build
from tests.build import AGENCY, CASABLANCA, MONDAY, ZAGORA, ZAGORA_OFFICE
from tests.lasting import lasting
from tests.lessons import learn

_country = lasting(build.country)
WANTED = Wanted("MA", 1_200, CASABLANCA, ZAGORA)


@pytest.fixture(autouse=True)
def _world(_country: object, db: None) -> None:
    """The small country."""


def test_each_product_has_its_price_and_the_day_that_the_network_promises(
    assert_statements: Callable[[int], AbstractContextManager[list[str]]],
) -> None:
    products = catalogue.products_of("MA")
    offers_for(WANTED, products, MONDAY)
    with assert_statements(7):
        offers, refused = offers_for(WANTED, products, MONDAY)

    promise = network.promise_for(origin=AGENCY, destination=ZAGORA_OFFICE, at=MONDAY)
    assert [(one.product.code, one.price.amount, one.is_cheapest) for one in offers] == [
        ("parcel", 3_000, True), ("parcel-cod", 3_500, False),
    ]  # fmt: skip
    assert {one.delivery_date for one in offers} == {promise.delivery_date}
    assert not any(one.is_fastest for one in offers)  # both travel alike
    assert refused == []


def test_what_was_learned_is_told_beside_the_promise() -> None:
    learn()

    (first, *_rest) = offers_for(WANTED, catalogue.products_of("MA"), MONDAY)[0]

    assert first.likely_date is not None


def test_a_product_that_does_not_carry_it_says_why(client: Client) -> None:
    asked = {"weight_g": "1200", "origin": "Casablanca", "destination": "Zagora", "cod_amount": "100"}

    page = client.get("/prices/", asked, headers={"accept-language": "en"})

    assert [offer.product.code for offer in page.context["offers"]] == ["parcel-cod"]
    assert "What does not carry it" in page.text
    assert f"/promise/?country=MA&amp;origin={AGENCY}&amp;destination={ZAGORA_OFFICE}" in page.text


def test_an_address_of_before_still_answers_for_its_product(client: Client) -> None:
    asked = {"product": "parcel", "weight_g": "1200", "origin": "Casablanca", "destination": "Zagora"}

    assert [offer.product.code for offer in client.get("/prices/", asked).context["offers"]] == ["parcel"]
    assert client.get("/prices/?product=parcel").status_code == 200
    assert client.get("/promise/?origin=Casablanca&destination=Zagora").context["answer"].delivery_date
