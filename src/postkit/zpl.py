"""ZPL II: what a label printer is told. The bars natively, everything else as dots.

The printer draws the bars of Code 128 itself, each as sharp as its head allows. Addresses in Latin and Arabic, frames
and squares come as one graphic field, since a label printer has no face that joins Arabic.

Source: Zebra's ZPL II: ^XA, ^PW, ^LL, ^FO, ^GFA with its compression of hexadecimal digits, ^BY,
^BC, ^FD, ^FS, ^PQ, ^XZ. Not verified against the reference, and tried on no
printer yet.
Shapes: a ``Raster`` and numbers in, ASCII text out. Units: dots of a head of 203 an inch: a label of 10 by 15 cm has
799 by 1199. Errors: ``ValueError`` for a number with a sign that could be a command.

>>> pressed(bytes.fromhex("0000ff0000"), b""), pressed(b"\\x0f\\xf0", b"\\x0f\\xf0"), pressed(b"\\xff\\xff", b"")
('J0HF,', ':', 'JF')
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from postkit.raster import Raster

ONES, TWENTIES = "GHIJKLMNOPQRSTUVWXY", "ghijklmnopqrstuvwxyz"
MOST_AT_ONCE = 400
SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


@dataclass(frozen=True, slots=True)
class Bars:
    """Where the bars of a number stand: the corner, the width of the thinnest bar and the height, in dots."""

    number: str
    x: int
    y: int
    module: int
    height: int
    turned: bool = False


def label(picture: Raster, bars: Bars, *, copies: int = 1) -> str:
    """One label: its picture, and the bars over the room that the picture leaves for them."""
    if not bars.number or not set(bars.number) <= SAFE:
        raise ValueError(f"{bars.number!r} has signs that no label number has")
    way = "B" if bars.turned else "N"
    return (
        f"^XA^PW{picture.width}^LL{picture.height}^LH0,0\n"
        f"^FO0,0{graphic(picture)}^FS\n"
        f"^FO{bars.x},{bars.y}^BY{bars.module}^BC{way},{bars.height},N,N,N,A^FD{bars.number}^FS\n"
        f"^PQ{copies}^XZ\n"
    )


def graphic(picture: Raster) -> str:
    """A picture as a graphic field in hexadecimal digits, pressed."""
    size = picture.row_bytes * picture.height
    before, said = b"", []
    for row in picture.rows:
        said.append(pressed(row, before))
        before = row
    return f"^GFA,{size},{size},{picture.row_bytes}," + "".join(said)


def pressed(row: bytes, before: bytes) -> str:
    """A row in few signs: ``:`` is the row before again, ``,`` the rest is nothing, letters count the next digit."""
    if row == before:
        return ":"
    digits = row.hex().upper()
    kept = digits.rstrip("0")
    said = "".join(_counted(digit, len(run)) for digit, run in _runs(kept))
    return said + "," if len(kept) < len(digits) else said


def _runs(digits: str) -> Iterator[tuple[str, str]]:
    for digit, run in groupby(digits):
        yield digit, "".join(run)


def _counted(digit: str, count: int) -> str:
    """``count`` times a digit: ``g`` to ``z`` count twenties, ``G`` to ``Y`` ones.

    >>> _counted("F", 1), _counted("0", 3), _counted("0", 47), _counted("F", 400), _counted("F", 401)
    ('F', 'I0', 'hM0', 'zF', 'zFF')
    """
    said = []
    while count > MOST_AT_ONCE:
        said.append("z" + digit)
        count -= MOST_AT_ONCE
    if count == 1:
        return "".join(said) + digit
    twenties, ones = divmod(count, 20)
    said += [TWENTIES[twenties - 1] if twenties else "", ONES[ones - 1] if ones else "", digit]
    return "".join(said)


def rows_of(text: str) -> Raster:
    """The picture of a label again, as a printer draws it: for a simulator, and to prove what was sent.

    >>> picture = Raster(16, (b"\\x00\\x00", b"\\x0f\\xf0", b"\\x0f\\xf0", b"\\xff\\xff"))
    >>> rows_of(graphic(picture)) == picture
    True
    """
    _whole, size, across, said = text.partition("^GFA,")[2].partition("^FS")[0].split(",", 3)
    width = int(across) * 2
    rows, digits, count = list[bytes](), "", 0
    for sign in said:
        if sign == ":":
            rows.append(rows[-1] if rows else bytes(int(across)))
        elif sign == ",":
            digits = digits.ljust(width, "0")
        elif sign in TWENTIES:
            count += 20 * (TWENTIES.index(sign) + 1)
        elif sign in ONES:
            count += ONES.index(sign) + 1
        else:
            digits += sign * (count or 1)
            count = 0
        if len(digits) == width:
            rows.append(bytes.fromhex(digits))
            digits = ""
    if len(rows) * int(across) != int(size):
        raise ValueError("the rows of the field do not add up")
    return Raster(int(across) * 8, tuple(rows))
