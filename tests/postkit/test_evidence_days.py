"""A signed day holds the books to what they were: whoever rewrites them must find its signature in the way."""

import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from postkit.evidence import Fault
from postkit.evidence.books import check
from postkit.evidence.keys import Keys
from tests.postkit.written_books import KEY, OTHER_KEY, PUBLIC, TUESDAY, Row, books, signed, signed_again


def faults(rows: list[Row], key: str = PUBLIC) -> list[tuple[str, str]]:
    found = check((json.dumps(row) for row in rows), keys=[key] if key else [])
    return [(one.name, one.reason) for one in found if isinstance(one, Fault)]


def days(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row[0] == "day"]


def with_days_of(true: list[Row], forged: list[Row]) -> list[Row]:
    """Forged books in which the closed days, with their signatures, are the true ones."""
    place = forged.index(days(forged)[0])
    rows = [row for row in forged if row[0] != "day"]
    return [*rows[:place], *days(true), *rows[place:]]


@pytest.mark.parametrize("key", [PUBLIC, ""], ids=["with the key", "without"])
def test_a_history_written_anew_does_not_fit_the_days_that_were_signed(key: str) -> None:
    """The first entry says 400 for 500; its digest, all seals, heads, lines and balances say so too."""
    forged = books(first=400)
    assert faults(forged, key) == []  # so well forged that only its signatures are not to be had

    found = faults(with_days_of(books(), forged), key)

    assert ("day 2026-03-02 of the post, lane 0", "head-differs") in found
    assert ("day 2026-03-02 of the post", "trial-balance-differs") in found
    assert ("day 2026-03-02 of the post", "balances-differ") in found


def test_one_of_which_no_figure_is_another_does_not_fit_them_either() -> None:
    found = faults(with_days_of(books(), books(author="someone else")))

    assert {reason for _, reason in found} == {"head-differs"}


def test_an_entry_put_into_a_closed_day_afterwards_is_found_by_its_figures() -> None:
    """Sealed when the day was closed, so that its heads hold."""
    found = faults(with_days_of(books(), books(late_day=TUESDAY)))

    assert ("day 2026-03-03 of the post", "counts-differ") in found
    assert "head-differs" not in {reason for _, reason in found}


def test_a_file_without_its_days_does_not_stand_before_the_key() -> None:
    rows = [row for row in books() if row[0] != "day"]

    assert faults(rows) == [("books of the bank", "no-signed-day"), ("books of the post", "no-signed-day")]
    assert faults(rows, key="") == []


@pytest.mark.parametrize("book", ["post", "bank"])
def test_nor_does_one_without_the_days_of_one_book(book: str) -> None:
    rows = [row for row in books() if row[0] != "day" or row[1][0] != book]

    assert faults(rows) == [(f"books of the {book}", "no-signed-day")]


def test_nor_does_an_empty_file() -> None:
    assert faults([["rekkas-books", 1]]) == [("the file", "no-signed-day")]
    assert faults([["rekkas-books", 1]], key="") == []


def test_a_closed_day_without_a_signature_is_named_where_the_key_is_given() -> None:
    rows = books()
    days(rows)[1][3:] = ["", ""]

    assert faults(rows) == [("day 2026-03-03 of the bank", "day-not-signed")]
    assert faults(rows, key="") == []


def test_a_history_written_anew_and_signed_with_another_key_is_named_where_the_key_is_given() -> None:
    rows = books(first=400, key=OTHER_KEY)

    assert {reason for _, reason in faults(rows)} == {"another-key", "no-signed-day"}
    assert faults(rows, key="") == []


def test_a_post_that_changed_its_key_names_both() -> None:
    rows = books()
    for row in days(rows):
        if row[1][1] == TUESDAY:
            row[3:] = signed(row[1], OTHER_KEY)[3:]
    both = [PUBLIC, OTHER_KEY.public_key().public_bytes_raw().hex()]

    *found, _ = check((json.dumps(row) for row in rows), keys=both)

    assert found == []
    assert {reason for _, reason in faults(rows)} == {"another-key"}


