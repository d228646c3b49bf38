"""A merchant's table as it is handed on: columns that are told apart, rows with their true line, and what is wrong.

A file is refused as a whole (`NotATable`) only where it cannot be read into rows at all. What is wrong with one row is
a `Fault` of that row, and its neighbours are read.

Shapes: a cell is text; every row has as many cells as there are columns. ``Row.numbers`` are the places of the cells
that the sheet itself holds as numbers: their decimal mark is a point, whatever the country.

>>> [column.key for column in columns_of(["Name", "name ", "", "C"], Limits())]
['name', 'name (2)', 'c', 'c (2)']
>>> row_of(7, ["Amina", "x"], columns_of(["Name", "Town", "Phone"], Limits()), Limits()).cells
('Amina', 'x', '')
>>> row_of(8, ["Amina", "x", "y"], columns_of(["Name"], Limits()), Limits()).faults[0].code
'too-many-cells'
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from postkit.text import visible

MOST_ROW_CHARS = 65_000  # two such pieces stay below the largest field that the csv module takes
MiB = 2**20
NO_PLACES: frozenset[int] = frozenset()


class NotATable(ValueError):
    """The file cannot be read as a table. ``code`` is stable, ``line`` is 0 where no line is to blame."""

    def __init__(self, code: str, said: str, *, line: int = 0) -> None:
        super().__init__(f"{code}: {said}" + (f" (line {line})" if line else ""))
        self.code, self.said, self.line = code, said, line


@dataclass(frozen=True, slots=True)
class Limits:
    """What a table may be at most. ``lines`` counts blank ones too, ``row_chars`` a row as it is written, with quotes.

    The last seven are for the parts of a workbook: how many members its archive has, what they expand to in all and
    by which factor, how large a part beside the rows may be (styles, list of sheets), the texts that cells share, the
    areas of merged cells, and how long one tag may be.
    """

    file_bytes: int = 64 * MiB
    rows: int = 50_000
    columns: int = 200
    cell_chars: int = 2_000
    lines: int = 2_000_000
    row_chars: int = MOST_ROW_CHARS
    open_quotes: int = 100
    members: int = 1_000
    expanded_bytes: int = 512 * MiB
    expansion: int = 200
    part_bytes: int = 16 * MiB
    shared_bytes: int = 64 * MiB
    merged_areas: int = 10_000
    tag_bytes: int = 256 * 1024

    def __post_init__(self) -> None:
        if not 0 < self.row_chars <= MOST_ROW_CHARS:
            raise ValueError(f"row_chars is between 1 and {MOST_ROW_CHARS}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a row or a cell: a stable ``code``, the ``text`` that is at fault, and what is known of it.

    ``column`` is the key of the column, where one is to blame.
    """

    code: str
    text: str = ""
    detail: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place from 0, its heading as written (or its letter where there is none), and its own key."""

    position: int
    text: str
    key: str
    is_unnamed: bool = False

    @property
    def letter(self) -> str:
        return letter_of(self.position)


class Row(NamedTuple):
    """``line_number`` counts from 1 as a person who opens the file counts, headings and blank lines included."""

    line_number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    numbers: frozenset[int] = NO_PLACES


@dataclass(frozen=True, slots=True)
class Facts:
    """How a table was read, for the person to look over. ``kind`` is csv, xlsx or paste."""

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    hidden_rows: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, facts, and rows that are read anew each time they are asked for."""

    columns: tuple[Column, ...]
    facts: Facts
    _read: Callable[[], Iterator[Row]]

    def rows(self) -> Iterator[Row]:
        """Each row that has something in it. `NotATable` where the file turns out too long on the way."""
        return self._read()


def letter_of(position: int) -> str:
    """The letters by which a spreadsheet calls a column.

    >>> letter_of(0), letter_of(25), letter_of(26), letter_of(701), letter_of(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(letters: str) -> int:
    """The place of a column from 0, by its letters.

    >>> place_of("A"), place_of("Z"), place_of("AA"), place_of("AAA")
    (0, 25, 26, 702)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def columns_of(headings: Sequence[str], limits: Limits) -> tuple[Column, ...]:
    """The columns under a row of headings. Equal headings stay different columns: the later ones are counted."""
    if len(headings) > limits.columns:
        raise NotATable("columns", f"{len(headings)} columns; {limits.columns} are the most")
    taken: dict[str, int] = {}
    columns: list[Column] = []
    for position, heading in enumerate(headings):
        text = " ".join(visible(heading).split())
        if len(text) > limits.cell_chars:
            raise NotATable(
                "heading", f"the heading of column {letter_of(position)} has {len(text)} characters"
            )
        shown = text or letter_of(position)
        columns.append(Column(position, shown, _key(shown.casefold(), taken), is_unnamed=not text))
    return tuple(columns)


def _key(name: str, taken: dict[str, int]) -> str:
    key = name
    while key in taken:
        taken[name] += 1
        key = f"{name} ({taken[name]})"
    taken[key] = 1
    return key


def is_blank(cells: Sequence[str]) -> bool:
    return not any(cells) or not any(cell.strip() for cell in cells)


def row_of(
    line: int,
    cells: Sequence[str],
    columns: tuple[Column, ...],
    limits: Limits,
    faults: Sequence[Fault] = (),
    numbers: frozenset[int] = NO_PLACES,
) -> Row:
    """A row with a cell for each column. What stands beyond the last column, or is too long, is a fault of the row."""
    width = len(columns)
    if len(cells) != width:
        beyond = [cell for cell in cells[width:] if cell.strip()]
        if beyond:
            faults = [
                *faults,
                Fault("too-many-cells", " ".join(beyond)[: limits.cell_chars], detail=str(len(cells))),
            ]
        cells = [*cells[:width], *[""] * (width - len(cells))]
    most = limits.cell_chars
    if max(map(len, cells), default=0) > most:
        long = [place for place, cell in enumerate(cells) if len(cell) > most]
        faults = [
            *faults,
            *(
                Fault(
                    "cell-too-long",
                    cells[place][:80],
                    detail=str(len(cells[place])),
                    column=columns[place].key,
                )
                for place in long
            ),
        ]
        cells = [cell[:most] for cell in cells]
    return Row(line, tuple(cells), tuple(faults), numbers)


def counted(rows: Iterator[Row], limits: Limits) -> Iterator[Row]:
    """The rows, as long as there are not more than are taken at once."""
    for number, row in enumerate(rows, start=1):
        if number > limits.rows:
            raise NotATable("rows", f"more than {limits.rows} rows; part the file", line=row.line_number)
        yield row
