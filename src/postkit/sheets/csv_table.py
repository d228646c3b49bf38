"""Tables in text: CSV in the encodings and with the delimiters that people's programs write, and pasted cells.

A row begins on its true line, however many lines its quoted cells have. What is wrong is a fault of its row: a quote
that is opened and never closed ends with its line, and the lines after it are read as rows of their own; a quote in the
middle of a cell is read as spreadsheets do and said to be doubtful; a byte that the encoding does not know is written
out (``\\xe9``); a row beyond the limit of its length is kept by its beginning.

Codes of rows: quote-not-closed, stray-quote, row-too-long, not-decodable, damaged, and those of the table. Refusals:
empty, nul, quotes, rows, columns, heading, delimiter, encoding, encoding-unclear, not-decodable. Source: RFC 4180, read
as leniently as spreadsheets read it.

>>> table = paste_table("Nom\\tTél\\nAmina\\t0612345678\\n\\nDriss")
>>> [(row.line_number, row.cells) for row in table.rows()]
[(2, ('Amina', '0612345678')), (4, ('Driss', ''))]
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from postkit.sheets.damage import damage_of, is_suspect
from postkit.sheets.delimiters import DELIMITERS, NONE, SAMPLE_CHARS, delimiter_of, told_by_first_line
from postkit.sheets.encodings import UTF_8, Encoding, encoding_of, spelled_out, undecoded
from postkit.sheets.source import Source
from postkit.sheets.table import (
    Column,
    Facts,
    Fault,
    Limits,
    NotATable,
    Row,
    Table,
    columns_of,
    counted,
    is_blank,
    row_of,
)

_ENDS = ("\n", "\r")
_OPEN_QUOTE, _STRAY_QUOTE, _TOO_LONG, _UNDECODABLE = (
    "quote-not-closed", "stray-quote", "row-too-long", "not-decodable",
)  # fmt: skip


def csv_table(
    source: Source, limits: Limits, *, encoding: str = "", delimiter: str = "", heading_line: int = 0
) -> Table:
    """A table in a text file. Encoding and delimiter are told by evidence where they are not given.

    The headings are the first row that is not blank, from ``heading_line`` on.
    """
    if delimiter and delimiter not in DELIMITERS:
        raise NotATable("delimiter", f"{delimiter!r} parts no cells here; use one of {' '.join(DELIMITERS)}")
    found = encoding_of(source, encoding)
    facts = Facts("csv", found.shown, delimiter)
    return _table(partial(_opened, source, found), limits, facts, heading_line, is_whole=found.is_whole)


def paste_table(text: str, limits: Limits | None = None) -> Table:
    """Cells as a spreadsheet puts them on the clipboard: parted by tabs, the first row the headings."""
    limits = limits or Limits()
    if len(text) > limits.file_bytes:
        raise NotATable("too-large", f"{len(text)} characters are pasted; {limits.file_bytes} are the most")
    if "\0" in text:
        raise NotATable("nul", "NUL characters are pasted", line=text.count("\n", 0, text.index("\0")) + 1)
    facts = Facts("paste", delimiter="\t")
    return _table(lambda: io.StringIO(text, newline=""), limits, facts, 0, is_whole=True)


def _opened(source: Source, encoding: Encoding) -> io.TextIOBase:
    name = encoding.shown if encoding.name == UTF_8 else encoding.name
    errors = "strict" if encoding.is_whole else "surrogateescape"
    return io.TextIOWrapper(source.open(), encoding=name, errors=errors, newline="")


def _table(
    open_text: Callable[[], io.TextIOBase], limits: Limits, facts: Facts, heading_line: int, *, is_whole: bool
) -> Table:
    with closing(open_text()) as text:
        sample = text.read(SAMPLE_CHARS)
    skipped = told_by_first_line(io.StringIO(sample, newline="").readline()) if facts.kind == "csv" else ""
    delimiter = facts.delimiter or skipped or delimiter_of(sample)
    from_line = max(heading_line, 2 if skipped else 1)
    reader = _Reader(open_text, limits, delimiter or NONE, from_line, is_whole=is_whole)
    with closing(reader.records()) as records:
        heading = next(records, None)
    if heading is None:
        raise NotATable("empty", "nothing is in the file")
    if heading.faults:
        said = f"the row of headings cannot be read: {heading.faults[0].code}"
        raise NotATable("heading", said, line=heading.line)
    columns = columns_of(heading.cells, limits)
    return Table(columns, replace(facts, delimiter=delimiter), partial(reader.rows, columns))


class _Reader:
    """Reads the records of one text again and again."""

    def __init__(
        self,
        open_text: Callable[[], io.TextIOBase],
        limits: Limits,
        delimiter: str,
        from_line: int,
        *,
        is_whole: bool,
    ) -> None:
        self._open, self._limits, self._delimiter = open_text, limits, delimiter
        self._from_line, self._is_whole = from_line, is_whole

    def rows(self, columns: tuple[Column, ...]) -> Iterator[Row]:
        """Each row after the headings."""
        return counted(self._rows(columns), self._limits)

    def _rows(self, columns: tuple[Column, ...]) -> Iterator[Row]:
        with closing(self.records()) as records:
            next(records, None)
            for record in records:
                row = row_of(record.line, record.cells, columns, self._limits, record.faults)
                if record.is_suspect:
                    row = row._replace(faults=(*row.faults, *_damage(row.cells, columns)))
                yield row

    def records(self) -> Generator["_Record", None, None]:
        """Each record that is not blank."""
        with closing(self._open()) as text:
            lines = _Lines(text, self._limits.row_chars)
            reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
            open_quotes = 0
            while True:
                line = lines.begin()
                if line > self._limits.lines:
                    raise NotATable("rows", f"more than {self._limits.lines} lines; part the file", line=line)
                try:
                    record = self._record(line, next(reader), lines)
                except StopIteration:
                    return
                except (_TooLong, csv.Error):
                    record = self._broken(line, lines)
                open_quotes += any(fault.code == _OPEN_QUOTE for fault in record.faults)
                if open_quotes > self._limits.open_quotes:
                    raise NotATable(
                        "quotes", f"{open_quotes} rows open a quote and do not close it", line=line
                    )
                if line >= self._from_line and (record.faults or not is_blank(record.cells)):
                    yield record if self._is_whole else _spelled(record)

    def _record(self, line: int, cells: list[str], lines: "_Lines") -> "_Record":
        stray = lines.stray_quote()
        return _Record(line, cells, [stray] if stray else [], lines.are_suspect())

    def _broken(self, line: int, lines: "_Lines") -> "_Record":
        """A record whose quotes are in the wrong places, or whose text has no end.

        One line is read as spreadsheets do, and said to be doubtful. Of several only the first is at fault.
        """
        if lines.is_one_line():
            cells = next(csv.reader([lines.first()], delimiter=self._delimiter))
            return _Record(line, cells, [Fault(_STRAY_QUOTE, _begun(lines.first()))], lines.are_suspect())
        return _Record(line, [], [lines.set_aside()], is_suspect=False)


class _Record(NamedTuple):
    """What stands in a row before it is known how many columns there are, and whether a cell may be damaged."""

    line: int
    cells: list[str]
    faults: list[Fault]
    is_suspect: bool


class _TooLong(Exception):
    """The record has more characters than a row may have."""


class _Lines:
    """The lines of a text as the csv module asks for them, kept while they belong to one record.

    A record that proves broken gives up its first line, and the others are given again.
    """

    def __init__(self, text: io.TextIOBase, most: int) -> None:
        self._text, self._most = text, most
        self._waiting: deque[str] = deque()
        self._held: list[str] = []
        self._size = self._next = self._given_again = 0
        self._is_ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._size > self._most:
            raise _TooLong
        line = self._waiting.popleft() if self._waiting else self._read()
        if not line:
            self._is_ended = True
            raise StopIteration
        self._held.append(line)
        self._size += len(line)
        if self._is_cut(line):
            raise _TooLong
        return line

    def begin(self) -> int:
        """A new record begins: the number of its first line."""
        self._next += len(self._held)
        self._held.clear()
        self._size, self._is_ended = 0, False
        return self._next + 1

    def first(self) -> str:
        return self._held[0]

    def is_one_line(self) -> bool:
        """Whether the record ends with its first line, so that nothing after it belongs to it."""
        return len(self._held) == 1 and not self._is_ended and not self._is_cut(self._held[0])

    def set_aside(self) -> Fault:
        """Give up the first line of a broken record; the lines after it will be given again."""
        first = self._held[0]
        self._waiting.extendleft(reversed(self._held[1:]))
        self._given_again = max(self._given_again, self._next + len(self._held))
        del self._held[1:]
        return Fault(_TOO_LONG if self._is_cut(first) else _OPEN_QUOTE, _begun(first))

    def stray_quote(self) -> Fault | None:
        """The fault of a record that is given again and has a quote too many: it may be the rest of another."""
        is_again = self._next + 1 <= self._given_again
        if is_again and sum(line.count('"') for line in self._held) % 2:
            return Fault(_STRAY_QUOTE, _begun(self._held[0]))
        return None

    def are_suspect(self) -> bool:
        return any(map(is_suspect, self._held))

    def _is_cut(self, line: str) -> bool:
        """Whether the rest of a line has been passed over."""
        return len(line) > self._most and not line.endswith(_ENDS)

    def _read(self, begun: str = "") -> str:
        """The next line. Of one that is too long only so much that this can be seen."""
        line = begun if begun == "\r" else begun + self._text.readline(self._most + 1 - len(begun))
        if len(line) <= self._most:
            return line
        if line.endswith("\r"):  # the line end may have been cut in two
            following = self._text.readline(1)
            if following == "\n":
                return line + following
            if following:
                self._waiting.append(self._read(following))
        elif not line.endswith("\n"):
            while (rest := self._text.readline(self._most)) and not rest.endswith(_ENDS):
                pass
        return line


def _begun(line: str) -> str:
    return line.strip("\r\n")[:200]


def _spelled(record: _Record) -> _Record:
    """The record with those bytes written out that are no characters, and a fault that names them."""
    texts = [*record.cells, *(fault.text for fault in record.faults)]
    wrong = [text for text in texts if undecoded(text)]
    if not wrong:
        return record
    named = " ".join(dict.fromkeys(byte for text in wrong for byte in undecoded(text)))
    faults = [replace(fault, text=spelled_out(fault.text)) for fault in record.faults]
    faults.append(Fault(_UNDECODABLE, spelled_out(wrong[0])[:200], detail=named))
    return record._replace(cells=[spelled_out(cell) for cell in record.cells], faults=faults)


def _damage(cells: tuple[str, ...], columns: tuple[Column, ...]) -> Iterator[Fault]:
    for cell, column in zip(cells, columns, strict=True):
        if found := damage_of(cell):
            yield Fault("damaged", cell, detail=found, column=column.key)
