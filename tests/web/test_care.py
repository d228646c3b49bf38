"""Pages for every hand, eye and machine: narrow, enlarged, at rest, on paper, by keys alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.web.walking import HERE, Shown, Walked, served

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ROUTES = (
    "", "offices/", "offices/<str:code>/", "promise/", "design/", "me/", "me/transfer/", "desk/", "desk/mail/",
    "desk/counter/accept-parcels/", "desk/cash/close-till/", "desk/bank/customers/<str:number>/",
)  # fmt: skip
WALKED = ("", "promise/", "me/transfer/", "desk/counter/accept-parcels/")
WIDER = "document.documentElement.scrollWidth - innerWidth"
RESTLESS = """() => [...document.querySelectorAll("*")].filter((part) => {
    const {transitionDuration, animationName} = getComputedStyle(part);
    return transitionDuration.split(", ").some((time) => time !== "0s") || animationName !== "none";
  }).map((part) => part.outerHTML.slice(0, 80))"""
# Where the focus is: whether it can be seen there, and what it stands on.
STOP = """() => {
    const here = document.activeElement;
    if (here === document.body) return null;
    const {outlineStyle, outlineWidth} = getComputedStyle(here), box = here.getBoundingClientRect();
    const again = here.dataset.walked === "yes";
    here.dataset.walked = "yes";
    const inner = !here.matches(":focus"); // the calendar of a day: the browser draws its own ring
    return {
      again, name: here.outerHTML.slice(0, 100), skips: here.className === "skip",
      seen: inner || outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && box.width > 0 && box.height > 0,
    };
  }"""
MISSED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
    (part) => part.checkVisibility({visibilityProperty: true}) && !part.disabled && part.tabIndex >= 0
      && part.type !== "radio" && part.dataset.walked !== "yes",
  ).map((part) => part.outerHTML.slice(0, 100))"""
MOST_STOPS = 150


def pages(site: Walked, page: Page, language: str, routes: tuple[str, ...] = ROUTES) -> Iterator[Shown]:
    """Each of some pages, opened."""
    with served(page, site, language):
        for route in routes:
            shown = site[route]
            if language in shown.answers:
                page.goto(HERE + shown.address)
                yield shown


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_page_is_wider_than_a_small_phone(site: Walked, page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})

    wide = [shown.address for shown in pages(site, page, language) if page.evaluate(WIDER) > 0]

    assert wide == []


def test_a_page_at_twice_its_size_needs_no_sideways_scrolling(site: Walked, page: Page) -> None:
    """Enlarged by the browser (half as many pixels are left) and by letters alone."""
    page.set_viewport_size({"width": 640, "height": 400})
    wide = []
    for shown in pages(site, page, "fr"):
        by_browser = page.evaluate(WIDER)
        page.evaluate("document.documentElement.style.fontSize = '150%'")
        if max(by_browser, page.evaluate(WIDER)) > 0:
            wide.append(shown.address)

    assert wide == []


def test_nothing_moves_for_who_asked_for_rest(site: Walked, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    restless = {
        shown.address: found for shown in pages(site, page, "fr") if (found := page.evaluate(RESTLESS))
    }

    assert restless == {}

    page.emulate_media(reduced_motion="no-preference")
    assert [True for _ in pages(site, page, "fr", ("",)) if page.evaluate(RESTLESS)]  # it would be seen


def test_paper_carries_no_ways_to_other_pages(site: Walked, page: Page) -> None:
    page.emulate_media(media="print")
    for shown in pages(site, page, "fr"):
        for part in (".nav", ".tongues", ".foot", ".skip", ".crumbs", ".toasts"):
            assert page.locator(part).filter(visible=True).count() == 0, (shown.address, part)


def test_everything_is_reached_by_keys_and_seen_when_it_is(site: Walked, page: Page) -> None:
    for shown in pages(site, page, "fr", WALKED):
        page.evaluate("document.activeElement.blur()")  # a field may wait for the first key
        page.evaluate("getSelection().removeAllRanges()")
        stops = []
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            if stop is None:
                continue  # past the last one: the next key begins at the head of the page
            if stop["again"] and stop["skips"]:
                break  # round once
            stops.append(stop)

        assert [stop["name"] for stop in stops if not stop["seen"]] == [], shown.address
        assert any(stop["skips"] for stop in stops), shown.address
        assert page.evaluate(MISSED) == [], shown.address


def test_the_first_key_leads_past_the_head_of_the_page(site: Walked, page: Page) -> None:
    for _shown in pages(site, page, "fr", ("offices/",)):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "content"


def test_a_page_is_printed_on_a4_and_a_slip_on_a_roll_of_80_mm(site: Walked, page: Page) -> None:
    def width_mm() -> float:
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ", page.pdf(prefer_css_page_size=True))
        assert box is not None
        return float(box[1]) / 72 * 25.4

    for _shown in pages(site, page, "fr", ("offices/<str:code>/",)):
        assert width_mm() == pytest.approx(210, abs=1)
        page.evaluate("document.body.classList.add('slip')")
        assert width_mm() == pytest.approx(80, abs=1)
