"""How long a stranger waits from a clone of the repository to a whole post: what `make demo` does before it serves."""

import os
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from benchmarks.table import Measured, benchmark
from tests.postgres import temporary_folder

ROOT = Path(__file__).resolve().parents[1]
ITEMS = 20_000
OURS = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "REKKAS_DATA", "VIRTUAL_ENV"}


def _surroundings(folder: Path) -> dict[str, str]:
    """A machine that has never seen Rekkas: no data, no environment, and nothing downloaded before."""
    found = {name: value for name, value in os.environ.items() if name not in OURS}
    return found | {"PIP_NO_CACHE_DIR": "1", "UV_CACHE_DIR": str(folder / "cache")}


def _run(*command: object, here: Path, env: Mapping[str, str]) -> None:
    subprocess.run([*map(str, command)], cwd=here, env=env, stdout=subprocess.DEVNULL, check=True)


def _items_in(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM mail_item").fetchone()[0])


@benchmark("demo.from_nothing", goal=180, unit="s", better="lower", seeds=(1,))
def from_nothing(seed: int) -> Measured:
    with temporary_folder() as folder:
        env, clone = _surroundings(folder), folder / "rekkas"
        started = time.perf_counter()
        _run("git", "clone", "-q", "--no-hardlinks", ROOT, clone, here=folder, env=env)
        _run("make", "setup", here=clone, env=env)
        _run(clone / ".venv/bin/rekkas", "demo", "--no-serve", "--seed", seed, here=clone, env=env)
        taken = time.perf_counter() - started
        count = _items_in(clone / "var" / "rekkas.sqlite3")
    if count < ITEMS:
        raise RuntimeError(f"the demonstration shows {count} items, not {ITEMS}")
    return Measured(taken)
