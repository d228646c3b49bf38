"""What each act asks of a clerk's hand is counted, and has a budget: the table of docs/counter-keys.md."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.counter.models import VisitLine
from tests.cash import drawers
from tests.counter import screens, windows
from tests.counter.screens import Window
from tests.payments import desks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = Path(__file__).parents[2] / "docs" / "counter-keys.md"
ROW = re.compile(r"^\| ([^|]+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.M)


class Hand(NamedTuple):
    """What an act took: keys where it is done by keys, taps where it is done by touch, fields that were filled."""

    keys: int
    taps: int
    fields: int


class Clerk:
    """A clerk who does one act, by keys or by touch; what is counted is what the hand does."""

    def __init__(self, window: Window, *, by_touch: bool) -> None:
        self.window, self.page, self.by_touch = window, window.page, by_touch
        self.keys = self.taps = self.fields = 0

    def do(self, key: str, place: str) -> None:
        """Press the key of something, or tap on it."""
        if self.by_touch:
            self.page.locator(place).first.click()
            self.taps += 1
        else:
            self.page.keyboard.press(key)
            self.keys += 1

    def choose(self, name: str, text: str) -> None:
        """Choose from a list by its first letter, and go on."""
        if self.by_touch:
            label = self.page.locator(f"#form [name={name}] option").filter(has_text=text).first
            self.page.locator(f"#form [name={name}]").select_option(label=label.inner_text())
            self.taps += 2
            return
        expect(self.page.locator(f"#form [name={name}]")).to_be_focused()
        self.page.keyboard.type(text[0])
        self.page.keyboard.press("Enter")
        self.keys += 2

    def fill(self, name: str, text: str, *, goes_on: bool = True) -> None:
        field = self.page.locator(f"#form [name={name}]")
        self.fields += 1
        if self.by_touch:
            field.click()
            self.taps += 1
        else:
            expect(field).to_be_focused()
        field.press_sequentially(text)
        self.keys += len(text)
        if goes_on and not self.by_touch:
            self.page.keyboard.press("Enter")
            self.keys += 1

    def pick(self, name: str, text: str) -> None:
        """Type the beginning of a name and take the first that is meant."""
        self.fill(name, text, goes_on=False)
        found = self.page.locator("#form [role=option]:visible").first
        expect(found).to_be_visible()
        self.do("Enter", "#form [role=option]:visible")

    def settle(self) -> None:
        if self.by_touch:
            self.do("", "#form [type=submit]:visible")
            expect(self.page.locator("#basket li")).to_have_count(1)
        else:
            self.do("F9", "")
        self.do("F9", "#settle")
        expect(self.page.locator("#result")).to_be_visible()


def letter(clerk: Clerk) -> None:
    clerk.window.weigh(40)
    clerk.do("F2", "[data-service=sending]")
    clerk.choose("product", "Registered letter")
    clerk.pick("name", "amin")
    clerk.pick("sender", "dris")


def parcel(clerk: Clerk) -> None:
    clerk.window.weigh(1_200)
    clerk.do("F2", "[data-service=sending]")
    clerk.choose("product", "Parcel")
    clerk.pick("name", "amin")
    clerk.pick("sender", "dris")
    expect(clerk.page.locator("#form [name=asked]")).to_be_focused()
    clerk.do("Space", "#form [name=asked]")


def announced(clerk: Clerk) -> None:
    number = windows.announced(f"keys {clerk.by_touch}")
    clerk.window.open()
    clerk.window.connected()
    clerk.window.weigh(900)
    clerk.window.scan(number)
    expect(clerk.page.locator("form[data-service=announced]")).to_be_visible()


def stamps(clerk: Clerk) -> None:
    clerk.do("F4", "[data-service=article]")
    clerk.choose("code", "Stamp, domestic letter")


def record(clerk: Clerk) -> None:
    clerk.do("Alt+8", "[data-service=administration]")
    clerk.choose("code", "Request for a civil-status record")
    clerk.fill("reference", "12/26")
    clerk.fill("name", "Driss", goes_on=False)


def bill(clerk: Clerk) -> None:
    clerk.do("Alt+4", "[data-service=bill]")
    clerk.choose("biller", "Telephone credit of the demonstration")
    clerk.fill("reference", "061234568")
    clerk.fill("amount", "60" if clerk.by_touch else "50", goes_on=False)


def payout(clerk: Clerk) -> None:
    now = timezone.now()
    if clerk.by_touch:
        number = desks.issue(60_000, by=desks.SALMA, at=now).number
    else:
        drawers.open_till(by=desks.SALMA, taken=desks.FLOAT, at=now)
        number = desks.issue(50_000, by=desks.SALMA, at=now).number
    clerk.window.scan(number)
    clerk.fill("code", desks.CODE.spoken)
    clerk.fill("document", "CD654321")
    clerk.fill("name", "Amina Alaoui", goes_on=False)
    clerk.do("F9", "#form [type=submit]")
    expect(clerk.page.locator("#likeness")).to_be_visible()


ACTS: dict[str, Callable[[Clerk], None]] = {
    "Registered letter to somebody known": letter,
    "Parcel to somebody known": parcel,
    "Parcel with cash on delivery, announced online": announced,
    "Stamps": stamps,
    "Administrative service": record,
    "Bill": bill,
    "Money order paid out, its number scanned": payout,
}


def told() -> dict[str, list[int]]:
    return {row[1]: [int(figure) for figure in row.groups()[1:]] for row in ROW.finditer(TABLE.read_text())}


def test_each_act_keeps_to_its_budget_and_to_what_the_paper_says(live_server: LiveServer, page: Page) -> None:
    screens.world()
    window = Window(page, live_server.url)
    window.sign_on()
    found: dict[str, Hand] = {}
    for name, act in ACTS.items():
        hands = []
        for by_touch in (False, True):
            window.open()
            window.connected()
            clerk = Clerk(window, by_touch=by_touch)
            act(clerk)
            before = VisitLine.objects.count()
            clerk.settle()
            assert VisitLine.objects.count() == before + 1
            hands.append(clerk)
        found[name] = Hand(hands[0].keys, hands[1].taps, hands[0].fields)

    paper = told()
    assert {name: [hand.keys, hand.taps, hand.fields] for name, hand in found.items()} == {
        name: figures[0::2] for name, figures in paper.items()
    }
    for name, (keys, most_keys, taps, most_taps, fields, most_fields) in paper.items():
        assert (keys <= most_keys, taps <= most_taps, fields <= most_fields) == (True, True, True), name
    assert paper["Registered letter to somebody known"][1] <= 20
    assert paper["Parcel with cash on delivery, announced online"][1] <= 4
