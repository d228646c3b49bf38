"""``python -m tests.checks``: what `make check` asks that no other tool asks. Prints each problem."""

import re
import sys
import tomllib
from pathlib import Path

from tests import messages

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;]+)")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> dict[str, set[str]]:
    """The versions that a lock holds of each package: several where they differ by machine."""
    held: dict[str, set[str]] = {}
    for line in (ROOT / lock).read_text().splitlines():
        if found := PIN.match(line):
            held.setdefault(normal(found["name"]), set()).add(found["version"])
    return held


def wanted(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]) for requirement in requirements}


def lines_out_of_place() -> list[str]:
    """A lock holds pins, their hashes and comments: no address and no option of an index."""
    allowed = re.compile(rf"{PIN.pattern}.*\\|    --hash=sha256:[0-9a-f]{{64}}(?: \\)?|\s*#(?!.*://).*|")
    return [
        f"{lock}:{number}: {line.strip()}"
        for lock in LOCKS
        for number, line in enumerate((ROOT / lock).read_text().splitlines(), start=1)
        if not allowed.fullmatch(line)
    ]


def stale_locks() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime, dev = (pins(lock) for lock in LOCKS)
    needed = wanted(project["project"]["dependencies"])
    lacking = [f"{LOCKS[0]} lacks {name}: make lock" for name in sorted(needed - runtime.keys())]
    needed |= wanted(project["dependency-groups"]["dev"])
    lacking += [f"{LOCKS[1]} lacks {name}: make lock" for name in sorted(needed - dev.keys())]
    return lacking + [
        f"{name} differs between the two locks: make lock"
        for name in sorted(runtime)
        if runtime[name] != dev.get(name)
    ]


def main() -> int:
    problems = [*lines_out_of_place(), *stale_locks(), *messages.check()]
    for problem in problems:
        print(problem)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
