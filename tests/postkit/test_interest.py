"""Interest: what is borne is exact, is rounded once, and is the same for one account and for a million."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from postkit.interest import (
    DAY_COUNTS,
    METHODS,
    MOST,
    ROUNDINGS,
    Interests,
    Period,
    Terms,
    accrue,
    accrue_many,
    between,
    rounded,
)

BEGIN = date(2023, 11, 1)
days = st.integers(0, 550).map(lambda after: BEGIN + timedelta(days=after))  # with a 29 February among them
amounts = st.integers(-(10**9), 10**13)
labels = st.sampled_from(["2024", "2024-H1", "2024-Q1", "2024-Q4", "2024-02", "2023-12"])


def table(most: int) -> st.SearchStrategy[tuple[tuple[date, int], ...]]:
    return st.dictionaries(days, st.integers(0, most), max_size=3).map(
        lambda rows: tuple(sorted(rows.items()))
    )


histories = st.dictionaries(days, amounts, max_size=12).map(lambda rows: sorted(rows.items()))
terms = st.builds(
    Terms,
    rates=table(900),
    day_count=st.sampled_from(DAY_COUNTS),
    method=st.sampled_from(METHODS),
    minimum=st.sampled_from([0, 10_000]),
    tax=table(1000),
    rounding=st.sampled_from(ROUNDINGS),
)


def plain(rate: int, **more: object) -> Terms:
    return Terms(((date(2000, 1, 1), rate),), **more)  # type: ignore[arg-type]


def many(terms: Terms, period: Period, histories: list[list[tuple[date, int]]], **more: object) -> Interests:
    rows = [(at, *row) for at, history in enumerate(histories) for row in history]
    account, day, balance = zip(*rows, strict=True) if rows else ((), (), ())
    return accrue_many(
        terms, period,
        np.array(account, np.int64), np.array(day, "datetime64[D]"), np.array(balance, np.int64),
        accounts=len(histories), **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day_count", "label", "exact"),
    [
        ("act/360", "2025-Q1", Fraction(90, 360)),  # 31 + 28 + 31 days
        ("act/365", "2024-Q1", Fraction(91, 365)),  # a leap day more, over the same year
        ("act/act", "2024-Q1", Fraction(91, 366)),  # the year itself is longer
        ("act/act", "2024", Fraction(1)),  # any whole year is one
        ("act/365", "2024", Fraction(366, 365)),  # here a leap year is more than one
        ("30/360", "2024-Q1", Fraction(1, 4)),  # months are equal
        ("30/360", "2024-02", Fraction(1, 12)),  # the short one too
    ],
)
def test_a_day_count_says_which_part_of_a_year_a_period_is(
    day_count: str, label: str, exact: Fraction
) -> None:
    period = Period("savings", label)

    paid = accrue(plain(100, day_count=day_count), period, [(date(2020, 1, 1), 10_000)])

    assert paid.exact == 100 * exact


def test_equal_months_count_the_night_after_the_31st_and_not_the_one_before() -> None:
    terms, held = plain(3_600, day_count="30/360"), [(date(2020, 1, 1), 1_000)]

    nights = [
        between(terms, day, day + timedelta(days=1), held) for day in (date(2025, 1, 30), date(2025, 1, 31))
    ]

    assert nights == [0, 1]
    assert between(terms, date(2025, 2, 28), date(2025, 3, 1), held) == 3  # and three after a short February


@pytest.mark.parametrize(
    ("method", "history", "fortnights"),
    [
        ("fortnight", [(date(2025, 1, 15), 2_400)], 5),  # bears from the 16th
        ("fortnight", [(date(2025, 1, 16), 2_400)], 4),  # bears from the 1st of February
        ("fortnight", [(date(2024, 12, 31), 2_400)], 6),  # the whole quarter
        ("fortnight", [(date(2025, 1, 1), 2_400)], 5),  # the 1st is a day of the first fortnight
        ("fortnight", [(date(2024, 12, 1), 2_400), (date(2025, 2, 15), 0)], 2),  # until the 1st of February
        ("fortnight", [(date(2024, 12, 1), 2_400), (date(2025, 2, 16), 0)], 3),  # until the 16th
        (
            "fortnight",
            [(date(2025, 1, 20), 2_400), (date(2025, 1, 28), 0)],
            0,
        ),  # never there on a 1st or 16th
        ("fortnight-lowest", [(date(2024, 12, 1), 2_400), (date(2025, 2, 15), 0)], 2),  # as above
        ("fortnight-lowest", [(date(2025, 1, 15), 2_400)], 5),  # as above
    ],
)
def test_savings_bear_by_fortnights(method: str, history: list[tuple[date, int]], fortnights: int) -> None:
    paid = accrue(plain(100, method=method, day_count="30/360"), Period("savings", "2025-Q1"), history)

    assert paid.exact == fortnights  # 24.00 at 1 % bear a centime a fortnight


def test_what_comes_and_goes_within_a_fortnight_costs_interest_only_by_the_strict_rule() -> None:
    history = [(date(2024, 12, 1), 2_400), (date(2025, 1, 3), 4_800), (date(2025, 1, 10), 2_400)]
    quarter = Period("savings", "2025-Q1")

    strict = accrue(plain(100, method="fortnight", day_count="30/360"), quarter, history)
    lowest = accrue(plain(100, method="fortnight-lowest", day_count="30/360"), quarter, history)

    assert (strict.exact, lowest.exact) == (5, 6)


def test_a_rate_holds_from_its_day_on() -> None:
    terms = Terms(((date(2025, 1, 1), 100), (date(2025, 1, 11), 200)), day_count="act/360")

    paid = accrue(terms, Period("savings", "2025-01"), [(date(2024, 1, 1), 360_000)])

    assert paid.exact == 10 * 10 + 21 * 20


def test_a_balance_below_the_minimum_bears_nothing() -> None:
    terms = plain(360, minimum=10_000, day_count="act/360")
    history = [(date(2025, 1, 1), 9_999), (date(2025, 1, 21), 10_000)]

    assert accrue(terms, Period("savings", "2025-01"), history).exact == 11


def test_a_debt_bears_nothing() -> None:
    assert accrue(plain(1000), Period("savings", "2025"), [(date(2025, 1, 1), -500_000)]).exact == 0


def test_tax_is_taken_of_what_is_credited_at_the_rate_of_the_last_day() -> None:
    terms = plain(100, day_count="30/360", tax=((date(2020, 1, 1), 200), (date(2025, 3, 31), 300)))

    paid = accrue(terms, Period("savings", "2025-Q1"), [(date(2024, 1, 1), 404_200)])

    assert (paid.exact, paid.gross, paid.tax, paid.net) == (Fraction(2021, 2), 1010, 303, 707)


def test_the_middle_goes_where_it_was_agreed() -> None:
    halves = [Fraction(n, 2) for n in (1, 3, 5)]

    assert [rounded(half) for half in halves] == [0, 2, 2]
    assert [rounded(half, "half-up") for half in halves] == [1, 2, 3]


@given(terms, histories, days, days, days)
def test_a_period_may_be_cut_at_any_day(
    terms: Terms, history: list[tuple[date, int]], first: date, cut: date, until: date
) -> None:
    first, cut, until = sorted((first, cut, until))

    halves = between(terms, first, cut, history) + between(terms, cut, until, history)

    assert halves == between(terms, first, until, history)


@given(terms, histories, st.lists(st.integers(0, 10**9), min_size=12, max_size=12), labels)
def test_more_on_each_day_never_bears_less(
    terms: Terms, history: list[tuple[date, int]], more: list[int], label: str
) -> None:
    """By the strict rule of fortnights, only what does not move bears more: a movement has its price."""
    added = sorted(more)[:1] * 12 if terms.method == "fortnight" else more
    assume(terms.method != "fortnight" or not history or history[0][1] >= 0)
    richer = [(day, balance + extra) for (day, balance), extra in zip(history, added, strict=False)]
    period = Period("savings", label)

    assert accrue(terms, period, richer).exact >= accrue(terms, period, history).exact


@given(histories, labels, st.sampled_from(METHODS))
def test_a_rate_of_zero_bears_zero(history: list[tuple[date, int]], label: str, method: str) -> None:
    assert accrue(plain(0, method=method), Period("savings", label), history).exact == 0


@given(terms, histories)
def test_a_carry_loses_nothing_over_a_year(terms: Terms, history: list[tuple[date, int]]) -> None:
    left, paid = Fraction(0), 0
    for quarter in range(1, 5):
        found = accrue(terms, Period("savings", f"2024-Q{quarter}"), history, carry=left)
        paid, left = paid + found.gross, found.left

    assert paid + left == between(terms, date(2024, 1, 1), date(2025, 1, 1), history)
    assert abs(left) <= Fraction(1, 2)


@given(terms, st.lists(histories, max_size=5), labels, st.booleans())
def test_a_batch_is_to_the_unit_what_each_account_is(
    terms: Terms, histories: list[list[tuple[date, int]]], label: str, is_second: bool
) -> None:
    period, before = Period("savings", label), Period("savings", "2023-11")
    carried = many(terms, before, histories)
    carry = (carried.left, carried.scale) if is_second else None

    found = many(terms, period, histories, carry=carry)

    for at, history in enumerate(histories):
        left = Fraction(int(carried.left[at]), carried.scale) if is_second else Fraction(0)
        one = accrue(terms, period, history, carry=left)
        assert (found.gross[at], found.tax[at]) == (one.gross, one.tax)
        assert Fraction(int(found.left[at]), found.scale) == one.left


@given(
    st.integers(MOST - 10**6, MOST - 1),
    st.sampled_from(DAY_COUNTS),
    st.sampled_from(METHODS),
    st.integers(9_000, 9_836),
)
@example(MOST - 1, "act/act", "fortnight", 9_836)
def test_the_largest_balance_does_not_overflow(balance: int, day_count: str, method: str, rate: int) -> None:
    terms, period = plain(rate, day_count=day_count, method=method), Period("savings", "2024")
    history = [(date(2023, 1, 1), balance)]

    assert many(terms, period, [history]).gross[0] == accrue(terms, period, history).gross


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_count": "act/364"},  # no such year
        {"method": "monthly"},  # no such rule
        {"rounding": "down"},  # nobody agreed to that
        {"rates": ((date(2025, 1, 1), -1),)},  # a fee is not interest
        {"rates": ((date(2025, 1, 1), 100), (date(2025, 1, 1), 200))},  # two rates on one day
        {"tax": ((date(2025, 1, 1), 1001),)},  # more than all
    ],
)
def test_terms_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"is none of|begins after|a rate is from"):
        Terms(**({"rates": ((date(2025, 1, 1), 100),)} | wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("label", ["", "26", "2026-Q5", "2026-13", "2026-H3", "2026-Q1 ", "2026-1"])
def test_a_period_has_a_label_that_everyone_reads_alike(label: str) -> None:
    with pytest.raises(ValueError, match="is no period"):
        Period("savings", label)


def test_a_day_that_comes_twice_is_refused() -> None:
    twice = [(date(2025, 1, 1), 5), (date(2025, 1, 1), 6)]

    with pytest.raises(ValueError, match="once each and in order"):
        accrue(plain(100), Period("savings", "2025"), twice)
    with pytest.raises(ValueError, match="each day once"):
        many(plain(100), Period("savings", "2025"), [twice])


def test_a_batch_refuses_the_parts_of_other_terms() -> None:
    carried = many(plain(100, day_count="act/360"), Period("savings", "2025-Q1"), [[]])

    with pytest.raises(ValueError, match="same parts"):
        many(plain(100), Period("savings", "2025-Q2"), [[]], carry=(carried.left, carried.scale))
