"""A machine that has postkit and nothing else: no post, no Django, no network. There the evidence is checked."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from postkit.evidence.books import LEGS

# What postkit.evidence stands on: a reader of JSON, a table of letters, and the library that checks signatures.
NEEDED = ("postkit", "msgspec", "anyascii", "cryptography", "_cffi_backend")
# Run where there is no network to be had: whoever asks for it finds no such thing.
PROGRAM = (
    "import runpy, sys\n"
    "sys.modules['socket'] = sys.modules['_socket'] = None\n"
    "module, *sys.argv[1:] = sys.argv[1:]\n"
    "runpy.run_module(module, run_name='__main__')\n"
)


class Alone:
    """Such a machine, whose library lies in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.library = folder / "library"
        self.library.mkdir()
        for name in NEEDED:
            found = Path(_origin(name))
            (self.library / found.name).symlink_to(found)

    def run(self, module: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a module there. No site packages (-S), nothing of the user's (-s), nothing of this folder."""
        command = [*_out_of_the_network(), sys.executable, "-S", "-s", "-c", PROGRAM, module]
        return subprocess.run(
            [*command, *map(str, arguments)], env={"PYTHONPATH": str(self.library)}, cwd=self.library,
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def lacks(self, module: str) -> bool:
        return f"No module named {module}" in self.run(module).stderr


def _origin(name: str) -> str:
    """The folder of a package, or the file of a module."""
    found = find_spec(name)
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parent) if found.submodule_search_locations else found.origin


@cache
def _out_of_the_network() -> tuple[str, ...]:
    """Where the kernel lets one, a network of its own in which there is nobody."""
    unshare = ("unshare", "--map-root-user", "--net")
    try:
        subprocess.run([*unshare, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return ()
    return unshare


def one_amount_changed(file: Path, at: Callable[[Any], bool]) -> Any:
    """Let the first row of which ``at`` is true say one centime more. Returns the row’s name or number."""
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    row = next(row for row in rows if at(row))
    if row[0] == "entry":
        row[5][LEGS][0][2] += 1
    else:
        row[2] += 1
    file.write_text(
        "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    )
    return row[3] if row[0] == "entry" else row[1]
