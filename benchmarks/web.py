"""How quickly a person is told where an item is, through HTTP: the page of one item with fifteen events.

Also in a browser that has nothing kept, on a line of the second generation: until a page can be used, whole.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from uuid import UUID

from benchmarks.scratch import migrate
from benchmarks.table import Measured, NotMeasured, benchmark
from tests.browser import chromium_path, running_chromium

REQUESTS = 300
EVENTS = 15
# A line of the second generation at its usual best: 250 kbit/s, and 300 ms until anything answers.
THIN_LINE = {
    "offline": False,
    "downloadThroughput": 250_000 / 8,
    "uploadThroughput": 50_000 / 8,
    "latency": 300,
}


@cache
def _item_with_events() -> str:
    """One world for all seeds: nothing here is random."""
    from django.core.management import call_command

    from rekkas.mail.commands import record_scans
    from rekkas.mail.scans import Scan
    from tests import build

    migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    build.country()
    build.merchant()
    (taken,) = build.accepted()
    scans = [
        Scan(UUID(int=n), taken.number, "EDD", build.MONDAY + timedelta(hours=n), build.HUB)
        for n in range(1, EVENTS)
    ]
    record_scans(scans=scans, by=build.device(build.HUB), at=build.later(EVENTS))
    return taken.number


@contextmanager
def served(workers: int = 1) -> Iterator[int]:
    """The site on a free port; yields the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-log"]
    command += ["--workers", str(workers), "--blocking-threads", "4"]
    server = subprocess.Popen(
        [*command, "rekkas.wsgi:application"], env=os.environ, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _milliseconds(port: int, path: str) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    taken = []
    for _ in range(REQUESTS + 20):
        started = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - started) * 1_000)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return sorted(taken[20:])


def _measure(share: float) -> Measured:
    number = _item_with_events()
    with served() as port:
        page = _milliseconds(port, f"/track/{number}/?lang=en")
    return Measured(page[min(int(share * REQUESTS), REQUESTS - 1)])


@benchmark("web.track.p50", goal=50, unit="ms", better="lower")
def half_of_the_readers(seed: int) -> Measured:
    return _measure(0.50)


@benchmark("web.track.p99", goal=200, unit="ms", better="lower")
def nearly_every_reader(seed: int) -> Measured:
    return _measure(0.99)


def _on_a_thin_line(path: str) -> Measured:
    """Seconds until a page is whole, sheets and pictures too, for somebody who was never here."""
    found = chromium_path()
    if found is None:
        raise NotMeasured("Chromium")
    with served() as port, running_chromium(found) as browser:
        page = browser.new_context().new_page()
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", THIN_LINE)
        started = time.perf_counter()
        page.goto(f"http://127.0.0.1:{port}{path}", wait_until="load")
        return Measured(time.perf_counter() - started)


@benchmark("web.home.thin_line", goal=5, unit="s", better="lower")
def the_first_page_on_a_thin_line(seed: int) -> Measured:
    _item_with_events()
    return _on_a_thin_line("/?lang=ar")


@benchmark("web.track.thin_line", goal=5, unit="s", better="lower")
def an_item_on_a_thin_line(seed: int) -> Measured:
    return _on_a_thin_line(f"/track/{_item_with_events()}/?lang=ar")
