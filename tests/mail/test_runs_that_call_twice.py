"""A lorry that calls twice at one office: Casablanca, Ouarzazate, back at Casablanca, and on to Zagora."""

from dataclasses import replace
from datetime import date

import pytest

from postkit.pack import Trip, TripStop
from rekkas.mail.errors import AlreadyArrived, AlreadyDeparted
from rekkas.mail.queries import runs_to
from rekkas.mail.queries.runs import calls_on, departed
from rekkas.network.choices import MovementKind
from rekkas.network.commands import disrupt_run, load_network
from rekkas.network.queries import Whereabouts, expectations_for, movements_at
from tests import build
from tests.build import BOSS, HUB, MONDAY, OUARZAZATE, ZAGORA_OFFICE, later
from tests.mail.milkrun import LORRY, arrives, departs, dispatch
from tests.mail.world import where

NIGHT = date(2026, 3, 2)
LEAVES, AT_OUARZAZATE, LEAVES_OUARZAZATE, BACK, LEAVES_AGAIN, AT_ZAGORA = 4, 6, 6.25, 8.5, 9, 15  # after nine


@pytest.fixture(autouse=True)
def _road(_country: None) -> None:
    """It leaves the hub at 13:00, is at Ouarzazate at 15:00, back at 17:30, leaves again at 18:00."""
    small = build.pack()
    lorry = Trip(LORRY, HUB, ZAGORA_OFFICE, "123456", 13 * 60, 660, "road")
    stops = TripStop(LORRY, OUARZAZATE, 120, 135), TripStop(LORRY, HUB, 270, 300)
    load_network(pack=replace(small, trips=(*small.trips, lorry), stops=stops), by=BOSS, at=MONDAY)


def round_trip(*, leaves: float = LEAVES) -> None:
    departs(dispatch("there", OUARZAZATE, hours=3)[1], hours=leaves)
    arrives(hours=AT_OUARZAZATE)
    _number, back = dispatch("back", HUB, OUARZAZATE, hours=6)
    departs(back, office=OUARZAZATE, hours=LEAVES_OUARZAZATE)
    arrives(HUB, BACK)


def test_both_calls_are_kept_each_beside_its_own_plan() -> None:
    round_trip(leaves=LEAVES + 0.1)
    departs(dispatch("on", ZAGORA_OFFICE, hours=8)[1], hours=LEAVES_AGAIN + 0.2)

    assert movements_at(HUB, later(0), later(20)) == {
        (LORRY, NIGHT, 0, MovementKind.LEFT): later(LEAVES + 0.1),
        (LORRY, NIGHT, 2, MovementKind.ARRIVED): later(BACK),
        (LORRY, NIGHT, 2, MovementKind.LEFT): later(LEAVES_AGAIN + 0.2),
    }


def test_each_call_is_left_once_and_reached_once() -> None:
    round_trip()

    with pytest.raises(AlreadyDeparted):
        departs(dispatch("late", ZAGORA_OFFICE, hours=3)[1], hours=LEAVES + 0.5)
    departs(hours=LEAVES_AGAIN)
    for again in (LEAVES + 1, LEAVES_AGAIN + 1):
        with pytest.raises(AlreadyDeparted):
            departs(hours=again)
    with pytest.raises(AlreadyArrived):
        arrives(HUB, BACK + 0.1)


def test_a_second_call_is_noted_as_such_where_nobody_noted_the_first() -> None:
    departs(dispatch("on", ZAGORA_OFFICE, hours=8)[1], hours=LEAVES_AGAIN)

    assert list(movements_at(HUB, later(0), later(20))) == [(LORRY, NIGHT, 2, MovementKind.LEFT)]
    left = departed(HUB, calls_on(HUB, NIGHT), NIGHT)
    assert left == {(LORRY, 2): f"{LORRY}-20260302"}


@pytest.mark.parametrize("is_return_noted", [True, False])
def test_a_run_that_has_left_for_good_is_not_on_its_way_back(is_return_noted: bool) -> None:
    departs(dispatch("there", OUARZAZATE, hours=3)[1], hours=LEAVES)
    on_its_way = [row.number for row in runs_to(HUB)]
    if is_return_noted:
        arrives(HUB, BACK)
    departs(dispatch("on", ZAGORA_OFFICE, hours=8)[1], hours=LEAVES_AGAIN)

    assert on_its_way == [f"{LORRY}-20260302"]
    assert list(runs_to(HUB)) == []
    assert [row.number for row in runs_to(ZAGORA_OFFICE)] == on_its_way


def test_what_is_for_its_first_office_is_put_down_when_it_comes_back() -> None:
    departs(dispatch("there", OUARZAZATE, hours=3)[1], hours=LEAVES)
    number, back = dispatch("back", HUB, OUARZAZATE, hours=6)
    departs(back, office=OUARZAZATE, hours=LEAVES_OUARZAZATE)
    arrives(HUB, BACK)
    departs(dispatch("on", ZAGORA_OFFICE, hours=8)[1], hours=LEAVES_AGAIN)
    arrives(ZAGORA_OFFICE, AT_ZAGORA)

    assert where(number).office_code == HUB


@pytest.mark.parametrize("is_late", [False, True])
def test_what_left_with_the_second_call_is_not_expected_where_the_lorry_was_before(is_late: bool) -> None:
    if is_late:
        disrupt_run(trip=LORRY, date=NIGHT, delay_min=20, by=BOSS, at=later(5))
    here = Whereabouts(HUB, OUARZAZATE, later(LEAVES_AGAIN), aboard=(LORRY, NIGHT))

    (found,) = expectations_for([here], now=later(LEAVES_AGAIN))

    assert found is not None
    assert found.arrives_at > later(AT_ZAGORA)
