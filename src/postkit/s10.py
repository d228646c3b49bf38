"""S10, the number of a postal item: `EE 876 543 216 CA`.

Thirteen characters: two letters of service, eight digits of serial, one check digit, two letters of the
country whose post issued it (ISO 3166-1 alpha-2). The check digit is a weighted sum modulo 11, and eleven
remainders share ten digits: remainders 0 and 6 both print 5, so one confusion in some fifty passes unseen.

A number may be well made and yet never have been allowed: letters that UPU keeps in reserve do circulate.
Hence three outcomes of `judge`, not two. What to do with each is the caller's rule: a counter refuses,
a public search warns. The number alone is no key: a post may use it again after twelve months.

Source: UPU standard S10-12, in own words. Errors: `NotS10`, a ValueError with a stable `reason`.

>>> parse("ee 876 543 216 ca")
S10(indicator='EE', serial='87654321', check=6, country='CA')
>>> judge("JA876543216CA").outcome, judge("RB123456786US").expected
('unallocated', 5)
"""

import re
from dataclasses import dataclass
from typing import Literal

from postkit.text import clean_number

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_SERIALS = 100_000_000
_LETTERS = re.compile(r"[A-Z]{2}")
_DIGITS = re.compile(r"[0-9]+")

RESERVED = frozenset("JKSTW")
UNALLOCATED = frozenset("FIOXY")

_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
YT ZA ZM ZW
"""
COUNTRIES = frozenset(_ISO_3166.split())

Outcome = Literal["valid", "unallocated", "invalid"]


class NotS10(ValueError):
    """The text is no S10 number; `reason` is length, letters, digits or check-digit."""

    def __init__(self, reason: str, expected: int | None = None) -> None:
        super().__init__(reason if expected is None else f"{reason}: {expected} expected")
        self.reason = reason
        self.expected = expected


@dataclass(frozen=True, slots=True, order=True)
class S10:
    """The parts of an item number; str() puts them together again."""

    indicator: str
    serial: str
    check: int
    country: str

    def __str__(self) -> str:
        return f"{self.indicator}{self.serial}{self.check}{self.country}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a text is worth as an S10 number, and why: `reason` is empty when there is nothing to say."""

    outcome: Outcome
    number: S10 | None
    reason: str = ""
    expected: int | None = None


def check_digit(serial: str) -> int:
    """Weighted sum modulo 11; the two results that are not digits become 0 and 5.

    >>> check_digit("87654321"), check_digit("70000000"), check_digit("00000000")
    (6, 0, 5)
    """
    if len(serial) != 8 or not _DIGITS.fullmatch(serial):
        raise NotS10("digits")
    result = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(result, result)


def parse(text: str) -> S10:
    """Read a number, however spaced and in whatever digits.

    >>> str(parse("RB-123456785-gb"))
    'RB123456785GB'
    >>> parse("RB123456786US")
    Traceback (most recent call last):
    postkit.s10.NotS10: check-digit: 5 expected
    """
    number = clean_number(text)
    if len(number) != 13:
        raise NotS10("length")
    indicator, serial, check, country = number[:2], number[2:10], number[10], number[11:]
    if not (_LETTERS.fullmatch(indicator) and _LETTERS.fullmatch(country)):
        raise NotS10("letters")
    if not _DIGITS.fullmatch(serial + check):
        raise NotS10("digits")
    expected = check_digit(serial)
    if int(check) != expected:
        raise NotS10("check-digit", expected)
    return S10(indicator, serial, expected, country)


def is_valid(text: str) -> bool:
    """Tell whether the form and the check digit are right, whatever was allocated.

    >>> is_valid("AA000000005AA"), is_valid("EC25772105BE")
    (True, False)
    """
    try:
        parse(text)
    except NotS10:
        return False
    return True


def format(text: str | S10) -> str:
    """Group a number as it is printed under its barcode.

    >>> format("EE876543216CA")
    'EE 876 543 216 CA'
    """
    number = str(parse(str(text)))
    return " ".join((number[:2], number[2:5], number[5:8], number[8:11], number[11:]))


def make(indicator: str, serial: int, country: str) -> S10:
    """Make the number of a new item; the caller sees to it that the serial is not in use.

    >>> str(make("PA", 42, "MA"))
    'PA000000425MA'
    """
    if not (_LETTERS.fullmatch(indicator) and _LETTERS.fullmatch(country)):
        raise NotS10("letters")
    if not 0 <= serial < _SERIALS:
        raise NotS10("digits")
    digits = f"{serial:08}"
    return S10(indicator, digits, check_digit(digits), country)


def judge(text: str) -> Judgement:
    """Weigh a text: valid, unallocated (well made, but of no known service or country), or invalid.

    >>> judge("RB123456785GB").outcome, judge("RB123456785XX").reason, judge("RB1").reason
    ('valid', 'unknown-country', 'length')
    """
    try:
        number = parse(text)
    except NotS10 as refusal:
        return Judgement("invalid", None, refusal.reason, refusal.expected)
    if number.indicator[0] in RESERVED:
        return Judgement("unallocated", number, "reserved-indicator")
    if number.indicator[0] in UNALLOCATED:
        return Judgement("unallocated", number, "unallocated-indicator")
    if number.country not in COUNTRIES:
        return Judgement("unallocated", number, "unknown-country")
    return Judgement("valid", number)
