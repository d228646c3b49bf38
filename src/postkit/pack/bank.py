"""bank.toml: how far customers are known, by which papers, up to which sums; and the accounts of the postal bank.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands. Levels are lists of evidence; limits, rates and fees are rows by the day from which they
hold, so that what held on a day of the past can still be asked.

Source: the format is this package's own; inside it ISO 4217 (currencies), ISO 8601 (days).
Shapes and units: bytes in, a frozen `Bank` out; amounts in minor units, rates in basis points a year, a missing limit
is no limit. Errors: none are raised for what a person wrote; they are `Mistake`s in the order of the lines.

>>> bank, mistakes = read_bank(b'currency = "MAD"\\n[[levels]]\\ncode = "1"\\nneeds = ["phone", "fax"]')
>>> bank is None, str(mistakes[-1])
(True, "bank.toml, line 4, levels.needs: 'fax' is not known here; write one of phone, document-remote, \
document-in-person, address, photo, registration")
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from postkit.pack import bank_model as model
from postkit.pack.bank_model import Bank
from postkit.pack.fields import Kind, choice, shaped, text
from postkit.pack.model import Mistake
from postkit.pack.sheet import decode

FILE = "bank.toml"
NEEDED = object()
_MOST = 10**15
_TYPES = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: 'a list such as ["phone"]',
    date: "a day such as 2026-01-01, without quotes",
}
_CODE = shaped("[a-z0-9-]{1,24}", right="at most 24 small letters, digits and hyphens")
_NAME, _NAME_OR_BLANK = text(at_most=80), text(at_most=80, blank=True)
_CURRENCY = shaped("[A-Z]{3}", right="the three capital letters of ISO 4217, such as MAD")


def _pattern(cell: str) -> str:
    try:
        re.compile(cell)
    except re.error as error:
        raise ValueError(f"is no regular expression ({error}); write one such as [A-Z][0-9]{{6}}") from None
    return str(text(at_most=80).read(cell))


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: its type, what a text must look like, what its absence means."""

    type: type[Any]
    kind: Kind | None = None
    default: Any = NEEDED
    low: int = 0
    high: int = _MOST


@dataclass(frozen=True, slots=True)
class Table:
    """An array of tables, the rows that it makes, and the arrays inside each."""

    row: type[Any]
    keys: Mapping[str, Key]
    inside: Mapping[str, "Table"] = field(default_factory=dict)
    once: str = "code"  # the key that two rows of one array do not share


def _chosen(*allowed: str, default: Any = NEEDED) -> Key:
    return Key(str, choice(*allowed, *([""] if default == "" else [])), default)


