"""At closing the queue ends, and nothing of a day is left for the next."""

import pytest

from rekkas.counter.choices import TicketState
from rekkas.counter.commands import expire_tickets
from tests.build import AGENCY, BOSS, later
from tests.counter.halls import call, take, ticket

pytestmark = pytest.mark.usefixtures("counters")


def test_the_queue_of_a_day_ends_with_it() -> None:
    take("one")
    take("two")
    call()

    assert expire_tickets(office=AGENCY, by=BOSS, at=later(1)) == 0  # the office is open
    assert expire_tickets(office=AGENCY, by=BOSS, at=later(12)) == 2
    assert (ticket("A1").state, ticket("A2").state) == (TicketState.GONE, TicketState.GONE)
    assert take("three", at=later(24)).number == "A1"  # the next day begins again
