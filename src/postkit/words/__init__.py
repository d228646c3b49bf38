"""An amount in words, as it is written on money orders and receipts, in Arabic, French and English.

Idea: words protect an amount. A digit is added with a pen; «deux mille» is not. So a paper says both, and the words
must be right in the grammar of the reader: the Arabic counted noun (one, two, three to ten, eleven and more, hundreds
and thousands, masculine and feminine), French *cent*, *vingt*, *million de*.

Sources: the rules of the counted noun as Arabic grammars teach them; French traditional spelling (hyphens below a
hundred only), which both sides of 1990 accept; names of currencies after CLDR where it has them. The numbers are
spelled as Moroccan papers do: ``مائة``, and ``درهما`` without marks. What is not verified: the names of small units in
Arabic beyond dirham, dinar and euro, and ``فرنك سيفا``, have been read by no native speaker.

Shapes and units: amounts are minor units. A currency is named by its noun alone («dirhams», «دنانير»): print the code
beside it where more than one country's may be meant. Words are in lower case and one line. Errors: `NotSayable`, a
ValueError, for a currency or language that is not here, from 10¹² units up, and for part of a smallest unit.

>>> in_words(123_450, "MAD", "fr"), in_words(123_450, "MAD", "en")
('mille deux cent trente-quatre dirhams et cinquante centimes', \
'one thousand two hundred thirty-four dirhams and fifty centimes')
>>> in_words(123_450, "MAD", "ar")
'ألف ومائتان وأربعة وثلاثون درهما وخمسون سنتيما'
>>> in_words(2_000_000, "XOF", "fr"), in_words(12_500, "TND", "fr")
('deux millions de francs CFA', 'douze dinars et cinq cents millimes')
"""

from collections.abc import Callable, Mapping

from postkit.money import decimals
from postkit.words import arabic, english, french
from postkit.words.units import SMALLEST, UNITS, Unit

__all__ = ["CURRENCIES", "LANGUAGES", "NotSayable", "in_words"]

BELOW = 10**12
# For each language how a number and its noun are said, what joins two of them, and what says "less than nothing".
_SAY: Mapping[str, tuple[Callable[[int, Unit], str], str, str]] = {
    "ar": (arabic.counted, arabic.AND, "ناقص"),
    "fr": (french.counted, french.AND, "moins"),
    "en": (english.counted, english.AND, "minus"),
}
LANGUAGES = tuple(_SAY)
CURRENCIES = tuple(UNITS)


class NotSayable(ValueError):
    """An amount that has no words here."""


def in_words(amount: int, currency: str, language: str) -> str:
    """The amount in words: the units, and what is smaller where there is any.

    >>> in_words(0, "EUR", "fr"), in_words(5, "EUR", "en"), in_words(-200, "MAD", "ar")
    ('zéro euro', 'five cents', 'ناقص درهمان')
    """
    if currency not in UNITS or language not in _SAY:
        raise NotSayable(f"no words for {currency} in {language}; add them to postkit.words")
    whole, part = divmod(abs(amount), 10 ** decimals(currency))
    if whole >= BELOW:
        raise NotSayable(f"{whole} is more than is written in words")
    parts, rest = divmod(part, SMALLEST.get(currency, 1))
    if rest:
        raise NotSayable(f"{currency} has no piece for {rest} of its hundredths; pay whole ones")
    counted, joined, less = _SAY[language]
    unit, small = UNITS[currency]
    said = [counted(whole, unit)] if whole or not parts else []
    if parts and small:
        said.append(counted(parts, small))
    words = joined.join(said)
    return f"{less} {words}" if amount < 0 else words
