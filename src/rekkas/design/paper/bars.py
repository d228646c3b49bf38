"""Barcodes as lengths to be drawn: bars stay sharp on a thermal printer because they are never a picture.

Code 128 and QR by zint; the widths are whole dots of a printer of 203 dots an inch where the paper allows it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import zint

DOT_MM = 25.4 / 203
WIDTHS_MM = (4 * DOT_MM, 3 * DOT_MM, 0.33)  # UPU S10 asks for 0.33 mm at least
QUIET_MODULES = 20  # ten on each side


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of bars and spaces in turn, in modules; ``turned`` where only the long side holds it."""

    runs: tuple[int, ...]
    module_mm: float
    turned: bool = False

    @property
    def width_mm(self) -> float:
        return sum(self.runs) * self.module_mm


class TooLongForPaper(ValueError):
    """No width that a scanner reads lets the number fit on the paper."""


def bars(text: str, *, width_mm: float, height_mm: float) -> Bars:
    """Code 128 for a paper of this size, quiet zones counted: as wide as fits, turned if it must.

    >>> found = bars("PC000000019MA", width_mm=100, height_mm=150)
    >>> sum(found.runs), round(found.module_mm, 3), found.turned
    (156, 0.5, False)
    """
    (row,) = _modules(text, zint.Symbology.CODE128)
    runs = tuple(run for _, run in _runs(row))
    for side_mm, turned in ((width_mm, False), (height_mm, True)):
        for module_mm in WIDTHS_MM:
            if (sum(runs) + QUIET_MODULES) * module_mm <= side_mm:
                return Bars(runs, module_mm, turned)
    raise TooLongForPaper(text)


def squares(text: str) -> list[list[tuple[int, int]]]:
    """A QR symbol: for each row the start and the length of its dark runs.

    >>> squares("RR123456785MA")[0][0]
    (0, 7)
    """
    return [_dark(row) for row in _modules(text, zint.Symbology.QRCODE)]


@lru_cache(maxsize=256)
def _modules(text: str, symbology: zint.Symbology) -> tuple[tuple[bool, ...], ...]:
    symbol = zint.Symbol()
    symbol.symbology = symbology
    symbol.encode(text)
    rows = cast(list[list[int]], symbol.encoded_data.tolist())[: symbol.rows]
    return tuple(tuple(bool(row[at >> 3] >> (at & 7) & 1) for at in range(symbol.width)) for row in rows)


def _runs(row: tuple[bool, ...]) -> list[tuple[bool, int]]:
    found: list[tuple[bool, int]] = []
    for module in row:
        if found and found[-1][0] == module:
            found[-1] = module, found[-1][1] + 1
        else:
            found.append((module, 1))
    return found


def _dark(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    at, found = 0, []
    for is_dark, length in _runs(row):
        if is_dark:
            found.append((at, length))
        at += length
    return found
