"""Workbooks: cells as a person sees them, true lines, merged cells that are never guessed, and little memory."""

import io
import tracemalloc
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.worksheet import Worksheet

from postkit.sheets import Limits
from tests.postkit.sheets.files import (
    SHEET,
    book_of,
    faults,
    opened,
    read,
    refusal,
    saved,
    sheet_of,
    sheet_xml,
    text_cell,
    with_members,
    with_shared_texts,
    xlsx_bytes,
)

HEADING = f'<row r="1">{text_cell("A1", "name")}{text_cell("B1", "phone")}</row>'

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20).filter(
    lambda text: "_x" not in text and not text.startswith("=")
)


@given(
    rows=st.lists(
        st.lists(texts, min_size=3, max_size=3).filter(lambda row: any(map(str.strip, row))), max_size=5
    )
)
@settings(deadline=None, max_examples=40)
def test_any_texts_that_a_workbook_holds_are_read_back_equal(rows: list[list[str]]) -> None:
    table = opened(xlsx_bytes([["a", "b", "c"], *rows]), name="x.xlsx")

    assert [list(row.cells) for row in table.rows()] == rows


@given(
    st.lists(
        st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e9, 1e9).map(lambda x: round(x, 4))), min_size=1
    )
)
@settings(deadline=None, max_examples=40)
def test_numbers_are_those_that_another_reader_finds(numbers: list[float]) -> None:
    book = xlsx_bytes([["n"], *[[number] for number in numbers]])

    theirs = [row[0] for row in openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].values][1:]
    ours = [row.cells[0] for row in opened(book).rows()]

    assert [float(text) for text in ours] == theirs
    assert not any("e" in text.lower() for text in ours)


@pytest.mark.parametrize(
    ("value", "shown_as", "seen"),
    [
        (1200, "General", "1200"),
        (1200.0, "General", "1200"),
        (0.1 + 0.2, "General", "0.3"),  # what a float adds is not seen
        (212612345678, "General", "212612345678"),  # seen as 2.12612E+11, but nothing is lost
        (612345678, "0000000000", "0612345678"),
        (6123456, "00 00 00 00", "06 12 34 56"),
        (1234.5, "#,##0.00", "1234.50"),
        (1234.5, '#,##0.00 "DH"', "1234.50 DH"),
        (350, "[$€-40C] #,##0.00", "€ 350.00"),
        (350, '_-* #,##0.00\\ "MAD"_-', "350.00 MAD"),
        (1.005, "0.00", "1.01"),  # as a spreadsheet rounds, by decimal digits
        (-3, "#,##0.00;(#,##0.00)", "(3.00)"),
        (-0.001, "0.00", "0.00"),
        (0, "0", "0"),
        (0, "#", ""),
        (0.5, "0%", "50%"),
        (1.5, "0.###", "1.5"),
        (1500, "0.00E+00", "1500"),
        (1500, '0.0,"k"', "1500"),  # a format that hides thousands does not make them fewer
        (0.5, "# ?/?", "0.5"),
        (True, "General", "TRUE"),
        (datetime(2026, 1, 5), "dd/mm/yyyy", "2026-01-05"),
        (datetime(2026, 1, 5, 14, 30), "dd/mm/yyyy hh:mm", "2026-01-05 14:30"),
        (date(2026, 1, 5), "[$-40C]d mmmm yyyy;@", "2026-01-05"),
        (time(14, 30), "h:mm", "14:30"),
        (5, '"day "0', "day 5"),  # letters in quotes are no date
        (5, "[Red]0", "5"),
    ],
)
def test_a_cell_is_the_text_that_a_person_sees(value: Any, shown_as: str, seen: str) -> None:
    sheet = sheet_of([["name", "value"]])
    sheet["A2"] = "Amina"
    sheet["B2"] = value
    sheet["B2"].number_format = shown_as

    (row,) = opened(saved(sheet)).rows()

    assert row.cells == ("Amina", seen)
    assert row.faults == ()


def test_dates_of_a_workbook_that_counts_from_1904_are_right() -> None:
    sheet = sheet_of([["day"], [date(2026, 1, 5)]])
    assert sheet.parent is not None
    sheet.parent.epoch = MAC_EPOCH

    assert read(saved(sheet))[1:] == [("2026-01-05",)]


