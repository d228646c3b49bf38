"""Labels and receipts: read back by a scanner, one page each, the same bytes each time, in every script."""

from datetime import UTC, date, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from django.utils.translation import override
from PIL import Image

from rekkas.counter import papers
from rekkas.design.paper import sheets
from rekkas.design.paper.bars import TooLongForPaper, bars
from rekkas.design.paper.faces import without_face

COUNTRY = SimpleNamespace(
    languages=["ar", "fr"], name="Maroc", generated=True, notice="A demonstration network.", hijri=True,
)  # fmt: skip
ZONE = ZoneInfo("Africa/Casablanca")
ORIGIN = SimpleNamespace(
    code="MA0001", name="Casablanca 1", name_ar="الدار البيضاء 1", shown_name="Casablanca 1", country=COUNTRY,
    zone=ZONE,
)  # fmt: skip
GOAL = SimpleNamespace(
    code="MA0004", name="Zagora", name_ar="زاكورة", shown_name="Zagora", country=COUNTRY, zone=ZONE
)
POSTED = datetime(2026, 3, 2, 9, tzinfo=UTC)
S10, LONGEST, S9 = "PC000000019MA", "A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6Q7R", "IEDUBANLHAGIAUN60123001100125"
ADDRESSEE = {
    "name": "Amina Alaoui", "name_ar": "أمينة العلوي", "street": "12, avenue Mohammed V",
    "street_ar": "12، شارع محمد الخامس", "locality": "Zagora", "locality_ar": "زاكورة", "phone": "+212600000000",
}  # fmt: skip
LONG = {
    "name": "Association des anciens élèves du lycée Mohammed V de Casablanca " * 2,
    "street": "12, avenue Mohammed V, résidence Al Amal, immeuble 14, escalier C, troisième étage " * 5,
    "street_ar": "12، شارع محمد الخامس، إقامة الأمل، عمارة 14 " * 6,
    "locality": "Sidi Mohammed Ben Abdallah Al Kbir Lotissement",
}  # fmt: skip


def item(number: str = S10, *, cod: int = 35_000, **addressee: str) -> Any:
    return SimpleNamespace(
        unit=SimpleNamespace(number=number, opened_at=POSTED), product=SimpleNamespace(name="Colis"),
        origin=ORIGIN, origin_id="MA0001", destination=GOAL, weight_g=1_200, cod_amount=cod, currency="MAD",
        sender={"name": "Atlas Crafts", "street": "3, rue des Artisans", "locality": "Casablanca"},
        addressee={**ADDRESSEE, **addressee}, promise_date=date(2026, 3, 4),
    )  # fmt: skip


def receipt() -> Any:
    return SimpleNamespace(
        number="MA0001-9F3A4B2C1D00", office=ORIGIN, clerk="fatima", at=POSTED, amount=4_350, currency="MAD",
        lines=[{"rule": "cod-5", "label": "Up to 5 kg", "amount": 4_350}], promise_date=date(2026, 3, 4),
        on_account="",
    )  # fmt: skip


def bag(number: str) -> Any:
    unit = SimpleNamespace(number=number, opened_at=POSTED)
    return SimpleNamespace(unit=unit, origin_id="MA0001", destination_id="MA0004")


def label_pages(*items: Any) -> list[bytes]:
    return sheets.pictures(papers.HERE / "label.typ", papers.label_data(items, site="https://post.example/"))


def scanned(png: bytes) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(Image.open(BytesIO(png)))}


@pytest.mark.parametrize("number", [S10, "CASA20260042", LONGEST])
def test_a_label_burnt_at_203_dpi_is_read_back_by_a_scanner(number: str) -> None:
    (page,) = label_pages(item(number))

    assert scanned(page) == {number, f"https://post.example/track/{number}/"}


