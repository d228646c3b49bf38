"""Pages of contracts in a browser: whole at every width, in Arabic and French, without a barrier."""

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.base.choices import Role
from rekkas.catalogue.commands import agree_contract
from rekkas.catalogue.entries import ContractEntry, OwnPrice, RebateStep
from rekkas.catalogue.queries import contract_on
from rekkas.counter.commands import accept_parcels
from rekkas.network.commands import load_network
from tests import build
from tests.build import AGENCY, BOSS
from tests.catalogue.contracts import RACHID
from tests.desk import at_desk, open_day_and_night
from tests.merchant import merchants

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = os.environ.get("REKKAS_PICTURES", "")
HERE = "/desk/merchants/ZELLIGE"


@pytest.fixture
def now() -> datetime:
    merchants.country()
    merchants.merchant()
    now = timezone.now()
    load_network(pack=open_day_and_night(), by=BOSS, at=now)
    return now.astimezone(ZoneInfo("Africa/Casablanca"))


def looked_at(page: Page, name: str, language: str) -> None:
    """Nothing is wider than the page, and nothing stands in anybody's way."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, language, width)
        if KEPT:
            page.screenshot(path=Path(KEPT, f"{name}-{language}-{width}.png"), full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def enter(page: Page, address: str, door: str, fields: dict[str, str]) -> None:
    page.goto(f"{address}{door}")
    for field, value in fields.items():
        page.fill(field, value)
    page.press(next(reversed(fields)), "Enter")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_sales_agree_a_contract_and_the_merchant_reads_it(
    live_server: LiveServer, page: Page, now: datetime, language: str
) -> None:
    address, today = live_server.url, now.date()
    kept = at_desk("rachid", Role.SALES).cookies.values()
    page.context.add_cookies([{"name": one.key, "value": one.value, "url": address} for one in kept])
    page.goto(f"{address}/?lang={language}")
    page.goto(f"{address}{HERE}/contract/")
    looked_at(page, "desk-none", language)
    page.goto(f"{address}{HERE}/agree-contract/")
    page.fill("[name=valid_from]", today.isoformat())
    page.fill("[name=credit_limit]", "5000")
    page.fill("[name=payment_days]", "30")
    page.fill("[name=rebate-0-from_count]", "1")
    page.fill("[name=rebate-0-share]", "2.5")
    page.locator("button[name=more]").click()
    page.fill("[name=rebate-3-from_count]", "500")
    page.fill("[name=rebate-3-share]", "7.5")
    page.select_option("[name=price-0-product]", "parcel-cod")
    page.fill("[name=price-0-up_to_weight_g]", "5000")
    page.fill("[name=price-0-amount]", "29.50")
    looked_at(page, "desk-agree", language)
    page.locator("#verb .button:not(.plain)").click()
    page.wait_for_url("**/contract/")
    assert contract_on("ZELLIGE", today) is not None
    clerk = build.staff("fatima", Role.CLERK, AGENCY)
    accept_parcels(
        parcels=[build.parcel(customer="ZELLIGE")], office=AGENCY, by=clerk, at=timezone.now()
    )  # fmt: skip
    page.goto(f"{address}{HERE}/contract/")
    looked_at(page, "desk-contract", language)
    page.goto(f"{address}{HERE}/end-contract/")
    looked_at(page, "desk-end", language)

    page.context.clear_cookies()
    enter(
        page, address, f"/pro/log-in/?lang={language}",
        {"[name=email]": merchants.LEILA, "[name=secret]": merchants.PASSWORD},
    )  # fmt: skip
    page.goto(f"{address}/pro/contract/")
    expect(page.locator("[data-left]")).to_have_attribute("data-left", "496200")
    expect(page.locator("[data-earning]")).to_have_attribute("data-earning", "25")
    looked_at(page, "pro-contract", language)


def test_who_has_no_contract_is_told_what_holds(live_server: LiveServer, page: Page, now: datetime) -> None:
    enter(
        page, live_server.url, "/pro/log-in/?lang=ar",
        {"[name=email]": merchants.LEILA, "[name=secret]": merchants.PASSWORD},
    )  # fmt: skip
    page.goto(f"{live_server.url}/pro/contract/")
    looked_at(page, "pro-none", "ar")
    terms = ContractEntry(
        valid_from=now.date(), prices=(OwnPrice("parcel", "any", 900, 1),), rebates=(RebateStep(9, 1),)
    )
    agree_contract(merchant="ZELLIGE", contract=terms, by=RACHID, at=now)
    page.reload()
    looked_at(page, "pro-paid-at-the-counter", "ar")
