"""What was promised stays; what is to be expected is told beside it; and in the end one is held against the other."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from postkit.pack import Wave
from rekkas.catalogue.commands import load_catalogue
from rekkas.mail import commands as mail
from rekkas.mail.queries import Tracking, track
from rekkas.network.commands import disrupt_run, load_network
from tests import build
from tests.build import BOSS, HUB, MONDAY, OUARZAZATE, ZAGORA_OFFICE, later
from tests.mail.milkrun import arrives, departs, dispatch, on_the_road
from tests.mail.milkrun import pack as road
from tests.mail.world import (
    PROMISED,
    accept,
    arrived,
    closed_bag,
    closed_dispatch,
    departed,
    entry,
    opened,
    posted,
    received,
    record,
    scan,
)


def told(number: str, hours: float, **asked: Any) -> Tracking:
    (found,) = track([number], at=later(hours), **asked)
    return found


def outlook(number: str, hours: float) -> tuple[date | None, date | None, str]:
    found = told(number, hours)
    return found.promise_date, found.expected_date, found.promise_state


def at_the_hub(number: str) -> None:
    load = closed_dispatch(bag := closed_bag(number))
    arrived(departed(load), hours=9.7)
    received(load, hours=10)
    opened(bag, hours=10)


def cancel(trip: str, day: date) -> None:
    disrupt_run(trip=trip, date=day, is_cancelled=True, by=BOSS, at=MONDAY)


def test_what_is_expected_of_an_item_just_accepted_is_what_was_promised() -> None:
    (number,) = posted()

    assert outlook(number, 0.1) == (PROMISED, PROMISED, "open")


def test_what_is_handed_over_late_is_expected_when_the_office_takes_it_in() -> None:
    (taken,) = accept(entry(happened_at=later(8.5)), at=later(8.5))
    number = taken.number

    found = told(number, 8.6)

    assert found.expected_date == found.promise_date
    assert found.promise_date is not None
    assert found.promise_date > PROMISED


def test_at_every_stage_of_its_way_it_is_expected_as_promised() -> None:
    (number,) = posted()
    load = closed_dispatch(bag := closed_bag(number))
    assert outlook(number, 8.9) == (PROMISED, PROMISED, "open")
    run = departed(load)
    assert outlook(number, 9.1) == (PROMISED, PROMISED, "open")
    arrived(run, hours=9.7)
    assert outlook(number, 9.8) == (PROMISED, PROMISED, "open")
    received(load, hours=10)
    opened(bag, hours=10)

    assert outlook(number, 10.5) == (PROMISED, PROMISED, "open")


def test_between_its_cut_off_and_its_lorry_it_is_not_held_for_late() -> None:
    (number,) = posted()
    at_the_hub(number)

    assert (
        outlook(number, 11.8)[1] == PROMISED
    )  # the lorry leaves at 21:00, it is 20:48, handling takes an hour


def test_a_lorry_missed_moves_what_is_expected_and_not_what_was_promised() -> None:
    (number,) = posted()
    at_the_hub(number)

    assert outlook(number, 12.5) == (PROMISED, PROMISED + timedelta(days=1), "open")


def test_a_run_that_does_not_go_moves_what_is_expected_and_says_so() -> None:
    (number,) = posted()
    cancel("MAT00002", date(2026, 3, 2))

    found = told(number, 1)

    assert (found.promise_date, found.expected_date) == (PROMISED, PROMISED + timedelta(days=1))
    assert found.expectation is not None
    assert found.expectation.is_disturbed


def test_what_went_out_today_is_expected_today() -> None:
    (number,) = posted()
    mail.record_events(scans=[scan(number, "EDG", 49)], by=BOSS, at=later(49))

    assert outlook(number, 50) == (PROMISED, PROMISED, "open")


@pytest.mark.parametrize(
    ("delivered", "state", "days"),
    [
        (25, "kept", 0),  # a day sooner
        (49, "kept", 0),
        (73, "missed", 1),
        (145, "missed", 4),
    ],
)
def test_a_delivery_is_held_against_the_promise(delivered: int, state: str, days: int) -> None:
    (number,) = posted()
    mail.record_events(scans=[scan(number, "EMI", delivered)], by=BOSS, at=later(delivered))

    found = told(number, delivered + 1)

    assert (found.promise_state, found.days_late) == (state, days)
    assert (found.expected_date, found.expectation) == (None, None)


def test_a_promise_that_is_overdue_is_open_and_counts_its_days() -> None:
    (number,) = posted()
    record(scan(number, "EDF", 70))

    found = told(number, 74)

    assert (found.promise_state, found.days_late) == ("open", 1)


@pytest.mark.parametrize("code", ["RRT", "RRS", "EDX", "RLO", "EDH"])
def test_of_what_does_not_go_to_its_addressee_nothing_is_expected(code: str) -> None:
    (number,) = posted()
    mail.record_events(scans=[scan(number, code, 30)], by=BOSS, at=later(30))

    assert told(number, 31).expected_date is None


def test_of_what_has_fallen_silent_nothing_is_expected() -> None:
    (number,) = posted()

    assert told(number, 47).expected_date is not None
    assert (told(number, 49).status, told(number, 49).expected_date) == ("silent", None)


def test_aboard_a_lorry_with_stops_it_is_expected_where_the_lorry_takes_it() -> None:
    on_the_road()
    number, load = dispatch("far", ZAGORA_OFFICE)
    departs(load)
    tuesday = date(2026, 3, 3)  # at Zagora at half past seven, out with the round of ten

    assert told(number, 13).expected_date == tuesday
    arrives()
    assert told(number, 17.6).expected_date == tuesday
    departs(office=OUARZAZATE, hours=17.75)
    assert told(number, 18).expected_date == tuesday


def test_a_lorry_that_left_late_is_minded() -> None:
    on_the_road()
    number, load = dispatch("far", ZAGORA_OFFICE)
    departs(load, hours=14.9)

    found = told(number, 15.1)

    assert found.expected_date == date(2026, 3, 4)  # ten o’clock at Zagora is too late for the round
    assert found.expectation is not None
    assert found.expectation.is_disturbed


def test_the_path_of_the_promise_is_told_where_it_is_asked() -> None:
    (number,) = posted()

    way = told(number, 1, with_way=True).way

    assert [step.why for step in way] == [
        "at-once", "ride", "ride", "ride", "missed-round", "round",
    ]  # fmt: skip
    assert "Leaves Casablanca 1" in way[1].text
    assert told(number, 1).way == ()


def test_the_path_is_told_in_the_readers_language() -> None:
    (number,) = posted()

    with override("ar"):
        way = told(number, 1, with_way=True).way

    assert "الدار البيضاء 1" in way[1].text


def test_a_path_that_the_timetable_no_longer_has_is_not_told() -> None:
    (number,) = posted()
    pack = build.pack()
    slower = tuple(replace(trip, days="5") if trip.code == "MAT00003" else trip for trip in pack.trips)
    load_network(pack=replace(pack, trips=slower), by=BOSS, at=MONDAY)

    found = told(number, 1, with_way=True)

    assert (found.promise_date, found.way) == (PROMISED, ())


def express_country() -> None:
    """Standard mail waits at the hub for a wave at eight in the evening; express passes it by."""
    pack = road()
    waves = (Wave(HUB, "1234567", 20 * 60, 120, 0),)
    products = (*pack.products, replace(pack.products[0], code="express", carriage="express"))
    pack = replace(pack, waves=waves, products=products)
    load_network(pack=pack, by=BOSS, at=MONDAY)
    load_catalogue(pack=pack, by=BOSS, at=MONDAY)


def test_the_promise_and_what_is_expected_mind_how_a_product_is_carried() -> None:
    express_country()
    standard, express = posted("a"), posted("b", product="express")

    slow, fast = told(*standard, 1, with_way=True), told(*express, 1, with_way=True)

    assert fast.promise_date is not None
    assert slow.promise_date is not None
    assert fast.promise_date < slow.promise_date
    assert (fast.expected_date, slow.expected_date) == (fast.promise_date, slow.promise_date)
    assert fast.way
    assert slow.way


def test_a_hundred_items_on_the_road_are_foretold_by_as_many_statements_as_one(statements: Any) -> None:
    numbers = posted(*range(60))
    cancel("MAT00002", date(2026, 3, 2))
    departed(closed_dispatch(*(closed_bag(number) for number in numbers[:10])))

    def cost(asked: list[str]) -> int:
        with statements() as seen:
            track(asked, at=later(9.5), with_way=True)
        return len(seen)

    cost(numbers[:1])

    assert cost(numbers) == cost(numbers[:1]) <= 11
