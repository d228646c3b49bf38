"""A real Chromium for the tests in which a person clicks. It opens nothing but the server under test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

PATIENCE_MS = 60_000  # how busy the machine is says nothing about a page
expect.set_options(timeout=PATIENCE_MS)
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = {"127.0.0.1", "localhost", ""}  # blob: and data: addresses have no host


def chromium_path() -> str | None:
    """Where Chromium is: named by REKKAS_CHROMIUM, or Debian's; None when this machine has none."""
    return shutil.which(os.environ.get("REKKAS_CHROMIUM", "/usr/bin/chromium"))


@contextmanager
def running_chromium(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def fresh_page(browser: Browser) -> Iterator[Page]:
    """A page without memory. What its scripts throw and what it asks of other hosts fails the test."""
    faults: list[str] = []

    def heard(text: str) -> None:
        if "Content Security Policy" in text:
            faults.append(f"refused by the page's own policy: {text}")

    def asked(url: str) -> None:
        if urlsplit(url).hostname not in HERE | {None}:
            faults.append(f"asked another host: {url}")

    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    context.on("request", lambda request: asked(request.url))
    context.on("console", lambda message: heard(message.text))
    context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
    yield context.new_page()
    context.close()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
