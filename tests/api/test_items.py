"""Items announced by machines, and shown to them."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from rekkas.mail.queries import item_count
from tests import build
from tests.api.caller import Caller, item, problem, results, scan, token
from tests.build import AGENCY, ZAGORA_OFFICE

Limit = Callable[[int], AbstractContextManager[list[str]]]


def test_an_announced_item_has_a_number_and_can_be_read_again(partner: Caller) -> None:
    (taken,) = results(partner.post("/items", [item(customer="ATLAS", reference="A-1")]))

    shown = partner.get(f"/items/{taken['number']}").json()
    assert taken["outcome"] == "taken"
    assert (shown["origin"]["code"], shown["destination"]["code"]) == (AGENCY, ZAGORA_OFFICE)
    assert (shown["cod_amount"], shown["currency"], shown["weight_g"]) == (35_000, "MAD", 1_200)
    assert (shown["customer"], shown["reference"]) == ("ATLAS", "A-1")
    assert shown["addressee"]["name_ar"] == "أمينة العلوي"
    assert shown["standing"]["status"] == "announced"
    assert shown["standing"]["asserted_by"] == "partner"
    assert shown["standing"]["happened_at"] == "2026-03-02T10:00:00+01:00"
    assert shown["standing"]["offset_known"] is True


def test_the_same_request_twice_gets_the_same_answer_and_makes_one_item(partner: Caller) -> None:
    first = partner.post("/items", [item()], key="batch-17")

    again = partner.post("/items", [item()], key="batch-17")

    assert results(again) == results(first)
    assert results(again)[0]["outcome"] == "taken"
    assert item_count() == 1


def test_the_same_item_under_another_key_is_a_repeat(partner: Caller) -> None:
    (first,) = results(partner.post("/items", [item()]))

    (again,) = results(partner.post("/items", [item()]))

    assert again == {**first, "outcome": "repeated"}


def test_a_key_used_for_something_else_is_refused(partner: Caller) -> None:
    partner.post("/items", [item()], key="batch-17")

    problem(partner.post("/items", [item("two")], key="batch-17"), 422, "base.key-reused")
    assert item_count() == 1


def test_two_partners_may_choose_the_same_key(partner: Caller) -> None:
    other = Caller(token(name="other"))
    partner.post("/items", [item()], key="batch-17")

    assert results(other.post("/items", [item("two")], key="batch-17"))[0]["outcome"] == "taken"


@pytest.mark.parametrize("key", [None, " ", "x" * 65, "two words", "clé"])
def test_a_write_without_a_usable_key_is_refused(partner: Caller, key: str | None) -> None:
    answer = partner.post("/items", [item()], key=key)

    assert "Idempotency-Key" in problem(answer, 400, "base.key-missing")["detail"]
    assert item_count() == 0


def test_the_longest_key_and_a_quoted_key_are_taken(partner: Caller) -> None:
    results(partner.post("/items", [item()], key="x" * 64))
    results(partner.post("/items", [item("two")], key='"x-1"'))

    problem(partner.post("/items", [item("three")], key="x-1"), 422, "base.key-reused")


def test_each_row_is_answered_for_itself_in_the_order_sent(partner: Caller) -> None:
    rows = [
        item("one"),
        item("two", weight_g="heavy"),
        item("three", product="pigeon"),
        {"nothing": 1},
        item("five", sender={"name": "Atlas", "nmae_ar": "x"}),
        17,
        item("seven"),
    ]

    answers = results(partner.post("/items", rows))

    assert [answer["outcome"] for answer in answers] == ["taken", *["declined"] * 5, "taken"]
    assert [answer.get("code", "") for answer in answers[1:6]] == [
        "base.invalid-input", "catalogue.unknown-product", *["base.invalid-input"] * 3,
    ]  # fmt: skip
    assert "#/1/weight_g" in answers[1]["message"]
    assert "#/4/sender" in answers[4]["message"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"cod_amount": 10**18}, "more than a till could ever hold"),
        ({"cod_amount": -1}, "less than nothing"),
        ({"weight_g": 0}, "no weight"),
        ({"weight_g": 1.5}, "grams are whole"),
        ({"weight_g": True}, "a truth is no weight"),
        ({"weight_g": 10**30}, "more than a number may be"),
        ({"happened_at": "2026-03-02T10:00:00"}, "without an offset nobody knows when"),
        ({"happened_at": "2026-02-30T10:00:00Z"}, "no such day"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, "before there was a post"),
        ({"happened_at": "9999-12-31T23:59:59-12:00"}, "after the calendar"),
        ({"customer": "x" * 25}, "longer than any contract's code"),
        ({"reference": "a\0b"}, "no database keeps a NUL"),
        ({"addressee": {"name": ""}}, "nobody to give it to"),
        ({"addressee": {"name": "A\0"}}, "a NUL deep inside"),
        ({"key": "one"}, "not a UUID"),
        ({"cod_amuont": 5}, "a misspelt word is not passed over"),
    ],
)
def test_an_item_that_is_not_right_is_declined(partner: Caller, changes: dict[str, object], why: str) -> None:
    bad, good = results(partner.post("/items", [item("bad", **changes), item("good")]))

    assert (bad["outcome"], bad["code"], good["outcome"]) == ("declined", "base.invalid-input", "taken"), why


def test_a_name_given_twice_in_one_object_is_not_guessed(partner: Caller) -> None:
    twice = json.dumps([item()]).replace('"weight_g": 1200', '"weight_g": 1200, "weight_g": 9').encode()

    (answer,) = results(partner.post("/items", twice))
    assert answer["outcome"] == "declined"


def test_more_than_a_thousand_items_come_in_several_requests(partner: Caller) -> None:
    refused = problem(partner.post("/items", [{}] * 1_001), 422, "base.invalid-input")

    assert "1001" in refused["detail"]
    assert refused["errors"] == [{"detail": refused["errors"][0]["detail"], "pointer": "#"}]


def test_an_empty_batch_has_an_empty_answer(partner: Caller) -> None:
    assert results(partner.post("/items", [])) == []


def test_one_item_costs_few_statements(partner: Caller, assert_statements: Limit) -> None:
    (taken,) = results(partner.post("/items", [item()]))

    with assert_statements(5):  # with the look that is written down
        assert partner.get(f"/items/{taken['number']}").status_code == 200


def test_a_number_may_be_written_as_people_write_it(partner: Caller) -> None:
    (taken,) = results(partner.post("/items", [item()]))
    number = taken["number"]

    spaced = f"{number[:2].lower()} {number[2:]}"

    assert partner.get(f"/items/{spaced}").json()["number"] == number


def test_an_unknown_item_is_not_found(partner: Caller) -> None:
    problem(partner.get("/items/PC999999999XA"), 404, "mail.unknown-number")
    problem(partner.get("/items/PC999999999XA/events"), 404, "mail.unknown-number")


def pages(partner: Caller, path: str, limit: int, after: str = "") -> list[list[dict[str, object]]]:
    """Every page from a cursor on."""
    found, cursor = [], after or None
    while True:
        body = partner.get(f"{path}?limit={limit}" + (f"&after={cursor}" if cursor else "")).json()
        found.append(body["data"])
        cursor = body["next"]
        if cursor is None:
            return found


def test_pages_hold_every_item_once_and_do_not_move_when_items_come_in(partner: Caller) -> None:
    announced = [row["number"] for row in results(partner.post("/items", [item(str(n)) for n in range(5)]))]
    first = partner.get("/items?limit=2").json()
    announced += [row["number"] for row in results(partner.post("/items", [item("late")]))]

    rest = pages(partner, "/items", 2, after=first["next"])

    assert [len(page) for page in rest] == [2, 2]
    shown = [row["number"] for page in [first["data"], *rest] for row in page]
    assert sorted(shown) == sorted(announced)
    assert announced[-1] == shown[-1]


def test_the_last_page_has_no_cursor_even_when_it_is_full(partner: Caller) -> None:
    partner.post("/items", [item(str(n)) for n in range(4)])

    assert [len(page) for page in pages(partner, "/items", 2)] == [2, 2]


def test_the_items_of_one_contract_are_shown_alone(partner: Caller) -> None:
    build.merchant("SOUSS")
    partner.post("/items", [item("one", customer="ATLAS"), item("two", customer="SOUSS"), item("three")])

    body = partner.get("/items?customer=SOUSS").json()

    assert [row["customer"] for row in body["data"]] == ["SOUSS"]
    assert body["next"] is None


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=many", "after=%21", "after=LTE", "after=" + "9" * 40]
)
def test_a_page_that_cannot_be_is_refused(partner: Caller, query: str) -> None:
    refused = problem(partner.get(f"/items?{query}"), 422, "base.invalid-input")

    assert refused["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_page_of_items_costs_the_same_for_two_and_for_twenty(
    partner: Caller, assert_statements: Limit
) -> None:
    partner.post("/items", [item(str(n)) for n in range(20)])
    partner.get("/items")

    with assert_statements(4) as two:
        partner.get("/items?limit=2")
    with assert_statements(4) as twenty:
        assert len(partner.get("/items?limit=20").json()["data"]) == 20
    assert len(two) == len(twenty)


def test_events_are_told_in_the_order_recorded_with_what_was_said(partner: Caller) -> None:
    (taken,) = results(partner.post("/items", [item()]))
    number = taken["number"]
    partner.post(
        "/scans",
        [
            scan(number, "EMG", happened_at="2026-03-02T12:30:00+01:00"),
            scan(number, "ZZ9", happened_at="2026-04-02T12:00:00", reason="absent"),
        ],
    )

    events = partner.get(f"/items/{number}/events").json()["data"]

    assert [(event["code"], event["raw_code"]) for event in events] == [
        ("RAN", ""),
        ("EMG", ""),
        ("RUK", "ZZ9"),
    ]
    assert events[1]["happened_at"] == "2026-03-02T12:30:00+01:00"
    assert [event["offset_known"] for event in events] == [True, True, False]
    assert events[2]["happened_at"] == "2026-04-02T12:00:00+01:00"  # the office's clock on that day
    assert events[2]["reason"] == "absent"
    assert {event["asserted_by"] for event in events} == {"partner"}
    assert all(event["recorded_at"] for event in events)


def test_events_come_page_by_page(partner: Caller) -> None:
    (taken,) = results(partner.post("/items", [item()]))
    partner.post("/scans", [scan(taken["number"], word=n) for n in range(4)])

    found = pages(partner, f"/items/{taken['number']}/events", 2)

    assert [len(some) for some in found] == [2, 2, 1]
    assert len({event["scan_id"] for some in found for event in some}) == 5
