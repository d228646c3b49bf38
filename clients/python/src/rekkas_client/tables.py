"""What people read at a terminal: columns that stand under each other in any script, and amounts in full units."""

import sys
import unicodedata
from collections.abc import Iterable, Sequence

# How many decimals a currency has where it has not two (ISO 4217).
DECIMALS = {
    code: decimals
    for decimals, codes in {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        3: "BHD IQD JOD KWD LYD OMR TND",
        4: "CLF UYW",
    }.items()
    for code in codes.split()
}


def amount_text(amount: int, currency: str) -> str:
    """An amount of smallest units as people write it.

    >>> amount_text(4350, "MAD"), amount_text(-5, "MAD"), amount_text(4350, "TND"), amount_text(4350, "XOF")
    ('43.50 MAD', '-0.05 MAD', '4.350 TND', '4350 XOF')
    """
    decimals = DECIMALS.get(currency, 2)
    if not currency:
        return str(amount)
    whole, rest = divmod(abs(amount), 10**decimals)
    fraction = f".{rest:0{decimals}}" if decimals else ""
    return f"{'-' if amount < 0 else ''}{whole}{fraction} {currency}"


def plain(value: object) -> str:
    """A value as text that a terminal only shows: what steers it is left out."""
    text = "" if value is None else str(value)
    return "".join(sign for sign in text if sign.isprintable())


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under their heads.

    >>> print(table(["number", "status"], [["PC1", "announced"]]))
    number  status
    PC1     announced
    """
    lines = [list(heads), *([plain(cell) for cell in row] for row in rows)]
    widths = [max(width_of(line[place]) for line in lines) for place in range(len(heads))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - width_of(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def warn(text: str) -> None:
    sys.stderr.write(text + "\n")
