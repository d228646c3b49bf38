"""The cover over a desk that is left: the page stays as it is, and goes on where it was."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.base.commands import choose_pin, issue_badge
from tests import build
from tests.base.staff import ADMINISTRATOR, PASSWORD, hired, speaking
from tests.build import MONDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_desk_is_locked_by_key_and_by_idleness_and_goes_on_by_pin(
    live_server: LiveServer, page: Page, settings: object
) -> None:
    build.country()
    choose_pin(pin="2580", by=speaking(hired("amal")), at=MONDAY)
    hired("sara")
    badge = issue_badge(user="sara", by=ADMINISTRATOR, at=MONDAY)
    page.goto(f"{live_server.url}/desk/log-in/?lang=en")
    page.get_by_label("Username").fill("amal")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    page.goto(f"{live_server.url}/desk/mail/record-scans/")
    typed, cover = (
        page.locator("main textarea, main input:not([type=hidden])").first,
        page.locator("#lock-cover"),
    )
    typed.fill("PC000000019MA")

    with page.expect_response("**/desk/lock/"):
        page.keyboard.press("Control+l")
    expect(cover).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    assert page.request.get(f"{live_server.url}/desk/").status == 423
    page.keyboard.type("0000")
    page.keyboard.press("Enter")
    expect(page.locator("#lock-wrong")).to_contain_text("stays locked")
    page.keyboard.type("2580")
    page.keyboard.press("Enter")
    expect(cover).to_be_hidden()
    expect(typed).to_have_value("PC000000019MA")

    page.context.set_offline(True)  # what the page knows is enough
    page.keyboard.press("Control+l")
    expect(cover).to_be_visible()
    page.keyboard.type("2580")
    page.keyboard.press("Enter")
    expect(cover).to_be_hidden()
    page.context.set_offline(False)

    settings.DESK_LOCKS_AFTER_S = {"*": 8}  # type: ignore[attr-defined]  # long enough to turn to a page in
    page.goto(f"{live_server.url}/desk/account/")
    expect(cover).to_be_visible()  # nobody touched anything
    page.keyboard.type(badge)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/$"))
    expect(page.get_by_role("contentinfo")).to_contain_text("sara")
