"""The counter: how quickly a key is answered, a parcel taken in and labelled; and two hundred clerks at once.

Under load each settles a visit every twenty seconds in the mean, for ten minutes, against PostgreSQL.

The whole post runs on this machine beside them: its database, two processes of the site, and the clerks themselves
(locust). Each clerk has a device with a journal, as the window writes it. The whole table is printed; the row is what
nineteen answers of twenty stay under. An answer that is no visit done is an error, and there may be none.

REKKAS_LOAD_MINUTES and REKKAS_LOAD_CLERKS make it shorter, to try it out: then it is not the row.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.scratch import migrate
from benchmarks.table import Measured, NotMeasured, benchmark
from benchmarks.web import served
from tests.browser import chromium_path, running_chromium

CLERKS, MINUTES, OFFICES = 200, 10, 40
SIGN_ON_S = 60  # within which all of them have opened their windows, as in the morning
KEYED_VISITS, COD_PARCELS = 10, 20
# From a key until the frame after it was drawn.
UNTIL_DRAWN = """() => {
    const drawn = {};
    drawn.when = new Promise((tell) => addEventListener("keydown", () => {
        const pressed = performance.now();
        requestAnimationFrame(() => setTimeout(() => tell(performance.now() - pressed)));
    }, { once: true, capture: true }));
    return drawn;
}"""
console = Console(width=None if sys.stdout.isatty() else 120)


@benchmark("counter.load.postgresql", goal=300, unit="ms", better="lower", seeds=(1,))
def settled_under_load(seed: int) -> Measured:
    """Milliseconds in which nineteen of twenty acts are heard and answered."""
    clerks = int(os.environ.get("REKKAS_LOAD_CLERKS", CLERKS))
    minutes = float(os.environ.get("REKKAS_LOAD_MINUTES", MINUTES))
    migrate()
    with tempfile.TemporaryDirectory() as folder, served(workers=2) as port:
        cast = Path(folder) / "clerks.json"
        cast.write_text(json.dumps(_clerks(clerks)))
        figures = _run(port, cast, clerks, minutes, Path(folder))
    _show(figures)
    acts = figures["acts"]
    failed = sum(int(row["Failure Count"]) for row in figures.values())
    if failed:
        raise RuntimeError(f"{failed} requests failed")
    return Measured(float(acts["95%"]))


def _clerks(count: int) -> list[dict[str, Any]]:
    """A country of real size that never closes, with clerks at forty of its offices, each signed on at an open till."""
    from dataclasses import replace

    from django.core.management import call_command
    from django.utils import timezone

    from rekkas.base.actors import system
    from rekkas.cash.commands import load_cash
    from rekkas.counter.commands import load_counter
    from rekkas.network.queries import warm_tables
    from rekkas.operator.country_loading import load_pack
    from rekkas.operator.money_packs import read_country_named
    from rekkas.payments.commands import load_payments

    call_command("collectstatic", interactive=False, verbosity=0)
    pack, money = read_country_named("morocco")
    hours: dict[str, Any] = {"opens_min": 0, "closes_min": 1440, "open_days": "1234567", "cut_off_min": 1440}
    pack = replace(pack, offices=tuple(replace(office, **hours) for office in pack.offices), holidays=())
    by, at = system("benchmark"), timezone.now()
    load_pack(pack, by=by, at=at)
    load_cash(rules=money.cash, country="MA", by=by, at=at)
    load_payments(payments=money.payments, country="MA", by=by, at=at)
    load_counter(rules=money.counter, country="MA", by=by, at=at)
    warm_tables("MA", at)  # as the worker of a post keeps them
    offices = [office.code for office in pack.offices if office.kind == "delivery"][:OFFICES]
    places = [row.code for row in sorted(pack.localities, key=lambda row: -row.population)[:60]]
    return [
        _signed_on(f"clerk{at_desk}", offices[at_desk % len(offices)], places, at) for at_desk in range(count)
    ]


def _signed_on(name: str, office: str, places: list[str], at: datetime) -> dict[str, Any]:
    """A clerk with an open till and the session of a browser."""
    from django.contrib.auth import get_user_model

    from rekkas.base.actors import Actor
    from rekkas.base.choices import Role
    from rekkas.cash.commands import open_till

    user = get_user_model().objects.create(username=name, role=Role.CLERK, office_code=office)
    cookie = _session_of(user)
    by = Actor.in_role(name, Role.CLERK, office)
    open_till(office=office, currency="MAD", drawer="", taken="", by=by, at=at)
    return {"name": name, "session": cookie["value"], "cookie": cookie["name"], "places": places}


def _run(port: int, cast: Path, clerks: int, minutes: float, folder: Path) -> dict[str, dict[str, str]]:
    command = [
        sys.executable, "-m", "locust", "--headless",
        "--locustfile", str(Path(__file__).with_name("counter_clerks.py")),
        "--host", f"http://127.0.0.1:{port}", "--users", str(clerks), "--spawn-rate", str(max(clerks / SIGN_ON_S, 1)),
        "--run-time", f"{round(minutes * 60)}s", "--csv", str(folder / "load"), "--only-summary", "--loglevel", "ERROR",
    ]  # fmt: skip
    environment = {**os.environ, "REKKAS_LOAD_CAST": str(cast)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    with (folder / "load_stats.csv").open(newline="") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    if ended.returncode not in (0, 1) or "acts" not in rows:
        raise RuntimeError(ended.stderr[-2000:])
    failures = (folder / "load_failures.csv").read_text()
    if failures.count("\n") > 1:
        console.print(failures[:2000])
    return rows


def _show(figures: dict[str, dict[str, str]]) -> None:
    shown = ("Request Count", "Failure Count", "Requests/s", "50%", "90%", "95%", "99%", "100%")
    table = Table("Asked", *shown, title="Counters under load: milliseconds at each share")
    for name, row in figures.items():
        values = (f"{float(row[column]):.1f}" if column == "Requests/s" else row[column] for column in shown)
        table.add_row(name, *values)
    console.print(table)


@cache
def _counter() -> dict[str, str]:
    """A small open counter, and the session of its clerk: one world for all seeds."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from tests.counter import screens

    migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    screens.world()
    return _session_of(get_user_model().objects.get(username="fatima"))


