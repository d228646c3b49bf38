"""clearing.toml: how far back the day of a payment may lie is read, and each mistake is named where it stands."""

from pathlib import Path

import pytest

from postkit.pack.clearing import read_clearing

PACK = (Path(__file__).resolve().parents[2] / "countries" / "morocco" / "clearing.toml").read_text()
LINE = "days_back_at_most = 30"
AT = next(number for number, line in enumerate(PACK.splitlines(), start=1) if line == LINE)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        (LINE, 30),
        ("days_back_at_most = 0", 0),  # today or later only
        ("days_back_at_most = 366", 366),
        ("", 366),  # where a pack does not say
    ],
)
def test_how_far_back_a_payment_may_lie_is_read(said: str, days: int) -> None:
    clearing, mistakes = read_clearing(PACK.replace(LINE, said).encode())

    assert mistakes == []
    assert clearing is not None
    assert clearing.days_back_at_most == days


@pytest.mark.parametrize("wrong", ["-1", "367", '"thirty"', "30.5", "true"])
def test_what_is_no_count_of_days_is_refused_with_its_line(wrong: str) -> None:
    clearing, mistakes = read_clearing(PACK.replace(LINE, f"days_back_at_most = {wrong}").encode())

    assert clearing is None
    assert [(one.line, one.field) for one in mistakes] == [(AT, "days_back_at_most")]
