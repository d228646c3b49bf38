"""Scales and printers of the window, and what it prints by itself: nonsense, motion, silence, no paper, no network."""

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from rekkas.counter.models import Visit, VisitLine
from tests.counter import screens
from tests.counter.cable import cable_to
from tests.counter.screens import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MODULE = """async ([file, given]) => {
    const it = await import(`/static/counter/window/${file}`);
    BODY
}"""
BARS = """const { path, width } = it.barsPath(given, 60);
    const canvas = document.createElement("canvas");
    canvas.width = (width + 40) * 3;
    canvas.height = 80;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, 80);
    pen.fillStyle = "#000";
    pen.translate(60, 10);
    pen.scale(3, 1);
    pen.fill(new Path2D(path));
    return canvas.toDataURL();"""


class Bench:
    """The window and, in a second tab, the simulator that is connected to it."""

    def __init__(self, window: Window) -> None:
        self.window, self.page = window, window.page
        self.window.open()
        self.window.connected()
        self.simulator = self.page.context.new_page()
        self.simulator.goto(f"{window.address}/desk/window/simulator/")
        self.simulator.wait_for_selector("html[data-simulator=ready]")
        self.page.bring_to_front()
        self.page.keyboard.press("Alt+p")
        for role in ("scale", "labels", "receipts"):
            self.page.locator(f"[data-device={role}] [data-connect=simulator]").click()
            expect(self.page.locator(f"[data-device={role}] [data-state]")).to_have_text("Connected")
        self.page.keyboard.press("Escape")

    def be(self, role: str, state: str) -> None:
        self.simulator.locator(f"[name={role}][value={state}]").check()

    def printed(self, role: str, count: int) -> None:
        expect(self.simulator.locator(f"#{role}-count")).to_have_text(str(count))

    def paper(self, role: str) -> set[str]:
        """What a scanner reads on the paper that came out last."""
        url = self.simulator.locator(f"#{role}-paper canvas").evaluate("(canvas) => canvas.toDataURL()")
        return scanned(picture_at(url))

    def said(self, words: str) -> None:
        expect(self.page.locator(".toast", has_text=words).last).to_be_visible()

    def parcel(self) -> None:
        """Fill the form of a letter until nothing but its weight may be missing."""
        self.page.keyboard.press("F2")
        form = self.page.locator("form[data-service=sending]")
        form.locator("[name=product]").select_option("registered")
        for name, letters in (("name", "amin"), ("sender", "dris")):
            form.locator(f"[name={name}]").press_sequentially(letters)
            expect(self.page.locator("[role=listbox]:visible [role=option]")).to_have_count(1)
            self.page.keyboard.press("Enter")


def picture_at(url: str) -> Image.Image:
    return Image.open(BytesIO(b64decode(url.partition(",")[2]))).convert("L")


def scanned(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture)}


@pytest.fixture
def window(live_server: LiveServer, page: Page) -> Window:
    screens.world()
    window = Window(page, live_server.url)
    window.sign_on()
    return window


def ask(page: Page, file: str, body: str, given: Any = None) -> Any:
    """Run a few lines with one module of the window at hand."""
    return page.evaluate(MODULE.replace("BODY", body), [file, given])


READINGS = [
    ("ST,GS,+  1.234kg", 1_234, True),
    ("US,GS,+  1.234kg", 1_234, False),
    ("S S      1.234 kg", 1_234, True),
    ("S D      0.250 kg", 250, False),
    ("  1.234", 1_234, True),
    ("+001.234 kg G", 1_234, True),
    ("  480 g ?", 480, False),
    ("ST,NT,-0.020kg", -20, True),
    ("2.5 lb", 1_134, True),
    ("S I", None, None),  # it cannot weigh now
    ("#?%* 12,,3kgx", None, None),
    ("ST,GS,+9999999kg", None, None),  # heavier than anything on a counter
    ("HELLO 12 kg", None, None),
]
REPORTS = [
    ([4, 2, 0, 210, 4], 1_234, True),  # grams
    ([4, 3, 253, 210, 4], 1_234, True),  # kilograms with three decimals
    ([3, 2, 0, 210, 4], 1_234, False),  # in motion
    ([4, 11, 255, 160, 0], 454, True),  # ounces with one decimal
    ([2, 2, 0, 0, 0], 0, True),  # empty
    ([6, 2, 0, 255, 255], None, None),  # more than it can hold
    ([1, 2, 0, 0, 0], None, None),  # out of order
    ([4, 99, 0, 1, 0], None, None),  # a unit that is none
]


@pytest.fixture
def scripts(live_server: LiveServer, page: Page) -> Page:
    """A page from which single scripts of the window can be asked: nobody is signed on."""
    page.goto(f"{live_server.url}/me/log-in/")
    return page


