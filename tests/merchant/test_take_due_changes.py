from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.commands import check_merchant
from rekkas.merchant.queries.endpoints import A_LANE, is_change_due
from tests.build import BOSS, MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import SECRET, URL, added, answered, noted, taken
from tests.shipping.shipments import sent

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_what_one_has_taken_nobody_else_sends_until_the_lease_lapses(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    assert is_change_due(MONDAY)

    (lane,) = taken(MONDAY)

    assert [due.number for due in lane.changes] == [1, 2]
    assert lane.secrets == (SECRET.plain,)
    assert SECRET.plain not in repr(lane)
    assert (taken(MONDAY), is_change_due(MONDAY)) == ([], False)
    (again,) = taken(MONDAY + timedelta(minutes=1))
    assert again.changes == lane.changes


def test_a_lane_takes_so_many_and_the_others_have_their_turn(leila: Actor) -> None:
    added(leila)
    check_merchant(merchant="ZELLIGE", notes="papers", by=BOSS, at=MONDAY)
    sent(leila, *(f"p{n}" for n in range(A_LANE)))
    noted(MONDAY)

    assert [answered(MONDAY) for _ in range(3)] == [list(range(1, 21)), [21, 22], []]


def test_many_endpoints_cost_the_same_as_one(
    leila: Actor, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    added(leila)
    noted(MONDAY)
    counts = []
    for more in (0, 8):
        for number in range(more):
            added(leila, f"{URL}/{number}", MONDAY)
        sent(leila, f"after {more}")
        noted(later(more))
        with statements() as seen:
            assert len(taken(later(more))) == more + 1
        counts.append(len(seen))

    assert counts[0] == counts[1]
