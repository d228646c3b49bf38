"""Arabic: a number and the noun that it counts are one phrase, whose form the number's last part decides.

Number and noun, in the nominative as on a receipt:

- one and two are said by the noun alone, singular (with ``واحد``) and dual;
- three to ten take its plural, and their own gender is the opposite of the noun's;
- eleven to ninety-nine take its singular in the accusative;
- hundreds, thousands and millions take its singular; the dual before it loses its ``ن``;
- a number that ends in one or two after hundreds says the noun twice: ``مائة درهم ودرهم واحد``.

Thousand, million and milliard are counted nouns themselves, and so are built by the same rules.

>>> from postkit.words.units import DIRHAM, OUGUIYA
>>> counted(2_000, DIRHAM), counted(3, OUGUIYA)
('ألفا درهم', 'ثلاث أوقيات')
"""

from collections.abc import Iterator

from postkit.words.units import Arabic, Unit

# Three to ten with a masculine noun, and with a feminine one.
_WITH_MASCULINE = (
    "", "", "", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة",
)  # fmt: skip
_WITH_FEMININE = (
    "", "", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر",
)  # fmt: skip
_TENS = (
    "", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون",
)  # fmt: skip
_HUNDREDS = (
    "", "مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة",
)  # fmt: skip
_SCALES = (
    (10**9, Arabic("مليار", "ملياران", "ملايير", "مليارا")),
    (10**6, Arabic("مليون", "مليونان", "ملايين", "مليونا")),
    (10**3, Arabic("ألف", "ألفان", "آلاف", "ألفا")),
)
AND = " و"


def counted(number: int, unit: Unit) -> str:
    """The number with its noun, below 10¹².

    >>> from postkit.words.units import DIRHAM
    >>> counted(101, DIRHAM), counted(11_500, DIRHAM)
    ('مائة درهم ودرهم واحد', 'أحد عشر ألفا وخمسمائة درهم')
    """
    noun = unit.arabic
    if number == 0:
        return f"صفر {noun.one}"
    rest = number % 1000
    said = list(_scales(number, is_before_noun=rest < 3))
    if said and rest < 3:
        said[-1] += f" {noun.one}"  # of one or two more the noun is said again: ألف درهم ودرهم واحد
    if rest:
        one = f"{noun.one} {'واحدة' if noun.is_feminine else 'واحد'}"
        said.append(_group(rest, noun, one=one, two=noun.two, many=noun.many))
    return AND.join(said)


def _scales(number: int, *, is_before_noun: bool) -> Iterator[str]:
    """Milliards, millions and thousands. The last of them may stand before the noun."""
    counts = []
    for scale, noun in _SCALES:
        count, number = divmod(number, scale)
        if count:
            counts.append((count, noun))
    for at, (count, noun) in enumerate(counts, start=1):
        is_tied = is_before_noun and at == len(counts)
        two, many = (noun.two_of, noun.one) if is_tied else (noun.two, noun.many)
        yield _group(count, noun, one=noun.one, two=two, many=many)


def _group(number: int, noun: Arabic, *, one: str, two: str, many: str) -> str:
    """One to 999 of a noun, which has these forms where it stands."""
    hundreds, rest = divmod(number, 100)
    if rest == 0:
        return f"{_tied(hundreds)} {noun.one}"
    if rest < 3:
        last = one if rest == 1 else two
        return f"{_tied(hundreds)} {noun.one}{AND}{last}" if hundreds else last
    before = _HUNDREDS[hundreds] + AND if hundreds else ""
    if rest <= 10:
        return f"{before}{(_WITH_FEMININE if noun.is_feminine else _WITH_MASCULINE)[rest]} {noun.few}"
    return f"{before}{_below_a_hundred(rest, noun.is_feminine)} {many}"


def _tied(hundreds: int) -> str:
    """Hundreds before the noun: two hundred loses its last letter."""
    return _HUNDREDS[hundreds].removesuffix("ن") if hundreds == 2 else _HUNDREDS[hundreds]


def _below_a_hundred(number: int, is_feminine: bool) -> str:
    """Eleven to ninety-nine."""
    tens, ones = divmod(number, 10)
    if tens == 1:
        ten = "عشرة" if is_feminine else "عشر"
        return f"{_first_of_teens(ones, is_feminine)} {ten}"
    if not ones:
        return _TENS[tens]
    return f"{_first_of_tens(ones, is_feminine)}{AND}{_TENS[tens]}"


def _first_of_teens(ones: int, is_feminine: bool) -> str:
    if ones == 1:
        return "إحدى" if is_feminine else "أحد"
    if ones == 2:
        return "اثنتا" if is_feminine else "اثنا"
    return (_WITH_FEMININE if is_feminine else _WITH_MASCULINE)[ones]


def _first_of_tens(ones: int, is_feminine: bool) -> str:
    if ones == 1:
        return "إحدى" if is_feminine else "واحد"
    if ones == 2:
        return "اثنتان" if is_feminine else "اثنان"
    if ones == 8 and is_feminine:
        return "ثمان"  # not before a noun, the last letter falls
    return (_WITH_FEMININE if is_feminine else _WITH_MASCULINE)[ones]
