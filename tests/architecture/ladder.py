"""What the architecture tests look at: the tree, and the ladder as import-linter is told it."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "rekkas"


def rungs() -> dict[str, int]:
    """Each app and its rung, counted from below."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    ladder = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return {app: rung for rung, apps in enumerate(reversed(ladder)) for app in apps.split(" | ")}


def owner(path: Path) -> str | None:
    """The app that a file belongs to: src/rekkas/<app>/ or tests/<app>/."""
    parts = path.relative_to(ROOT).parts
    place = parts[2:] if parts[:2] == ("src", "rekkas") else parts[1:]
    return place[0] if place and place[0] in rungs() else None


def python_files() -> list[Path]:
    return sorted(path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))


def tracked_files() -> Iterator[Path]:
    """What is, or is about to be, in the repository."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink():
            yield path


def imported_modules(path: Path, *, with_word: str) -> Iterator[str]:
    """Every module with a word in its name that a file names: ``from a.b import c`` may name a.b and a.b.c."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if with_word in text else ():
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = [part for part in path.relative_to(ROOT).parts if part != "src"]
                base = ".".join([*parts[: -node.level], *filter(None, [base])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def commands() -> dict[str, object]:
    """The verbs of the post, by app and name."""
    for app in rungs():
        if find_spec(f"rekkas.{app}.commands"):
            import_module(f"rekkas.{app}.commands")
    from rekkas.base.command import COMMANDS

    return {verb: run for verb, run in COMMANDS.items() if run.__module__.startswith("rekkas.")}
