"""What a merchant sees of what was sent."""

import csv
from io import StringIO

import pytest

from rekkas.merchant.commands import check_merchant
from rekkas.shipping.entries import ParcelSaid
from tests.build import BOSS, MONDAY
from tests.lasting import lasting
from tests.merchant import merchants
from tests.merchant.merchants import actor, browser_of
from tests.shipping.shipments import sent
from tests.shipping.test_create_shipments import built

world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def table(page: str) -> list[list[str]]:
    return list(csv.reader(StringIO(page.lstrip("\ufeff"))))


def test_the_table_holds_every_parcel_however_many(world: str) -> None:
    check_merchant(merchant="ZELLIGE", notes="papers", by=BOSS, at=MONDAY)
    many = tuple(ParcelSaid(500) for _ in range(50))
    sent(actor(world), "a", "b", "c", product="parcel", parcels=many)

    answer = browser_of().get("/pro/shipments/?as=csv")

    head, *rows = table(answer.text)
    assert len(rows) == len({row[0] for row in rows}) == 150
    assert sum(bool(row[6]) for row in rows) == 3  # a shipment has one price
    assert [row[6] for row in rows if row[6]] == ["1500.00"] * 3
    assert len(head) == len(rows[0])
    assert browser_of().get("/pro/").status_code == 200


def test_a_table_runs_nothing(world: str) -> None:
    sent(actor(world), reference="=cmd|' /C calc'!A0")

    (_head, row) = table(browser_of().get("/pro/shipments/?as=csv").text)

    assert row[1].startswith("'=")


def test_another_merchants_parcel_is_not_there_and_a_stranger_is_led_to_the_door(world: str) -> None:
    (made,) = sent(actor(world))
    other = merchants.signed_up(
        tax_number=merchants.OTHER_ICE, email="other@example.org", name="Argan"
    ).member
    merchants.proved("other@example.org")

    theirs = browser_of("other@example.org").get(f"/pro/shipments/{made.numbers[0]}/label.pdf")

    assert other.startswith("ARGAN")
    assert theirs.status_code == 404


def test_what_is_found_is_found_by_number_reference_and_name(world: str) -> None:
    (made, _other) = sent(actor(world), "one", "two")
    browser = browser_of()

    for words, count in ((made.numbers[0], 1), ("R-two", 1), ("amina", 2), ("nobody", 0)):
        assert browser.get("/pro/shipments/", {"q": words}).text.count("data-shipment=") == count, words
