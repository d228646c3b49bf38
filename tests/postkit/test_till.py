"""A till proven from its receipts alone: what is missing and what is wrong is named, in whatever order they come."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.evidence import START
from postkit.till import (
    Gap,
    NotAReceipt,
    Receipt,
    Wrong,
    chain_of,
    following,
    from_text,
    main,
    prove,
    receipts_in,
    to_text,
)

TILL = "till:MA0001/fatima:MAD"


def first(account: str = TILL, delta: int = 3_500) -> Receipt:
    said = (
        account, 1, delta, delta, "0a" * 16, "postage", "PC000000019MA", "MA0001", "2026-03-02",
        1_772_442_000_000_000, "person", "fatima",
    )  # fmt: skip
    return Receipt(*said, chain_of(START, said))


def day(*deltas: int) -> list[Receipt]:
    """A till's receipts, one for each movement."""
    receipts = [first(delta=deltas[0])]
    for delta in deltas[1:]:
        receipts.append(following(receipts[-1], delta=delta))
    return receipts


deltas = st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=12)
texts = st.text(st.characters(codec="utf-8"), max_size=20)


@given(deltas, st.randoms())
def test_receipts_in_any_order_and_several_times_prove_the_till(moved: list[int], chance: Any) -> None:
    receipts = day(*moved)
    shown = [*receipts, *receipts[:3]]
    chance.shuffle(shown)

    (proof,) = prove(shown)

    assert proof.is_whole
    assert (proof.first, proof.last, proof.amount, proof.before) == (1, len(moved), sum(moved), 0)


@given(deltas.filter(lambda moved: len(moved) > 2), st.data())
def test_receipts_that_are_missing_are_named_with_what_they_moved(moved: list[int], data: Any) -> None:
    lost = data.draw(st.integers(2, len(moved) - 1))
    receipts = [receipt for receipt in day(*moved) if receipt.number != lost]

    (proof,) = prove(receipts)

    assert proof.gaps == (Gap(lost, lost, moved[lost - 1]),)
    assert proof.wrong is None


@given(deltas, st.data())
def test_whatever_is_changed_on_one_receipt_is_found_there_or_where_the_next_follows(
    moved: list[int], data: Any
) -> None:
    receipts = day(*moved)
    at = data.draw(st.integers(0, len(receipts) - 1))
    name, value = data.draw(
        st.sampled_from(
            [("delta", 1), ("after", 1), ("key", "ff" * 16), ("kind", "salary"), ("subject", "X"), ("office", "X"),
             ("business_date", "2026-03-03"), ("happened_us", 1), ("actor_kind", "system"), ("actor_name", "X"),
             ("chain", "ff" * 32)]
        )
    )  # fmt: skip
    if isinstance(value, int):
        value += getattr(receipts[at], name)
    receipts[at] = receipts[at]._replace(**{name: value})

    (proof,) = prove(receipts)

    assert proof.wrong is not None
    assert proof.wrong.number == at + 1


def test_a_line_put_in_between_and_counted_anew_is_found_by_the_receipt_that_is_in_the_clerks_hand() -> None:
    honest = day(3_500, 1_000, -200)
    forged = following(honest[0], delta=-900, actor_name="fatima")

    (proof,) = prove([honest[0], forged, *honest[1:]])

    assert proof.wrong == Wrong(2, "differs")


def test_a_day_that_begins_in_the_middle_is_taken_from_its_first_receipt() -> None:
    (proof,) = prove(day(3_500, 1_000, -200)[1:])

    assert proof.is_whole
    assert (proof.first, proof.before, proof.amount) == (2, 3_500, 4_300)


def test_each_account_is_proven_for_itself() -> None:
    other = first("vault:MA0001:MAD", delta=7)

    proofs = prove([other, *day(1, 2)])

    assert [(proof.account, proof.amount) for proof in proofs] == [(TILL, 3), ("vault:MA0001:MAD", 7)]


@given(st.builds(Receipt, texts.map(lambda text: f"till:{text.replace(':', '')}:MAD"), st.integers(1, 2**63 - 1),
                 st.integers(1 - 2**63, 2**63 - 1), st.integers(1 - 2**63, 2**63 - 1), st.just("ab" * 16), texts, texts,
                 texts, texts, st.integers(1 - 2**63, 2**63 - 1), texts, texts, st.just("cd" * 32)))  # fmt: skip
def test_a_receipt_is_read_back_as_it_was_written(receipt: Receipt) -> None:
    assert from_text(to_text(receipt)) == receipt
    assert receipts_in(to_text(receipt).split("\n")) == ([receipt], [])


@given(texts)
def test_whatever_is_scanned_is_a_receipt_or_refused(text: str) -> None:
    with pytest.raises(NotAReceipt):
        from_text(text)


GOOD = json.loads(to_text(first()))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "json"),
        ("PC000000019MA", "json"),
        ("[]", "shape"),
        (json.dumps(GOOD[:-1]), "shape"),
        (json.dumps([*GOOD, 1]), "shape"),
        (json.dumps([*GOOD[:1], "1", *GOOD[2:]]), "shape"),  # a number is not a text
        (
            json.dumps([*GOOD[:2], 10**30, *GOOD[3:]], separators=(",", ":")),
            "form",
        ),  # beyond what any till holds
        (json.dumps([*GOOD[:1], 0, *GOOD[2:]], separators=(",", ":")), "form"),
        (json.dumps([*GOOD[:-1], "ff"], separators=(",", ":")), "form"),
        (json.dumps([*GOOD[:-1], GOOD[-1].upper()], separators=(",", ":")), "form"),
        (json.dumps(GOOD), "form"),  # blanks: one receipt has one text
    ],
)
def test_what_is_no_receipt_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(NotAReceipt) as refused:
        from_text(text)

    assert refused.value.reason == reason


def written(folder: Path, *lines: str) -> str:
    path = folder / "receipts.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_program_says_what_the_till_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main([written(tmp_path, '{"export": 1}', *map(to_text, day(3_500, -500)))])

    assert status == 0
    assert "holds 30.00 MAD after" in capsys.readouterr().out


def test_the_program_names_what_is_missing_and_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, _, three, four = day(3_500, 1_000, -200, 50)
    status = main([written(tmp_path, to_text(one), to_text(three), to_text(four._replace(kind="x")), "torn")])

    said = capsys.readouterr().out
    assert status == 1
    assert "line 4: is no receipt" in said
    assert "missing: number 2 is not here; together 10.00 MAD moved" in said
    assert "wrong: number 4: its chain value does not follow" in said


@pytest.mark.parametrize("arguments", [[], ["/nowhere/receipts.jsonl"]])
def test_the_program_says_when_it_has_nothing_to_read(arguments: list[str]) -> None:
    assert main(arguments) == 2


def test_it_runs_by_itself_without_the_post(tmp_path: Path) -> None:
    code = (
        "import sys, runpy; sys.argv = ['till', '-']\n"
        "try: runpy.run_module('postkit.till', run_name='__main__')\n"
        "finally: assert not {'django', 'rekkas', 'psycopg', 'socket'} & set(sys.modules), sorted(sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], input="\n".join(map(to_text, day(5, 6))), capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert (ran.returncode, ran.stderr) == (0, "")
    assert "whole" in ran.stdout
