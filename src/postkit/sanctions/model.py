"""What a sanction list says of a person or an entity."""

import calendar
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

NEAR_YEARS = 1  # "about 1970" may be 1969 or 1971
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_WORDS = re.compile(r"(?:(\d{1,2}) )?(?:([a-z]{3})[a-z]* )?(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


REASONS: Mapping[str, str] = {
    "empty": "it is empty",
    "unknown": "its first element is %(name)s; that is no list known here",
    "no-element": "it holds no element",
    "too-large": "it is larger than %(most)s MiB",
    "not-utf-8": "it is not written in UTF-8, as lists are published",
    "document-type": "it declares a document type, which no list does; take the file from its publisher again",
    "not-whole": "it is no whole XML: %(error)s",
    "no-day": "it does not say of which day it is (%(name)s)",
    "no-name": "an entry has no name (%(entry)s)",
    "no-number": "an entry has no number (%(entry)s)",
    "count": "it says that it has %(said)s entries and holds %(held)s; fetch it again",
    "no-csv": "it is neither XML nor a list in CSV: %(error)s",
    "no-column": "it is neither XML nor a list in CSV: the column %(name)s is missing",
    "fields": "a row has more or fewer fields than the header; fetch the file again",
    "no-entry": "it holds no entry",
    "twice": "two entries have one number",
}


class NotAList(ValueError):
    """A file that is none of the lists known here, or not all of one; its ``kind`` is one of REASONS."""

    def __init__(self, kind: str, **facts: object) -> None:
        super().__init__(REASONS[kind] % facts)
        self.kind, self.facts = kind, facts


class Kind(StrEnum):
    PERSON = "person"
    ENTITY = "entity"


class Quality(StrEnum):
    """How sure the publisher is that somebody is called so."""

    PRIMARY = "primary"
    GOOD = "good"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class ListedName:
    text: str
    quality: Quality = Quality.GOOD


@dataclass(frozen=True, slots=True)
class Birth:
    """The days on which somebody may be born, from the first to the last; one day where it is known.

    >>> str(Birth.of(1970, 2)), str(Birth.of(1970, 2, 3)), str(Birth.between(1958, 1960)), str(Birth.about(1970))
    ('1970-02', '1970-02-03', '1958 to 1960', '1969 to 1971')
    >>> Birth.of(1970).may_be(Birth.of(1970, 5, 1)), Birth.of(1970, 5).may_be(Birth.of(1970, 6, 1))
    (True, False)
    """

    first: date
    last: date

    @classmethod
    def of(cls, year: int, month: int = 0, day: int = 0) -> "Birth":
        if not month:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if not day:
            return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return cls(date(year, month, day), date(year, month, day))

    @classmethod
    def between(cls, first_year: int, last_year: int) -> "Birth":
        return cls(date(first_year, 1, 1), date(max(first_year, last_year), 12, 31))

    @classmethod
    def about(cls, year: int) -> "Birth":
        return cls.between(year - NEAR_YEARS, year + NEAR_YEARS)

    def widened(self) -> "Birth":
        """The same, said with "about"."""
        return Birth.between(self.first.year - NEAR_YEARS, self.last.year + NEAR_YEARS)

    def may_be(self, other: "Birth") -> bool:
        """Whether one day fits both."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        if (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31):
            years = self.first.year, self.last.year
            return f"{years[0]}" if years[0] == years[1] else f"{years[0]} to {years[1]}"
        if self.first.day == 1 and self.last == Birth.of(self.first.year, self.first.month).last:
            return f"{self.first:%Y-%m}"
        return f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A number by which somebody is known: a passport, an identity card, a register."""

    number: str
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionEntry:
    """One person or entity of one list."""

    list_code: str
    entry_id: str
    kind: Kind
    names: tuple[ListedName, ...]
    births: tuple[Birth, ...] = ()
    countries: tuple[str, ...] = ()
    papers: tuple[ListedPaper, ...] = ()
    programmes: tuple[str, ...] = ()
    listed_on: date | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the content: the same as long as the publisher changes nothing of it."""
        return hashlib.sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SanctionFile:
    """One version of a list: whose, of which day, and all its entries in the order of the file."""

    list_code: str
    listed_at: date
    entries: tuple[SanctionEntry, ...]


def birth_said(text: str) -> Birth | None:
    """A day of birth as lists write it; nothing where it cannot be read.

    >>> [str(birth_said(text)) for text in ("10 Dec 1948", "1963", "circa 1951", "1946 to 31 Dec 1948", "Feb 1970")]
    ['1948-12-10', '1963', '1950 to 1952', '1946 to 1948', '1970-02']
    >>> birth_said("unknown") is None
    True
    """
    said = " ".join(text.lower().replace("between", "").split())
    about = re.match(r"(?:circa|c\.|approximately|approx\.?|about|about:)\s*", said)
    said = said[about.end() :] if about else said
    parts = re.split(r" (?:to|and|-) ", said, maxsplit=1)
    one, other = _one_day(parts[0]), _one_day(parts[-1])
    if one is None or other is None or one.first > other.last:
        return None
    found = Birth(one.first, other.last)
    return found.widened() if about else found


def _one_day(text: str) -> Birth | None:
    try:
        if found := _ISO.fullmatch(text.partition("t")[0]):
            return Birth.of(*(int(part) for part in found.groups() if part))
        if found := _WORDS.fullmatch(text):
            month = _MONTHS[found[2]] if found[2] else 0
            return Birth.of(int(found[3]), month, int(found[1]) if found[1] and month else 0)
    except (ValueError, KeyError):
        return None
    return None


def day_said(text: str) -> date | None:
    """A day of a file written year first, with or without a time."""
    try:
        if found := re.match(r"(\d{4})-(\d{2})-(\d{2})", text.strip()):
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
    return None


def day_in_slashes(text: str, *, month_first: bool) -> date | None:
    """A day written with slashes: 09/16/2026 in America, 16/09/2026 in Europe."""
    found = _SLASHES.fullmatch(text.strip())
    if not found:
        return None
    one, other, year = (int(part) for part in found.groups())
    try:
        return date(year, one, other) if month_first else date(year, other, one)
    except ValueError:
        return None


def once(values: Iterable[str]) -> tuple[str, ...]:
    """The texts that say something, each once, in their order."""
    return tuple(dict.fromkeys(" ".join(value.split()) for value in values if value and value.strip()))


def names_once(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Each name once, under the surest of its qualities."""
    kept: dict[str, ListedName] = {}
    order = list(Quality)
    for name in names:
        text = " ".join(name.text.split())
        if not text:
            continue
        known = kept.get(text)
        if known is None or order.index(name.quality) < order.index(known.quality):
            kept[text] = ListedName(text, name.quality)
    return tuple(kept.values())
