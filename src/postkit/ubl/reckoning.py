"""What follows from the lines of a document: the tax of each rate, the totals, what is payable.

Rounding: tax is worked out once for each category and rate, on the sum of its lines less allowances and plus charges,
never line by line; the result goes to the nearest minor unit, a half up. Below nothing the same is done by size, so
that what takes back another takes back exactly its tax. The amount of a line is rounded in the same way.

>>> tax_on(1_050, Decimal("5")), tax_on(-1_050, Decimal("5")), tax_on(1_049, Decimal("5"))
(53, -53, 52)
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from postkit.ubl.model import CreditNote, Invoice, Line, Tax, TaxShare, Totals

D = TypeVar("D", Invoice, CreditNote)


def half_up(exact: Fraction) -> int:
    """The nearest whole number; of two that are as near, the larger in size.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(7, 3))
    (3, -3, 2)
    """
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return -size if exact < 0 else size


def tax_on(taxable: int, percent: Decimal) -> int:
    """The tax on the sum of everything under one rate."""
    return half_up(taxable * Fraction(percent) / 100)


def line_amount(quantity: Decimal, price: int, price_quantity: Decimal = Decimal(1)) -> int:
    """The net amount of a line: its price is for so many of its quantity.

    >>> line_amount(Decimal("2.5"), 1_001), line_amount(Decimal(1_240), 2_912_50, Decimal(1_240))
    (2503, 291250)
    """
    return half_up(Fraction(quantity) * price / Fraction(price_quantity))


def taxable_of(document: Invoice | CreditNote) -> dict[Tax, int]:
    """What is taxed under each category and rate, in the order in which the lines name them."""
    sums: dict[Tax, int] = {}
    for tax, amount in _taxed(document):
        sums[tax] = sums.get(tax, 0) + amount
    return sums


def totals_of(document: Invoice | CreditNote, tax: int) -> Totals:
    """The totals that follow from lines and allowances, this tax, and what was paid before and rounded."""
    lines = sum(line.amount for line in document.lines)
    allowances = sum(one.amount for one in document.allowances if not one.is_charge)
    charges = sum(one.amount for one in document.allowances if one.is_charge)
    without_tax = lines - allowances + charges
    return replace(
        document.totals, lines=lines, allowances=allowances, charges=charges, without_tax=without_tax,
        tax=tax, with_tax=without_tax + tax,
        payable=without_tax + tax - document.totals.paid_before + document.totals.rounding,
    )  # fmt: skip


def totalled(document: D, exemptions: Mapping[str, str] | None = None) -> D:
    """The document with the taxes and totals that follow from the rest of it; what was paid before is kept.

    ``exemptions`` says for each category that is not taxed why it is not, as the law has it.
    """
    reasons = exemptions or {}
    shares = tuple(
        TaxShare(
            tax=tax, taxable=sum_, amount=tax_on(sum_, tax.percent), exemption=reasons.get(tax.category, "")
        )
        for tax, sum_ in taxable_of(document).items()
    )
    return replace(document, taxes=shares, totals=totals_of(document, sum(share.amount for share in shares)))


def amount_that_follows(line: Line) -> int | None:
    """What quantity and price of a line come to; nothing where they cannot be reckoned with."""
    if not (line.quantity.is_finite() and line.price_quantity.is_finite()) or line.price_quantity <= 0:
        return None
    return line_amount(line.quantity, line.price, line.price_quantity)


def _taxed(document: Invoice | CreditNote) -> Iterator[tuple[Tax, int]]:
    for line in document.lines:
        yield line.tax, line.amount
    for one in document.allowances:
        yield one.tax, one.amount if one.is_charge else -one.amount