def test_cells_that_are_numbers_are_told_so_that_their_point_is_a_decimal_mark() -> None:
    book = xlsx_bytes([["name", "weight", "cod"], ["Amina", 1.234, "1,234"], ["Driss", "2", 3]])

    assert [row.numbers for row in opened(book).rows()] == [frozenset({1}), frozenset({2})]


def test_blank_rows_are_skipped_and_lines_stay_true() -> None:
    sheet = sheet_of([])
    for place, value in {"A2": "name", "B2": "town", "A5": "Amina", "B7": "Fes", "A9": " "}.items():
        sheet[place] = value

    assert [(row.line_number, row.cells) for row in opened(saved(sheet)).rows()] == [
        (5, ("Amina", "")),
        (7, ("", "Fes")),
    ]


def test_cells_beyond_the_headings_are_a_fault_of_their_row() -> None:
    book = xlsx_bytes([["a", "b"], [1, 2, 3], [1, 2]])

    assert {line: (one[0].code, one[0].text) for line, one in faults(book).items()} == {
        2: ("too-many-cells", "3")
    }


def test_a_cell_further_out_than_any_column_is_a_fault_of_its_row_or_refused_as_heading() -> None:
    sheet = sheet_of([["a", "b"], [1, 2]])
    sheet["XFD2"] = "far"
    assert {line: (one[0].code, one[0].text) for line, one in faults(saved(sheet)).items()} == {
        2: ("too-many-cells", "far")
    }

    sheet["XFD1"] = "far"
    assert refusal(saved(sheet)).code == "columns"


def test_formulas_count_by_their_results_and_are_never_run() -> None:
    rows = (
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>A1&amp;"x"</f><v>=cmd()</v></c></row>'
        '<row r="3"><c r="A3"><f>1+1</f></c><c r="B3" t="str"><f>""</f><v></v></c></row>'
        '<row r="4"><c r="A4" t="e"><v>#REF!</v></c></row>'
    )
    book = book_of(HEADING + rows)

    assert [row.cells for row in opened(book).rows()] == [("2", "=cmd()"), ("", ""), ("#REF!", "")]
    found = {
        line: [(one.code, one.detail, one.column) for one in all_] for line, all_ in faults(book).items()
    }
    assert found == {3: [("damaged", "no-value", "name")], 4: [("damaged", "error-value", "name")]}


@pytest.mark.parametrize(
    ("stored", "seen", "reason"),
    [
        (
            "<v>1234567890123450</v>",
            "1234567890123450",
            "digits-lost",
        ),  # sixteen digits, of which fifteen were kept
        ("<v>6.11234567890123E+18</v>", "6112345678901230000", "digits-lost"),
        ("<v>1234567890123456</v>", "1234567890123456", ""),  # a program wrote them all
        ("<v>2.12612345678E11</v>", "212612345678", ""),  # all digits are there
    ],
)
def test_digits_that_a_spreadsheet_has_lost_are_named(stored: str, seen: str, reason: str) -> None:
    book = book_of(f'{HEADING}<row r="2"><c r="A2">{stored}</c></row>')

    assert [row.cells[0] for row in opened(book).rows()] == [seen]
    assert [one.detail for all_ in faults(book).values() for one in all_] == [reason] * bool(reason)


def test_a_text_that_was_a_number_with_an_exponent_is_named() -> None:
    book = xlsx_bytes([["phone"], ["2.12612E+11"]])

    assert faults(book)[2][0].detail == "exponent"


def test_a_cell_merged_downwards_is_a_fault_of_each_row_after_the_first() -> None:
    sheet = sheet_of(
        [
            ["name", "town", "note"],
            ["Amina", "Fes", "a"],
            ["Driss", "", "b"],
            ["Omar", "", ""],
            ["N", "T", ""],
        ]
    )
    sheet.merge_cells("B2:B4")

    found = {
        line: [(one.code, one.detail, one.column) for one in all_]
        for line, all_ in faults(saved(sheet)).items()
    }

    assert found == {3: [("merged", "B2:B4", "town")], 4: [("merged", "B2:B4", "town")]}


def test_cells_merged_across_have_their_value_in_the_first_column_headings_too() -> None:
    sheet = sheet_of(
        [["name", "address", "", "note"], ["Amina", "12, rue X", "", ""], ["Driss", "a", "b", ""]]
    )
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("B2:C2")

    table = opened(saved(sheet))

    assert [column.text for column in table.columns] == ["name", "address", "C", "note"]
    assert [(row.cells, row.faults) for row in table.rows()] == [
        (("Amina", "12, rue X", "", ""), ()),
        (("Driss", "a", "b", ""), ()),
    ]


