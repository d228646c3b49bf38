"""``python -m benchmarks [--only PREFIX]``: measure, print the table, and keep it in var/bench.json."""

import argparse
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import django
from rich.console import Console
from rich.table import Table

import benchmarks
from benchmarks.scratch import environment, migrate
from benchmarks.table import ROWS, Result, Row, crashed, run_row
from tests.postgres import embedded_server

ROOT = Path(__file__).resolve().parents[1]
RUNNER = {"__main__", "scratch", "table"}
console = Console(width=None if sys.stdout.isatty() else 120)


@contextmanager
def a_folder_of_our_own() -> Iterator[None]:
    """Reading the settings makes a secret: not in the post's own data folder."""
    with environment(None) as found:
        given = dict(os.environ)
        os.environ.update(found)
        yield
        os.environ.clear()
        os.environ.update(given)


def discover() -> None:
    """Let every module enter its rows. They may import what needs Django; the database stays untouched."""
    django.setup()
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name not in RUNNER:
            import_module(f"benchmarks.{module.name}")


def postgresql_for(rows: list[Row]) -> AbstractContextManager[str]:
    """The server to measure on: DATABASE_URL, or one of our own that waits for the disk as it should."""
    if given := os.environ.get("DATABASE_URL"):
        return nullcontext(given)
    if any(row.database == "postgresql" for row in rows):
        return embedded_server(durable=True)
    return nullcontext("")


def in_a_process_of_its_own(row: Row, server: str) -> Result:
    with environment(server if row.database == "postgresql" else None) as found:
        answer = Path(found["REKKAS_DATA"]) / "result.json"
        command = [sys.executable, "-m", "benchmarks", "--row", row.name, "--answer", str(answer)]
        status = subprocess.run(command, cwd=ROOT, env=found, check=False).returncode
        if status or not answer.exists():
            return crashed(row)
        return Result(**json.loads(answer.read_text()))


def measure_here(name: str, answer: Path) -> None:
    """The child's part."""
    row = ROWS[name]
    if row.database:
        migrate()
    answer.write_text(json.dumps(asdict(run_row(row))))


def number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def verdict(result: Result) -> str:
    if result.lacks:
        return "[yellow]not here"
    if result.ours is None:
        return "[bold red]CRASH"
    return "[green]yes" if result.holds else "[bold red]NO"


def show(results: list[Result]) -> None:
    table = Table(title="Rekkas beside its peers")
    for heading in ("row", "ours", "unit", "peer", "its value", "ratio", "goal", "holds"):
        is_number = heading in {"ours", "its value", "ratio", "goal"}
        table.add_column(heading, justify="right" if is_number else "left", no_wrap=heading == "row")
    for result in results:
        bound = "≥" if result.better == "higher" else "≤"
        table.add_row(
            result.name, number(result.ours), result.unit, result.peer or "-", number(result.peer_value),
            number(result.ratio), f"{bound} {number(result.goal)}", verdict(result),
        )  # fmt: skip
    console.print(table)
    for result in results:
        if result.lacks:
            console.print(f"{result.name} was not measured: {result.lacks}")


def run_all(rows: list[Row]) -> int:
    results = []
    with postgresql_for(rows) as server:
        for row in rows:
            console.print(f"[dim]measuring {row.name} ({len(row.seeds)} seeds)")
            results.append(in_a_process_of_its_own(row, server))
    show(results)
    kept = ROOT / "var" / "bench.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps([asdict(result) for result in results], indent=2) + "\n")
    console.print(f"kept in {kept.relative_to(ROOT)}")
    return int(any(result.ours is None and not result.lacks for result in results))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default="", metavar="PREFIX", help="measure the rows whose name begins so")
    parser.add_argument("--row", help=argparse.SUPPRESS)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.row:
        discover()
        measure_here(asked.row, asked.answer)
        return 0
    with a_folder_of_our_own():
        discover()
    rows = [row for name, row in sorted(ROWS.items()) if name.startswith(asked.only)]
    if not rows:
        parser.error(f"no row begins with {asked.only!r}")
    return run_all(rows)


if __name__ == "__main__":
    sys.exit(main())
