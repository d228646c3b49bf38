"""A merchant's contract is what their parcels cost, wherever they ask: on the page, by machine, when they are made."""

from typing import Any

import pytest
from django.test import Client

from rekkas.base.actors import Actor
from rekkas.catalogue.entries import OwnPrice, RebateStep
from rekkas.catalogue.offers import Wanted, offers_for
from rekkas.catalogue.queries import products_of
from rekkas.merchant.choices import KeyUse
from rekkas.merchant.commands import issue_merchant_key
from rekkas.shipping import queries
from rekkas.shipping.entries import ParcelSaid
from tests import build
from tests.build import CASABLANCA, MONDAY, ZAGORA
from tests.catalogue.contracts import agreed
from tests.lasting import lasting
from tests.merchant.merchants import actor
from tests.shipping.shipments import sent
from tests.shipping.test_create_shipments import built

world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
OWN = (OwnPrice("parcel-cod", "any", 5_000, 3_000),)
APRIL = MONDAY.replace(month=4, day=6)


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def rates(at: Any = MONDAY, customer: str = "ZELLIGE") -> dict[str, tuple[int, list[str]]]:
    asked = [(CASABLANCA, ZAGORA, (ParcelSaid(1_200, 35_000),))] * 3
    answers = queries.rates_for(asked, "MA", at, customer=customer)
    assert answers[0] == answers[1] == answers[2]
    return {
        offer.product: (offer.amount, [line.rule for line in offer.lines]) for offer in answers[0].offers
    }  # fmt: skip


def test_a_shipment_costs_what_the_contract_says_and_keeps_why(leila: Actor) -> None:
    agreed("ZELLIGE", prices=OWN, rebates=(RebateStep(1, 100),))
    build.accepted("before", customer="ZELLIGE")

    (march,) = sent(leila, "march")
    (april,) = sent(leila, "april", at=APRIL)

    assert [(line.rule, line.amount) for line in march.lines] == [
        ("contract:carriage", 3_000),
        ("cod-fee", 850),
    ]
    assert [(line.rule, line.amount) for line in april.lines] == [
        ("contract:carriage", 3_000), ("contract:rebate-100", -300), ("cod-fee", 850),
    ]  # fmt: skip
    assert (march.amount, april.amount) == (3_850, 3_550)


def test_rates_are_those_of_who_asks() -> None:
    agreed("ZELLIGE", prices=OWN)

    assert rates()["parcel-cod"] == (3_850, ["contract:carriage", "cod-fee"])
    assert rates(customer="")["parcel-cod"] == (4_350, ["cod-5", "cod-fee"])


def test_the_price_that_is_offered_on_a_page_is_that_of_the_contract() -> None:
    agreed("ZELLIGE", prices=OWN)
    wanted = Wanted("MA", 1_200, CASABLANCA, ZAGORA, 35_000, customer="ZELLIGE")

    (offer,), _refused = offers_for(wanted, products_of("MA")[1:], MONDAY)

    assert offer.price.amount == 3_850


def test_a_machine_is_told_the_prices_of_its_merchant(leila: Actor) -> None:
    token = issue_merchant_key(name="shop", uses=[KeyUse.SHIPPING], by=leila, at=MONDAY).token
    agreed("ZELLIGE", prices=OWN)
    asked = {"origin": CASABLANCA, "destination": ZAGORA, "parcels": [{"weight_g": 900}]}

    answer = Client().post(
        "/api/v1/rates",
        [asked],
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )

    assert answer.status_code == 207, answer.text
    (said,) = answer.json()["results"]
    assert {offer["product"]: offer["amount"] for offer in said["offers"]} == {
        "parcel": 3_000,
        "parcel-cod": 3_000,
    }
    (line,) = next(one["lines"] for one in said["offers"] if one["product"] == "parcel-cod")
    assert (line["rule"], line["label"]) == ("contract:carriage", "Carriage, by contract")
