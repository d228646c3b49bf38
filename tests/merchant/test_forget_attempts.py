from datetime import timedelta

import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.commands import forget_attempts
from tests.build import BOSS, MONDAY
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import added, answered, attempts, noted

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_how_sending_went_is_forgotten_after_ninety_days(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    answered(MONDAY)

    counts = [forget_attempts(by=BOSS, at=MONDAY + timedelta(days=days)) for days in (90, 91)]

    assert counts == [0, 2]
    assert attempts() == []
