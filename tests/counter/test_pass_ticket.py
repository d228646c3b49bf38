"""Whoever does not come goes back into the queue once, and is gone the second time."""

import pytest

from rekkas.counter.choices import TicketState
from rekkas.counter.commands import pass_ticket
from rekkas.counter.errors import TicketOver
from tests.build import AGENCY, FATIMA
from tests.counter.halls import call, minutes, take, ticket

pytestmark = pytest.mark.usefixtures("counters")


def test_who_is_not_there_comes_back_once() -> None:
    take("one")
    take("two")
    call()

    assert pass_ticket(office=AGENCY, ticket="A1", by=FATIMA, at=minutes(1)) == TicketState.WAITING
    assert [call(minutes(1)), call(minutes(5))] == ["A2", "A1"]
    assert pass_ticket(office=AGENCY, ticket="A1", by=FATIMA, at=minutes(6)) == TicketState.GONE
    assert ticket("A1").ended_at == minutes(6)
    with pytest.raises(TicketOver):
        pass_ticket(office=AGENCY, ticket="A1", by=FATIMA, at=minutes(7))
