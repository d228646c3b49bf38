from datetime import UTC, date, datetime, timedelta

import pytest

from rekkas.network import queries
from rekkas.network.commands import Delivered, Moved, learn_experience, lesson_of, note_movements
from rekkas.network.errors import NothingToLearn
from rekkas.network.queries import Question
from tests.network.drafts import ENGINEER
from tests.territory.packs import load

pytestmark = pytest.mark.django_db
LORRY = "MAT00002"  # Rabat 20:00, Casablanca 21:30; the van to the delivery office leaves at 5:30
FIRST = date(2026, 4, 6)
AFTER = datetime(2026, 6, 29, 9, tzinfo=UTC)  # a Monday; a promise says Tuesday
WEEKDAYS = [FIRST + timedelta(days=n) for n in range(75) if (FIRST + timedelta(days=n)).isoweekday() < 5]


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def morning(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)


def deliveries(late_every: int = 0) -> list[Delivered]:
    """One a working day, promised for the next and delivered then; every so many a day later."""
    return [
        Delivered(
            "MA0005", "MA0004", "standard", morning(day), day + timedelta(days=1),
            day + timedelta(days=1 + (late_every > 0 and n % late_every == 0)),
            arrived_at=morning(day + timedelta(days=1), 6),
        )
        for n, day in enumerate(WEEKDAYS)
    ]  # fmt: skip


def learn(known: list[Delivered]) -> dict[str, object]:
    lesson = lesson_of(country="MA", deliveries=known, since=morning(FIRST))
    learn_experience(country="MA", lesson=lesson, by=ENGINEER, at=AFTER)
    return lesson.calibration


def estimate() -> dict[float, date]:
    (found,) = queries.estimates_for([Question("MA0005", "MA0004", AFTER)])
    return found


def test_nothing_is_estimated_before_anything_was_learned() -> None:
    assert estimate() == {}
    with pytest.raises(NothingToLearn, match="29 deliveries"):
        learn(deliveries()[:29])


def test_where_everything_came_as_promised_the_estimate_is_the_promise() -> None:
    learn(deliveries())

    assert set(estimate().values()) == {date(2026, 6, 30)}


def test_doors_that_take_a_day_more_now_and_then_show_at_the_high_levels_only() -> None:
    found = learn(deliveries(late_every=6))

    assert [estimate()[level] for level in (0.5, 0.8, 0.95)] == [
        date(2026, 6, 30), date(2026, 6, 30), date(2026, 7, 1),
    ]  # fmt: skip
    kept = {row["level"]: row["kept"] for row in found["levels"]}
    assert kept[0.95] >= kept[0.8] >= 0.7
    assert queries.calibration_of("MA").calibration == found


def test_a_lorry_that_misses_the_van_costs_a_day() -> None:
    at_seven = [Moved(LORRY, day, "MA0003", "arrived", morning(day, 31)) for day in WEEKDAYS]
    in_time = [Moved("MAT00003", day, "MA0004", "arrived", morning(day, 5)) for day in WEEKDAYS]
    note_movements(movements=[*at_seven, *in_time], by=ENGINEER, at=AFTER)

    learn(deliveries())

    assert estimate()[0.5] == date(2026, 7, 1)


def test_a_higher_certainty_is_never_an_earlier_day() -> None:
    learn(deliveries(late_every=2))

    days = [estimate()[level] for level in queries.LEVELS]
    assert days == sorted(days)
