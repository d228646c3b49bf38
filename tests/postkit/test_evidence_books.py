"""The books as a file: whoever holds it finds every change, without the post."""

import json
from pathlib import Path
from typing import Any

import pytest

from postkit.evidence import START, Fault, chain_digest, row_digest, seal_digest
from postkit.evidence.__main__ import main
from postkit.evidence.books import Checked, NotBooks, check

TILL, INCOME = "till:A/b:MAD", "income:postage:MAD"
POST_MIRROR, BANK_MIRROR, RESERVE = "mirror:bank:MAD", "mirror:post:MAD", "reserve:central:MAD"


def said(key: int, *legs: tuple[str, str, int], phase: str = "posted") -> list[Any]:
    lines = [[source, target, amount, "MAD"] for source, target, amount in legs]
    moments: list[Any] = [key, key, None]
    said = [
        f"{key:032x}",
        "",
        "postage",
        phase,
        "",
        "A",
        "2026-03-02",
        *moments,
        "person",
        "b",
        "",
        "",
        None,
        None,
    ]
    return [*said, lines]


def books() -> list[list[Any]]:
    """A file of two lanes, three entries, two lines and a day."""
    rows: list[list[Any]] = [["rekkas-books", 1]]
    rows += [["account", TILL, "post", True]]
    rows += [["account", code, "post", False] for code in (INCOME, POST_MIRROR)]
    rows += [["account", BANK_MIRROR, "bank", False], ["account", RESERVE, "bank", False]]
    one, two = said(1, (INCOME, TILL, 500)), said(2, (INCOME, TILL, 20))
    three = said(3, (TILL, POST_MIRROR, 300), (BANK_MIRROR, RESERVE, 300))
    previous = START
    heads = []
    for lane, batches in ((0, ([one, two],)), (3, ([three],))):
        previous = START
        for number, batch in enumerate(batches, start=1):
            for entry in batch:
                rows.append(["entry", lane, number, f"entry {entry[0][-1]}", row_digest(entry).hex(), entry])
            digest = seal_digest(previous, [row_digest(entry) for entry in batch])
            rows.append(["seal", lane, number, len(batch), previous.hex(), digest.hex()])
            previous = digest
        heads.append(["head", lane, len(batches), previous.hex()])
    rows += heads
    chain = START
    for number, (key, delta, after) in enumerate(((1, 500, 500), (2, 20, 520), (3, -300, 220)), start=1):
        line = [
            TILL,
            number,
            delta,
            after,
            f"{key:032x}",
            "postage",
            "",
            "A",
            "2026-03-02",
            key,
            "person",
            "b",
        ]
        chain = chain_digest(chain, line)
        rows.append(["line", line, chain.hex()])
    day = ["post", "2026-03-02", START.hex(), 3, 4, [], [], ""]
    rows.append(["day", day, row_digest(day).hex(), "", ""])
    for code, received, given in (
        (TILL, 520, 300), (INCOME, 0, 520), (POST_MIRROR, 300, 0), (BANK_MIRROR, 0, 300), (RESERVE, 300, 0),
    ):  # fmt: skip
        rows.append(["balance", code, received, given])
    return rows


def faults(rows: list[list[Any]]) -> list[tuple[str, str]]:
    found = check(json.dumps(row) for row in rows)
    return [(one.name, one.reason) for one in found if isinstance(one, Fault)]


def test_what_agrees_is_said_to_agree() -> None:
    *found, done = check(json.dumps(row) for row in books())

    assert found == []
    assert isinstance(done, Checked)
    assert (done.entries, done.seals, done.lines, done.days, done.accounts) == (3, 2, 3, 1, 5)
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


def change(row: list[Any], path: tuple[int, ...]) -> bool:
    """Change one value; false where a change says nothing: the name of an entry is for people only."""
    inner = row
    for at in path[:-1]:
        inner = inner[at]
    value = inner[path[-1]]
    if row[0] == "entry" and path == (3,):
        return False
    if row[0] == "day" and path in {(3,), (4,)}:  # no signature: none to be wrong
        return False
    if row[0] == "account" and path == (3,) and not value:  # more lines than there must be
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


@pytest.mark.parametrize("at", range(1, len(books())))
def test_any_row_that_was_taken_away_is_found(at: int) -> None:
    rows = books()
    if rows[at][0] in {"balance", "day", "head"}:
        pytest.skip("what the post says of itself may be left out; what it stands on is still checked")
    del rows[at]

    assert faults(rows)


def test_the_first_wrong_row_is_named_first() -> None:
    rows = books()
    rows[6][5][16][0][2] = 501

    assert faults(rows)[0] == ("entry 1", "row-changed")


def test_money_that_was_made_is_found_though_every_digest_was_made_again() -> None:
    rows = [["rekkas-books", 1], ["account", TILL, "post", False], ["account", BANK_MIRROR, "bank", False]]
    entry = said(1, (BANK_MIRROR, TILL, 500))
    digest = row_digest(entry)
    seal = seal_digest(START, [digest])
    rows += [["entry", 0, 1, "entry 1", digest.hex(), entry], ["seal", 0, 1, 1, START.hex(), seal.hex()]]

    assert ("entry 1", "between-two-books") in faults(rows)
    assert ("books of the post in MAD", "does-not-sum-to-zero") in faults(rows)


@pytest.mark.parametrize(
    "lines",
    [
        [""], ["{}"], ['["rekkas-books", 2]'], ['["rekkas-books", 1]', "[]"], ['["rekkas-books", 1]', '["x"]'],
        ['["rekkas-books", 1]', '["entry", 0]'], ['["rekkas-books", 1]', '["seal", 0, 1, "a", 2, 3]'],
        ['["rekkas-books", 1]', '["line", [1], "zz"]'], ['["rekkas-books", 1]', '["day", 1, 2, 3, 4]'],
        [b"\xff\xfe"],
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(lines: list[Any]) -> None:
    with pytest.raises(NotBooks):
        list(check(lines))


def test_the_program_ends_with_a_number_that_a_script_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, none = tmp_path / "good", tmp_path / "bad", tmp_path / "none"
    good.write_text("\n".join(json.dumps(row) for row in books()))
    rows = books()
    rows[6][5][16][0][2] = 501
    bad.write_text("\n".join(json.dumps(row) for row in rows))
    none.write_text("nothing")

    assert [main([str(path), "--quiet"]) for path in (good, bad, none, tmp_path / "absent")] == [0, 1, 2, 2]
    said_to_all = capsys.readouterr().out
    assert "All agrees." in said_to_all
    assert "FIRST WRONG ROW: entry 1: row-changed" in said_to_all
