"""A merchant hears in their journal what they were paid, and what came back."""

import json
from typing import Any

import pytest
from django.apps import apps

from rekkas.commerce.commands import pay_merchant, return_payout
from rekkas.merchant.commands import load_merchants
from tests.build import BOSS, MONDAY, later
from tests.commerce.merchants import NADIA, OTHER_RIB, PERIOD, agreed, in_the_bank, nothing_is_wrong, settled
from tests.merchant.merchants import RULES, proved, signed_up

pytestmark = pytest.mark.usefixtures("trade")


@pytest.fixture(autouse=True)
def shop(trade: object) -> None:
    load_merchants(rules=RULES, country="MA", by=BOSS, at=MONDAY)
    signed_up()
    proved()


def told() -> list[dict[str, Any]]:
    rows = apps.get_model("merchant", "Change").objects.filter(kind__startswith="payout.").order_by("number")
    return [json.loads(row.body) for row in rows]


def test_a_payment_and_its_return_are_told_once_each() -> None:
    agreed("ZELLIGE", pay_to=OTHER_RIB)
    agreed("ATLAS", pay_to=OTHER_RIB)
    in_the_bank({"one": 10_000}, customer="ZELLIGE")

    (paid,) = settled(PERIOD)
    settled(PERIOD)
    for _ in range(2):
        return_payout(number=paid.number, reason="AC04 account closed", by=NADIA, at=later(80))

    made, returned = told()
    assert (made["type"], returned["type"]) == ("payout.made", "payout.returned")
    assert made["data"] == {
        "number": paid.number, "amount": 10_000, "currency": "MAD", "item_count": 1, "way": "elsewhere",
    }  # fmt: skip
    assert returned["data"] == {
        "number": paid.number, "amount": 10_000, "returned": 10_000, "currency": "MAD", "why": "AC04 account closed",
    }  # fmt: skip
    assert made["timestamp"].startswith("2026-03-04T18:00:00")
    assert nothing_is_wrong()


def test_whoever_is_paid_by_hand_hears_of_it_too() -> None:
    agreed("ZELLIGE", pay_to=OTHER_RIB)
    in_the_bank({"one": 10_000}, customer="ZELLIGE")

    number = pay_merchant(merchant="ZELLIGE", currency="MAD", by=NADIA, at=later(60))

    assert [body["data"]["number"] for body in told()] == [number]
