"""Closed bags become one dispatch for the next office."""

import pytest

from rekkas.base.errors import InvalidInput
from rekkas.base.outbox import subscribes
from rekkas.mail import commands as mail
from rekkas.mail.errors import GoesElsewhere, InvalidNumber, NotClosed, NotHere, UnknownUnit
from rekkas.mail.facts import DispatchClosed
from rekkas.mail.models import Event
from rekkas.mail.queries import closed_receptacles, contents_of, latest_unit, waiting_dispatches
from rekkas.network.errors import UnknownOffice
from tests.build import AGENCY, BOSS, HUB, OUARZAZATE, later
from tests.mail.world import (
    arrived,
    closed_bag,
    closed_dispatch,
    departed,
    fill,
    new_bag,
    opened,
    posted,
    received,
    record,
    scan,
    where,
)

S8, S9 = "IEDUBANLHAGIAUN60123", "IEDUBANLHAGIAUN60123001100125"


def inside(number: str) -> set[str]:
    return set(contents_of(latest_unit(number).pk).values())


def test_a_dispatch_holds_its_bags_and_they_their_items() -> None:
    one, two = posted("one", "two")
    bags = [closed_bag(one), closed_bag(two)]

    dispatch = closed_dispatch(*bags)

    assert dispatch == "MA0001MA000260001"
    assert inside(dispatch) == set(bags)
    assert [row.number for row in waiting_dispatches(AGENCY)] == [dispatch]
    assert list(closed_receptacles(AGENCY)) == []
    assert (where(one).code, where(one).inherited_from) == ("RCL", dispatch)


def test_each_bag_gets_one_event_and_no_item_any() -> None:
    bag = closed_bag(*posted(*range(30)))
    before = Event.objects.count()

    closed_dispatch(bag)

    assert Event.objects.count() == before + 2


def test_the_same_bag_named_twice_is_put_in_once() -> None:
    bag = closed_bag(*posted())

    assert inside(closed_dispatch(bag, f" {bag.lower()}")) == {bag}


def test_an_open_bag_is_not_dispatched() -> None:
    bag = new_bag()
    fill(bag, *posted())

    with pytest.raises(NotClosed):
        closed_dispatch(bag)


def test_a_bag_that_is_elsewhere_is_not_dispatched() -> None:
    bag = closed_bag(*posted())

    with pytest.raises(NotHere):
        closed_dispatch(bag, origin=HUB, destination=OUARZAZATE)


def test_a_bag_that_lies_in_a_dispatch_is_not_put_into_another() -> None:
    bag = closed_bag(*posted())
    first = closed_dispatch(bag)

    with pytest.raises(NotHere):
        closed_dispatch(bag, hours=8.7)

    assert inside(first) == {bag}


def test_a_bag_that_has_left_is_not_dispatched_from_where_it_left() -> None:
    bag = closed_bag(*posted())
    departed(closed_dispatch(bag))

    with pytest.raises(NotHere):
        closed_dispatch(bag, hours=10)


def test_a_bag_that_was_opened_is_not_dispatched() -> None:
    bag = closed_bag(*posted())
    dispatch = closed_dispatch(bag)
    arrived(departed(dispatch))
    received(dispatch)
    opened(bag)

    with pytest.raises(NotHere):
        closed_dispatch(bag, origin=HUB, destination=OUARZAZATE, hours=13)


def test_a_bag_found_without_a_scan_of_its_dispatch_is_dispatched_once_it_was_scanned() -> None:
    bag = closed_bag(*posted(), destination=OUARZAZATE)
    departed(closed_dispatch(bag))

    record(scan(bag, "RAR", 10, office=HUB))

    assert inside(closed_dispatch(bag, origin=HUB, destination=OUARZAZATE, hours=11)) == {bag}


def test_a_bag_for_further_on_is_forwarded_unopened_in_the_next_dispatch() -> None:
    (number,) = posted()
    bag = closed_bag(number, destination=OUARZAZATE)
    first = closed_dispatch(bag)
    arrived(departed(first))
    assert received(first, [bag]) == []

    second = closed_dispatch(bag, origin=HUB, destination=OUARZAZATE, hours=11.5)
    run = departed(second, origin=HUB, destination=OUARZAZATE, hours=12)
    arrived(run, OUARZAZATE, 20)
    assert received(second, [bag], OUARZAZATE, 21) == []
    assert opened(bag, [number], OUARZAZATE, 22) == []

    assert (where(number).code, where(number).office_code) == ("ROP", OUARZAZATE)
    assert Event.objects.filter(unit=latest_unit(number)).count() == 2


def test_one_bag_that_is_missing_holds_up_the_dispatch_and_is_named() -> None:
    bag = closed_bag(*posted())

    with pytest.raises(UnknownUnit, match="MA0001MA0002699999"):
        closed_dispatch(bag, "MA0001MA0002699999")

    assert [row.number for row in closed_receptacles(AGENCY)] == [bag]


def test_a_dispatch_holds_something() -> None:
    with pytest.raises(NotHere):
        closed_dispatch()


@pytest.mark.parametrize(("destination", "refusal"), [(AGENCY, InvalidInput), ("XX9999", UnknownOffice)])
def test_a_dispatch_goes_to_another_office_that_is_known(destination: str, refusal: type[Exception]) -> None:
    bag = closed_bag(*posted())

    with pytest.raises(refusal):
        closed_dispatch(bag, destination=destination)


def _between_posts(bag: str, number: str, hours: float = 8.5) -> str:
    return mail.close_dispatch(
        office=AGENCY, destination=HUB, receptacles=[bag], number=number, by=BOSS, at=later(hours)
    )


def test_between_two_posts_a_dispatch_bears_the_number_of_its_bags() -> None:
    mail.prepare_receptacle(office=AGENCY, destination=HUB, number=S9, by=BOSS, at=later(7))
    fill(S9, *posted())
    mail.close_receptacle(receptacle=S9, office=AGENCY, by=BOSS, at=later(8))

    with pytest.raises(GoesElsewhere):
        _between_posts(S9, "IEDUBANLHAGIAUN60124")
    with pytest.raises(InvalidNumber):
        _between_posts(S9, S9)

    assert _between_posts(S9, S8) == S8
    assert inside(S8) == {S9}


def test_a_closed_dispatch_is_told_to_those_who_announce_it() -> None:
    heard: list[DispatchClosed] = []
    subscribes(DispatchClosed)(heard.append)
    bag = closed_bag(*posted())

    dispatch = closed_dispatch(bag)

    from rekkas.base.outbox import relay_notices

    relay_notices()
    assert heard == [DispatchClosed(dispatch, AGENCY, HUB, later(8.5).isoformat())]
