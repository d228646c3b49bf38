"""What goes abroad, in the window: a country is chosen, its products alone are offered, and what is inside is asked."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.counter.models import Declaration, VisitLine
from rekkas.mail.queries import item
from tests.counter import screens
from tests.counter.abroad import EXCHANGE, with_abroad
from tests.counter.screens import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(live_server: LiveServer, page: Page) -> Window:
    screens.world(with_abroad)
    window = Window(page, live_server.url)
    window.sign_on()
    window.open()
    window.connected()
    window.weigh(900)
    window.press("F2")
    return window


def pick(window: Window, name: str, text: str) -> None:
    window.page.locator(f"#form [name={name}]").press_sequentially(text)
    expect(window.page.locator("#form [role=option]:visible").first).to_be_visible()
    window.page.keyboard.press("Enter")


def to_lyon(window: Window) -> Locator:
    """Everything but what is inside."""
    form = window.page.locator("form[data-service=sending]")
    pick(window, "place", "fran")
    form.locator("[name=name]").fill("Luc Martin")
    form.locator("[name=city]").fill("Lyon")
    pick(window, "sender", "dris")
    return form


def products(form: Locator) -> list[str]:
    return [str(one.get_attribute("value")) for one in form.locator("[name=product] option").all()]


def test_goods_are_named_before_they_are_sent(window: Window) -> None:
    form = to_lyon(window)
    assert products(form) == ["letter-abroad", "parcel-abroad"]
    form.locator("[type=submit]").click()
    expect(form.locator("[name=inside]")).to_be_focused()

    form.locator("[name=inside]").select_option("goods")
    form.locator("[name=purpose]").select_option("gift")
    form.locator("[name=content_what]").fill("Slippers")
    form.locator("[type=submit]").click()
    expect(form.locator("[data-wrong]")).to_contain_text("how heavy")
    form.locator("[name=content_weight]").fill("600")
    form.locator("[type=submit]").click()
    window.press("F9", "F9")

    window.settled()
    assert Declaration.objects.get().purpose == "gift"
    assert item(VisitLine.objects.latest("id").subject).destination_id == EXCHANGE


def test_papers_alone_need_nothing_more(window: Window) -> None:
    form = to_lyon(window)
    form.locator("[name=inside]").select_option("documents")
    expect(form.locator("[data-contents]")).to_be_hidden()

    window.press("F9", "F9")

    window.settled()
    assert not Declaration.objects.exists()
    assert VisitLine.objects.latest("id").what == "letter-abroad"


def test_at_home_nothing_is_asked_and_products_for_abroad_are_not_offered(window: Window) -> None:
    form = window.page.locator("form[data-service=sending]")
    pick(window, "place", "zag")

    assert products(form) == ["parcel", "parcel-cod", "registered"]
    for hidden in ("[data-abroad]", "[data-contents]"):
        expect(form.locator(hidden)).to_be_hidden()
    form.locator("[name=place]").fill("")
    assert len(products(form)) == 5
    form.locator("[name=product]").select_option("letter-abroad")
    form.locator("[name=place]").press_sequentially("zag")  # with a product for abroad, countries alone
    expect(window.page.locator("#form [role=option]:visible")).to_have_count(0)
