from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rekkas.base.actors import Actor
from rekkas.merchant.commands import note_attempts
from rekkas.merchant.commands.sending import later as pause_after
from rekkas.merchant.entries import LaneSent, Tried
from rekkas.merchant.queries import endpoints
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor, colleague, letters
from tests.merchant.webhooks import (
    SENDER,
    URL,
    added,
    answered,
    answered_each,
    attempts,
    endpoint_row,
    held,
    noted,
    numbers,
    scanned,
    taken,
)

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


@pytest.fixture
def news(leila: Actor) -> str:
    """An endpoint for which five changes wait: 1, 3 and 5 of one parcel, 2 and 4 of another."""
    one, two = numbers()
    added(leila)
    for hour, number in enumerate((one, two, one)):
        scanned(number, ("EMA", "EMA", "EMG")[hour], later(hour - 10))
    noted(MONDAY)
    return one


def only(bad: int, status: int = 500) -> Callable[[int], Tried]:
    return lambda number: Tried(number, MONDAY, status if number == bad else 200, "")


def test_what_fails_holds_back_what_follows_of_its_parcel_and_nothing_else(news: str) -> None:
    assert answered_each(MONDAY, only(1)) == [1, 2, 4]
    assert [(row.number, row.attempts) for row in held()] == [(1, 1), (3, 0), (5, 0)]
    assert endpoint_row().cursor == 5

    moments = [MONDAY + timedelta(seconds=5 * step) for step in range(1, 5)]

    assert [answered(moment) for moment in moments] == [[1], [3], [5], []]
    assert held() == []
    assert [(row.number, row.status) for row in attempts()] == [
        (1, 500), (2, 200), (4, 200), (1, 200), (3, 200), (5, 200),
    ]  # fmt: skip


def test_where_nobody_is_there_one_attempt_is_enough(news: str) -> None:
    assert answered(MONDAY, 0, "unreached") == [1]
    assert answered(MONDAY) == []

    (row,) = held()
    assert (row.number, row.next_at) == (1, MONDAY + timedelta(seconds=5))
    assert endpoint_row().rests_until == MONDAY + timedelta(seconds=5)


def test_it_is_tried_less_and_less_often_for_a_day_and_then_the_team_is_told(news: str, leila: Actor) -> None:
    colleague(leila)  # ships, and keeps no machines
    tried, at = [], MONDAY
    while endpoint_row().state == "open":
        if answered(at, 0, "timeout"):
            tried.append(at)
        at += timedelta(seconds=5)
        if len(tried) > 2:
            at += timedelta(minutes=4)

    assert 12 <= len(tried) <= 200
    assert timedelta(hours=24) <= tried[-1] - MONDAY < timedelta(hours=31)
    (letter,) = letters("endpoint-paused")
    assert letter.reader == "leila@example.org"
    assert letter.params["link"].endswith("/pro/webhooks/1/")
    assert endpoint_row().why_paused == "broken"
    assert answered(later(100)) == []


def test_a_change_that_is_not_taken_for_a_day_where_others_are_is_given_up(news: str) -> None:
    answered_each(MONDAY, only(1))
    hours = [0.0, *range(1, 40)]

    for hour in hours:
        moment = later(hour)
        answered_each(moment, lambda number, at=moment: Tried(number, at, 500 if number == 1 else 200))
        scanned(numbers()[1], "EDX" if hour == 39 else "RDP", moment)
        scanned(numbers()[1], "EMG", later(hour + 0.5))
        noted(later(hour + 0.6))

    last = [row for row in attempts() if row.number == 1][-1]
    assert last.is_last
    assert endpoint_row().state == "open"
    assert [row.number for row in held()] == []
    assert {row.number for row in attempts() if row.status == 200} >= {2, 3, 4, 5}


def test_who_says_to_be_gone_is_paused_at_once(news: str) -> None:
    answered_each(MONDAY, only(2, 410))

    row = endpoint_row()
    assert (row.state, row.why_paused) == ("paused", "gone")
    assert len(letters("endpoint-paused")) == 1


def test_who_is_back_has_what_was_held_back_at_once(news: str) -> None:
    for minute in (0, 1, 5, 20):
        answered(MONDAY + timedelta(minutes=minute), 0, "unreached")

    moment = MONDAY + timedelta(minutes=40)
    while answered(moment):
        pass

    assert held() == []
    assert endpoints("ZELLIGE")[0].is_well


def test_what_others_have_taken_meanwhile_is_not_moved_on_by_whoever_comes_late(news: str) -> None:
    (old,) = taken(MONDAY)
    (new,) = taken(later(1))
    tries = tuple(Tried(due.number, later(1), 200) for due in old.changes)

    note_attempts(sent=[LaneSent(old, tries)], by=SENDER, at=later(1))
    assert endpoint_row().cursor == 0
    note_attempts(sent=[LaneSent(new, tries)], by=SENDER, at=later(1))

    assert endpoint_row().cursor == 5
    assert len(attempts()) == 10


def test_those_who_failed_at_one_moment_do_not_come_back_at_one() -> None:
    assert len({pause_after(3, jitter / 10) for jitter in range(10)}) == 10


def test_many_lanes_cost_the_same_as_one(
    leila: Actor, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts = []
    for number in range(9):
        added(leila, f"{URL}/{number}")
    noted(MONDAY)
    lanes = taken(MONDAY)
    for part in (lanes[:1], lanes[1:]):
        sent = [
            LaneSent(lane, tuple(Tried(due.number, MONDAY, 500) for due in lane.changes)) for lane in part
        ]
        with statements() as seen:
            note_attempts(sent=sent, by=SENDER, at=MONDAY)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_an_attempt_was_taken_or_has_a_problem(news: str) -> None:
    from django.apps import apps

    with pytest.raises(IntegrityError, match="attempt_was_taken_or_has_a_problem"), transaction.atomic():
        apps.get_model("merchant", "Attempt").objects.create(
            endpoint=endpoint_row(), number=1, at=MONDAY, status=500, duration_ms=1
        )
