"""Pictures as a thermal head burns them: rows of dots, black or nothing.

A printer of labels or receipts knows few letters of its own, and no Arabic that joins. So what it prints is set as a
page, drawn as a PNG, and brought here to dots: eight to a byte, the first dot the highest bit, one for ink.

Source: PNG (ISO/IEC 15948, W3C 2nd edition, 7 to 9): eight bits a sample, grey or true colour, with or without alpha,
not interlaced: what a typesetter writes. Only the first sample of a dot is read, since black is black in each.
Errors: ``NotAPicture`` for anything else.

>>> Raster(3, (b"\\xe0", b"\\x40")).height
2
"""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import decompress, error

from postkit.images import PNG_MARK, kind_of_image

SAMPLES = {0: 1, 2: 3, 4: 2, 6: 4}  # how many samples make one dot, by colour type
NONE, UP = 0, 2  # rows as they are; rows as what they add to the one above


class NotAPicture(ValueError):
    """The bytes are no picture that can be brought to dots."""


@dataclass(frozen=True, slots=True)
class Raster:
    """Rows of ``width`` dots, each padded with nothing to whole bytes."""

    width: int
    rows: tuple[bytes, ...]

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def row_bytes(self) -> int:
        return (self.width + 7) // 8

    def cut(self, width: int) -> "Raster":
        """The middle of it, ``width`` dots wide; a narrower one stands in the middle of a wider one.

        >>> Raster(16, (b"\\x0f\\xf0",)).cut(8).rows, Raster(8, (b"\\xff",)).cut(16).rows
        ((b'\\xff',), (b'\\x0f\\xf0',))
        """
        before = (self.width - width) // 2 if width < self.width else -((width - self.width) // 2)
        spare = self.row_bytes * 8 - self.width
        size, mask = (width + 7) // 8, (1 << width) - 1
        rows = []
        for row in self.rows:
            dots = int.from_bytes(row) >> spare
            after = self.width - width - before
            dots = (dots >> after if after > 0 else dots << -after) & mask
            rows.append((dots << (size * 8 - width)).to_bytes(size))
        return Raster(width, tuple(rows))

    def without_blank_end(self) -> "Raster":
        """The same without the empty rows after its last dot: paper that nobody reads."""
        last = max((at for at, row in enumerate(self.rows) if any(row)), default=-1)
        return Raster(self.width, self.rows[: last + 1])

    def box_of_difference(self, other: "Raster") -> tuple[int, int, int, int]:
        """Where two of one size differ: the first dot across and down, and how far it goes both ways.

        >>> Raster(8, (b"\\x00", b"\\x30")).box_of_difference(Raster(8, (b"\\x00", b"\\x00")))
        (2, 1, 2, 1)
        """
        found = [
            (at, int.from_bytes(row) ^ int.from_bytes(twin))
            for at, (row, twin) in enumerate(zip(self.rows, other.rows, strict=True))
            if row != twin
        ]
        if not found:
            return 0, 0, 0, 0
        whole = 0
        for _at, dots in found:
            whole |= dots
        bits = self.row_bytes * 8
        first, last = bits - whole.bit_length(), bits - ((whole & -whole).bit_length())
        top, bottom = found[0][0], found[-1][0]
        return first, top, last - first + 1, bottom - top + 1


def from_png(picture: bytes, *, ink_below: int = 128) -> Raster:
    """A page that was drawn, as dots: what is darker than ``ink_below`` is burnt."""
    if kind_of_image(picture) != "png":
        raise NotAPicture("no PNG")
    width, height, samples, packed = _read(picture)
    try:
        data = decompress(packed)
    except error as wrong:
        raise NotAPicture(str(wrong)) from wrong
    if len(data) != height * (1 + width * samples):
        raise NotAPicture("its rows do not add up")
    dark = bytes(255 if value < ink_below else 0 for value in range(256))
    return Raster(width, tuple(_dots(row.translate(dark), width) for row in _greys(data, width, samples)))


def _read(picture: bytes) -> tuple[int, int, int, bytes]:
    at, packed = len(PNG_MARK), bytearray()
    width = height = samples = 0
    while at < len(picture):
        size, name = int.from_bytes(picture[at : at + 4]), picture[at + 4 : at + 8]
        body = picture[at + 8 : at + 8 + size]
        at += size + 12
        if name == b"IHDR":
            width, height = int.from_bytes(body[:4]), int.from_bytes(body[4:8])
            depth, colour, _compression, _filter, interlace = body[8:]
            samples = SAMPLES.get(colour, 0)
            if depth != 8 or interlace or not samples:
                raise NotAPicture("not eight bits a sample, row after row")
        elif name == b"IDAT":
            packed += body
    return width, height, samples, bytes(packed)


def _greys(data: bytes, width: int, samples: int) -> Iterator[bytes]:
    """The first sample of each dot, row by row. A sample is predicted from its own kind only: the others are left."""
    size = 1 + width * samples
    above = bytes(width)
    for start in range(0, len(data), size):
        above = _row(data[start], data[start + 1 : start + size : samples], above)
        yield above


def _row(kind: int, said: bytes, above: bytes) -> bytes:
    if kind == NONE:
        return said
    if kind == UP:
        return bytes((one + up) & 255 for one, up in zip(said, above, strict=True))
    found, before, corner = bytearray(), 0, 0
    for one, up in zip(said, above, strict=True):
        match kind:
            case 1:  # from the dot before
                guess = before
            case 3:  # from both neighbours
                guess = (before + up) >> 1
            case 4:  # from three
                guess = _nearest(before, up, corner)
            case _:
                raise NotAPicture("an unknown filter")
        before, corner = (one + guess) & 255, up
        found.append(before)
    return bytes(found)


def _nearest(before: int, up: int, corner: int) -> int:
    """Of three neighbours the one nearest to their plane (PNG 9.4)."""
    plane = before + up - corner
    off = (abs(plane - before), abs(plane - up), abs(plane - corner))
    return (before, up, corner)[off.index(min(off))]


def _dots(ink: bytes, width: int) -> bytes:
    """Eight dots to a byte."""
    size = (width + 7) // 8
    bits = ink.translate(bytes.maketrans(b"\x00\xff", b"01")).ljust(size * 8, b"0")
    return int(bits, 2).to_bytes(size)
