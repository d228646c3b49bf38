"""The window as a clerk sees it: a page on which every key that is pressed is counted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from postkit.pack import Pack, PriceRule, Product
from rekkas.bank.commands import load_bank
from rekkas.base.choices import Role
from rekkas.cash.commands import load_cash
from rekkas.counter.commands import settle_visit
from rekkas.payments.commands.rules import load_payments
from tests.bank import people
from tests.build import AGENCY, BOSS, FATIMA
from tests.cash import drawers
from tests.counter import windows
from tests.desk import PASSWORD, load, member, open_day_and_night
from tests.payments import bills, desks

REGISTERED = Product(
    "registered", "Registered letter", "Lettre recommandée", "رسالة مضمونة", "RA", 2_000, False, 0, 15
)
STEP = PriceRule(
    "registered-20", "registered", "base", "any", 2_000, 2_200, 0, "Up to 2 kg", "Jusqu’à 2 kg", "إلى 2 كغ"
)


def world(and_more: Callable[[Pack], Pack] = lambda pack: pack) -> None:
    """An open day: everything that a counter sells, people whom it knows, a clerk with an open till."""
    pack = open_day_and_night()
    load(and_more(replace(pack, products=(*pack.products, REGISTERED), prices=(*pack.prices, STEP))))
    now = timezone.now()
    load_bank(bank=people.morocco(), country="MA", by=BOSS, at=now)
    load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=now)
    load_payments(payments=desks.rules(), country="MA", by=BOSS, at=now)
    bills.load(at=now)
    windows.load()
    desks.fund(AGENCY, at=now)
    member("fatima", Role.CLERK, AGENCY)
    member("samira", Role.SUPERVISOR, AGENCY)
    drawers.open_till(by=FATIMA, taken=desks.FLOAT, at=now)
    known = windows.visit(windows.sending(), word="known")
    settle_visit(visit=known, office=AGENCY, by=FATIMA, at=now)


class Window:
    """A clerk at the window. ``keys`` counts what was pressed since the last visitor."""

    def __init__(self, page: Page, address: str, language: str = "en") -> None:
        self.page, self.address, self.keys = page, address, 0
        self.language = language

    def sign_on(self, name: str = "fatima") -> None:
        self.page.goto(f"{self.address}/desk/log-in/?lang={self.language}")
        self.page.fill("[name=login], [name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/desk/")

    def open(self) -> None:
        self.page.goto(f"{self.address}/desk/window/")
        self.page.wait_for_selector("html[data-window=ready]")

    def connected(self) -> None:
        self.page.wait_for_selector("html[data-alone=false][data-waiting='0']")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        for letter in text:
            self.page.keyboard.type(letter)
            self.keys += 1

    def scan(self, number: str) -> None:
        """A scanner types and ends with Enter: none of it is the clerk’s."""
        self.page.locator("#ask").fill(number)
        self.page.keyboard.press("Enter")

    def weigh(self, grams: int) -> None:
        """A scale that is connected says what lies on it."""
        self.page.evaluate(
            """async (grams) => {
                const main = document.querySelector('script[src*="counter/window/main"]').src;
                const { scale } = await import(main.replace(/main[^/]*$/, "scale.js"));
                scale.driver = { read: async () => grams };
            }""",
            grams,
        )

    def sign(self) -> None:
        """Whoever stands there writes their name on the pad."""
        pad = self.page.locator("#form [data-signature]")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 20, box["y"] + 40)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 120, box["y"] + 60, steps=4)
        self.page.mouse.up()

    def settled(self) -> Any:
        result = self.page.locator("#result")
        expect(result).to_be_visible()
        return result
