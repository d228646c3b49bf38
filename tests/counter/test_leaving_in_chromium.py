"""Whoever logged out or locked their screen leaves a window that shows nothing, with or without a network."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.base.looks import looks_at
from tests.counter import screens
from tests.counter.cable import Cable, cable_to
from tests.counter.screens import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = """async (clerk) => {
    const opening = indexedDB.open(`rekkas-window ${clerk}`);
    const database = await new Promise((found) => { opening.onsuccess = () => found(opening.result); });
    const all = (store) => new Promise((found) => {
        database.transaction(store).objectStore(store).getAll().onsuccess = (event) => found(event.target.result);
    });
    const kept = { meta: await all("meta"), acts: await all("acts") };
    database.close();
    return kept;
}"""


@pytest.fixture
def cable(live_server: LiveServer) -> Iterator[Cable]:
    with cable_to(live_server.url) as cable:
        yield cable


def opened(page: Page, cable: Cable) -> Window:
    """A window that is kept on the device, at which one visitor was served."""
    screens.world()
    window = Window(page, cable.url)
    window.sign_on()
    window.open()
    window.connected()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    serve(window)
    window.connected()
    return window


def serve(window: Window) -> None:
    window.press("F4")
    form = window.page.locator("#form form")
    form.locator("[name=code]").select_option("stamp-domestic")
    form.locator("[name=count]").fill("2")
    window.press("Enter")
    expect(window.page.locator("#basket li")).to_have_count(1)
    window.press("F9")
    window.page.wait_for_selector("#tendered:focus")
    window.press("F9")
    expect(window.page.locator("#basket li")).to_have_count(0)


def kept_of(page: Page, clerk: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(KEPT, clerk)
    return {**found, "names": {row["name"] for row in found["meta"]}}


def shows_nothing(window: Window) -> None:
    window.page.goto(f"{window.address}/desk/window/")
    expect(window.page.locator("#signed-off")).to_be_visible()
    expect(window.page.locator("#window")).to_be_hidden()
    assert window.page.locator("html[data-window=ready]").count() == 0
    for name in ("footer", ".nav"):
        expect(window.page.locator(f"body > {name}, header {name}").first).to_be_hidden()


def test_after_logging_out_the_window_shows_nothing_and_keeps_nobodys_data(page: Page, cable: Cable) -> None:
    window = opened(page, cable)
    before = kept_of(page, "fatima")
    assert ("sheet" in before["names"], len(before["acts"])) == (True, 1)
    page.locator("form[action='/desk/log-out/'] button").first.click()
    page.wait_for_url(f"{cable.url}/")

    cable.cut()
    shows_nothing(window)

    after = kept_of(page, "fatima")
    assert ("sheet" in after["names"], "journal" in after["names"], after["acts"]) == (False, True, [])
    cable.mend()
    window.sign_on()
    window.open()
    assert "sheet" in kept_of(page, "fatima")["names"]


def test_whose_data_was_looked_at_is_told_before_its_clerk_leaves_and_stays_on_no_device(
    page: Page, cable: Cable
) -> None:
    opened(page, cable)
    page.evaluate("rekkasDesk.store.put('meta', { name: 'seen', phones: ['+212611111111'] })")

    page.locator("form[action='/desk/log-out/'] button").first.click()
    page.wait_for_url(f"{cable.url}/")

    assert "seen" not in kept_of(page, "fatima")["names"]
    assert [look.reader for look in looks_at("phone", "+212611111111")] == ["fatima"]


def test_what_was_not_sent_stays_for_its_clerk_and_shows_no_people_to_another(
    page: Page, cable: Cable
) -> None:
    window = opened(page, cable)
    cable.cut()
    serve(window)
    page.wait_for_selector("html[data-alone=true][data-waiting='1']")
    page.goto("about:blank")
    cable.mend()
    page.goto(f"{cable.url}/desk/")
    page.locator("form[action='/desk/log-out/'] button").first.click()
    page.wait_for_url(f"{cable.url}/")

    window.sign_on("samira")
    page.goto(f"{cable.url}/desk/window/")
    expect(page.locator("#no-till")).to_be_visible()

    after = kept_of(page, "fatima")
    assert ("sheet" in after["names"], [act["state"] for act in after["acts"]]) == (False, ["waiting"])
    expect(page.locator("#basket li")).to_have_count(0)
    page.goto(f"{cable.url}/desk/")
    page.locator("form[action='/desk/log-out/'] button").first.click()
    page.wait_for_url(f"{cable.url}/")
    window.sign_on()
    window.open()
    window.connected()


def test_a_window_that_was_locked_without_a_network_is_not_opened_by_loading_it_again(
    page: Page, cable: Cable
) -> None:
    window = opened(page, cable)
    cable.cut()
    page.locator("#lock-now").click()
    expect(page.locator("#lock-cover")).to_be_visible()

    shows_nothing(window)


def test_a_browser_that_lost_its_power_and_its_cookies_goes_on(page: Page, cable: Cable) -> None:
    window = opened(page, cable)
    page.context.clear_cookies()
    cable.cut()

    window.open()

    expect(page.locator("#window")).to_be_visible()
