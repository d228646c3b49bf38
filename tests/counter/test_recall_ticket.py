"""Whoever was called and did not come is called once more."""

import pytest

from rekkas.counter.commands import recall_ticket
from rekkas.counter.errors import TicketNotCalled, UnknownTicket
from tests.build import AGENCY, FATIMA, MONDAY
from tests.counter.halls import call, minutes, take, ticket
from tests.payments.desks import SALMA

pytestmark = pytest.mark.usefixtures("counters")


def test_a_second_call_counts_as_the_beginning_of_the_service() -> None:
    take("one")
    call()

    recall_ticket(office=AGENCY, ticket="a1", by=FATIMA, at=minutes(1))

    assert (ticket("A1").called_at, ticket("A1").begun_at) == (MONDAY, minutes(1))


def test_one_calls_again_only_whom_one_called() -> None:
    take("one")
    take("two")
    call()

    for who, number, refusal in (
        (SALMA, "A1", TicketNotCalled),
        (FATIMA, "A2", TicketNotCalled),
        (FATIMA, "A9", UnknownTicket),
    ):
        with pytest.raises(refusal):
            recall_ticket(office=AGENCY, ticket=number, by=who, at=MONDAY)
