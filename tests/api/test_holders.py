"""A machine is held to its office, and to the contract that it speaks for."""

from typing import Any

import pytest

from rekkas.mail.queries import events_of
from tests import build
from tests.api.caller import Caller, item, scan, token
from tests.build import AGENCY, HUB, ZAGORA_OFFICE

pytestmark = pytest.mark.django_db


def results(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 207, answer.content
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def test_a_merchants_machine_knows_only_what_is_sent_under_its_contract(partner: Caller) -> None:
    build.merchant("SOUSS")
    (theirs, ours) = results(
        partner.post("/items", [item("one", customer="SOUSS"), item("two", customer="ATLAS")])
    )
    atlas = Caller(token(customer="ATLAS"))

    listed = atlas.get("/items?customer=SOUSS").json()["data"]

    assert [row["number"] for row in listed] == [ours["number"]]
    assert atlas.get(f"/items/{ours['number']}").status_code == 200
    assert atlas.get(f"/items/{theirs['number']}").status_code == 404
    assert atlas.get(f"/items/{theirs['number']}/events").status_code == 404


def test_a_merchants_machine_announces_under_its_own_contract_only(world: None) -> None:
    build.merchant("SOUSS")
    atlas = Caller(token(customer="ATLAS"))

    rows = results(atlas.post("/items", [item("one", customer="SOUSS"), item("two")]))

    assert [row.get("code", row["outcome"]) for row in rows] == ["mail.not-your-contract", "taken"]


def test_a_machine_of_an_office_announces_nothing_for_another(world: None) -> None:
    counter = Caller(token(office=HUB))

    (row,) = results(counter.post("/items", [item()]))

    assert row["code"] == "base.not-your-office"


def test_what_a_scanner_says_of_another_office_is_kept_aside(partner: Caller) -> None:
    (taken,) = results(partner.post("/items", [item()]))
    scanner = Caller(token("mail.record_scans", office=AGENCY, name="gate"))

    rows = results(
        scanner.post(
            "/scans",
            [scan(taken["number"], office=AGENCY), scan(taken["number"], office=ZAGORA_OFFICE, word="far")],
        )
    )

    assert [(row["outcome"], row.get("why", "")) for row in rows] == [
        ("recorded", ""), ("quarantined", "other-office"),
    ]  # fmt: skip


def test_a_batch_of_scans_with_a_key_is_answered_once(partner: Caller) -> None:
    (taken,) = results(partner.post("/items", [item()]))
    batch = [scan(taken["number"])]

    first = results(partner.post("/scans", batch, key="batch-17"))
    again = results(partner.post("/scans", batch, key="batch-17"))
    other = partner.post("/scans", [scan(taken["number"], word="other")], key="batch-17")

    assert first == again
    assert [row["outcome"] for row in first] == ["recorded"]
    assert (other.status_code, other.json()["code"]) == (422, "base.key-reused")
    assert [event.code for event in events_of(taken["number"])] == ["RAN", "EMG"]