_NAMES = {
    "code": Key(str, _CODE), "name_en": Key(str, _NAME), "name_fr": Key(str, _NAME_OR_BLANK, ""),
    "name_ar": Key(str, _NAME_OR_BLANK, ""),
}  # fmt: skip
_SUM, _SUM_OR_NONE = Key(int, default=0), Key(int, default=None)
_FROM = Key(date)
_LIMITS = ("balance", "operation", "day_in", "day_out", "month_in", "month_out")
TABLES = {
    "levels": Table(
        model.Level,
        {**_NAMES, "holders": _chosen(*model.HOLDERS), "needs": Key(list, choice(*model.EVIDENCE))},
        {
            "limits": Table(
                model.LevelLimit,
                {"valid_from": _FROM, **{f"{name}_at_most": _SUM_OR_NONE for name in _LIMITS}},
                once="valid_from",
            )
        },
    ),
    "documents": Table(
        model.DocumentKind,
        {
            **_NAMES, "number": Key(str, Kind(_pattern)), "expires": Key(bool),
            "issuer": Key(str, choice(*model.ISSUERS), "country"),
        },
    ),
    "registrations": Table(
        model.RegistrationKind,
        {**_NAMES, "number": Key(str, Kind(_pattern)), "check": _chosen(*model.CHECKS, default="")},
    ),
    "products": Table(
        model.AccountProduct,
        {
            **_NAMES, "kind": _chosen(*model.ACCOUNT_KINDS), "currency": Key(str, _CURRENCY),
            "levels": Key(list, _CODE), "limited_by_level": Key(bool, default=False),
            "natural_persons_only": Key(bool, default=False),
            "one_per_person": Key(bool, default=False), "floor": Key(int, default=0, low=-_MOST),
            "ceiling": _SUM_OR_NONE, "day_count": _chosen(*model.DAY_COUNTS, default=""),
            "capitalised": _chosen(*model.CAPITALISED, default=""), "interest_minimum": _SUM,
            "dormant_after_months": Key(int, default=None, low=1, high=1_200),
            "channels": Key(list, choice(*model.CHANNELS)),
        },
        {
            "rates": Table(
                model.ProductRate, {"valid_from": _FROM, "basis_points": Key(int, high=10_000)}, once="valid_from"
            ),
            "fees": Table(
                model.ProductFee,
                {
                    "code": Key(str, choice(*model.FEES)), "valid_from": _FROM, "amount": _SUM,
                    "per_mille": Key(int, default=0, high=1_000), "at_least": _SUM, "at_most": _SUM_OR_NONE,
                },
                once="code valid_from",
            ),
        },
    ),
}  # fmt: skip
_HEAD = {"currency": Key(str, _CURRENCY), "source": Key(str, text(at_most=4_000, blank=True), "")}


def read_bank(data: bytes, *, currency: str = "") -> tuple[Bank | None, list[Mistake]]:
    """The bank of a country, or else every mistake in its file; `currency` is that of the country, if it is known."""
    mistakes: list[Mistake] = []
    content = decode(FILE, data, mistakes)
    if content is None:
        return None, mistakes
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else content.count("\n") + 1
        reason = f"cannot be read as TOML ({error}); write each key as: name = value"
        return None, [Mistake(FILE, line, "", reason)]
    reading = _Reading(_lines(content), mistakes)
    head = reading.values("", document, _HEAD, TABLES)
    rows: dict[str, Any] = {
        name: tuple(reading.rows(name, document.get(name, []), table)) for name, table in TABLES.items()
    }
    if head.get("currency") and currency and head["currency"] != currency:
        reading.note("currency", f"{head['currency']} is not the currency of country.toml; write {currency}")
    if mistakes:
        return None, sorted(mistakes, key=lambda mistake: mistake.line)
    bank = Bank(currency=head["currency"], source=head["source"], **rows)
    for path, reason in _cross_check(bank):
        reading.note(path, reason)
    return (None, sorted(mistakes, key=lambda mistake: mistake.line)) if mistakes else (bank, [])


