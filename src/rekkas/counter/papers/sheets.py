"""Setting type: each kind of paper is one typst file beside this one, filled with plain data."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from rekkas.counter.papers.faces import families, folders

HERE = Path(__file__).resolve().parent


class Press:
    """A compiler that is kept: it remembers fonts and what it has set before. One sheet at a time."""

    def __init__(self, sheet: str) -> None:
        self._lock = Lock()
        self._compiler = typst.Compiler(
            str(HERE / f"{sheet}.typ"), root=str(HERE),
            font_paths=[str(folder) for folder in folders()], ignore_system_fonts=True,
        )  # fmt: skip

    def print(self, data: Mapping[str, Any], **options: Any) -> Any:
        said = json.dumps({**data, "families": families()}, ensure_ascii=False, sort_keys=True)
        with self._lock:
            return self._compiler.compile(sys_inputs={"data": said}, **options)


@cache
def press(sheet: str) -> Press:
    return Press(sheet)


def pdf(sheet: str, data: Mapping[str, Any]) -> bytes:
    """The same data gives the same bytes, whenever and wherever it is printed."""
    printed: bytes = press(sheet).print(data, format="pdf")
    return printed


def pictures(sheet: str, data: Mapping[str, Any], *, dpi: float = 203) -> list[bytes]:
    """The pages as a thermal printer would burn them, PNG."""
    printed = press(sheet).print(data, format="png", ppi=dpi)
    return [printed] if isinstance(printed, bytes) else list(printed)
