import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.commands import note_attempts, pause_endpoint, replay_changes
from rekkas.merchant.entries import LaneSent, Tried
from rekkas.merchant.errors import EndpointNotOpen
from rekkas.merchant.queries import last_change_before
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import SENDER, added, answered, held, noted, numbers, scanned, taken

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_everything_after_a_change_is_sent_again_in_its_order(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    scanned(numbers()[0], "EMA", later(1))
    noted(later(1))
    assert answered(later(1)) == [1, 2, 3]

    assert replay_changes(endpoint=1, after=1, by=leila, at=later(2)) == 2

    assert answered(later(2)) == [2, 3]
    assert answered(later(2)) == []


def test_it_can_begin_at_a_time(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    scanned(numbers()[0], "EMA", later(1))
    noted(later(1))

    assert [last_change_before("ZELLIGE", moment) for moment in (MONDAY, later(1), later(2))] == [0, 2, 3]


def test_what_is_on_its_way_meanwhile_does_not_undo_it(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    (lane,) = taken(later(1))

    replay_changes(endpoint=1, after=0, by=leila, at=later(1))
    note_attempts(
        sent=[LaneSent(lane, tuple(Tried(due.number, later(1), 200) for due in lane.changes))],
        by=SENDER,
        at=later(1),
    )

    assert answered(later(1)) == [1, 2]


def test_what_is_held_back_is_sent_once(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    answered(MONDAY, 500)

    replay_changes(endpoint=1, after=0, by=leila, at=later(1))

    assert answered(later(1)) == [1, 2]
    assert held() == []


def test_nothing_is_replayed_to_one_that_is_paused(leila: Actor) -> None:
    added(leila)
    pause_endpoint(endpoint=1, by=leila, at=MONDAY)

    with pytest.raises(EndpointNotOpen):
        replay_changes(endpoint=1, after=0, by=leila, at=MONDAY)
