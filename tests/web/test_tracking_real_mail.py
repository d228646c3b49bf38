"""The public tracking page over the real record: few reads, little weight, nobody's name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from postkit.address import Address
from rekkas.mail.commands import accept_items, record_scans
from rekkas.mail.entries import ItemEntry
from rekkas.mail.queries.tracking import LATEST_STEPS
from rekkas.mail.scans import Scan
from tests import build
from tests.web.test_pages import HEAVIEST, weight_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def number() -> str:
    build.country()
    build.merchant()
    (taken,) = build.accepted()
    scans = [
        Scan(UUID(int=n), taken.number, "EDD", build.MONDAY + timedelta(hours=n), build.HUB)
        for n in range(1, 15)
    ]
    record_scans(scans=scans, by=build.device(build.HUB), at=build.later(15))
    return taken.number


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_item_with_fifteen_events_is_told_in_at_most_twelve_reads(
    client: Client, number: str, language: str, assert_statements: Callable[..., AbstractContextManager[Any]]
) -> None:
    client.get("/healthz")

    with assert_statements(at_most=12):
        page = client.get(f"/track/{number}/?lang={language}")

    assert page.status_code == 200
    assert page.content.decode().count("<time") >= 15
    assert len(page.content) < 50_000


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_item_with_three_thousand_events_has_a_light_page(
    client: Client, number: str, language: str
) -> None:
    scans = [
        Scan(UUID(int=n), number, "EDD", build.later(n * 5), build.HUB, reason="absent", raw_code="77")
        for n in range(100, 3_100)
    ]
    record_scans(scans=scans, by=build.device(build.HUB), at=build.later(5 * 3_100))

    page = client.get(f"/track/{number}/?lang={language}").text

    assert page.count('class="what"') == LATEST_STEPS + 1
    assert 'class="gap"' in page
    assert weight_of(page) < HEAVIEST


@pytest.fixture
def number_of_two(number: str) -> str:
    """The number of an item of today, and before of one of the year 2024."""
    for word, at in (("old", datetime(2024, 5, 6, 9, tzinfo=UTC)), ("new", build.MONDAY)):
        entry = ItemEntry(
            key=build.key("item", word), product="parcel", origin=build.AGENCY, number="RB000000014GB",
            destination_locality=build.ZAGORA, sender=Address(name="Driss"), addressee=Address(name="Omar"),
            weight_g=500, happened_at=at,
        )  # fmt: skip
        accept_items(items=[entry], by=build.BOSS, at=at)
    return "RB000000014GB"


def test_items_of_one_number_lead_to_each_other(client: Client, number_of_two: str) -> None:
    latest = client.get(f"/track/{number_of_two}/").text
    earlier = client.get(f"/track/{number_of_two}/?posted=٢٠٢٤-٠٥-٠٦").text

    assert '<a href="?posted=2024-05-06"' in latest
    assert '<time datetime="2026-03-02' in latest
    assert "A later item has the same number" in earlier
    assert '<a href="?posted=2026-03-02"' in earlier
    assert '<time datetime="2024-05-06T10:00' in earlier


def test_before_the_first_of_them_the_page_leads_to_it(client: Client, number_of_two: str) -> None:
    page = client.get(f"/track/{number_of_two}/", {"posted": "2020-01-01"})

    assert page.status_code == 404
    assert "<h1>No item had this number on that day.</h1>" in page.text
    assert '<a href="?posted=2024-05-06"' in page.text


def test_the_day_stays_when_the_number_is_put_in_order(client: Client, number_of_two: str) -> None:
    page = client.get("/track/rb 000000014 gb/", {"posted": "2024-05-06"})

    assert page.headers["Location"] == f"/track/{number_of_two}/?posted=2024-05-06"


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "31/03/2026", "\0", "99999-01-01", "💌"])
def test_a_day_that_is_none_is_left_aside_and_said(client: Client, number: str, day: str) -> None:
    page = client.get(f"/track/{number}/", {"posted": day})

    assert page.status_code == 200
    assert "The day of posting was not understood" in page.text
    assert "The day of posting" not in client.get(f"/track/{number}/").text


def test_the_page_names_no_person(client: Client, number: str) -> None:
    page = client.get(f"/track/{number}/?lang=ar").content.decode()

    for secret in ("Amina", "أمينة", "Mohammed", "fatima", "scanner-7", "+2126", "35000", "350,00", "350.00"):
        assert secret not in page
