"""What printers are told is read back as it was drawn: rasters, ESC/POS and ZPL."""

from zlib import compress, crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit import escpos, zpl
from postkit.raster import NotAPicture, Raster, from_png

BARS = zpl.Bars("PC000000019MA", 40, 1_000, 4, 100)


@st.composite
def rasters(draw: st.DrawFn) -> Raster:
    """Pages as papers are: rows that are blank, that come again, or that are anything."""
    size = draw(st.integers(1, 40))
    row = st.one_of(st.just(bytes(size)), st.binary(min_size=size, max_size=size), st.just(b"\xff" * size))
    rows = draw(st.lists(row, min_size=1, max_size=30))
    return Raster(size * 8, tuple(row for row in rows for _again in range(draw(st.integers(1, 3)))))


@given(rasters())
def test_a_receipt_is_burnt_as_it_was_drawn(picture: Raster) -> None:
    assert escpos.rows_of(b"".join(escpos.bands(picture))) == list(picture.rows)


@given(rasters())
def test_a_label_is_drawn_as_it_was_pressed(picture: Raster) -> None:
    assert zpl.rows_of(zpl.label(picture, BARS)) == picture


@given(rasters(), st.integers(1, 400))
def test_what_is_cut_has_its_width_and_loses_nothing_where_there_is_room(picture: Raster, width: int) -> None:
    cut = picture.cut(width)

    assert (cut.width, cut.height) == (width, picture.height)
    assert all(len(row) == cut.row_bytes for row in cut.rows)
    if width >= picture.width:
        assert cut.cut(picture.width) == picture


@pytest.mark.parametrize("number", ["", "PC^XZ", "~JA", "RR 1", "رقم"])
def test_a_number_that_could_command_the_printer_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="signs"):
        zpl.label(Raster(8, (b"\x00",)), zpl.Bars(number, 0, 0, 2, 50))


def png(width: int, rows: list[bytes], *, colour: int = 0, depth: int = 8) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4) + name + body + crc32(name + body).to_bytes(4)

    head = width.to_bytes(4) + len(rows).to_bytes(4) + bytes((depth, colour, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", compress(b"".join(rows))) + chunk(b"IEND", b"")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (0, [255, 0, 255]),  # as it is
        (1, [255, 1, 255]),  # what it adds to the one before
        (2, [0, 1, 0]),  # to the one above, which is all white
        (3, [128, 1, 128]),  # to the mean of both
        (4, [0, 1, 255]),  # to the nearest of three
    ],
)
def test_every_filter_of_a_png_is_undone(kind: int, said: list[int]) -> None:
    white = bytes((0, 255, 255, 255))

    assert from_png(png(3, [white, bytes((kind, *said))])).rows == (b"\x00", b"\x40")


@pytest.mark.parametrize(
    "picture",
    [
        b"GIF89a",
        png(3, [bytes((9, 1, 2, 3))]),  # a filter that is none
        png(3, [bytes((0, 1, 2))]),  # a row that is short
        png(3, [bytes((0, 1))], depth=1),
    ],
)
def test_what_is_no_page_of_ours_is_refused(picture: bytes) -> None:
    with pytest.raises(NotAPicture):
        from_png(picture)
