import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.commands import remove_endpoint
from rekkas.merchant.errors import UnknownEndpoint
from rekkas.merchant.queries import endpoints
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import added, answered, attempts, endpoint_row, held, noted

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_nothing_is_sent_any_more_and_its_secrets_are_forgotten(leila: Actor) -> None:
    added(leila)
    noted(MONDAY)
    answered(MONDAY, 500)

    remove_endpoint(endpoint=1, by=leila, at=later(1))

    assert answered(later(2)) == []
    assert (endpoints("ZELLIGE"), held(), endpoint_row().secret) == ([], [], "")
    assert len(attempts()) == 2
    with pytest.raises(UnknownEndpoint):
        remove_endpoint(endpoint=1, by=leila, at=later(2))
    assert added(leila) == 2
