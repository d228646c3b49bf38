"""A table of which nothing was announced is dropped."""

import pytest

from rekkas.base.actors import Actor
from rekkas.shipping import queries
from rekkas.shipping.commands import drop_batch
from rekkas.shipping.errors import BatchBusy
from rekkas.shipping.models import BatchPart, BatchRow
from tests.build import MONDAY, later
from tests.lasting import lasting
from tests.merchant.merchants import actor
from tests.shipping.batches import GOOD, checked, csv, made, uploaded
from tests.shipping.test_map_columns import built

world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_its_rows_are_gone_and_it_may_be_sent_again(leila: Actor) -> None:
    number = checked(leila, GOOD)

    for _ in range(2):
        drop_batch(batch=number, by=leila, at=later(1))

    assert queries.batch("ZELLIGE", number).state == "dropped"
    assert (BatchPart.objects.count(), BatchRow.objects.count()) == (0, 0)
    assert uploaded(leila, csv(GOOD)) == number + 1


def test_what_was_announced_is_not_dropped(leila: Actor) -> None:
    number = made(leila, "C-1;Amina;;12 rue;Zagora;1;")

    with pytest.raises(BatchBusy):
        drop_batch(batch=number, by=leila, at=MONDAY)
