"""``python -m postkit.ubl``: a merchant looks at an invoice without the post."""

import subprocess
import sys
from pathlib import Path

import pytest

from postkit.ubl.__main__ import main, told
from tests.postkit.ubl.samples import CREDIT_NOTE, INVOICE

GOLDEN = Path(__file__).parent / "golden"
PAYABLE = '<cbc:PayableAmount currencyID="MAD">'


@pytest.mark.parametrize(
    ("old", "new", "status", "word"),
    [
        (PAYABLE, PAYABLE, 0, "right: every tax and every sum follows"),
        (PAYABLE, PAYABLE + "1", 1, "(payable, BR-CO-16)"),
        ("<cbc:IssueDate>", "<cbc:Day>", 2, ""),
    ],
)
def test_it_says_whether_the_sums_of_a_file_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, status: int, word: str
) -> None:
    file = tmp_path / "invoice.xml"
    text = (GOLDEN / "invoice.xml").read_text(encoding="utf-8")
    file.write_text(text.replace(old, new), encoding="utf-8")

    assert main([str(file)]) == status

    shown = capsys.readouterr()
    assert word in shown.out
    assert ("cannot be read" in shown.err) == (status == 2)


def test_one_that_cannot_be_read_hides_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main([str(tmp_path / "lost.xml"), str(GOLDEN / "credit-note.xml")])

    assert status == 2
    assert "credit note on invoice F-2026-0042: A-2026-0003" in capsys.readouterr().out


def test_it_tells_what_is_taxed_and_what_is_payable() -> None:
    said = "\n".join(told(INVOICE))

    assert "tax S 20 %: 580.50 MAD on 2902.50 MAD" in said
    assert "payable 3547.04 MAD" in said
    assert "payable 14.400 TND" in "\n".join(told(CREDIT_NOTE))


def test_it_runs_by_itself_and_says_how() -> None:
    command = [sys.executable, "-m", "postkit.ubl"]

    done = subprocess.run(
        [*command, "-"], input=(GOLDEN / "invoice.xml").read_bytes(), capture_output=True, check=False
    )
    lost = subprocess.run(command, capture_output=True, check=False)

    assert (done.returncode, lost.returncode) == (0, 2)
    assert "right: every tax" in done.stdout.decode()
    assert "usage" in lost.stderr.decode()