def _lines(content: str) -> dict[str, int]:
    """The line of each key and of each table's head, by its path: `levels.0.limits.1.valid_from`."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    at = ""
    for number, line in enumerate(content.splitlines(), start=1):
        if head := re.match(r"\s*\[\[\s*([\w-]+)(?:\.([\w-]+))?\s*\]\]", line):
            outer, inner = head.groups()
            array = f"{outer}.{counts.get(outer, 1) - 1}.{inner}" if inner else outer
            counts[array] = counts.get(array, 0) + 1
            at = f"{array}.{counts[array] - 1}"
            lines[at] = number
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            lines.setdefault(f"{at}.{key[1]}".lstrip("."), number)
    return lines


@dataclass(slots=True)
class _Reading:
    lines: Mapping[str, int]
    mistakes: list[Mistake]

    def note(self, path: str, reason: object) -> None:
        """A mistake, on the line of its key or else of the table that it should be in."""
        place = path
        while place and place not in self.lines:
            place = place.rpartition(".")[0]
        name = re.sub(r"\.\d+", "", path)
        self.mistakes.append(Mistake(FILE, self.lines.get(place, 1), name, str(reason)))

    def rows(self, path: str, given: Any, table: Table) -> Iterator[Any]:
        if type(given) is not list or any(type(row) is not dict for row in given):
            self.note(path, f"is no array of tables; write each row under [[{path}]]")
            return
        seen: dict[tuple[Any, ...], int] = {}
        for at, row in enumerate(given):
            place = f"{path}.{at}"
            before = len(self.mistakes)
            values = self.values(f"{place}.", row, table.keys, table.inside)
            for name, inside in table.inside.items():
                values[name] = tuple(self.rows(f"{place}.{name}", row.get(name, []), inside))
            same = tuple(values.get(name) for name in table.once.split())
            if None not in same and same in seen:
                line = self.lines.get(f"{path}.{seen[same]}", 1)
                self.note(
                    f"{place}.{table.once.split()[0]}", f"already stands in the row of line {line}; keep one"
                )
            seen.setdefault(same, at)
            if len(self.mistakes) == before:
                yield table.row(**values)

    def values(
        self, before: str, given: Mapping[str, Any], keys: Mapping[str, Key], inside: Mapping[str, Table]
    ) -> dict[str, Any]:
        for name in given.keys() - keys.keys() - inside.keys():
            self.note(f"{before}{name}", f"no such key; the keys are {', '.join([*keys, *inside])}")
        found = {}
        for name, key in keys.items():
            try:
                found[name] = _value(key, given.get(name, key.default))
            except ValueError as error:
                self.note(f"{before}{name}", error)
        return found


def _value(key: Key, value: Any) -> Any:
    if value is NEEDED:
        raise ValueError(f"this key is missing; write {_TYPES[key.type]}")
    if value is None:
        return None
    if type(value) is not key.type:
        raise ValueError(f"is not of the right type; write {_TYPES[key.type]}")
    if key.type is int and not key.low <= value <= key.high:
        raise ValueError(f"{value} is out of range; write a number from {key.low} to {key.high}")
    if key.type is list:
        if not value or any(type(part) is not str for part in value) or len(set(value)) < len(value):
            raise ValueError("is not a list of different texts; write at least one, each once")
        return tuple(key.kind.read(part) if key.kind else part for part in value)
    return key.kind.read(value) if key.kind else value


def _cross_check(bank: Bank) -> Iterator[tuple[str, str]]:
    """What rows must say together."""
    holders = {level.code: level.holders for level in bank.levels}
    if "persons" not in holders.values():
        yield "levels", "there is no level for persons; write one"
    for at, level in enumerate(bank.levels):
        if ("registration" in level.needs) != (level.holders == "organisations"):
            yield (
                f"levels.{at}.needs",
                "organisations need their registration, and only they; correct the list",
            )
    for at, product in enumerate(bank.products):
        path = f"products.{at}"
        for code in product.levels:
            if code not in holders:
                yield f"{path}.levels", f"'{code}' is no level of this file; write one that is there"
            elif product.natural_persons_only and holders[code] != "persons":
                yield f"{path}.levels", f"'{code}' is for organisations; this account is for persons only"
        if product.ceiling is not None and product.ceiling <= product.floor:
            yield f"{path}.ceiling", f"{product.ceiling} is not above the floor; write more, or leave it out"
        if bool(product.rates) != bool(product.day_count) or bool(product.rates) != bool(product.capitalised):
            yield f"{path}.rates", "interest needs rates, day_count and capitalised; write all three or none"
        for place, fee in enumerate(product.fees):
            if bool(fee.amount) == bool(fee.per_mille):
                yield (
                    f"{path}.fees.{place}.amount",
                    "a fee is an amount or per_mille of the sum; write one of them",
                )
            if fee.at_most is not None and fee.at_most < fee.at_least:
                yield f"{path}.fees.{place}.at_most", f"{fee.at_most} is below at_least; write more"
