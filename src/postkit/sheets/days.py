"""A day as people write it, read only where its parts cannot be taken for one another.

``05/01/2026`` is the fifth of January or the first of May: it is ambiguous, unless ``order`` says which (``dmy`` or
``mdy``; `postkit.sheets.habits` finds it in the other cells of a column). A year has four digits, or two where the
month stands as a word between.

>>> day("2026-01-05"), day("25/01/2026"), day("05/01/2026").code, day("05/01/2026", order="dmy")
(datetime.date(2026, 1, 5), datetime.date(2026, 1, 25), 'ambiguous', datetime.date(2026, 1, 5))
>>> day("5 janv. 2026"), day("٥ غشت ٢٠٢٦"), day("May 3, 2026")
(datetime.date(2026, 1, 5), datetime.date(2026, 8, 5), datetime.date(2026, 5, 3))
>>> day("31/02/2026").code, day("05/01/26").code, day("46027").code, day("2026-01-05 14:30").code
('no-such-day', 'year', 'day', 'time')
"""

import re
from datetime import date

from postkit.sheets.numbers import plain
from postkit.sheets.table import Fault
from postkit.sheets.words import bare, months

_MIDNIGHT = re.compile(r"[T\s]+00:00(?::00(?:\.0+)?)?Z?$")
_CLOCK = re.compile(r"[T\s]\d{1,2}:\d{2}")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}")
_DAY_WORD = re.compile(
    r"(\d{1,2})(?:er|st|nd|rd|th|º)?[\s./-]*(?:de\s)?([^\W\d][^\d]*?)[\s./-]+(?:de\s)?(\d{4}|\d{2})"
)
_WORD_DAY = re.compile(r"([^\W\d][^\d]*?)[\s./-]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")


def day(text: str, *, order: str = "") -> date | Fault:
    """The day. Faults: empty, day (it is none), ambiguous, year (two digits), time (of day), no-such-day."""
    said = _MIDNIGHT.sub("", plain(text))
    if not said:
        return Fault("empty")
    if _CLOCK.search(said):
        return Fault("time", text)
    if found := _YEAR_FIRST.fullmatch(said):
        return _of(text, found[1], found[3], found[4])
    if found := _YEAR_LAST.fullmatch(said):
        return _by_order(text, found[1], found[3], found[4], order)
    if _SHORT_YEAR.fullmatch(said):
        return Fault("year", text)
    if found := _DAY_WORD.fullmatch(said):
        return _by_word(text, found[3], found[2], found[1])
    if found := _WORD_DAY.fullmatch(said):
        return _by_word(text, found[3], found[1], found[2])
    return Fault("day", text)


def order_in(text: str) -> str:
    """The order of day and month that a text proves: ``dmy``, ``mdy`` or nothing.

    >>> order_in("25/01/2026"), order_in("1/25/2026"), order_in("5/1/2026"), order_in("2026-01-25")
    ('dmy', 'mdy', '', '')
    """
    found = _YEAR_LAST.fullmatch(_MIDNIGHT.sub("", plain(text)))
    if not found or max(int(found[1]), int(found[3])) <= 12:
        return ""
    return "dmy" if int(found[1]) > 12 else "mdy"


def _by_order(text: str, first: str, second: str, year: str, order: str) -> date | Fault:
    one, other = int(first), int(second)
    if one > 12 or one == other or (order == "dmy" and other <= 12):
        return _of(text, year, second, first)
    if other > 12 or order == "mdy":
        return _of(text, year, first, second)
    return Fault("ambiguous", text)


def _by_word(text: str, year: str, word: str, number: str) -> date | Fault:
    month = months().get(bare(word))
    if month is None:
        return Fault("day", text)
    return _of(text, year if len(year) == 4 else f"20{year}", str(month), number)


def _of(text: str, year: str, month: str, number: str) -> date | Fault:
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return Fault("no-such-day", text)
