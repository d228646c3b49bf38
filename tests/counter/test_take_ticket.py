"""A ticket is a place in the queue of an open office for a day; one telephone stands once in it."""

import pytest

from rekkas.counter.choices import TicketWay
from rekkas.counter.commands import queue
from rekkas.counter.errors import QueueFull, UnknownErrand
from rekkas.counter.models import Ticket
from rekkas.counter.queries import wait_of
from rekkas.network.errors import OfficeClosed
from tests.build import AGENCY, MONDAY, later
from tests.counter.halls import call, minutes, take

pytestmark = pytest.mark.usefixtures("counters")


def test_numbers_go_on_for_each_errand_with_its_letter() -> None:
    numbers = [take("one").number, take("two").number, take("three", "money").number]

    assert numbers == ["A1", "A2", "C1"]
    assert take("two").number == "A2"  # asked again with one key


def test_one_telephone_stands_once_in_a_queue() -> None:
    first = take("one", phone="0612345678", way="sms")

    again = take("two", "money", phone="+212 6 12 34 56 78")

    assert again.number == first.number
    assert Ticket.objects.get().way == TicketWay.SMS
    call()
    call(minutes(3))  # served, and nobody else waits
    assert take("three", phone="0612345678", at=minutes(4)).number == "A2"


def test_a_closed_office_gives_no_tickets() -> None:
    with pytest.raises(OfficeClosed):
        take("one", at=later(12))
    with pytest.raises(UnknownErrand):
        take("one", "dancing")


def test_a_full_hall_takes_nobody_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "WAITING_AT_MOST", 1)
    take("one")

    with pytest.raises(QueueFull):
        take("two")


def test_the_wait_grows_with_the_queue_and_says_nothing_where_no_desk_is_open() -> None:
    waits = [wait_of(AGENCY, "mail", MONDAY)]
    for word in "abcdefgh":
        take(word)
    waits.append(wait_of(AGENCY, "mail", MONDAY))
    urgent = wait_of(AGENCY, "priority", MONDAY)

    assert waits[0] is not None
    assert waits[1] is not None
    assert urgent is not None
    assert (waits[0].likely, urgent.likely) == (0, 0)  # as if it were called before all others
    assert waits[1].likely > 0
    assert waits[1].nearly > waits[1].likely
