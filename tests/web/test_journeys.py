"""What the public is told of an item."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import pytest

from rekkas.mail.choices import Status
from rekkas.web.journeys import SENTENCES, journey_of
from tests.web.samples import AT, HERE, step, tracking

OUT = step(3, "Out for delivery")


def test_every_status_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Status.values)


@pytest.mark.parametrize(
    ("status", "promise_date", "told"),
    [
        ("in_transit", date(2026, 11, 24), "open"),  # until the day is over
        ("in_transit", date(2026, 11, 23), "late"),
        ("delivered", date(2026, 11, 24), "kept"),
        ("delivered", date(2026, 11, 23), "missed"),
        ("returned", date(2026, 11, 23), "none"),  # the promise was to the addressee
        ("in_transit", None, "none"),
    ],
)
def test_the_promise_is_compared_with_the_day(status: str, promise_date: date | None, told: str) -> None:
    assert journey_of(tracking(status, "", OUT, promise_date=promise_date), at=AT).promise == told


def test_a_day_ends_by_the_clock_of_the_place() -> None:
    before_midnight_elsewhere = AT.replace(hour=23, minute=30)

    journey = journey_of(
        tracking("in_transit", "", OUT, promise_date=date(2026, 11, 24)), at=before_midnight_elsewhere
    )

    assert before_midnight_elsewhere.astimezone(HERE).date() == date(2026, 11, 25)
    assert journey.promise == "late"


def test_the_latest_step_comes_first_and_days_are_local() -> None:
    late_evening = step(16.25, "Arrived")  # 23:15 UTC the day before, 00:15 there

    journey = journey_of(tracking("in_transit", "", late_evening, OUT), at=AT)

    assert journey.latest is not None
    assert journey.latest.label == "Out for delivery"
    assert [day.date for day in journey.days] == [date(2026, 11, 24)]
    assert [told.label for told in journey.days[0].steps] == ["Out for delivery", "Arrived"]


@pytest.mark.parametrize(
    ("status", "states"),
    [
        ("announced", ["", "", "", ""]),
        ("accepted", ["here", "", "", ""]),
        ("out_for_delivery", ["done", "done", "here", ""]),
        ("delivered", ["done", "done", "done", "done"]),
        ("returning", []),
        ("silent", []),
    ],
)
def test_the_way_shows_how_far_the_item_came(status: str, states: list[str]) -> None:
    assert [stage.state for stage in journey_of(tracking(status, "", OUT), at=AT).way] == states


@pytest.mark.parametrize(("hours", "days"), [(71, 0), (72, 3), (100, 4), (0, 0)])
def test_long_silence_is_told_in_days(hours: int, days: int) -> None:
    assert journey_of(tracking("silent", "", OUT, silent_for_h=hours), at=AT).silent_days == days


@pytest.mark.parametrize(("delay", "late"), [(timedelta(minutes=5), False), (timedelta(hours=9), True)])
def test_what_was_heard_late_says_so(delay: timedelta, late: bool) -> None:
    heard: dict[str, Any] = {"recorded_at": OUT.at.astimezone(UTC) + delay}

    journey = journey_of(tracking("in_transit", "", step(3, "Out", **heard)), at=AT)

    assert journey.latest is not None
    assert journey.latest.heard_later is late


def test_a_dispatch_and_its_bag_opened_in_one_go_are_told_once() -> None:
    dispatch = replace(step(3, "Arrived and opened"), inherited_from="MA0001MA000260001")
    bag = replace(dispatch, inherited_from="MA0001MA0002600001")

    journey = journey_of(tracking("in_transit", "", dispatch, bag), at=AT)

    (day,) = journey.days
    assert [(told.inherited_from, str(told.within)) for told in day.steps] == [
        ("MA0001MA0002600001", "in the bag")
    ]


@pytest.mark.parametrize(
    ("status", "expected_date", "told"),
    [
        ("in_transit", date(2026, 11, 27), date(2026, 11, 27)),  # later than promised
        ("in_transit", date(2026, 11, 24), date(2026, 11, 24)),  # earlier
        ("in_transit", date(2026, 11, 25), None),  # the very day that was promised
        ("in_transit", None, None),  # nobody can know
        ("delivered", date(2026, 11, 27), None),  # what is there is expected no more
    ],
)
def test_what_is_now_expected_stands_beside_the_promise_where_it_differs(
    status: str, expected_date: date | None, told: date | None
) -> None:
    assert journey_of(tracking(status, "", OUT, expected_date=expected_date), at=AT).expected == told
