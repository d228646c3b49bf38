"""Account identifiers: the IBAN of any country, the Moroccan RIB inside it, and the BIC of a bank.

An IBAN is a country, two check digits and the country's own number (BBAN). With the country moved to the end and
letters read as 10 to 35, the whole is 1 modulo 97. Of 97 wrong numbers one would pass; no change of one digit and no
swap of two neighbouring digits does. Which length and which shape a country's number has is data of `schwifty`; of a
country that it does not know, only the form and the check digits are judged.

A RIB is the BBAN of Morocco: bank 3, locality 3, account 16 and key 2, all digits. Its key is 97 less the remainder of
the first 22 digits times 100. `schwifty` parts this number elsewhere (5, 5, 12), so the parts here are read without it.
A Moroccan IBAN is right only when its RIB is. With its key a RIB is a multiple of 97: every Moroccan IBAN begins MA64.

Shapes: frozen dataclasses whose parts are texts, because leading zeros count; str() puts them together again, without
blanks. Digits of any script are read, blanks and hyphens are skipped.
Source: ISO 13616 and ISO 9362 from public descriptions; the key of the RIB from public descriptions and a published
number. Errors: `NotAnAccount`, a ValueError with a stable `reason`.

>>> iban = parse("MA64 0115 1900 0001 2050 0053 4921")
>>> rib_of(iban)
RIB(bank='011', locality='519', account='0000012050005349', key='21')
>>> str(iban_of(parse_rib("٠١١ ٥١٩ ٠٠٠٠٠١٢٠٥٠٠٠٥٣٤٩ ٢١"))) == str(iban)
True
"""

import re
from dataclasses import dataclass
from functools import cache

import schwifty
from schwifty.exceptions import InvalidCountryCode, InvalidLength, SchwiftyException

from postkit.s10 import COUNTRIES
from postkit.text import clean_number

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")
_SHORTEST, _LONGEST = 15, 34
_RIB = re.compile(r"([0-9]{3})([0-9]{3})([0-9]{16})([0-9]{2})")
_MOROCCO = "MA"
# Kosovo has IBANs and BICs but no code of ISO 3166 yet; XK is the one in use.
_IBAN_COUNTRIES = COUNTRIES | {"XK"}

REASONS = {
    "length": "it has too many or too few characters",
    "characters": "it has characters that do not belong there",
    "country": "it begins with no country that has such numbers",
    "structure": "its characters are not arranged as that country does",
    "check": "its check digits do not agree with the rest",
    "key": "the key of the RIB does not agree with the rest",
}


class NotAnAccount(ValueError):
    """The text identifies no account or bank; `reason` is one of REASONS."""

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(f"{reason}: {said}" if said else reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, order=True)
class RIB:
    """A Moroccan account number in its parts."""

    bank: str
    locality: str
    account: str
    key: str

    def __str__(self) -> str:
        return f"{self.bank}{self.locality}{self.account}{self.key}"


@dataclass(frozen=True, slots=True, order=True)
class IBAN:
    """An international account number: country, check digits, the country's own number."""

    country: str
    check: str
    bban: str

    def __str__(self) -> str:
        return f"{self.country}{self.check}{self.bban}"


@dataclass(frozen=True, slots=True, order=True)
class BIC:
    """A bank's identifier; `branch` is empty where the text names none."""

    bank: str
    country: str
    location: str
    branch: str = ""

    def __str__(self) -> str:
        return f"{self.bank}{self.country}{self.location}{self.branch}"


def rib_key(digits: str) -> str:
    """The two digits that close a RIB, from the 22 before them: 01 to 97.

    >>> rib_key("0115190000012050005349")
    '21'
    """
    if len(digits) != 22:
        raise NotAnAccount("length", "a key is worked out from 22 digits")
    if not (digits.isascii() and digits.isdigit()):
        raise NotAnAccount("characters", digits)
    return f"{97 - int(digits) * 100 % 97:02}"


def check_digits(country: str, bban: str) -> str:
    """The two digits after the country of an IBAN: 02 to 98.

    >>> check_digits("GB", "WEST12345698765432")
    '82'
    """
    text = f"{bban}{country}00"
    if not (text.isascii() and text.isalnum() and len(text) <= _LONGEST):
        raise NotAnAccount("characters", f"{country} {bban}")
    return f"{98 - int(''.join(str(int(char, 36)) for char in text)) % 97:02}"


def parse_rib(text: str) -> RIB:
    """Read a RIB, however spaced and in whatever digits.

    >>> str(parse_rib("011-519-0000012050005349-21"))
    '011519000001205000534921'
    >>> parse_rib("011 519 0000012050005349 12")
    Traceback (most recent call last):
    postkit.iban.NotAnAccount: key: 21 expected
    """
    number = clean_number(text)
    if len(number) != 24:
        raise NotAnAccount("length", "a RIB has 24 digits")
    found = _RIB.fullmatch(number)
    if not found:
        raise NotAnAccount("characters", "a RIB has digits only")
    expected = rib_key(number[:22])
    if number[22:] != expected:
        raise NotAnAccount("key", f"{expected} expected")
    return RIB(*found.groups())


