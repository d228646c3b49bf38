"""The books as a file: whoever holds it finds every change, without the post."""

import json
from pathlib import Path
from typing import Any

import pytest

from postkit.evidence import START, Fault, chain_digest, row_digest, seal_digest
from postkit.evidence.__main__ import main
from postkit.evidence.books import Checked, NotBooks, check
from tests.postkit.written_books import (
    BANK_MIRROR,
    INCOME,
    MONDAY,
    PUBLIC,
    RESERVE,
    TILL,
    TUESDAY,
    Row,
    books,
    said,
)


def is_last_day(row: Row) -> bool:
    """Without it the day before still holds; the verdict says how far the days reach."""
    return row[0] == "day" and row[1][1] == TUESDAY


FIRST_ENTRY = next(at for at, row in enumerate(books()) if row[0] == "entry")


def faults(rows: list[Row], key: str = PUBLIC) -> list[tuple[str, str]]:
    found = check((json.dumps(row) for row in rows), keys=[key] if key else [])
    return [(one.name, one.reason) for one in found if isinstance(one, Fault)]


def test_what_agrees_is_said_to_agree() -> None:
    *found, done = check((json.dumps(row) for row in books()), keys=[PUBLIC])

    assert found == []
    assert isinstance(done, Checked)
    assert (done.entries, done.seals, done.lines, done.days, done.accounts) == (6, 5, 5, 4, 5)
    assert (done.signed_days, done.reach) == (4, {"post": TUESDAY, "bank": TUESDAY})
    assert done.entries_not_covered == 1
    assert done.totals == {("post", "MAD"): 0, ("bank", "MAD"): 0}


def test_any_value_that_is_changed_anywhere_is_found() -> None:
    """Every number and word of every row, one at a time: nothing is believed."""
    whole = books()
    for at, row in enumerate(whole[1:], start=1):
        for path in paths(row):
            changed = json.loads(json.dumps(whole))
            if not change(changed[at], path):
                continue
            try:
                found = faults(changed)
            except NotBooks:
                continue
            assert found, (row, path)


