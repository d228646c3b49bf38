"""Receipts prove a till by themselves: what a scanner reads from them is enough for the offline verifier."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from django.utils.translation import override
from PIL import Image

from postkit.till import from_text, prove
from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.cash import papers, queries
from rekkas.design.paper import sheets
from rekkas.network import queries as network
from tests.build import AGENCY, staff
from tests.cash.drawers import TILL, close_till, open_till, pay_out, see, sell

pytestmark = pytest.mark.usefixtures("post_office")


def scanned(*keys: Any) -> list[str]:
    """What a scanner reads from the papers of these entries, burnt at 203 dots an inch."""
    office = network.office(AGENCY)
    found = []
    for key in keys:
        said = papers.receipt_data(queries.receipt_lines([key]), office)
        for page in sheets.pictures(papers.HERE / "receipt.typ", said):
            found += [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(page)))]
    return found


def test_the_papers_of_a_day_prove_the_till_without_the_server() -> None:
    open_till()
    first = queries.last_line(TILL)
    assert first is not None
    keys = [first.key, *(sell(str(sale), amount=1_000 * (sale + 1)).key for sale in range(3))]

    receipts = [from_text(text) for text in scanned(*keys)]

    proof = next(one for one in prove(receipts) if one.account == TILL)
    assert (proof.is_whole, proof.count, proof.amount) == (True, 4, 56_000)
    assert len(receipts) == 5  # the vault's line is on the first paper too


def test_a_clerk_with_an_arabic_name_has_receipts_that_are_read_back() -> None:
    amina = staff("أمينة", Role.CLERK, AGENCY)
    sale = sell(by=amina)

    (text,) = scanned(sale.key)

    assert from_text(text).actor_name == "أمينة"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_receipt_is_the_same_bytes_each_time_in_the_readers_language(language: str) -> None:
    lines = queries.receipt_lines([sell().key])
    with override(language):
        once, again = (papers.receipt_pdf(lines, network.office(AGENCY)) for _ in range(2))

    assert once == again
    assert once.startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_closing_says_what_was_counted_then_what_was_expected_and_what_differs_as_a_question(
    language: str,
) -> None:
    open_till()
    sell()
    pay_out("the centre", 500, by=system("central"))
    see()
    closed = close_till(52_800)
    session, case = queries.session(closed.session), queries.case(closed.case)
    said: dict[str, Any] = {
        "counts": queries.counts_for(session.number), "totals": queries.totals_of(session), "case": case,
        "root": (date(2026, 3, 2), "ab" * 32), "others": queries.others_since_closing(session),
    }  # fmt: skip

    with override(language):
        data = papers.closing_data(session, network.office(AGENCY), **said)
        paper = papers.closing_pdf(session, network.office(AGENCY), **said)

    assert paper.startswith(b"%PDF-")
    assert case.number in data["question"]
    assert data["chain"][2] == session.last_chain
    assert [row[1] for row in data["totals"]] == ["1", "1", "1"]
    assert [(row[0].split(", ")[0], row[1].split(", ")[0]) for row in data["others"]] == [("3", "fatima")]


def test_a_till_that_was_not_closed_has_a_statement_without_what_is_expected() -> None:
    session = queries.session(open_till().session)

    data = papers.closing_data(
        session, network.office(AGENCY), counts=[], totals={}, others=[], case=None, root=None
    )  # fmt: skip

    assert data["expected"][1] == data["counted"][1] == ""
