"""The papers of a visit: read back by a scanner, the same for the eye, a thermal head and the ear; labels in ZPL."""

from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from django.utils.translation import override
from PIL import Image

from postkit import escpos, zpl
from postkit.raster import Raster, from_png
from rekkas.base.choices import Role
from rekkas.counter import papers
from rekkas.counter.choices import Means, Purpose
from rekkas.counter.entries import Content, Payment
from rekkas.counter.errors import LineRefused
from rekkas.counter.models import DeclaredContent
from rekkas.counter.papers.labels import label_zpl
from rekkas.counter.papers.visits import (
    refund_data,
    visit_data,
    visit_job,
    visit_pdf,
    visit_raster,
    visit_sentences,
)
from rekkas.counter.queries import refunds_of, visit, visit_lines
from rekkas.counter.queries.papers import refund as known_refund
from rekkas.counter.queries.papers import refund_marks
from rekkas.counter.queries.visits import payments_of, receipt_marks
from rekkas.counter.views.telling import line_told
from rekkas.design.paper import sheets
from rekkas.mail.queries import item
from tests.build import AGENCY
from tests.counter import windows
from tests.desk import at_desk

pytestmark = pytest.mark.django_db
SHEET = papers.HERE / "visit.typ"
CARD = Payment(means=Means.CARD, amount=3_000, reference="SLIP-77")


def mixed(**changes: Any) -> Any:
    """A visit of four kinds, paid by card and in cash."""
    lines = (windows.sending(), windows.stamps(), windows.record(), windows.bill())
    cash = sum(line.amount for line in lines) - CARD.amount
    payments = (CARD, Payment(means=Means.CASH, amount=cash))
    settled = windows.settle(*lines, payments=payments, tendered=cash + 1_550, **changes)
    return visit(settled.number)


def told(row: Any) -> list[Any]:
    refunds = refunds_of(row)
    return [(line_told(line, "MA"), refunds.get(line.place)) for line in visit_lines(row)]


def data_of(row: Any) -> dict[str, Any]:
    return visit_data(row, told(row), payments_of(row), receipt_marks(row))


def scanned(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture)}


def picture_of(raster: Raster) -> Image.Image:
    data = b"".join(bytes(255 - byte for byte in row) for row in raster.rows)
    return Image.frombytes("1", (raster.row_bytes * 8, raster.height), data)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_receipt_of_a_visit_says_everything_and_is_read_back(counters: None, language: str) -> None:
    row = mixed()
    with override(language):
        said = data_of(row)
    (page,) = sheets.pictures(SHEET, said)

    found = scanned(Image.open(BytesIO(page)))
    marks = receipt_marks(row)
    assert row.number in found
    assert {one.text for one in marks} <= found  # each line of the till proves itself
    assert [one["chain"].replace(" ", "") for one in said["proofs"]] == [
        one.line.chain.hex() for one in marks
    ]
    assert len(said["services"]) == 4
    assert said["rtl"] is (language == "ar")
    assert said["warning"] == ""
    assert "15.50" in said["paid"][-1][1].replace(",", ".")
    with override(language):
        assert visit_pdf(data_of(row)) == visit_pdf(said)


