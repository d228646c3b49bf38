"""Invoices and credit notes as UBL 2.1: plain data whose sums agree, XML that anybody's programme reads, and back.

Idea: a document says everything that its sums follow from. `totalled` works taxes and totals out of the lines, and
`problems_of` names each place where what is said differs from what follows; `write` refuses a document with problems,
so that no wrong invoice leaves. `read` takes what is written strictly (each element in its place, see `elements`) and
leaves the judgement of sums to `problems_of`: a merchant may want to know how an invoice is wrong.

Shapes and units: amounts are integers of minor units of the document's one currency, with that currency's decimals
(ISO 4217, `postkit.money`); quantities and rates in percent are Decimals. A price is in minor units too: what costs
less is priced for a hundred, or for all of a line (``price_quantity``). Tax is worked out for each category and rate
on the sum of its lines, a half up (`reckoning`). Bytes are UTF-8 with a declaration, the same for the same document.

Errors: `NotAnInvoice` with a ``reason`` for bytes that are none, whatever they are; `NotWritable` with all problems.

Source: OASIS UBL 2.1 for names and order of elements, judged in tests by the schemas of OASIS inside a development
package; EN 16931 for the rules whose names a problem carries (BR-CO-10 to 19, 25 and others). **Not verified against
the original:** the texts of EN 16931 and of Peppol BIS Billing were not at hand; names of rules are from what is
publicly said of them. Code lists (units, types, means of payment, countries, schemes) are judged by their form alone. A
currency of three decimals is written with three, which EN 16931 does not allow. Tax in a second currency, taxes other
than by percent, allowances on single lines and withheld tax are refused.

>>> from dataclasses import replace
>>> from datetime import date
>>> from decimal import Decimal
>>> parcels = Line(number="1", description="Parcels", quantity=Decimal(3), unit="H87", amount=7_503, price=2_501,
...     tax=Tax("S", Decimal(20)))
>>> invoice = totalled(Invoice(
...     number="F-1", issue_date=date(2026, 4, 1), due_date=date(2026, 5, 1), currency="MAD", lines=(parcels,),
...     seller=Party(name="The Post", country="MA"), buyer=Party(name="Atlas Crafts", country="MA")))
>>> [(share.taxable, share.amount) for share in invoice.taxes], invoice.totals.payable
([(7503, 1501)], 9004)
>>> read(write(invoice)) == invoice
True
>>> print(*problems_of(replace(invoice, totals=replace(invoice.totals, payable=9_000))))
total payable: 90.00 is said, 90.04 follows (payable, BR-CO-16)

Offline: ``python -m postkit.ubl invoice.xml``.
"""

from postkit.ubl.model import (
    Allowance,
    CreditNote,
    Identifier,
    Invoice,
    Line,
    Party,
    Payment,
    Period,
    Reference,
    Tax,
    TaxShare,
    Totals,
)
from postkit.ubl.problems import problems_of
from postkit.ubl.reading import MOST_BYTES, read
from postkit.ubl.reckoning import line_amount, tax_on, totalled
from postkit.ubl.refusal import REASONS, NotAnInvoice, NotWritable, Problem
from postkit.ubl.writing import write

__all__ = [
    "MOST_BYTES",
    "REASONS",
    "Allowance",
    "CreditNote",
    "Identifier",
    "Invoice",
    "Line",
    "NotAnInvoice",
    "NotWritable",
    "Party",
    "Payment",
    "Period",
    "Problem",
    "Reference",
    "Tax",
    "TaxShare",
    "Totals",
    "line_amount",
    "problems_of",
    "read",
    "tax_on",
    "totalled",
    "write",
]