@pytest.mark.parametrize("number", ["MA0001MA0042600007", S9])
def test_the_label_of_a_bag_is_read_back(number: str) -> None:
    data = papers.bag_data([bag(number)], {"MA0001": ORIGIN, "MA0004": GOAL})
    (page,) = sheets.pictures(papers.HERE / "bag.typ", data)

    assert scanned(page) == {number}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_receipt_is_one_page_in_the_customers_language(language: str) -> None:
    with override(language):
        said = papers.receipt_data(receipt(), item(), labels={"cod-5": "le port"}, site="")
    (page,) = sheets.pictures(papers.HERE / "receipt.typ", said)

    assert said["rtl"] is (language == "ar")
    assert said["lines"][0][0] == "le port"
    assert scanned(page) == {S10}


def test_a_receipt_parts_the_addressee_and_the_place_as_its_script_does() -> None:
    with override("ar"):
        said = papers.receipt_data(receipt(), item(), labels={}, site="")

    assert "أمينة العلوي، زاكورة" in [value for _words, value in said["facts"]]


def test_the_bars_of_an_item_are_as_wide_as_s10_asks_and_12_5_mm_high() -> None:
    drawn = bars(S10, width_mm=100, height_mm=150)
    (page,) = label_pages(item())
    picture = Image.open(BytesIO(page)).convert("L")
    column = [picture.getpixel((x, picture.height * 7 // 8)) for x in range(picture.width)]
    first = next(x for x, ink in enumerate(column) if isinstance(ink, int) and ink < 128)
    rows = [
        y for y in range(picture.height * 4 // 5, picture.height) if picture.getpixel((first + 3, y)) == 0
    ]

    assert drawn.module_mm >= 0.33
    assert not drawn.turned
    assert len(rows) * 25.4 / 203 == pytest.approx(12.5, abs=0.3)


@pytest.mark.parametrize("number", [S10, S9, LONGEST, "MA0001MA0042600007"])
def test_no_bar_of_any_number_is_thinner_than_a_third_of_a_millimetre(number: str) -> None:
    assert bars(number, width_mm=100, height_mm=150).module_mm >= 0.33


def test_a_number_that_no_paper_holds_is_refused_and_not_squeezed() -> None:
    with pytest.raises(TooLongForPaper):
        bars(LONGEST, width_mm=60, height_mm=60)


@pytest.mark.parametrize("number", [S10, LONGEST])
def test_a_very_long_address_stays_on_its_one_page_and_hides_no_barcode(number: str) -> None:
    pages = label_pages(item(number, **LONG))

    assert len(pages) == 1
    assert number in scanned(pages[0])


def test_many_labels_are_one_document_a_page_each() -> None:
    pages = label_pages(*(item(f"CASA{serial:08}") for serial in range(12)))

    assert len(pages) == 12
    assert "CASA00000011" in scanned(pages[11])


def test_the_same_label_is_the_same_bytes() -> None:
    assert papers.label_pdf([item()]) == papers.label_pdf([item()])


def test_the_amount_to_collect_stands_on_the_label_and_nothing_where_nothing_is_due() -> None:
    (due,) = papers.label_data([item()])["items"]
    (free,) = papers.label_data([item(cod=0)])["items"]

    assert due["cod"]["amount"] == "350.00 MAD"
    assert free["cod"] is None
    assert label_pages(item()) != label_pages(item(cod=0))


def test_letters_without_a_face_are_named_in_a_warning_and_never_left_out_in_silence() -> None:
    (plain,) = papers.label_data([item()])["items"]
    (strange,) = papers.label_data([item(name="Amina ⵣ 漢")])["items"]

    assert plain["warning"] == ""
    assert "U+2D63" in strange["warning"]
    assert "U+6F22" in strange["warning"]
    assert label_pages(item(name="Amina ⵣ")) != label_pages(item(name="Amina"))


def test_latin_and_arabic_as_the_maghreb_writes_them_have_faces() -> None:
    assert without_face(["Çà et là, œuvre Ÿ ğ ş ñ €", "ڭ ڤ پ چ ﷲ لا إِنَّ ٣٥٠ ؟،؛", "+212 «—» ’"]) == []
