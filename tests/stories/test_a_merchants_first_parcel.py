"""A new merchant signs up, says from where they send, and holds the label of their first parcel."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from rekkas.mail.queries import item
from rekkas.shipping.queries import shipments_of
from tests.merchant import merchants
from tests.merchant.merchants import ICE, LEILA, PASSWORD, letters
from tests.merchant.test_add_pickup_address import kept
from tests.papers import barcodes_in

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 360, "height": 740}
# What one presses and fills from the first page to the label. Each is some seconds of somebody's time.
CLICKS_AT_MOST, FIELDS_AT_MOST = 6, 20
FILLED = "/pro/new/?name=Amina&street=Rue+1&destination=Zagora&weight_g=900&phone=0600000000&product=parcel"
THREE_MINUTES_S, A_CLICK_S, A_FIELD_S = 180, 3, 7


class Newcomer:
    """Somebody with a telephone in the hand. What they press and fill is counted; each page is looked at."""

    def __init__(self, page: Page, address: str, language: str) -> None:
        self.page, self.address, self.language = page, address, language
        self.clicks, self.fields = 0, 0

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}?lang={self.language}")
        self.look()

    def fill(self, **answers: str) -> None:
        for name, text in answers.items():
            self.page.fill(f"main [name={name}]", text)
            self.fields += 1

    def press(self, what: str) -> None:
        with self.page.expect_navigation():
            self.page.click(what)
        self.clicks += 1
        self.look()

    def look(self) -> None:
        assert self.page.get_attribute("html", "dir") == {"ar": "rtl", "fr": "ltr"}[self.language]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], self.page.url
        found = Axe().run(self.page, options={"resultTypes": ["violations"]}).response
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == [], self.page.url


def shipments() -> list[Any]:
    return list(shipments_of("ZELLIGE"))


@pytest.fixture(params=["ar", "fr"])
def newcomer(page: Page, live_server: Any, db: None, request: pytest.FixtureRequest) -> Newcomer:
    merchants.country()
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    return Newcomer(page, live_server.url, request.param)


def test_from_signing_up_to_the_first_label_in_less_than_three_minutes(newcomer: Newcomer) -> None:
    newcomer.open("/pro/sign-up/")
    newcomer.fill(
        name="Zellige Shop", tax_number=ICE, member_name="Leila Amrani", phone="0612345678", email=LEILA,
        secret=PASSWORD,
    )  # fmt: skip
    newcomer.press("main form .button")

    newcomer.fill(code=letters("merchant-code")[-1].params["code"])
    newcomer.press("main form .button:not(.text)")
    newcomer.press("main a.button")

    newcomer.fill(label="Shop", street="1, rue des Potiers", place="Casablanca")
    newcomer.press("main form.card .button")
    newcomer.press("nav a[href='/pro/new/']")

    newcomer.fill(
        name="Amina Alaoui", phone="0600000000", street="12, avenue Mohammed V", destination="زاكورة",
        weight_g="1200", cod_amount="350", contents="plates", reference="A-1",
    )  # fmt: skip
    newcomer.page.select_option("[name=product]", "parcel-cod")
    newcomer.fields += 1
    newcomer.press("[name=create]")

    (made,) = shipments()
    expect(newcomer.page).to_have_url(re.compile(f"/{made.number}/$"))
    with newcomer.page.expect_download() as download:
        newcomer.page.evaluate("document.querySelector('#label').setAttribute('download', 'label.pdf')")
        newcomer.page.click("#label")
    assert made.number in barcodes_in(download.value.path().read_bytes())
    assert item(made.number).cod_amount == 35_000
    assert (newcomer.clicks, newcomer.fields) <= (CLICKS_AT_MOST, FIELDS_AT_MOST)
    assert newcomer.clicks * A_CLICK_S + newcomer.fields * A_FIELD_S < THREE_MINUTES_S


def test_who_goes_back_and_sends_the_page_again_is_asked_whether_it_is_another(newcomer: Newcomer) -> None:
    kept(merchants.merchant())
    newcomer.open("/pro/log-in/")
    newcomer.fill(email=LEILA, secret=PASSWORD)
    newcomer.press("main form .button")
    newcomer.page.goto(f"{newcomer.address}{FILLED}")
    newcomer.page.select_option("[name=product]", "parcel")

    newcomer.press("[name=create]")
    newcomer.page.go_back()
    newcomer.press("[name=create]")

    assert len(shipments()) == 1
    expect(newcomer.page.locator("[data-refusal]")).to_have_attribute(
        "data-refusal", "shipping.same-just-sent"
    )
    newcomer.page.check("[name=again]")
    newcomer.press("[name=create]")
    assert len(shipments()) == 2


def test_the_price_is_shown_before_anything_is_announced(newcomer: Newcomer) -> None:
    kept(merchants.merchant())
    newcomer.open("/pro/log-in/")
    newcomer.fill(email=LEILA, secret=PASSWORD)
    newcomer.press("main form .button")
    newcomer.page.goto(f"{newcomer.address}{FILLED}")

    newcomer.press("[name=price]")

    expect(newcomer.page.locator("[data-product]")).to_have_count(2)
    assert shipments() == []
