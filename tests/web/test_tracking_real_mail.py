"""The public tracking page over the real record: few reads, little weight, nobody's name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rekkas.mail.commands import record_scans
from rekkas.mail.scans import Scan
from tests import build

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


def test_the_page_names_no_person(client: Client, number: str) -> None:
    page = client.get(f"/track/{number}/?lang=ar").content.decode()

    for secret in ("Amina", "أمينة", "Mohammed", "fatima", "scanner-7", "+2126", "35000", "350,00", "350.00"):
        assert secret not in page
