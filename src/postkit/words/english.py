"""English: no "and" inside a number, so that the only one parts units from what is smaller.

>>> from postkit.words.units import DIRHAM
>>> counted(2_001_115, DIRHAM), counted(1, DIRHAM)
('two million one thousand one hundred fifteen dirhams', 'one dirham')
"""

from postkit.words.units import Unit

AND = " and "
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = (
    "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (10**2, "hundred"))


def counted(number: int, unit: Unit) -> str:
    return f"{cardinal(number)} {unit.english[number != 1]}"


def cardinal(number: int) -> str:
    """
    >>> cardinal(80), cardinal(21), cardinal(1_000_000_042)
    ('eighty', 'twenty-one', 'one billion forty-two')
    """
    for scale, name in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            return f"{cardinal(count)} {name}" + (f" {cardinal(rest)}" if rest else "")
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
