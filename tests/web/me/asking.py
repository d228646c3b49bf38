"""How a citizen asks for something on their own pages, and what a page says of itself."""

import re
from typing import Any

from django.test import Client

from postkit import iban
from tests.citizens import typed
from tests.desk import sent

DOORS = ("/me/log-in/", "/me/activate-login/")
ELSEWHERE = str(iban.make_rib("901", "780", 123_456_789))


def fill(browser: Client, **answers: Any) -> Any:
    """The first step of a transfer, filled in."""
    page = browser.get("/me/transfer/")
    return browser.post("/me/transfer/", {"key": sent(page)["key"], **answers})


def send(browser: Client, **answers: Any) -> Any:
    """Both steps of a transfer."""
    shown = fill(browser, **answers)
    assert 'id="confirm"' in shown.text, shown.text
    return browser.post("/me/transfer/", typed(shown, confirmed=1))


def order(browser: Client, product: str = "from-account", **answers: Any) -> Any:
    """The first step of a money order, filled in."""
    address = f"/me/issue-money-order/?product={product}"
    return browser.post(address, {"key": sent(browser.get(address))["key"], **answers})


def value(page: Any, name: str) -> str:
    """What a page says of itself under data-…"""
    found = re.search(rf'data-{name}="([^"]*)"', page.text)
    assert found is not None, page.text
    return found[1]
