"""``python -m tests.both [pytest arguments]``: the whole suite on SQLite, then on PostgreSQL.

What asks no database (all of `postkit`, and more), or a browser, or costs much and says the same on both, is not run
a second time, unless it is asked for.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.browser import chromium_path
from tests.conftest import in_ci
from tests.postgres import postgresql_is_here, temporary_folder

RUNS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
WITHOUT_DATABASE = ("src/postkit", "tests/postkit", "tests/architecture")  # whole folders, not even collected
# A file of few tests is often a slow one: xdist would keep them all for the end, where one worker waits for the other.
IN_THEIR_ORDER = ("--dist", "loadfile", "--no-loadscope-reorder")
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


def run(database: str, arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest, passing on what it prints. Returns its status and its last line, the summary."""
    workers = str(min(os.cpu_count() or 1, 4))
    command = [sys.executable, "-m", "pytest", "-n", workers, *IN_THEIR_ORDER]
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
        return run_both(arguments, translated_once(folder))


def run_both(arguments: list[str], environment: dict[str, str]) -> int:
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
        status, summary = run(database, [*arguments, *again], environment)
        failed = failed or status != 0
        summaries.append(f"{name}: {summary}")
    say("\n".join([*lacks, *summaries]))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
