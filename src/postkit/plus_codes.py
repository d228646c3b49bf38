"""Open Location Codes ("plus codes"): a place on the globe as ten letters and digits, for where streets have no names.

Idea: the globe is a square grid of 20° cells, each cell a grid of 20 by 20, and so on, five times. A cell is named by a
pair of signs, its row and its column, out of twenty that make no words and are not taken for one another. From the
eleventh sign on, cells are parted in five rows and four columns, one sign each. A plus sign stands after the eighth.
Who knows roughly where a place is leaves the first signs out, and a town stands for them: "9G8F+6W Zürich".

Source: the Open Location Code specification (Google, Apache-2.0), from its text; no code of it. Differences: codes are
shortened by six signs at most, as the text says, and with its "safety factor": the reference must lie within 0.3 of a
cell, where recovering allows 0.5. Signs after the fifteenth are accepted and say nothing.

Shapes and units: degrees of WGS 84 in and out, codes as text in capitals; small letters are read. Latitudes beyond a
pole are taken for the pole, longitudes go round. Errors: `NotAPlusCode`, a ValueError, which says what would be right.

>>> encode(47.365590, 8.524997), encode(20.375, 2.775, digits=6)
('8FVC9G8F+6X', '7FG49Q00+')
>>> decode("8FVC9G8F+6W").center
(47.3655625, 8.5248125)
>>> shorten("8FVC9G8F+6W", 47.339563, 8.556687), recover("9G8F+6W", 47.4, 8.6)
('9G8F+6W', '8FVC9G8F+6W')
"""

import re
from dataclasses import dataclass
from math import floor, isfinite

SIGNS = "23456789CFGHJMPQRVWX"
SEPARATOR, PADDING, BEFORE_SEPARATOR = "+", "0", 8
IN_PAIRS, MOST_DIGITS = 10, 15
ROWS, COLUMNS = 5, 4
MOST_LEFT_OUT = 6
SAFELY_NEAR = 0.3  # of a cell: other people's idea of where a town lies may differ a little
# The finest cell of fifteen signs, as a part of a degree: codes are worked out in whole numbers of them.
PER_DEGREE = (8000 * ROWS**5, 8000 * COLUMNS**5)

_VALUE = {sign: value for value, sign in enumerate(SIGNS)}
_VALID = re.compile(rf"((?:[{SIGNS}]{{2}})*)((?:00)*)\+((?:[{SIGNS}]{{2,}})?)")


class NotAPlusCode(ValueError):
    """A text or a number from which no code can be made or read."""


@dataclass(frozen=True, slots=True)
class Area:
    """The cell that a code names, in degrees; north and east belong to the next one."""

    south: float
    west: float
    north: float
    east: float

    @property
    def center(self) -> tuple[float, float]:
        """Latitude and longitude of the middle, to a hundredth of a millimetre."""
        return round((self.south + self.north) / 2, 10), round((self.west + self.east) / 2, 10)


