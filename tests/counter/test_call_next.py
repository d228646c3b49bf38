"""Who is called next: by priority and by how long they wait, so that nobody waits for ever."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.counter.choices import TicketState
from rekkas.counter.commands import begin_break
from rekkas.counter.errors import DeskMissing, OnBreak
from tests.build import AGENCY, FATIMA, MONDAY, staff
from tests.counter.halls import call, choose, minutes, take, ticket
from tests.payments.desks import SALMA

pytestmark = pytest.mark.usefixtures("counters")


def test_the_urgent_go_first_but_not_for_ever() -> None:
    take("old")
    take("elderly", "priority", at=minutes(10))
    take("late", "priority", at=minutes(21))  # priority 1 against 5 is worth twenty minutes

    called = [call(minutes(22)), call(minutes(23)), call(minutes(24)), call(minutes(25))]

    assert called == ["E1", "A1", "E2", ""]


def test_two_clerks_call_two_people_and_whom_one_served_is_served() -> None:
    take("one")
    take("two")

    assert (call(), call(by=SALMA, desk="b-2")) == ("A1", "A2")
    assert ticket("A2").desk == "B-2"
    assert call(minutes(4)) == ""
    assert (ticket("A1").state, ticket("A1").ended_at) == (TicketState.SERVED, minutes(4))
    assert ticket("A2").state == TicketState.CALLED


def test_a_desk_calls_only_for_what_it_does() -> None:
    take("one")
    take("two", "money")

    choose("money", "administration")

    assert (call(), call(minutes(1))) == ("C1", "")
    assert call(minutes(2), by=SALMA) == "A1"  # what one desk does not do, another does


def test_it_is_said_where_to_go_and_nobody_is_called_from_a_break() -> None:
    with pytest.raises(DeskMissing):
        call(desk=" ")
    with pytest.raises(DeskMissing):
        call(desk="<script>")
    with pytest.raises(NotAllowed):
        call(by=staff("samir", Role.SORTER, AGENCY))
    begin_break(office=AGENCY, by=FATIMA, at=MONDAY)
    with pytest.raises(OnBreak):
        call()
