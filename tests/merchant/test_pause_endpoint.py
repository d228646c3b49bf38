import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.commands import pause_endpoint
from rekkas.merchant.errors import UnknownEndpoint
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import OTHER_ICE, actor, letters, proved, signed_up
from tests.merchant.webhooks import added, answered, endpoint_row, noted

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_nothing_is_sent_meanwhile_and_nobody_is_written_to(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)

    pause_endpoint(endpoint=1, by=leila, at=MONDAY)
    pause_endpoint(endpoint=1, by=leila, at=later(1))

    assert answered(later(1)) == []
    row = endpoint_row()
    assert (row.state, row.why_paused, row.state_at) == ("paused", "by-hand", MONDAY)
    assert letters("endpoint-paused") == []


def test_an_endpoint_of_another_merchant_is_not_there(leila: Actor) -> None:
    added(leila)
    other = signed_up(name="Tapis", tax_number=OTHER_ICE, email="t@example.org", at=later(1)).member
    proved("t@example.org", at=later(1))

    with pytest.raises(UnknownEndpoint):
        pause_endpoint(endpoint=1, by=actor(other), at=later(2))
