"""What a workbook says beside its rows: its sheets, how numbers are shown, the texts that cells share.

Source: ECMA-376 part 1, 18.2 (workbook), 18.4 (shared strings), 18.8 (styles); also in its strict form, since names of
elements are compared without their namespace. Codes: no-sheet, shared-strings, broken, and those of the stream.
"""

import posixpath
import re
from array import array
from dataclasses import dataclass, field

from postkit.sheets.archive import WORKBOOK, Archive
from postkit.sheets.number_formats import BUILT_IN, GENERAL, Shown, shown_by
from postkit.sheets.table import Limits, NotATable
from postkit.sheets.xml_stream import drained, stream

_RELATIONS = "xl/_rels/workbook.xml.rels"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_OFFSET_BYTES = 8


class SharedTexts:
    """Texts by their number, kept as one run of bytes: a million small texts cost little more than their letters."""

    def __init__(self, limits: Limits) -> None:
        self._most, self._cell_chars = limits.shared_bytes, limits.cell_chars
        self._bytes, self._ends = bytearray(), array("Q", [0])

    def add(self, text: str) -> None:
        self._bytes += text[: self._cell_chars + 1].encode()
        self._ends.append(len(self._bytes))
        if len(self._bytes) + _OFFSET_BYTES * len(self._ends) > self._most:
            raise NotATable("shared-strings", f"the texts of the workbook have more than {self._most} bytes")

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class Workbook:
    """``shown`` has for each style of a cell the function that shows its numbers."""

    sheets: list[Sheet]
    texts: SharedTexts
    shown: list[Shown]

    def sheet(self, wanted: str) -> Sheet:
        """The sheet of a name, or else the first that a person sees."""
        seen = [sheet for sheet in self.sheets if sheet.name == wanted or not (wanted or sheet.is_hidden)]
        if not seen:
            names = ", ".join(sheet.name for sheet in self.sheets) or "none"
            raise NotATable("no-sheet", f"there is no such sheet to be read; the workbook has {names}")
        return seen[0]


def workbook_of(archive: Archive, limits: Limits) -> Workbook:
    head = _head(archive, limits)
    relations = _relations(archive, limits)
    names = archive.names
    sheets = []
    for name, state, identity in head.sheets:
        kind, part = relations.get(identity, ("", ""))
        if kind == "worksheet" and part in names:
            sheets.append(Sheet(name, part, is_hidden=state in ("hidden", "veryHidden")))
    parts = dict(relations.values())
    texts = SharedTexts(limits)
    if parts.get("sharedStrings") in names:
        _read_texts(archive, parts["sharedStrings"], limits, texts)
    shown = [shown_by(GENERAL)]
    if parts.get("styles") in names:
        shown = _styles(archive, parts["styles"], limits, from_1904=head.from_1904) or shown
    return Workbook(sheets, texts, shown)


def unescaped(text: str) -> str:
    """A text without the escapes of characters that XML cannot hold; those that no text can hold stay.

    >>> unescaped("a_x000D_b"), unescaped("_x005F_x000D_"), unescaped("_x0000_")
    ('a\\rb', '_x000D_', '_x0000_')
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


@dataclass(slots=True)
class _Head:
    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    from_1904: bool = False


def _head(archive: Archive, limits: Limits) -> _Head:
    head = _Head()

    def started(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            head.sheets.append((attributes.get("name", ""), attributes.get("state", ""), identity))
        elif name == "workbookPr":
            head.from_1904 = attributes.get("date1904", "") in ("1", "true")

    drained(stream(archive.chunks(WORKBOOK, limits.part_bytes), limits, started=started))
    return head


def _relations(archive: Archive, limits: Limits) -> dict[str, tuple[str, str]]:
    """The parts to which the workbook leads, by their number: of which kind they are, and where."""
    found: dict[str, tuple[str, str]] = {}

    def started(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

    if _RELATIONS in archive.names:
        drained(stream(archive.chunks(_RELATIONS, limits.part_bytes), limits, started=started))
    return found


def _read_texts(archive: Archive, part: str, limits: Limits, texts: SharedTexts) -> None:
    pieces: list[str] = []
    size = 0
    is_text = is_sound = False

    def started(name: str, _: dict[str, str]) -> None:
        nonlocal is_text, is_sound, size
        if name == "si":
            pieces.clear()
            size = 0
        elif name == "t":
            is_text = not is_sound
        elif name == "rPh":  # how a text is spoken, above it in small letters
            is_sound = True

    def ended(name: str) -> None:
        nonlocal is_text, is_sound
        if name == "si":
            texts.add(unescaped("".join(pieces)))
        elif name == "t":
            is_text = False
        elif name == "rPh":
            is_sound = False

    def said(text: str) -> None:
        nonlocal size
        if is_text and size <= limits.cell_chars:
            pieces.append(text)
            size += len(text)

    drained(stream(archive.chunks(part), limits, started=started, ended=ended, said=said))


def _styles(archive: Archive, part: str, limits: Limits, *, from_1904: bool) -> list[Shown]:
    codes = dict(BUILT_IN)
    styles: list[int] = []
    inside = ""

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name in ("numFmts", "cellXfs"):
            inside = name
        elif name == "numFmt" and inside == "numFmts":
            codes[_whole(attributes.get("numFmtId", ""))] = attributes.get("formatCode", GENERAL)
        elif name == "xf" and inside == "cellXfs":
            styles.append(_whole(attributes.get("numFmtId", "0")))

    def ended(name: str) -> None:
        nonlocal inside
        if name == inside:
            inside = ""

    drained(stream(archive.chunks(part, limits.part_bytes), limits, started=started, ended=ended))
    known: dict[int, Shown] = {}
    for style in set(styles):
        known[style] = shown_by(codes.get(style, GENERAL), from_1904=from_1904)
    return [known[style] for style in styles]


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotATable("broken", f"the styles of the workbook have a number {text[:20]!r}")
    return int(text)
