"""The numbers of receptacles (bags, trays, containers) and of the dispatches that they make up.

Between posts, S9 names a receptacle in 29 characters and its first 20 are S8, the dispatch:

    IEDUBA NLHAGI A UN 6 0123   001 1 0 0125
    origin dest.  | |  | number |   | | weight in 100 g; 9999 = above 999.8 kg, a flag and not a weight
                  | |  year     |   | registered or insured inside: 0 no, 1 yes, 9 not stated
           category |           |   last receptacle of the dispatch: 0 no, 1 yes, 9 not stated
             sub-class          serial

Inside a country the ends are offices (two letters, four digits) and the number is shorter:
origin, destination, last digit of the year, then five digits of receptacle or four of dispatch.
One digit of year comes round after ten years: keep the full year beside the number.
Categories and sub-classes are code lists, hence data: only their shape is checked.

Source: UPU standards S8-6, S9-9, S34-9, in own words; the office code is Rekkas' own.
Units: weight in grams, whole hectograms. Errors: `NotAContainer`, a ValueError with a stable `reason`.

>>> bag = parse("IEDUBANLHAGIAUN60123001100125")
>>> str(bag.dispatch), bag.serial, bag.is_last, bag.has_registered, bag.weight_g
('IEDUBANLHAGIAUN60123', 1, True, False, 12500)
>>> str(make_domestic_receptacle("MA0001", "MA0042", 2026, 7))
'MA0001MA0042600007'
"""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

from postkit.text import ITEM_NUMBER, RUN_NUMBER, clean_number

Kind = Literal["receptacle", "dispatch", "item-s10", "item", "run", ""]

