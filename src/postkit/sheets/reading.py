"""One entrance for merchants' files: what kind it is, is told by its bytes and never by its name.

>>> import io
>>> table = open_table(io.BytesIO("Référence;Ville\\nA-1;Fès".encode("cp1252")), name="envois.csv")
>>> table.facts.encoding, table.facts.delimiter, [column.key for column in table.columns]
('cp1252', ';', ['référence', 'ville'])
>>> [row.cells for row in table.rows()]
[('A-1', 'Fès')]
"""

import os
from collections.abc import Iterator
from dataclasses import replace

from postkit.sheets.archive import SIGNATURE
from postkit.sheets.csv_table import csv_table
from postkit.sheets.guard import as_it_was
from postkit.sheets.source import SeekableFile, Source
from postkit.sheets.table import Limits, NotATable, Row, Table, columns_of
from postkit.sheets.xlsx_table import xlsx_table

_HEAD = 1_024
_NO_MEMBERS = b"PK\x05\x06"  # an archive without any
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _OLD_BOOKS = "EncryptedPackage".encode("utf-16-le"), ("Workbook", "Book")
_OTHERS = (
    (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"Rar!", "an archive"), (b"7z\xbc\xaf", "an archive"), (b"\x1f\x8b", "an archive"), (b"{\\rtf", "a document"),
)  # fmt: skip
_OLD_SHEETS = (b"\x09\x08", b"\x09\x04", b"\x09\x02")  # before its file format had a container; NUL follows


def open_table(
    file: str | os.PathLike[str] | SeekableFile,
    *,
    name: str,
    limits: Limits | None = None,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    heading_line: int = 0,
    is_ours: bool = False,
) -> Table:
    """A table in a file, or in an open binary file that can be sought in and stays open.

    Encoding and delimiter of a text, the sheet of a workbook and the line from which headings are looked for are told
    by evidence unless a person says them. ``is_ours``: the file was written here with `harmless`, which is undone.
    Raises `NotATable` with a code; beside those of the readers: too-large, empty, not-a-table, xls, html, xml.
    """
    limits = limits or Limits()
    source = Source(file, name, limits)
    head = source.head(_HEAD)
    if not head:
        raise NotATable("empty", f"{name} is empty")
    if head.startswith((SIGNATURE, _NO_MEMBERS)):
        table = xlsx_table(source, limits, sheet=sheet, heading_line=heading_line)
    else:
        _refuse_others(source, head)
        table = csv_table(source, limits, encoding=encoding, delimiter=delimiter, heading_line=heading_line)
    return _as_it_was(table, limits) if is_ours else table


def _refuse_others(source: Source, head: bytes) -> None:
    if head.startswith(_OLE):
        _refuse_container(source)
    if head.startswith(_OLD_SHEETS) and 0 in head[:8]:
        raise NotATable("xls", f"{source.name} is an old workbook; save it as .xlsx or CSV")
    if found := next((kind for sign, kind in _OTHERS if head.startswith(sign)), ""):
        raise NotATable("not-a-table", f"{source.name} is {found}")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        raise NotATable("html", f"{source.name} is a page of the web; open it and save it as .xlsx or CSV")
    if text.startswith(b"<?xml"):
        raise NotATable("xml", f"{source.name} is XML; open it and save it as .xlsx or CSV")


def _refuse_container(source: Source) -> None:
    """The container of old workbooks is also that of new ones with a password: its directory says which."""
    kept = b""
    is_book = False
    with source.open() as opened:
        while chunk := opened.read(_HEAD * 256):
            found = kept + chunk
            if _ENCRYPTED in found:
                raise NotATable("encrypted", f"{source.name} is protected by a password; save it without")
            is_book = is_book or any(name.encode("utf-16-le") in found for name in _OLD_BOOKS)
            kept = chunk[-len(_ENCRYPTED) :]
    if is_book:
        raise NotATable("xls", f"{source.name} is an old workbook; save it as .xlsx or CSV")
    raise NotATable("not-a-table", f"{source.name} is a document of another program")


def _as_it_was(table: Table, limits: Limits) -> Table:
    headings = ["" if column.is_unnamed else as_it_was(column.text) for column in table.columns]

    def rows() -> Iterator[Row]:
        for row in table.rows():
            yield row._replace(cells=tuple(as_it_was(cell) for cell in row.cells))

    return replace(table, columns=columns_of(headings, limits), _read=rows)
