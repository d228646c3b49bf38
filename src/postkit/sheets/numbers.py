"""Numbers as people write them, read exactly or not at all.

A comma or a point is taken for the decimal mark only where it cannot part thousands: ``1,250`` is ambiguous, and
``1,25``, ``0,250``, ``1250,5`` and ``1.250,50`` are not. Who knows the mark says so: a cell that a workbook holds as a
number has a point (`Row.numbers`), and a column whose other cells are clear has theirs (`postkit.sheets.habits`).

>>> read_number("1.250,50"), read_number("١٬٢٥٠٫٥")
(Number(digits=125050, places=2), Number(digits=12505, places=1))
>>> read_number("1 500"), read_number("0,250")
(Number(digits=1500, places=0), Number(digits=250, places=3))
>>> read_number("1,250").code, read_number("1,250", decimal_mark="."), read_number("1,250", decimal_mark=",")
('ambiguous', Number(digits=1250, places=0), Number(digits=1250, places=3))
>>> read_number("-5").code, read_number("(5)").code, read_number("2.1E+11").code, read_number("5-").code
('negative', 'negative', 'exponent', 'negative')
"""

import re
from typing import NamedTuple

from postkit.sheets.damage import EXPONENT, damage_of
from postkit.sheets.table import Fault
from postkit.text import visible, western_digits

_BLANKS = " \u00a0\u2009\u202f"
_GROUPS = f"{_BLANKS}'’٬.,"
_SIGNS = "-−–"
_ONE = re.compile(
    rf"""(?P<whole>\d+ | \d{{1,3}} (?P<group>[{_GROUPS}]) \d{{3}} (?: (?P=group) \d{{3}} )*)
    (?: (?P<mark>[.,٫]) (?P<fraction>\d+) )?""",
    re.VERBOSE,
)
_WRITTEN = re.compile(rf"[{_SIGNS}(]?\s*\d(?:[\d{_GROUPS}٫]*\d)?(?:\s?[{_SIGNS}](?![\d\w]))?")
_MOST_DIGITS = 15


class Number(NamedTuple):
    """``digits`` over ten to the power of ``places``."""

    digits: int
    places: int

    def times(self, factor: int) -> int | None:
        """So many times the number, where that is whole."""
        value, rest = divmod(self.digits * factor, 10**self.places)
        return None if rest else value


class Written(NamedTuple):
    """A cell taken apart: the numbers as they are written, and what stands around them."""

    numbers: list[str]
    words: list[str]


def plain(text: str) -> str:
    """A text with the digits 0 to 9, without signs that are not seen."""
    return western_digits(visible(text)).replace("،", ",").strip()


def taken_apart(text: str) -> Written:
    """
    >>> taken_apart("1 250,50 DH"), taken_apart("MAD 350 / 35 €").numbers
    (Written(numbers=['1 250,50'], words=['', ' DH']), ['350', '35'])
    """
    said = plain(text)
    return Written([found.strip() for found in _WRITTEN.findall(said)], _WRITTEN.split(said))


def read_number(text: str, *, decimal_mark: str = "") -> Number | Fault:
    """The number, or the fault: empty, exponent, negative, ambiguous, number, too-large."""
    said = plain(text)
    if not said:
        return Fault("empty")
    if damage_of(said) == EXPONENT:
        return Fault("exponent", text)
    is_below = said[0] in _SIGNS or said[-1] in _SIGNS or (said[0] == "(" and said[-1] in ")0123456789")
    found = _ONE.fullmatch(said.strip(f"{_SIGNS}(){_BLANKS}"))
    if not found or (found["mark"] and found["mark"] == found["group"]):
        return Fault("number", text)
    if is_below:
        return Fault("negative", text)
    whole, mark, fraction = re.sub(r"\D", "", found["whole"]), found["mark"] or "", found["fraction"] or ""
    if _may_part_thousands(found):
        if not decimal_mark:
            return Fault("ambiguous", text)
        if decimal_mark != mark:
            whole, fraction = whole + fraction, ""
    if len((whole + fraction).strip("0")) > _MOST_DIGITS or len(whole) > _MOST_DIGITS:
        return Fault("too-large", text)
    return Number(int(whole + fraction), len(fraction))


def _may_part_thousands(found: re.Match[str]) -> bool:
    """One mark, three digits after it, and before it a number that could be so many thousands: 1,250."""
    return (
        found["mark"] in (".", ",")
        and not found["group"]
        and len(found["fraction"]) == 3
        and re.fullmatch(r"[1-9]\d{0,2}", found["whole"]) is not None
    )
