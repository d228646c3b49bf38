"""ESC/POS: what a receipt printer is told, one way for every script: as dots.

The letters of such a printer depend on a code page that nobody can be sure of, and none joins Arabic. A receipt is
therefore set as a page, brought to dots (``postkit.raster``) and sent in bands of raster. Around it stand: a start
that forgets what an earlier job left behind, the cut, and on demand the kick that opens a drawer.

Source: Epson's ESC/POS, its most common commands: ESC @, GS v 0, ESC d, GS V, ESC p, DLE EOT. Not verified
against the reference, and tried on no printer yet: what printers of 80 mm share is used, nothing else.
Shapes: a ``Raster`` in, bytes out. Units: dots of a head of 203 an inch; 80 mm paper has 576, 58 mm has 384.
Errors: ``ValueError`` for a raster that is wider than a band can say.

>>> receipt(Raster(8, (b"\\xff",)), cut=False)
b'\\x1b@\\x1dv0\\x00\\x01\\x00\\x01\\x00\\xff\\x1bd\\x03'
>>> receipt(Raster(8, (b"\\xff",)), cut=True)[-4:], drawer()
(b'\\x1dVB\\x00', b'\\x1bp\\x00\\x19\\xfa')
>>> told(b"\\x12"), told(b"\\x72"), told(b"\\x1e"), told(b"?!")
('ready', 'no-paper', 'paper-low', 'unknown')
"""

from collections.abc import Iterator

from postkit.raster import Raster

DOTS_80_MM, DOTS_58_MM = 576, 384
START = b"\x1b@"
ASK_FOR_PAPER = b"\x10\x04\x04"  # DLE EOT 4: the answer is one byte, even while the printer is busy
FEED_LINES, BAND_ROWS, WIDEST = 3, 255, 8 * 0xFFFF
FIXED_MASK, FIXED, PAPER_END, PAPER_NEAR_END = 0x93, 0x12, 0x60, 0x0C


def receipt(picture: Raster, *, cut: bool = True, kick: bool = False) -> bytes:
    """A whole job: start, the picture band by band, the paper moved out, cut; the drawer first where it is asked."""
    parts = [START, *([drawer()] if kick else []), *bands(picture), b"\x1bd" + bytes((FEED_LINES,))]
    return b"".join([*parts, *([b"\x1dVB\x00"] if cut else [])])


def bands(picture: Raster) -> Iterator[bytes]:
    """The picture as rasters of few rows: a printer with little memory begins before it has heard all."""
    if picture.width > WIDEST:
        raise ValueError(f"{picture.width} dots are more than a band can say")
    across = picture.row_bytes.to_bytes(2, "little")
    for start in range(0, picture.height, BAND_ROWS):
        rows = picture.rows[start : start + BAND_ROWS]
        yield b"\x1dv0\x00" + across + len(rows).to_bytes(2, "little") + b"".join(rows)


def drawer() -> bytes:
    """The pulse that opens the drawer on the first pin: 50 ms, and half a second of rest."""
    return b"\x1bp\x00\x19\xfa"


def told(answer: bytes) -> str:
    """What the answer to ``ASK_FOR_PAPER`` says: ready, paper-low, no-paper; unknown where it is no such answer."""
    if len(answer) != 1 or answer[0] & FIXED_MASK != FIXED:
        return "unknown"
    if answer[0] & PAPER_END:
        return "no-paper"
    return "paper-low" if answer[0] & PAPER_NEAR_END else "ready"


def rows_of(job: bytes) -> list[bytes]:
    """The rows of a job again, as a printer burns them: for a simulator, and to prove what was sent.

    >>> rows_of(receipt(Raster(16, (b"\\x0f\\xf0", b"\\x00\\x01"))))
    [b'\\x0f\\xf0', b'\\x00\\x01']
    """
    found, at = list[bytes](), 0
    while (at := job.find(b"\x1dv0\x00", at)) >= 0:
        across, down = (int.from_bytes(job[at + 4 + n : at + 6 + n], "little") for n in (0, 2))
        at += 8
        found += [job[at + across * row : at + across * (row + 1)] for row in range(down)]
        at += across * down
    return found