_IMPC = r"[A-Z]{2}[A-Z0-9]{3}[A-Z]"
_OFFICE = r"[A-Z]{2}[0-9]{4}"
_S8 = rf"({_IMPC})({_IMPC})([A-Z])([A-Z][A-Z0-9])([0-9])([0-9]{{4}})"
_SHAPES: dict[int, tuple[Kind, re.Pattern[str]]] = {
    13: ("item-s10", re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")),
    17: ("dispatch", re.compile(rf"({_OFFICE})({_OFFICE})([0-9])([0-9]{{4}})")),
    18: ("receptacle", re.compile(rf"({_OFFICE})({_OFFICE})([0-9])([0-9]{{5}})")),
    20: ("dispatch", re.compile(_S8)),
    29: ("receptacle", re.compile(rf"{_S8}([0-9]{{3}})([019])([019])([0-9]{{4}})")),
}
_FLAGS = {"0": False, "1": True, "9": None}
_FLAG_OF = {flag: digit for digit, flag in _FLAGS.items()}
_OVER_SCALE = 9999


class NotAContainer(ValueError):
    """The text names neither receptacle nor dispatch; `reason` is length, shape, office or serial."""

    def __init__(self, reason: str, said: str) -> None:
        super().__init__(f"{reason}: {said}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class S8:
    """A dispatch between two posts."""

    origin: str
    destination: str
    category: str
    subclass: str
    year_digit: int
    serial: int

    def __str__(self) -> str:
        ends = f"{self.origin}{self.destination}"
        return f"{ends}{self.category}{self.subclass}{self.year_digit}{self.serial:04}"


@dataclass(frozen=True, slots=True)
class S9:
    """A receptacle between two posts; None is "not stated" for a flag, "above 999.8 kg" for the weight."""

    dispatch: S8
    serial: int
    is_last: bool | None
    has_registered: bool | None
    weight_g: int | None

    @property
    def origin(self) -> str:
        return self.dispatch.origin

    @property
    def destination(self) -> str:
        return self.dispatch.destination

    def __str__(self) -> str:
        weight = _OVER_SCALE if self.weight_g is None else min(self.weight_g // 100, _OVER_SCALE)
        flags = _FLAG_OF[self.is_last] + _FLAG_OF[self.has_registered]
        return f"{self.dispatch}{self.serial:03}{flags}{weight:04}"


@dataclass(frozen=True, slots=True)
class _Domestic:
    origin: str
    destination: str
    year_digit: int
    serial: int
    digits: ClassVar[int]

    def __str__(self) -> str:
        return f"{self.origin}{self.destination}{self.year_digit}{self.serial:0{self.digits}}"


class DomesticDispatch(_Domestic):
    """A dispatch between two offices of one country."""

    __slots__ = ()
    digits = 4


class DomesticReceptacle(_Domestic):
    """A receptacle between two offices of one country."""

    __slots__ = ()
    digits = 5


_D = TypeVar("_D", DomesticDispatch, DomesticReceptacle)
Container = S8 | S9 | DomesticDispatch | DomesticReceptacle


def parse(text: str) -> Container:
    """Read any of the four numbers; all have an origin, a destination and a serial.

    >>> parse("MA0001MA004260012")
    DomesticDispatch(origin='MA0001', destination='MA0042', year_digit=6, serial=12)
    >>> parse("MA0001MA0042")
    Traceback (most recent call last):
    postkit.receptacle.NotAContainer: length: 12 characters
    """
    number = clean_number(text)
    size = len(number)
    if size not in _SHAPES or size == 13:
        raise NotAContainer("length", f"{size} characters")
    found = _SHAPES[size][1].fullmatch(number)
    if not found:
        raise NotAContainer("shape", number)
    if size < 20:
        origin, destination, year, serial = found.groups()
        domestic = DomesticDispatch if size == 17 else DomesticReceptacle
        return domestic(origin, destination, int(year), int(serial))
    origin, destination, category, subclass, year, serial = found.groups()[:6]
    dispatch = S8(origin, destination, category, subclass, int(year), int(serial))
    if size == 20:
        return dispatch
    bag, is_last, has_registered, weight = found.groups()[6:]
    weight_g = None if int(weight) == _OVER_SCALE else int(weight) * 100
    return S9(dispatch, int(bag), _FLAGS[is_last], _FLAGS[has_registered], weight_g)


def kind_of(text: str) -> Kind:
    """Tell by its shape what a number names; empty when it can name nothing.

    An S10 shape is told before its check digit is known to be right: `postkit.s10.judge` decides that.

    >>> kind_of("ee 876 543 216 ca"), kind_of("MAT00001-20260309"), kind_of("ORDER 4711"), kind_of("?")
    ('item-s10', 'run', 'item', '')
    """
    number = clean_number(text)
    if RUN_NUMBER.fullmatch(number):
        return "run"
    if len(number) in _SHAPES:
        kind, shape = _SHAPES[len(number)]
        if shape.fullmatch(number):
            return kind
    return "item" if ITEM_NUMBER.fullmatch(number) else ""


def make_domestic_dispatch(origin: str, destination: str, year: int, serial: int) -> DomesticDispatch:
    """Number a dispatch between two offices; serials run from 0 to 9999 each year.

    >>> str(make_domestic_dispatch("MA0001", "MA0042", 2026, 12))
    'MA0001MA004260012'
    """
    return _checked(DomesticDispatch(origin, destination, year % 10, serial))


def make_domestic_receptacle(origin: str, destination: str, year: int, serial: int) -> DomesticReceptacle:
    """Number a receptacle between two offices; serials run from 0 to 99999 each year.

    >>> make_domestic_receptacle("MA0001", "RABAT", 2026, 1)
    Traceback (most recent call last):
    postkit.receptacle.NotAContainer: office: RABAT
    """
    return _checked(DomesticReceptacle(origin, destination, year % 10, serial))


def _checked(number: _D) -> _D:
    for office in (number.origin, number.destination):
        if not re.fullmatch(_OFFICE, office):
            raise NotAContainer("office", office)
    if not 0 <= number.serial < 10**number.digits:
        raise NotAContainer("serial", f"{number.serial} has more than {number.digits} digits")
    return number
