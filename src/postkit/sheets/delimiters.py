"""Which sign parts the cells of a text, told by evidence: the heading has it, and the rows have as many cells.

The first line ``sep=;`` that spreadsheets write decides. Else the text is read with each sign in turn. The one wins
with which the most rows have as many cells as the heading; then the one that stands less often before a blank, as a
comma does in a sentence and not between cells; then the one that makes more columns. Where the heading is one cell
but the rows agree on more, they decide, and each row will say that it has too many cells.

>>> delimiter_of("name;weight\\nAmina;1,5\\nDriss;2,0\\n"), delimiter_of("name, first name;town\\nA, B;Fes\\n")
(';', ';')
>>> delimiter_of("name\\nAmina\\n")
''
>>> told_by_first_line("sep=;\\r\\n"), told_by_first_line("separator")
(';', '')
"""

import csv
import io
from collections import Counter
from typing import NamedTuple

DELIMITERS = (";", "\t", ",", "|")
NONE = "\U0010ffff"  # parts the cells of a text of one column: no character, so no text has it
SAMPLE_CHARS = 64_000
_MOST_ROWS = 200


class _Fit(NamedTuple):
    even: float
    tight: float
    width: int


def told_by_first_line(line: str) -> str:
    """The sign that a first line ``sep=;`` names, or nothing."""
    said = line.rstrip("\r\n").lstrip("\ufeff")
    return said[4] if len(said) == 5 and said[:4].lower() == "sep=" and said[4] in DELIMITERS else ""


def delimiter_of(sample: str) -> str:
    """The sign that parts the cells of a text, by its beginning; nothing where there is one column."""
    fits = {sign: fit for sign in DELIMITERS if (fit := _fit(sample, sign)).width > 1}
    return max(fits, key=lambda sign: fits[sign]) if fits else ""


def _fit(sample: str, sign: str) -> _Fit:
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=sign):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) > _MOST_ROWS:
                break
    except csv.Error:
        return _Fit(0, 0, 0)
    if len(widths) > 2 and len(sample) >= SAMPLE_CHARS:
        widths.pop()  # the sample may end within it
    if not widths:
        return _Fit(0, 0, 0)
    if widths[0] > 1:
        even = sum(width == widths[0] for width in widths) / len(widths)
        return _Fit(round(even, 2), _tight(sample, sign), widths[0])
    usual, count = Counter(widths).most_common(1)[0]
    return _Fit(round(count / len(widths), 2) - 1, _tight(sample, sign), usual)


def _tight(sample: str, sign: str) -> float:
    """How often, in tenths, the sign stands without a blank after it."""
    return round(1 - sample.count(f"{sign} ") / max(1, sample.count(sign)), 1)
