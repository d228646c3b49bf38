"""The shapes in which cash is told, and in which a verb answers."""

from datetime import date
from uuid import UUID

import msgspec

Pieces = (
    str  # a count as postkit.cash writes it: `20000x3 100x4` is three notes of 200.00 and four coins of 1.00
)


class Opening(msgspec.Struct, frozen=True):
    """What became of the opening of a till: ``case`` where what lay in the drawer was not what the record says.

    ``question`` where the record itself did not agree, with what was written while the till was closed.
    """

    session: str
    difference: int = 0
    case: str = ""
    question: str = ""


class Closing(msgspec.Struct, frozen=True):
    """What became of a count at closing. Before the till is closed nobody is told what was expected."""

    session: str
    is_closed: bool
    counted: int
    expected: int | None = None
    case: str = ""

    @property
    def difference(self) -> int:
        return 0 if self.expected is None else self.counted - self.expected


class Confirmed(msgspec.Struct, frozen=True):
    """What became of cash that was counted by the one who took it."""

    number: str
    counted: int
    difference: int = 0
    case: str = ""


class NeedEntry(msgspec.Struct, frozen=True):
    """Cash that an office knows it will pay out on a day; once for its key."""

    key: UUID
    office: str
    currency: str
    amount: int
    day: date
    reason: str


class ErrorEntry(msgspec.Struct, frozen=True):
    """A known error of the program as it is told: in three languages, with how one finds whom it touched.

    ``hits`` are office codes or kinds of entry, by ``hit_kind``. An error without ``until`` is not mended yet.
    """

    code: str
    title_en: str
    title_fr: str
    title_ar: str
    effect_en: str
    effect_fr: str
    effect_ar: str
    since: date
    hit_kind: str
    hits: tuple[str, ...] = ()
    until: date | None = None
    versions: str = ""
