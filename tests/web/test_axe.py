"""No page has a barrier that a machine can find: axe looks at one page of every route, in French and in English.

It does not see contrast on Arabic pages; that of each pair of colours is computed (tests/design/test_style.py).
"""

from pathlib import Path

import axe_playwright_python
import pytest
from django.urls import get_resolver
from playwright.sync_api import Page

from tests.architecture.test_routes import routes
from tests.web.walking import HERE, Walked, served

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
LOOK = """(contrast) => axe.run(document, {
    resultTypes: contrast ? ["violations", "passes"] : ["violations"],
    rules: {"color-contrast": {enabled: contrast}},
  }).then(({violations, passes}) => ({
    barriers: violations.map((rule) => `${rule.id}: ${rule.nodes[0].html.slice(0, 200)}`),
    measured: passes.find((rule) => rule.id === "color-contrast")?.nodes.length ?? 0,
  }))"""
# The same page in another language, under the sheets that are there already.
CHANGE = """(html) => {
    const other = new DOMParser().parseFromString(html, "text/html");
    document.documentElement.lang = other.documentElement.lang;
    document.title = other.title;
    document.body.replaceWith(document.adoptNode(other.body));
  }"""
LEAST_MEASURED = 10  # texts of one page whose contrast was seen
LEAST_PAGES = 170  # a walk that finds fewer was led astray


def test_no_page_has_a_barrier_that_axe_finds(site: Walked, page: Page) -> None:
    """The colours of a page do not depend on its language: they are measured in French."""
    found: list[str] = []
    page.add_init_script(AXE)
    with served(page, site, "fr"):
        for shown in site.values():
            page.goto(HERE + shown.address)
            seen = page.evaluate(LOOK, True)
            page.evaluate(CHANGE, shown.answers["en"].decode())
            barriers = [*seen["barriers"], *page.evaluate(LOOK, False)["barriers"]]
            if seen["measured"] < LEAST_MEASURED:
                barriers.append(f"the contrast of {seen['measured']} texts alone was measured")
            found += [f"{shown.address} as {shown.reader.name} sees it: {barrier}" for barrier in barriers]

    assert not found, "\n".join(found)


def test_the_walk_comes_nearly_everywhere(site: Walked) -> None:
    """Half of the addresses answer a form alone, or are files: they have no page to look at."""
    known = {address for address, family, _view in routes(get_resolver()) if family not in ("admin", "ninja")}

    assert len(site) >= LEAST_PAGES, sorted(known - site.keys())
