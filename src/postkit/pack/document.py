"""A TOML file of a pack that is a head of keys and arrays of tables, with every mistake on its line.

The files of money (bank.toml, cash.toml, payments.toml, clearing.toml) say what they hold with `Key` and `Table`; this
module reads them, names what is wrong, and leaves what rows must say together to each file.

>>> head = {"currency": Key(str, shaped("[A-Z]{3}", right="three capital letters"))}
>>> tables = {"taxes": Table({"code": Key(str), "rate": Key(high=1000)})}
>>> found = read_document("x.toml", b'currency = "MAD"\\n[[taxes]]\\ncode = "vat"\\nrate = 200', head, tables)
>>> found.head, [row.values for row in found.rows["taxes"]]
({'currency': 'MAD'}, [{'code': 'vat', 'rate': 200}])
>>> [str(one) for one in read_document("x.toml", b"currency = 3", head, tables).mistakes]
['x.toml, line 1, currency: is not of the right type; write a text in quotes']
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from postkit.pack.fields import Kind, choice, shaped, text
from postkit.pack.model import Mistake
from postkit.pack.sheet import decode

NEEDED = object()
MOST = 10**15
_TYPES = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a day such as 2026-01-01, without quotes",
}
_LISTS = {str: 'a list such as ["one", "two"]', int: "a list such as [1, 15]"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its type, what a text must look like, between what a number lies, what its absence means.

    ``many`` makes it a list of such values, at least one and each once; it is given back as a tuple.
    """

    of: type[Any] = int
    kind: Kind | None = None
    default: Any = NEEDED
    low: int = 0
    high: int = MOST
    many: bool = False

    @property
    def right(self) -> str:
        """What is right here, in words."""
        return _LISTS[self.of] if self.many else _TYPES[self.of]

    def read(self, value: Any) -> Any:
        """The value as it is kept; ValueError with the reason."""
        if value is NEEDED:
            raise ValueError(f"this key is missing; write {self.right}")
        if value is None or value is self.default:
            return value
        if not self.many:
            return self._one(value)
        if type(value) is not list:
            raise ValueError(f"is not of the right type; write {self.right}")
        if not value or any(value.count(part) > 1 for part in value):
            raise ValueError(f"is no list of different values; write {self.right}, each once")
        return tuple(self._one(part) for part in value)

    def _one(self, value: Any) -> Any:
        if type(value) is not self.of:
            raise ValueError(f"is not of the right type; write {self.right}")
        if self.of is int and not self.low <= value <= self.high:
            raise ValueError(f"{value} is out of range; write a number from {self.low} to {self.high}")
        return self.kind.read(value) if self.kind else value


