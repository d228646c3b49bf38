"""What the cells of a column look like: which share of them could be telephones, weights, amounts, addresses of e-mail.

Each look is a function from a cell to a number between 0 (it is none) and 1 (it is one); a column has the mean of its
cells that are not empty, or nothing where all are. It says what may be, not what is: a postcode is a number too.

>>> looks_like("phone", ["06 12 34 56 78", "+33 1 23 45 67 89", ""]), looks_like("email", ["a@example.org", "x"])
(1.0, 0.5)
>>> looks_like("weight", ["1,5 kg", "2"]), looks_like("arabic", ["فاطمة"]), looks_like("name", [])
(0.75, 1.0, None)
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from postkit.sheets.numbers import Number, plain, read_number, taken_apart
from postkit.sheets.table import Fault
from postkit.sheets.words import answers, bare, currencies, units, words_of

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_PHONE = re.compile(r"(?:\+|00)?[\d\s().\-/]{8,20}")
_POSTCODE = re.compile(r"\d{3,6}|(?=.*\d)[A-Z0-9]{2,5}[ -]?[A-Z0-9]{0,4}")
_ARABIC = re.compile("[\u0620-\u064a]")
_LETTER = re.compile(r"[^\W\d_]")
_REFERENCE = re.compile(r"[^\s]{1,40}")
_LONGEST_AT_HOME = 11
_HEAVIEST_KG = 1_000
_MOST_CODE = 20


def looks_like(look: str, cells: Sequence[str]) -> float | None:
    """How much the cells of a column look so, from 0 to 1; nothing where there is no cell to look at."""
    said = [text for cell in cells if (text := plain(cell))]
    if not said:
        return None
    return round(_LOOKS[look](said), 3)


def _mean(of: Callable[[str], float]) -> Callable[[Sequence[str]], float]:
    return lambda cells: sum(map(of, cells)) / len(cells)


def _phone(cell: str) -> float:
    digits = sum(map(str.isdecimal, cell))
    if not _PHONE.fullmatch(cell) or not 8 <= digits <= 15:
        return 0.0
    return (
        1.0 if cell.startswith(("00", "+")) or (cell.startswith("0") and digits <= _LONGEST_AT_HOME) else 0.6
    )


def _email(cell: str) -> float:
    return float(_EMAIL.fullmatch(cell) is not None)


def _number(cell: str, known: Mapping[str, object]) -> tuple[Number | None, bool]:
    """The one number of a cell, whether or not its mark is clear, and whether a known word stands beside it."""
    written = taken_apart(cell)
    if len(written.numbers) != 1:
        return None, False
    words = [words_of(part, known) for part in written.words]
    number = read_number(written.numbers[0], decimal_mark=".")
    is_known = all(found is not None for found in words)
    return (None if isinstance(number, Fault) or not is_known else number), any(words)


def _weight(cell: str) -> float:
    number, has_unit = _number(cell, units())
    if number is None:
        return 0.0
    return 1.0 if has_unit else 0.5 * (number.digits < 10**number.places * _HEAVIEST_KG * 1_000)


def _amount(cell: str) -> float:
    number, has_currency = _number(cell, currencies())
    if number is None or (cell.startswith("0") and number.digits and not number.places):
        return 0.0
    return 1.0 if has_currency else 0.6


def _postcode(cell: str) -> float:
    return float(_POSTCODE.fullmatch(cell.upper()) is not None)


def _arabic(cell: str) -> float:
    letters = len(_LETTER.findall(cell))
    return len(_ARABIC.findall(cell)) / letters if letters else 0.0


def _letters(cell: str) -> float:
    return len(_LETTER.findall(cell)) / max(1, len(cell.replace(" ", "")))


def _name(cell: str) -> float:
    """Letters and hardly a digit; Latin ones a little more, since there is a field for Arabic names."""
    return (_letters(cell) > 0.8 and "@" not in cell) * (0.6 if _ARABIC.search(cell) else 1.0)


def _place(cell: str) -> float:
    return float(_letters(cell) > 0.7 and len(cell) <= 50 and "@" not in cell)


def _street(cell: str) -> float:
    if "@" in cell or _letters(cell) < 0.4:
        return 0.0
    return (0.6 if _ARABIC.search(cell) else 1.0) if len(cell) > 12 or any(map(str.isdecimal, cell)) else 0.4


def _reference(cells: Sequence[str]) -> float:
    """Each row its own, without blanks."""
    alone = len(set(cells)) / len(cells)
    return (
        alone * sum(_REFERENCE.fullmatch(cell) is not None and "@" not in cell for cell in cells) / len(cells)
    )


def _code(cells: Sequence[str]) -> float:
    """Few different short texts."""
    short = sum(len(cell) <= _MOST_CODE for cell in cells) / len(cells)
    return short * (1.0 if len(set(cells)) <= max(1, len(cells) // 2) else 0.6)


def _text(cell: str) -> float:
    return float(_letters(cell) > 0.5)


def _answer(cell: str) -> float:
    return float(bare(cell) in answers())


_LOOKS: Mapping[str, Callable[[Sequence[str]], float]] = MappingProxyType(
    {
        "phone": _mean(_phone),
        "email": _mean(_email),
        "weight": _mean(_weight),
        "amount": _mean(_amount),
        "postcode": _mean(_postcode),
        "arabic": _mean(_arabic),
        "name": _mean(_name),
        "place": _mean(_place),
        "street": _mean(_street),
        "reference": _reference,
        "code": _code,
        "text": _mean(_text),
        "yes-no": _mean(_answer),
    }
)
LOOKS = frozenset(_LOOKS)
