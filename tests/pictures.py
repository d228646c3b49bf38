"""``python -m tests.pictures [NAME…]``: take the pictures in docs/pictures again, of pages of the demonstration.

``REKKAS_PLAYED=FOLDER`` copies a demonstration that was played before; without it one is made, which takes minutes.
The data lies in a temporary folder; docs/pictures/*.svg are drawn by hand and stay as they are.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser import chromium_path, running_chromium

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"
ITEMS = 400
PASSWORD = "rekkas-demo"  # of the demonstration's staff (operator/demo/cast.toml)
PHONE, DESK = (390, 780), (1280, 860)
COLOURS = 96
LARGEST = 120_000  # bytes of one picture


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as somebody sees it. Where its address has a gap, what fills it is read on the page ``found_on``."""

    name: str
    address: str
    language: str
    size: tuple[int, int]
    reader: str = ""  # a member of staff; nobody for the public pages
    by_night: bool = False
    found_on: str = ""
    found: str = ""  # what it looks like there
    done: Callable[[Page], None] | None = None  # what is done on it before


def at_the_window(page: Page) -> None:
    """A visit under way: stamps and a bill in the basket, a parcel for abroad on the scale."""
    page.wait_for_selector("html[data-window=ready]")
    page.keyboard.press("F4")
    page.locator("#form [name=count]").fill("4")
    page.locator("#form [type=submit]").click()
    page.locator("[data-service=bill]").click()
    page.locator("#form [name=biller]").select_option("power")
    page.locator("#form [name=reference]").fill("44000012342")
    page.locator("#form [name=amount]").fill("312.50")
    page.locator("#form [type=submit]").click()
    page.locator("#basket li").nth(1).wait_for()
    page.keyboard.press("F2")
    for name, text in (("weight_g", "900"), ("place", "فرنسا")):
        page.locator(f"#form [name={name}]").press_sequentially(text)
    page.locator("#form [role=option]:visible").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("#form [name=inside]").select_option("documents")
    page.locator("#form [name=city]").fill("Lyon")
    page.evaluate("scrollTo(0, 0)")


# The twelve that matter.
PICTURES = (
    Picture("page-home", "/", "fr", DESK),
    Picture("page-home-phone", "/", "ar", PHONE),
    Picture(
        "page-tracking-phone", "/track/{}/", "ar", PHONE, reader="youssef",
        found_on="/desk/delivery/deliver-items/", found=r"[A-Z]{2}\d{9}MA",
    ),
    Picture("page-office", "/offices/{}/", "ar", DESK, found_on="/offices/", found=r"MA\d{4}\b"),
    Picture("page-promise", "/promise/?origin=Casablanca&destination=Zagora", "fr", DESK),
    Picture("page-desk", "/desk/", "fr", DESK, reader="karim"),
    Picture("page-desk-night", "/desk/", "ar", DESK, reader="karim", by_night=True),
    Picture("page-cash", "/desk/cash/", "fr", DESK, reader="fatima"),
    Picture("page-network", "/desk/strategy/map/", "fr", DESK, reader="ines"),
    Picture("page-design", "/design/#choose", "fr", DESK),
    Picture("page-design-night", "/design/#cards", "ar", PHONE, by_night=True),
    Picture("page-window", "/desk/window/", "ar", DESK, reader="fatima", done=at_the_window),
)  # fmt: skip


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration that is served. Gives its address."""
    with tempfile.TemporaryDirectory(prefix="rekkas-pictures-") as folder:
        data = Path(folder) / "data"
        env = {**os.environ, "REKKAS_DATA": str(data)}
        if played := os.environ.get("REKKAS_PLAYED"):
            shutil.copytree(played, data)
            _rekkas(env, "manage", "migrate")
            _rekkas(env, "manage", "collectstatic", "--noinput")
        else:
            _rekkas(env, "demo", "--no-serve", "--items", str(ITEMS))
        _rekkas(
            env, "manage", "shell", "--command", "from tests.open_till import open_till; open_till('fatima')"
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-log"]
        server = subprocess.Popen([*command, "rekkas.wsgi:application"], env=env, cwd=ROOT)
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def _rekkas(env: dict[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "rekkas", *words]
    subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nobody answers on port {port}")


@contextmanager
def seen_by(browser: Browser, base: str, picture: Picture) -> Iterator[Page]:
    """A browser of the reader of a picture, who has logged in."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.by_night else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{base}/?lang={picture.language}")
    if picture.reader:
        page.goto(f"{base}/desk/log-in/")
        page.fill("main input[type=text], main input[name=username]", picture.reader)
        page.fill("main input[type=password]", PASSWORD)
        with page.expect_navigation():
            page.press("main input[type=password]", "Enter")
    yield page
    context.close()


def address_of(page: Page, base: str, picture: Picture) -> str:
    """Where the picture is taken."""
    if not picture.found_on:
        return picture.address
    page.goto(base + picture.found_on)
    found = re.search(picture.found, page.content())
    if found is None:
        raise LookupError(f"{picture.found_on} has nothing to show for {picture.name}")
    return picture.address.format(found[0])


def take(browser: Browser, base: str, picture: Picture) -> bytes:
    """The page as a small picture of few colours."""
    with seen_by(browser, base, picture) as page:
        page.goto(base + address_of(page, base, picture))
        page.wait_for_load_state("networkidle")
        if picture.done:
            picture.done(page)
        seen = Image.open(BytesIO(page.screenshot())).convert("RGB")
    kept = BytesIO()
    seen.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def main() -> int:
    asked = set(sys.argv[1:])
    wanted = [picture for picture in PICTURES if not asked or picture.name in asked]
    path = chromium_path()
    if path is None or (asked and len(wanted) < len(asked)):
        print("Chromium is missing, or no picture is called that")
        return 1
    with demonstration() as base, running_chromium(path) as browser:
        for picture in wanted:
            content = take(browser, base, picture)
            (OUT / f"{picture.name}.png").write_bytes(content)
            print(
                f"{picture.name}.png: {len(content):,} bytes"
                + (" TOO LARGE" if len(content) > LARGEST else "")
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
