"""The description of the interface is true, complete, and can be read without another host."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from rekkas.base.access import PUBLIC
from rekkas.base.command import COMMANDS
from rekkas.base.openapi import door, schema_of
from rekkas.mail.entries import ItemResult
from tests.api.caller import ALL, Caller, item, scan, token
from tests.build import AGENCY, CASABLANCA, ZAGORA, ZAGORA_OFFICE

# The examples are of no country; here they are of the small one.
PLACES = {"XA0001": AGENCY, "XA0004": ZAGORA_OFFICE, "XA100": CASABLANCA, "XA200": ZAGORA, '"XA"': '"MA"'}


@pytest.fixture
def described(db: None) -> dict[str, Any]:
    body: dict[str, Any] = Caller().get("/openapi.json").json()
    return body


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def test_it_is_openapi_3_1_with_a_contact_and_a_relative_server(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert described["info"]["contact"]["name"]
    assert described["servers"][0]["url"] == "/"
    assert all(path.startswith("/api/v1/") for path in described["paths"])


def test_every_operation_is_there(described: dict[str, Any]) -> None:
    assert {name for name, _ in operations(described)} == {
        "POST /api/v1/items", "GET /api/v1/items", "GET /api/v1/items/{number}",
        "GET /api/v1/items/{number}/events", "POST /api/v1/tracking", "GET /api/v1/tracking",
        "POST /api/v1/scans", "GET /api/v1/offices", "GET /api/v1/offices/{code}", "GET /api/v1/services",
        "GET /api/v1/products",
        "POST /api/v1/prices", "GET /api/v1/event-codes", "POST /api/v1/promises", "GET /api/v1/promises",
        "POST /api/v1/entries", "GET /api/v1/entries/{key}", "GET /api/v1/accounts/{code}",
        "GET /api/v1/bank/accounts/{number}", "GET /api/v1/bank/accounts/{number}/movements",
        "GET /api/v1/bank/accounts/{number}/statement", "POST /api/v1/bank/transfers",
        "POST /api/v1/money-orders", "GET /api/v1/money-orders/{number}", "GET /api/v1/money-orders/{number}/events",
        "GET /api/v1/billers/{country}/{biller}/bills/{reference}", "POST /api/v1/billers/{biller}/payments",
        "POST /api/v1/payment-files", "POST /api/v1/payment-files/{number}/approval",
        "GET /api/v1/payment-files/{number}", "GET /api/v1/payment-files/{number}/payments",
        "GET /api/v1/payment-files/{number}/status", "POST /api/v1/transfers", "GET /api/v1/transfers/{number}",
        "POST /api/v1/rates", "POST /api/v1/shipments", "GET /api/v1/shipments", "GET /api/v1/shipments/{number}",
        "GET /api/v1/shipments/{number}/label", "POST /api/v1/shipments/{number}/cancel",
            "GET /api/v1/changes", "GET /api/v1/statuses",
        "GET /api/v1/contract",
    }  # fmt: skip


def test_every_operation_has_a_name_of_its_own_a_tag_and_a_sentence(described: dict[str, Any]) -> None:
    found = [operation for _, operation in operations(described)]

    assert len({operation["operationId"] for operation in found}) == len(found)
    tags = {tag["name"] for tag in described["tags"]}
    assert all(set(operation["tags"]) <= tags and operation["description"] for operation in found)


def test_every_operation_says_who_may_use_it(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        scope = operation["x-permission"]
        assert scope == PUBLIC or scope.startswith("view.") or scope in COMMANDS, name
        assert ("security" in operation) == (scope != PUBLIC), name
        assert ({"401", "403"} <= operation["responses"].keys()) == (scope != PUBLIC), name


def test_every_refusal_is_described_as_a_problem(described: dict[str, Any]) -> None:
    for name, operation in operations(described):
        for status, answer in operation["responses"].items():
            is_refusal = int(status) >= 400
            assert (set(answer["content"]) == {"application/problem+json"}) == is_refusal, (name, status)


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    missing = [
        ref
        for ref in references(described)
        if ref.removeprefix("#/components/schemas/") not in described["components"]["schemas"]
    ]

    assert missing == []


def test_every_write_says_whether_it_needs_a_key(described: dict[str, Any]) -> None:
    needs = {
        operation["operationId"]: parameter["required"]
        for _, operation in operations(described)
        for parameter in operation["parameters"]
        if parameter["name"] == "Idempotency-Key"
    }

    assert needs == {
        "announce_items": True,
        "record_scans": False,
        "post_entries": False,
        "transfer_between": True,
        "issue_money_order": True,
        "pay_bill": True,
        "receive_payment_file": True,
        "approve_payment_file": True,
        "send_transfer": True,
        "create_shipments": True,
        "cancel_shipment": True,
    }


def test_every_example_is_taken(world: None, described: dict[str, Any]) -> None:
    partner, tried = Caller(token(*ALL, "money.post_transfers")), 0
    for name, operation in operations(described):
        if "requestBody" not in operation or set(operation["tags"]) <= {"Bank", "Payments", "Shipping"}:
            continue  # theirs need accounts, billers, a merchant: test_bank_accounts.py, tests/payments/test_*_api.py
        text = json.dumps(operation["requestBody"]["content"]["application/json"]["example"])
        for there, here in PLACES.items():
            text = text.replace(there, here)
        path = name.partition("/api/v1")[2]
        answer = partner.post(path, text.encode())
        (row,) = answer.json()["results"]
        assert row["outcome"] in {"taken", "priced", "promised", "unknown", "quarantined", "posted"}, (
            name,
            row,
        )
        assert row.get("why", "") != "unreadable", (name, row)
        tried += 1

    assert tried == 6


def test_answers_say_nothing_that_is_not_described(partner: Caller, described: dict[str, Any]) -> None:
    (taken,) = partner.post("/items", [item()]).json()["results"]
    asked = {
        "ItemShown": partner.get("/items").json()["data"],
        "EventShown": partner.get(f"/items/{taken['number']}/events").json()["data"],
        "ScanResult": partner.post("/scans", [scan(taken["number"]), 17]).json()["results"],
        "ItemResult": [taken],
        "Tracking": partner.get(f"/tracking?numbers={taken['number']},X").json()["results"],
        "OfficeShown": partner.get("/offices").json()["data"],
        "ServiceShown": partner.get("/services").json()["results"],
        "ProductShown": partner.get("/products").json()["results"],
        "EventCodeShown": partner.get("/event-codes").json()["results"],
        "Problem": [partner.get("/nothing").json()],
    }

    for name, rows in asked.items():
        shape = described["components"]["schemas"][name]
        for row in rows:
            assert set(shape["required"]) <= row.keys() <= shape["properties"].keys(), name


def test_two_shapes_of_one_name_are_a_mistake() -> None:
    class Problem(msgspec.Struct):
        mine: int

    with pytest.raises(TypeError, match="two shapes are called Problem"):
        schema_of(Problem)


def test_a_door_without_a_scope_is_open_in_so_many_words() -> None:
    assert door(PUBLIC, gives=ItemResult)["auth"] is None
    assert door("view.mail", gives=ItemResult)["auth"].scope == "view.mail"
