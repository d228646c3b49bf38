"""How one value of a pack is written in a cell, read back, or refused with a reason that says what is right.

>>> TIME.read("16:30"), TIME.write(990)
(990, '16:30')
>>> TIME.read("25:00")
Traceback (most recent call last):
ValueError: '25:00' is not a time of day; write HH:MM from 00:00 to 23:59
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from postkit.pack.reasons import Reason


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of cell: `read` raises ValueError with the reason, `write` is its inverse."""

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


def text(*, at_most: int, blank: bool = False) -> Kind:
    def read(cell: str) -> str:
        if not cell and not blank:
            raise ValueError(Reason("empty-text"))
        if len(cell) > at_most:
            raise ValueError(Reason("too-long", count=len(cell), most=at_most))
        if any(unicodedata.category(letter) == "Cc" for letter in cell):
            raise ValueError(Reason("control-character"))
        return cell

    return Kind(read)


def shaped(pattern: str, *, right: str, blank: bool = False) -> Kind:
    """A code of a known shape; `right` describes the shape to a person."""
    compiled = re.compile(pattern)

    def read(cell: str) -> str:
        if not compiled.fullmatch(cell) and not (blank and not cell):
            kind = "not-shaped" if cell else "empty-shape"
            raise ValueError(Reason(kind, given=cell, right=right))
        return cell

    return Kind(read)


def reference(file: str, *, blank: bool = False) -> Kind:
    """The code of a row of another file; whether that row exists is seen once all files are read."""

    def read(cell: str) -> str:
        if not cell and not blank:
            raise ValueError(Reason("empty-code", file=file))
        return cell

    return Kind(read)


def choice(*allowed: str) -> Kind:
    def read(cell: str) -> str:
        if cell not in allowed:
            raise ValueError(Reason("not-a-choice", given=cell, right=", ".join(allowed)))
        return cell

    return Kind(read)


def whole(low: int, high: int, *, hint: str = "") -> Kind:
    def read(cell: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", cell):
            raise ValueError(Reason("not-whole", given=cell, hint=hint))
        if not low <= int(cell) <= high:
            raise ValueError(Reason("out-of-range", given=cell, low=low, high=high))
        return int(cell)

    return Kind(read)


def degrees(limit: int) -> Kind:
    def read(cell: str) -> float:
        if not re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?", cell):
            raise ValueError(f"'{cell}' is not a number of degrees; write it with a point, such as 33.5883")
        if not -limit <= float(cell) <= limit:
            raise ValueError(f"{cell} is off the globe; write degrees from -{limit} to {limit}")
        return float(cell)

    return Kind(read, repr)


def _time(last: int, shown: str) -> Kind:
    def read(cell: str) -> int:
        found = re.fullmatch(r"([0-9]{2}):([0-5][0-9])", cell)
        minutes = int(found[1]) * 60 + int(found[2]) if found else last + 1
        if minutes > last:
            raise ValueError(Reason("not-a-time", given=cell, last=shown))
        return minutes

    return Kind(read, lambda minutes: f"{minutes // 60:02}:{minutes % 60:02}")


TIME = _time(24 * 60 - 1, "23:59")
TIME_OR_MIDNIGHT = _time(24 * 60, "24:00")


def days(*, blank: bool = False) -> Kind:
    return shaped(
        "1?2?3?4?5?6?7?" if blank else "(?=.)1?2?3?4?5?6?7?",
        right=Reason("days-as-digits"),
    )


def _day(cell: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        raise ValueError(Reason("not-a-date" if cell else "empty-date", given=cell))
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(Reason("no-such-day", given=cell)) from None


DATE = Kind(_day, date.isoformat)
DATE_OR_BLANK = Kind(lambda cell: _day(cell) if cell else None, lambda day: day.isoformat() if day else "")


def _flag(cell: str) -> bool:
    if cell not in ("0", "1"):
        raise ValueError(Reason("not-a-flag", given=cell))
    return cell == "1"


FLAG = Kind(_flag, lambda yes: "1" if yes else "0")

MOST_SPELLINGS = 8


def _latin_or_arabic(letter: str) -> bool:
    return not letter.isalpha() or unicodedata.name(letter, "").startswith(("LATIN", "ARABIC", "MODIFIER"))


def _spellings(cell: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in cell.split("|")) if cell else ()
    if len(parts) > MOST_SPELLINGS:
        raise ValueError(f"has {len(parts)} spellings; keep the {MOST_SPELLINGS} most used")
    if not all(parts):
        raise ValueError("has an empty spelling; write one between every two |")
    for part in parts:
        if not all(_latin_or_arabic(letter) for letter in part):
            raise ValueError(f"'{part}' is in another script; write Latin or Arabic letters")
    text(at_most=1000, blank=True).read(cell)
    return parts


SPELLINGS = Kind(_spellings, "|".join)


def many(one: Kind, *, blank: bool = False) -> Kind:
    """Several values of one kind in a cell, parted by |, each once.

    >>> kinds = many(choice("agency", "delivery"))
    >>> kinds.read("agency|delivery"), kinds.write(("agency",))
    (('agency', 'delivery'), 'agency')
    """

    def read(cell: str) -> tuple[str, ...]:
        parts = tuple(part.strip() for part in cell.split("|")) if cell or not blank else ()
        values = tuple(one.read(part) for part in parts)
        if len(set(values)) < len(values):
            raise ValueError(Reason("listed-twice", given=cell))
        return values

    return Kind(read, lambda values: "|".join(map(one.write, values)))
