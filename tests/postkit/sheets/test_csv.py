"""Tables in text: encodings and delimiters by evidence, true lines, faults of one row that leave the others alone."""

import csv
import io

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from postkit.sheets import Limits, open_table, paste_table
from tests.postkit.sheets.files import csv_bytes, faults, opened, read, refusal

SIGNS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1256")
ARABIC_WORDS = ("الاسم", "فاطمة", "الدار البيضاء", "شارع الحسن الثاني", "مراكش", "هاتف", "محمد العلوي")
LATIN_WORDS = ("Société", "Fès", "Référence", "12, rue des Oliviers", "CAFÉS", "São Paulo", "Muñoz", "Amina")
PLAIN_WORDS = ("name", "A-1", "0612345678", "1.5", "", "two words", "line\nbreak", 'a "quote"')


def writable(encoding: str) -> st.SearchStrategy[str]:
    """Any text that an encoding holds; NUL is no text, and U+FEFF at the beginning is a mark."""
    code = {"utf-8-sig": "utf-8", "utf-16": "utf-8"}.get(encoding, encoding)
    return st.text(st.characters(codec=code, exclude_characters="\0\ufeff"), max_size=12)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str], least: int = 1) -> list[list[str]]:
    width = draw(st.integers(least, 5))
    row = st.lists(cells, min_size=width, max_size=width).filter(
        lambda row: any(cell.strip() for cell in row)
    )
    return draw(st.lists(row, min_size=1, max_size=6))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.data(), sign=st.sampled_from(SIGNS))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_table_that_csv_writes_is_read_back_equal(encoding: str, data: st.DataObject, sign: str) -> None:
    rows = data.draw(tables(writable(encoding)))
    assume(rows[0][0][:4].lower() != "sep=")

    table = opened(
        csv_bytes(rows, encoding, sign),
        encoding=encoding.removesuffix("-sig"),
        delimiter=sign,
        limits=Limits(),
    )
    found = list(table.rows())

    assert len(table.columns) == len({column.key for column in table.columns}) == len(rows[0])
    assert [list(row.cells) for row in found] == rows[1:]
    assert {fault.code for row in found for fault in row.faults} <= {"damaged"}


@given(
    rows=tables(st.sampled_from(ARABIC_WORDS + PLAIN_WORDS), least=2),
    sign=st.sampled_from(SIGNS),
    encoding=st.sampled_from(("utf-8", "utf-16", "cp1256")),
)
@settings(deadline=None)
def test_arabic_tables_tell_their_encoding_and_delimiter_themselves(
    rows: list[list[str]], sign: str, encoding: str
) -> None:
    rows = [["الاسم", "Ville", *rows[0][2:]], *rows[1:]]

    table = opened(csv_bytes(rows, encoding, sign))

    assert table.facts.encoding == encoding
    assert table.facts.delimiter == sign
    assert [list(row.cells) for row in table.rows()] == rows[1:]


@given(
    rows=tables(st.sampled_from(LATIN_WORDS + PLAIN_WORDS), least=2),
    sign=st.sampled_from(SIGNS),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "cp1252")),
)
@settings(deadline=None)
def test_latin_tables_tell_their_encoding_and_delimiter_themselves(
    rows: list[list[str]], sign: str, encoding: str
) -> None:
    rows = [["Référence", "Ville", *rows[0][2:]], *rows[1:]]

    table = opened(csv_bytes(rows, encoding, sign))

    assert table.facts.encoding == encoding
    assert table.facts.delimiter == sign
    assert [list(row.cells) for row in table.rows()] == rows[1:]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "Nom;Ville\nÉric;SAINT-ÉTIENNE",
            "cp1252",
        ),  # capitals with accents would be Arabic letters among Latin ones
        ("Nome;Cidade\nJoão;São Paulo", "cp1252"),  # a tilde has the place of an Arabic letter
        ("Nom;Ville\nélève;forêt", "cp1252"),  # the same in both: the one of the Latin world
        (
            "Nom;المدينة\nSociété Atlas;فاس",
            "cp1256",
        ),  # French letters stay what they are in the Arabic code page
        ("الاسم;المدينة\nأمينة;فاس", "cp1256"),
    ],
)
def test_two_code_pages_are_told_apart_by_their_letters(text: str, encoding: str) -> None:
    table = opened(text.encode(encoding))

    assert table.facts.encoding == encoding
    assert [row.cells for row in table.rows()] == [tuple(text.split("\n")[1].split(";"))]


