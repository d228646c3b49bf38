"""Files of merchants, good ones by openpyxl and csv, bad ones by hand."""

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from postkit.sheets import Fault, NotATable, Table, open_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def csv_bytes(rows: Iterable[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def opened(data: bytes, name: str = "shipments.csv", **asked: Any) -> Table:
    return open_table(io.BytesIO(data), name=name, **asked)


def read(data: bytes, **asked: Any) -> list[tuple[str, ...]]:
    """Headings and rows as texts."""
    table = opened(data, **asked)
    return [tuple(column.text for column in table.columns), *(row.cells for row in table.rows())]


def faults(data: bytes, **asked: Any) -> dict[int, list[Fault]]:
    """What is wrong, by line."""
    return {row.line_number: list(row.faults) for row in opened(data, **asked).rows() if row.faults}


def refusal(data: bytes, **asked: Any) -> NotATable:
    """The refusal of a file, when it is opened or on the way."""
    try:
        for _ in opened(data, **asked).rows():
            pass
    except NotATable as refused:
        return refused
    raise AssertionError("the file was read")


def sheet_of(rows: Iterable[Sequence[Any]]) -> Worksheet:
    sheet = openpyxl.Workbook().active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    return sheet


def saved(sheet: Worksheet) -> bytes:
    kept = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(kept)
    return kept.getvalue()


def xlsx_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    return saved(sheet_of(rows))


def with_members(
    book: bytes, members: Mapping[str, bytes | None], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A workbook with some members replaced, added, or (None) left out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(kept, "w", method) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return kept.getvalue()


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> bytes:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def book_of(rows: str, *, before: str = "", after: str = "") -> bytes:
    """A workbook whose rows are XML by hand."""
    return with_members(xlsx_bytes([["a"]]), {SHEET: sheet_xml(rows, before=before, after=after)})


def with_shared_texts(shared: str, rows: str) -> bytes:
    """A workbook with a part of shared texts, by hand."""
    book = xlsx_bytes([["a"]])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        relations = archive.read(RELATIONS).decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    entry = f'<Relationship Id="rId99" Type="{kind}" Target="/{SHARED}"/></Relationships>'
    return with_members(
        book,
        {
            RELATIONS: relations.replace("</Relationships>", entry).encode(),
            SHARED: f'<sst xmlns="{MAIN}">{shared}</sst>'.encode(),
            SHEET: sheet_xml(rows),
        },
    )


def overlapping(book: bytes, member: str, count: int) -> bytes:
    """The same archive with so many more entries in its directory that lead to the bytes of one member."""
    end = book.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<L", book, end + 16)[0]
    at = book.index(member.encode(), start) - 46
    after = book.find(b"PK\x01\x02", at + 4)
    entry = book[at : after if after > 0 else end]
    entries = b"".join(
        entry.replace(member.encode(), b"%0*d" % (len(member), number)) for number in range(count)
    )
    closing = bytearray(book[end:])
    entries_before, size = struct.unpack_from("<HL", closing, 10)
    struct.pack_into("<HHL", closing, 8, entries_before + count, entries_before + count, size + len(entries))
    return book[:end] + entries + bytes(closing)


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def declaring(book: bytes, member: str, size: int) -> bytes:
    """The same archive with another uncompressed size of one member, in its directory and before its bytes."""
    changed = bytearray(book)
    name = member.encode()
    for signature, size_at, length_at, name_at in ((b"PK\x01\x02", 24, 28, 46), (b"PK\x03\x04", 22, 26, 30)):
        at = changed.find(signature)
        while at >= 0:
            length = struct.unpack_from("<H", changed, at + length_at)[0]
            if changed[at + name_at : at + name_at + length] == name:
                struct.pack_into("<L", changed, at + size_at, size)
            at = changed.find(signature, at + 4)
    return bytes(changed)
