"""What people type and paste into the track box."""

import pytest

from rekkas.web.numbers import mistake_in, numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("EE876543216CA", ["EE876543216CA"]),
        ("ee 876 543 216 ca", ["EE876543216CA"]),  # as on the label
        ("EE 876 543 216 CA RB 123 456 785 GB", ["EE876543216CA", "RB123456785GB"]),
        ("EE876543216CA,RB123456785GB;EE876543216CA", ["EE876543216CA", "RB123456785GB"]),  # each once
        ("EE876543216CA\r\nRB123456785GB\n", ["EE876543216CA", "RB123456785GB"]),  # a column of a sheet
        ("EE٨٧٦٥٤٣٢١٦CA، RB123456785GB", ["EE876543216CA", "RB123456785GB"]),  # Arabic digits and comma
        ("EE876543216CARB123456785GB", ["EE876543216CA", "RB123456785GB"]),  # line breaks swallowed
        ("\u200eEE876543216CA\u200f", ["EE876543216CA"]),  # direction marks of a messenger
        ("SHOP-000123", ["SHOP000123"]),
        (" , ; ", []),
    ],
)
def test_numbers_are_found_however_they_are_parted(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


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
