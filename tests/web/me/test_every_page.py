"""Every page of a citizen is light, cheap, and speaks their language."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from rekkas.bank.commands import transfer_between
from tests.build import BOSS
from tests.citizens import account, browser_of, now
from tests.statements import costs_of
from tests.web.me.asking import DOORS, ELSEWHERE
from tests.web.weights import weight_of

pytestmark = pytest.mark.django_db


HEAVIEST = 50_000
PAGES = (
    "/me/", "/me/limits/", "/me/transfer/", "/me/money-orders/", "/me/issue-money-order/",
    "/me/issue-money-order/?product=account-to-account", "/me/change-secret/",
)  # fmt: skip


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_every_page_is_light_and_speaks_the_readers_language(
    amina: str, theirs: dict[str, str], brahim: str, language: str, direction: str
) -> None:
    account(brahim, "savings")
    browser = browser_of(brahim)
    reader = {"accept-language": language}
    form = {"source": theirs["number"], "payee": ELSEWHERE, "payee_name": "Nobody", "amount": "20"}
    shown = [Client().get(address, headers=reader) for address in DOORS]
    shown += [
        browser.get(address, headers=reader)
        for address in (*PAGES, *(theirs[name] for name in ("account", "inside", "outside", "order")))
    ]
    shown.append(browser.post("/me/transfer/", {"key": uuid4(), **form}, headers=reader))
    shown.append(browser.post("/me/transfer/", {"key": uuid4(), **form, "amount": "0"}, headers=reader))

    for page in shown:
        assert f'<html lang="{language}" dir="{direction}">' in page.text
        assert weight_of(page.text) < HEAVIEST, page.request["PATH_INFO"]
        assert "<script" not in page.text
        assert not re.search(r'(?:href|src|action)="https?://', page.text)


def test_what_is_said_beside_a_field_is_in_the_language_of_who_asks_not_of_who_asked_first() -> None:
    said = [
        Client().get("/me/activate-login/", headers={"accept-language": language}).text
        for language in ("ar", "fr", "en")
    ]

    for page, words in zip(
        said, ("8 علامات على الأقل", "Au moins 8 signes", "At least 8 signs"), strict=True
    ):
        assert words in page


def test_what_came_and_what_went_has_its_sign_before_the_digits(amina: str) -> None:
    number = account(amina, amount=200_000)

    shown = {
        language: browser_of(amina).get(f"/me/accounts/{number}/", headers={"accept-language": language}).text
        for language in ("ar", "fr")
    }

    assert "\u200e+2.000,00" in shown["ar"]
    assert re.search(r">\+2\s000,00", shown["fr"])


def test_a_page_costs_as_many_statements_however_much_there_is(amina: str, brahim: str) -> None:
    number, other = account(amina, amount=100_000), account(brahim)
    browser = browser_of(amina)

    def move(count: int) -> None:
        for turn in range(count):
            transfer_between(
                source=number, target=other, amount=100, currency="MAD", by=BOSS, at=now(), key=f"{count}-{turn}"
            )  # fmt: skip

    pages = [(browser, page) for page in ("/me/", f"/me/accounts/{number}/", "/me/money-orders/")]
    move(1)
    few = costs_of(pages)
    move(15)
    assert costs_of(pages) == few
    assert max(few) <= 30
