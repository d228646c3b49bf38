"""A money order paid out at the window: one more line of the visit, and in nobody's hands where it is left."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.counter.models import Visit, VisitLine
from rekkas.money.queries import balance
from rekkas.payments.choices import PaymentState
from rekkas.payments.queries.orders import order as known_order
from rekkas.payments.queries.orders import payments_of
from tests.build import AGENCY
from tests.cash import drawers
from tests.counter import screens
from tests.counter.screens import Window
from tests.counter.windows import TILL
from tests.payments import desks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def order() -> str:
    """The number of an order of 500 MAD that a colleague issued for Amina."""
    screens.world()
    now = timezone.now()
    drawers.open_till(by=desks.SALMA, taken=desks.FLOAT, at=now - timedelta(hours=3))
    return desks.issue(by=desks.SALMA, at=now - timedelta(hours=2)).number


@pytest.fixture
def window(order: str, live_server: LiveServer, page: Page) -> Window:
    window = Window(page, live_server.url)
    window.sign_on()
    window.open()
    window.connected()
    return window


def fill(window: Window, code: str = desks.CODE.spoken) -> None:
    form = window.page.locator("form[data-service=order-payment]")
    for name, text in {"code": code, "document": "CD654321", "name": "Amina El Alaoui"}.items():
        form.locator(f"[name={name}]").fill(text)
    form.locator("[name=document_kind]").select_option("national-id")


def test_an_order_is_scanned_looked_at_and_paid_with_the_rest_of_the_visit(
    window: Window, order: str
) -> None:
    before = balance(TILL)
    window.press("F4", "Enter")  # one stamp
    expect(window.page.locator("#basket li")).to_have_count(1)

    window.scan(order)
    form = window.page.locator("form[data-service=order-payment]")
    expect(form.locator("[name=number]")).to_have_value(order)
    fill(window)
    window.press("F9")
    expect(form).to_contain_text("Amina Alaoui")
    expect(form.locator("[name=code]")).to_have_value("")
    window.press("F9")
    expect(window.page.locator("#change-words")).to_have_text("To give out")
    expect(window.page.locator("#change")).to_contain_text("496.25")
    window.press("F9")

    expect(window.settled()).to_contain_text("Print the payee’s receipt")
    assert [line.service for line in VisitLine.objects.order_by("id")][-2:] == ["article", "order-payment"]
    assert balance(TILL) - before == 375 - 50_000
    assert desks.state(order) == "paid"
    journal = window.page.evaluate("rekkasDesk.journal.exported()")
    assert desks.CODE.spoken not in journal


def test_a_wrong_code_is_counted_once_and_said(window: Window, order: str) -> None:
    window.press("Alt+9")
    window.page.locator("#form [name=number]").fill(order)
    fill(window, "111119")

    window.press("F9")
    expect(window.page.locator("#form [data-wrong]")).to_contain_text("more tries")
    expect(window.page.locator("#form [name=code]")).to_be_focused()

    fill(window)
    window.press("F9", "F9")
    expect(window.page.locator("#basket li")).to_have_count(1)


@pytest.mark.parametrize("way", ["Escape", "taken off", "given up"])
def test_what_is_left_is_in_nobodys_hands(window: Window, order: str, way: str) -> None:
    window.press("Alt+9")
    window.page.locator("#form [name=number]").fill(order)
    fill(window)
    window.press("F9")
    expect(window.page.locator("#form")).to_contain_text("Amina Alaoui")
    with window.page.expect_response("**/orders/leave/"):
        if way == "Escape":
            window.press("Escape")
        else:
            window.press("F9")
            window.page.locator("[data-drop-line]" if way == "taken off" else "#give-up").click()

    assert [row.state for row in payments_of(known_order(order))] == [PaymentState.LET_GO]
    assert not Visit.objects.filter(amount__lt=0).exists()


def test_an_answer_that_was_lost_leaves_nothing_in_hand_when_it_is_asked_in_other_words(
    window: Window, order: str
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    window.press("Alt+9")
    window.page.locator("#form [name=number]").fill(order)
    fill(window)
    window.page.route("**/orders/begin/", lose, times=1)
    window.press("F9")
    expect(window.page.locator("#form [data-wrong]")).not_to_be_empty()
    window.connected()
    window.page.locator("#form [name=name]").fill("Amina Alaoui")

    with window.page.expect_response("**/orders/leave/"):
        window.press("F9")
    expect(window.page.locator("#form [name=code]")).to_be_disabled()

    states = [row.state for row in payments_of(known_order(order))]
    assert sorted(states) == sorted([PaymentState.LET_GO, PaymentState.BEGUN])


def test_the_window_is_not_signed_out_by_an_order_that_may_not_be_paid(order: str) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(get_user_model().objects.get(username="fatima"))
    own = desks.issue(at=timezone.now() - timedelta(hours=1)).number

    def begin(**changes: Any) -> Any:
        asked = {
            "token": str(uuid4()), "number": order, "code": desks.CODE.spoken, "kind": "national-id",
            "document": "CD654321", "name": "Amina El Alaoui", **changes,
        }  # fmt: skip
        answer = client.post("/desk/window/orders/begin/", json.dumps(asked), content_type="application/json")
        return answer.json()

    assert begin(number=own)["code"] == "payments.own-order"
    assert begin(code="12")["message"]
    assert begin()["answer"] == "right"
    assert [row.office_id for row in payments_of(known_order(order))] == [AGENCY]
