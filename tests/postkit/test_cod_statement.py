"""A merchant recomputes a statement from its own text: fees by the terms, sums by the lines, what is paid."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit import cod_statement as form
from postkit.cod_statement import (
    KINDS,
    NotAStatement,
    Statement,
    Terms,
    charge,
    closed,
    from_text,
    line_of,
    recompute,
    to_text,
)
from postkit.cod_statement.__main__ import main, told

TERMS = Terms(fee=500, fee_per_mille=10, tax_per_mille=200, return_fee=2_000, minimum=10_000)


def statement(*amounts: int, **changes: Any) -> Statement:
    """A statement of collected parcels with these amounts."""
    terms = changes.pop("terms", TERMS)
    lines = tuple(
        line_of(terms, number, "collected", amount, item=f"PC{number:09}MA", reference=f"REF-{number}",
                collected="2026-03-02", banked="2026-03-03")
        for number, amount in enumerate(amounts, start=1)
    )  # fmt: skip
    return closed(
        Statement(
            "20260304-1", "ATLAS", "Atlas Crafts", "MAD", "2026-03-04", terms=terms, lines=lines, **changes
        )
    )


@pytest.mark.parametrize(
    ("terms", "kind", "amount", "fee", "tax"),
    [
        (TERMS, "collected", 35_000, 850, 170),
        (TERMS, "collected", 12_345, 623, 125),  # 123.45 and 124.6 are rounded, each for its line
        (TERMS, "collected", 50, 501, 100),  # a half goes up
        (TERMS, "returned", 0, 2_000, 400),
        (TERMS, "correction", -35_000, 0, 0),
        (TERMS, "payout-returned", 35_000, 0, 0),
        (Terms(), "collected", 35_000, 0, 0),
    ],
)
def test_each_line_is_charged_by_the_terms(terms: Terms, kind: str, amount: int, fee: int, tax: int) -> None:
    assert charge(terms, kind, amount) == (fee, tax)


@pytest.mark.parametrize(
    ("kept", "paid", "closing", "why"),
    [
        (statement(35_000), 33_980, 0, ""),
        (statement(5_000), 0, 4_340, "below-minimum"),
        (statement(5_000, by_hand=True), 4_340, 0, ""),
        (statement(5_000, opening=6_000), 10_340, 0, ""),
        (statement(opening=-100), 0, -100, "negative"),
        (statement(), 0, 0, ""),
        (statement(35_000, terms=TERMS._replace(fees="invoiced")), 35_000, 0, ""),
        (closed(statement(35_000), "account"), 0, 33_980, "account"),
        (closed(statement(opening=-5), "account"), 0, -5, "negative"),
    ],
)
def test_all_is_paid_or_all_is_carried_over(kept: Statement, paid: int, closing: int, why: str) -> None:
    assert (kept.paid, kept.closing, kept.why_not_paid) == (paid, closing, why)
    assert recompute(kept) == []


WORDS = st.text("ab7=+-@'\",;\t\r\n éا", max_size=8)
SIGNS = {"collected": 1, "returned": 0, "correction": -1, "payout-returned": 1}


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    terms = Terms(
        *(draw(st.integers(0, most)) for most in (2_000, 1_000, 1_000, 5_000)),
        fees=draw(st.sampled_from(form.FEES_TAKEN)), minimum=draw(st.integers(0, 100_000)),
    )  # fmt: skip
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=6))
    lines = tuple(
        line_of(
            terms, number, kind, SIGNS[kind] * draw(st.integers(1, 10**9)),
            item=f"{draw(WORDS)}{number}", reference=draw(WORDS), reason=draw(WORDS), banked="2026-03-03",
        )
        for number, kind in enumerate(kinds, start=1)
    )  # fmt: skip
    currency = draw(st.sampled_from(("MAD", "TND", "XOF")))
    kept = Statement(
        draw(WORDS), draw(WORDS), draw(WORDS), currency, "2026-03-04", terms=terms, lines=lines,
        by_hand=draw(st.booleans()), paid_to=draw(WORDS), opening=draw(st.integers(-(10**9), 10**9)),
    )  # fmt: skip
    return closed(kept)


@given(statements())
def test_what_follows_agrees_and_what_is_written_is_read_back(kept: Statement) -> None:
    assert recompute(kept) == []
    assert from_text(to_text(kept)) == kept


@given(statements(), st.data())
def test_no_amount_can_be_changed_without_being_found(kept: Statement, data: st.DataObject) -> None:
    spoiled: list[Statement] = [
        kept._replace(opening=kept.opening + 1), kept._replace(closing=kept.closing + 1),
        kept._replace(total=kept.total._replace(net=kept.total.net + 1)),
    ]  # fmt: skip
    for place, line in enumerate(kept.lines):
        name = data.draw(st.sampled_from(("fee", "tax", "net", "number")))
        other = line._replace(**{name: getattr(line, name) + 1})
        spoiled.append(kept._replace(lines=(*kept.lines[:place], other, *kept.lines[place + 1 :])))

    assert all(recompute(one) for one in spoiled)


def test_a_parcel_that_stands_twice_is_found() -> None:
    kept = statement(10_000, 20_000)
    one, two = kept.lines

    found = recompute(kept._replace(lines=(one, two._replace(item=one.item))))

    assert [str(each.said) for each in found] == ["PC000000001MA stands here a second time"]


def test_less_than_the_minimum_that_was_paid_is_found() -> None:
    kept = statement(5_000, by_hand=True)

    assert [one.where for one in recompute(kept._replace(by_hand=False))] == ["paid"]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("cod-statement,1", "statement,1", "head"),
        ("cod-statement,1", "cod-statement,2", "version"),
        ("currency,MAD", "currency,mad", "value"),
        ("opening,0.00", "opening,0", "value"),
        ("opening,0.00", "opening,nothing", "value"),
        ("fees,deducted", "fees,somehow", "value"),
        ("by_hand,no", "by_hand,perhaps", "value"),
        ("sequence,1", "sequence,-1", "value"),
        ("sequence,1", "sequence,1,1", "head"),
        ("merchant,ATLAS", "shop,ATLAS", "head"),
        ("line,kind,item", "line,kind,thing", "lines"),
        ("1,collected", "1,stolen", "value"),
        ("350.00,MAD,2026", "350.00,EUR,2026", "value"),
        ("total,,,", "sum,,,", "lines"),
        ("REF-1", '"REF"-1', "csv"),
    ],
)
def test_another_text_is_refused_with_a_stable_reason(before: str, after: str, reason: str) -> None:
    text = to_text(statement(35_000))
    assert before in text

    with pytest.raises(NotAStatement) as refused:
        from_text(text.replace(before, after, 1))
    assert refused.value.reason == reason


@pytest.mark.parametrize("text", ["", "\0", "cod-statement,1", "payment,item\r\n1,2"])
def test_what_is_no_statement_at_all_is_refused(text: str) -> None:
    with pytest.raises(NotAStatement):
        from_text(text)


@given(st.text(max_size=200))
def test_whatever_the_text_is_it_gives_a_statement_or_a_refusal(text: str) -> None:
    with pytest.raises(NotAStatement):
        from_text(text)


def test_a_mark_before_the_text_does_no_harm() -> None:
    kept = statement(35_000)

    assert from_text(f"\ufeff{to_text(kept)}") == kept


def test_a_text_that_a_spreadsheet_would_run_is_written_as_a_text() -> None:
    kept = statement(35_000)
    odd = kept._replace(lines=(kept.lines[0]._replace(reference="=HYPERLINK(1)"),), name="+1", paid_to="'@x")

    text = to_text(odd)

    assert "'=HYPERLINK(1)" in text
    assert "name,'+1" in text
    assert from_text(text) == odd


@pytest.mark.parametrize(
    ("spoil", "status", "word"),
    [(("33980", "33980"), 0, "right"), ((",339.80,", ",339.90,"), 1, "wrong"), (("MAD", "?"), 2, "")],
)
def test_a_merchant_checks_the_file_offline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: tuple[str, str], status: int, word: str
) -> None:
    file = tmp_path / "statement.csv"
    file.write_bytes(to_text(statement(35_000)).replace(*spoil).encode())

    assert main([str(file)]) == status

    assert word in capsys.readouterr().out


def test_it_runs_by_itself_and_says_how(tmp_path: Path) -> None:
    file = tmp_path / "statement.csv"
    file.write_bytes(to_text(statement(35_000)).encode())

    done = subprocess.run(
        [sys.executable, "-m", "postkit.cod_statement", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    lost = subprocess.run([sys.executable, "-m", "postkit.cod_statement"], capture_output=True, check=False)

    assert (done.returncode, lost.returncode) == (0, 2)
    assert "right: every fee, sum and balance follows" in done.stdout
    assert told(statement(35_000))[0] in done.stdout
    assert main([str(tmp_path / "not there.csv")]) == 2
