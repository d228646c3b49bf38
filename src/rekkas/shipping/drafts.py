"""A row of a merchant's table as exact values, or what is wrong with it; and a table in parts of some hundred rows.

Nothing is guessed: a number that may be two is a fault of its row, said with the cell as it stands there.
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import Any, TypeVar

import msgspec

from postkit.money import decimals
from postkit.sheets import (
    Column,
    Fault,
    Row,
    Table,
    amount,
    currency_in,
    decimal_mark_of,
    digits_of,
    phone,
    unit_in,
    weight_g,
    zeros_lost,
)
from postkit.text import fold
from rekkas.shipping.choices import ROWS_IN_A_PART
from rekkas.shipping.entries import Draft

# What a shipment can carry, in the order in which it is asked about. ``name`` and ``weight`` every row must have.
FIELDS = (
    "reference", "name", "name_ar", "organisation", "phone", "street", "street_ar", "locality", "region", "postcode",
    "weight", "cod_amount", "declared_value", "product", "contents", "shelf",
)  # fmt: skip
NEEDED, ONE_OF = ("name", "weight"), ("locality", "street")
MAY_BE_FIXED = ("name", "weight", "contents", "cod_amount", "declared_value")
LONGEST = {"reference": 60, "name": 120, "name_ar": 120, "organisation": 120, "street": 160, "street_ar": 160,
           "contents": 120, "shelf": 40}  # fmt: skip
SAMPLE_PARTS = 5  # of which is learnt how numbers are written
MARK_AT_MOST = 200


@dataclass(slots=True)
class ReadTable:
    """A table in parts: each is the JSON of its rows, packed."""

    columns: list[tuple[str, str]]
    facts: dict[str, Any]
    parts: list[tuple[int, bytes]] = field(default_factory=list)
    digest: bytes = b""
    row_count: int = 0


class KeptRow(msgspec.Struct, frozen=True, array_like=True):
    """A row as it stood in the table: its line, its cells, and what was wrong with it already."""

    line: int
    cells: list[str]
    faults: list[tuple[str, str, str]] = []
    numbers: list[int] = []


Value = TypeVar("Value", int, str)
_rows = msgspec.json.Decoder(list[KeptRow])


def read_in_parts(table: Table) -> ReadTable:
    """Read a table to its end. `NotATable` where it turns out to be none on the way."""
    read = ReadTable([(column.key, column.text) for column in table.columns], asdict(table.facts))
    seen = hashlib.sha256(msgspec.json.encode(read.columns))
    rows = table.rows()
    while some := [_kept(row) for row in islice(rows, ROWS_IN_A_PART)]:
        body = msgspec.json.encode(some)
        seen.update(body)
        read.parts.append((len(some), zlib.compress(body, 1)))
        read.row_count += len(some)
    read.digest = seen.digest()
    return read


def _kept(row: Row) -> KeptRow:
    faults = [(fault.code, fault.text[:80], fault.column) for fault in row.faults]
    return KeptRow(row.line_number, list(row.cells), faults, sorted(row.numbers))


def rows_of(body: bytes) -> list[KeptRow]:
    """The rows of a part."""
    return _rows.decode(zlib.decompress(body))


def columns_digest(columns: Sequence[Sequence[str]]) -> bytes:
    """What tables with the same columns have in common, in whatever order they stand."""
    return hashlib.sha256(msgspec.json.encode(sorted(key for key, _text in columns))).digest()


def table_columns(columns: Sequence[Sequence[str]]) -> list[Column]:
    return [Column(place, text, key) for place, (key, text) in enumerate(columns)]


@dataclass(frozen=True, slots=True)
class Habits:
    """How a table writes numbers: decimal marks by field, units and currencies of headings, digits of telephones."""

    marks: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    other_currency: dict[str, str] = field(default_factory=dict)
    digits: int = 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "marks": self.marks,
            "unit": self.unit,
            "other_currency": self.other_currency,
            "digits": self.digits,
        }


def habits_of(fields: Mapping[str, Column], rows: Sequence[KeptRow], currency: str) -> Habits:
    """What headings and clear cells say of those that are not clear."""

    def cells(name: str) -> Iterator[str]:
        place = fields[name].position
        return (row.cells[place] for row in rows)

    money = [name for name in ("cod_amount", "declared_value") if name in fields]
    marks = {name: decimal_mark_of(cells(name)) for name in ("weight", *money) if name in fields}
    said = {name: currency_in(fields[name].text) for name in money}
    strange = {
        name: " ".join(sorted(codes)) for name, codes in said.items() if codes and currency not in codes
    }
    return Habits(
        {name: mark for name, mark in marks.items() if mark},
        unit_in(fields["weight"].text) if "weight" in fields else "",
        strange,
        digits_of(cells("phone")) if "phone" in fields else 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drafting:
    """How rows become drafts: which cells are which field, what counts where a row says nothing, in which country."""

    places: Mapping[str, int]
    fields: Mapping[str, str]  # the field of each column that has one, by the column's key
    fixed: Mapping[str, str]
    habits: Habits
    country: str
    currency: str
    products: Mapping[str, str]  # folded words by which a product is known, and its code
    product: str

    def draft(self, row: KeptRow, changes: Mapping[str, str]) -> tuple[Draft, list[Fault]]:
        """What a row says, and all that is wrong with it."""
        said = {name: row.cells[place].strip() for name, place in self.places.items()} | dict(changes)
        given = {name: said.get(name) or self.fixed.get(name, "") for name in FIELDS}
        by_sheet = {
            name for name, place in self.places.items() if place in row.numbers and name not in changes
        }
        faults = list(self._told(row, changes))
        told = {fault.column for fault in faults}
        values: dict[str, Any] = {
            name: given[name] for name in ("name", "name_ar", "organisation", "street", "street_ar", "reference",
                                           "locality", "region", "postcode", "contents", "shelf")
        }  # fmt: skip
        faults += [Fault("too-long", given[name][:80], str(most), name)
                   for name, most in LONGEST.items() if len(given[name]) > most]  # fmt: skip
        if not given["name"]:
            faults.append(Fault("empty", column="name"))
        if not any(given[name] for name in ONE_OF):
            faults.append(Fault("empty", column="locality"))
        for name, value in (
            ("weight_g", self._weight(given["weight"], is_by_sheet="weight" in by_sheet)),
            ("cod_amount", self._money("cod_amount", given, is_by_sheet="cod_amount" in by_sheet)),
            (
                "declared_value",
                self._money("declared_value", given, is_by_sheet="declared_value" in by_sheet),
            ),
            ("phone", self._phone(given["phone"])),
            ("product", self._product(given["product"])),
        ):
            if not isinstance(value, Fault):
                values[name] = value
            elif value.column not in told:
                faults.append(value)
        return Draft(**values), faults

    def _told(self, row: KeptRow, changes: Mapping[str, str]) -> Iterator[Fault]:
        """What was wrong when the table was read, unless it is corrected, or stands in a column that nobody reads."""
        for code, text, column in row.faults:
            name = self.fields.get(column, "")
            if (not column and not changes) or (name and name not in changes):
                yield Fault(code, text, column=name)

    def _weight(self, text: str, *, is_by_sheet: bool) -> int | Fault:
        mark = "." if is_by_sheet else self.habits.marks.get("weight", "")
        found = weight_g(text, unit=self.habits.unit or "g", decimal_mark=mark)
        return _of("weight", _below(10_000_000, found))

    def _money(self, name: str, given: Mapping[str, str], *, is_by_sheet: bool) -> int | Fault:
        if not given[name]:
            return 0
        if strange := self.habits.other_currency.get(name):
            return Fault("other-currency", given[name], strange, name)
        mark = "." if is_by_sheet else self.habits.marks.get(name, "")
        found = amount(
            given[name], currency=self.currency, decimals=decimals(self.currency), decimal_mark=mark
        )
        return _of(name, _below(10**15, found))

    def _phone(self, text: str) -> str | Fault:
        if not text:
            return ""
        whole = f"0{text.strip()}" if zeros_lost(text, self.habits.digits) else text
        return _of("phone", phone(whole, region=self.country))

    def _product(self, text: str) -> str | Fault:
        if not text:
            return self.product or Fault("empty", column="product")
        return self.products.get(fold(text)) or Fault("product", text, column="product")


def _of(name: str, value: Value | Fault) -> Value | Fault:
    """A value of a field; what is wrong with it is said with the field."""
    return replace(value, column=name) if isinstance(value, Fault) else value


def _below(most: int, value: int | Fault) -> int | Fault:
    """A number beyond all bounds is none."""
    if isinstance(value, Fault) or value <= most:
        return value
    return Fault("too-large", str(value))


def mark_of(draft: Draft) -> str:
    """What rows that write the same place have in common: who decides for one decides for all of them."""
    parts = (draft.locality or draft.street, draft.region, draft.postcode if draft.locality else "")
    return "|".join(fold(part) for part in parts)[:MARK_AT_MOST]


def products_by_word(products: Sequence[Any]) -> dict[str, str]:
    """The words by which each product is known in a table: its code, and its name in each language."""
    return {
        fold(word): one.code
        for one in reversed(products)
        for word in (one.code, one.name_en, one.name_fr, one.name_ar)
        if word
    }
