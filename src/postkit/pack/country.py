"""country.toml: what is true of the whole country. The key `name.en` is `en` in the table `[name]`."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from postkit.money import decimals
from postkit.pack.fields import Kind, shaped, text
from postkit.pack.model import Country, Mistake
from postkit.pack.sheet import decode

FILE = "country.toml"


@dataclass(frozen=True, slots=True)
class Key:
    path: str
    type: type[Any]
    kind: Kind | None = None
    default: Any = None  # None: the key must be there
    is_rare: bool = False  # written only where it says something else than its default

    @property
    def attribute(self) -> str:
        return self.path.replace(".", "_")


@dataclass(frozen=True, slots=True)
class Found:
    """country.toml as read: the values that are right, and the line on which each key stands."""

    values: dict[str, Any]
    lines: dict[str, int]

    def line(self, path: str) -> int:
        return self.lines.get(path) or self.lines.get(path.partition(".")[0]) or 1


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(cell: str) -> str:
    if cell not in _zones():
        raise ValueError(f"'{cell}' is no time zone; write a name such as Africa/Casablanca")
    return cell


def _pattern(cell: str) -> str:
    try:
        re.compile(cell)
    except re.error as error:
        raise ValueError(
            f"is no regular expression ({error}); write one such as [0-9]{{5}}, or nothing"
        ) from None
    return str(text(at_most=80, blank=True).read(cell))


_LANGUAGE = shaped("[a-z]{2,3}", right="languages as their ISO 639 codes, such as ar")
_NAME = text(at_most=80)
_NAME_OR_BLANK = text(at_most=80, blank=True)
_LONG = text(at_most=1000, blank=True)

KEYS = (
    Key("iso", str, shaped("[A-Z]{2}", right="the two capital letters of ISO 3166, such as MA")),
    Key("currency", str, shaped("[A-Z]{3}", right="the three capital letters of ISO 4217, such as MAD")),
    Key("decimals", int),
    Key("time_zone", str, Kind(_zone)),
    Key("languages", list),
    Key("postcode_pattern", str, Kind(_pattern), default=""),
    Key("hijri", bool, default=False, is_rare=True),
    Key("generated", bool, default=False),
    Key("seed", int, default=0),
    Key("offices", int, default=0),
    Key("source", str, _LONG, default=""),
    Key("name.en", str, _NAME),
    Key("name.fr", str, _NAME_OR_BLANK, default=""),
    Key("name.ar", str, _NAME_OR_BLANK, default=""),
    Key("notice.en", str, _LONG, default=""),
    Key("notice.fr", str, _LONG, default=""),
    Key("notice.ar", str, _LONG, default=""),
)
_TYPES = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: 'a list such as ["ar", "fr"]',
}


def write_country(country: Country) -> bytes:
    lines, section = [], ""
    for key in KEYS:
        if key.is_rare and getattr(country, key.attribute) == key.default:
            continue
        table, _, name = key.path.rpartition(".")
        if table != section:
            lines += ["", f"[{table}]"]
            section = table
        lines.append(f"{name} = {_toml(getattr(country, key.attribute))}")
    return ("\n".join(lines) + "\n").encode()


def _toml(value: Any) -> str:
    """A value as TOML; JSON's texts, lists, numbers and truths are also TOML's."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def read_country(data: bytes, mistakes: list[Mistake]) -> Found | None:
    content = decode(FILE, data, mistakes)
    if content is None:
        return None
    try:
        given = dict(_flat(tomllib.loads(content)))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        last = content.count("\n") + 1
        reason = f"cannot be read as TOML ({error}); write each key as: name = value"
        mistakes.append(Mistake(FILE, int(line[1]) if line else last, "", reason))
        return None
    found = Found({}, _lines(content))
    for path in given.keys() - {key.path for key in KEYS}:
        reason = f"no such key; the keys are {', '.join(key.path for key in KEYS)}"
        mistakes.append(Mistake(FILE, found.line(path), path, reason))
    for key in KEYS:
        try:
            found.values[key.attribute] = _value(key, given)
        except ValueError as error:
            mistakes.append(Mistake(FILE, found.line(key.path), key.path, str(error)))
    _check(found, mistakes)
    return found


def _flat(document: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in document.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _lines(content: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(content.splitlines(), start=1):
        if table := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            section = table[1] + "."
            lines[table[1]] = number
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            lines[section + key[1]] = number
    return lines


def _value(key: Key, given: dict[str, Any]) -> Any:
    value = given.get(key.path, key.default)
    if value is None:
        raise ValueError(f"this key is missing; write {_TYPES[key.type]}")
    if type(value) is not key.type:
        raise ValueError(f"is not of the right type; write {_TYPES[key.type]}")
    if key.type is list:
        if not value or any(type(part) is not str for part in value):
            raise ValueError(f"holds something else than languages; write {_TYPES[list]}")
        return tuple(_LANGUAGE.read(part) for part in value)
    if key.type is int and not 0 <= value <= 2**53:
        raise ValueError(f"{value} is out of range; write a number from 0 up")
    return key.kind.read(value) if key.kind else value


def _check(found: Found, mistakes: list[Mistake]) -> None:
    """What two keys must say together."""
    currency, places = found.values.get("currency"), found.values.get("decimals")
    right = decimals(currency) if currency else places
    if places is not None and places != right:
        reason = f"{currency} has {right} decimals (ISO 4217); write {right}"
        mistakes.append(Mistake(FILE, found.line("decimals"), "decimals", reason))
    if found.values.get("generated") and found.values.get("notice_en") == "":
        reason = "a generated pack says so on every page; write the notice"
        mistakes.append(Mistake(FILE, found.line("notice.en"), "notice.en", reason))
