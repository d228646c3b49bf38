"""A busy shift in which the network goes and the browser dies: every act is there once, and the till is exact."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.bank.commands import open_account
from rekkas.counter.choices import ActState
from rekkas.counter.models import Act, Visit, VisitLine
from rekkas.mail.queries import items_numbered
from rekkas.money.queries import balance
from tests.bank import accounts
from tests.browser import ARGUMENTS, chromium_path
from tests.build import AGENCY, BOSS, FATIMA
from tests.cash.drawers import close_till
from tests.counter import screens, windows
from tests.counter.cable import Cable, cable_to
from tests.counter.screens import Window
from tests.counter.windows import COD_POSTAGE, POSTAGE, TILL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LETTER = 2_200


class Shift:
    """What a clerk does all day, one visitor after the other, and what each of them brought into the till."""

    def __init__(self, window: Window, announced: list[str], waiting: list[str], account: str) -> None:
        self.window, self.announced, self.waiting, self.account = window, announced, waiting, account
        self.done: list[tuple[str, int]] = []
        self.kinds: dict[str, Callable[[], int]] = {
            "letter": self.letter, "parcel": self.parcel, "cod": self.cod, "announced": self.announced_parcel,
            "stamps": self.stamps, "boxes": self.boxes, "record": self.record, "bill": self.bill,
            "deposit": self.deposit, "pick-up": self.pick_up,
        }  # fmt: skip

    @property
    def page(self) -> Page:
        return self.window.page

    def serve(self, times: int) -> None:
        for _turn in range(times):
            kind = list(self.kinds)[len(self.done) % len(self.kinds)]
            amount = self.kinds[kind]()
            self.settle()
            self.done.append((kind, amount))

    def settle(self) -> None:
        self.page.keyboard.press("F9")
        self.page.wait_for_selector("#tendered:focus")
        self.page.keyboard.press("F9")
        expect(self.page.locator("#result:visible, .toast.tone-bad").first).to_be_visible()
        assert self.page.locator(".toast.tone-bad").all_inner_texts() == []
        expect(self.page.locator("#basket li")).to_have_count(0)

    def fill(self, **said: str) -> None:
        form = self.page.locator("#form form")
        for name, text in said.items():
            field = form.locator(f"[name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)

    def take_first(self, name: str, text: str) -> None:
        self.page.locator(f"#form form [name={name}]").press_sequentially(text)
        expect(self.page.locator("#form [role=option]:visible").first).to_be_visible()
        self.page.keyboard.press("Enter")

    def sending(self, product: str, sender: str) -> None:
        self.page.keyboard.press("F2")
        self.fill(product=product, weight_g="900")
        self.take_first("name", "amina")
        self.take_first("sender", sender)

    def letter(self) -> int:
        self.sending("registered", "driss")
        return LETTER

    def parcel(self) -> int:
        self.sending("parcel", "driss")
        self.page.locator("#form [name=asked]").check()
        return POSTAGE

    def cod(self) -> int:
        self.sending("parcel-cod", "atlas")
        self.fill(cod="350")
        self.page.locator("#form [name=asked]").check()
        return COD_POSTAGE

    def announced_parcel(self) -> int:
        self.window.scan(self.announced.pop(0))
        expect(self.page.locator("form[data-service=announced]")).to_be_visible()
        return COD_POSTAGE

    def stamps(self) -> int:
        self.page.keyboard.press("F4")
        self.fill(code="stamp-domestic", count="4")
        return 4 * 375

    def boxes(self) -> int:
        self.page.keyboard.press("F4")
        self.fill(code="box-small")
        return 600

    def record(self) -> int:
        self.page.keyboard.press("Alt+8")
        self.fill(code="civil-record", reference=f"{len(self.done)}/2026", name="Driss Berrada")
        return 3_200

    def bill(self) -> int:
        self.page.keyboard.press("Alt+4")
        amount = 20 + len(self.done)
        self.fill(biller="phone-credit", reference="061234568", amount=str(amount))
        return amount * 100

    def deposit(self) -> int:
        self.page.keyboard.press("Alt+6")
        self.fill(account=self.account, amount="75.50", note="Driss")
        return 7_550

    def pick_up(self) -> int:
        self.window.scan(self.waiting.pop(0))
        form = self.page.locator("form[data-service=pick-up]")
        expect(form).to_be_visible()
        self.fill(document_kind="national-id", document_signs="2345")
        self.window.sign()
        return 35_000


def killed(profile: Path) -> None:
    """Kill the browser of this profile, all of it, as a power cut would."""
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                words = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if str(profile).encode() in words:
                os.kill(int(process.name), signal.SIGKILL)


@pytest.fixture
def cable(live_server: LiveServer) -> Iterator[Cable]:
    with cable_to(live_server.url) as cable:
        yield cable


def browser_of(chromium: Browser, profile: Path) -> BrowserContext:
    context = chromium.browser_type.launch_persistent_context(
        str(profile), executable_path=chromium_path(), args=list(ARGUMENTS), locale="en-GB"
    )
    context.set_default_timeout(90_000)
    return context


def test_every_act_of_a_shift_is_there_once_though_the_network_went_and_the_browser_died(
    chromium: Browser, cable: Cable, tmp_path: Path
) -> None:
    screens.world()
    announced, waiting = [windows.announced(f"shop {at}") for at in range(8)], windows.waiting_now(8)
    holder = accounts.customer("amina", at=timezone.now())
    account = open_account(
        customer=holder, product="current", office=AGENCY, by=BOSS, at=timezone.now(), key="account"
    ).number
    before, visits = balance(TILL), Visit.objects.count()
    context = browser_of(chromium, tmp_path)
    window = Window(context.pages[0], cable.url)
    window.sign_on()
    window.open()
    window.connected()
    window.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    shift = Shift(window, announced, waiting, account)

    shift.serve(12)
    cable.cut()
    shift.serve(20)
    shift.stamps()  # and while it is being typed, the power goes
    window.page.keyboard.press("Enter")
    expect(window.page.locator("#basket li")).to_have_count(1)
    killed(tmp_path)
    context = browser_of(chromium, tmp_path)
    context.clear_cookies()  # those of the last seconds lie on no disk: as many as may be are lost
    window.page = context.pages[0]
    window.page.bring_to_front()
    window.open()  # out of its own memory: there is no network
    expect(window.page.locator("#basket li")).to_have_count(1)
    # A browser that has just started gives its keys to nobody before it was touched.
    window.page.locator("#ask").click()
    shift.settle()
    shift.done.append(("stamps", 4 * 375))
    shift.serve(29)
    assert len(shift.done) >= 62
    cable.mend()
    window.sign_on()
    window.open()
    window.page.wait_for_selector("html[data-alone=false][data-waiting='0']", timeout=180_000)

    assert Counter(Act.objects.values_list("state", flat=True)) == {ActState.DONE: len(shift.done)}, list(
        Act.objects.exclude(state=ActState.DONE).values_list("code", "message", "said")
    )
    assert Visit.objects.count() - visits == len(shift.done) == Act.objects.values("key").distinct().count()
    taken = sum(amount for _kind, amount in shift.done)
    assert balance(TILL) - before == taken
    sent = [line.subject for line in VisitLine.objects.filter(service="sending")]
    assert len(items_numbered(sent)) == len(sent) == len(set(sent))
    assert len({kind for kind, _amount in shift.done}) == 10
    context.close()
    closing = close_till(
        counted=before + taken, by=FATIMA, at=timezone.now()
    )  # counted blind, and nothing differs
    assert closing.is_closed
    assert not closing.case