def test_what_scales_say_is_read_whoever_made_them(scripts: Page) -> None:
    lines = [line for line, _grams, _rest in READINGS]
    read = ask(scripts, "scale.js", "return given.map((line) => it.readingOf(line))", lines)
    assert [
        (line, one and one["grams"], one and one["isStable"]) for line, one in zip(lines, read, strict=True)
    ] == READINGS
    reports = [report for report, _grams, _rest in REPORTS]
    read = ask(
        scripts, "scale.js", "return given.map((one) => it.hidReadingOf(Uint8Array.from(one)))", reports
    )
    assert [
        (one, said and said["grams"], said and said["isStable"])
        for one, said in zip(reports, read, strict=True)
    ] == REPORTS


def test_bars_that_the_device_draws_are_read_by_a_scanner(scripts: Page) -> None:
    numbers = ["PA000000014MA", "MA0001-9F3A4B2C1D00", "1234567", "AB1234567", "A1B2C3D4E5F6G7H8"]

    for number in numbers:
        url = ask(scripts, "code128.js", BARS, number)
        assert scanned(picture_at(url)) == {number}


def test_a_scale_that_moves_is_silent_or_talks_nonsense_is_said_so_and_the_weight_can_be_typed(
    window: Window,
) -> None:
    bench = Bench(window)
    bench.page.keyboard.press("F2")
    weight = bench.page.locator("form [name=weight_g]")
    expect(weight).to_have_value("1250")
    for state, words in (
        ("moving", "not at rest"),
        ("nonsense", "no weight"),
        ("silent", "does not answer"),
    ):
        bench.be("scale", state)
        bench.page.wait_for_timeout(150)  # until it was heard over the channel
        bench.page.keyboard.press("F8")
        bench.said(words)
    weight.fill("40")

    expect(weight).to_have_value("40")


def test_labels_and_receipts_come_out_at_once_and_no_paper_loses_nothing(window: Window) -> None:
    bench = Bench(window)
    bench.parcel()
    window.press("F9", "F9")
    window.settled()
    bench.printed("labels", 1)
    bench.printed("receipts", 1)
    line = VisitLine.objects.latest("id")
    visit = Visit.objects.latest("id")
    assert line.subject in bench.paper("labels")
    assert visit.number in bench.paper("receipts")

    bench.be("receipts", "empty")
    window.press("F4", "Enter", "F9", "F9")
    window.settled()
    bench.said("has no paper")
    bench.printed("receipts", 1)
    bench.be("receipts", "low")
    bench.page.locator(".toast", has_text="has no paper").locator(".undo").click()
    bench.printed("receipts", 2)
    bench.said("nearly used up")
    assert Visit.objects.latest("id").number in bench.paper("receipts")

    bench.be("receipts", "silent")
    bench.page.locator("#result button", has_text="Print the receipt").click()
    bench.said("does not answer")


def test_without_a_network_the_device_draws_the_label_and_a_provisional_receipt(
    live_server: LiveServer, page: Page
) -> None:
    screens.world()
    with cable_to(live_server.url) as cable:
        window = Window(page, cable.url)
        window.sign_on()
        page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; };")
        bench = Bench(window)
        page.reload()
        page.wait_for_selector("html[data-devices=ready]")
        cable.cut()
        page.wait_for_selector("html[data-alone=true]", timeout=180_000)
        bench.parcel()
        window.press("F9", "F9")
        result = window.settled()
        expect(result).to_have_attribute("data-state", "kept")
        number = result.get_attribute("data-visit")
        bench.printed("labels", 1)
        bench.printed("receipts", 1)
        assert number in bench.paper("receipts")
        shown = page.locator("#result .code").all_text_contents()
        assert bench.paper("labels") & set(shown)

        page.keyboard.press("Alt+p")
        for role in ("labels", "receipts"):
            page.locator(f"[data-device={role}] [data-forget]").click()
            expect(page.locator(f"[data-device={role}] [data-state]")).to_have_text("None is connected")
        page.keyboard.press("Escape")
        page.locator("#result button", has_text="Print the labels").click()
        page.emulate_media(media="print")
        assert scanned(Image.open(BytesIO(page.locator("#papers svg").screenshot()))) & set(shown)
        page.emulate_media(media="screen")
        page.locator("#result button", has_text="Print the receipt").click()
        paper = "".join((page.locator("#papers").text_content() or "").split())
        act = page.evaluate("async () => (await window.rekkasDesk.journal.acts()).at(-1)")
        assert act["key"] in paper
        assert act["chain"] in paper
        assert page.evaluate("window.printed") == 2
