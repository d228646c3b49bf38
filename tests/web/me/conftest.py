"""Two citizens with pages of their own, and what one of them has."""

import pytest

from tests import citizens
from tests.citizens import account, browser_of, citizen, typed
from tests.lasting import lasting
from tests.web.me.asking import ELSEWHERE, order, send, value

_lasting_world = lasting(citizens.world)


@pytest.fixture(autouse=True)
def _world(_lasting_world: None, db: None) -> None:
    """A bank and its counters."""


@pytest.fixture
def amina() -> str:
    return citizen(given_name="Amina", family_name="Benali", given_name_ar="أمينة", family_name_ar="بن علي")


@pytest.fixture
def brahim() -> str:
    return citizen("brahim", given_name="Brahim", family_name="Alaoui")


@pytest.fixture
def theirs(brahim: str) -> dict[str, str]:
    """What another customer has: an account, a transfer inside, one outside, a money order."""
    number, mine = account(brahim, amount=900_000), account(brahim, "wallet")
    browser = browser_of(brahim)
    inside = send(browser, source=number, payee=mine, amount="10")["Location"]
    outside = send(browser, source=number, payee=ELSEWHERE, payee_name="Nobody", amount="20")["Location"]
    shown = order(browser, source=number, payee_name="Hassan Amrani", amount="300")
    issued = browser.post("/me/issue-money-order/?product=from-account", typed(shown, confirmed=1))
    return {
        "number": number, "account": f"/me/accounts/{number}/", "inside": inside, "outside": outside,
        "order": f"/me/money-orders/{value(issued, 'order')}/",
        **{name: f"/me/accounts/{number}/statement.{name}" for name in ("pdf", "csv", "xml")},
    }  # fmt: skip
