"""What kind of picture some bytes are, by their frame alone: nothing is decoded.

A picture that is kept as evidence must be one, and whole: a file that only begins like a picture may be a page
or a program, and one that was cut on its way shows nothing later. So a PNG is read chunk by chunk, each against
its own check sum, from a header that the standard allows to the end mark; a JPEG must begin and end with its
marks. Whether the pixels inside can be drawn is not asked: that takes a decoder.

Source: PNG (ISO/IEC 15948, W3C 2nd edition, 5 and 11.2.2); JPEG (ITU-T T.81, B.2.1: SOI and EOI).
Shapes: bytes in, a word out. No errors: what is no picture is the empty word.

>>> kind_of_image(b"\\xff\\xd8\\xff\\xe0 a scan \\xff\\xd9"), kind_of_image(b"GIF89a")
('jpeg', '')
"""

from zlib import crc32

PNG_MARK, JPEG_MARK, JPEG_END = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd9"
# Bits a sample, by colour type: grey, true colour, palette, grey with alpha, true colour with alpha.
PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_AROUND_A_CHUNK = 12  # its length, its name and its check sum, four bytes each
_MOST = 2**31


def kind_of_image(data: bytes) -> str:
    """Tell a whole PNG (``png``) or JPEG (``jpeg``) from anything else (nothing)."""
    if data.startswith(PNG_MARK):
        return "png" if _is_png(data) else ""
    return "jpeg" if data.startswith(JPEG_MARK) and data.endswith(JPEG_END) else ""


def _is_png(data: bytes) -> bool:
    """Header first, at least one chunk of pixels, the end mark last and nothing after it; no check sum wrong."""
    at, names = len(PNG_MARK), list[bytes]()
    while at + _AROUND_A_CHUNK <= len(data):
        name, body = data[at + 4 : at + 8], int.from_bytes(data[at : at + 4])
        end = at + _AROUND_A_CHUNK + body
        if crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]) or end > len(data):
            return False
        if not names and not (name == b"IHDR" and _is_header(data[at + 8 : end - 4])):
            return False
        names.append(name)
        at = end
        if name == b"IEND":
            break
    return at == len(data) and b"IDAT" in names and names[-1] == b"IEND"


def _is_header(body: bytes) -> bool:
    if len(body) != 13:
        return False
    width, height = int.from_bytes(body[:4]), int.from_bytes(body[4:8])
    depth, colour, compression, filtering, interlace = body[8:]
    sized = 0 < width < _MOST and 0 < height < _MOST
    return sized and depth in PNG_DEPTHS.get(colour, ()) and not compression | filtering and interlace < 2
