"""Cells that a spreadsheet would run: shown and not run, and read back as they were."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postkit.sheets import as_it_was, harmless
from postkit.sheets.guard import SIGNS

dangerous = st.text(st.sampled_from("=+-@'\t\r\n \u00a0\ufeff\u200f＝a1"), max_size=8) | st.text(max_size=8)


@given(dangerous)
@example("'=1")
@example("''")
@example("'\t'=")
def test_what_is_written_is_never_run_and_is_read_back_as_it_was(text: str) -> None:
    written = harmless(text)

    assert written.lstrip(" \u00a0\ufeff\u200f\t\r\n")[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
    assert written[:1] not in SIGNS
    assert as_it_was(written) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+212612345678", "'+212612345678"),  # a telephone would become a number
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),  # some programs trim first
        ("\ufeff=1", "'\ufeff=1"),  # at the beginning of a file it is a mark, and gone
        ("＝1", "'＝1"),
        ("'=1", "''=1"),  # an apostrophe of the merchant's own
        ("'t Hart", "'t Hart"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_only_what_would_be_run_is_changed(text: str, written: str) -> None:
    assert harmless(text) == written


@given(st.lists(dangerous, min_size=1, max_size=5))
def test_a_row_of_such_cells_survives_a_file(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([harmless(cell) for cell in cells])
    file.seek(0)

    assert [[as_it_was(cell) for cell in row] for row in csv.reader(file)] == [cells]
