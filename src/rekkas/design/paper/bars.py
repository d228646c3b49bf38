"""Barcodes as lengths to be drawn: bars stay sharp on a thermal printer because they are never a picture.

Code 128 and QR by zint; the widths are whole dots of a printer of 203 dots an inch where the paper allows it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import zint

DOT_MM = 25.4 / 203
WIDTHS_MM = (4 * DOT_MM, 3 * DOT_MM, 0.33)  # UPU S10 asks for 0.33 mm at least
RUN, DARK = re.compile("0+|1+"), re.compile("1+")
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
def _modules(text: str, symbology: zint.Symbology) -> tuple[str, ...]:
    """The rows of a symbol, a sign for each module: 1 where it is dark."""
    symbol = zint.Symbol()
    symbol.symbology = symbology
    symbol.encode(text)
    drawn = symbol.encoded_data
    octets, (_rows, stride) = drawn.tobytes(), drawn.shape or (0, 0)
    rows = (octets[row * stride : (row + 1) * stride] for row in range(symbol.rows))
    width = symbol.width
    return tuple(f"{int.from_bytes(row, 'little'):0{8 * stride}b}"[::-1][:width] for row in rows)


def _runs(row: str) -> list[tuple[bool, int]]:
    return [(found[0][0] == "1", len(found[0])) for found in RUN.finditer(row)]


def _dark(row: str) -> list[tuple[int, int]]:
    return [(found.start(), found.end() - found.start()) for found in DARK.finditer(row)]
