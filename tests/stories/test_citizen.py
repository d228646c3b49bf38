"""A citizen gets a slip at the counter, opens their pages on a telephone, sends money and a money order, and leaves."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from postkit import iban
from postkit.moneyorder import SecretCode
from rekkas.bank import queries
from rekkas.base.choices import Role
from rekkas.cash.commands import load_cash
from rekkas.money.queries import balance_faults, entry_keyed
from rekkas.payments import commands
from tests import citizens
from tests.bank.accounts import PAPERS, customer, holds
from tests.build import AGENCY, BOSS, ZAGORA_OFFICE
from tests.cash import drawers
from tests.citizens import SECRET, account, citizen, now
from tests.desk import PASSWORD, member
from tests.payments.desks import OMAR, card, fund

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 360, "height": 740}


@dataclass
class Telephone:
    """A small screen in somebody's hand. Every page that is opened on it is looked at for barriers."""

    page: Page
    address: str
    language: str

    def open(self, path: str) -> None:
        mark = "&" if "?" in path else "?"
        self.page.goto(f"{self.address}{path}{mark}lang={self.language}")
        self.look()

    def press(self, what: str) -> None:
        with self.page.expect_navigation():
            self.page.click(what)
        assert list(balance_faults()) == []
        self.look()

    def fill(self, **answers: str) -> None:
        for name, text in answers.items():
            self.page.fill(f"[name={name}]", text)

    def look(self) -> None:
        page = self.page
        assert page.get_attribute("html", "dir") == {"ar": "rtl", "fr": "ltr"}[self.language]
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], page.url
        assert page.locator("script").count() == 0
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == [], page.url

    def said(self, where: str, name: str) -> str:
        value = self.page.get_attribute(where, f"data-{name}")
        assert value is not None
        return value


@pytest.fixture
def world(db: Any) -> None:
    citizens.world()
    load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=now())
    fund(ZAGORA_OFFICE, at=now())
    drawers.open_till(by=OMAR, taken=2_000_000, at=now())
    member("leila", Role.CLERK, AGENCY)


@pytest.fixture(params=["ar", "fr"])
def telephone(page: Page, live_server: Any, world: None, request: pytest.FixtureRequest) -> Telephone:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    return Telephone(page, live_server.url, request.param)


