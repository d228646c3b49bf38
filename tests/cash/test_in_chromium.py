"""The pages of cash in a browser: nothing wider than a small phone, and a till closed by keyboard."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.cash import commands
from tests.build import AGENCY, BOSS
from tests.cash import drawers
from tests.cash.drawers import KARIM, TILL
from tests.cash.test_declare_known_error import error
from tests.cash.test_pages import sale
from tests.desk import PASSWORD, load, member, open_day_and_night

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASH = "/desk/cash/"


@pytest.fixture
def world() -> dict[str, list[str]]:
    """A day with everything in it; the pages that each member of staff opens."""
    load(open_day_and_night())
    now = timezone.now()
    for name, role, office in (
        ("fatima", Role.CLERK, AGENCY), ("karim", Role.MANAGER, AGENCY), ("salma", Role.CLERK, AGENCY),
        ("nadia", Role.TREASURER, ""), ("idriss", Role.INSPECTOR, ""),
    ):  # fmt: skip
        member(name, role, office)
    commands.load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=now)
    commands.entrust_vault(office=AGENCY, keeper="karim", by=KARIM, at=now)
    drawers.fund()
    session = drawers.open_till(at=now).session
    sale("one")
    sale("by another", by=system("central"))
    other = drawers.open_till(drawers.SALMA, at=now).session
    closed = drawers.close_till(49_800, by=drawers.SALMA, at=now)
    move = commands.move_to_till(
        office=AGENCY, clerk="fatima", currency="MAD", pieces="20000x1", by=KARIM, at=now
    )
    commands.send_cash(
        pouch="P0001", seal="S-1", office=AGENCY, destination="MA0004", currency="MAD", pieces="20000x5", by=KARIM,
        at=now,
    )  # fmt: skip
    access = commands.ask_support_access(branch=AGENCY, reason="?", minutes=30, by=drawers.ENGINEER, at=now)
    commands.grant_support_access(access=access, office=AGENCY, by=KARIM, at=now)
    commands.declare_known_error(error=error(), by=drawers.IDRISS, at=now)
    return {
        "fatima": [
            "", "close-till/", "move-to-vault/", f"moves/{move}/confirm-move/", f"sessions/{session}/",
            f"lines/{TILL}/2/", f"lines/{TILL}/3/", "known-errors/", "known-errors/E-1/", "support/",
            "pouches/", "cases/", "question-mismatch/",
        ],
        "karim": [
            "open-till/", "office/", "move-to-till/", "count-vault/", "entrust-vault/", "send-cash/", "receive-cash/",
            "bank-surplus/", "sign-pouch/?pouch=P0001", "forecast/", f"sessions/{other}/", "offices/",
            f"cases/{closed.case}/", "cases/", f"acknowledge-lines/?account=vault:{AGENCY}:MAD",
        ],
        "nadia": [f"set-cash-terms/?office={AGENCY}", f"supply-cash/?office={AGENCY}", f"office/?office={AGENCY}"],
        "idriss": ["known-errors/declare-known-error/", f"cases/{closed.case}/"],
    }  # fmt: skip


def log_in(page: Page, address: str, name: str, language: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/desk/log-in/?lang={language}")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_page_is_wider_than_a_small_phone(
    live_server: LiveServer, page: Page, world: Any, language: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for name, addresses in world.items():
        log_in(page, live_server.url, name, language)
        for address in addresses:
            answer = page.goto(live_server.url + CASH + address)

            assert answer is not None
            assert answer.status == 200, address
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_a_clerk_closes_the_till_by_keyboard(live_server: LiveServer, page: Page, world: Any) -> None:
    log_in(page, live_server.url, "fatima", "ar")
    page.goto(live_server.url + CASH)
    for box in page.locator("#unseen input[type=checkbox]").all():
        box.check()
    with page.expect_navigation():
        page.click("#unseen .button")
    mark = page.get_attribute("[data-mark]", "data-mark")

    page.goto(live_server.url + CASH + "close-till/")
    page.fill(
        "[name=count_20000]", "٣"
    )  # 77,000 in Arabic digits: three of 200, one of 100 and of 50, one of 20
    for value, number in (("10000", "١"), ("5000", "١"), ("2000", "١")):
        page.fill(f"[name=count_{value}]", number)
    page.fill("[name=last_mark]", mark or "")
    with page.expect_navigation():
        page.click("button[name=close]")

    assert page.get_attribute("#result", "data-difference") == "0"
