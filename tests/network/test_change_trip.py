import pytest

from rekkas.network import queries
from rekkas.network.commands import change_trip
from rekkas.network.errors import TimetableIsKept, TimetableMistaken, UnknownTrip
from tests.network.drafts import ENGINEER, TUESDAY, VAN, departures, draft
from tests.territory.packs import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def test_a_trip_of_a_draft_leaves_at_another_time_on_other_days() -> None:
    number = draft()

    change_trip(country="MA", number=number, trip=VAN, departs_min=990, days="135", by=ENGINEER, at=TUESDAY)

    found = queries.network_in(queries.timetable("MA", number))
    (trip,) = [trip for trip in found.trips if trip.code == VAN]
    assert (trip.departs_min, trip.days, trip.duration_min) == (990, "135", 30)
    assert dict(departures(1))[VAN] == 17 * 60 + 30


@pytest.mark.parametrize(("departs_min", "days"), [(24 * 60, "1"), (-1, "1"), (0, ""), (0, "8")])
def test_a_departure_that_no_clock_or_week_has_is_refused_in_a_sentence(departs_min: int, days: str) -> None:
    number = draft()

    with pytest.raises(TimetableMistaken, match=VAN):
        change_trip(
            country="MA", number=number, trip=VAN, departs_min=departs_min, days=days, by=ENGINEER, at=TUESDAY
        )

    assert dict(departures(number))[VAN] == 17 * 60 + 30


def test_a_trip_that_the_draft_has_not_is_refused() -> None:
    with pytest.raises(UnknownTrip):
        change_trip(
            country="MA", number=draft(), trip="MAT99999", departs_min=0, days="1", by=ENGINEER, at=TUESDAY
        )


def test_a_trip_of_the_timetable_in_force_is_not_changed() -> None:
    with pytest.raises(TimetableIsKept):
        change_trip(country="MA", number=1, trip=VAN, departs_min=0, days="1", by=ENGINEER, at=TUESDAY)
