"""Tables in workbooks (.xlsx, .xlsm): the rows of one sheet, as a person sees its cells.

Formulas are never run: what counts is the result that the file holds. Numbers come as `postkit.sheets.number_formats`
shows them, truth as TRUE and FALSE. Rows that a filter hides are read like the others, and counted.

Merged cells: nothing is guessed. A value that is merged downwards stands in its first row; each further row that the
area covers is a fault (``merged``, with the area), since whether the value was meant for it cannot be known. Cells that
are merged across one row have their value in the first column, headings too; the other headings are without name.

The sheet is read by a stream of its own and not by a library that makes a tree of each row: a file of 24 kB, with one
row of five million empty cells, took 1.6 GB there. Source: ECMA-376 part 1, 18.3.

Codes of rows: merged, damaged (exponent, digits-lost, error-value, no-value), and those of `postkit.sheets.table`.
Refusals: empty, no-sheet, rows, columns, heading, merged, and those of the archive, the stream and the workbook.
"""

import re
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from postkit.sheets.archive import Archive, archive_of
from postkit.sheets.cells import Cells, Record
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
    place_of,
    row_of,
)
from postkit.sheets.workbook import Sheet, Workbook, workbook_of
from postkit.sheets.xml_stream import drained, stream

_SURVEYED = (b"mergeCell", b"hidden=")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """Merged cells: rows as on the screen, columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    text: str


@dataclass(slots=True)
class _Survey:
    """What stands in a sheet behind its rows, or is known only at its end."""

    areas: list[Area] = field(default_factory=list)
    hidden_rows: int = 0


def xlsx_table(source: Source, limits: Limits, *, sheet: str = "", heading_line: int = 0) -> Table:
    """A table in a workbook: the sheet of that name, or else the first that is not hidden.

    The headings are the first row that is not blank, from ``heading_line`` on.
    """
    with archive_of(source, limits) as archive:
        workbook = workbook_of(archive, limits)
        chosen = workbook.sheet(sheet)
        survey = _survey(archive, chosen, limits)
        reader = _Reader(source, limits, workbook, chosen, survey.areas, heading_line)
        with closing(reader.records(archive)) as records:
            heading = next(records, None)
    if heading is None:
        raise NotATable("empty", f"nothing is in the sheet {chosen.name}")
    if heading.beyond:
        raise NotATable("columns", f"more than {limits.columns} columns", line=heading.line)
    names = tuple(one.name for one in workbook.sheets if not one.is_hidden)
    facts = Facts("xlsx", sheet=chosen.name, sheets=names, hidden_rows=survey.hidden_rows)
    columns = columns_of(heading.texts(), limits)
    return Table(columns, facts, partial(reader.rows, columns))


class _Reader:
    """Reads the rows of one sheet again and again."""

    def __init__(
        self, source: Source, limits: Limits, book: Workbook, sheet: Sheet, areas: list[Area], from_line: int
    ) -> None:
        self._source, self._limits, self._workbook, self._sheet = source, limits, book, sheet
        self._areas, self._from_line = areas, from_line

    def rows(self, columns: tuple[Column, ...]) -> Iterator[Row]:
        return counted(self._rows(columns), self._limits)

    def records(self, archive: Archive) -> Generator[Record, None, None]:
        """Each row of the sheet that is not blank."""
        cells = Cells(self._workbook, self._limits)
        steps = stream(
            archive.chunks(self._sheet.part),
            self._limits,
            started=cells.started,
            ended=cells.ended,
            said=cells.said,
        )
        for _ in steps:
            yield from (record for record in cells.taken() if record.line >= self._from_line)

    def _rows(self, columns: tuple[Column, ...]) -> Iterator[Row]:
        covering = _Covering(self._areas, len(columns))
        with archive_of(self._source, self._limits) as archive, closing(self.records(archive)) as records:
            covering.over(next(records).line)
            for record in records:
                faults = [
                    Fault("merged", area.text, detail=area.text, column=columns[area.first_column].key)
                    for area in covering.over(record.line)
                ]
                faults += record.faults(columns)
                cells = record.texts(len(columns))
                yield row_of(record.line, cells, columns, self._limits, faults, record.number_places)


class _Covering:
    """The areas that reach into a row from above, row after row."""

    def __init__(self, areas: list[Area], width: int) -> None:
        self._coming = sorted((area for area in areas if area.first_column < width), reverse=True)
        self._open: list[Area] = []
        self._most = width

    def over(self, line: int) -> list[Area]:
        if not self._coming and not self._open:
            return []
        self._open = [area for area in self._open if area.last_row >= line]
        while self._coming and self._coming[-1].first_row < line:
            area = self._coming.pop()
            if area.last_row >= line:
                self._open.append(area)
        if len(self._open) > self._most:
            raise NotATable("merged", "merged cells lie over one another", line=line)
        return self._open


def _survey(archive: Archive, sheet: Sheet, limits: Limits) -> _Survey:
    survey = _Survey()
    if not _is_worth_it(archive, sheet):
        return survey

    def started(name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            survey.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif name == "mergeCell":
            survey.areas += _areas(attributes.get("ref", ""))
            if len(survey.areas) > limits.merged_areas:
                raise NotATable("merged", f"more than {limits.merged_areas} areas of merged cells")

    drained(stream(archive.chunks(sheet.part), limits, started=started))
    return survey


def _is_worth_it(archive: Archive, sheet: Sheet) -> bool:
    """Whether the bytes of a sheet say anything that a survey looks for; most sheets do not, and it takes its time."""
    kept = b""
    is_first = True
    for chunk in archive.chunks(sheet.part):
        if is_first and b"\0" in chunk[:4]:
            return True  # two bytes a letter
        found = kept + chunk
        if any(word in found for word in _SURVEYED):
            return True
        is_first, kept = False, chunk[-max(map(len, _SURVEYED)) :]
    return False


def _areas(text: str) -> list[Area]:
    found = _AREA.fullmatch(text)
    if not found:
        raise NotATable("broken", f"{text[:40]!r} is no area of cells")
    first, last = int(found[2]), int(found[4] or found[2])
    return [Area(first, last, place_of(found[1]), text)]
