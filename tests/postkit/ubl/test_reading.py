"""What strangers may send: whatever the bytes are, they give a document or one refusal with a known reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.ubl import REASONS, Invoice, NotAnInvoice, problems_of, read
from tests.postkit.ubl.samples import CREDIT_NOTE, INVOICE

GOLDEN = Path(__file__).parent / "golden"
TEXT = (GOLDEN / "invoice.xml").read_text(encoding="utf-8")
CREDIT = (GOLDEN / "credit-note.xml").read_text(encoding="utf-8")
BODY = TEXT.partition("?>")[2]
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def reason_of(text: str | bytes, most_bytes: int = 16 * 1024 * 1024) -> str:
    try:
        read(text.encode() if isinstance(text, str) else text, most_bytes)
    except NotAnInvoice as refusal:
        return refusal.reason
    return ""


def changed(old: str, new: str, text: str = TEXT) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    "subset",
    [
        "",
        f'[<!ENTITY l0 "ha">{LAUGHS}]',  # a thousand million laughs
        '[<!ENTITY file SYSTEM "file:///etc/hostname">]',  # a file of this machine
        'SYSTEM "http://localhost:1/evil.dtd"',  # a file of another
    ],
)
def test_a_document_type_is_refused_in_any_form(subset: str) -> None:
    bomb = f"<?xml version='1.0'?><!DOCTYPE Invoice {subset}>{BODY}".replace(
        ">F-2026", ">&l9;&file;F-2026", 1
    )

    assert reason_of(bomb) == "has-dtd"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "not-xml"),
        (b"number;amount", "not-xml"),
        (TEXT.encode("utf-16"), "encoding"),
        (TEXT[: len(TEXT) // 2], "not-xml"),
        (TEXT.replace("Invoice-2", "Invoice-3"), "unknown-document"),
        (TEXT.replace("Invoice-2", "Order-2"), "unknown-document"),
        ("<Invoice/>", "unknown-document"),
        (changed("<cbc:ID>F-2026-0042</cbc:ID>", ""), "missing"),
        (changed("<cbc:ID>F-2026-0042</cbc:ID>", "<cac:ID>F-2026-0042</cac:ID>"), "unexpected"),  # another's element
        (changed("<cbc:ID>F-2026-0042</cbc:ID>", "<cbc:ID><b>F</b></cbc:ID>"), "unexpected"),
        (changed("<cbc:ID>F-2026-0042</cbc:ID>", "<cbc:ID>F<!-- -->42</cbc:ID>"), "unexpected"),
        (changed("<cbc:ID>F-2026-0042</cbc:ID>", "<cbc:ID> </cbc:ID>"), "text"),
        (changed("<cbc:ID>F-2026-0042</cbc:ID>", "<cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID>"), "unexpected"),  # which?
        (changed("<cac:TaxTotal>", "text<cac:TaxTotal>"), "unexpected"),
        (changed("<cbc:DocumentCurrencyCode>MAD", "<cbc:DocumentCurrencyCode>dirham"), "currency"),
        (changed("<cbc:DocumentCurrencyCode>MAD", "<cbc:DocumentCurrencyCode>EUR"), "currency"),  # amounts say MAD
        (changed('<cbc:TaxAmount currencyID="MAD">', "<cbc:TaxAmount>"), "currency"),
        (changed('"MAD">2912.50<', '"MAD">2.912,50<'), "amount"),
        (changed('"MAD">2912.50<', '"MAD">1e3<'), "amount"),
        (changed('"MAD">2912.50<', '"MAD">2912.505<'), "decimals"),
        (changed(">1240</cbc:Inv", ">1 240</cbc:Inv"), "number"),
        (changed(">2026-04-01<", ">2026-02-30<"), "date"),
        (changed(">2026-04-01<", ">1/4/2026<"), "date"),
        (changed("ChargeIndicator>false", "ChargeIndicator>no"), "code"),
        (changed("<cbc:Percent>20</cbc:Percent>", ""), "missing"),  # a rate of nothing is not guessed
        ("<cbc:ID>GST</cbc:ID>".join(TEXT.rsplit("<cbc:ID>VAT</cbc:ID>", 1)), "unsupported"),  # two taxes
        (changed("<cbc:BuyerReference>", "<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode><cbc:BuyerReference>"),
         "unsupported"),
        (changed("<cac:LegalMonetaryTotal>", "<cac:WithholdingTaxTotal/><cac:LegalMonetaryTotal>"), "unsupported"),
        (changed('unitCode="H87">1240</cbc:Base', 'unitCode="KGM">1240</cbc:Base'), "unsupported"),  # priced by weight
        (changed("</cac:PartyName>", "</cac:PartyName><cac:PartyName/>"), "unexpected"),
        (changed("<cac:BillingReference>", "<cac:BillingReference><cac:X/>", CREDIT), "unexpected"),
        (CREDIT.replace("CreditedQuantity", "InvoicedQuantity"), "unexpected"),
        (TEXT.replace("<cbc:", "<cac:").replace("</cbc:", "</cac:"), "unexpected"),
        ("<a>" * 30 + "</a>" * 30, "too-deep"),
    ],
)  # fmt: skip
def test_what_is_no_document_of_ours_says_why(text: str | bytes, reason: str) -> None:
    assert reason_of(text) == reason


def test_a_refusal_says_where() -> None:
    with pytest.raises(NotAnInvoice) as refused:
        read(changed('"MAD">2912.50<', '"MAD">much<').encode())

    assert refused.value.path == "/Invoice/InvoiceLine/LineExtensionAmount"
    assert TEXT.splitlines()[refused.value.line - 1].strip().startswith("<cbc:LineExtensionAmount")


def test_a_file_is_not_even_decoded_beyond_its_limit() -> None:
    data = TEXT.encode()

    assert reason_of(data, most_bytes=len(data)) == ""
    assert reason_of(data, most_bytes=len(data) - 1) == "too-large"
    assert reason_of(b"\xff" * 100, most_bytes=99) == "too-large"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        TEXT.replace("\n", "\r\n"),
        changed("<cbc:UBLVersionID>2.1</cbc:UBLVersionID>", ""),
        changed("<cbc:UBLVersionID>", '<x:UBLExtensions xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:'
                'CommonExtensionComponents-2"><x:UBLExtension/></x:UBLExtensions><cbc:UBLVersionID>'),
        changed("<cbc:DocumentCurrencyCode>", '<cbc:DocumentCurrencyCode listID="ISO4217">'),
        changed("<cac:TaxTotal>", "<!-- taxes --><?printer slow?><cac:TaxTotal>"),
        changed(">2026-05-01<", ">2026-05-01Z<"),
        changed(">20</cbc:Percent>", ">20.00</cbc:Percent>"),
        changed(">3.5", ">3.50"),
        TEXT.replace("cbc:", "b:").replace("xmlns:cbc", "xmlns:b"),
        changed("<cac:PaymentMeans>", "<cac:Delivery><cac:Party/></cac:Delivery><cac:PaymentMeans>"),  # not kept
    ],
)  # fmt: skip
def test_the_same_document_may_be_written_in_many_ways(text: str) -> None:
    assert read(text.encode()) == INVOICE


def test_a_document_with_wrong_sums_is_read_and_its_problems_told() -> None:
    found = read(
        changed('<cbc:PayableAmount currencyID="MAD">', '<cbc:PayableAmount currencyID="MAD">1').encode()
    )

    assert isinstance(found, Invoice)
    assert [problem.code for problem in problems_of(found)] == ["payable"]


def test_a_party_that_is_named_in_one_way_alone_has_that_name() -> None:
    legal = "<cbc:RegistrationName>Atlas Crafts &lt;SARL&gt; &amp; Co</cbc:RegistrationName>"
    text = changed(legal, "")

    assert read(text.encode()) == replace(INVOICE, buyer=replace(INVOICE.buyer, name=""))


def test_decimals_are_those_of_the_currency() -> None:
    assert (INVOICE.decimals, CREDIT_NOTE.decimals) == (2, 3)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_the_bytes_are_they_are_refused_with_a_known_reason(data: bytes) -> None:
    assert reason_of(data) in REASONS


@given(st.integers(0, len(TEXT.encode()) - 1), st.binary(min_size=1, max_size=3))
def test_a_damaged_file_is_a_document_or_a_refusal(at: int, damage: bytes) -> None:
    data = TEXT.encode()

    assert reason_of(data[:at] + damage + data[at + 1 :]) in {"", *REASONS}