def test_evidence_for_both_code_pages_is_not_decided_by_a_coin() -> None:
    data = b"a;b\n" + "شارع".encode("cp1256") + b";" + "CAFÉ".encode("cp1252")

    assert refusal(data).code == "encoding-unclear"
    assert opened(data, encoding="cp1256").facts.encoding == "cp1256"


def test_a_byte_that_utf_8_does_not_know_is_a_fault_of_its_row() -> None:
    data = "nom;ville\nAmina;Fès\nÉric;Salé\nDriss;F".encode() + b"\xe8s\nOmar;Taza\n"

    rows = list(opened(data).rows())

    assert [row.cells for row in rows][2:] == [("Driss", "F\\xe8s"), ("Omar", "Taza")]
    assert [
        (row.line_number, [(one.code, one.detail) for one in row.faults]) for row in rows if row.faults
    ] == [(4, [("not-decodable", "0xe8")])]


def test_a_byte_that_a_code_page_does_not_know_is_a_fault_of_its_row() -> None:
    data = b"nom;ville\nAm\xe9lie;F\xe8s\nDriss;\x81\n"

    assert {line: [one.code for one in found] for line, found in faults(data).items()} == {
        3: ["not-decodable"]
    }


def test_utf_16_that_breaks_off_is_refused_by_its_line() -> None:
    data = "nom;ville\nAmina;Fès\n".encode("utf-16") + b"\x00\xd8a\x00"

    refused = refusal(data)

    assert (refused.code, refused.line) == ("not-decodable", 3)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_nul_bytes_are_refused_by_their_line(end: str) -> None:
    refused = refusal(f"nom,ville{end}Amina,Fes{end}Dr\0iss,Taza{end}".encode())

    assert (refused.code, refused.line) == ("nul", 3)


def test_nul_is_refused_beyond_the_first_piece_and_in_utf_16_and_in_a_paste() -> None:
    assert refusal(b"a,b\r\n" + b"x,y\r\n" * 200_000 + b"\0").line == 200_002
    assert refusal("a,b\nx,\0".encode("utf-16")).code == "nul"
    with pytest.raises(ValueError, match="nul"):
        paste_table("a\tb\nx\t\0")


def test_encodings_and_delimiters_that_are_not_read_are_refused() -> None:
    assert refusal("a,b".encode("utf-16-le")).code == "nul"
    assert refusal("a,b".encode("utf-32")).code == "encoding"
    assert refusal(b"a,b", encoding="utf-16").code == "encoding"
    assert refusal(b"a,b", encoding="latin-9").code == "encoding"
    assert refusal(b"a,b", delimiter=":").code == "delimiter"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("nom,ville\nAmina,Fes", ","),
        ("nom;poids\nAmina;1,5\nDriss;2,25", ";"),  # decimal commas
        ("nom, prenom;ville\nA, B;Fes\nC, D;Taza", ";"),  # a comma before a blank belongs to a sentence
        ("nom|ville\nAmina|Fes", "|"),
        ("nom\tville, pays\nAmina\tFes, Maroc", "\t"),
        ('nom;"adresse, rue"\nAmina;"12, rue"', ";"),
        ("nom\nAmina\nDriss", ""),  # one column
        ("sep=;\r\na,b;c\r\n1,2;3", ";"),  # the first line says it
        ("SEP=\t\na\tb\n1\t2", "\t"),
    ],
)
def test_the_delimiter_is_told_by_evidence(text: str, delimiter: str) -> None:
    assert opened(text.encode()).facts.delimiter == delimiter


def test_the_line_that_names_the_delimiter_is_no_heading() -> None:
    table = opened("\ufeffsep=;\r\nnom;ville\r\nAmina;Fes".encode())

    assert [column.text for column in table.columns] == ["nom", "ville"]
    assert [row.line_number for row in table.rows()] == [3]


