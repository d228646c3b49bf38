"""A lorry leaves with its dispatches: one event, whatever it carries."""

from datetime import date

import pytest

from rekkas.mail import commands as mail
from rekkas.mail.errors import AlreadyDeparted, GoesElsewhere, NotHere, UnknownUnit, WrongTrip
from rekkas.mail.models import Event
from rekkas.mail.queries import contents_of, latest_unit, runs_to, waiting_dispatches
from rekkas.network.errors import UnknownTrip
from tests.build import AGENCY, HUB, OUARZAZATE, later
from tests.mail.world import arrived, closed_bag, closed_dispatch, departed, posted, received, sorter, where

MONDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 8)


def depart(trip: str, *dispatches: str, office: str = AGENCY, day: date = MONDAY, hours: float = 9) -> str:
    return mail.depart_run(
        trip=trip, date=day, office=office, dispatches=dispatches, by=sorter(office), at=later(hours)
    )


def test_a_departure_is_one_event_that_every_item_tells() -> None:
    numbers = posted(*range(25))
    dispatch = closed_dispatch(closed_bag(*numbers))
    before = Event.objects.count()

    run = departed(dispatch)

    assert run == "MAT00001-20260302"
    assert Event.objects.count() == before + 2
    assert {(where(n).code, where(n).inherited_from) for n in numbers} == {("RDP", run)}
    assert set(contents_of(latest_unit(run).pk).values()) == {dispatch}
    assert [row.number for row in runs_to(HUB)] == [run]
    assert list(waiting_dispatches(AGENCY)) == []


@pytest.mark.parametrize(
    ("trip", "office", "day"),
    [
        ("MAT00002", AGENCY, MONDAY),  # leaves from elsewhere
        ("MAT00001", AGENCY, SUNDAY),  # does not run on Sundays
    ],
)
def test_a_trip_that_does_not_leave_here_today_is_refused(trip: str, office: str, day: date) -> None:
    dispatch = closed_dispatch(closed_bag(*posted()))

    with pytest.raises(WrongTrip):
        depart(trip, dispatch, office=office, day=day)


def test_a_trip_that_does_not_run_on_sundays_is_refused_on_a_sunday() -> None:
    dispatch = closed_dispatch(closed_bag(*posted()))

    with pytest.raises(WrongTrip):
        depart("MAT00001", dispatch, day=SUNDAY, hours=9 + 6 * 24)


@pytest.mark.parametrize(
    ("day", "leaves"),
    [
        (date(2026, 4, 4), False),
        (date(2026, 4, 6), True),  # noted after midnight
        (date(2026, 4, 7), True),
        (date(2026, 4, 8), True),
        (date(2026, 4, 9), False),
        (date(2027, 4, 7), False),
    ],
)
def test_a_departure_is_noted_on_its_day_at_the_office_or_the_day_beside_it(day: date, leaves: bool) -> None:
    dispatch = closed_dispatch(closed_bag(*posted()))
    half_past_midnight = (
        35 * 24 + 14.5
    )  # on 7 April by the clock of the office, while it is still the 6th in UTC

    if leaves:
        assert depart("MAT00001", dispatch, day=day, hours=half_past_midnight) == f"MAT00001-{day:%Y%m%d}"
    else:
        with pytest.raises(WrongTrip):
            depart("MAT00001", dispatch, day=day, hours=half_past_midnight)
        assert where(dispatch).code == "RCL"


def test_a_trip_that_is_not_in_the_timetable_is_refused() -> None:
    with pytest.raises(UnknownTrip):
        depart("MAT99999", closed_dispatch(closed_bag(*posted())))


def test_a_trip_leaves_once_a_day() -> None:
    departed(closed_dispatch(closed_bag(*posted("one"))))
    rest = closed_dispatch(closed_bag(*posted("two")))

    with pytest.raises(AlreadyDeparted):
        departed(rest)

    assert depart("MAT00001", rest, day=date(2026, 3, 3), hours=33) == "MAT00001-20260303"


def test_a_dispatch_for_another_place_is_not_loaded() -> None:
    dispatch = closed_dispatch(closed_bag(*posted(), destination=OUARZAZATE), destination=OUARZAZATE)

    with pytest.raises(GoesElsewhere, match=dispatch):
        depart("MAT00001", dispatch)


def test_a_dispatch_that_has_left_does_not_leave_again() -> None:
    dispatch = closed_dispatch(closed_bag(*posted()))
    departed(dispatch)

    with pytest.raises(NotHere):
        depart("MAT00001", dispatch, day=date(2026, 3, 3), hours=33)


def test_a_dispatch_that_was_received_does_not_leave_again() -> None:
    dispatch = closed_dispatch(closed_bag(*posted()))
    arrived(departed(dispatch))
    received(dispatch)

    with pytest.raises(NotHere):
        depart("MAT00002", dispatch, office=HUB, hours=12)


def test_a_bag_is_not_loaded_without_its_dispatch() -> None:
    with pytest.raises(UnknownUnit):
        depart("MAT00001", closed_bag(*posted()))


def test_a_lorry_does_not_leave_without_a_load() -> None:
    with pytest.raises(NotHere):
        depart("MAT00001")
