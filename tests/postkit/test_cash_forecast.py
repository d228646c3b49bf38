"""The cash an office will need: the plain way, the model, who is believed, and how much is held."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.cash import FORECASTERS, Day, baseline, choose, order_up_to, replay, ridge, seasonal_naive
from postkit.cash.backtest import FEWEST_DAYS, FEWEST_ORIGINS, HORIZON, trial, upper
from postkit.cash.forecast import Floats, History, horizon
from postkit.cash.synthetic import flags_of, office

MONDAY = date(2025, 1, 6)
PENSIONS = frozenset({"pensions"})


def weekly(needs: list[int], flags: dict[int, frozenset[str]] | None = None) -> list[Day]:
    """One Monday after another."""
    return [
        Day(MONDAY + timedelta(weeks=at), need, (flags or {}).get(at, frozenset()))
        for at, need in enumerate(needs)
    ]


def steady(days: int, size: int = 1_000) -> list[Day]:
    """An office without surprises: each weekday its own need."""
    every = (MONDAY + timedelta(days=at) for at in range(days * 2))
    return [Day(day, size * day.isoweekday()) for day in every if day.isoweekday() < 7][:days]


def test_the_naive_forecast_is_the_last_same_weekday() -> None:
    history = [*weekly([10, 20]), Day(MONDAY + timedelta(days=8), 99)]
    ahead = [Day(MONDAY + timedelta(days=at)) for at in (14, 15, 16)]

    assert seasonal_naive(history, ahead).tolist() == [20, 99, 99]  # no Wednesday is known


@pytest.mark.parametrize(
    ("needs", "flags", "ahead", "forecast"),
    [
        ([10, 20, 30], {}, {}, 20),  # the median
        ([900, *[10] * 4, *[30] * 4], {}, {}, 20),  # of the last eight
        ([10, 10, 900], {2: PENSIONS}, {}, 10),  # days unlike others do not count as ordinary
        ([10, 10, 900], {2: PENSIONS}, {0: PENSIONS}, 900),  # and tell what their like needs
        ([10, 900, 30], {1: PENSIONS}, {0: PENSIONS}, 910),  # beyond what was ordinary then
        ([10, 10], {}, {0: PENSIONS}, 10),  # a flag never met says nothing
        ([], {}, {}, 0),  # nothing is known
    ],
)
def test_the_baseline_is_the_ordinary_weekday_and_what_flags_add(
    needs: list[int], flags: dict[int, frozenset[str]], ahead: dict[int, frozenset[str]], forecast: int
) -> None:
    after = Day(MONDAY + timedelta(weeks=len(needs)), flags=ahead.get(0, frozenset()))

    assert baseline(weekly(needs, flags), [after]).tolist() == [forecast]


def test_the_model_learns_weekdays_and_payments() -> None:
    """Pensions every tenth day add 5,000 to a steady office; the model, which shrinks what it learns, comes near."""
    history = [
        Day(day.date, day.need + 5_000 * (at % 10 == 0), PENSIONS if at % 10 == 0 else frozenset())
        for at, day in enumerate(steady(306))
    ]

    forecast = ridge(history[:300], history[300:])

    assert forecast == pytest.approx([day.need for day in history[300:]], rel=0.1)


@given(st.integers(1, 1000), st.sampled_from(sorted(FORECASTERS)))
def test_no_forecaster_looks_at_what_is_to_come(seed: int, name: str) -> None:
    past = office(seed=seed, days=120)
    hidden = [Day(day.date, 0, day.flags) for day in past[-6:]]

    assert np.array_equal(FORECASTERS[name](past[:-6], past[-6:]), FORECASTERS[name](past[:-6], hidden))


@given(st.integers(1, 1000), st.integers(2, 50), st.sampled_from(sorted(FORECASTERS)))
def test_an_office_so_many_times_as_large_needs_so_many_times_as_much(
    seed: int, times: int, name: str
) -> None:
    past = office(seed=seed, days=120)
    larger = [Day(day.date, day.need * times, day.flags) for day in past]

    small, large = (FORECASTERS[name](days[:-6], days[-6:]) for days in (past, larger))

    assert large == pytest.approx(small * times, rel=1e-6, abs=1e-3)


def test_days_out_of_order_are_refused() -> None:
    history = weekly([1, 2])

    for made in FORECASTERS.values():
        with pytest.raises(ValueError, match="once each and in order"):
            made(history, history[1:])


def test_a_trial_forecasts_each_day_once_from_days_before_it() -> None:
    history = steady(FEWEST_DAYS + 20)
    seen: list[tuple[date, date]] = []

    def watching(known: History, ahead: History) -> Floats:
        seen.append((known[-1].date, ahead[0].date))
        return np.zeros(len(ahead))

    tried = trial(history, watching)

    assert tried.came.shape == (3, HORIZON)
    assert tried.came.ravel().tolist() == [day.need for day in history[-18:]]
    assert all(known < ahead for known, ahead in seen)


def test_a_model_is_chosen_only_where_it_is_better_on_days_it_had_not_seen() -> None:
    history = office(seed=4, days=700)
    truth = {day.date: float(day.need) for day in history}

    def knowing(known: History, ahead: History) -> Floats:
        return np.array([truth[day.date] for day in ahead])

    assert choose(history, {"baseline": baseline, "knowing": knowing}).name == "knowing"


def test_a_model_that_errs_less_but_worse_is_not_chosen() -> None:
    """It knows everything but Wednesdays, of which it knows nothing: a level that suffices must cover those."""
    history = office(seed=4, days=700)
    truth = {day.date: float(day.need) for day in history}

    def blind(known: History, ahead: History) -> Floats:
        return np.array([truth[day.date] * (day.date.isoweekday() != 3) for day in ahead])

    choice = choose(history, {"baseline": baseline, "blind": blind})

    plain, other = choice.scores
    assert other.mean_error < plain.mean_error
    assert (choice.name, choice.reason) == ("baseline", "model-not-better")


def test_a_model_that_is_only_as_good_is_not_chosen() -> None:
    choice = choose(office(seed=4, days=700), {"baseline": baseline, "twin": baseline})

    assert (choice.name, choice.reason) == ("baseline", "model-not-better")


def test_where_a_payment_has_no_echo_the_baseline_is_good_enough() -> None:
    chosen = [choose(office(seed=seed, days=1_000, echo=0.0)).name for seed in range(501, 505)]

    assert chosen.count("baseline") >= 3


def test_with_too_little_history_the_baseline_stays() -> None:
    enough = FEWEST_DAYS + FEWEST_ORIGINS * HORIZON

    assert choose(steady(enough - 1)).reason == "too-little-history"
    assert choose(steady(enough)).scores


def test_both_beat_last_week_on_made_up_offices() -> None:
    scores = [
        {score.name: score.mean_error for score in choose(office(seed=seed, days=700)).scores}
        for seed in range(301, 305)
    ]

    assert all(found["baseline"] < 0.75 * found["seasonal-naive"] for found in scores)
    assert all(found["ridge"] < 0.75 * found["seasonal-naive"] for found in scores)


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=300), st.floats(0.5, 0.995))
def test_an_upper_error_is_exceeded_seldom_enough(errors: list[int], service: float) -> None:
    found, is_enough = upper(np.array(errors, np.float64), service)

    assert found in errors
    if is_enough:
        assert sum(error > found for error in errors) <= (1 - service) * (len(errors) + 1)
    else:
        assert found == max(errors)


def test_a_steady_office_holds_what_it_will_need_and_no_more() -> None:
    history = steady(306)

    level = order_up_to(history[:300], history[300:], baseline)

    assert level.amount == sum(day.need for day in history[300:])
    assert level.is_enough


def test_an_office_that_takes_in_more_than_it_pays_needs_nothing() -> None:
    history = steady(306, size=-1_000)

    assert order_up_to(history[:300], history[300:], baseline).amount == 0


def test_a_short_past_says_that_it_is_short() -> None:
    history = steady(FEWEST_DAYS + 30)

    assert not order_up_to(history[:-6], history[-6:], baseline).is_enough
    with pytest.raises(ValueError, match="too short"):
        order_up_to(history[:50], history[50:56], baseline)


def test_a_replay_asks_for_what_the_level_says() -> None:
    """One surprise in a steady office: its day and those after it until the next supply are without cash."""
    history = steady(312)
    history[301] = Day(history[301].date, history[301].need + 10**6)

    kept = replay(history, 300, baseline, days_ahead=6)

    assert (kept.days, kept.stock_outs) == (12, 5)


def test_cash_that_comes_in_ends_a_stock_out() -> None:
    history = steady(312)
    history[301] = Day(history[301].date, history[301].need + 10**6)
    history[302] = Day(history[302].date, -(10**5))

    assert replay(history, 300, baseline, days_ahead=6).stock_outs == 1


def test_cash_runs_out_on_about_one_day_in_a_hundred() -> None:
    lived = [replay(office(seed=seed, days=1_096), 624, baseline, days_ahead=6) for seed in range(401, 409)]

    share = sum(kept.stock_outs for kept in lived) / sum(kept.days for kept in lived)

    assert share <= 0.02


def test_a_made_up_office_is_the_same_for_the_same_seed_and_no_other() -> None:
    assert office(seed=7, days=200) == office(seed=7, days=200)
    assert office(seed=7, days=200) != office(seed=8, days=200)


def test_made_up_flags_do_not_depend_on_where_one_begins() -> None:
    whole = flags_of(date(2025, 1, 1), date(2026, 1, 1))
    later = flags_of(date(2025, 6, 1), date(2026, 1, 1))

    assert later == {day: flags for day, flags in whole.items() if day >= date(2025, 6, 1)}
    assert {flag for flags in whole.values() for flag in flags} == {
        "pensions", "social-aid", "salaries", "before-feast", "fasting",
    }  # fmt: skip


def test_an_office_that_never_opens_has_no_days_ahead() -> None:
    with pytest.raises(ValueError, match="no day is ever open"):
        horizon(date(2026, 1, 1), 1, lambda day: False)
