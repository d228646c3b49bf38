"""What is written is read back as it was; what could not be is not written."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from postkit.ubl import CreditNote, Identifier, Invoice, NotWritable, line_amount, read, totalled, write
from tests.postkit.ubl.samples import INVOICE, SAMPLES, documents

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_written_as_its_golden_file(name: str) -> None:
    golden = (GOLDEN / f"{name}.xml").read_bytes()

    assert write(SAMPLES[name]) == golden
    assert read(golden) == SAMPLES[name]


@given(documents())
def test_a_document_written_is_the_document_read_and_the_same_bytes_again(
    document: Invoice | CreditNote,
) -> None:
    data = write(document)

    assert read(data) == document
    assert write(read(data)) == data


def line(**changes: Any) -> Invoice:
    """The invoice with one line alone, changed, and all that follows from it."""
    changed = replace(INVOICE.lines[0], **changes)
    changed = replace(changed, amount=line_amount(changed.quantity, changed.price, changed.price_quantity))
    return totalled(replace(INVOICE, lines=(changed,), allowances=()))


def buyer(**changes: Any) -> Invoice:
    return replace(INVOICE, buyer=replace(INVOICE.buyer, **changes))


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (replace(INVOICE, number="F\x00"), "text"),  # no XML can hold it
        (replace(INVOICE, number=" F-1"), "text"),  # blanks around it would be lost
        (replace(INVOICE, notes=("two\nlines",)), "text"),  # so would the line
        (replace(INVOICE, notes=("",)), "text"),  # nothing said
        (replace(INVOICE, notes=("a" * 4_001,)), "text"),
        (replace(INVOICE, order="\u202eLATOT"), "text"),  # turned about, it reads otherwise than it is
        (replace(INVOICE, contract="\ufeff"), "text"),  # nothing that can be seen
        (buyer(name="\ud800"), "text"),  # half a letter
        (buyer(identifiers=(Identifier("1", " x"),)), "text"),
        (buyer(tax_numbers=(Identifier("", "VAT"),)), "text"),
        (line(quantity=Decimal("1e-9")), "number"),  # finer than is written
        (line(quantity=Decimal(10**12)), "number"),
        (line(price=10**18), "amount"),
    ],
)
def test_what_would_be_read_back_otherwise_is_not_written(document: Invoice, code: str) -> None:
    with pytest.raises(NotWritable) as refused:
        write(document)

    assert [problem.code for problem in refused.value.problems] == [code]
