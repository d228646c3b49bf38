"""cash.toml: which notes and coins there are, how much an office may hold, and when money is paid out everywhere.

The idea is that of the other files of a pack: a person edits it, and reading it finds every mistake in one pass with
the line on which it stands.

Source: the format is this package's own; inside it ISO 4217. Shapes and units: bytes in, a frozen `Cash` out; values
and amounts are minor units. A count is by value (`postkit.cash.counts`), so that a note and a coin of one value are one
denomination. Errors: none are raised for what a person wrote; they are `Mistake`s in the order of the lines.

>>> cash, mistakes = read_cash(b'currency = "MAD"\\n[[denominations]]\\nvalue = 20000\\nkind = "paper"')
>>> cash is None, str(mistakes[-1])
(True, "cash.toml, line 4, denominations.kind: 'paper' is not known here; write one of note, coin")
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from postkit.cash.calendar import WHEN_CLOSED, PaymentRule
from postkit.cash.counts import KINDS, USES, Denomination
from postkit.cash.limits import Limits
from postkit.pack.fields import Kind, choice, shaped, text
from postkit.pack.model import Mistake
from postkit.pack.sheet import decode

FILE = "cash.toml"
OFFICE_KINDS = ("agency", "delivery", "sorting", "exchange")
NEEDED = object()
_MOST = 10**15


@dataclass(frozen=True, slots=True)
class OfficeLimits:
    """What offices of a kind may hold where nothing else was said for one of them."""

    office_kind: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid out in all offices on the same days."""

    rule: PaymentRule
    name_en: str
    name_fr: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Cash:
    """``recount_tolerance``: a count that differs by more is counted again by somebody else."""

    currency: str
    source: str
    recount_tolerance: int
    denominations: tuple[Denomination, ...]
    limits: tuple[OfficeLimits, ...]
    payments: tuple[Payment, ...]

    def limits_of(self, office_kind: str) -> Limits | None:
        return next((row.limits for row in self.limits if row.office_kind == office_kind), None)

    @property
    def rules(self) -> tuple[PaymentRule, ...]:
        return tuple(payment.rule for payment in self.payments)


@dataclass(frozen=True, slots=True)
class _Key:
    """A text of a kind, a whole number, or (where it is many) a list of whole numbers, each once."""

    kind: Kind | None = None
    low: int = 0
    high: int = _MOST
    default: Any = NEEDED
    is_many: bool = False

    def read(self, value: Any) -> Any:
        if value is NEEDED:
            raise ValueError(f"this key is missing; write {self._right}")
        if self.kind is not None and type(value) is str:
            return self.kind.read(value)
        if self.is_many and type(value) is list and value and all(type(part) is int for part in value):
            if len(set(value)) < len(value):
                raise ValueError("names a number twice; write each once")
            return tuple(self._whole(part) for part in value)
        if self.kind is None and not self.is_many and type(value) is int:
            return self._whole(value)
        raise ValueError(f"is not of the right type; write {self._right}")

    def _whole(self, value: int) -> int:
        if not self.low <= value <= self.high:
            raise ValueError(f"{value} is out of range; write a number from {self.low} to {self.high}")
        return value

    @property
    def _right(self) -> str:
        return (
            "a list such as [1, 15]"
            if self.is_many
            else "a text in quotes"
            if self.kind
            else "a whole number"
        )


_CODE = shaped("[a-z0-9-]{1,24}", right="at most 24 small letters, digits and hyphens")
_NAME, _NAME_OR_BLANK = _Key(text(at_most=80)), _Key(text(at_most=80, blank=True), default="")
_HEAD: Mapping[str, _Key] = {
    "currency": _Key(shaped("[A-Z]{3}", right="the three capital letters of ISO 4217, such as MAD")),
    "source": _Key(text(at_most=2_000)),
    "recount_tolerance": _Key(),
}
_TABLES: Mapping[str, Mapping[str, _Key]] = {
    "denominations": {
        "value": _Key(low=1), "kind": _Key(choice(*KINDS)), "use": _Key(choice(*USES), default="current"),
    },
    "limits": {
        "office_kind": _Key(choice(*OFFICE_KINDS)), "minimum": _Key(), "maximum": _Key(), "bundle": _Key(low=1),
    },
    "payments": {
        "code": _Key(_CODE), "name_en": _NAME, "name_fr": _NAME_OR_BLANK, "name_ar": _NAME_OR_BLANK,
        "days_of_month": _Key(low=1, high=31, is_many=True),
        "when_closed": _Key(choice(*WHEN_CLOSED), default="before"),
        "months": _Key(low=1, high=12, default=list(range(1, 13)), is_many=True),
    },
}  # fmt: skip
_ONCE = {"denominations": "value", "limits": "office_kind", "payments": "code"}
_Rows = dict[str, list[tuple[str, dict[str, Any]]]]