def test_merged_cells_without_end_or_over_one_another_are_refused() -> None:
    many = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 12))
    over = "".join(f'<mergeCell ref="A{row}:A90"/>' for row in range(1, 9))
    row = f'<row r="50">{text_cell("A50", "x")}</row>'

    assert (
        refusal(
            book_of(HEADING, after=f"<mergeCells>{many}</mergeCells>"), limits=Limits(merged_areas=10)
        ).code
        == "merged"
    )
    assert refusal(book_of(HEADING + row, after=f"<mergeCells>{over}</mergeCells>")).code == "merged"
    assert refusal(book_of(HEADING, after='<mergeCells><mergeCell ref="A:B"/></mergeCells>')).code == "broken"


def test_hidden_rows_are_read_and_counted() -> None:
    sheet = sheet_of([["name"], ["Amina"], ["Driss"], ["Omar"]])
    sheet.row_dimensions[3].hidden = True

    table = opened(saved(sheet))

    assert table.facts.hidden_rows == 1
    assert len(list(table.rows())) == 3


def test_the_first_visible_sheet_is_read_or_the_one_that_is_named() -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.sheet_state = "hidden"
    for name in ("Envois", "Retours"):
        sheet = book.create_sheet(name)
        assert isinstance(sheet, Worksheet)
        sheet.append([name])
    kept = io.BytesIO()
    book.save(kept)

    assert opened(kept.getvalue()).facts.sheet == "Envois"
    assert opened(kept.getvalue()).facts.sheets == ("Envois", "Retours")
    assert read(kept.getvalue(), sheet="Retours") == [("Retours",)]
    assert refusal(kept.getvalue(), sheet="Nowhere").code == "no-sheet"
    assert refusal(kept.getvalue(), sheet=first.title).code == "empty"


def test_shared_texts_rich_texts_and_how_they_are_spoken_are_told_apart() -> None:
    shared = (
        "<si><t>na</t><rPh><t>spoken</t></rPh></si><si><r><t>A</t></r><r><t> mina</t></r></si><si/>"
        "<si><t>a_x000D_b_x005F_x0041_</t></si>"
    )
    rows = "".join(f'<row><c t="s"><v>{number}</v></c></row>' for number in (0, 1, 2, 3))

    assert read(with_shared_texts(shared, rows)) == [("na",), ("A mina",), ("a\rb_x0041_",)]


def test_a_shared_text_that_is_not_there_is_refused() -> None:
    assert (
        refusal(with_shared_texts("<si><t>a</t></si>", '<row><c t="s"><v>1</v></c></row>')).code == "broken"
    )


def test_a_workbook_of_the_strict_kind_and_one_with_prefixes_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = (
        f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>name</x:t>'
        '</x:is></x:c></x:row><x:row r="2"><x:c r="A2" t="d"><x:v>2026-01-05T00:00:00</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )

    assert read(with_members(xlsx_bytes([["a"]]), {SHEET: sheet.encode()})) == [("name",), ("2026-01-05",)]


def test_a_sheet_in_utf_16_with_merged_cells_is_read() -> None:
    rows = f"{HEADING}<row r='2'>{text_cell('A2', 'x')}</row><row r='3'>{text_cell('B3', 'y')}</row>"
    text = sheet_xml(rows, after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>').decode()
    book = with_members(
        xlsx_bytes([["a"]]), {SHEET: f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")}
    )

    assert {line: one[0].code for line, one in faults(book).items()} == {3: "merged"}


def test_memory_does_not_grow_with_the_rows() -> None:
    def book(rows: int) -> bytes:
        made = openpyxl.Workbook(write_only=True)
        sheet = made.create_sheet("s")
        for number in range(rows):
            sheet.append([f"row {number}", number, "x" * 20])
        kept = io.BytesIO()
        made.save(kept)
        return kept.getvalue()

    few, many = (_peak(data) for data in (book(300), book(6_000)))

    assert many < few + 300_000


def _peak(data: bytes) -> int:
    tracemalloc.start()
    try:
        for _ in opened(data).rows():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
