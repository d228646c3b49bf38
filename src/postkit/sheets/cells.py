"""The cells of a sheet, put together from the tags of its stream and handed on row by row."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from postkit.sheets.damage import ERROR_VALUE, NO_VALUE, damage_of, is_suspect, number_damage
from postkit.sheets.table import NO_PLACES, Column, Fault, Limits, NotATable, place_of
from postkit.sheets.workbook import Workbook, unescaped

MOST_ROWS = 1_048_576
_DIGITS = "0123456789"


@dataclass(slots=True)
class Record:
    """One row of a sheet. ``beyond`` are texts of cells further out than any column may be."""

    line: int
    cells: dict[int, str] = field(default_factory=dict)
    damage: dict[int, str] = field(default_factory=dict)
    beyond: list[str] = field(default_factory=list)
    number_places: frozenset[int] = NO_PLACES

    def texts(self, width: int = 0) -> list[str]:
        """The texts in their places, as many as there are columns or more."""
        found = self.cells
        return [found.get(place, "") for place in range(max(width, max(found, default=-1) + 1))]

    def faults(self, columns: tuple[Column, ...]) -> Iterator[Fault]:
        for place, reason in self.damage.items():
            if place < len(columns):
                yield Fault("damaged", self.cells.get(place, ""), detail=reason, column=columns[place].key)
        if self.beyond:
            yield Fault("too-many-cells", " ".join(self.beyond)[:200])


class Cells:
    """What hears the stream of a sheet."""

    def __init__(self, workbook: Workbook, limits: Limits) -> None:
        self._texts, self._shown, self._limits = workbook.texts, workbook.shown, limits
        self._count, self._most = 0, limits.rows * limits.columns
        self._ready: list[Record] = []
        self._record = Record(0)
        self._places: dict[str, int] = {}
        self._known_numbers: dict[tuple[int, ...], frozenset[int]] = {}
        self._numbers: dict[int, None] = {}
        self._place = -1
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._size = 0
        self._hears = self._is_sound = self._is_formula = False

    def taken(self) -> list[Record]:
        """The rows that are complete since this was asked last."""
        ready, self._ready = self._ready, []
        return ready

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._hears = not self._is_sound
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._is_sound = True

    def ended(self, name: str) -> None:
        if name in ("v", "t"):
            self._hears = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._is_sound = False

    def said(self, text: str) -> None:
        if self._hears and self._size <= self._limits.cell_chars:
            self._pieces.append(text)
            self._size += len(text)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        least = self._record.line + 1
        line = _whole(attributes.get("r") or str(least))
        if not least <= line <= MOST_ROWS:
            raise NotATable("broken", f"row {line} stands after row {least - 1}")
        self._record = Record(line)
        self._numbers.clear()
        self._place = -1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > self._most:
            raise NotATable("rows", f"more than {self._most} cells", line=self._record.line)
        said = attributes.get("r")
        self._place = self._place + 1 if said is None else self._place_of(said.rstrip(_DIGITS))
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._pieces.clear()
        self._size = 0
        self._is_formula = self._hears = self._is_sound = False

    def _place_of(self, letters: str) -> int:
        place = self._places.get(letters)
        if place is None:
            if not (0 < len(letters) <= 3 and letters.isascii() and letters.isupper()):
                raise NotATable("broken", f"{letters[:20]!r} is no column", line=self._record.line)
            place = self._places[letters] = place_of(letters)
        return place

    def _end_cell(self) -> None:
        if not self._pieces:
            if self._is_formula and self._kind != "str":  # one that gives an empty text has a value
                self._damage(NO_VALUE)
            return
        stored = "".join(self._pieces)
        kind = self._kind
        if kind == "s":
            text = self._shared(stored)
        elif kind == "n":
            text = self._number(stored)
        elif kind == "b":
            text = "TRUE" if stored.strip() in ("1", "true") else "FALSE"
        elif kind == "e":
            text = stored
        elif kind == "d":
            text = stored.replace("T", " ").removesuffix("Z").removesuffix(" 00:00:00")
        else:
            text = unescaped(stored)
        if self._place >= self._limits.columns:
            if text.strip() and len(self._record.beyond) < 10:
                self._record.beyond.append(text[:80])
            return
        self._record.cells[self._place] = text
        if kind == "e":
            self._damage(ERROR_VALUE)
        elif kind != "n" and is_suspect(text) and (found := damage_of(text)):
            self._damage(found)

    def _shared(self, stored: str) -> str:
        number = _whole(stored)
        if number >= len(self._texts):
            raise NotATable("broken", f"the workbook has no text {number}", line=self._record.line)
        return self._texts[number]

    def _number(self, stored: str) -> str:
        stored = stored.strip()
        style = _whole(self._style)
        show = self._shown[style if style < len(self._shown) else 0]
        if found := number_damage(stored):
            self._damage(found)
        if self._place < self._limits.columns:
            self._numbers[self._place] = None
        return show(stored)

    def _damage(self, reason: str) -> None:
        if self._place < self._limits.columns:
            self._record.damage[self._place] = reason

    def _end_row(self) -> None:
        record = self._record
        if not (any(text.strip() for text in record.cells.values()) or record.damage or record.beyond):
            return
        if self._numbers:
            places = tuple(self._numbers)
            known = self._known_numbers.get(places)
            if known is None:
                known = frozenset(places)
                if len(self._known_numbers) < 1_000:
                    self._known_numbers[places] = known
            record.number_places = known
        self._ready.append(record)


def _whole(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotATable("broken", f"{text[:20]!r} is no number of a row, a text or a style")
    return int(text)
