"""A file of other people read strictly: its encoding, its delimiter, its rows. Nothing is guessed in silence."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rekkas.operator.parcels.errors import (
    ColumnsMissing,
    EncodingNotRight,
    EncodingUnclear,
    EncodingUnknown,
    NothingInFile,
)

ENCODINGS = ("utf-8", "windows-1256", "windows-1252", "utf-16")
DELIMITERS = ",;\t"
_WORD_WITH_HIGH_BYTES = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file by column, or what is wrong with it. ``line`` counts from 1, the header included."""

    line: int
    values: dict[str, str]
    problem: str = ""
    text: str = ""


def decode(content: bytes, *, file: str, encoding: str = "") -> str:
    """The text of a file. Without a named encoding: UTF-8, or Windows' Arabic or Latin where the words tell."""
    if encoding:
        known = encoding.lower().replace("cp125", "windows-125").replace("utf8", "utf-8")
        if known not in ENCODINGS:
            raise EncodingUnknown(encoding=encoding, known=", ".join(ENCODINGS))
        return _strictly(content, "utf-8-sig" if known == "utf-8" else known, file)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16", file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictly(content, _windows(content, file), file)


def _strictly(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingNotRight(file=file, encoding=encoding, place=error.start) from None


def _windows(content: bytes, file: str) -> str:
    """Arabic words are of high bytes alone; a Latin word with an accent has plain letters beside it.

    French looks the same in both encodings, so that it does not matter; where words speak for both, nobody guesses.
    """
    words = set(_WORD_WITH_HIGH_BYTES.findall(content))
    differing = {
        word for word in words if word.decode("cp1252", "replace") != word.decode("cp1256", "replace")
    }
    latin = {word for word in differing if _ASCII_LETTER.search(word)}
    arabic = {word for word in differing - latin if len(word) > 1}
    if latin and not arabic:
        return "windows-1252"
    if arabic and not latin:
        return "windows-1256"
    if not differing and words:
        return "windows-1252"
    raise EncodingUnclear(file=file, known=", ".join(ENCODINGS))


def rows_of(text: str, *, file: str, columns: Sequence[str]) -> tuple[list[str], Iterator[Row]]:
    """The header, and each row after it. The delimiter is the one under which the wanted columns are there."""
    lines = re.split(r"(?<=\n)", text.replace("\r\n", "\n").replace("\r", "\n"))
    if lines and not lines[-1]:
        lines.pop()
    if not lines or not lines[0].strip():
        raise NothingInFile(file=file)
    headers = {mark: _cells(lines[0], mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: (len(set(columns) & set(headers[mark])), len(headers[mark])))
    header = headers[best]
    if missing := [column for column in columns if column not in header]:
        raise ColumnsMissing(file=file, missing=", ".join(missing), columns=", ".join(header))
    return header, _rows(lines, header, best)


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _rows(lines: list[str], header: list[str], delimiter: str) -> Iterator[Row]:
    """Rows one by one. A row that cannot be read costs its own first line, and reading goes on at the next."""
    at = 1
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        cells, used, problem = _read(lines, at, delimiter)
        if not problem and len(cells) != len(header):
            problem = f"it has {len(cells)} columns where the header has {len(header)}"
        if not problem and any("\0" in cell for cell in cells):
            problem = "it holds a character that is no text"
        if problem:
            yield Row(at + 1, {}, problem, lines[at].rstrip("\n"))
            at += 1
            continue
        values = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
        yield Row(at + 1, values)
        at += used


def _read(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int, str]:
    """The cells of the row that begins at a line, how many lines it takes, and what is wrong with it."""
    reader = csv.reader((lines[line] for line in range(at, len(lines))), delimiter=delimiter, strict=True)
    try:
        return next(reader), reader.line_num, ""
    except (csv.Error, StopIteration) as error:
        return [], 1, f"it cannot be read ({error})"
