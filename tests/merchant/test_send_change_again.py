import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.commands import send_change_again
from rekkas.merchant.errors import UnknownChange
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import added, answered, held, noted, numbers, scanned

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_one_change_is_sent_again_and_no_other(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    answered(MONDAY)

    send_change_again(endpoint=1, number=2, by=leila, at=later(1))
    send_change_again(endpoint=1, number=2, by=leila, at=later(1))

    assert answered(later(1)) == [2]
    assert answered(later(2)) == []


def test_it_stands_behind_what_is_held_back_of_its_parcel_and_before_what_is_later(leila: Actor) -> None:
    one, _two = numbers()
    added(leila)
    noted(MONDAY)
    answered(MONDAY)
    scanned(one, "EMA", later(1))
    noted(later(1))
    answered(later(1), 500)

    send_change_again(endpoint=1, number=1, by=leila, at=later(2))

    assert [(row.number, row.next_at) for row in held()] == [(1, later(2)), (3, None)]
    assert answered(later(2)) == [1]
    assert answered(later(2)) == [3]


def test_what_was_not_told_is_not_there(leila: Actor) -> None:
    added(leila)

    with pytest.raises(UnknownChange):
        send_change_again(endpoint=1, number=9, by=leila, at=MONDAY)
