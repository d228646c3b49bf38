"""Setting type: each kind of paper is one typst file of the app that prints it, filled with plain data.

A file imports what papers share by its place in the package: ``#import "/design/paper/bars.typ": *``.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from rekkas.design.paper.faces import families, folders

ROOT = Path(__file__).resolve().parents[2]


class Press:
    """A compiler that is kept: it remembers fonts and what it has set before. One sheet at a time."""

    def __init__(self, sheet: Path) -> None:
        self._lock = Lock()
        self._compiler = typst.Compiler(
            str(sheet), root=str(ROOT),
            font_paths=[str(folder) for folder in folders()], ignore_system_fonts=True,
        )  # fmt: skip

    def print(self, data: Mapping[str, Any], **options: Any) -> Any:
        said = json.dumps({**data, "families": families()}, ensure_ascii=False, sort_keys=True)
        with self._lock:
            return self._compiler.compile(sys_inputs={"data": said}, **options)


@cache
def press(sheet: Path) -> Press:
    return Press(sheet)


def pdf(sheet: Path, data: Mapping[str, Any]) -> bytes:
    """The same data gives the same bytes, whenever and wherever it is printed."""
    printed: bytes = press(sheet).print(data, format="pdf")
    return printed


def pictures(sheet: Path, data: Mapping[str, Any], *, dpi: float = 203) -> list[bytes]:
    """The pages as a thermal printer would burn them, PNG."""
    printed = press(sheet).print(data, format="png", ppi=dpi)
    return [printed] if isinstance(printed, bytes) else list(printed)