def read_cash(data: bytes, *, currency: str = "") -> tuple[Cash | None, list[Mistake]]:
    """The cash of a country, or else every mistake in its file. ``currency`` is that of country.toml, if known."""
    mistakes: list[Mistake] = []
    content = decode(FILE, data, mistakes)
    if content is None:
        return None, mistakes
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else content.count("\n") + 1
        reason = f"cannot be read as TOML ({error}); write each key as: name = value"
        return None, [Mistake(FILE, line, "", reason)]
    lines = _lines(content)
    found = list(_read(document))
    head = next(values for path, values, _ in found if not path)
    rows: _Rows = {name: [] for name in _TABLES}
    noted = [(path, reason) for _, _, wrong in found for path, reason in wrong]
    for path, values, wrong in found:
        if path and not wrong:
            rows[path.partition(".")[0]].append((path, values))
    if not any(path.startswith("denominations") for path, _, _ in found):
        noted.append(("denominations", "there is none; write the notes and coins of the currency"))
    noted += _cross_check(head, rows, currency)
    if noted:
        mistakes = [Mistake(FILE, _line(lines, path), re.sub(r"\.\d+", "", path), why) for path, why in noted]
        return None, sorted(mistakes, key=lambda mistake: mistake.line)
    return _cash(head, {name: [values for _, values in part] for name, part in rows.items()}), []


def _read(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], list[tuple[str, str]]]]:
    """The head and each row: its path, its values, and for each key that is wrong its path and why."""
    top = {name: value for name, value in document.items() if name not in _TABLES}
    yield "", *_values("", top, _HEAD)
    for name, keys in _TABLES.items():
        given = document.get(name, [])
        if type(given) is not list or any(type(row) is not dict for row in given):
            yield name, {}, [(name, f"is no array of tables; write each row under [[{name}]]")]
            continue
        for at, row in enumerate(given):
            yield f"{name}.{at}", *_values(f"{name}.{at}.", row, keys)


def _values(
    before: str, given: dict[str, Any], keys: Mapping[str, _Key]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    known = ", ".join([*keys, *([] if before else _TABLES)])
    wrong = [(f"{before}{name}", f"no such key; the keys are {known}") for name in given if name not in keys]
    values = {}
    for name, key in keys.items():
        try:
            values[name] = key.read(given.get(name, key.default))
        except ValueError as error:
            wrong.append((f"{before}{name}", str(error)))
    return values, wrong


def _cross_check(head: dict[str, Any], rows: _Rows, currency: str) -> Iterator[tuple[str, str]]:
    """What rows must say together."""
    if currency and head.get("currency", currency) != currency:
        yield "currency", f"{head['currency']} is not the currency of country.toml; write {currency}"
    for name, once in _ONCE.items():
        seen: set[Any] = set()
        for path, values in rows[name]:
            if values[once] in seen:
                yield f"{path}.{once}", f"'{values[once]}' stands twice; keep one"
            seen.add(values[once])
    notes = [values["value"] for _, values in rows["denominations"] if values["kind"] == "note"]
    for path, values in rows["limits"]:
        try:
            Limits(values["minimum"], values["maximum"], values["bundle"])
        except ValueError:
            yield f"{path}.maximum", "is not a bundle above the minimum at least; write more"
        if notes and values["bundle"] % min(notes):
            yield f"{path}.bundle", f"is not made of whole notes; write a multiple of {min(notes)}"


def _cash(head: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> Cash:
    names = ("name_en", "name_fr", "name_ar")
    return Cash(
        **head,
        denominations=tuple(
            sorted(
                (Denomination(**row) for row in rows["denominations"]),
                key=lambda denomination: -denomination.value,
            )
        ),
        limits=tuple(
            OfficeLimits(row["office_kind"], Limits(row["minimum"], row["maximum"], row["bundle"]))
            for row in rows["limits"]
        ),
        payments=tuple(
            Payment(
                PaymentRule(row["code"], row["days_of_month"], row["when_closed"], row["months"]),
                **{name: row[name] for name in names},
            )
            for row in rows["payments"]
        ),
    )


def _lines(content: str) -> dict[str, int]:
    """The line of each key and of each row's head, by path: `limits.0.minimum`."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    before = ""
    for number, line in enumerate(content.splitlines(), start=1):
        if head := re.match(r"\s*\[\[?\s*([\w-]+)\s*\]", line):
            at = counts[head[1]] = counts.get(head[1], -1) + 1
            before = f"{head[1]}.{at}."
            lines.setdefault(head[1], number)
            lines[before[:-1]] = number
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            lines.setdefault(before + key[1], number)
    return lines


def _line(lines: Mapping[str, int], path: str) -> int:
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path, 1)
