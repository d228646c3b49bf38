"""The `rekkas` command as an operator runs it: a process of its own, on its own data folder."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ON_SQLITE_ONCE = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="processes of their own use the embedded database"
)
COMMAND = (sys.executable, "-m", "rekkas")


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "REKKAS_DATA": str(data), "COLUMNS": "160", "PYTHONWARNINGS": "ignore"}


def rekkas(
    data: Path, *arguments: object, cwd: Path | None = None, **changes: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], env=environment(data) | changes, capture_output=True, text=True,
        timeout=600, check=False, cwd=cwd,
    )  # fmt: skip


def started(data: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], env=environment(data), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "rekkas.sqlite3", timeout=20) as database:
        return database.execute(query).fetchall()
