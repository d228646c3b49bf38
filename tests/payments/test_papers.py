"""Receipts in three languages: amounts in figures and words, the line that proves them, and the code on no receipt."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from django.utils.translation import override
from PIL import Image

from postkit.till import from_text, prove
from rekkas.cash.queries import receipt_lines
from rekkas.design.paper import sheets
from rekkas.payments import papers
from rekkas.payments.queries import orders
from rekkas.payments.queries.bills import bill_payment
from tests.payments.bills import load, pay_bill
from tests.payments.desks import CODE, issue, paid

pytestmark = pytest.mark.usefixtures("tills")


def pages(data: dict[str, Any], sheet: str = "voucher") -> list[bytes]:
    return sheets.pictures(papers.HERE / f"{sheet}.typ", data)


def scanned(png: bytes) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(Image.open(BytesIO(png)))}


def senders() -> dict[str, Any]:
    row = orders.order(issue(123_450).number)
    return papers.sender_data(row, "Electronic", receipt_lines([row.issue_entry]))


@pytest.mark.parametrize(
    ("language", "in_words"),
    [
        ("en", "one thousand two hundred thirty-four dirhams and fifty centimes"),
        ("fr", "mille deux cent trente-quatre dirhams et cinquante centimes"),
        ("ar", "ألف ومائتان وأربعة وثلاثون درهما وخمسون سنتيما"),
    ],
)
def test_the_senders_receipt_says_the_amount_in_figures_and_words(language: str, in_words: str) -> None:
    with override(language):
        data = senders()
    (page,) = pages(data)

    assert data["words"] == in_words
    assert data["rtl"] is (language == "ar")
    assert data["warning"] == ""
    assert len(scanned(page)) == 2


def test_its_square_proves_the_line_without_our_server() -> None:
    row = orders.order(issue().number)
    (page,) = pages(papers.sender_data(row, "Electronic", receipt_lines([row.issue_entry])))

    texts = scanned(page)
    receipt = from_text(next(text for text in texts if text.startswith("[")))

    assert row.number in texts
    assert (receipt.delta, receipt.subject, receipt.mark) == (
        51_500,
        row.number,
        orders.issue_lines(row)[0].mark,
    )
    assert prove([receipt])[0].wrong is None


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_copy_has_neither_the_mark_nor_its_square(language: str) -> None:
    row = orders.order(issue().number)
    (line,) = orders.issue_lines(row)

    with override(language):
        data = papers.sender_data(row, "Electronic", [], is_copy=True)
        heading = papers.sender_data(row, "Electronic", [])["heading"]
    (page,) = pages(data)

    assert scanned(page) == {row.number}
    assert line.mark not in repr(data)
    assert data["heading"] != heading
    assert data["warning"] == ""


def test_the_code_is_on_the_slip_alone_and_the_slip_says_no_amount() -> None:
    number = issue(123_450).number
    row = orders.order(number)

    slip = papers.slip_data(row, CODE)
    receipt = papers.sender_data(row, "Electronic", receipt_lines([row.issue_entry]))

    assert "482 913" in repr(slip)
    assert "1,234" not in repr(slip)
    assert row.payee_name not in repr(slip)
    assert CODE.spoken not in repr(receipt).replace(" ", "")
    assert len(pages(slip, "slip")) == 1


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_payees_receipt_has_room_for_a_signature_and_no_code(language: str) -> None:
    row = orders.paid_payment(orders.order(paid()))
    assert row is not None
    assert row.entry is not None
    row = orders.payment(row.token)

    with override(language):
        data = papers.payee_data(row, "National identity card", receipt_lines([row.entry]))
    (page,) = pages(data)

    assert data["signature"]
    assert "CD••••21" in repr(data)
    assert CODE.spoken not in repr(data)
    assert len(scanned(page)) == 2


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_notice_tells_the_payee_of_a_number_and_of_no_amount_code_or_sender(language: str) -> None:
    row = orders.order(issue(123_450).number)

    with override(language):
        data = papers.notice_data(row)
    (page,) = pages(data)

    assert row.payee_locality in repr(data)
    assert row.number in scanned(page)
    for kept in ("1,234", "1 234", "1.234", CODE.spoken, "Driss"):
        assert kept not in repr(data)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_receipt_of_a_bill_says_for_whom_and_what(language: str) -> None:
    load()
    row = bill_payment(pay_bill().number)

    with override(language):
        data = papers.bill_data(row, receipt_lines([row.entry]))
    (page,) = pages(data)

    assert "44000012342" in repr(data)
    assert row.number in scanned(page)
    assert len(data["proofs"]) == 1


def test_the_same_receipt_is_the_same_bytes() -> None:
    row = orders.order(issue().number)
    lines = receipt_lines([row.issue_entry])

    assert papers.sender_pdf(row, "Electronic", lines) == papers.sender_pdf(row, "Electronic", lines)
    assert row.expires_on > date(2026, 3, 2)
