"""Offices, as anyone may ask for them."""

import pytest

from tests.api.caller import Caller, problem
from tests.build import AGENCY, HUB, OUARZAZATE, ZAGORA_OFFICE

pytestmark = pytest.mark.usefixtures("world")


def codes(path: str) -> list[str]:
    answer = Caller().get(path)
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["data"]]


def test_every_office_is_listed_page_by_page_in_the_order_of_its_code() -> None:
    first = Caller().get("/offices?limit=3").json()

    rest = Caller().get(f"/offices?limit=3&after={first['next']}").json()

    assert [row["code"] for row in first["data"]] == [AGENCY, HUB, OUARZAZATE]
    assert [row["code"] for row in rest["data"]] == [ZAGORA_OFFICE]
    assert rest["next"] is None


def test_offices_are_found_by_kind_name_and_country() -> None:
    assert codes("/offices?kind=sorting") == [HUB, OUARZAZATE]
    assert codes("/offices?search=zagora&kind=delivery") == [ZAGORA_OFFICE]
    assert codes("/offices?search=زاكورة") == [OUARZAZATE, ZAGORA_OFFICE]
    assert codes("/offices?country=ma&limit=1") == [AGENCY]


def test_the_nearest_office_open_to_the_public_comes_first() -> None:
    (nearest,) = Caller().get("/offices?near=30.3,-5.8&limit=1").json()["data"]

    assert nearest["code"] == ZAGORA_OFFICE
    assert 1_000 < nearest["distance_m"] < 10_000
    assert codes("/offices?near=33.5,-7.6") == [AGENCY, ZAGORA_OFFICE]


def test_an_office_says_where_it_is_and_when_it_opens() -> None:
    shown = Caller(language="ar").get(f"/offices/{AGENCY.lower()}").json()

    assert (shown["code"], shown["name"]) == (AGENCY, "الدار البيضاء 1")
    assert (shown["opens"], shown["closes"], shown["cut_off"]) == ("08:00", "18:00", "17:00")
    assert (shown["time_zone"], shown["hub"], shown["distance_m"]) == ("Africa/Casablanca", HUB, None)


def test_an_unknown_office_and_an_unknown_country_are_not_found() -> None:
    problem(Caller().get("/offices/XX9999"), 404, "network.unknown-office")
    assert Caller().get("/offices?country=XX").status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("near=here", "near"),
        ("near=91,0", "near"),
        ("near=nan,nan", "near"),
        ("near=1,2,3", "near"),
        ("near=33,-7&kind=sorting", "near"),
        ("kind=castle", "kind"),
        ("country=Morocco", "country"),
        ("limit=0", "limit"),
    ],
)
def test_a_question_that_means_nothing_is_refused(query: str, field: str) -> None:
    refused = problem(Caller().get(f"/offices?{query}"), 422, "base.invalid-input")

    assert refused["errors"][0]["parameter"] == field


def test_offices_say_what_is_done_there_and_are_found_by_it() -> None:
    named = Caller(language="fr").get("/services").json()["results"]

    shown = Caller().get(f"/offices/{AGENCY}").json()

    assert [(row["code"], row["name"], row["kinds"]) for row in named] == [
        ("parcels", "Colis", ["agency", "delivery"]), ("money-orders", "Mandats", ["delivery"]),
    ]  # fmt: skip
    assert shown["services"] == ["parcels", "money-orders"]
    assert codes("/offices?service=money-orders") == [AGENCY, ZAGORA_OFFICE]
    assert codes("/offices?service=dancing") == []
    assert codes("/offices?near=30.3,-5.8&service=parcels&limit=1") == [ZAGORA_OFFICE]


def test_a_list_of_offices_costs_as_much_for_one_as_for_all(assert_statements: object) -> None:
    with assert_statements(4):  # type: ignore[operator]
        codes("/offices?limit=1")
    with assert_statements(4):  # type: ignore[operator]
        codes("/offices")
