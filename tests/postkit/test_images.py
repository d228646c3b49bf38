"""A picture is told by its whole frame: begun is not enough, and cut is not whole."""

from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.images import PNG_MARK, kind_of_image

PIXELS = bytes.fromhex("789c6360000000020001")
JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return len(body).to_bytes(4) + name + body + crc32(name + body).to_bytes(4)


def header(width: int = 1, height: int = 1, tail: str = "0800000000") -> bytes:
    return chunk(b"IHDR", width.to_bytes(4) + height.to_bytes(4) + bytes.fromhex(tail))


def png(*chunks: bytes) -> bytes:
    return PNG_MARK + b"".join(chunks)


PICTURE = png(header(), chunk(b"IDAT", PIXELS), chunk(b"IEND"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PICTURE, "png"),
        (png(header(), chunk(b"tEXt", b"by=x"), chunk(b"IDAT", PIXELS), chunk(b"IEND")), "png"),  # with words
        (JPEG, "jpeg"),
        (b"", ""),  # nothing
        (PNG_MARK, ""),  # only the mark
        (PNG_MARK + b"<script>alert(1)</script>", ""),  # a page that begins like a picture
        (PICTURE + b"<script>", ""),  # a page behind a picture
        (png(header(), chunk(b"IEND")), ""),  # no pixels
        (png(header(), chunk(b"IDAT", PIXELS)), ""),  # no end
        (png(chunk(b"IDAT", PIXELS), header(), chunk(b"IEND")), ""),  # the header is not first
        (png(header(0), chunk(b"IDAT", PIXELS), chunk(b"IEND")), ""),  # no width
        (png(header(2**31), chunk(b"IDAT", PIXELS), chunk(b"IEND")), ""),  # wider than the standard allows
        (png(header(tail="0802000000"), chunk(b"IDAT", PIXELS), chunk(b"IEND")), "png"),  # true colour
        (png(header(tail="0402000000"), chunk(b"IDAT", PIXELS), chunk(b"IEND")), ""),  # never in 4 bits
        (png(header(tail="0805000000"), chunk(b"IDAT", PIXELS), chunk(b"IEND")), ""),  # no such colour type
        (png(header(tail="0800000002"), chunk(b"IDAT", PIXELS), chunk(b"IEND")), ""),  # no such interlace
        (PICTURE.replace(PIXELS, bytes(10)), ""),  # pixels that do not agree with their check sum
        (JPEG[:-1], ""),  # cut on its way
        (b"\xff\xd8\xff", ""),  # only begun
        (b"GIF89a" + bytes(20), ""),  # another format
    ],
)
def test_a_picture_is_told_by_its_whole_frame(data: bytes, kind: str) -> None:
    assert kind_of_image(data) == kind


@given(st.integers(0, len(PICTURE) - 1))
def test_a_picture_that_was_cut_is_none(length: int) -> None:
    assert kind_of_image(PICTURE[:length]) == ""


@given(st.integers(0, len(PICTURE) - 1), st.integers(1, 255))
def test_a_picture_with_one_byte_changed_is_none(at: int, by: int) -> None:
    changed = bytearray(PICTURE)
    changed[at] ^= by

    assert kind_of_image(bytes(changed)) == ""


@given(st.binary(max_size=60).map(lambda tail: PNG_MARK + tail) | st.binary(max_size=60))
def test_no_bytes_are_too_strange_to_be_told(data: bytes) -> None:
    assert kind_of_image(data) in {"", "png", "jpeg"}