def test_a_signature_of_another_day_is_none_of_this() -> None:
    rows = books()
    first, second = days(rows)[:2]
    second[4] = first[4]

    assert ("day 2026-03-03 of the bank", "signature-wrong") in faults(rows)


# What the writer of a file can do to the first closed day, with every root and signature made anew.
TAMPERINGS: dict[str, tuple[Callable[[Row], None], str]] = {
    "one entry more": (lambda day: day.__setitem__(3, day[3] + 1), "counts-differ"),
    "one leg less": (lambda day: day.__setitem__(4, day[4] - 1), "counts-differ"),
    "another turnover": (lambda day: day[5][0].__setitem__(2, 1), "trial-balance-differs"),
    "another kind": (lambda day: day[5][0].__setitem__(0, "till"), "trial-balance-differs"),
    "another currency": (lambda day: day[5][0].__setitem__(1, "EUR"), "trial-balance-differs"),
    "no line of a kind": (lambda day: day.__setitem__(5, day[5][1:]), "trial-balance-differs"),
    "no trial balance": (lambda day: day.__setitem__(5, []), "trial-balance-differs"),
    "another head": (lambda day: day[6][0].__setitem__(2, "11" * 32), "head-differs"),
    "a seal that is not there": (lambda day: day[6][0].__setitem__(1, 99), "head-differs"),
    "a lane that is not there": (lambda day: day[6][0].__setitem__(0, 7), "head-differs"),
    "a head of nothing": (lambda day: day[6][0].__setitem__(1, 0), "head-differs"),
    "other balances": (lambda day: day.__setitem__(7, "11" * 32), "balances-differ"),
    "no balances": (lambda day: day.__setitem__(7, ""), "balances-differ"),
    "another date": (lambda day: day.__setitem__(1, "2026-03-01"), "counts-differ"),
    "a date after the next": (lambda day: day.__setitem__(1, "2026-03-09"), "day-out-of-place"),
    "no date": (lambda day: day.__setitem__(1, "2026-3-2"), "day-out-of-place"),
    "another book": (lambda day: day.__setitem__(0, "post"), "trial-balance-differs"),
}


@pytest.mark.parametrize("what", TAMPERINGS)
@pytest.mark.parametrize("key", [KEY, None], ids=["signed again", "not signed"])
def test_what_a_day_says_is_worked_out_again_from_the_entries(
    what: str, key: Ed25519PrivateKey | None
) -> None:
    change, reason = TAMPERINGS[what]
    rows = books(key=key)
    assert faults(rows, key="") == []

    rows = signed_again(rows, change, key)

    assert reason in {reason for _, reason in faults(rows, key="")}


def test_a_day_that_no_longer_says_what_its_root_covers_is_named() -> None:
    rows = books()
    days(rows)[0][1][3] += 1

    assert faults(rows)[0] == ("day 2026-03-02 of the bank", "day-changed")


def test_a_date_is_written_in_one_way_only() -> None:
    """Days compare as texts: one written otherwise would take in what is not its own."""
    rows = books()
    last = days(rows)[-1]
    last[1][1] = "2026-3-3"
    last[2:] = signed(last[1])[2:]

    assert ("day 2026-3-3 of the post", "day-out-of-place") in faults(rows)


def test_days_of_a_book_out_of_their_order_are_named() -> None:
    rows = books()
    first = rows.index(days(rows)[0])
    rows[first], rows[first + 1] = rows[first + 1], rows[first]

    assert {"day-missing", "day-out-of-place"} <= {reason for _, reason in faults(rows)}


def test_keys_that_lie_in_one_heap_are_told_apart() -> None:
    keys = Keys()
    for number in (*range(1_000), 7, 7, 0):
        keys.add(f"{number:032x}")

    assert list(keys.twins()) == [f"{0:032x}", f"{7:032x}"]


@pytest.mark.parametrize("key", ["", "00", "00" * 17, "zz" * 16])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"no key|hexadecimal"):
        Keys().add(key)
