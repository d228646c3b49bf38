"""A merchant's parcel at the window: priced by the contract, put on account, or paid where the credit is used up."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.catalogue.commands import agree_contract
from rekkas.catalogue.entries import ContractEntry, OwnPrice
from rekkas.money.queries import balance, owed_by_merchants
from tests.catalogue.contracts import RACHID
from tests.counter import windows
from tests.counter.screens import Window, world
from tests.counter.windows import TILL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PRICE = 2_000 + 850  # by contract, with the fee for the cash to collect


@pytest.fixture
def window(live_server: LiveServer, page: Page) -> Window:
    world()
    now = timezone.now()
    terms = ContractEntry(
        valid_from=(now + timedelta(hours=1)).date(), credit_limit=PRICE,
        prices=(OwnPrice("parcel-cod", "any", 5_000, 2_000),),
    )  # fmt: skip
    agree_contract(merchant="ATLAS", contract=terms, by=RACHID, at=now)
    return Window(page, live_server.url)


def test_what_a_merchant_announced_goes_on_account_and_beyond_the_limit_it_is_paid(window: Window) -> None:
    first, second = windows.announced("first"), windows.announced("second")
    before = balance(TILL)
    window.sign_on()
    window.open()
    window.connected()
    page = window.page

    window.scan(first)
    expect(page.locator("form[data-service=announced]")).to_be_visible()
    page.keyboard.press("F9")
    expect(page.locator("#pay-credits input")).to_be_checked()
    page.locator("#settle").click()
    expect(page.locator("#result")).to_contain_text("Settled")
    window.connected()
    assert owed_by_merchants(["ATLAS"], "MAD") == {"ATLAS": PRICE}
    assert balance(TILL) == before

    window.scan(second)
    expect(page.locator("form[data-service=announced]")).to_be_visible()
    page.keyboard.press("F9")
    page.locator("#settle").click()
    expect(page.locator("body")).to_contain_text("would pass what ATLAS may owe")
    page.locator("#pay-credits input").uncheck()
    page.locator("#settle").click()
    expect(page.locator("#basket li")).to_have_count(0)
    window.connected()
    assert owed_by_merchants(["ATLAS"], "MAD") == {"ATLAS": PRICE}
    assert balance(TILL) == before + PRICE
