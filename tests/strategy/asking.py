"""What the tests of studies ask, and workers that do it."""

import os
import subprocess
import sys
import threading
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, connections
from django.utils import timezone

from rekkas.base.choices import Role
from rekkas.strategy.choices import StudyKind
from rekkas.strategy.commands import begin_study
from rekkas.strategy.leases import Taken
from rekkas.strategy.queries import study
from rekkas.strategy.tasks import do_study
from tests.build import MONDAY, staff

PLANNER = staff("ines", Role.PLANNER)
WEEK = "2026-03-02"
LONG = {"new": 2, "iterations": 1_000_000}  # a search that lasts until somebody stops it
SHORT = {"new": 2, "iterations": 50}
SIMULATED = {"first_day": WEEK, "days": 3, "items_per_day": 200, "warm_up": 0}


def asked(
    kind: StudyKind = StudyKind.SITES, at: datetime = MONDAY, key: str | None = None, seed: int = 1,
    **params: Any,
) -> int:  # fmt: skip
    """A study that waits."""
    return begin_study(kind=kind, country="MA", params=params or SHORT, seed=seed, by=PLANNER, at=at, key=key)


def state(number: int) -> str:
    return study(number).state


def worker() -> "subprocess.Popen[bytes]":
    """A worker in a process of its own, on the database of the test."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    return subprocess.Popen(
        [sys.executable, "-m", "rekkas", "work"], env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def under_way(taken: Taken, leave: threading.Event) -> threading.Thread:
    """A worker beside the test, in a thread with a connection of its own."""

    def run() -> None:
        try:
            do_study(taken, leave)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def now() -> datetime:
    return timezone.now()
