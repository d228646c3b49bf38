"""Products and prices, as anyone may ask for them."""

from typing import Any

import pytest

from tests.api.caller import Caller, problem, results
from tests.build import CASABLANCA, ZAGORA

pytestmark = pytest.mark.usefixtures("world")


def question(**changes: Any) -> dict[str, Any]:
    return {
        "product": "parcel-cod", "country": "MA", "weight_g": 1_200, "origin_locality": CASABLANCA,
        "destination_locality": ZAGORA, "cod_amount": 35_000, **changes,
    }  # fmt: skip


def prices(*questions: Any, language: str = "en") -> list[dict[str, Any]]:
    return results(Caller(language=language).post("/prices", list(questions), key=None))


def test_products_are_listed_in_the_readers_language() -> None:
    rows = results(Caller(language="fr").get("/products?country=MA"), 200)

    assert [(row["code"], row["name"], row["currency"]) for row in rows] == [
        ("parcel", "Colis", "MAD"), ("parcel-cod", "Colis CRBT", "MAD"),
    ]  # fmt: skip
    assert rows == results(Caller(language="fr").get("/products"), 200)


def test_a_price_has_the_lines_that_add_up_to_it() -> None:
    (price,) = prices(question())

    assert (price["outcome"], price["amount"], price["currency"]) == ("priced", 3_500 + 850, "MAD")
    assert [(line["rule"], line["amount"]) for line in price["lines"]] == [("cod-5", 3_500), ("cod-fee", 850)]


def test_each_question_is_answered_for_itself() -> None:
    answers = prices(
        question(),
        question(weight_g=40_000),
        question(product="pigeon"),
        question(weight_g="x"),
        {},
        question(),
    )

    assert [answer["outcome"] for answer in answers] == ["priced", *["declined"] * 4, "priced"]
    assert [answer["code"] for answer in answers[1:5]] == [
        "catalogue.too-heavy", "catalogue.unknown-product", "base.invalid-input", "base.invalid-input",
    ]  # fmt: skip


def test_the_reasons_of_a_price_are_in_the_readers_language() -> None:
    (price,) = prices(question(), language="ar")

    assert price["lines"][1]["label"] == "الأداء عند التسليم"


def test_more_questions_than_are_answered_at_once_are_refused() -> None:
    answer = Caller().post("/prices", [question()] * 201, key=None)

    problem(answer, 422, "base.invalid-input")
