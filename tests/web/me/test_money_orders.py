"""Citizens send money orders: a code that is shown once, an order that is issued once."""

import re
from datetime import timedelta

import pytest

from tests.bank.accounts import holds
from tests.citizens import account, browser_of, now, typed
from tests.web.me.asking import order, value

pytestmark = pytest.mark.django_db


def test_a_money_order_shows_its_code_once_and_pressed_twice_it_is_issued_once(amina: str) -> None:
    source = account(amina, amount=100_000)
    browser = browser_of(amina)
    address = "/me/issue-money-order/?product=from-account"

    shown = order(browser, source=source, payee_name="حسن العمراني", amount="500", payee_locality="زاكورة")
    assert (value(shown, "amount"), value(shown, "fee")) == ("50000", "1500")
    said = typed(shown, confirmed=1)
    first, second = browser.post(address, said), browser.post(address, said)

    code = re.search(r'data-code><bdi dir="ltr">(\d{6})<', first.text)
    assert code is not None
    assert code[1] in second.text  # whoever presses twice sees the second answer
    assert value(first, "order") == value(second, "order")
    assert "no-store" in first["Cache-Control"]
    assert holds(source) == 48_500
    number = value(first, "order")
    for later in (f"/me/money-orders/{number}/", "/me/money-orders/", "/me/"):
        page = browser.get(later)
        assert number in page.text
        assert code[1] not in page.text


def test_the_code_is_shown_to_nobody_after_some_minutes(amina: str) -> None:
    source = account(amina, amount=100_000)
    browser = browser_of(amina)
    address = "/me/issue-money-order/?product=from-account"
    said = typed(order(browser, source=source, payee_name="Hassan", amount="500"), confirmed=1)
    first = browser.post(address, said)
    session = browser.session
    session["desk-moments"] = {said["key"]: (now() - timedelta(minutes=6)).isoformat()}
    session.save()

    late = browser.post(address, said)

    assert late["Location"] == f"/me/money-orders/{value(first, 'order')}/"
    assert "data-code" not in browser.get(late["Location"]).text


def test_a_money_order_goes_into_an_account_at_once(amina: str, brahim: str) -> None:
    source, target = account(amina, amount=100_000), account(brahim)
    browser = browser_of(amina)

    shown = order(browser, "account-to-account", source=source, payee_account=target, amount="500")
    assert "Brahim A•••••" in shown.text
    done = browser.post("/me/issue-money-order/?product=account-to-account", typed(shown, confirmed=1))

    page = browser.get(done["Location"])
    assert value(page, "state") == "paid"
    assert (holds(source), holds(target)) == (100_000 - 50_500, 50_000)
    assert "data-code" not in page.text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"amount": "5"}, "at least"),
        ({"amount": "10000,01"}, "at most"),
        ({"amount": "990"}, "You can send at most"),
        ({"payee_name": ""}, "required"),
    ],
)
def test_what_no_money_order_can_be_is_said(amina: str, answers: dict[str, str], said: str) -> None:
    source = account(amina, amount=100_000)

    refused = order(
        browser_of(amina), **{"source": source, "payee_name": "Hassan", "amount": "500", **answers}
    )

    assert refused.status_code == 422
    assert said in refused.text
    assert holds(source) == 100_000
