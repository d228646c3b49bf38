"""A merchant's machine asks for prices, sends, loses an answer and finds it again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from rekkas.merchant.choices import KeyUse
from rekkas.merchant.commands import check_merchant, issue_merchant_key, remove_pickup_address
from rekkas.merchant.queries import pickup_addresses
from rekkas.shipping.api import A_RATE, A_SHIPMENT
from tests.api.caller import Caller
from tests.build import BOSS, MONDAY, key
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.test_add_pickup_address import kept
from tests.papers import barcodes_in


def built() -> tuple[str, str]:
    merchants.country()
    owner = merchants.merchant()
    kept(owner)
    check_merchant(merchant="ZELLIGE", notes="papers", by=BOSS, at=MONDAY)
    sending = issue_merchant_key(name="Shop", uses=[KeyUse.SHIPPING], by=owner, at=MONDAY)
    reading = issue_merchant_key(name="Reader", uses=[KeyUse.READING], by=owner, at=MONDAY)
    return sending.token, reading.token


world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def shop(world: tuple[str, str]) -> Caller:
    return Caller(world[0])


@pytest.fixture
def reader(world: tuple[str, str]) -> Caller:
    return Caller(world[1])


def parcel(word: str = "one", **changes: Any) -> dict[str, Any]:
    return {
        "key": str(key("api", word)), "product": "parcel-cod", "reference": f"A-{word}", "destination": "زاكورة",
        "addressee": {"name": "Amina Alaoui", "street": "12, avenue Mohammed V", "phone": "+212600000000"},
        "parcels": [{"weight_g": 1200, "cod_amount": 35000, "contents": "plates"}], **changes,
    }  # fmt: skip


def test_a_price_comes_with_its_reasons_and_its_day_and_sends_nothing(shop: Caller) -> None:
    said = shop.post("/rates", [{"destination": "Zagora", "parcels": [{"weight_g": 900}, {"weight_g": 800}]}])

    assert said.status_code == 207
    (answer,) = said.json()["results"]
    assert [(offer["product"], offer["amount"]) for offer in answer["offers"]] == [
        ("parcel", 6_000), ("parcel-cod", 7_000),
    ]  # fmt: skip
    assert all(
        sum(line["amount"] for line in offer["lines"]) == offer["amount"] for offer in answer["offers"]
    )
    assert answer["offers"][0]["promise_date"]
    assert shop.get("/shipments").json()["data"] == []


def test_a_place_that_is_none_and_a_row_that_is_not_right_fail_alone(shop: Caller) -> None:
    bad = {"destination": "Nowhere at all", "parcels": [{"weight_g": 900}]}
    wrong = {"destination": "Zagora", "parcels": [{"weight_g": "heavy"}]}

    answers = shop.post("/rates", [bad, wrong, {**wrong, "parcels": [{"weight_g": 900}]}]).json()["results"]

    assert [answer.get("code", "") for answer in answers] == [
        "shipping.place-unclear",
        "base.invalid-input",
        "",
    ]


def test_rates_for_many_cost_the_same_statements(
    shop: Caller, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    row = {"destination": "Zagora", "parcels": [{"weight_g": 900}]}
    shop.post("/rates", [row])

    with statements() as one:
        shop.post("/rates", [row])
    with statements() as many:
        shop.post("/rates", [{**row, "parcels": [{"weight_g": 900 + n}]} for n in range(20)])

    assert len(many) == len(one)


def test_a_shipment_is_made_labelled_followed_and_cancelled(shop: Caller) -> None:
    (made,) = shop.post("/shipments", [parcel()]).json()["results"]

    number = made["numbers"][0]
    assert (made["outcome"], made["amount"], made["currency"]) == ("created", 4_350, "MAD")
    label = shop.get(f"/shipments/{number}/label")
    assert label.headers["Content-Type"] == "application/pdf"
    assert number in barcodes_in(label.content)
    assert shop.get(f"/shipments/{number}/label?form=zpl").content.startswith(b"^XA")
    shown = shop.get(f"/shipments/{number}").json()
    assert (shown["status"], shown["parcels"][0]["cod_amount"]) == ("announced", 35_000)
    assert shop.post(f"/shipments/{number}/cancel", b"").json() == {"count": 1}
    assert shop.get(f"/shipments/{number}").json()["status"] == "cancelled"


def test_a_lost_answer_is_found_again_by_the_merchants_own_reference(shop: Caller) -> None:
    (made,) = shop.post("/shipments", [parcel()]).json()["results"]

    found = shop.get("/shipments?reference=A-one").json()["data"]
    (again,) = shop.post("/shipments", [parcel(key=str(key("api", "new")))]).json()["results"]

    assert [shipment["number"] for shipment in found] == made["numbers"]
    assert (again["outcome"], again["numbers"]) == ("repeated", made["numbers"])
    assert shop.get("/shipments?reference=A-none").status_code == 404


def test_the_same_request_key_gets_the_first_answer(shop: Caller) -> None:
    first = shop.post("/shipments", [parcel()], key="batch-1")

    again = shop.post("/shipments", [parcel()], key="batch-1")
    other = shop.post("/shipments", [parcel("two")], key="batch-1")

    assert first.content == again.content
    assert (other.status_code, other.json()["code"]) == (422, "base.key-reused")


def test_pages_go_on_where_the_one_before_ended(shop: Caller) -> None:
    shop.post("/shipments", [parcel(f"p{n}") for n in range(5)])

    first = shop.get("/shipments?limit=3").json()
    second = shop.get(f"/shipments?limit=3&after={first['next']}").json()

    references = [shipment["reference"] for page in (first, second) for shipment in page["data"]]
    assert references == [f"A-p{n}" for n in range(5)]
    assert second["next"] is None


def test_a_page_holds_shipments_of_more_parcels_than_are_tracked_at_once(shop: Caller) -> None:
    many = [{"weight_g": 500}] * 50
    shop.post("/shipments", [parcel(f"p{n}", product="parcel", parcels=many) for n in range(3)])

    page = shop.get("/shipments")

    assert page.status_code == 200
    assert [len(shipment["parcels"]) for shipment in page.json()["data"]] == [50, 50, 50]


def test_a_key_for_reading_sends_nothing(reader: Caller) -> None:
    refused = reader.post("/shipments", [parcel()])

    assert (refused.status_code, refused.json()["code"]) == (403, "base.not-allowed")
    assert reader.get("/shipments").status_code == 200


def test_the_examples_of_the_description_are_taken(shop: Caller) -> None:
    for path, example in (("/rates", A_RATE), ("/shipments", A_SHIPMENT)):
        row = {**example, "destination": "Zagora"}  # the examples are of no country

        (answer,) = shop.post(path, [row]).json()["results"]

        assert answer.get("code", "") == ""


def test_whoever_has_no_address_says_from_where_they_send(shop: Caller) -> None:
    (usual,) = pickup_addresses("ZELLIGE")
    remove_pickup_address(address=usual.pk, by=merchants.actor("ZELLIGE/1"), at=MONDAY)

    price = shop.post("/rates", [{"destination": "Zagora", "parcels": [{"weight_g": 900}]}])
    without, said = shop.post(
        "/shipments",
        [
            parcel(),
            parcel("two", origin="Casablanca", sender={"name": "Zellige", "street": "1, rue des Potiers"}),
        ],
    ).json()["results"]

    assert (price.status_code, price.json()["code"]) == (409, "shipping.no-address")
    assert (without["outcome"], without["code"]) == ("declined", "shipping.no-address")
    assert said["outcome"] == "created"
