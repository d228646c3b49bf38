"""Counting pieces, and making an amount of them: exact, the fewest, or a plain no."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from postkit.cash import (
    Denomination,
    Fault,
    change,
    difference,
    faults,
    fewest,
    from_text,
    supply,
    to_text,
    together,
    total,
)

DIRHAMS = (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10)
counts = st.dictionaries(st.sampled_from(DIRHAMS), st.integers(0, 500))
stocks = st.dictionaries(st.integers(1, 30), st.integers(0, 4), max_size=5)


def every_choice(amount: int, stock: dict[int, int]) -> int | None:
    """The fewest pieces, by trying all."""
    ways = product(*(range(pieces + 1) for pieces in stock.values()))
    fitting = [
        sum(way)
        for way in ways
        if sum(value * pieces for value, pieces in zip(stock, way, strict=True)) == amount
    ]
    return min(fitting, default=None)


@given(counts)
def test_a_count_survives_as_text(count: dict[int, int]) -> None:
    assert total(from_text(to_text(count))) == total(count)
    assert to_text(from_text(to_text(count))) == to_text(count)


@given(counts, counts)
def test_a_difference_added_is_the_count_again(counted: dict[int, int], expected: dict[int, int]) -> None:
    found = difference(counted=counted, expected=expected)

    assert together([expected, found]) == together([counted])
    assert total(found) == total(counted) - total(expected)


@pytest.mark.parametrize(
    "text",
    [
        "100x4 20000x3",  # not from the largest down: another text for the same count
        "100x1 100x2",  # twice
        "100x0",  # says nothing
        "100x-1",  # less than nothing
        "100 x 1",  # blanks
        " ",  # a blank alone
        "0100x1",  # another text for the same value
    ],
)
def test_a_text_that_no_count_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no count"):
        from_text(text)


def test_a_count_that_cannot_be_right_has_no_text() -> None:
    with pytest.raises(ValueError, match="cannot be right"):
        to_text({100: -1})


def test_every_fault_of_a_count_is_named() -> None:
    known = [Denomination(20_000, "note"), Denomination(50, "coin"), Denomination(10, "coin")]

    found = faults({20_000: -2, 7_000: 1, 50: 1.5, 10: 3}, known)  # type: ignore[dict-item]

    assert found == [Fault("negative", 20_000), Fault("unknown", 7_000), Fault("fraction", 50)]


@pytest.mark.parametrize(
    "wrong",
    [
        (0, "note", "current"),  # worth nothing
        (100, "token", "current"),  # no such kind
        (100, "coin", "sometimes"),  # no such use
    ],
)
def test_a_denomination_that_makes_no_sense_is_refused(wrong: tuple[int, str, str]) -> None:
    with pytest.raises(ValueError, match="a value above zero"):
        Denomination(*wrong)


@pytest.mark.parametrize(
    ("amount", "stock", "made"),
    [
        (0, {}, {}),  # nothing is made of nothing
        (6_000, {5_000: 1, 2_000: 3}, {2_000: 3}),  # the largest first would fail
        (6_000, {5_000: 1, 2_000: 2, 1_000: 0}, None),  # and here everything does
        (8_000, {5_000: 1, 2_000: 4, 1_000: 1, 500: 4}, {5_000: 1, 2_000: 1, 1_000: 1}),
        (5, {20: 9, 10: 9}, None),  # nothing so small
        (30_000, {20_000: 1, 10_000: 0, 5_000: 2}, {20_000: 1, 5_000: 2}),  # what is not there is not given
        (100, {50: 1}, None),  # not enough
        (6, {4: 1, 3: 2, 1: 2}, {3: 2}),  # two pieces where the largest first takes three
    ],
)
def test_an_amount_is_made_of_the_fewest_pieces(
    amount: int, stock: dict[int, int], made: dict[int, int] | None
) -> None:
    assert fewest(amount, stock) == made


@given(st.integers(0, 150), stocks)
def test_the_fewest_is_what_trying_all_finds(amount: int, stock: dict[int, int]) -> None:
    found = fewest(amount, stock)

    assert (None if found is None else sum(found.values())) == every_choice(amount, stock)
    if found is not None:
        assert total(found) == amount
        assert all(pieces <= stock[value] for value, pieces in found.items())


@given(counts, st.data())
def test_what_is_part_of_a_stock_can_always_be_made_of_it(stock: dict[int, int], data: st.DataObject) -> None:
    taken = {value: data.draw(st.integers(0, pieces)) for value, pieces in stock.items()}

    found = fewest(total(taken), stock)

    assert found is not None
    assert total(found) == total(taken)
    assert sum(found.values()) <= sum(taken.values())


@pytest.mark.parametrize("amount", [287_654_320, 307_811_520, 307_811_500, 123_456_785])
def test_a_vault_of_many_pieces_is_searched_at_once(amount: int) -> None:
    stock = {value: 7_919 for value in DIRHAMS if value != 10} | {10: 1}

    found = fewest(amount, stock)

    assert (found is not None) == (amount % 10 == 0)
    assert found is None or total(found) == amount


def test_change_may_come_out_of_what_was_paid() -> None:
    given_back = change(due=500, paid={500: 1, 200: 1}, till={})

    assert given_back == {200: 1}


def test_change_that_the_till_cannot_make_is_not_made() -> None:
    assert change(due=9_990, paid={10_000: 1}, till={20: 5}) is None


def test_less_than_is_due_gives_no_change() -> None:
    with pytest.raises(ValueError, match="less than what is due"):
        change(due=100, paid={50: 1}, till={})


def test_a_supply_follows_the_mix_and_leaves_what_is_kept() -> None:
    stock = {20_000: 100, 10_000: 30, 5_000: 30}

    sent = supply(1_000_000, stock, keep={10_000: 20}, mix={10_000: 500, 5_000: 100})

    assert sent == {20_000: 40, 10_000: 10, 5_000: 20}


def test_a_mix_gives_way_to_the_amount() -> None:
    stock = {5_000: 1, 2_000: 3}

    assert supply(6_000, stock, mix={5_000: 1000}) == {2_000: 3}


@given(st.integers(0, 10**7), counts, counts, st.permutations([0, 0, 0, 0, 300, 700]))
def test_a_supply_is_the_amount_or_cannot_be_made(
    amount: int, stock: dict[int, int], keep: dict[int, int], shares: list[int]
) -> None:
    mix = dict(zip(DIRHAMS, shares, strict=False))
    free = {value: max(pieces - keep.get(value, 0), 0) for value, pieces in stock.items()}

    sent = supply(amount, stock, keep=keep, mix=mix)

    assert (sent is None) == (fewest(amount, free) is None)
    if sent is not None:
        assert total(sent) == amount
        assert all(0 <= pieces <= free[value] for value, pieces in sent.items())


@given(st.integers(-5, 20), st.dictionaries(st.integers(-2, 5), st.integers(-2, 3)))
def test_what_makes_no_sense_is_refused(amount: int, stock: dict[int, int]) -> None:
    assume(amount < 0 or any(value <= 0 or pieces < 0 for value, pieces in stock.items()))

    with pytest.raises(ValueError, match="not below zero"):
        fewest(amount, stock)


def test_a_mix_of_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 1000 permille"):
        supply(100, {100: 1}, mix={100: 600, 50: 500})
