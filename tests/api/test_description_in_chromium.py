"""The description of the interface, in a browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.django_db(transaction=True)
def test_the_description_can_be_read_in_a_browser_under_its_own_policy(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/api/v1/docs")

    expect(page.get_by_text("/api/v1/tracking").first).to_be_visible()
    page.locator("#operations-Mail-record_scans").click()
    expect(page.get_by_text("0f5e2b0a-52d5-4f3e-8a65-0d5f6b7c1d22").first).to_be_visible()
