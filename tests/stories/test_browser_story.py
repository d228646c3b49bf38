"""One parcel with cash on delivery from Casablanca to Zagora, by people who click and type, in two languages."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from rekkas.base.choices import Role
from rekkas.base.outbox import relay_notices
from rekkas.mail.choices import Status
from rekkas.money.queries import balance_faults, cod_places, sums_by_kind
from tests.build import AGENCY, HUB, OUARZAZATE, ZAGORA_OFFICE
from tests.desk import PASSWORD, load, member, open_day_and_night

pytestmark = pytest.mark.django_db(transaction=True)

STAFF = {
    "fatima": (Role.CLERK, AGENCY), "hassan": (Role.SORTER, HUB), "brahim": (Role.SORTER, OUARZAZATE),
    "leila": (Role.CLERK, ZAGORA_OFFICE), "youssef": (Role.COURIER, ZAGORA_OFFICE),
    "karim": (Role.MANAGER, ZAGORA_OFFICE), "nadia": (Role.TREASURER, ""),
}  # fmt: skip


@pytest.fixture
def world() -> None:
    load(open_day_and_night())
    for name, (role, office) in STAFF.items():
        member(name, role, office)


@dataclass
class Desk:
    """A browser on a counter: who sits at it changes, the language stays."""

    page: Page
    address: str
    language: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def log_in(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.open(f"/desk/log-in/?lang={self.language}")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/desk/")
        assert self.page.get_attribute("html", "lang") == self.language

    def send(self) -> None:
        with self.page.expect_navigation():
            self.page.click("#verb .button:not(.plain)")
        assert list(balance_faults()) == []  # after every step, whoever took it

    def fill(self, **answers: str) -> None:
        for name, text in answers.items():
            self.page.fill(f"[name={name}]", text)

    def scan(self, *numbers: str) -> None:
        """A scanner types a number and ends it with Enter; the page was waiting for it."""
        self.page.wait_for_function("document.activeElement.matches('[data-scan]')")
        self.page.keyboard.type(" ".join(numbers))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        assert list(balance_faults()) == []


@pytest.fixture(params=["ar", "fr"])
def desk(page: Page, live_server: Any, world: None, request: pytest.FixtureRequest) -> Desk:
    return Desk(page, live_server.url, request.param)


def place_of_the_cash(number: str) -> str:
    """Where the cash of the item is, in a ledger that balances."""
    assert {currency for _, currency, _ in sums_by_kind()} <= {"MAD"}
    assert sum(amount for _, _, amount in sums_by_kind()) == 0
    place = cod_places([number]).get(number)
    return place.account if place else ""


def accept(desk: Desk) -> str:
    desk.log_in("fatima")
    desk.open("/desk/counter/accept-parcels/")
    with desk.page.expect_navigation():
        desk.page.click("[data-no-till] a")  # no postage without an open till, which is empty this morning
    desk.fill(drawer="0", taken="0")
    desk.send()
    desk.open("/desk/counter/accept-parcels/")
    desk.page.select_option("[name=product]", "parcel-cod")
    desk.fill(
        weight_g="١٢٠٠", destination="زاكورة", name="Amina Alaoui", name_ar="أمينة العلوي",
        street="12, avenue Mohammed V", phone="+212600000000", cod_amount="350", customer="atlas",
    )  # fmt: skip
    with desk.page.expect_navigation():
        desk.page.click("button[name=price]")
    expect(desk.page.locator("#price")).to_have_attribute("data-amount", str(3_500 + 500 + 350))
    with desk.page.expect_navigation():
        desk.page.click("button[name=accept]")
    number = desk.page.get_attribute("[data-number]", "data-number")
    assert number is not None
    for paper in ("#label", "#receipt"):
        answer = desk.page.request.get(f"{desk.address}{desk.page.get_attribute(paper, 'href')}")
        assert answer.body().startswith(b"%PDF-")
    return number


def send_on(desk: Desk, number: str, destination: str, trip: str) -> None:
    """Bag, dispatch, lorry."""
    desk.open("/desk/mail/prepare-receptacle/")
    desk.page.select_option("[name=destination]", destination)
    desk.send()
    desk.scan(number)
    expect(desk.page.locator(f"[data-answer={number}]")).to_have_attribute("data-tone", "good")
    expect(desk.page.locator("[data-count]")).to_have_text("1")
    desk.open("/desk/mail/close-receptacle/")
    with desk.page.expect_navigation():
        desk.page.click("tr[data-row] button[name=number]")
    desk.open("/desk/mail/close-dispatch/")
    with desk.page.expect_navigation():
        desk.page.click(f"form[data-way={destination}] .button")
    desk.open("/desk/mail/depart-run/")
    with desk.page.expect_navigation():
        desk.page.click(f"form[data-trip={trip}] .button")


def take_in(desk: Desk, number: str) -> None:
    """Lorry, dispatch, bag: each is opened and counted."""
    desk.open("/desk/mail/arrive-run/")
    with desk.page.expect_navigation():
        desk.page.click("tr[data-row] button[name=number]")
    desk.page.click("tr[data-row] a.button")
    expect(desk.page.locator("[data-expected]")).to_have_text("1")
    desk.page.check("[name=uncounted]")
    desk.send()
    bag = desk.page.locator("[data-answer]")
    expect(bag).to_have_attribute("data-tone", "good")
    desk.open(f"/desk/mail/open-receptacle/?number={bag.get_attribute('data-answer')}")
    desk.scan(number)
    expect(desk.page.locator(f"[data-answer={number}]")).to_have_attribute("data-tone", "good")


def carry(desk: Desk, number: str) -> None:
    send_on(desk, number, HUB, "MAT00001")
    desk.log_in("hassan")
    take_in(desk, number)
    send_on(desk, number, OUARZAZATE, "MAT00002")
    desk.log_in("brahim")
    take_in(desk, number)
    send_on(desk, number, ZAGORA_OFFICE, "MAT00003")
    desk.log_in("leila")
    take_in(desk, number)
    desk.open(f"/desk/mail/items/{number}/")
    expect(desk.page.locator("[data-status]")).to_have_attribute("data-status", Status.IN_TRANSIT)
    assert desk.page.locator("tr[data-code=RDP][data-inherited]").count() == 3


def take_out(desk: Desk, number: str) -> None:
    desk.open("/desk/delivery/take-out/")
    desk.page.check(f"[name=ticked][value={number}]")
    desk.send()


def deliver(desk: Desk, number: str) -> None:
    desk.log_in("youssef")
    take_out(desk, number)
    desk.open(f"/desk/delivery/attempt-delivery/?number={number}")
    desk.page.select_option("[name=reason]", "absent")
    desk.page.check("[name=next_step][value=redeliver]")
    desk.send()
    take_out(desk, number)
    desk.page.click(f"tr[data-row={number}] a.button")
    expect(desk.page.locator("#due")).to_have_attribute("data-amount", "35000")
    desk.fill(cod_taken="300", recipient_name="أمينة العلوي")
    sign(desk.page)
    desk.send()
    expect(desk.page.locator("[data-refusal]")).to_have_attribute("data-refusal", "delivery.cod-differs")
    assert place_of_the_cash(number) == ""
    expect(desk.page.locator("[name=recipient_name]")).to_have_value("أمينة العلوي")
    desk.fill(cod_taken="٣٥٠")
    sign(desk.page)
    desk.send()
    desk.open(f"/desk/delivery/proofs/{number}/")
    expect(desk.page.locator("img.proof")).to_have_count(1)
    assert desk.page.evaluate("document.querySelector('img.proof').naturalWidth") > 0


def sign(page: Page) -> None:
    pad = page.locator("#pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    x, y = box["x"], box["y"]
    page.mouse.move(x + 30, y + 90)
    page.mouse.down()
    for step in range(8):
        page.mouse.move(x + 30 + 25 * step, y + (40 if step % 2 else 110))
    page.mouse.up()


def count_the_cash(desk: Desk, number: str) -> None:
    desk.log_in("karim")
    desk.open("/desk/delivery/hand-over-cash/")
    desk.page.click("[data-courier=youssef]")
    expect(desk.page.locator("[data-items]")).to_have_attribute("data-items", "1")
    desk.fill(counted="350")
    desk.send()
    assert place_of_the_cash(number) == f"vault:{ZAGORA_OFFICE}:MAD"
    desk.open("/desk/delivery/bank-cash/")
    desk.fill(counted="350,00")
    desk.send()
    assert place_of_the_cash(number) == "mirror:bank:MAD"
    desk.open(f"/desk/money/items/{number}/")
    expect(desk.page.locator("#place")).to_have_attribute("data-account", "mirror:bank:MAD")


def pay(desk: Desk, number: str) -> None:
    relay_notices()
    desk.log_in("nadia")
    desk.open("/desk/commerce/pay-merchant/")
    expect(desk.page.locator("form[data-merchant=ATLAS] .due")).to_have_attribute("data-amount", "35000")
    with desk.page.expect_navigation():
        desk.page.click("form[data-merchant=ATLAS] .button")
    assert place_of_the_cash(number) == "mirror:bank:MAD"
    table = desk.page.request.get(f"{desk.address}{desk.page.get_attribute('#csv', 'href')}").text()
    assert f",{number},,350.00,MAD," in table
    desk.open("/desk/money/")
    totals = desk.page.locator("tr[data-total]")
    expect(totals).to_have_count(2)
    for total in totals.all():
        expect(total).to_have_attribute("data-total", "0")
    expect(desk.page.locator("tr[data-kind=merchant]")).to_have_attribute("data-held", "0")


def test_a_parcel_is_sent_by_people_at_their_desks_and_everyone_can_follow_it(desk: Desk) -> None:
    number = accept(desk)
    assert place_of_the_cash(number) == ""

    carry(desk, number)
    deliver(desk, number)
    assert place_of_the_cash(number) == f"courier:{ZAGORA_OFFICE}/youssef:MAD"
    count_the_cash(desk, number)
    pay(desk, number)

    desk.page.context.clear_cookies()
    desk.open(f"/track/{number}/?lang={desk.language}")
    with translation.override(desk.language):
        delivered = str(Status.DELIVERED.label)
    assert desk.page.get_attribute("html", "dir") == {"ar": "rtl", "fr": "ltr"}[desk.language]
    expect(desk.page.locator("main .chip").first).to_have_text(delivered)
