import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.commands import send_test_change
from tests.build import later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import URL, added, journal, taken

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_a_test_goes_to_one_endpoint_and_stands_in_the_journal(leila: Actor) -> None:
    added(leila)
    added(leila, f"{URL}/2")

    send_test_change(endpoint=2, by=leila, at=later(1), key="k")
    send_test_change(endpoint=2, by=leila, at=later(1), key="k")

    assert {lane.endpoint: [due.number for due in lane.changes] for lane in taken(later(1))} != {}
    assert sorted(len(lane.changes) for lane in taken(later(2))) == [0, 1]
    (row,) = journal()
    assert (row.kind, row.subject) == ("endpoint.test", "2")
