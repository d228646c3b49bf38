"""What is handed over: how much, where, when, and the same for every scenario."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.network.synthetic import synthetic_network
from postkit.promise import Legs, unroll
from postkit.simulation import Demand, Handed, Lateness, Peak, Product, demanded, replay
from postkit.simulation.draws import draws

MONDAY = date(2026, 3, 16)
NETWORK = synthetic_network(80, 4, seed=3)
DEMAND = Demand(3_000, (Product("letter", "standard", 3), Product("courier", "express", 1)))


@pytest.fixture(scope="module")
def legs() -> Legs:
    return unroll([(date.min, NETWORK)], MONDAY, 21)


def test_draws_are_even_and_differ_by_seed_and_purpose() -> None:
    ids = np.arange(100_000, dtype=np.uint64)
    one = draws(1, "attempt", ids)

    for other in (draws(2, "attempt", ids), draws(1, "late", ids)):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.02
    counts = np.histogram(one, bins=20, range=(0, 1))[0]
    assert ((counts - 5_000) ** 2 / 5_000).sum() < 45  # chi-square, 19 degrees: 1 in 1,000 is 43.8
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.02


def test_a_week_brings_what_was_asked_for(legs: Legs) -> None:
    items = demanded(replace(DEMAND, months=(1,) * 12), legs, days=7, seed=1)

    days = legs.clock.days_of(items.at)
    counts = np.bincount(days, minlength=7)
    assert abs(len(items) - 21_000) < 10
    assert counts[0] > counts[4] > counts[5] > counts[6] == 0
    assert abs((items.product == 0).mean() - 0.75) < 0.02
    hour = np.array([datetime.fromtimestamp(at * 60, legs.clock.zone).hour for at in items.at.tolist()])
    assert set(hour.tolist()) <= set(range(7, 20))
    assert (hour == 10).sum() > 4 * (hour == 18).sum() / 2


def test_hubs_hand_nothing_over_and_near_places_get_more(legs: Legs) -> None:
    items = demanded(DEMAND, legs, days=7, seed=1)
    flat = demanded(replace(DEMAND, distance_power=0.0), legs, days=7, seed=1)
    places = np.array([(site.latitude, site.longitude) for site in NETWORK.sites])

    def mean_distance(some: np.ndarray, others: np.ndarray) -> float:  # type: ignore[type-arg]
        return float(np.hypot(*(places[some] - places[others]).T).mean())

    assert items.origin.min() >= 4 <= items.destination.min()
    assert mean_distance(items.origin, items.destination) < 0.8 * mean_distance(flat.origin, flat.destination)


def test_people_decide_where_most_is_handed_over(legs: Legs) -> None:
    items = demanded(replace(DEMAND, people={"SY0010": 3_000, "SY0011": 1_000}), legs, days=7, seed=1)

    counts = np.bincount(items.origin, minlength=80)
    assert counts[10] + counts[11] == len(items)
    assert abs(counts[10] / len(items) - 0.75) < 0.02
    with pytest.raises(ValueError, match="XX is no office"):
        demanded(replace(DEMAND, people={"XX": 1.0}), legs, days=1, seed=1)


def test_more_demand_keeps_the_items_there_were(legs: Legs) -> None:
    """Common random numbers: the first items of each day are the same ones."""
    few, many = (demanded(replace(DEMAND, per_day=n), legs, days=7, seed=1) for n in (500, 900))

    places = {identity: at for at, identity in enumerate(many.identity.tolist())}
    there = [places[identity] for identity in few.identity.tolist()]
    for name in ("origin", "destination", "product", "at"):
        assert (getattr(few, name) == getattr(many, name)[there]).all(), name


def test_a_later_week_is_the_same_whether_or_not_the_weeks_before_are_asked_for(legs: Legs) -> None:
    both = demanded(DEMAND, legs, days=14, seed=1)
    second = demanded(DEMAND, legs, days=7, skip=7, seed=1)

    assert (both.at[-len(second) :] == second.at).all()
    assert (both.destination[-len(second) :] == second.destination).all()


def test_peaks_and_holidays_change_the_days_they_name() -> None:
    feast = MONDAY + timedelta(2)
    demand = replace(DEMAND, peaks=(Peak("sale", MONDAY, MONDAY + timedelta(1), 2.0),))
    legs = unroll([(date.min, replace(NETWORK, holidays=frozenset({feast})))], MONDAY, 7)

    plain, changed = (
        np.bincount(legs.clock.days_of(demanded(one, legs, days=7, seed=1).at), minlength=7)
        for one in (DEMAND, demand)
    )

    assert plain[2] == changed[2] == 0
    assert (abs(changed[:2] - 2 * plain[:2]) <= 1).all()
    assert (changed[3:] == plain[3:]).all()


@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_no_day_hands_over_a_negative_number(day: date) -> None:
    assert 0 <= DEMAND.on(day, is_holiday=True) <= DEMAND.on(day) <= 3 * DEMAND.per_day


def test_a_recorded_week_is_replayed_as_it_was() -> None:
    at = datetime(2026, 3, 16, 9, 0, 30, tzinfo=UTC)
    rows = [Handed("SY0010", "SY0020", "courier", at, "AA1"), Handed("SY0011", "SY0021", "letter", at, "AA2")]

    items, mixed = (replay(some, DEMAND.products, [site.code for site in NETWORK.sites])
                    for some in (rows, rows[::-1]))  # fmt: skip

    assert (items.origin.tolist(), items.destination.tolist(), items.product.tolist()) == (
        [10, 11], [20, 21], [1, 0])  # fmt: skip
    assert (
        items.at.tolist() == [int(at.timestamp()) // 60 + 1] * 2
    )  # a minute that has begun counts as the next
    assert items.identity.tolist() == mixed.identity.tolist()[::-1]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Handed("XX", "SY0020", "letter", datetime(2026, 3, 16, tzinfo=UTC)), "XX is no office"),
        (Handed("SY0020", "XX", "letter", datetime(2026, 3, 16, tzinfo=UTC)), "XX is no office"),
        (Handed("SY0020", "SY0021", "tractor", datetime(2026, 3, 16, tzinfo=UTC)), "tractor is none of"),
    ],
)
def test_a_replay_names_what_it_does_not_know(row: Handed, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replay([row], DEMAND.products, [site.code for site in NETWORK.sites])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Demand(-1),
        lambda: Demand(1, products=()),
        lambda: Demand(1, hours=(0,) * 24),
        lambda: Demand(1, weekdays=(1,) * 6),
        lambda: Peak("sale", MONDAY, MONDAY - timedelta(1), 2),
        lambda: Peak("sale", MONDAY, MONDAY, -2),
        lambda: Lateness((5,)),
        lambda: Lateness((5, 3)),
        lambda: Lateness((-5, 3)),
        lambda: Lateness.exponential(1.5, 10),
    ],
)
def test_shapes_that_make_no_sense_are_refused(make: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make()  # type: ignore[operator]


def test_a_lateness_is_as_frequent_and_as_long_as_it_says() -> None:
    minutes = Lateness.exponential(0.3, 40).minutes(draws(1, "late", np.arange(50_000, dtype=np.uint64)))

    assert abs((minutes > 0).mean() - 0.3) < 0.02
    assert abs(minutes[minutes > 0].mean() - 40) < 3
