"""A lorry that calls at three offices: boarded at each, it puts down at each what is for there, and goes on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from rekkas.mail.choices import UnitKind
from rekkas.mail.commands import arrive_run, rebuild_standings
from rekkas.mail.errors import (
    AlreadyArrived,
    AlreadyDeparted,
    GoesElsewhere,
    NotForHere,
    NotHere,
    UnknownUnit,
    WrongTrip,
)
from rekkas.mail.models import Event, Run, Standing
from rekkas.mail.queries import (
    arrived_dispatches,
    closed_receptacles,
    contents_of,
    latest_unit,
    runs_to,
    waiting_dispatches,
)
from rekkas.mail.queries.desk import contents_named, story_of
from rekkas.network.choices import MovementKind
from rekkas.network.queries import movements_at
from tests.build import AGENCY, BOSS, HUB, OUARZAZATE, ZAGORA_OFFICE, later
from tests.mail.milkrun import (
    AT_ZAGORA,
    LEAVES_OUARZAZATE,
    LORRY,
    RUN,
    arrives,
    departs,
    dispatch,
    on_the_road,
)
from tests.mail.world import received, sorter, told, where

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def _road(_country: None) -> None:
    on_the_road()


def steps(number: str) -> list[tuple[str, str]]:
    return [(step.code, step.office_code) for step in told(number).steps]


def here(number: str) -> tuple[str, str]:
    position = where(number)
    return position.code, position.office_code


def test_at_a_stop_it_puts_down_what_is_for_there_and_the_rest_stays_aboard() -> None:
    (short, short_load), (far, far_load) = dispatch("short", OUARZAZATE), dispatch("far", ZAGORA_OFFICE)
    departs(short_load, far_load)

    arrives()

    assert contents_named(RUN, UnitKind.RUN) == (far_load,)
    assert [row.number for row in arrived_dispatches(OUARZAZATE)] == [short_load]
    assert (here(short), here(far)) == (("ROT", OUARZAZATE), ("RAR", OUARZAZATE))
    assert where(far).inherited_from == RUN


def test_what_was_put_down_does_not_leave_with_the_lorry() -> None:
    (short, short_load), (far, far_load) = dispatch("short", OUARZAZATE), dispatch("far", ZAGORA_OFFICE)
    departs(short_load, far_load)
    arrives()
    departs(office=OUARZAZATE, hours=LEAVES_OUARZAZATE)
    arrives(ZAGORA_OFFICE, AT_ZAGORA)

    assert steps(short) == [("EMA", HUB), ("RDP", HUB), ("RAR", OUARZAZATE)]
    assert steps(far) == [
        ("EMA", HUB), ("RDP", HUB), ("RAR", OUARZAZATE), ("RDP", OUARZAZATE), ("RAR", ZAGORA_OFFICE),
    ]  # fmt: skip
    assert (here(short)[1], here(far)[1]) == (OUARZAZATE, ZAGORA_OFFICE)
    assert [row.number for row in arrived_dispatches(ZAGORA_OFFICE)] == [far_load]
    assert received(short_load, office=OUARZAZATE, hours=26) == []
    assert [step for step in steps(short) if step[0] == "ROP"] == [("ROP", OUARZAZATE)]
    assert [row.destination for row in closed_receptacles(OUARZAZATE)] == [OUARZAZATE]


def test_the_record_gives_the_same_standings_again() -> None:
    (_, short_load), (_, far_load) = dispatch("short", OUARZAZATE), dispatch("far", ZAGORA_OFFICE)
    departs(short_load, far_load)
    arrives()
    before = list(Standing.objects.order_by("unit").values())

    rebuild_standings(by=BOSS, at=later(30))

    assert list(Standing.objects.order_by("unit").values()) == before


def test_it_is_boarded_after_midnight_under_the_day_on_which_it_set_out() -> None:
    _number, load = dispatch("boards", ZAGORA_OFFICE, OUARZAZATE, hours=17)

    assert departs(load, office=OUARZAZATE, hours=LEAVES_OUARZAZATE) == RUN

    made = Run.objects.get()
    assert (made.date, made.origin_id, made.destination_id) == (date(2026, 3, 2), HUB, ZAGORA_OFFICE)
    assert [row.number for row in runs_to(ZAGORA_OFFICE)] == [RUN]


def test_whoever_notes_it_first_makes_it_and_the_others_find_it() -> None:
    _one, late_load = dispatch("boards", ZAGORA_OFFICE, OUARZAZATE, hours=17)
    _two, load = dispatch("far", ZAGORA_OFFICE)
    departs(late_load, office=OUARZAZATE, hours=LEAVES_OUARZAZATE)

    departs(load)  # the device at the hub was offline that night

    assert Run.objects.count() == 1
    assert set(contents_of(latest_unit(RUN).pk).values()) == {late_load, load}
    assert where(load).office_code == OUARZAZATE  # it left there since


def test_a_departure_that_nobody_saw_arrive_puts_down_what_was_for_there() -> None:
    (short, short_load), (far, far_load) = dispatch("short", OUARZAZATE), dispatch("far", ZAGORA_OFFICE)
    departs(short_load, far_load)

    departs(office=OUARZAZATE, hours=LEAVES_OUARZAZATE)

    assert steps(short) == [("EMA", HUB), ("RDP", HUB)]
    assert here(short) == ("ROT", OUARZAZATE)
    assert here(far) == ("RDP", OUARZAZATE)
    arrives()  # heard later, and in its place
    assert steps(short) == [("EMA", HUB), ("RDP", HUB), ("RAR", OUARZAZATE)]
    assert [code for code, _ in steps(far)] == ["EMA", "RDP", "RAR", "RDP"]


def test_it_leaves_and_reaches_each_stop_once() -> None:
    _number, load = dispatch("far", ZAGORA_OFFICE)
    departs(load)
    arrives()
    departs(office=OUARZAZATE, hours=LEAVES_OUARZAZATE)

    for office, hours in ((HUB, 13), (OUARZAZATE, 18)):
        with pytest.raises(AlreadyDeparted):
            departs(office=office, hours=hours)
    with pytest.raises(AlreadyArrived):
        arrives(hours=18)
    arrives(ZAGORA_OFFICE, AT_ZAGORA)
    with pytest.raises(AlreadyArrived):
        arrives(ZAGORA_OFFICE, AT_ZAGORA + 1)


@pytest.mark.parametrize("office", [HUB, AGENCY])
def test_it_arrives_where_it_calls_after_its_first_stop(office: str) -> None:
    departs(dispatch("far", ZAGORA_OFFICE)[1])

    with pytest.raises(NotForHere, match=f"{OUARZAZATE}, {ZAGORA_OFFICE}"):
        arrives(office)


def test_what_is_for_a_stop_already_passed_is_not_loaded() -> None:
    _number, load = dispatch("back", HUB, OUARZAZATE, hours=17)

    with pytest.raises(GoesElsewhere, match=ZAGORA_OFFICE):
        departs(load, office=OUARZAZATE, hours=LEAVES_OUARZAZATE)


def test_at_its_last_stop_nobody_boards_it() -> None:
    _number, load = dispatch("back", HUB, ZAGORA_OFFICE, hours=17)

    with pytest.raises(WrongTrip):
        departs(load, office=ZAGORA_OFFICE, hours=AT_ZAGORA)


def test_it_goes_on_empty_handed_only_where_it_is_known() -> None:
    with pytest.raises(NotHere):
        departs(office=OUARZAZATE, hours=LEAVES_OUARZAZATE)
    with pytest.raises(UnknownUnit):
        arrives()

    departs(dispatch("far", ZAGORA_OFFICE)[1])

    assert departs(office=OUARZAZATE, hours=LEAVES_OUARZAZATE) == RUN


def test_each_office_sees_the_lorry_come_until_it_was_there() -> None:
    departs(dispatch("far", ZAGORA_OFFICE)[1])
    offices = OUARZAZATE, ZAGORA_OFFICE

    def seen() -> list[list[str]]:
        return [[row.number for row in runs_to(office)] for office in offices]

    assert seen() == [[RUN], [RUN]]
    assert next(iter(runs_to(ZAGORA_OFFICE))).stops == (HUB, OUARZAZATE, ZAGORA_OFFICE)
    arrives()
    assert seen() == [[], [RUN]]
    departs(office=OUARZAZATE, hours=LEAVES_OUARZAZATE)
    assert seen() == [[], [RUN]]
    arrives(ZAGORA_OFFICE, AT_ZAGORA)
    assert seen() == [[], []]


def test_a_dispatch_waits_at_a_middle_stop_until_a_lorry_takes_it() -> None:
    _number, load = dispatch("boards", ZAGORA_OFFICE, OUARZAZATE, hours=17)
    assert [row.number for row in waiting_dispatches(OUARZAZATE, towards={ZAGORA_OFFICE})] == [load]

    departs(load, office=OUARZAZATE, hours=LEAVES_OUARZAZATE)

    assert list(waiting_dispatches(OUARZAZATE)) == []


def test_how_it_really_moved_is_kept_beside_the_plan() -> None:
    departs(dispatch("far", ZAGORA_OFFICE)[1], hours=12.75)
    arrives(hours=18)

    night = date(2026, 3, 2)
    assert movements_at(HUB, later(0), later(30)) == {(LORRY, night, 0, MovementKind.LEFT): later(12.75)}
    assert movements_at(OUARZAZATE, later(0), later(30)) == {
        (LORRY, night, 1, MovementKind.ARRIVED): later(18)
    }


def test_a_story_for_staff_says_where_it_was_taken_out() -> None:
    short, load = dispatch("short", OUARZAZATE)
    departs(load)
    arrives()

    last = story_of(short).lines[-1].step

    assert (last.code, last.office_code, last.inherited_from) == ("ROT", OUARZAZATE, load)


def test_ten_dispatches_are_put_down_at_the_cost_of_one(statements: Statements) -> None:
    def cost(day: int, count: int) -> int:
        hours = 12.5 + 24 * day
        run = departs(*(dispatch((day, n), OUARZAZATE, hours=hours)[1] for n in range(count)), hours=hours)
        with statements() as seen:
            arrive_run(run=run, office=OUARZAZATE, by=sorter(OUARZAZATE), at=later(hours + 5))
        return len(seen)

    cost(0, 1)  # the record has a lane for the office from here on

    assert cost(1, 10) == cost(2, 1)
    assert Event.objects.filter(code="ROT").count() == 12