def test_what_was_given_back_has_a_receipt_of_its_own_and_is_named_on_the_first(counters: None) -> None:
    row = mixed()
    given = windows.refund(row.number, place=1)
    refund = known_refund(given.number)
    with override("fr"):
        first = data_of(row)
        said = refund_data(refund, line_told(refund.line, "MA"), row, refund_marks(refund), office=row.office)
    (page,) = sheets.pictures(SHEET, said)

    assert given.number in str(first["services"][1]["notes"])
    assert given.number in scanned(Image.open(BytesIO(page)))
    assert said["proofs"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_thermal_printer_is_told_the_same_receipt_as_dots(counters: None, language: str) -> None:
    row = mixed()
    with override(language):
        job = visit_job(data_of(row), opens_drawer=True)
        whole = visit_raster(data_of(row))

    assert job.startswith(escpos.START + escpos.drawer())
    assert job.endswith(b"\x1dVB\x00")
    assert escpos.rows_of(job) == list(whole.rows)
    assert whole.width == escpos.DOTS_80_MM
    assert row.number in scanned(picture_of(whole))


def test_a_label_in_zpl_draws_the_rest_and_leaves_the_bars_to_the_printer(counters: None) -> None:
    settled = windows.settle(windows.cod())
    kept = item(settled.lines[0].subject)
    said = label_zpl(kept, site="https://post.example/")

    data = papers.label_data([kept], site="https://post.example/")
    (page,) = sheets.pictures(papers.HERE / "label.typ", data)
    drawn = picture_of(zpl.rows_of(said))
    whole = Image.open(BytesIO(page)).convert("1")
    assert said.isascii()
    assert f"^FD{kept.unit.number}^FS" in said
    assert "^BY4^BCN,100,N,N,N,A" in said
    assert scanned(drawn) == {f"https://post.example/track/{kept.unit.number}/"}
    assert scanned(whole) >= {kept.unit.number}
    assert said.count("^XA") == said.count("^XZ") == 1


def test_a_number_of_thirty_five_signs_stands_along_the_long_side_in_zpl_too() -> None:
    from tests.counter.test_papers import LONGEST
    from tests.counter.test_papers import item as parcel

    said = label_zpl(parcel(LONGEST))

    assert "^BCB," in said
    assert f"^FD{LONGEST}^FS" in said


def test_the_receipt_is_said_in_plain_sentences(counters: None) -> None:
    row = mixed()
    with override("en"):
        said = visit_sentences(row, told(row), payments_of(row))

    assert said[0] == "You came for 4 things."
    assert any("by card" in sentence for sentence in said)
    assert "15.50" in said[-1]
    assert len(said) == 1 + 4 + 1 + 2 + 1


def test_no_sentence_ends_twice(counters: None) -> None:
    row = mixed()
    with override("ar"):
        said = visit_sentences(row, told(row), payments_of(row))

    assert all(sentence.endswith(".") for sentence in said)
    assert not any(sentence.replace("\u200f", "").endswith("..") for sentence in said)


def test_a_request_says_what_it_is_for_whom_and_under_which_number(counters: None) -> None:
    with override("en"):
        (service,) = data_of(visit(windows.settle(windows.record()).number))["services"]

    assert (service["title"], service["subject"]) == ("Request for a civil-status record", "12/2026")
    assert "For: Driss Berrada" in service["notes"]
    assert [label for label, _amount in service["reasons"]] == [
        "Fee of the administration",
        "Fee of the post",
    ]


def test_a_dotted_page_is_the_page_that_was_drawn(counters: None) -> None:
    (page,) = sheets.pictures(SHEET, data_of(mixed()))
    dots = from_png(page)
    grey = Image.open(BytesIO(page)).convert("L").point(lambda value: 255 if value >= 128 else 0)

    assert picture_of(dots).crop((0, 0, dots.width, dots.height)).tobytes() == grey.convert("1").tobytes()


INSIDE = (
    Content(what="Slippers", count=2, weight_g=600, value=30_000, tariff_code="640399", made_in="MA"),
    Content(what="زيت أركان", count=1, weight_g=250, value=12_000),
)


def test_what_is_inside_is_kept_beside_the_item_and_printed(counters: None) -> None:
    settled = windows.settle(windows.sending(contents=INSIDE, purpose=Purpose.GIFT))
    number = settled.lines[0].subject
    client = at_desk("fatima", Role.CLERK, AGENCY)

    page = client.get(f"/desk/counter/items/{number}/declaration/?lang=en").content.decode()
    assert "Slippers" in page
    assert "Gift" in page
    assert DeclaredContent.objects.count() == 2
    for language in ("ar", "fr"):
        paper = client.get(f"/desk/counter/items/{number}/declaration.pdf?lang={language}")
        assert paper.content.startswith(b"%PDF")
    assert client.get(f"/desk/counter/items/{item_without(settled)}/declaration/").status_code == 404


def item_without(_settled: Any) -> str:
    return windows.settle(windows.sending(), word="plain").lines[0].subject


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"what": " "}, "counter.contents-incomplete"),
        ({"count": 0}, "counter.contents-incomplete"),
        ({"tariff_code": "64"}, "counter.contents-incomplete"),
        ({"made_in": "Morocco"}, "counter.contents-incomplete"),
        ({"weight_g": 5_000}, "counter.contents-too-heavy"),  # more than the item weighs
    ],
)
def test_contents_that_no_customs_could_read_are_refused_before_anything_is_done(
    counters: None, changes: dict[str, Any], why: str
) -> None:
    wrong = Content(**{"what": "Slippers", "count": 1, "weight_g": 300, "value": 0, **changes})

    with pytest.raises(LineRefused) as refused:
        windows.settle(windows.sending(contents=(wrong,)))
    assert refused.value.details["refusal"] == why


def test_the_papers_of_a_visit_have_their_pages(counters: None) -> None:
    row = mixed()
    given = windows.refund(row.number, place=1)
    client = at_desk("fatima", Role.CLERK, AGENCY)
    parcel = visit_lines(row)[0].subject

    start = f"/desk/counter/visits/{row.number}/"
    assert client.get(f"{start}receipt.pdf?lang=fr").content.startswith(b"%PDF")
    assert client.get(f"{start}receipt.bin?drawer").content.startswith(b"\x1b@\x1bp")
    assert client.get(f"/desk/counter/refunds/{given.number}/receipt.pdf").content.startswith(b"%PDF")
    assert client.get(f"/desk/counter/refunds/{given.number}/receipt.bin").content.startswith(b"\x1b@")
    assert client.get(f"/desk/counter/items/{parcel}/label.zpl").content.startswith(b"^XA")
    assert client.get("/desk/counter/refunds/MA0001-NONE/receipt.pdf").status_code == 404
    aloud = client.get(f"{start}aloud/?lang=ar").content.decode()
    assert 'lang="ar"' in aloud
    assert aloud.count("<li>") >= 8
