"""More than a password, as a person has it: a passkey of this machine, and the digits of an app."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.base.choices import Role
from tests import build
from tests.base.staff import PASSWORD, hired
from tests.web.test_logins import digits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_MACHINE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def desk(live_server: LiveServer, settings: object) -> str:
    """The site under a name: a passkey belongs to one, and to no address."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # type: ignore[attr-defined]
    settings.MFA_TOTP_TOLERANCE = 1  # type: ignore[attr-defined]  # nobody waits half a minute for the next digits
    build.country()
    return live_server.url.replace("127.0.0.1", "localhost")


def with_authenticator(page: Page) -> None:
    """A machine that has a safe place for keys, and somebody who puts a finger on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": A_MACHINE})


def log_in(page: Page, desk: str, name: str) -> None:
    page.goto(f"{desk}/desk/log-in/?lang=en")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def say_once_more_who_one_is(page: Page) -> None:
    page.wait_for_url("**/desk/account/confirm/**")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")


def log_out(page: Page, desk: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{desk}/desk/?lang=en")
    page.wait_for_url("**/desk/log-in/**")


def test_a_passkey_is_added_and_opens_the_desk_without_name_and_password(page: Page, desk: str) -> None:
    hired("amal")
    with_authenticator(page)
    log_in(page, desk, "amal")
    page.wait_for_url("**/desk/")

    page.goto(f"{desk}/desk/account/second-factor/keys/add/")
    say_once_more_who_one_is(page)
    page.wait_for_url("**/keys/add/**")
    page.locator("input[name=name]").fill("The machine at counter 3")
    page.locator("main form input[type=checkbox]").check()
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/second-factor/(codes|keys)/$"))
    page.goto(f"{desk}/desk/account/second-factor/keys/")
    expect(page.locator("main")).to_contain_text("The machine at counter 3")

    log_out(page, desk)
    page.goto(f"{desk}/desk/log-in/passkey/?lang=en")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")
    expect(page.get_by_role("contentinfo")).to_contain_text("amal")


def test_an_engineer_sets_up_an_app_first_and_shows_its_digits_at_each_log_in(page: Page, desk: str) -> None:
    hired("driss", Role.ENGINEER, office="")
    log_in(page, desk, "driss")
    page.wait_for_url("**/desk/account/second-factor/")

    page.goto(f"{desk}/desk/account/second-factor/app/")
    say_once_more_who_one_is(page)
    page.wait_for_url("**/second-factor/app/")
    secret = page.locator("p.soft .code").inner_text().strip()
    page.locator("main input[name=code]").fill(digits(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-factor/codes/")
    page.goto(f"{desk}/desk/")
    expect(page.get_by_role("contentinfo")).to_contain_text("driss")

    log_out(page, desk)
    log_in(page, desk, "driss")
    page.wait_for_url("**/desk/log-in/second-factor/**")
    page.locator("main input[name=code]").fill(digits(secret, ahead=1))  # each is taken once
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    expect(page.get_by_role("contentinfo")).to_contain_text("driss")