def paths(value: Any, here: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    if isinstance(value, list):
        return [path for at, one in enumerate(value) for path in paths(one, (*here, at))]
    return [here]


def change(row: Row, path: tuple[int, ...]) -> bool:
    """Change one value; false where a change says nothing: the name of an entry is for people only."""
    inner = row
    for at in path[:-1]:
        inner = inner[at]
    value = inner[path[-1]]
    if row[0] == "entry" and path == (3,):
        return False
    if value is None:
        inner[path[-1]] = 7
    elif isinstance(value, bool):
        inner[path[-1]] = not value
    elif isinstance(value, int):
        inner[path[-1]] = value + 1
    else:
        inner[path[-1]] = value[:-1] + ("0" if value[-1:] != "0" else "1")
    return True


@pytest.mark.parametrize("at", [at for at in range(1, len(books())) if not is_last_day(books()[at])])
def test_any_row_that_was_taken_away_is_found(at: int) -> None:
    rows = books()
    del rows[at]

    assert faults(rows)


def test_without_the_last_days_the_verdict_says_what_is_no_longer_covered() -> None:
    rows = [row for row in books() if row[0] != "day" or row[1][1] == MONDAY]

    *found, done = check((json.dumps(row) for row in rows), keys=[PUBLIC])

    assert found == []
    assert isinstance(done, Checked)
    assert (done.reach, done.entries_not_covered) == ({"post": MONDAY, "bank": MONDAY}, 3)


@pytest.mark.parametrize(
    "at", [at for at, row in enumerate(books()) if row[0] not in {"rekkas-books", "head", "balance"}]
)
def test_any_row_that_comes_twice_is_found(at: int) -> None:
    """But for those that say again where a chain ends or what an account holds."""
    rows = books()
    rows.insert(at, rows[at])

    assert faults(rows)


@pytest.mark.parametrize("at", range(1, len(books())))
def test_a_file_that_ends_early_is_found(at: int) -> None:
    assert faults(books()[:at])


def test_the_first_wrong_row_is_named_first() -> None:
    rows = books()
    rows[FIRST_ENTRY][5][16][0][2] = 501

    assert faults(rows)[0] == ("entry 1", "row-changed")


def test_lines_that_were_numbered_anew_are_found() -> None:
    """From two on, with a chain that fits: the first one was torn off."""
    rows, chain = books(), START
    for row in rows:
        if row[0] == "line":
            row[1][1] += 1
            chain = chain_digest(chain, row[1])
            row[2] = chain.hex()

    assert faults(rows) == [(f"line 2 of {TILL}", "line-missing")]


def lines_anew(rows: list[Row], said: list[Row]) -> None:
    """Let the lines of the till say this, with numbers, amounts and a chain that fit, as whoever wrote the file can."""
    chain, held = START, 0
    for number, (row, one) in enumerate(
        zip([row for row in rows if row[0] == "line"], said, strict=True), start=1
    ):
        held += one[2]
        row[1] = [one[0], number, one[2], held, *one[4:]]
        chain = chain_digest(chain, row[1])
        row[2] = chain.hex()


def lines_of(rows: list[Row]) -> list[Row]:
    return [row[1] for row in rows if row[0] == "line"]


def test_lines_that_are_written_again_as_they_were_agree() -> None:
    rows = books()
    lines_anew(rows, lines_of(rows))

    assert faults(rows) == []


@pytest.mark.parametrize(
    ("place", "other"),
    [
        (5, "cash-moved"),
        (6, "PC2"),
        (7, "B"),
        (8, "2020-01-01"),
        (9, 7),
        (10, "partner"),
        (11, "zoe"),
    ],
    ids=["kind", "subject", "office", "day", "moment", "kind of author", "author"],
)
def test_a_line_that_says_something_else_than_its_entry_is_found_though_its_chain_fits(
    place: int, other: str | int
) -> None:
    """No signature covers a line: only its entry says who moved the till, when, where and why."""
    rows = books()
    said = lines_of(rows)
    said[3][place] = other
    lines_anew(rows, said)

    assert faults(rows) == [(f"line 4 of {TILL}", "line-differs-from-its-entry")]


@pytest.mark.parametrize(
    ("one", "two"),
    [(3, 4), (2, 3), (0, 4)],
    ids=["two seals of one lane", "two lanes, a closing between them", "far apart"],
)
def test_lines_that_changed_places_are_found_though_their_chain_fits(one: int, two: int) -> None:
    rows = books()
    said = lines_of(rows)
    said[one], said[two] = said[two], said[one]
    lines_anew(rows, said)

    found = faults(rows)
    assert found
    assert {reason for _, reason in found} == {"line-out-of-place"}


def test_a_lane_cannot_be_told_twice() -> None:
    """A second chain beside the signed one, from the start, with numbers that a signed day covers."""
    rows, entry = books(), said(9, MONDAY, (INCOME, TILL, 1), phase="released")
    digest = row_digest(entry)
    at = next(at for at, row in enumerate(rows) if row[0] == "head")
    rows[at:at] = [
        ["entry", 0, 1, "entry 9", digest.hex(), entry],
        ["seal", 0, 1, 1, START.hex(), seal_digest(START, [digest]).hex()],
    ]

    assert ("lane 0", "lane-comes-twice") in faults(rows)


def test_a_key_that_comes_twice_is_named() -> None:
    rows: list[Row] = [
        ["rekkas-books", 1],
        ["account", TILL, "post", False],
        ["account", INCOME, "post", False],
    ]
    entry = said(1, MONDAY, (INCOME, TILL, 500))
    digest = row_digest(entry)
    rows += [["entry", 0, 1, f"entry {number}", digest.hex(), entry] for number in (1, 2)]
    rows += [["seal", 0, 1, 2, START.hex(), seal_digest(START, [digest, digest]).hex()]]

    assert (f"key {1:032x}", "key-comes-twice") in faults(rows)


def test_money_that_was_made_is_found_though_every_digest_was_made_again() -> None:
    rows = one_entry_of(said(1, MONDAY, (BANK_MIRROR, TILL, 500)))

    assert ("entry 1", "between-two-books") in faults(rows)


def test_so_is_what_one_book_says_of_the_other_and_the_other_does_not() -> None:
    entry = said(1, MONDAY, (BANK_MIRROR, RESERVE, 500))

    assert ("entry 1", "mirrors-differ") in faults(one_entry_of(entry))


def test_so_is_what_moves_in_a_currency_that_its_accounts_do_not_have() -> None:
    entry = said(1, MONDAY, (INCOME, TILL, 500))
    entry[16][0][3] = "EUR"

    assert ("entry 1", "wrong-currency") in faults(one_entry_of(entry))


@pytest.mark.parametrize("amount", [0, -500, 500.5, True, None])
def test_so_is_an_amount_that_is_none(amount: Any) -> None:
    assert ("entry 1", "moves-nothing") in faults(one_entry_of(said(1, MONDAY, (INCOME, TILL, amount))))


def one_entry_of(entry: Row) -> list[Row]:
    digest = row_digest(entry)
    seal = seal_digest(START, [digest])
    return [
        ["rekkas-books", 1], ["account", TILL, "post", False], ["account", INCOME, "post", False],
        ["account", BANK_MIRROR, "bank", False], ["account", RESERVE, "bank", False],
        ["entry", 0, 1, "entry 1", digest.hex(), entry], ["seal", 0, 1, 1, START.hex(), seal.hex()],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        [""], ["{}"], ['["rekkas-books", 2]'], ['["rekkas-books", 1]', "[]"], ['["rekkas-books", 1]', '["x"]'],
        ['["rekkas-books", 1]', '["entry", 0]'], ['["rekkas-books", 1]', '["seal", 0, 1, "a", 2, 3]'],
        ['["rekkas-books", 1]', '["line", [1], "zz"]'], ['["rekkas-books", 1]', '["day", 1, 2, 3, 4]'],
        ['["rekkas-books", 1]', '["head", 0, 0, "' + "00" * 32 + '"]', '["account", "a:b:MAD", "post", false]'],
        [b"\xff\xfe"], ['["rekkas-books", 1]', "[" * 100_000],
        *(
            [json.dumps(row) for row in one_entry_of(entry)] for entry in (
                ["short", *said(1, MONDAY, (INCOME, TILL, 5))[1:]],
                said(1, "20260302", (INCOME, TILL, 5)),
                said(1, "2026-02-30", (INCOME, TILL, 5)),
                said(1, MONDAY, (INCOME, TILL, 2**63)),
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(lines: list[Any]) -> None:
    with pytest.raises(NotBooks):
        list(check(lines))


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(name: str, rows: list[Row]) -> str:
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(row) for row in rows))
        return str(path)

    return write


def test_the_program_ends_with_a_number_that_a_script_can_read(
    tmp_path: Path, written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, none = books(), tmp_path / "none"
    rows[FIRST_ENTRY][5][16][0][2] = 501
    none.write_text("nothing")
    files = (written("good", books()), written("bad", rows), none, tmp_path / "absent")

    assert [main([str(path), "--quiet"]) for path in files] == [0, 1, 2, 2]
    said_to_all = capsys.readouterr().out
    assert "All agrees." in said_to_all
    assert "FIRST WRONG ROW: entry 1: row-changed" in said_to_all


def test_the_program_says_how_far_the_signatures_reach(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([written("books", books()), "--quiet", "--key", PUBLIC.upper()]) == 0

    told = capsys.readouterr().out
    assert f"signed days of the bank reach to {TUESDAY}\nsigned days of the post reach to {TUESDAY}\n" in told
    assert "entries that no signature covers yet: 1\n" in told
    assert "--key" not in told


def test_without_a_key_it_says_whose_signature_is_not_known(
    written: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([written("books", books()), "--quiet"]) == 0

    assert f"signed with {PUBLIC}: compare it" in capsys.readouterr().out


@pytest.mark.parametrize("key", ["", "ab", "zz" * 32])
def test_what_is_no_key_is_not_taken_for_none(written: Any, key: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([written("books", books()), "--key", key])

    assert ended.value.code == 2


def test_a_name_cannot_write_over_the_verdict(written: Any, capsys: pytest.CaptureFixture[str]) -> None:
    rows = books()
    rows[FIRST_ENTRY][3] = "\x1b[2JAll agrees.\r"
    rows[FIRST_ENTRY][5][16][0][2] = 501

    main([written("books", rows), "--quiet"])

    assert "\x1b" not in capsys.readouterr().out
