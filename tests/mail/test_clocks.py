"""When a scan happened: offsets that were said, wall clocks, clocks that cannot be right, the edges of the calendar."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rekkas.mail.models import Event, StrayScan
from tests.build import later
from tests.mail.world import HEARD, accept, entry, outcomes, posted, record, scan, standing, told

QUITO = timezone(timedelta(hours=-5))


def test_the_offset_that_was_said_is_kept_and_shown() -> None:
    (number,) = posted()
    said = scan(number, happened_at=datetime(2026, 3, 3, 8, 30, tzinfo=QUITO))

    record(said)

    step = told(number).steps[-1]
    assert Event.objects.get(scan_id=said.scan_id).offset_min == -300
    assert (step.at.isoformat(), step.offset_known) == ("2026-03-03T08:30:00-05:00", True)


@pytest.mark.parametrize(
    ("wall", "utc_hour"),
    [
        (datetime(2026, 3, 10, 10), 10),  # Ramadan: Morocco keeps Greenwich time
        (datetime(2026, 3, 22, 1), 1),  # an hour before it ends
        (datetime(2026, 4, 10, 10), 9),  # and one hour more all the rest of the year
    ],
)
def test_a_wall_clock_is_that_of_the_office(wall: datetime, utc_hour: int) -> None:
    (number,) = posted()

    record(scan(number, happened_at=wall), at=datetime(2026, 5, 1, tzinfo=UTC))

    event, step = Event.objects.latest("id"), told(number).steps[-1]
    assert (event.happened_at.hour, event.offset_min) == (utc_hour, None)
    assert (step.at.replace(tzinfo=None), step.offset_known) == (wall, False)


def test_a_wall_clock_at_an_office_that_is_not_known_is_taken_as_universal_time() -> None:
    (number,) = posted()

    record(
        scan(number, happened_at=datetime(2026, 4, 10, 10), office="XX1"), at=datetime(2026, 5, 1, tzinfo=UTC)
    )

    assert Event.objects.latest("id").happened_at == datetime(2026, 4, 10, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("happened_at", "clock"),
    [
        (HEARD + timedelta(minutes=10), ""),  # a scanner may be a little fast
        (HEARD + timedelta(minutes=10, seconds=1), "future"),
        (HEARD + timedelta(days=3_650), "future"),
        (later(-30 * 24), ""),  # a scan may come before the item's data
        (later(-30 * 24 - 1), "past"),
        (datetime(1970, 1, 1, tzinfo=UTC), "past"),  # a clock that lost its battery
        (datetime(1, 1, 1, tzinfo=UTC), "past"),
        (datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC), "future"),
    ],
)
def test_a_clock_that_cannot_be_right_is_flagged_and_what_it_said_is_kept(
    happened_at: datetime, clock: str
) -> None:
    (number,) = posted()

    (answer,) = record(scan(number, happened_at=happened_at))

    event = Event.objects.latest("id")
    assert (answer.outcome, answer.clock, event.clock) == ("recorded", clock, clock)
    assert event.happened_at == happened_at
    assert event.effective_at == (HEARD if clock else happened_at)
    assert told(number).steps[-1 if event.effective_at > later(0) else 0].at == happened_at


def test_a_clock_years_ahead_does_not_dominate_what_is_scanned_afterwards() -> None:
    (number,) = posted()
    record(scan(number, "EMH", 24 * 365 * 5), at=later(24))

    record(scan(number, "EDG", 30), at=later(31))

    assert standing(number).code == "EDG"


def test_a_clock_years_behind_is_placed_where_it_was_heard() -> None:
    (number,) = posted()
    record(scan(number, "EMG", 20), at=later(20))

    record(scan(number, "EDG", -24 * 365 * 5), at=later(31))

    assert standing(number).code == "EDG"


@pytest.mark.parametrize(
    "happened_at",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_a_moment_outside_the_calendar_is_kept_aside_and_its_neighbours_are_recorded(
    happened_at: datetime,
) -> None:
    (number,) = posted()

    answers = record(scan(number, happened_at=happened_at), scan(number))

    assert outcomes(answers) == [("quarantined", "unreadable"), ("recorded", "")]
    assert str(happened_at.year) in StrayScan.objects.get().body


def test_an_item_cannot_be_handed_over_in_the_future() -> None:
    early, late, good = accept(
        entry("early", happened_at=later(24 * 365 * 900)),
        entry("soon", happened_at=later(0.1)),  # a clock may be a little fast
        entry("good"),
    )

    assert (early.code, late.outcome, good.outcome) == ("base.invalid-input", "taken", "taken")
