"""Money as integers of minor units: 12.50 dirhams are 1250, 12.500 dinars are 12500, 12 CFA francs are 12.

Shapes: an amount is an int of minor units beside a three-letter currency; no float ever holds money.
Source: ISO 4217 (minor units). Errors: `NotAnAmount`, a ValueError whose `reason` is stable.

A comma or a point is taken for the decimal mark only where it cannot part thousands: `1,250` is refused,
`1.250,50` and `1 250,5` are not. The form of `to_text` (point, all decimals) is always read back.

>>> to_minor("١٢٫٥", "MAD"), to_text(1250, "MAD"), to_minor("12.500", "TND"), to_text(-5, "XOF")
(1250, '12.50', 12500, '-5')
>>> allocate(100, [1, 1, 1])
[34, 33, 33]
"""

import re
from collections.abc import Sequence

from postkit.text import visible, western_digits

_OTHER_THAN_TWO = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DECIMALS = {code: decimals for decimals, codes in _OTHER_THAN_TWO.items() for code in codes.split()}
_CURRENCY = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(
    r"""(?P<sign>[-−]?)
    (?P<whole>\d+ | \d{1,3} (?: (?P<group>[ \u00a0\u202f'’.,٬]) \d{3} (?: (?P=group) \d{3} )* ))
    (?: (?P<mark>[.,٫]) (?P<fraction>\d+) )?""",
    re.VERBOSE,
)


class NotAnAmount(ValueError):
    """The text names no exact amount; `reason` is currency, number, ambiguous or decimals."""

    def __init__(self, reason: str, said: str) -> None:
        super().__init__(f"{reason}: {said}")
        self.reason = reason


def decimals(currency: str) -> int:
    """Count the decimals of a currency.

    >>> decimals("MAD"), decimals("TND"), decimals("XOF")
    (2, 3, 0)
    """
    if not _CURRENCY.fullmatch(currency):
        raise NotAnAmount("currency", f"{currency!r} is no three-letter code")
    return _DECIMALS.get(currency, 2)


def to_minor(text: str, currency: str) -> int:
    """Read an amount exactly, or refuse it.

    >>> to_minor("1.250,50", "MAD"), to_minor("1 250", "XOF"), to_minor("-0,5", "MAD")
    (125050, 1250, -50)
    >>> to_minor("1,250", "MAD")
    Traceback (most recent call last):
    postkit.money.NotAnAmount: ambiguous: '1,250' can be read with or without decimals
    """
    places = decimals(currency)
    found = _AMOUNT.fullmatch(western_digits(visible(text)).strip())
    if not found or (found["mark"] and found["mark"] == found["group"]):
        raise NotAnAmount("number", f"{text!r} is not an amount")
    whole, mark, fraction = found["whole"], found["mark"], found["fraction"] or ""
    is_plain = mark == "." and len(fraction) == places
    if mark in (",", ".") and len(fraction) == 3 and not is_plain and re.fullmatch(r"[1-9]\d{0,2}", whole):
        raise NotAnAmount("ambiguous", f"{text!r} can be read with or without decimals")
    digits = fraction.rstrip("0")
    if len(digits) > places:
        raise NotAnAmount("decimals", f"{currency} has {places} decimals, {text!r} has more")
    amount = int(re.sub(r"\D", "", whole) + digits.ljust(places, "0"))
    return -amount if found["sign"] else amount


def to_text(amount: int, currency: str) -> str:
    """Write an amount plainly: a point, all decimals, no grouping, no currency.

    >>> to_text(5, "MAD"), to_text(12345, "TND")
    ('0.05', '12.345')
    """
    places = decimals(currency)
    sign, digits = "-" * (amount < 0), str(abs(amount)).zfill(places + 1)
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def allocate(amount: int, parts: Sequence[int]) -> list[int]:
    """Share an amount in proportion to the parts; nothing is made or lost.

    Each share is rounded toward zero; the units left go to the largest remainders, the earlier first.

    >>> allocate(1000, [2, 1]), allocate(-5, [1, 1]), allocate(7, [0, 3])
    ([667, 333], [-3, -2], [0, 7])
    """
    total = sum(parts)
    if total <= 0 or min(parts) < 0:
        raise ValueError("parts are counted from zero up, and at least one is not zero")
    sign = -1 if amount < 0 else 1
    shares, remainders = zip(*(divmod(abs(amount) * part, total) for part in parts), strict=True)
    left = abs(amount) - sum(shares)
    favoured = set(sorted(range(len(parts)), key=lambda at: -remainders[at])[:left])
    return [sign * (share + (at in favoured)) for at, share in enumerate(shares)]


def per_mille_of(value: int, per_mille: int) -> int:
    """So many thousandths of a value, to the nearest smallest unit; a half goes up.

    >>> per_mille_of(12_345, 10), per_mille_of(50, 10), per_mille_of(49, 10)
    (123, 1, 0)
    """
    return (value * per_mille + 500) // 1000
