"""Two hundred clerks at once: each settles a visit every twenty seconds, for ten minutes, against PostgreSQL.

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
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.scratch import migrate
from benchmarks.table import Measured, benchmark
from benchmarks.web import served

CLERKS, MINUTES, OFFICES = 200, 10, 40
PAUSE_S = 20
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
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    from rekkas.base.actors import Actor
    from rekkas.base.choices import Role
    from rekkas.cash.commands import open_till

    user = get_user_model().objects.create(username=name, role=Role.CLERK, office_code=office)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    by = Actor.in_role(name, Role.CLERK, office)
    open_till(office=office, currency="MAD", drawer="", taken="", by=by, at=at)
    return {
        "name": name,
        "session": session.session_key,
        "cookie": settings.SESSION_COOKIE_NAME,
        "places": places,
    }


def _run(port: int, cast: Path, clerks: int, minutes: float, folder: Path) -> dict[str, dict[str, str]]:
    command = [
        sys.executable, "-m", "locust", "--headless",
        "--locustfile", str(Path(__file__).with_name("counter_clerks.py")),
        "--host", f"http://127.0.0.1:{port}", "--users", str(clerks), "--spawn-rate", str(max(clerks / PAUSE_S, 1)),
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