def parse(text: str) -> IBAN:
    """Read an IBAN, however spaced and in whatever digits.

    >>> parse("gb82 west 1234 5698 7654 32")
    IBAN(country='GB', check='82', bban='WEST12345698765432')
    >>> parse("GB82 WEST 1234 5698 7654 23")
    Traceback (most recent call last):
    postkit.iban.NotAnAccount: check: 34 expected
    """
    number = clean_number(text)
    if not _SHORTEST <= len(number) <= _LONGEST:
        raise NotAnAccount("length", f"an IBAN has {_SHORTEST} to {_LONGEST} characters")
    if not _IBAN.fullmatch(number):
        raise NotAnAccount("characters", "an IBAN has two letters, two digits, then letters and digits")
    country, check, bban = number[:2], number[2:4], number[4:]
    if country not in _IBAN_COUNTRIES:
        raise NotAnAccount("country", country)
    _check_structure(number)
    expected = check_digits(country, bban)
    if check != expected:
        raise NotAnAccount("check", f"{expected} expected")
    if country == _MOROCCO:
        parse_rib(bban)
    return IBAN(country, check, bban)


def parse_bic(text: str) -> BIC:
    """Read a bank identifier of 8 or 11 characters.

    >>> parse_bic("deutdeff 500")
    BIC(bank='DEUT', country='DE', location='FF', branch='500')
    >>> parse_bic("DEUTZZFF")
    Traceback (most recent call last):
    postkit.iban.NotAnAccount: country: ZZ
    """
    number = clean_number(text)
    if len(number) not in (8, 11):
        raise NotAnAccount("length", "a BIC has 8 or 11 characters")
    try:
        schwifty.BIC(number)
    except InvalidCountryCode:
        raise NotAnAccount("country", number[4:6]) from None
    except SchwiftyException:
        raise NotAnAccount("structure", number) from None
    return BIC(number[:4], number[4:6], number[6:8], number[8:])


def is_valid(text: str) -> bool:
    """Tell whether a text is an IBAN or a RIB.

    >>> is_valid("MA64 0115 1900 0001 2050 0053 4921"), is_valid("011519000001205000534921"), is_valid("MA64")
    (True, True, False)
    """
    for read in (parse, parse_rib):
        try:
            read(text)
        except NotAnAccount:
            continue
        return True
    return False


def rib_of(iban: IBAN) -> RIB:
    """The RIB inside a Moroccan IBAN.

    >>> rib_of(parse("GB82WEST12345698765432"))
    Traceback (most recent call last):
    postkit.iban.NotAnAccount: country: an IBAN of GB holds no RIB
    """
    if iban.country != _MOROCCO:
        raise NotAnAccount("country", f"an IBAN of {iban.country} holds no RIB")
    return parse_rib(iban.bban)


def iban_of(rib: RIB) -> IBAN:
    """The Moroccan IBAN of a RIB."""
    return IBAN(_MOROCCO, check_digits(_MOROCCO, str(rib)), str(rib))


def make_rib(bank: str, locality: str, serial: int) -> RIB:
    """Make the number of a new account; the caller sees to it that the serial is not in use.

    >>> str(make_rib("350", "810", 42))
    '350810000000000000004247'
    >>> str(iban_of(make_rib("350", "810", 42)))
    'MA64350810000000000000004247'
    """
    if not 0 <= serial < 10**16:
        raise NotAnAccount("length", f"serial {serial} has more than 16 digits")
    if len(bank) != 3 or len(locality) != 3:
        raise NotAnAccount("length", "bank and locality have three digits each")
    account = f"{serial:016}"
    return RIB(bank, locality, account, rib_key(f"{bank}{locality}{account}"))


def format(number: IBAN | RIB) -> str:
    """Group a number as it is printed: a RIB in its parts, an IBAN by four.

    >>> format(parse_rib("011519000001205000534921"))
    '011 519 0000012050005349 21'
    >>> format(parse("MA64011519000001205000534921"))
    'MA64 0115 1900 0001 2050 0053 4921'
    """
    if isinstance(number, RIB):
        return f"{number.bank} {number.locality} {number.account} {number.key}"
    text = str(number)
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@cache
def _is_known(country: str) -> bool:
    """Whether schwifty has a country's shape: it looks the country up before anything else."""
    try:
        schwifty.IBAN(f"{country}00{'0' * 11}")
    except InvalidCountryCode:
        return False
    except SchwiftyException:
        return True
    return True


def _check_structure(number: str) -> None:
    country, bban = number[:2], number[4:]
    if not _is_known(country):
        return
    # The right check digits are put in, so that only length and shape can be wrong.
    try:
        schwifty.IBAN(f"{country}{check_digits(country, bban)}{bban}")
    except InvalidLength:
        raise NotAnAccount("length", f"an IBAN of {country} has another length") from None
    except SchwiftyException:
        raise NotAnAccount("structure", f"an IBAN of {country} is arranged otherwise") from None
