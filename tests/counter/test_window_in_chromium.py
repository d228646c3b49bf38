"""The window in a browser: how few keys an act takes, and that what is done twice is done once."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.counter.models import Visit, VisitLine
from rekkas.mail.queries import item
from rekkas.money.queries import balance
from tests.counter import screens, windows
from tests.counter.screens import Window
from tests.counter.windows import TILL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(live_server: LiveServer, page: Page) -> Window:
    screens.world()
    window = Window(page, live_server.url)
    window.sign_on()
    return window


def test_a_registered_letter_to_somebody_known_takes_few_keys(window: Window) -> None:
    window.open()
    window.connected()
    window.weigh(40)

    window.press("F2")
    window.type("R")  # the product
    window.press("Enter")
    window.type("amin")
    expect(window.page.locator("[role=listbox]:visible [role=option]")).to_have_count(1)
    window.press("Enter")
    window.type("dris")
    expect(window.page.locator("[role=listbox]:visible [role=option]")).to_have_count(1)
    window.press("Enter")
    window.press("F9", "F9")

    window.settled()
    line = VisitLine.objects.latest("id")
    assert (line.what, line.amount) == ("registered", 2_200)
    assert item(line.subject).addressee["name"] == "Amina Alaoui"
    assert item(line.subject).sender["name"] == "Driss Berrada"
    assert window.keys <= 20, window.keys


def test_a_parcel_that_was_announced_online_takes_fewer(window: Window) -> None:
    number = windows.announced()
    window.open()
    window.connected()
    window.weigh(900)

    window.scan(number)
    expect(window.page.locator("form[data-service=announced]")).to_be_visible()
    window.press("F9", "F9")

    window.settled()
    assert VisitLine.objects.latest("id").subject == number
    assert window.keys <= 4, window.keys


def test_a_visit_that_is_settled_twice_at_once_is_settled_once(window: Window) -> None:
    window.open()
    window.connected()
    before, visits = balance(TILL), Visit.objects.count()

    window.press("F4", "Enter")
    window.page.locator("#settle").dblclick()

    window.settled()
    window.page.go_back()
    window.open()
    assert (Visit.objects.count() - visits, balance(TILL) - before) == (1, 375)
    expect(window.page.locator("#basket li")).to_have_count(0)


def test_what_is_still_typed_is_settled_with_what_was_added_before(window: Window) -> None:
    window.open()
    window.connected()
    window.press("F4", "Enter")
    expect(window.page.locator("#basket li")).to_have_count(1)

    window.press("F4")
    window.page.locator("#form [name=count]").fill("3")
    window.press("F9", "F9")

    window.settled()
    assert [line.count for line in VisitLine.objects.order_by("id")][-2:] == [1, 3]
    assert Visit.objects.latest("id").amount == 4 * 375


def test_a_second_tab_leaves_the_journal_to_the_first(window: Window) -> None:
    window.open()
    other = window.page.context.new_page()

    other.goto(f"{window.address}/desk/window/")

    expect(other.locator("#elsewhere")).to_be_visible()
    expect(other.locator("#window")).to_be_hidden()


def test_a_basket_outlives_a_reload_and_what_was_taken_off_comes_back(window: Window) -> None:
    window.open()
    window.connected()
    window.press("F4", "Enter")
    expect(window.page.locator("#basket li")).to_have_count(1)

    window.open()
    window.page.locator("[data-drop-line]").click()
    expect(window.page.locator("#basket li")).to_have_count(0)
    window.page.locator(".toast .undo").click()

    expect(window.page.locator("#basket li")).to_have_count(1)


def test_the_same_bill_a_moment_later_is_asked_about_and_then_paid(window: Window) -> None:
    window.open()
    window.connected()
    for turn in range(2):
        window.press("Alt+4")
        window.page.locator("#form [name=biller]").select_option("phone-credit")
        window.page.locator("#form [name=reference]").fill("061234568")
        window.page.locator("#form [name=amount]").fill("50")
        window.press("F9", "F9")
        if turn:
            window.page.locator(".toast .undo").click()
            expect(window.page.locator("#tendered")).to_be_focused()
            window.press("F9")
        window.settled()

    assert VisitLine.objects.filter(service="bill").count() == 2


def test_the_secret_code_of_a_money_order_is_told_when_it_is_settled(window: Window) -> None:
    window.open()
    window.connected()
    window.press("Alt+5")
    form = window.page.locator("form[data-service=money-order]")
    for name, text in {
        "amount": "500", "name": "Amina Alaoui", "phone": "+212622222222", "sender": "Driss Berrada",
        "sender_phone": "+212611111111", "document": "AB123456",
    }.items():  # fmt: skip
        form.locator(f"[name={name}]").fill(text)
    form.locator("[name=document_kind]").select_option("national-id")
    window.press("F9", "F9")

    result = window.settled()
    line = VisitLine.objects.latest("id")
    assert line.service == "money-order"
    expect(result).to_contain_text("Secret code")
    code = "".join(filter(str.isdigit, result.locator("small", has_text="Secret code").inner_text()))
    assert len(code) >= 6
    assert code not in window.page.evaluate("rekkasDesk.journal.exported()")  # nor is it kept on the device


def test_a_basket_whose_act_was_written_down_is_not_settled_again(window: Window) -> None:
    """The power goes between the journal and the basket: what was written down is no basket any more."""
    window.open()
    window.connected()
    window.press("F4", "Enter")
    expect(window.page.locator("#basket li")).to_have_count(1)
    kept = window.page.evaluate("rekkasDesk.store.get('meta', 'basket')")
    window.press("F9", "F9")
    window.settled()

    window.page.evaluate("(basket) => rekkasDesk.store.put('meta', basket)", kept)
    window.open()

    expect(window.page.locator("#basket li")).to_have_count(0)


def test_a_device_that_cannot_write_an_act_down_says_so_and_settles_when_it_can(
    live_server: LiveServer, chromium: Browser
) -> None:
    screens.world()
    page = chromium.new_page(locale="en-GB")  # not the fixture, for which a script that fails is a fault
    window = Window(page, live_server.url)
    window.sign_on()
    window.open()
    window.connected()
    visits = Visit.objects.count()
    window.press("F4", "Enter")
    expect(window.page.locator("#basket li")).to_have_count(1)
    window.page.evaluate(
        """() => {
            const { journal } = window.rekkasDesk;
            journal.write = () => { delete journal.write; return Promise.reject(new Error("The disk is full")); };
        }"""
    )

    window.press("F9", "F9")

    expect(window.page.locator(".toast.tone-bad")).to_contain_text("The disk is full")
    expect(window.page.locator("#basket li")).to_have_count(1)
    assert Visit.objects.count() == visits
    window.press("F9")
    window.settled()
    assert Visit.objects.count() == visits + 1
    page.close()