def test_blank_lines_are_skipped_and_lines_stay_true() -> None:
    data = b'\n\nnom,note\n\nAmina,"two\nlines"\n , \n\nDriss,x\n'

    assert [(row.line_number, row.cells) for row in opened(data).rows()] == [
        (5, ("Amina", "two\nlines")),
        (9, ("Driss", "x")),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_once(end: str) -> None:
    data = end.join(["nom,ville", "Amina,Fes", "", "Driss,Taza"]).encode()

    assert [row.line_number for row in opened(data).rows()] == [2, 4]


def test_missing_cells_are_empty_and_more_cells_than_headings_are_a_fault_of_the_row() -> None:
    data = b"a,b\n1\n1,2,3,4\n1,2,,\n5,6\n"

    rows = list(opened(data).rows())

    assert [row.cells for row in rows] == [("1", ""), ("1", "2"), ("1", "2"), ("5", "6")]
    assert {line: (found[0].code, found[0].text) for line, found in faults(data).items()} == {
        3: ("too-many-cells", "3 4")
    }


def test_columns_of_one_name_stay_different_and_empty_headings_have_letters() -> None:
    table = opened((",".join(["name"] * 31) + ",,\n").encode())

    keys = [column.key for column in table.columns]
    assert len(set(keys)) == 33
    assert keys[:3] == ["name", "name (2)", "name (3)"]
    assert [column.text for column in table.columns][31:] == ["AF", "AG"]
    assert [column.is_unnamed for column in table.columns][30:] == [False, True, True]


def test_a_quote_that_is_never_closed_spoils_its_own_line_only() -> None:
    data = b'nom,note\nAmina,ok\nDriss,"not closed\nOmar,ok\nHind,"two\nlines"\nNora,ok\n'

    rows = list(opened(data).rows())

    assert [(row.line_number, row.cells) for row in rows if not row.faults] == [
        (2, ("Amina", "ok")),
        (4, ("Omar", "ok")),
        (5, ("Hind", "two\nlines")),
        (7, ("Nora", "ok")),
    ]
    assert {line: found[0].code for line, found in faults(data).items()} == {3: "quote-not-closed"}


def test_what_is_left_of_a_broken_row_is_not_taken_for_a_row_in_order() -> None:
    data = b'nom,note\nDriss,"two\nlines" and more\nOmar,ok\n'

    found = {line: [one.code for one in all_] for line, all_ in faults(data).items()}

    assert found == {2: ["quote-not-closed"], 3: ["stray-quote"]}
    assert [row.cells for row in opened(data).rows()][2:] == [("Omar", "ok")]


def test_a_quote_within_a_cell_is_read_as_spreadsheets_do_and_said_to_be_doubtful() -> None:
    data = b'nom,note\nDriss,5" pipe\nOmar,"5" pipe\nNora,"a ""b"" c"\n'

    assert [row.cells[1] for row in opened(data).rows()] == ['5" pipe', "5 pipe", 'a "b" c']
    assert {line: found[0].code for line, found in faults(data).items()} == {3: "stray-quote"}


def test_a_last_quote_that_is_never_closed_gives_the_lines_after_it_back() -> None:
    data = b'nom,note\nAmina,ok\nDriss,"not closed\nOmar,ok\nNora,ok\n'

    rows = list(opened(data).rows())

    assert [(row.line_number, row.cells) for row in rows if not row.faults] == [
        (2, ("Amina", "ok")),
        (4, ("Omar", "ok")),
        (5, ("Nora", "ok")),
    ]
    assert [(row.line_number, row.faults[0].code, row.faults[0].text) for row in rows if row.faults] == [
        (3, "quote-not-closed", 'Driss,"not closed')
    ]


def test_an_open_quote_in_a_long_file_costs_no_more_than_a_row() -> None:
    data = b'nom,note\nDriss,"not closed\n' + b"Omar,ok\n" * 20_000

    rows = list(opened(data).rows())

    assert len(rows) == 20_001
    assert [row.line_number for row in rows if row.faults] == [2]


def test_a_file_of_open_quotes_is_refused_and_not_tried_for_ever() -> None:
    data = b"nom,note\n" + b'a,"b\n\n' * 200

    assert refusal(data).code == "quotes"
    assert len(faults(data, limits=Limits(open_quotes=200))) == 200


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("length", [98, 99, 100, 101, 102, 150, 201])
def test_a_row_that_is_too_long_is_kept_by_its_beginning_and_the_next_is_read(end: str, length: int) -> None:
    data = end.join(["nom,note", "y" * (length - 2) + ",z", "Amina,ok", "Driss,ok"]).encode()

    rows = list(opened(data, limits=Limits(row_chars=100)).rows())

    assert [(row.line_number, row.cells) for row in rows[1:]] == [(3, ("Amina", "ok")), (4, ("Driss", "ok"))]
    if length > 101:
        assert [fault.code for fault in rows[0].faults] == ["row-too-long"]
        assert rows[0].faults[0].text.startswith("yyyy")
    elif length < 99:
        assert rows[0].faults == ()


def test_a_cell_that_is_too_long_is_cut_and_named() -> None:
    data = b"nom,note\nAmina," + b"x" * 30 + b"\nDriss,ok\n"

    rows = list(opened(data, limits=Limits(cell_chars=10)).rows())

    assert rows[0].cells == ("Amina", "x" * 10)
    assert [(fault.code, fault.column, fault.detail) for fault in rows[0].faults] == [
        ("cell-too-long", "note", "30")
    ]
    assert rows[1].faults == ()


def test_limits_of_rows_columns_and_headings_refuse_the_file() -> None:
    limits = Limits(rows=2, columns=3, cell_chars=10)

    assert refusal(b"a,b\n1,1\n2,2\n3,3\n", limits=limits).code == "rows"
    assert len(read(b"a,b\n1,1\n\n2,2\n\n", limits=limits)) == 3
    assert refusal(b"a,b,c,d\n", limits=limits).code == "columns"
    assert refusal(b"a,b\n" + b"\n" * 99 + b"1,1\n", limits=Limits(lines=50)).code == "rows"
    assert refusal(b"aaaaaaaaaaaa,b\n", limits=limits).code == "heading"
    assert refusal(b"\n \n\n").code == "empty"
    assert refusal(b"").code == "empty"
    with pytest.raises(ValueError, match="row_chars"):
        Limits(row_chars=100_000)


def test_damage_done_by_a_spreadsheet_is_named_with_its_column() -> None:
    data = b"nom;tel;code\nAmina;2,12612E+11;E+\nDriss;0612345678;#N/A\nOmar;+2126;#12\n"

    found = {
        line: [(one.code, one.detail, one.column) for one in all_] for line, all_ in faults(data).items()
    }

    assert found == {2: [("damaged", "exponent", "tel")], 3: [("damaged", "error-value", "code")]}


def test_headings_may_begin_further_down() -> None:
    data = b"Shipments of March\n\nnom;ville\nAmina;Fes\n"

    table = opened(data, heading_line=2)

    assert [column.text for column in table.columns] == ["nom", "ville"]
    assert [(row.line_number, row.cells) for row in table.rows()] == [(4, ("Amina", "Fes"))]


def test_a_paste_from_a_spreadsheet_is_a_table() -> None:
    table = paste_table('Nom\tNote\r\nAmina\t"two\nlines"\r\nDriss\t5" pipe; a, b\r\n')

    assert table.facts.kind == "paste"
    assert [row.cells for row in table.rows()] == [("Amina", "two\nlines"), ("Driss", '5" pipe; a, b')]


def test_a_table_is_read_as_often_as_is_wanted_even_at_the_same_time() -> None:
    file = io.BytesIO(b"a,b\n" + b"".join(b"%d,x\n" % number for number in range(2_000)))
    table = open_table(file, name="x.csv")

    pairs = list(zip(table.rows(), table.rows(), strict=True))

    assert len(pairs) == 2_000
    assert all(one == other for one, other in pairs)
    assert not file.closed


def test_a_file_that_was_written_here_gives_its_cells_back() -> None:
    rows = [["name", "=note"], ["+212", "'=x"], ["-", "plain"]]
    written = io.StringIO()
    from postkit.sheets import harmless

    csv.writer(written).writerows([[harmless(cell) for cell in row] for row in rows])

    assert [list(row) for row in read(written.getvalue().encode(), is_ours=True)] == rows
    assert read(written.getvalue().encode())[1] == ("'+212", "''=x")
