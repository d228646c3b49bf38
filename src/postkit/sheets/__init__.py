"""Merchants' tables (CSV, workbooks, pasted cells): read into rows, their columns understood, their cells exact values.

The idea: a table comes from anybody's program, and nothing about it is believed or guessed. `open_table` reads it row
by row with little memory; what cannot be read is refused by a code (`NotATable`), and what is wrong with one row is a
`Fault` of that row. `propose` says which column may be which field, a person agrees, and the `Mapping` is kept. The
readers of `postkit.sheets.values` turn a cell into grams, minor units, a telephone or a day, or into a fault.

Shapes: cells are texts; places of columns count from 0, lines from 1 as a person sees them. Codes never change.
Languages, currencies and units are data (``fields.toml``, ``words.toml``). Sources: RFC 4180; ECMA-376; Unicode.

>>> table = paste_table("Réf\\tNom\\tTél\\tPoids (kg)\\nA-1\\tAmina Alaoui\\t0612345678\\t1,5")
>>> mapping = mapping_of(propose(table.columns, table.rows()), table.columns)
>>> fit = mapping.fit(table.columns)
>>> cells = fit.values(next(table.rows()))
>>> cells
{'reference': 'A-1', 'name': 'Amina Alaoui', 'phone': '0612345678', 'weight': '1,5'}
>>> weight_g(cells["weight"], unit=unit_in(fit.fields["weight"].text)), phone(cells["phone"], region="MA")
(1500, '+212612345678')
>>> harmless("=SUM(A1)"), as_it_was(harmless("=SUM(A1)"))
("'=SUM(A1)", '=SUM(A1)')
"""

from postkit.sheets.columns import Fit, Mapping, NotAMapping, Proposal, mapping_of, propose
from postkit.sheets.csv_table import paste_table
from postkit.sheets.guard import as_it_was, harmless
from postkit.sheets.habits import day_order_of, decimal_mark_of, digits_of, zeros_lost
from postkit.sheets.headings import Field, fields
from postkit.sheets.reading import open_table
from postkit.sheets.table import Column, Facts, Fault, Limits, NotATable, Row, Table
from postkit.sheets.values import amount, currency_in, day, phone, unit_in, weight_g, yes_or_no

__all__ = [
    "Column",
    "Facts",
    "Fault",
    "Field",
    "Fit",
    "Limits",
    "Mapping",
    "NotAMapping",
    "NotATable",
    "Proposal",
    "Row",
    "Table",
    "amount",
    "as_it_was",
    "currency_in",
    "day",
    "day_order_of",
    "decimal_mark_of",
    "digits_of",
    "fields",
    "harmless",
    "mapping_of",
    "open_table",
    "paste_table",
    "phone",
    "propose",
    "unit_in",
    "weight_g",
    "yes_or_no",
    "zeros_lost",
]
