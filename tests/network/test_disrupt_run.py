from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from rekkas.network import queries
from rekkas.network.commands import change_trip, disrupt_run, publish_timetable
from rekkas.network.errors import NoSuchRun, NothingDisrupted, RunOutOfReach, UnknownTrip
from rekkas.network.models import Disruption
from tests.network.drafts import ENGINEER, NEXT_MONDAY, TUESDAY, VAN, draft, promised
from tests.territory.packs import load

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
LORRY = "MAT00002"


@pytest.fixture(autouse=True)
def _loaded() -> None:
    load()


def disrupt(**said: object) -> None:
    disrupt_run(**({"trip": LORRY, "date": TODAY, "by": ENGINEER, "at": TUESDAY} | said))


def expected() -> queries.Expectation:
    (found,) = queries.expectations_for([queries.Whereabouts("MA0005", "MA0004", TUESDAY)], now=TUESDAY)
    assert found is not None
    return found


def test_what_is_expected_moves_and_what_was_promised_stays() -> None:
    assert (expected().delivery_date, expected().is_disturbed) == (date(2026, 3, 11), False)

    disrupt(is_cancelled=True, reason="Snow on the pass")

    assert (expected().delivery_date, expected().is_disturbed) == (date(2026, 3, 12), True)
    assert promised(TUESDAY) == date(2026, 3, 11)


def test_a_lorry_a_little_late_moves_the_arrival_only_where_it_is_missed() -> None:
    disrupt(trip="MAT00003", date=date(2026, 3, 11), delay_min=45)

    assert expected().arrives_at == datetime(2026, 3, 11, 7, 15, tzinfo=UTC)
    assert expected().delivery_date == date(2026, 3, 11)


def test_the_latest_word_holds() -> None:
    disrupt(is_cancelled=True)
    disrupt(delay_min=30)

    assert Disruption.objects.get().delay_min == 30
    assert expected().delivery_date == date(2026, 3, 11)


@pytest.mark.parametrize("minutes", [0, -5, 10_001])
def test_nothing_said_is_refused(minutes: int) -> None:
    with pytest.raises(NothingDisrupted):
        disrupt(delay_min=minutes)


def test_a_run_that_is_not_in_the_timetable_is_refused() -> None:
    with pytest.raises(NoSuchRun):
        disrupt(trip=VAN, date=date(2026, 3, 14), delay_min=5)
    with pytest.raises(UnknownTrip):
        disrupt(trip="MAT99999", delay_min=5)


def test_a_run_is_told_of_by_the_timetable_of_its_day() -> None:
    number = draft()
    change_trip(
        country="MA", number=number, trip=LORRY, departs_min=1200, days="7", by=ENGINEER, at=TUESDAY
    )  # fmt: skip
    publish_timetable(
        country="MA", number=number, valid_from=NEXT_MONDAY, knowing_faults=True, by=ENGINEER, at=TUESDAY
    )  # fmt: skip

    disrupt(delay_min=20)

    assert Disruption.objects.get().date == TODAY
    with pytest.raises(NoSuchRun):
        disrupt(date=NEXT_MONDAY, delay_min=20)


def test_a_day_that_no_calendar_has_room_for_is_refused() -> None:
    with pytest.raises(RunOutOfReach):
        disrupt(date=date.max, delay_min=20)


@pytest.mark.parametrize(
    ("day", "is_told"),
    [
        (date(2026, 3, 3), True),  # a trip takes days: it may be on its way
        (date(2026, 3, 2), False),
        (date(2027, 4, 14), True),
        (date(2027, 4, 15), False),
        (date(2062, 3, 10), False),
    ],
)
def test_something_is_told_of_runs_from_a_week_ago_to_a_year_ahead(day: date, is_told: bool) -> None:
    if is_told:
        disrupt(date=day, is_cancelled=True)
    else:
        with pytest.raises(RunOutOfReach, match="2026-03-03 to 2027-04-14"):
            disrupt(date=day, is_cancelled=True)

    assert Disruption.objects.filter(date=day).exists() == is_told


def test_the_database_keeps_no_disruption_that_says_nothing() -> None:
    with pytest.raises(IntegrityError, match="disruption_says_something"), transaction.atomic():
        Disruption.objects.create(trip_code=LORRY, date=TODAY, said_by="nobody", said_at=TUESDAY)
