"""The cells of merchants' tables as exact values: a weight, an amount, a telephone, yes or no.

Each reader gives the value or a `Fault`, whose code is stable; it never rounds, never guesses, and an empty cell is
the fault ``empty``, so that whoever needs no value asks first. Days are read by `postkit.sheets.days`.

Shapes and units: weights are grams, amounts minor units of the currency that is given, telephones as in ITU-T E.164.

>>> weight_g("1,5 كغ"), weight_g("١٥٠٠ غ"), weight_g("1 500"), weight_g("2", unit="kg"), weight_g("1,500 kg").code
(1500, 1500, 1500, 2000, 'ambiguous')
>>> amount("1.234,50 DH", currency="MAD", decimals=2), amount("350,00 درهم", currency="MAD", decimals=2)
(123450, 35000)
>>> amount("350 €", currency="MAD", decimals=2).code, amount("350 DH / 35 €", currency="MAD", decimals=2).code
('other-currency', 'two-currencies')
>>> phone("06 12 34 56 78", region="MA"), phone("06 12 3A", region="MA").code
('+212612345678', 'letters')
>>> yes_or_no("Oui"), yes_or_no("لا"), yes_or_no("peut-être").code
(True, False, 'answer')
"""

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import category

from postkit.phone import MOST, e164
from postkit.sheets.damage import EXPONENT, damage_of
from postkit.sheets.days import day
from postkit.sheets.numbers import Number, plain, read_number, taken_apart
from postkit.sheets.table import Fault
from postkit.sheets.words import answers, bare, currencies, units, words_of

__all__ = ["amount", "currency_in", "day", "phone", "unit_in", "weight_g", "yes_or_no"]

_SEVERAL = re.compile(r"[/;,|\n]|\s-\s|\bou\b|\bor\b|\bأو\b")
_FEWEST_DIGITS = 6
_UNITS = {1: "g", 1000: "kg"}


def weight_g(text: str, *, unit: str = "g", decimal_mark: str = "") -> int | Fault:
    """A weight in whole grams; ``unit`` is that of a number without one.

    Faults: empty, exponent, several, number, negative, ambiguous, too-large, unit (a word that is none, or two of
    them), too-fine (not whole grams).
    """
    known = units()
    found = _number_and_words(text, known, decimal_mark)
    if isinstance(found, Fault):
        return Fault("unit", found.text) if found.code == "word" else found
    number, words = found
    factors = {known[word] for word in words} or {known[bare(unit)]}
    if len(factors) > 1:
        return Fault("unit", text)
    grams = number.times(factors.pop())
    return Fault("too-fine", text) if grams is None else grams


def amount(text: str, *, currency: str, decimals: int, decimal_mark: str = "") -> int | Fault:
    """An amount in minor units of a currency, of which one unit has ten to the power of ``decimals``.

    ``1,234`` is ambiguous, unless the currency has no decimals, or has three and they stand after a point. Faults:
    empty, exponent, several, number, negative, ambiguous, too-large, decimals (more than the currency has), word,
    other-currency, two-currencies.
    """
    known = {**currencies(), bare(currency): frozenset((currency,))}
    found = _number_and_words(text, known, decimal_mark or _mark_by_decimals(text, decimals))
    meant = [known[word] for part in taken_apart(text).words for word in _known_in(part, known)]
    common = frozenset.intersection(*meant) if meant else frozenset((currency,))
    if not common:
        return Fault("two-currencies", text, detail=" ".join(sorted(frozenset().union(*meant))))
    if isinstance(found, Fault):
        return found
    if currency not in common:
        return Fault("other-currency", text, detail=" ".join(sorted(common)))
    minor = found[0].times(10**decimals)
    return Fault("decimals", text, detail=str(decimals)) if minor is None else minor


def phone(text: str, *, region: str = "") -> str | Fault:
    """A telephone number in its one form, as seen from a country. Faults: empty, exponent, letters, several, phone."""
    said = plain(text)
    if not said:
        return Fault("empty")
    if damage_of(said) == EXPONENT:
        return Fault("exponent", text)
    parts = [part for part in _SEVERAL.split(said) if sum(map(str.isdigit, part)) >= _FEWEST_DIGITS]
    if len(parts) > 1:
        return Fault("several", text)
    if any(category(char)[0] == "L" for char in said):
        return Fault("letters", text)
    return (e164(said, region) if len(said) <= MOST else "") or Fault("phone", text)


def yes_or_no(text: str) -> bool | Fault:
    """What a word of the languages says. Faults: empty, answer."""
    said = plain(text)
    if not said:
        return Fault("empty")
    answer = answers().get(bare(said))
    return Fault("answer", text) if answer is None else answer


def unit_in(heading: str) -> str:
    """The unit that a heading names, if it names one.

    >>> unit_in("Poids (kg)"), unit_in("الوزن بالغرام"), unit_in("Poids")
    ('kg', '', '')
    """
    factors = {units()[word] for word in _known_in(heading, units())}
    return _UNITS.get(factors.pop(), "") if len(factors) == 1 else ""


def currency_in(heading: str) -> frozenset[str]:
    """The currencies that a heading may name: none where it names none.

    >>> sorted(currency_in("Montant (DH)")), sorted(currency_in("COD €")), sorted(currency_in("Total"))
    (['MAD'], ['EUR'], [])
    """
    meant = [currencies()[word] for word in _known_in(heading, currencies())]
    return frozenset.intersection(*meant) if meant else frozenset()


def _words(heading: str) -> list[str]:
    return re.findall(r"[^\s()\[\]/,;:_-]+", heading)


def _number_and_words(text: str, known: Mapping[str, Any], mark: str) -> tuple[Number, list[str]] | Fault:
    """The one number of a cell and the words around it, each of which is known."""
    if not plain(text):
        return Fault("empty")
    if damage_of(plain(text)) == EXPONENT:
        return Fault("exponent", text)
    written = taken_apart(text)
    if len(written.numbers) != 1:
        return Fault("several" if written.numbers else "number", text)
    words: list[str] = []
    for part in written.words:
        found = words_of(part, known)
        if found is None:
            return Fault("word", part.strip())
        words += found
    number = read_number(written.numbers[0], decimal_mark=mark)
    return Fault(number.code, text) if isinstance(number, Fault) else (number, words)


def _known_in(part: str, known: Mapping[str, Any]) -> list[str]:
    """The known words of a part, beside which others may stand."""
    return words_of(part, known) or [word for one in _words(part) if (word := bare(one)) in known]


def _mark_by_decimals(text: str, decimals: int) -> str:
    """The decimal mark of ``1,234`` where the currency leaves no doubt."""
    has_point, has_comma = "." in text, "," in text
    if decimals == 0 and has_point != has_comma:
        return "," if has_point else "."
    return "." if decimals == 3 and has_point and not has_comma else ""
