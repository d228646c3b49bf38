"""A number of a workbook as a person sees it in the cell: 1200 and not 1200.0, 0612345678 where a format gives zeros.

A format is made a function from the number as it is stored to its text. Two things are not as on the screen, because
the screen depends on the country of whoever looks: thousands are not parted and the decimal mark is a point; and a day
is written as in ISO 8601. Signs of currencies and other words of a format stay: they say what the number is.

Formats that show less than the number (thousands cut off, fractions, powers of ten, time that has passed) give
the number itself, to fifteen digits, as a spreadsheet knows it. Source: ECMA-376, part 1, 18.8.30 and 18.8.31.

>>> [shown_by("General")(stored) for stored in ("1200", "0.30000000000000004", "1.5E3", "2.12612345678E11")]
['1200', '0.3', '1500', '212612345678']
>>> shown_by("0000000000")("612345678"), shown_by('#,##0.00 "DH"')("1234.5"), shown_by("00 00 00 00")("6123456")
('0612345678', '1234.50 DH', '06 12 34 56')
>>> shown_by("dd/mm/yyyy")("46027"), shown_by("0%")("0.2"), shown_by("[$€-40C] #,##0.00;(#,##0.00)")("-3")
('2026-01-05', '20%', '(3.00)')
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from types import MappingProxyType

Shown = Callable[[str], str]

GENERAL = "General"
BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00",
        8: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
        18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0",
        39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss",
        47: "mm:ss", 49: "@", **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    }
)  # fmt: skip

_DIGITS = 15
_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?) | \\(?P<escaped>.) | _(?P<blank>.) | \*(?P<fill>.) | (?P<elapsed>\[[hms]+\])
    | \[\$(?P<currency>[^\]\-]*)[^\]]*\] | (?P<hint>\[[^\]]*\]) | (?P<general>General) | (?P<half>AM/PM|A/P)
    | (?P<exponent>[Ee][+-]) | (?P<digits>[0\#?]+) | (?P<time>[ymdhsYMDHS]+) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)
_MOST_CODE, _MOST_DECIMALS = 255, 30  # spreadsheets take no more
_MOST_SIZE = 320  # powers of ten; a float has no more


def shown_by(code: str, *, from_1904: bool = False) -> Shown:
    """The function that shows a stored number under a format."""
    sections = _sections(code if len(code) <= _MOST_CODE else GENERAL)
    if _is_moment(sections[0]):
        return _moment(sections[0], from_1904)
    pattern = _pattern(sections[0])
    if pattern is None:
        return general
    negative = _pattern(sections[1]) if len(sections) > 1 else None
    return lambda stored: _shown(stored, pattern, negative)


def general(stored: str) -> str:
    """A number as it is: without an exponent, without what a float adds after fifteen digits."""
    if len(stored) <= _DIGITS and stored.isdecimal() and (stored[0] != "0" or stored == "0"):
        return stored
    number = _number(stored)
    return stored if number is None else _plain(number)


def _number(stored: str) -> Decimal | None:
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _MOST_SIZE else None


def _plain(number: Decimal) -> str:
    if number != number.to_integral_value():
        number = number.normalize(Context(prec=_DIGITS, rounding=ROUND_HALF_UP))
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


Tokens = list[tuple[str, str]]


def _sections(code: str) -> list[Tokens]:
    """The parts of a format: for numbers from zero up, for those below, and for others that are not used."""
    sections: list[Tokens] = [[]]
    for found in _TOKEN.finditer(code or GENERAL):
        kind = found.lastgroup or ""
        if kind == "other" and found["other"] == ";":
            sections.append([])
        else:
            sections[-1].append((kind, found[kind]))
    return sections


def _is_moment(tokens: Tokens) -> bool:
    return any(kind in ("time", "elapsed") for kind, _ in tokens)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """How a number is written: what stands before and after it, the places of its whole part, its decimals."""

    before: str
    places: tuple[str, ...]  # 0, # and ? are digits, anything else stands between them as it is
    least: int
    most: int
    after: str
    is_percent: bool


def _pattern(tokens: Tokens) -> _Pattern | None:
    """The pattern of one part of a format, or nothing where it shows something else than the number."""
    before, after = "", ""
    places: list[str] = []
    decimals: str | None = None
    scale = False
    for kind, text in tokens:
        if kind in ("general", "exponent") or (kind == "other" and text in "/@"):
            return None
        if kind == "digits":
            if after.strip() and decimals is not None:
                return None
            places, after = ([*places, *after] if places and decimals is None else places), ""
            if decimals is None:
                places += text
            else:
                decimals += text
            scale = False
        elif kind == "other" and text == "." and decimals is None:
            decimals = ""
        elif kind == "other" and text == "," and places:
            scale = True  # between digits it parts thousands; after the last it hides them
        elif literal := _literal(kind, text):
            if places or decimals is not None:
                after += literal
            else:
                before += literal
    decimals = decimals or ""
    if scale or not (places or decimals) or len(decimals) > _MOST_DECIMALS:
        return None
    return _Pattern(before, tuple(places), decimals.count("0"), len(decimals), after, "%" in before + after)


def _literal(kind: str, text: str) -> str:
    if kind == "quoted":
        return text.strip('"')
    if kind == "blank":
        return " "
    return text if kind in ("escaped", "currency", "other") else ""


def _shown(stored: str, pattern: _Pattern, negative: _Pattern | None) -> str:
    number = _number(stored)
    if number is None:
        return stored
    is_below = number < 0
    used = negative if is_below and negative is not None else pattern
    size = abs(number) * (100 if used.is_percent else 1)
    size = size.normalize(
        Context(prec=_DIGITS, rounding=ROUND_HALF_UP)
    )  # what a float adds is not rounded up
    size = size.quantize(Decimal(1).scaleb(-used.most), context=_CONTEXT)
    whole, _, fraction = f"{size:f}".partition(".")
    least = fraction[: used.least]
    fraction = least + fraction[used.least :].rstrip("0")
    text = _filled(whole, used.places) + (f".{fraction}" if fraction else "")
    sign = "-" if is_below and negative is None and size else ""
    return f"{used.before}{sign}{text}{used.after}".strip()


def _filled(whole: str, places: tuple[str, ...]) -> str:
    """The digits put into their places from the end, zeros where a place wants one."""
    digits = list("" if whole == "0" else whole)
    first = next((at for at, place in enumerate(places) if place in "0#?"), None)
    text: list[str] = []
    for at in range(len(places) - 1, -1, -1):
        place = places[at]
        if place not in "0#?":
            if digits or "0" in places[:at]:
                text.append(place)
        elif digits:
            text.append(digits.pop())
            if at == first:
                text += reversed(digits)
        elif place == "0":
            text.append("0")
    return "".join(reversed(text)) or ("" if places else whole)


def _moment(tokens: Tokens, from_1904: bool) -> Shown:
    letters = "".join(text.lower() for kind, text in tokens if kind == "time")
    if any(kind == "elapsed" for kind, _ in tokens):
        return general
    has_time = "h" in letters or "s" in letters
    has_day = "y" in letters or "d" in letters or not has_time
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    # Sheets that count from 1900 have a 29 February in that year; before it their days are one off.
    least = 0 if from_1904 else 61

    def shown(stored: str) -> str:
        number = _number(stored)
        if number is None or number < 0 or (has_day and number < least) or number >= 2_958_466:
            return stored
        moment = start + timedelta(seconds=int((number * 86_400).to_integral_value(ROUND_HALF_UP)))
        day, clock = moment.date().isoformat(), moment.time().isoformat()
        if has_day and has_time:
            return f"{day} {clock.removesuffix(':00')}"
        return day if has_day else clock.removesuffix(":00")

    return shown
