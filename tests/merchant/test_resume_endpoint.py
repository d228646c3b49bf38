from datetime import timedelta

import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.commands import pause_endpoint, resume_endpoint
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import added, answered, endpoint_row, held, noted, numbers, scanned

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_it_goes_on_where_it_stopped(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    answered(MONDAY, 500)
    pause_endpoint(endpoint=1, by=leila, at=MONDAY)
    scanned(numbers()[0], "EMA", later(1))
    noted(later(1))

    resume_endpoint(endpoint=1, by=leila, at=later(2))

    assert answered(later(2)) == [1, 2]
    assert answered(later(2)) == [3]
    assert held() == []


def test_after_a_pause_for_a_day_of_silence_a_new_day_is_given(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    for hours in range(30):
        answered(later(hours), 500)
    assert endpoint_row().why_paused == "broken"

    resume_endpoint(endpoint=1, by=leila, at=later(40))
    answered(later(40), 500)
    answered(later(40) + timedelta(hours=23), 500)

    assert endpoint_row().state == "open"