@dataclass(frozen=True, slots=True)
class Table:
    """An array of tables: the keys of a row, the arrays inside each row, and what no two rows share."""

    keys: Mapping[str, Key]
    inside: Mapping[str, "Table"] = field(default_factory=dict)
    once: tuple[str, ...] = ("code",)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands (`levels.0`), its values, and whether all of them are right."""

    path: str
    values: dict[str, Any]
    inside: dict[str, list["Row"]]
    is_whole: bool


@dataclass(slots=True)
class Document:
    """What a file says, and every mistake in it. Values that are wrong are left out."""

    file: str
    head: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    noted: list[Mistake] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def mistakes(self) -> list[Mistake]:
        return sorted(self.noted, key=lambda mistake: mistake.line)

    def note(self, path: str, reason: object) -> None:
        """A mistake, on the line of its key or else of the table in which it should be."""
        place = path
        while place and place not in self.lines:
            place = place.rpartition(".")[0]
        self.noted.append(Mistake(self.file, self.lines.get(place, 1), _named(path), str(reason)))

    def check_currency(self, currency: str) -> None:
        """The file must be in the currency of country.toml, where that is known."""
        if currency and self.head.get("currency", currency) != currency:
            self.note(
                "currency", f"{self.head['currency']} is not the currency of country.toml; write {currency}"
            )

    def whole(self, name: str) -> list[Row]:
        """The rows of an array in which nothing is wrong."""
        return [row for row in self.rows[name] if row.is_whole]


def read_document(
    file: str, data: bytes, head: Mapping[str, Key], tables: Mapping[str, Table]
) -> Document:  # fmt: skip
    """Read a file. One that is no text or no TOML has that mistake alone."""
    found = Document(file, rows={name: [] for name in tables})
    content = decode(file, data, found.noted)
    if content is None:
        return found
    try:
        said = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else content.count("\n") + 1
        found.noted.append(
            Mistake(file, line, "", f"cannot be read as TOML ({error}); write each key as: name = value")
        )
        return found
    found.lines = _lines(content)
    found.head = _values(found, "", said, head, tables)
    found.rows = {name: list(_rows(found, name, said.get(name, []), table)) for name, table in tables.items()}
    return found


def _named(path: str) -> str:
    """A path as a person reads it: `levels.limits` for `levels.0.limits`."""
    return re.sub(r"\.\d+", "", path)


def _rows(found: Document, path: str, given: Any, table: Table) -> Iterator[Row]:
    if type(given) is not list or any(type(row) is not dict for row in given):
        found.note(path, f"is no array of tables; write each row under [[{_named(path)}]]")
        return
    seen: dict[tuple[Any, ...], str] = {}
    for at, row in enumerate(given):
        place, before = f"{path}.{at}", len(found.noted)
        values = _values(found, f"{place}.", row, table.keys, table.inside)
        inside = {
            name: list(_rows(found, f"{place}.{name}", row.get(name, []), rows))
            for name, rows in table.inside.items()
        }
        same = tuple(values.get(name, NEEDED) for name in table.once)
        if NEEDED not in same and same in seen:
            line = found.lines.get(seen[same], 1)
            found.note(f"{place}.{table.once[0]}", f"already stands in the row of line {line}; keep one")
        seen.setdefault(same, place)
        yield Row(place, values, inside, len(found.noted) == before)


def _values(
    found: Document, before: str, given: Mapping[str, Any], keys: Mapping[str, Key], inside: Mapping[str, Any]
) -> dict[str, Any]:
    for name in given:
        if name not in keys and name not in inside:
            found.note(f"{before}{name}", f"no such key; the keys are {', '.join([*keys, *inside])}")
    values = {}
    for name, key in keys.items():
        try:
            values[name] = key.read(given.get(name, key.default))
        except ValueError as error:
            found.note(f"{before}{name}", error)
    return values


def _lines(content: str) -> dict[str, int]:
    """The line of each key and of each table's head, by its path: `levels.0.limits.1.valid_from`."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    at = ""
    for number, line in enumerate(content.splitlines(), start=1):
        if head := re.match(r"\s*\[\[?\s*([\w-]+)(?:\.([\w-]+))?\s*\]", line):
            outer, inner = head.groups()
            array = f"{outer}.{counts.get(outer, 1) - 1}.{inner}" if inner else outer
            counts[array] = counts.get(array, 0) + 1
            at = f"{array}.{counts[array] - 1}"
            lines.setdefault(array, number)
            lines[at] = number
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            lines.setdefault(f"{at}.{key[1]}".lstrip("."), number)
    return lines


# ---- keys that several files have ------------------------------------------------------------------------------

CODE = shaped("[a-z0-9-]{1,24}", right="at most 24 small letters, digits and hyphens")
CURRENCY = Key(str, shaped("[A-Z]{3}", right="the three capital letters of ISO 4217, such as MAD"))
SOURCE = Key(str, text(at_most=4_000))
NAMES: Mapping[str, Key] = {
    "name_en": Key(str, text(at_most=80)),
    "name_fr": Key(str, text(at_most=80, blank=True), ""),
    "name_ar": Key(str, text(at_most=80, blank=True), ""),
}
CODE_AND_NAMES: Mapping[str, Key] = {"code": Key(str, CODE), **NAMES}


def chosen(*allowed: str, default: Any = NEEDED) -> Key:
    """One of a few words; where it may be missing, also the word that its absence means."""
    return Key(str, choice(*allowed, *([""] if default == "" else [])), default)


def regular_expression(*, example: str) -> Kind:
    """A pattern of at most 80 characters that Python's `re` takes."""

    def read(cell: str) -> str:
        try:
            re.compile(cell)
        except re.error as error:
            raise ValueError(f"is no regular expression ({error}); write one such as {example}") from None
        return str(text(at_most=80).read(cell))

    return Kind(read)
