"""The schemas of OASIS judge what is written, and the table of elements that writer and reader share."""

from collections.abc import Iterator

import pytest
import xmlschema
from hypothesis import given
from lxml import etree

from postkit.ubl import CreditNote, Invoice, NotAnInvoice, read, write
from postkit.ubl.elements import EXTENSION, FIELD, HOLDER, SHAPES
from tests.postkit.ubl.judges import children_of, said_against, schema_file
from tests.postkit.ubl.samples import SAMPLES, documents

PREFIXES = {"cbc": FIELD, "cac": HOLDER, "ext": EXTENSION}
# What the standard lets be missing and we need, or lets be many and we keep once, stands here as a choice of ours.
EVERYWHERE_ONE = {
    ("InvoicePeriod", "Invoice"), ("InvoicePeriod", "CreditNote"), ("ContractDocumentReference", "Invoice"),
    ("ContractDocumentReference", "CreditNote"), ("BillingReference", "CreditNote"), ("PaymentTerms", "Invoice"),
    ("PaymentTerms", "CreditNote"), ("TaxTotal", "Invoice"), ("TaxTotal", "CreditNote"), ("PartyName", "Party"),
    ("PartyLegalEntity", "Party"), ("PaymentID", "PaymentMeans"), ("Note", "PaymentTerms"),
    ("AllowanceChargeReason", "AllowanceCharge"), ("TaxCategory", "AllowanceCharge"),
    ("TaxExemptionReason", "TaxCategory"), ("TaxExemptionReason", "ClassifiedTaxCategory"), ("Note", "InvoiceLine"),
    ("Note", "CreditNoteLine"), ("ClassifiedTaxCategory", "Item"),
}  # fmt: skip


@pytest.mark.parametrize("document", SAMPLES.values(), ids=SAMPLES)
def test_the_samples_are_valid(document: Invoice | CreditNote) -> None:
    assert said_against(write(document)) == []


@given(documents())
def test_documents_of_any_content_are_valid(document: Invoice | CreditNote) -> None:
    assert said_against(write(document)) == []


@pytest.mark.slow
@pytest.mark.once
def test_a_second_reader_of_schemas_finds_the_samples_valid_and_a_wrong_order_not() -> None:
    for name, document in (("Invoice", SAMPLES["invoice"]), ("CreditNote", SAMPLES["credit-note"])):
        judge = xmlschema.XMLSchema(schema_file(name), allow="local")
        root = etree.fromstring(write(document))

        assert judge.is_valid(root)

        root.append(root[0])  # the version, at the end
        assert not judge.is_valid(root)


def swapped(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The document with two neighbours of different names changed about, one pair after the other."""
    count = sum(1 for _ in etree.fromstring(data).iter())
    for at in range(count):
        root = etree.fromstring(data)
        element = list(root.iter())[at]
        following = element.getnext()
        if following is not None and following.tag != element.tag:
            element.getparent().insert(element.getparent().index(element), following)
            yield f"{following.tag} before {element.tag}", etree.tostring(root)


@pytest.mark.parametrize("document", SAMPLES.values(), ids=SAMPLES)
def test_no_two_elements_can_change_places_without_the_schema_and_the_reader_saying_so(
    document: Invoice | CreditNote,
) -> None:
    tried = 0
    for what, data in swapped(write(document)):
        tried += 1
        assert said_against(data), what
        with pytest.raises(NotAnInvoice, match=r"unexpected|missing"):
            read(data)
    assert tried > 50


@pytest.mark.parametrize("name", SHAPES)
def test_every_element_of_the_standard_has_its_word_in_its_order(name: str) -> None:
    shape, standard = SHAPES[name], children_of(name)

    assert list(shape.names) == [local for _, local, _, _ in standard]
    for prefix, local, may_be_missing, may_be_many in standard:
        assert shape.names[local] == PREFIXES[prefix] + local
        assert may_be_missing or local in shape.needed, local
        if (local, name) in EVERYWHERE_ONE:
            assert may_be_many
            assert local not in shape.many
        else:
            assert (local in shape.many) == may_be_many, local


def test_every_element_that_is_looked_into_has_a_row() -> None:
    looked_into = {
        local for shape in SHAPES.values() for local, tag in shape.names.items()
        if tag.startswith(HOLDER) and not shape.marks[local]
    }  # fmt: skip

    assert looked_into <= SHAPES.keys()