def slip_for(telephone: Telephone, number: str) -> str:
    """The clerk looks at the paper and prints the slip."""
    page = telephone.page
    page.goto(f"{telephone.address}/desk/log-in/?lang={telephone.language}")
    telephone.fill(username="leila", password=PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")
    page.goto(f"{telephone.address}/desk/bank/customers/{number}/invite-customer/")
    telephone.fill(document=PAPERS[number])
    with page.expect_navigation():
        page.click("#verb .button")
    code = page.inner_text("[data-code]")
    page.context.clear_cookies()
    return code


def open_pages(telephone: Telephone, number: str, code: str) -> None:
    """By keyboard alone, as somebody does who sees no pointer."""
    telephone.open("/me/")
    expect(telephone.page).to_have_url(re.compile("/me/log-in/"))
    telephone.press("a[href='/me/activate-login/']")
    telephone.page.focus("[name=who]")
    for text in (number, code.lower(), SECRET, SECRET):
        telephone.page.keyboard.type(text)
        telephone.page.keyboard.press("Tab")
    with telephone.page.expect_navigation():
        telephone.page.keyboard.press("Enter")  # on the button
    expect(telephone.page).to_have_url(f"{telephone.address}/me/")
    telephone.look()


def send_to_a_friend(telephone: Telephone, source: str, friend: str) -> None:
    """To the telephone of a wallet; the button is pressed twice in a hurry."""
    telephone.press("a[href='/me/transfer/'].button")
    telephone.fill(payee=queries.account(friend).alias, amount="١٢٥,٥٠", note="Merci")
    telephone.press("#verb .button")
    assert telephone.said("#confirm", "payee") == friend
    expect(telephone.page.locator("#confirm")).to_contain_text("Brahim A•••••")
    telephone.page.dblclick("[name=confirmed]")  # the second press may break off the answer to the first
    telephone.page.wait_for_selector("#receipt")
    assert (holds(source), holds(friend)) == (987_450, 12_550)
    entry = entry_keyed(telephone.said("#receipt", "entry"))  # type: ignore[arg-type]
    assert entry is not None
    assert entry.actor_name.startswith("customer MA")


def send_abroad_of_the_bank(telephone: Telephone) -> None:
    """To another bank by RIB; the name must be written, and a wrong digit is found."""
    telephone.open("/me/transfer/")
    rib = str(iban.make_rib("901", "780", 123_456_789))
    telephone.fill(payee=f"{rib[:-1]}{(int(rib[-1]) + 1) % 10}", amount="300")
    telephone.press("#verb .button")
    expect(telephone.page.locator("[role=alert] a[href='#id_payee']")).to_have_count(1)
    telephone.fill(payee=rib, payee_name="Fatima Zahra Idrissi")
    telephone.press("#verb .button")
    telephone.press("[name=confirmed]")
    assert telephone.said("#receipt", "state") == "waiting"


def send_a_money_order(telephone: Telephone) -> tuple[str, str]:
    """Cash for somebody in Zagora; returns its number and the code that is shown once."""
    telephone.open("/me/money-orders/")
    telephone.press(".empty a.button")
    telephone.fill(payee_name="Hassan Amrani", payee_locality="Zagora", amount="500")
    telephone.press("#verb .button")
    telephone.press("[name=correct]")
    expect(telephone.page.locator("[name=payee_name]")).to_have_value("Hassan Amrani")
    telephone.press("#verb .button")
    telephone.press("[name=confirmed]")
    return telephone.said("#receipt", "order"), telephone.page.inner_text("[data-code]").strip()


def pay_it_in_zagora(number: str, code: str) -> None:
    said: dict[str, Any] = {"token": uuid4(), "office": ZAGORA_OFFICE, "by": OMAR, "at": now()}
    shown = card("CD654321", "Hassan Amrani")
    begun = commands.begin_payment(number=number, code=SecretCode(code), shown=shown, **said)
    assert begun.answer == "right"
    commands.pay_money_order(**said)


def leave(telephone: Telephone) -> None:
    telephone.press("footer form .button")
    telephone.page.go_back()
    expect(telephone.page.locator("[data-balance]")).to_have_count(0)
    telephone.open("/me/")
    expect(telephone.page).to_have_url(re.compile("/me/log-in/"))


def test_a_citizen_banks_from_a_telephone(telephone: Telephone) -> None:
    amina = customer("amina", at=now(), given_name="Amina", family_name="Benali")
    brahim = citizen("brahim", given_name="Brahim", family_name="Alaoui")
    friend = account(brahim, "wallet")
    code = slip_for(telephone, amina)

    open_pages(telephone, amina, code)
    expect(telephone.page.locator(".empty")).to_have_count(1)
    source = account(amina, amount=1_000_000)
    account(amina, "wallet", amount=45_000)
    telephone.open("/me/")
    assert telephone.said(f"[data-account='{source}']", "balance") == "1000000"

    send_to_a_friend(telephone, source, friend)
    send_abroad_of_the_bank(telephone)
    number, secret = send_a_money_order(telephone)
    pay_it_in_zagora(number, secret)

    telephone.open(f"/me/money-orders/{number}/")
    assert telephone.said("#receipt", "state") == "paid"
    telephone.open("/me/limits/")
    telephone.open(f"/me/accounts/{source}/?way=out")
    assert holds(source) == 1_000_000 - 12_550 - 30_300 - 51_500
    assert telephone.said("tbody tr[data-balance] >> nth=0", "balance") == str(holds(source))
    leave(telephone)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_a_citizen_has_a_barrier_by_day_or_by_night(
    page: Page, live_server: Any, world: None, scheme: str
) -> None:
    amina = citizen()
    source = account(amina, amount=1_000_000)
    account(amina, "wallet")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    telephone = Telephone(page, live_server.url, "fr")
    telephone.open("/me/log-in/")
    telephone.fill(who=amina, secret="not the one at all")
    telephone.press("main form .button")
    telephone.fill(secret=SECRET)
    telephone.press("main form .button")

    for path in (
        "/me/", f"/me/accounts/{source}/", f"/me/accounts/{source}/?first=tomorrow", "/me/limits/", "/me/transfer/",
        "/me/money-orders/", "/me/issue-money-order/", "/me/issue-money-order/?product=account-to-account",
        "/me/change-secret/",
    ):  # fmt: skip
        telephone.open(path)


def test_a_receipt_on_paper_has_no_buttons_and_no_menus(page: Page, live_server: Any, world: None) -> None:
    amina, brahim = citizen(), citizen("brahim")
    source, target = account(amina, amount=1_000_000), account(brahim)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    telephone = Telephone(page, live_server.url, "fr")
    telephone.open("/me/log-in/")
    telephone.fill(who=amina, secret=SECRET)
    telephone.press("main form .button")
    telephone.open(f"/me/transfer/?source={source}")
    telephone.fill(payee=target, amount="10")
    telephone.press("#verb .button")
    telephone.press("[name=confirmed]")

    page.emulate_media(media="print")

    for hidden in (".band .nav", "footer", "main .button", "main form"):
        assert [one for one in page.locator(hidden).all() if one.is_visible()] == [], hidden
    expect(page.locator("#receipt")).to_be_visible()
