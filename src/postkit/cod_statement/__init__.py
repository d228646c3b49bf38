"""The statement of a merchant's cash on delivery, as a table that the merchant can recompute.

Idea: a statement says everything that its sums follow from. Its head holds the terms of the contract and the balance
carried over; each line is one parcel whose cash was collected, one that came back, one correction or one payment that
the merchant's bank sent back. Whoever holds the file computes each fee by the terms, each sum from the lines, and what
is paid or carried over from the sums, without the post.

Shapes and units: amounts are minor units of the statement's currency, fees are an amount and permille of what was
collected, taxes permille of the fee; each is rounded for its line to the nearest unit, a half up. The text is CSV
(RFC 4180, UTF-8): rows of a name and a value, an empty row, then the lines under their names and one row of totals.
A text that a spreadsheet would run is written with an apostrophe before it, and read without.
Source: this package's own.

Errors: `NotAStatement`, a ValueError whose ``reason`` is stable: csv, head, version, lines, value. `recompute` raises
nothing: what does not agree is its answer.

>>> terms = Terms(fee=500, fee_per_mille=10, tax_per_mille=200, return_fee=2000)
>>> charge(terms, "collected", 35_000), charge(terms, "returned", 0), charge(terms, "correction", -100)
((850, 170), (2000, 400), (0, 0))
>>> line = line_of(terms, 1, "collected", 35_000, item="PC000000019MA", reference="=A-7")
>>> line.net
33980
>>> kept = closed(Statement("20260309-17", "ATLAS", "Atlas Crafts", "MAD", "2026-03-09", terms=terms, lines=(line,)))
>>> kept.paid, kept.closing, recompute(kept)
(33980, 0, [])
>>> from_text(to_text(kept)) == kept
True
>>> recompute(kept._replace(paid=34_000))[0].said
'340.00 paid and 0.00 carried over; the lines come to 339.80'

Offline: ``python -m postkit.cod_statement statement.csv``.
"""

from postkit.cod_statement.reckoning import (
    BELOW_MINIMUM,
    COLLECTED,
    CORRECTION,
    DEDUCTED,
    FEES_TAKEN,
    INVOICED,
    KINDS,
    NEGATIVE,
    PAYOUT_RETURNED,
    RETURNED,
    Difference,
    Line,
    Statement,
    Terms,
    Totals,
    charge,
    closed,
    line_of,
    net_of,
    recompute,
    totals_of,
)
from postkit.cod_statement.text import COLUMNS, FORMAT, VERSION, NotAStatement, from_text, to_text

__all__ = [
    "BELOW_MINIMUM",
    "COLLECTED",
    "COLUMNS",
    "CORRECTION",
    "DEDUCTED",
    "FEES_TAKEN",
    "FORMAT",
    "INVOICED",
    "KINDS",
    "NEGATIVE",
    "PAYOUT_RETURNED",
    "RETURNED",
    "VERSION",
    "Difference",
    "Line",
    "NotAStatement",
    "Statement",
    "Terms",
    "Totals",
    "charge",
    "closed",
    "from_text",
    "line_of",
    "net_of",
    "recompute",
    "to_text",
    "totals_of",
]
