from datetime import UTC, date, datetime

import pytest

from rekkas.network.commands import Moved, disrupt_run, note_movements
from rekkas.network.models import Disruption, Movement
from tests.network.drafts import ENGINEER, TUESDAY
from tests.territory.packs import load

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
LORRY = "MAT00002"  # Rabat 20:00, Casablanca 21:30


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def note(*movements: Moved) -> int:
    return note_movements(movements=movements, by=ENGINEER, at=TUESDAY)


def left(minute: int) -> Moved:
    return Moved(LORRY, TODAY, "MA0001", "left", datetime(2026, 3, 10, 20, minute, tzinfo=UTC))


def test_a_movement_is_kept_beside_what_was_planned_and_once() -> None:
    arrived = Moved(LORRY, TODAY, "MA0003", "arrived", datetime(2026, 3, 10, 21, 24, tzinfo=UTC))

    first, again = note(left(4), arrived), note(left(9), arrived)

    assert (first, again) == (2, 0)
    kept = Movement.objects.order_by("planned_at")
    assert [(m.planned_at.hour, m.planned_at.minute, m.happened_at.minute) for m in kept] == [
        (20, 0, 4),
        (21, 30, 24),
    ]
    assert not Disruption.objects.exists()


def test_a_run_that_left_late_is_told_of_unless_more_was_said() -> None:
    note(left(25))
    assert Disruption.objects.get().delay_min == 25

    disrupt_run(trip=LORRY, date=TODAY, delay_min=90, by=ENGINEER, at=TUESDAY)
    note(Moved(LORRY, TODAY, "MA0003", "arrived", datetime(2026, 3, 10, 22, 0, tzinfo=UTC)))

    assert Disruption.objects.get().delay_min == 90


def test_a_movement_that_no_timetable_planned_is_passed_over() -> None:
    elsewhere = Moved(LORRY, TODAY, "MA0005", "left", TUESDAY)
    unknown = Moved("MAT99999", TODAY, "MA0001", "left", TUESDAY)

    assert note(elsewhere, unknown) == 0


def test_a_day_on_which_a_trip_does_not_run_teaches_nothing() -> None:
    sunday = Moved("MAT00003", date(2026, 3, 8), "MA0003", "left", datetime(2026, 3, 8, 5, 30, tzinfo=UTC))

    assert note(sunday) == 0


def test_what_was_told_of_other_days_is_not_read(statements) -> None:
    with statements() as said:
        note(left(25))

    (told,) = [one for one in said if 'FROM "network_disruption"' in one]
    assert '"network_disruption"."date" IN' in told


def test_many_movements_take_few_statements(statements) -> None:
    many = [Moved(LORRY, date(2026, 3, day), "MA0001", "left", TUESDAY) for day in range(1, 30)]
    note(left(0))

    with statements() as few:
        note(*many[:2])
    with statements() as more:
        note(*many)

    assert len(more) <= len(few) + 4
