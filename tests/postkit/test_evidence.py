"""Whatever is done to a sealed record is found out."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from postkit.evidence import START, KeptSeal, SealedRow, faults_in_lane, row_digest, seal_digest

VALUES = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(codec="utf-8"))
ROWS = st.lists(VALUES, max_size=5)
BATCHES = st.lists(st.lists(ROWS, min_size=1, max_size=4), min_size=1, max_size=4)
Lane = tuple[list[SealedRow], list[KeptSeal]]


def sealed(batches: list[list[list[Any]]]) -> Lane:
    """A lane as it is written: a seal after each batch."""
    rows, seals, previous = list[SealedRow](), list[KeptSeal](), START
    for number, batch in enumerate(batches, start=1):
        digests = [row_digest(values) for values in batch]
        digest = seal_digest(previous, digests)
        rows += [
            SealedRow(f"row {number}.{place}", number, kept, values)
            for place, (kept, values) in enumerate(zip(digests, batch, strict=True))
        ]
        seals.append(KeptSeal(number, len(batch), previous, digest))
        previous = digest
    return rows, seals


def reasons(rows: list[SealedRow], seals: list[KeptSeal]) -> set[str]:
    return {fault.reason for fault in faults_in_lane(rows, seals)}


@pytest.mark.parametrize(
    ("values", "written"),
    [
        (["EMA", None, 12], b'["EMA",null,12]'),
        ([True, False, -1], b"[true,false,-1]"),
        (["زاكورة"], '["زاكورة"]'.encode()),  # letters as themselves
        (['"\\\n'], rb'["\"\\\n"]'),
        (["\x01"], rb'["\u0001"]'),
        ([], b"[]"),
    ],
)
def test_a_rows_digest_is_that_of_one_fixed_text(values: list[Any], written: bytes) -> None:
    assert row_digest(values) == sha256(written).digest()


@given(ROWS, ROWS)
def test_rows_that_differ_have_digests_that_differ(one: list[Any], other: list[Any]) -> None:
    assume([(type(v), v) for v in one] != [(type(v), v) for v in other])

    assert row_digest(one) != row_digest(other)


@given(st.lists(st.binary(min_size=32, max_size=32)), st.randoms())
def test_the_order_inside_a_batch_does_not_matter(digests: list[bytes], random: Any) -> None:
    assert seal_digest(START, digests) == seal_digest(START, random.sample(digests, len(digests)))


@given(BATCHES)
def test_a_record_that_was_not_touched_has_no_fault(batches: list[list[list[Any]]]) -> None:
    assert list(faults_in_lane(*sealed(batches))) == []


@given(BATCHES, st.data())
def test_a_changed_row_is_named(batches: list[list[list[Any]]], data: st.DataObject) -> None:
    rows, seals = sealed(batches)
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place] = replace(rows[place], values=[*rows[place].values, "more"])

    (fault,) = faults_in_lane(rows, seals)

    assert (fault.name, fault.reason) == (rows[place].name, "row-changed")


@given(BATCHES, st.data())
def test_a_row_changed_together_with_its_digest_breaks_its_seal(
    batches: list[list[list[Any]]], data: st.DataObject
) -> None:
    rows, seals = sealed(batches)
    place = data.draw(st.integers(0, len(rows) - 1))
    values = [*rows[place].values, "more"]
    rows[place] = replace(rows[place], values=values, kept=row_digest(values))

    (fault,) = faults_in_lane(rows, seals)

    assert (fault.name, fault.reason) == (f"seal {rows[place].number}", "seal-changed")


@given(BATCHES, st.data())
def test_a_row_taken_away_or_put_in_is_missed(batches: list[list[list[Any]]], data: st.DataObject) -> None:
    rows, seals = sealed(batches)
    place = data.draw(st.integers(0, len(rows) - 1))

    assert "rows-missing" in reasons(rows[:place] + rows[place + 1 :], seals)
    assert "rows-missing" in reasons([*rows[:place], rows[place], *rows[place:]], seals)


@given(BATCHES, st.data())
def test_a_batch_taken_away_with_its_seal_leaves_a_gap(
    batches: list[list[list[Any]]], data: st.DataObject
) -> None:
    rows, seals = sealed(batches)
    assume(len(seals) > 1)
    gone = data.draw(st.integers(1, len(seals) - 1))  # the last one is missed by whoever keeps the head

    found = reasons([row for row in rows if row.number != gone], [s for s in seals if s.number != gone])

    assert "seal-missing" in found


def test_a_seal_taken_away_leaves_its_rows_bare() -> None:
    rows, seals = sealed([[["a"]], [["b"]], [["c"]]])

    assert reasons(rows, [seals[0], seals[2]]) == {"seal-missing", "row-without-seal"}
    assert reasons(rows, seals[:2]) == {"row-without-seal"}
    assert reasons(rows, []) == {"row-without-seal"}


def test_a_seal_written_anew_does_not_follow_the_one_before() -> None:
    rows, seals = sealed([[["a"]], [["b"]]])
    forged = replace(seals[0], digest=bytes(32))

    found = list(faults_in_lane(rows, [forged, seals[1]]))

    assert [(fault.name, fault.reason) for fault in found] == [
        ("seal 1", "seal-changed"), ("seal 2", "seal-missing"),
    ]  # fmt: skip


def test_two_batches_that_changed_places_are_found_out() -> None:
    rows, seals = sealed([[["a"]], [["b"]]])
    swapped = [replace(row, number=3 - row.number) for row in reversed(rows)]

    assert reasons(swapped, seals) == {"seal-changed"}


def test_an_empty_lane_has_no_fault() -> None:
    assert reasons([], []) == set()
