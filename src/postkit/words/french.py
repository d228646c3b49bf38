"""French in traditional spelling, as cheques and money orders have it.

*Vingt* and *cent* take an s where they are multiplied and nothing follows but *million* or *milliard*, which are nouns;
*mille* never changes. A noun after a round million is tied with *de*. One and what is less is singular.

>>> from postkit.words.units import DIRHAM, EURO
>>> counted(80, DIRHAM), counted(80_000, DIRHAM), counted(200_000_000, EURO)
('quatre-vingts dirhams', 'quatre-vingt mille dirhams', 'deux cents millions d’euros')
"""

from postkit.words.units import Unit

AND = " et "
_ONES = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
_NOUNS = ((10**9, "milliard"), (10**6, "million"))


def counted(number: int, unit: Unit) -> str:
    noun = unit.french[number > 1]
    if number and number % 10**6 == 0:
        noun = f"d’{noun}" if noun[0] in "aeiouéh" else f"de {noun}"
    return f"{cardinal(number)} {noun}"


def cardinal(number: int) -> str:
    """
    >>> cardinal(71), cardinal(91), cardinal(1_200), cardinal(200_000_000), cardinal(280)
    ('soixante et onze', 'quatre-vingt-onze', 'mille deux cents', 'deux cents millions', 'deux cent quatre-vingts')
    """
    said = []
    for scale, noun in _NOUNS:
        count, number = divmod(number, scale)
        if count:
            said.append(f"{_below_a_million(count, is_last=True)} {noun}{'s' * (count > 1)}")
    if number or not said:
        said.append(_below_a_million(number, is_last=True))
    return " ".join(said)


def _below_a_million(number: int, *, is_last: bool) -> str:
    thousands, rest = divmod(number, 1000)
    said = []
    if thousands:
        said.append("mille" if thousands == 1 else f"{_below_a_thousand(thousands, is_last=False)} mille")
    if rest or not said:
        said.append(_below_a_thousand(rest, is_last=is_last))
    return " ".join(said)


def _below_a_thousand(number: int, *, is_last: bool) -> str:
    hundreds, rest = divmod(number, 100)
    said = []
    if hundreds == 1:
        said.append("cent")
    elif hundreds:
        said.append(f"{_ONES[hundreds]} cent{'s' * (is_last and not rest)}")
    if rest or not said:
        said.append(_below_a_hundred(rest, is_last=is_last))
    return " ".join(said)


def _below_a_hundred(number: int, *, is_last: bool) -> str:
    if number < 20:
        return _ONES[number]
    ten = number // 10 * 10
    base = ten - 10 if ten in (70, 90) else ten
    rest = number - base
    if rest == 0:
        return _TENS[base] + "s" * (base == 80 and is_last)
    if rest in (1, 11) and base != 80:
        return f"{_TENS[base]} et {_ONES[rest]}"
    return f"{_TENS[base]}-{_ONES[rest]}"
