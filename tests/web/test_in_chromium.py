"""The pages in a browser: no barrier that a machine can find, and nothing wider than a small phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from rekkas.web import views
from tests.web.samples import answering, load_sample
from tests.web.test_pages import FOUND, INVALID, LONG, ODD, SILENT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/",
    "/track/?numbers=PA000000425MA+PA000000456MA+PA000000423MA+EE876543216CA",
    "/track/PA000000425MA/",
    "/track/PA000000487MA/",
    "/track/RA000000473TN/",
    "/track/PA000000423MA/",
    "/offices/",
    "/offices/MA0002/",
    "/prices/?product=parcel-cod&weight_g=&origin=Fes&destination=Ain+Leuh",
    "/promise/?origin=MA0001&destination=MA0004",
    "/promise/?origin=Fes&destination=Ain+Leuh",
    "/desk/log-in/",
)


@pytest.fixture(autouse=True)
def _network(monkeypatch: pytest.MonkeyPatch) -> None:
    load_sample(agencies=12)
    monkeypatch.setattr(views, "track", answering(FOUND, LONG, SILENT, ODD, INVALID))


def in_language(address: str, language: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


def test_no_page_has_a_barrier_at_night(live_server: LiveServer, page: Page) -> None:
    """By day the walk over every page looks (test_axe.py)."""
    page.emulate_media(color_scheme="dark")
    for address in PAGES:
        page.goto(live_server.url + in_language(address, "fr"))  # axe does not see contrast on Arabic pages

        found = Axe().run(page, options={"resultTypes": ["violations", "passes"]}).response

        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == [], address
        examined = next(rule for rule in found["passes"] if rule["id"] == "color-contrast")
        assert len(examined["nodes"]) > 10, address


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_page_is_wider_than_a_small_phone(live_server: LiveServer, page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in PAGES:
        page.goto(live_server.url + in_language(address, language))

        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_a_number_is_tracked_by_keyboard_alone(live_server: LiveServer, page: Page) -> None:
    page.goto(live_server.url + "/?lang=ar")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_role("textbox").fill("pa 000 000 425 ma")
    page.keyboard.press("Enter")

    page.wait_for_url("**/track/PA000000425MA/")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