@benchmark("counter.key", goal=100, unit="ms", better="lower")
def answered_to_a_key(seed: int) -> Measured:
    """Milliseconds from a key at the window until what it did is drawn: nineteen of twenty keys."""
    found = chromium_path()
    if found is None:
        raise NotMeasured("Chromium")
    cookie = _counter()
    with served() as port, running_chromium(found) as browser:
        context = browser.new_context()
        context.add_cookies([{**cookie, "url": f"http://127.0.0.1:{port}"}])  # type: ignore[typeddict-item]
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/desk/window/?lang=en")
        page.wait_for_selector("html[data-alone=false]")
        taken = []
        for _visit in range(KEYED_VISITS):
            for key in (
                "F4",
                "Escape",
                "F2",
                "Enter",
                *"450",
                "Enter",
                *"amina",
                "ArrowDown",
                "Escape",
                "Escape",
            ):
                waiting = page.evaluate_handle(UNTIL_DRAWN)
                page.keyboard.press(key)
                taken.append(float(waiting.evaluate("(drawn) => drawn.when")))
    return Measured(sorted(taken)[round(0.95 * len(taken)) - 1])


@benchmark("counter.cod", goal=1_000, unit="ms", better="lower")
def accepted_with_its_label(seed: int) -> Measured:
    """Milliseconds of the server for one parcel with cash on delivery: from its act to its label."""
    import http.client

    from tests.counter import windows

    cookie = _counter()
    device = windows.Device(f"bench {seed}", at=_now())
    taken = []
    with served() as port:
        site = http.client.HTTPConnection("127.0.0.1", port)
        shown = _ask(site, "GET", "/desk/window/", cookie)
        token = shown.headers["Set-Cookie"].partition("csrftoken=")[2].partition(";")[0]
        for turn in range(COD_PARCELS + 2):
            line = windows.cod(number=device.own_number("PC"))
            act = device.write(windows.visit(line, word=f"{seed} {turn}"), _now(), kept=False)
            started = time.perf_counter()
            said = _send(site, cookie, token, device, act)
            (number,) = (row["subject"] for row in said["answers"][0]["answer"]["lines"])
            label = _ask(site, "GET", f"/desk/counter/items/{number}/label.pdf", cookie)
            taken.append((time.perf_counter() - started) * 1_000)
            if label.status != 200:
                raise RuntimeError(f"the label answered {label.status}")
    return Measured(median(taken[2:]))


def _send(site: Any, cookie: dict[str, str], token: str, device: Any, act: Any) -> Any:
    import msgspec

    body = msgspec.json.encode({"device": device.id, "now": _now(), "acts": [act]})
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    answer = _ask(site, "POST", "/desk/window/acts/", cookie, body, headers, csrf=token)
    return json.loads(answer.content)


def _ask(
    site: Any, verb: str, path: str, cookie: dict[str, str], body: bytes | None = None,
    headers: dict[str, str] | None = None, csrf: str = "",
) -> Any:  # fmt: skip
    cookies = f"{cookie['name']}={cookie['value']}" + (f"; csrftoken={csrf}" if csrf else "")
    site.request(verb, path, body, {"Cookie": cookies, **(headers or {})})
    answer = site.getresponse()
    answer.content = answer.read()
    return answer


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _session_of(user: Any) -> dict[str, str]:
    """The cookie of a browser in which somebody has signed on."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key)}
