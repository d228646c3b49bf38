"""A table as the bytes of a CSV file, and back: one description of columns serves both ways."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from postkit.pack.model import Mistake
from postkit.pack.reasons import Reason
from postkit.pack.tables import Table


@dataclass(slots=True)
class Row:
    """A row as found: its first physical line, its cells as written, and the values of the right ones."""

    line: int
    cells: dict[str, str]
    values: dict[str, Any]


def write_table(table: Table, rows: Iterable[Any]) -> bytes:
    """The file of a table. A rare column is left out where no row has anything in it."""
    out, rows = io.StringIO(newline=""), list(rows)
    columns = [
        column
        for column in table.columns
        if not column.is_rare or any(getattr(row, column.attribute) for row in rows)
    ]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    writer.writerows(
        [column.kind.write(getattr(row, column.attribute)) for column in columns] for row in rows
    )
    return out.getvalue().encode()


def read_table(table: Table, data: bytes, mistakes: list[Mistake]) -> list[Row] | None:
    """The rows of a file, or None when it cannot be parted into rows at all."""
    content = decode(table.file, data, mistakes)
    if content is None:
        return None
    before = len(mistakes)
    records = list(_records(table, content, mistakes))
    is_whole = len(mistakes) == before
    header = [name.strip() for name in records[0][1]] if records else []
    if not _header_is_right(table, header, mistakes):
        return None
    rows = [_row(table, header, line, cells, mistakes) for line, cells in records[1:]]
    if not rows and is_whole and not table.may_be_empty:
        mistakes.append(Mistake(table.file, 1, header[0], Reason("no-row")))
    return rows if is_whole else None


def decode(file: str, data: bytes, mistakes: list[Mistake]) -> str | None:
    """The text of a UTF-8 file, with or without a byte order mark; another encoding is named."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            mistakes.append(Mistake(file, 1, "", Reason("utf-16")))
            return None
        found, at = error.object, error.start  # without the byte order mark, if there was one
        start = found.rfind(b"\n", 0, at) + 1
        line = found[start:].partition(b"\n")[0]
        field = _field_at(found, found[start:at])
        mistakes.append(Mistake(file, found.count(b"\n", 0, at) + 1, field, _other_encoding(line, found[at])))
        return None


def _field_at(data: bytes, before: bytes) -> str:
    """The column (or, in TOML, the key) in which a byte stands, from what comes before it on its line."""
    if b"=" in before:
        return before.partition(b"=")[0].decode("ascii", "replace").strip()
    names = data.partition(b"\n")[0].decode("utf-8", "replace").split(",")
    column = before.count(b",")
    return names[column].strip() if column < len(names) else ""


def _other_encoding(line: bytes, byte: int) -> Reason:
    arabic = line.decode("cp1256", "replace")
    letters = sum("\u0621" <= letter <= "\u064a" for letter in arabic)
    seen = "Windows-1256" if letters >= 2 else "Windows-1252"
    shown = (arabic if letters >= 2 else line.decode("cp1252", "replace")).strip()[:60]
    return Reason("other-encoding", byte=f"{byte:#04x}", seen=seen, shown=shown)


def _records(table: Table, content: str, mistakes: list[Mistake]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the physical line on which it begins; blank lines are passed over."""
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            mistakes.append(Mistake(table.file, line, table.columns[0].name, Reason("not-parted")))
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _header_is_right(table: Table, header: list[str], mistakes: list[Mistake]) -> bool:
    wanted = [column.name for column in table.columns]
    before = len(mistakes)
    if len(header) == 1 and len(wanted) > 1 and any(mark in header[0] for mark in ";\t"):
        mistakes.append(Mistake(table.file, 1, wanted[0], Reason("no-commas")))
        return False
    for name in (column.name for column in table.columns if not column.may_be_missing):
        if name not in header:
            mistakes.append(Mistake(table.file, 1, name, Reason("column-missing")))
    for place, name in enumerate(header):
        if name not in wanted:
            mistakes.append(Mistake(table.file, 1, name, Reason("column-unknown", columns=", ".join(wanted))))
        elif name in header[:place]:
            mistakes.append(Mistake(table.file, 1, name, Reason("column-twice")))
    return len(mistakes) == before


def _row(table: Table, header: list[str], line: int, cells: list[str], mistakes: list[Mistake]) -> Row:
    found = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    blank = {column.name: "" for column in table.columns}
    if len(cells) != len(header):
        field = header[min(len(cells), len(header) - 1)]
        reason = Reason("field-count", count=len(cells), columns=len(header))
        mistakes.append(Mistake(table.file, line, field, reason))
        # Its cells may have moved: only its code is taken, for the rows that refer to it.
        return Row(line, blank | {header[0]: found[header[0]]}, {})
    row = Row(line, blank | found, {})
    for column in table.columns:
        if column.may_be_missing and not row.cells[column.name]:
            row.values[column.attribute] = column.default
            continue
        try:
            row.values[column.attribute] = column.kind.read(row.cells[column.name])
        except ValueError as error:
            mistakes.append(Mistake(table.file, line, column.name, error.args[0]))
    return row
