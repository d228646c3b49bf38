"""Files of other people are read strictly: an encoding that is not clear is asked for, a bad row costs one row."""

import pytest

from rekkas.operator.parcels.columns import read_map
from rekkas.operator.parcels.errors import (
    ColumnsMissing,
    EncodingNotRight,
    EncodingUnclear,
    EncodingUnknown,
    MapNotRight,
    NothingInFile,
)
from rekkas.operator.parcels.reading import decode, rows_of

ARABIC = "المدينة,الاسم\nزاكورة,أمينة العلوي\n"
PORTUGUESE = "cidade,nome\nSão Gonçalo,João\n"
FRENCH = "ville,nom\nFès,Hélène\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (PORTUGUESE.encode("utf-8"), PORTUGUESE),
        (PORTUGUESE.encode("utf-8-sig"), PORTUGUESE),  # a byte order mark is no letter
        (ARABIC.encode("utf-8"), ARABIC),
        (ARABIC.encode("utf-16"), ARABIC),
        (ARABIC.encode("cp1256"), ARABIC),  # words of high bytes alone
        (PORTUGUESE.encode("cp1252"), PORTUGUESE),  # accents among plain letters
        (FRENCH.encode("cp1252"), FRENCH),
        (FRENCH.encode("cp1256"), FRENCH),  # the same bytes in both
        (b"city,name\nFes,Amina\n", "city,name\nFes,Amina\n"),
    ],
)
def test_an_encoding_is_recognised_by_its_words(content: bytes, text: str) -> None:
    assert decode(content, file="parcels.csv") == text


def test_an_encoding_that_is_not_clear_is_asked_for() -> None:
    mixed = ARABIC.encode("cp1256") + PORTUGUESE.encode("cp1252")

    with pytest.raises(EncodingUnclear, match="--encoding"):
        decode(mixed, file="parcels.csv")
    assert decode(mixed, file="parcels.csv", encoding="windows-1256").startswith("المدينة")


def test_a_named_encoding_is_kept_to() -> None:
    with pytest.raises(EncodingNotRight, match="byte 7"):
        decode(
            PORTUGUESE.encode("cp1252").replace(b"cidade,", b"cidade,\xe3"), file="a.csv", encoding="utf-8"
        )
    with pytest.raises(EncodingUnknown, match="windows-1256"):
        decode(b"", file="a.csv", encoding="latin-9")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_the_one_under_which_the_columns_are_there(delimiter: str, end: str) -> None:
    text = end.join([f"ref{delimiter}city", f"1{delimiter}Fes", f"2{delimiter}Salé", ""])

    header, rows = rows_of(text, file="a.csv", columns=["ref", "city"])

    assert header == ["ref", "city"]
    assert [(row.line, row.values["city"]) for row in rows] == [(2, "Fes"), (3, "Salé")]


def test_missing_columns_are_named() -> None:
    with pytest.raises(ColumnsMissing, match="weight"):
        rows_of("ref,city\n1,Fes\n", file="a.csv", columns=["ref", "weight"])
    with pytest.raises(NothingInFile):
        rows_of("", file="a.csv", columns=["ref"])


def test_a_bad_row_costs_one_row() -> None:
    text = 'ref,city\n1,Fes\n2\n3,Fes,more\n4,"never closed\n5,Salé\n\n6,"Two\nlines"\n7,\0\n8,Ag'

    _, rows = rows_of(text, file="a.csv", columns=["ref", "city"])
    read = list(rows)

    assert [(row.line, row.values["ref"]) for row in read if not row.problem][:2] == [(2, "1"), (6, "5")]
    assert {row.line for row in read if row.problem} >= {3, 4, 5, 10}
    assert all(row.problem for row in read if row.line in {3, 4, 5, 10})


def test_a_quoted_cell_may_hold_delimiters_and_lines() -> None:
    _, rows = rows_of('ref,street\n1,"12, rue X\nétage 2"\n2,b\n', file="a.csv", columns=["ref", "street"])

    assert [(row.line, row.values["street"]) for row in rows] == [(2, "12, rue X\nétage 2"), (4, "b")]


SAID = (
    "reference=ref",
    "product:=parcel",
    "weight_g=w",
    "sender_city=a",
    "addressee_city=b",
    "addressee_name=n",
)


def test_a_map_is_said_in_words() -> None:
    found = read_map([*SAID, "posted_at=day", "reference=order + line"], stem="file")

    assert found.columns_of("reference") == ["order", "line"]
    assert found.fixed == {"product": "parcel"}
    assert found.source == "file"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (SAID, "posted_at"),
        ((*SAID[1:], "posted_at=day"), "reference"),
        ((*SAID, "posted_at=day", "colour=c"), "colour"),
        ((*SAID[1:], "posted_at=day", "reference:=1"), "every row"),
    ],
)
def test_a_map_that_cannot_work_says_why(said: tuple[str, ...], names: str) -> None:
    with pytest.raises(MapNotRight, match=names):
        read_map(said, stem="file")
