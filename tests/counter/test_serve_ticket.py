"""A ticket ends with the visit that it was taken for, and is good for one day."""

import pytest

from rekkas.counter.choices import TicketState
from rekkas.counter.commands import serve_ticket
from rekkas.counter.errors import TicketOfAnotherDay, TicketOver
from tests.build import AGENCY, FATIMA, MONDAY, later
from tests.counter.halls import call, minutes, take, ticket
from tests.counter.windows import settle, stamps

pytestmark = pytest.mark.usefixtures("counters")


def test_a_settled_visit_ends_its_ticket() -> None:
    take("one")
    call()

    done = settle(stamps(), ticket="a1", at=minutes(5))

    assert (ticket("A1").state, ticket("A1").visit, ticket("A1").ended_at) == (
        TicketState.SERVED,
        done.number,
        minutes(5),
    )
    settle(stamps(), ticket="Z99", word="two", at=minutes(6))  # a number that is none stops no visit


def test_a_ticket_is_served_once_and_that_of_yesterday_not_at_all() -> None:
    take("one")
    call()

    with pytest.raises(TicketOfAnotherDay):
        serve_ticket(office=AGENCY, ticket="A1", by=FATIMA, at=later(24))
    serve_ticket(office=AGENCY, ticket="A1", by=FATIMA, at=MONDAY)
    with pytest.raises(TicketOver):
        serve_ticket(office=AGENCY, ticket="A1", by=FATIMA, at=MONDAY)
