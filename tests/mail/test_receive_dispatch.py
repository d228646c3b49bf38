"""A dispatch is taken in and its bags are counted."""

import pytest

from rekkas.mail.errors import AlreadyOpened, NotForHere, UnknownUnit
from rekkas.mail.models import Event
from rekkas.mail.queries import arrived_dispatches, closed_receptacles
from tests.build import AGENCY, HUB, OUARZAZATE
from tests.mail.world import arrived, closed_bag, closed_dispatch, departed, posted, received, where


def test_bags_that_were_found_are_here_without_an_event_of_their_own() -> None:
    numbers = posted("one", "two")
    bags = [closed_bag(number) for number in numbers]
    dispatch = closed_dispatch(*bags)
    arrived(departed(dispatch))
    before = Event.objects.count()

    assert received(dispatch, bags) == []

    assert Event.objects.count() == before + 1
    assert {row.number for row in closed_receptacles(HUB)} == set(bags)
    assert list(arrived_dispatches(HUB)) == []
    assert (where(numbers[0]).code, where(numbers[0]).inherited_from) == ("ROP", dispatch)


def test_a_bag_that_is_missing_and_one_too_many_are_both_recorded() -> None:
    numbers = posted("one", "two", "three")
    here, lost, stray = (closed_bag(number) for number in numbers)
    dispatch = closed_dispatch(here, lost)
    closed_dispatch(stray)
    arrived(departed(dispatch))

    assert received(dispatch, [here, stray]) == [lost]

    assert [(where(bag).code, where(bag).office_code) for bag in (here, lost, stray)] == [
        ("ROP", HUB), ("RMI", HUB), ("RSU", HUB),
    ]  # fmt: skip
    assert [where(number).status for number in numbers] == ["in_transit", "delayed", "in_transit"]


def test_a_dispatch_is_received_once() -> None:
    dispatch = closed_dispatch(closed_bag(*posted()))
    arrived(departed(dispatch))
    received(dispatch)

    with pytest.raises(AlreadyOpened):
        received(dispatch, hours=12)


@pytest.mark.parametrize("office", [AGENCY, OUARZAZATE])
def test_a_dispatch_is_received_where_it_goes(office: str) -> None:
    dispatch = closed_dispatch(closed_bag(*posted()))
    arrived(departed(dispatch))

    with pytest.raises(NotForHere):
        received(dispatch, office=office)


def test_a_dispatch_whose_lorry_nobody_noted_can_be_received() -> None:
    bag = closed_bag(*posted())
    dispatch = closed_dispatch(bag)
    departed(dispatch)

    assert received(dispatch, [bag]) == []
    assert where(bag).office_code == HUB


def test_a_bag_is_not_a_dispatch() -> None:
    with pytest.raises(UnknownUnit):
        received(closed_bag(*posted()))
