"""Files that are not read: each has its code, and none costs more than its size."""

import io
import struct
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.sheets import Limits, NotATable, open_table
from tests.postkit.sheets.files import (
    MAIN,
    RELATIONS,
    SHARED,
    SHEET,
    book_of,
    declaring,
    opened,
    overlapping,
    refusal,
    sheet_xml,
    text_cell,
    with_members,
    with_shared_texts,
    xlsx_bytes,
)

GOOD = xlsx_bytes([["name"], ["Amina"]])
MiB = 2**20


def zipped(members: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return kept.getvalue()


def peak_kib(folder: Path, data: bytes) -> int:
    """How much memory it takes to read a file, or to refuse it, in a process of its own."""
    file = folder / "book.xlsx"
    file.write_bytes(data)
    read = (
        "import resource, sys\n"
        "from postkit.sheets import Limits, NotATable, open_table\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n"
        "    list(open_table(sys.argv[1], name='x', limits=Limits(expansion=2_000)).rows())\n"
        "except NotATable:\n"
        "    pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    return int(
        subprocess.run([sys.executable, "-c", read, str(file)], check=True, capture_output=True).stdout
    )


def container(*names: str) -> bytes:
    """As much of the container of old workbooks as tells what is in it."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512 * 1024, b"\0") + directory


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "not-a-table"),
        (b"\x89PNG\r\n\x1a\n", "not-a-table"),
        (b"\x1f\x8b\x08", "not-a-table"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),  # before the container
        (container("Root Entry", "Workbook"), "xls"),
        (container("Root Entry", "WordDocument"), "not-a-table"),
        (container("Root Entry", "EncryptionInfo", "EncryptedPackage"), "encrypted"),
        (b"\xef\xbb\xbf  <html><table><tr><td>a</td></tr></table></html>", "html"),  # often named .xls
        (b'<?xml version="1.0"?><Workbook/>', "xml"),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
            "ods",
        ),
        (zipped({"xl/workbook.bin": b"x"}), "xlsb"),
        (zipped({"word/document.xml": b"<a/>"}), "no-workbook"),
        (zipped({}), "no-workbook"),
        (GOOD[: len(GOOD) // 2], "broken"),
        (b"PK\x03\x04 and nothing else", "broken"),
    ],
)
def test_each_file_that_is_no_table_has_its_code(data: bytes, code: str) -> None:
    assert refusal(data, name="shipments.xlsx").code == code


def test_what_a_file_is_called_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "shipments.xls"
    file.write_bytes(GOOD)

    assert [row.cells for row in open_table(file, name="shipments.xls").rows()] == [("Amina",)]


def test_a_file_of_two_gigabytes_is_refused_by_its_size_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as opened_file:
        opened_file.truncate(2 * 1024 * MiB)

    with pytest.raises(NotATable, match="2147483648 bytes") as refused:
        open_table(file, name=file.name)
    with file.open("rb") as opened_file, pytest.raises(NotATable, match="too-large"):
        open_table(opened_file, name=file.name)

    assert refused.value.code == "too-large"


def test_a_bomb_that_says_what_it_is_is_refused_before_it_is_lit() -> None:
    bomb = with_members(GOOD, {SHEET: sheet_xml("<row/>" * 20_000_000)})
    assert len(bomb) < 500_000

    for limits in (Limits(), Limits(expanded_bytes=64 * MiB), Limits(expansion=100)):
        assert refusal(bomb, limits=limits).code == "bomb"


def test_a_bomb_of_a_hundred_kilobytes_and_gigabytes_costs_no_memory(tmp_path: Path) -> None:
    kernel = io.BytesIO()
    with (
        zipfile.ZipFile(kernel, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/kernel", "w") as member,
    ):
        for _ in range(100):
            member.write(bytes(MiB))
    with zipfile.ZipFile(kernel, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    bomb = overlapping(kernel.getvalue(), "xl/media/kernel", 30)
    assert len(bomb) < 200_000

    assert refusal(bomb).code == "bomb"
    assert peak_kib(tmp_path, bomb) < 32 * 1024


def test_a_bomb_that_lies_of_its_size_is_refused_where_it_goes_on() -> None:
    bomb = with_members(GOOD, {SHEET: sheet_xml("<row/>" * 2_000_000)})
    lying = declaring(bomb, SHEET, 5_000)

    assert refusal(lying).code == "bomb"


def test_a_member_that_is_shorter_or_other_than_it_says_is_refused() -> None:
    assert refusal(declaring(GOOD, SHEET, 9_999)).code == "broken"

    at = GOOD.index(b"PK\x01\x02", GOOD.index(b"PK\x01\x02"))
    other = bytearray(with_members(GOOD, {}, zipfile.ZIP_STORED))
    at = other.index(b"Amina")
    other[at : at + 5] = b"Omina"
    assert refusal(bytes(other)).code == "broken"


def test_what_expands_beyond_the_limit_in_all_is_refused_on_the_way() -> None:
    rows = "".join(
        f'<row r="{line}">{text_cell(f"A{line}", f"{line:x}" * 9)}</row>' for line in range(1, 3_000)
    )
    book = book_of(rows)

    assert len(list(opened(book).rows())) == 2_998
    assert refusal(book, limits=Limits(expanded_bytes=100_000)).code == "bomb"


def test_members_that_lie_over_one_another_are_refused_even_where_they_expand_little() -> None:
    book = with_members(GOOD, {"xl/extra.bin": bytes(range(256)) * 400}, zipfile.ZIP_STORED)

    assert refusal(overlapping(book, "xl/extra.bin", 50)).code == "bomb"
    assert [row.cells for row in opened(book).rows()] == [("Amina",)]


def test_an_archive_within_the_archive_is_refused_whatever_it_is_called() -> None:
    assert refusal(with_members(GOOD, {"xl/media/image1.png": zipped({"a": b"b"})})).code == "nested"


def test_members_without_number_are_refused_before_their_directory_is_loaded() -> None:
    many = with_members(GOOD, {f"xl/media/{number}": b"" for number in range(1_100)})
    assert refusal(many).code == "members"

    # A directory that says little of itself, and much more in its 64-bit form.
    end = GOOD.rindex(b"PK\x05\x06")
    end_64 = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**9, 10**9, 46 * 10**9, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    assert refusal(GOOD[:end] + end_64 + locator + GOOD[end:]).code == "members"


def test_two_members_of_one_name_and_strange_compression_are_refused() -> None:
    kept = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(kept, "a") as archive:
        archive.writestr(SHEET, b"<a/>")
    assert refusal(kept.getvalue()).code == "broken"
    assert refusal(with_members(GOOD, {}, zipfile.ZIP_BZIP2)).code == "broken"


def test_an_encrypted_member_is_refused() -> None:
    locked = bytearray(GOOD)
    for signature, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        locked[locked.index(signature) + at] |= 1

    assert refusal(bytes(locked)).code == "encrypted"


@pytest.mark.parametrize("part", [SHEET, SHARED, RELATIONS, "xl/workbook.xml", "xl/styles.xml"])
def test_a_document_type_is_refused_before_its_entities_are_read(part: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]><worksheet xmlns="{MAIN}"><a>&l11;</a></worksheet>'

    assert (
        refusal(with_members(with_shared_texts("", "<row/>"), {part: text.encode()})).code == "document-type"
    )


def test_an_entity_is_never_fetched_from_a_file() -> None:
    text = (
        f'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><worksheet xmlns="{MAIN}">&f;</worksheet>'
    )

    assert refusal(with_members(GOOD, {SHEET: text.encode()})).code == "document-type"
    assert refusal(with_members(GOOD, {SHEET: b"<worksheet>&f;</worksheet>"})).code == "broken"


@pytest.mark.parametrize("encoding", ["nonsense", "shift_jis", "cp037", "rot13"])
def test_xml_in_a_strange_encoding_is_refused(encoding: str) -> None:
    assert refusal(book_of("<row/>", before=f'<?xml version="1.0" encoding="{encoding}"?>')).code == "broken"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("<row>" + "<c/>" * 100_000 + "</row>", "empty"),  # empty cells cost nothing
        ("<row>" + "".join(f"<c r='A{n}'/>" for n in range(9)), "broken"),  # not well formed
        ("<a>" * 100, "bomb"),
        ("<row " + "x" * 500_000 + "='1'/>", "bomb"),
        ("".join(f"<n{number}/>" for number in range(11_000)), "bomb"),
        (f'<row r="2000000">{text_cell("A2000000", "x")}</row>', "broken"),
        (f'<row r="5">{text_cell("A5", "x")}</row><row r="4">{text_cell("A4", "x")}</row>', "broken"),
        ('<row r="1"><c r="12"><v>1</v></c></row>', "broken"),
        ('<row r="x"/>', "broken"),
        ('<row r="1"><c r="A1" s="-1"><v>1</v></c></row>', "broken"),
    ],
)
def test_sheets_that_would_make_a_reader_hoard_or_stumble_are_refused(rows: str, code: str) -> None:
    assert refusal(book_of(rows), limits=Limits(expansion=10_000)).code == code


def test_a_row_of_a_million_empty_cells_costs_no_memory(tmp_path: Path) -> None:
    book = book_of(f'<row r="1">{text_cell("A1", "name")}</row><row r="2">{"<c/>" * 1_000_000}</row>')
    assert list(opened(book, limits=Limits(expansion=2_000)).rows()) == []

    assert peak_kib(tmp_path, book) < 32 * 1024


def test_a_cell_of_millions_of_letters_is_cut_and_named() -> None:
    book = book_of(
        f'<row r="1">{text_cell("A1", "name")}</row><row r="2">{text_cell("A2", "x" * 3_000_000)}</row>'
    )

    (row,) = opened(book, limits=Limits(expansion=2_000)).rows()

    assert len(row.cells[0]) == 2_000
    assert [fault.code for fault in row.faults] == ["cell-too-long"]


def test_limits_of_rows_shared_texts_and_parts_refuse_the_file() -> None:
    assert refusal(xlsx_bytes([["n"], [1], [2], [3]]), limits=Limits(rows=2)).code == "rows"
    assert (
        refusal(book_of("<row>" + "<c/>" * 500 + "</row>"), limits=Limits(rows=20, columns=20)).code == "rows"
    )
    texts = "".join(f"<si><t>text {number}</t></si>" for number in range(99))
    assert (
        refusal(with_shared_texts(texts, "<row/>"), limits=Limits(shared_bytes=900)).code == "shared-strings"
    )
    assert (
        refusal(with_shared_texts("<si/>" * 999, "<row/>"), limits=Limits(shared_bytes=900)).code
        == "shared-strings"
    )
    assert refusal(GOOD, limits=Limits(part_bytes=500)).code == "part-too-large"


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("cp1256", "ignore")))
def test_any_bytes_are_a_table_or_refused_with_a_code(data: bytes) -> None:
    with suppress(NotATable):
        for row in opened(data).rows():
            assert row.cells


@given(places=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=4))
@settings(deadline=None)
def test_a_workbook_with_wrong_bytes_is_a_table_or_refused_with_a_code(places: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, byte in places:
        data[place] = byte

    with suppress(NotATable):
        for row in opened(bytes(data)).rows():
            assert row.cells


@given(
    part=st.sampled_from([SHEET, SHARED, RELATIONS, "xl/workbook.xml", "xl/styles.xml"]),
    places=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from([*'<>/"=rstA19-', ""])), min_size=1, max_size=4
    ),
)
@settings(deadline=None)
def test_a_workbook_with_wrong_letters_is_a_table_or_refused_with_a_code(
    part: str, places: list[tuple[float, str]]
) -> None:
    book = with_shared_texts("<si><t>name</t></si>", '<row r="1"><c r="A1" s="0" t="s"><v>0</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        text = archive.read(part).decode()
    for where, letter in places:
        at = int(where * (len(text) - 1))
        text = text[:at] + letter + text[at + 1 :]

    with suppress(NotATable):
        for row in opened(with_members(book, {part: text.encode()})).rows():
            assert row.cells
