"""What an office should do with its cash, and on which days money is paid out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.cash import Advice, Limits, PaymentRule, Position, advise, days_above, payment_days

OFFICE = Limits(minimum=2_000, maximum=10_000, bundle=100)
amounts = st.integers(0, 30_000)
positions = st.builds(
    Position, cash=amounts, liabilities=amounts, on_the_way=amounts, is_pay_day=st.booleans()
)


@pytest.mark.parametrize(
    ("position", "action", "amount", "reasons"),
    [
        (Position(5_000), "nothing", 0, ("within-limits",)),
        (Position(9_999), "nothing", 0, ("within-limits",)),  # not reached
        (Position(10_000), "remit", 8_000, ("maximum-reached",)),  # reached: all above the minimum
        (Position(10_250), "remit", 8_200, ("maximum-reached",)),  # whole bundles
        (Position(12_000, is_pay_day=True), "nothing", 0, ("maximum-reached", "pay-day")),
        (Position(12_000, 5_000), "nothing", 0, ("within-limits", "liabilities-counted")),  # it is needed
        (Position(12_000, 11_000), "ask", 1_000, ("minimum-not-held", "liabilities-counted")),
        (Position(1_950), "ask", 100, ("minimum-not-held",)),  # a whole bundle
        (Position(0), "ask", 2_000, ("minimum-not-held",)),
        (Position(500, 0, 2_000), "nothing", 0, ("within-limits", "on-the-way-counted")),  # it is coming
        (
            Position(1_000, 0, 12_000), "remit", 1_000,
            ("maximum-reached", "on-the-way-counted", "cash-on-the-way"),
        ),  # no more than there is
        (
            Position(0, 0, 12_000), "nothing", 0,
            ("maximum-reached", "on-the-way-counted", "cash-on-the-way", "below-one-bundle"),
        ),
    ],
)  # fmt: skip
def test_an_office_is_advised_by_its_limits(
    position: Position, action: str, amount: int, reasons: tuple[str, ...]
) -> None:
    assert advise(position, OFFICE) == Advice(action, amount, reasons)


@pytest.mark.parametrize(
    ("level", "amount", "reasons"),
    [
        (7_000, 4_000, ("level-not-held",)),
        (99_000, 6_900, ("level-not-held",)),  # the maximum itself would be sent back
        (1_000, 0, ("within-limits",)),  # the minimum is held
    ],
)
def test_a_forecast_says_up_to_where_to_ask(level: int, amount: int, reasons: tuple[str, ...]) -> None:
    found = advise(Position(3_000), OFFICE, order_up_to=level)

    assert (found.amount, found.reasons) == (amount, reasons)


@given(positions, st.one_of(st.none(), amounts))
def test_whoever_follows_an_advice_is_within_the_limits(position: Position, level: int | None) -> None:
    advice = advise(position, OFFICE, order_up_to=level)
    moved = {"ask": advice.amount, "remit": -advice.amount, "nothing": 0}[advice.action]

    assert advice.amount % OFFICE.bundle == 0
    assert (advice.action == "nothing") == (advice.amount == 0)
    assert position.cash + min(moved, 0) >= 0
    free = position.free + moved
    if advice.action == "ask":
        assert OFFICE.minimum <= free < OFFICE.maximum
    if advice.action == "remit":
        assert free >= OFFICE.minimum
        assert free < OFFICE.minimum + OFFICE.bundle or "cash-on-the-way" in advice.reasons
    if advice.action == "nothing" and "below-one-bundle" not in advice.reasons:
        assert free >= OFFICE.minimum


@pytest.mark.parametrize(
    "wrong",
    [
        (-1, 10, 1),  # below zero
        (10, 10, 1),  # no room
        (0, 10, 0),  # nothing can be moved
        (0, 10, 11),  # a bundle that leaps over both limits
    ],
)
def test_limits_that_make_no_sense_are_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="between the limits"):
        Limits(*wrong)


def test_a_position_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="not below zero"):
        Position(-1)


def test_evenings_above_the_maximum_are_counted() -> None:
    assert days_above([10_000, 10_001, 0, 20_000], OFFICE) == 2


def weekdays(day: date) -> bool:
    return day.isoweekday() < 6


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (PaymentRule("p", (5,), "before"), ["2026-08-05", "2026-09-04", "2026-10-05"]),  # a Saturday
        (PaymentRule("p", (5,), "after"), ["2026-08-05", "2026-09-07", "2026-10-05"]),
        (PaymentRule("p", (5,), "never"), ["2026-08-05", "2026-10-05"]),
        (PaymentRule("p", (31,), "before"), ["2026-08-31", "2026-09-30", "2026-10-30"]),  # the last
        (PaymentRule("p", (1, 15), months=(9,)), ["2026-09-01", "2026-09-15"]),
        (PaymentRule("p", (1,), "before", (11,)), ["2026-10-30"]),  # it comes into the month before
    ],
)
def test_a_payment_keeps_its_day_or_moves_to_one_that_is_worked(rule: PaymentRule, days: list[str]) -> None:
    found = payment_days([rule], date(2026, 8, 1), date(2026, 11, 1), weekdays)

    assert [day.isoformat() for day in found] == days


def test_a_payment_of_the_month_after_may_come_in_this_one() -> None:
    """The 1st of November 2026 is a Sunday."""
    found = payment_days([PaymentRule("p", (1,))], date(2026, 10, 30), date(2026, 10, 31), weekdays)

    assert found == {date(2026, 10, 30): frozenset({"p"})}


@given(st.integers(0, 400), st.integers(0, 60), st.sampled_from(["before", "after", "never"]))
def test_a_calendar_may_be_asked_in_parts(begins: int, length: int, when_closed: str) -> None:
    rules = [PaymentRule("a", (1, 30), when_closed), PaymentRule("b", (15, 31), when_closed)]
    first = date(2026, 1, 1) + timedelta(days=begins)
    cut, until = first + timedelta(days=length), first + timedelta(days=90)

    parts = payment_days(rules, first, cut, weekdays) | payment_days(rules, cut, until, weekdays)

    assert parts == payment_days(rules, first, until, weekdays)
    assert all(weekdays(day) for day in parts)


@pytest.mark.parametrize(
    "wrong",
    [
        ("", (1,), "before", (1,)),  # no code
        ("p", (), "before", (1,)),  # no day
        ("p", (32,), "before", (1,)),  # no such day
        ("p", (1,), "sometimes", (1,)),  # no such rule
        ("p", (1,), "before", ()),  # no month
        ("p", (1,), "before", (13,)),  # no such month
    ],
)
def test_a_payment_rule_that_makes_no_sense_is_refused(
    wrong: tuple[str, tuple[int, ...], str, tuple[int, ...]],
) -> None:
    with pytest.raises(ValueError, match="a code, days 1 to 31"):
        PaymentRule(*wrong)
