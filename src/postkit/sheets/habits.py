"""What the clear cells of a column say of those that are not: its decimal mark, its order of day and month, its digits.

A habit is told only where all clear cells agree; a column that speaks with two tongues has none.

>>> decimal_mark_of(["1,5", "0,250", "12"]), decimal_mark_of(["1,5", "2.5"]), decimal_mark_of(["1,250"])
(',', '', '')
>>> day_order_of(["05/01/2026", "25/01/2026"]), day_order_of(["05/01/2026"])
('dmy', '')
>>> digits = digits_of(["0612345678", "0698765432", "0511223344", "612345678"])
>>> digits, zeros_lost("612345678", digits), zeros_lost("0612345678", digits), zeros_lost("612345678", 0)
(10, True, False, False)
"""

from collections import Counter
from collections.abc import Iterable

from postkit.sheets.days import order_in
from postkit.sheets.numbers import read_number, taken_apart
from postkit.sheets.table import Fault

_MARKS = (".", ",")
_FEWEST = 3
_SHARE = 0.5


def decimal_mark_of(texts: Iterable[str]) -> str:
    """The decimal mark of a column: that of each cell in which it cannot be anything else."""
    marks: set[str] = set()
    for text in texts:
        for written in taken_apart(text).numbers:
            marks |= _mark_in(written)
    return marks.pop() if len(marks) == 1 else ""


def _mark_in(written: str) -> set[str]:
    """The mark that is proved by one number, which can be read without knowing it."""
    number = read_number(written)
    if isinstance(number, Fault) or "٫" in written or not any(mark in written for mark in _MARKS):
        return set()
    last = max(_MARKS, key=written.rfind)
    return {last} if number.places else set(_MARKS) - {last}


def day_order_of(texts: Iterable[str]) -> str:
    """The order of day and month in a column: ``dmy``, ``mdy`` or nothing."""
    orders = {order for text in texts if (order := order_in(text))}
    return orders.pop() if len(orders) == 1 else ""


def digits_of(texts: Iterable[str]) -> int:
    """How many digits the cells of a column have that begin with a zero, where most cells do; else 0.

    A spreadsheet that took such a cell for a number has dropped its zero.
    """
    lengths: Counter[int] = Counter()
    total = 0
    for text in texts:
        said = text.strip()
        if said.isascii() and said.isdecimal():
            total += 1
            if said.startswith("0"):
                lengths[len(said)] += 1
    length, count = lengths.most_common(1)[0] if lengths else (0, 0)
    return length if count >= _FEWEST and count > _SHARE * total else 0


def zeros_lost(text: str, digits: int) -> bool:
    """Whether a cell has one digit less than its column and lacks the zero at its beginning."""
    said = text.strip()
    return bool(digits) and said.isascii() and said.isdecimal() and len(said) == digits - 1 and said[0] != "0"
