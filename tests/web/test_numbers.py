"""What is wrong with a number that people typed."""

import pytest

from rekkas.web.numbers import mistake_in


@pytest.mark.parametrize(
    ("number", "false_parts"),
    [
        ("PA000000423MA", ["00000042", "3"]),  # the check digit: any of the nine may be the wrong one
        ("P1000000425MA", ["P1", "MA"]),
        ("PA0000O0425MA", ["0000O042", "5"]),
        ("PA00000042", []),  # too short to say where
    ],
)
def test_a_mistake_is_shown_where_it_lies(number: str, false_parts: list[str]) -> None:
    assert [part.text for part in mistake_in(number).parts if part.false] == false_parts
