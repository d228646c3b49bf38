"""The estimate that learns: shrunk where little is known, whole, calibrated, and never thrown by bad rows."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.estimate import (
    Distribution,
    Experience,
    Lateness,
    Levels,
    Observation,
    calibration,
    combine,
    fit,
    fit_lateness,
    tune,
    walk,
    wilson,
)

LEVELS = (0.5, 0.8, 0.95)
durations = st.lists(st.integers(0, 5_000), min_size=1, max_size=40)
paths = st.tuples(st.sampled_from("abc"), st.sampled_from("xy"))
observations = st.lists(st.builds(Observation, st.integers(0, 5_000), paths), min_size=1, max_size=60)


def even(values: list[int]) -> Distribution:
    return Distribution.of(values, np.ones(len(values)))


@given(observations, paths, st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_a_higher_level_is_never_an_earlier_estimate(
    seen: list[Observation], path: tuple[str, str], levels: list[float]
) -> None:
    said = fit(seen).quantiles(path, sorted(levels))

    assert list(said) == sorted(said)


@given(observations, paths)
def test_an_experience_survives_as_json(seen: list[Observation], path: tuple[str, str]) -> None:
    experience = fit(seen, shrinkage=3)

    again = Experience.from_json(experience.to_json())

    assert again == experience
    assert again.quantiles(path, LEVELS) == experience.quantiles(path, LEVELS)


@given(observations, st.randoms())
def test_the_order_of_what_happened_does_not_matter(seen: list[Observation], chance: object) -> None:
    mixed = list(seen)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert fit(mixed) == fit(seen)


@given(observations, paths)
def test_building_only_what_is_asked_changes_no_answer(
    seen: list[Observation], path: tuple[str, str]
) -> None:
    assert fit(seen, asked=[path]).quantiles(path, LEVELS) == fit(seen).quantiles(path, LEVELS)


def test_shrinkage_is_the_share_that_arithmetic_gives() -> None:
    """Two own parcels of 10 against a region of two 10 and two 40, counted as six: 8 parts in 8 are not 10."""
    seen = [Observation(10, ("thin", "r")), Observation(10, ("thin", "r"))]
    seen += [Observation(40, ("other", "r")), Observation(40, ("other", "r"))]

    found = fit(seen, shrinkage=6).distribution(("thin", "r"))

    assert found.share_within(10) == pytest.approx((2 + 6 * 0.5) / 8)


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (1, 100.0),  # one parcel says little against a hundred of its region
        (2_000, 10.0),  # two thousand speak for themselves
    ],
)
def test_a_thin_group_follows_its_region_and_a_thick_one_itself(own: int, says: float) -> None:
    seen = [Observation(100, ("other", "region"))] * 100 + [Observation(10, ("lane", "region"))] * own

    assert fit(seen, shrinkage=15).quantile(("lane", "region"), 0.9) == says


def test_a_group_never_seen_expects_what_its_region_does() -> None:
    seen = [Observation(10, ("lane", "north")), Observation(99, ("far", "south"))]

    experience = fit(seen)

    assert experience.quantiles(("new", "north"), LEVELS) == experience.quantiles(("north",), LEVELS)


def test_without_shrinkage_a_group_speaks_for_itself() -> None:
    seen = [Observation(10, ("lane", "r")), Observation(99, ("far", "r"))]

    assert fit(seen, shrinkage=0).quantile(("lane", "r"), 1.0) == 10


def test_what_cannot_be_right_is_kept_aside_and_counted() -> None:
    good = [Observation(minutes) for minutes in range(100)]
    bad = [Observation(-5), Observation(math.nan), Observation(math.inf), Observation(10_000_000)]
    bad.append(Observation(3_000))

    experience = fit(good + bad, longest=5_000)

    assert experience.aside == {"far-off": 1, "negative": 1, "no-number": 2, "too-long": 1}
    assert experience == fit(good + bad, longest=5_000)
    assert experience.quantiles((), LEVELS) == fit(good).quantiles((), LEVELS)


def test_lateness_may_be_negative() -> None:
    assert fit_lateness([Observation(-30)]).experience.aside == {}


def test_nothing_observed_is_said_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="nothing has been observed"):
        fit([Observation(-1)]).quantile((), 0.5)
    for broken in ("{", "{}", "[]", '{"experience": 3}'):
        with pytest.raises(ValueError, match="written as JSON"):
            Experience.from_json(broken)
        with pytest.raises(ValueError, match="written as JSON"):
            Lateness.from_json(broken)


def test_the_old_is_forgotten_by_its_half_life() -> None:
    seen = [Observation(50, ended=0)] * 2 + [Observation(10, ended=30)]

    found = fit(seen, half_life=30, at=30).distribution(())

    assert found.share_within(10) == pytest.approx(0.5)


def test_what_has_not_ended_yet_is_not_known() -> None:
    seen = [Observation(10, ended=5), Observation(90, ended=50)]

    assert fit(seen, at=20) == fit(seen[:1])


def test_forgetting_does_not_favour_the_quick() -> None:
    """Every day one parcel of 1 day and one of 20: half are quick, however short the memory."""
    seen = [Observation(took, began=day, ended=day + took) for day in range(400) for took in (1.0, 20.0)]

    found = fit(seen, half_life=10, at=300).distribution(())

    assert found.share_within(1) == pytest.approx(0.5, abs=0.01)


@given(durations)
def test_condensing_keeps_mass_and_mean_and_hardly_moves_a_quantile(values: list[int]) -> None:
    whole = even(values)

    short = whole.condensed(8)

    assert len(short.values) <= 8
    assert short.mass == pytest.approx(whole.mass)
    assert short.mean == pytest.approx(whole.mean)
    assert whole.values[0] - 1e-6 <= short.values[0] <= short.values[-1] <= whole.values[-1] + 1e-6


@given(st.lists(durations, min_size=1, max_size=3))
def test_the_mean_of_the_whole_is_the_sum_of_the_means(parts: list[list[int]]) -> None:
    whole = combine([even(part) for part in parts])

    assert whole.mean == pytest.approx(sum(even(part).mean for part in parts), abs=1e-6)
    assert whole.mass == pytest.approx(1)


def test_a_whole_is_what_all_pairs_give() -> None:
    one, other = [3, 8, 8, 20], [1, 5, 700]

    whole = combine([even(one), even(other)])

    sums = even([a + b for a in one for b in other])
    levels = [place / 100 for place in range(101)]
    assert np.allclose(whole.quantiles(levels), sums.quantiles(levels))


def test_a_long_grid_gives_what_a_short_one_does() -> None:
    chance = np.random.default_rng(3)
    parts = [even(list(chance.integers(0, 3_000, 400))) for _ in range(3)]

    fine, coarse = combine(parts), combine(parts, step=16)

    assert np.allclose(fine.quantiles(LEVELS), coarse.quantiles(LEVELS), atol=32)


def test_nine_in_ten_of_a_whole_is_less_than_nine_in_ten_of_every_part() -> None:
    leg = even([60] * 8 + [240] * 2)

    whole = combine([leg] * 4).quantile(0.9)

    assert whole < 4 * leg.quantile(0.9)
    assert whole == 4 * 60 + 2 * 180


def test_an_estimate_is_never_before_the_hand_over() -> None:
    late = fit_lateness([Observation(-5_000)])
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)

    assert late.estimate(1_000, (), 0.5, not_before=900) == 900
    assert late.moments(now + timedelta(days=1), (), LEVELS, not_before=now) == (now, now, now)


def test_a_lateness_survives_as_json_with_its_levels() -> None:
    chance = np.random.default_rng(1)
    seen = [Observation(float(minutes), ("lane",)) for minutes in chance.integers(-60, 900, 50)]
    late = Lateness(fit_lateness(seen).experience, Levels.of([0.8, 0.9, 0.95] * 5))

    again = Lateness.from_json(late.to_json())

    assert again.late(("lane",), LEVELS) == late.late(("lane",), LEVELS)
    assert late.late(("lane",), LEVELS) != late.experience.quantiles(("lane",), LEVELS)


@given(st.lists(st.floats(0, 1), max_size=40), st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_corrected_levels_keep_their_order(ranks: list[float], levels: list[float]) -> None:
    corrected = [Levels.of(ranks).corrected(level) for level in sorted(levels)]

    assert corrected == sorted(corrected)
    assert all(0 <= level <= 1 for level in corrected)


def drifting(days: int = 400) -> list[Observation]:
    """Four parcels a day; after a year they take twice as long."""
    chance = np.random.default_rng(7)
    seen = []
    for day in np.repeat(np.arange(days), 4):
        took = float(chance.gamma(3, 1)) * (2 if day > days // 2 else 1)
        seen.append(Observation(took, ("lane",), float(day), day + took))
    return seen


def test_levels_that_correct_themselves_follow_a_bad_season() -> None:
    seen = drifting()

    lived = walk(seen, every=1, shrinkage=5, half_life=None, memories=(None, 14.0), levels=LEVELS)

    bad = [at for at, row in enumerate(seen) if row.began > 240]
    kept = {
        memory: np.mean([seen[at].value <= said[at, 1] for at in bad]) for memory, said in lived.said.items()
    }
    assert kept[None] < 0.7
    assert kept[14.0] == pytest.approx(0.8, abs=0.04)


def test_what_is_said_rests_on_nothing_that_ended_later() -> None:
    seen = drifting(60)
    changed = [
        Observation(row.value * 9, row.path, row.began, row.ended) if row.ended > 30 else row for row in seen
    ]
    asked = [at for at, row in enumerate(seen) if row.began < 31]

    one, other = (
        walk(rows, every=1, shrinkage=5, half_life=20, memories=(7.0,), levels=LEVELS).said[7.0][asked]
        for rows in (seen, changed)
    )

    assert np.array_equal(one, other, equal_nan=True)
    assert not np.isnan(one[-1]).any()


def test_tuning_forgets_where_things_have_changed() -> None:
    question = {"since": 210, "until": 300, "settle": 10, "shrinkages": (5.0, 20.0), "every": 7}

    free = tune(drifting(), half_lives=(None, 200.0, 10.0), **question)  # type: ignore[arg-type]
    bound = tune(drifting(), half_lives=(None,), **question)  # type: ignore[arg-type]

    assert free.half_life == 10.0
    assert free.loss < 0.9 * bound.loss


def test_tuning_shrinks_much_where_all_lanes_are_alike_and_little_where_they_are_not() -> None:
    chance = np.random.default_rng(11)
    question = {"since": 100, "until": 200, "every": 20, "shrinkages": (1.0, 1_000.0)}

    def lanes(apart: float) -> list[Observation]:
        return [
            Observation(chance.gamma(3, 1) + apart * lane, (f"lane {lane}",), float(day), float(day))
            for day in range(200)
            for lane in range(6)
        ]

    assert tune(lanes(0), **question).shrinkage == 1_000  # type: ignore[arg-type]
    assert tune(lanes(5), **question).shrinkage == 1  # type: ignore[arg-type]


def test_tuning_judges_by_nothing_that_was_not_known_at_its_end() -> None:
    seen = drifting(100)
    later = [Observation(9_999, ("lane",), 95.0, 500.0)] * 50
    question = {"since": 50, "until": 100, "every": 7, "settle": 5, "shrinkages": (1.0, 50.0)}

    assert tune(seen + later, **question) == tune(seen, **question)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="name a later time"):
        tune(seen, since=0, until=0.5, every=7, shrinkages=(1.0,))


def test_calibration_counts_what_was_kept() -> None:
    found = calibration({0.8: [5, 5, 5, 5], 0.5: [2, 2, 2, 2]}, [1, 2, 3, 9])

    assert [(kept.level, kept.share, kept.width) for kept in found.levels] == [(0.5, 0.5, 0), (0.8, 0.75, 3)]
    assert found.mean_error == (1 + 0 + 1 + 7) / 4
    with pytest.raises(ValueError, match="nothing to compare"):
        calibration({0.5: []}, [])


@given(st.integers(1, 3_000), st.data())
def test_the_interval_holds_the_share_that_was_seen(count: int, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, count))

    low, high = wilson(kept, count)

    assert 0 <= low <= kept / count + 1e-12
    assert kept / count - 1e-12 <= high <= 1