def encode(latitude: float, longitude: float, digits: int = IN_PAIRS) -> str:
    """The code of the cell in which a point lies: with 2, 4, 6, 8, or 10 to 15 signs.

    >>> encode(1, 180, digits=4), encode(90, 1, digits=4), encode(20.3701125, 2.782234375, digits=11)
    ('62H20000+', 'CFX30000+', '7FG49QCJ+2VX')
    """
    if digits < 2 or digits > MOST_DIGITS or (digits < IN_PAIRS and digits % 2):
        raise NotAPlusCode(f"no code has {digits} digits; ask for 2, 4, 6, 8, or 10 to {MOST_DIGITS}")
    if not (isfinite(latitude) and isfinite(longitude)):
        raise NotAPlusCode("a latitude and a longitude in degrees are needed")
    row, column = _cell(latitude, longitude)
    signs = []
    for _ in range(MOST_DIGITS - IN_PAIRS):
        (row, up), (column, along) = divmod(row, ROWS), divmod(column, COLUMNS)
        signs.append(SIGNS[up * COLUMNS + along])
    for _ in range(IN_PAIRS // 2):
        (row, up), (column, along) = divmod(row, 20), divmod(column, 20)
        signs += SIGNS[along], SIGNS[up]
    code = "".join(reversed(signs))[:digits].ljust(BEFORE_SEPARATOR, PADDING)
    return f"{code[:BEFORE_SEPARATOR]}{SEPARATOR}{code[BEFORE_SEPARATOR:]}"


def decode(code: str) -> Area:
    """The cell that a full code names.

    >>> decode("7FG49Q00+")
    Area(south=20.35, west=2.75, north=20.4, east=2.8)
    >>> decode("9G8F+6W")
    Traceback (most recent call last):
    ...
    postkit.plus_codes.NotAPlusCode: '9G8F+6W' is no full plus code; one has eight signs before its plus
    """
    if not is_full(code):
        raise NotAPlusCode(f"{code!r} is no full plus code; one has eight signs before its plus")
    signs = code.upper().replace(SEPARATOR, "").rstrip(PADDING)[:MOST_DIGITS]
    row, column = -90 * PER_DEGREE[0], -180 * PER_DEGREE[1]
    high, wide = 20 * 20 * PER_DEGREE[0], 20 * 20 * PER_DEGREE[1]
    for first in range(0, min(len(signs), IN_PAIRS), 2):
        high, wide = high // 20, wide // 20
        row += _VALUE[signs[first]] * high
        column += _VALUE[signs[first + 1]] * wide
    for sign in signs[IN_PAIRS:]:
        high, wide = high // ROWS, wide // COLUMNS
        up, along = divmod(_VALUE[sign], COLUMNS)
        row, column = row + up * high, column + along * wide
    return Area(
        row / PER_DEGREE[0], column / PER_DEGREE[1], (row + high) / PER_DEGREE[0], (column + wide) / PER_DEGREE[1]
    )  # fmt: skip


def is_valid(code: str) -> bool:
    """Whether a text has the form of a code, full or short.

    >>> [is_valid(text) for text in ("8fwc2345+", "+G6", "8FWC2345+G", "WC2300+", "8FWC2300+G6")]
    [True, True, False, False, False]
    """
    found = _VALID.fullmatch(code.upper())
    if found is None:
        return False
    signs, padding, after = found.groups()
    before = len(signs) + len(padding)
    if padding:
        return bool(signs) and before == BEFORE_SEPARATOR and not after
    return before <= BEFORE_SEPARATOR and bool(signs or after)


def is_short(code: str) -> bool:
    """Whether a text is a code whose first signs were left out."""
    return is_valid(code) and code.index(SEPARATOR) < BEFORE_SEPARATOR


def is_full(code: str) -> bool:
    """Whether a text is a whole code, and of a place on the globe.

    >>> is_full("8FWC2345+G6"), is_full("XXWC2345+G6"), is_full("2345+G6")
    (True, False, False)
    """
    if not is_valid(code) or is_short(code):
        return False
    row, column = (_VALUE[sign] for sign in code[:2].upper())
    return row * 20 < 180 and column * 20 < 360


def shorten(code: str, latitude: float, longitude: float) -> str:
    """The code without the signs that a point near its place stands for; the whole code where there are none.

    >>> shorten("9C3W9QCJ+2VX", 51.3708675, -1.217765625), shorten("9C3W9QCJ+2VX", 51.3852125, -1.217765625)
    ('CJ+2VX', '9QCJ+2VX')
    """
    here = decode(code).center
    code = code.upper()
    if PADDING in code:
        return code
    away = max(abs(here[0] - latitude), abs(_turned(here[1] - longitude)))
    for left_out in range(MOST_LEFT_OUT, 0, -2):
        if away < SAFELY_NEAR * _high(left_out):
            return code[left_out:]
    return code


def recover(code: str, latitude: float, longitude: float) -> str:
    """The full code that a short one means near a point; a full one as it is.

    >>> recover("XGRF+PM", 47.00, 8.55), recover("22+", 14.95125, -23.5001), recover("2222+22", 89.6, 0.0)
    ('8FRCXGRF+PM', '796RXG22+', 'CFX22222+22')
    >>> recover("9G8F", 47.4, 8.6)
    Traceback (most recent call last):
    ...
    postkit.plus_codes.NotAPlusCode: '9G8F' is no plus code; one looks like 8FVC9G8F+6W or 9G8F+6W
    """
    if is_full(code):
        return code.upper()
    if not is_short(code):
        raise NotAPlusCode(f"{code!r} is no plus code; one looks like 8FVC9G8F+6W or 9G8F+6W")
    left_out = BEFORE_SEPARATOR - code.index(SEPARATOR)
    latitude, longitude = min(max(latitude, -90.0), 90.0), _turned(longitude)
    high = _high(left_out)
    area = decode(encode(latitude, longitude)[:left_out] + code.upper())
    there = list(area.center)
    if latitude - there[0] > high / 2 and there[0] + high < 90:
        there[0] += high
    elif there[0] - latitude > high / 2 and there[0] - high > -90:
        there[0] -= high
    if longitude - there[1] > high / 2:
        there[1] += high
    elif there[1] - longitude > high / 2:
        there[1] -= high
    return encode(there[0], there[1], min(len(code) - 1 + left_out, MOST_DIGITS))


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    """Row from the south pole and column from the date line, among the finest cells."""
    row = floor(latitude * PER_DEGREE[0]) + 90 * PER_DEGREE[0]
    column = floor(longitude * PER_DEGREE[1]) + 180 * PER_DEGREE[1]
    return min(max(row, 0), 180 * PER_DEGREE[0] - 1), column % (360 * PER_DEGREE[1])


def _high(digits: int) -> float:
    """Degrees of the side of a cell that so many signs name."""
    return float(20.0 ** (2 - digits / 2))


def _turned(longitude: float) -> float:
    """A longitude, or a difference of two, as it is found from -180 up to 180."""
    return (longitude + 180) % 360 - 180
