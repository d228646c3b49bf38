"""A bag is opened: what is missing, what is too many, and from then on each item speaks for itself."""

import pytest

from rekkas.base.outbox import relay_notices, subscribes
from rekkas.mail.errors import AlreadyOpened, NotClosed, NotForHere
from rekkas.mail.facts import ItemsMissing
from rekkas.mail.models import Event, StrayScan
from rekkas.mail.queries import items_to_send
from tests.build import AGENCY, HUB, OUARZAZATE, later
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
    s10,
    scan,
    told,
    where,
)


def bag_at_hub(*numbers: str) -> str:
    bag = closed_bag(*numbers)
    dispatch = closed_dispatch(bag)
    arrived(departed(dispatch))
    received(dispatch, [bag])
    return bag


def test_opening_is_one_event_whatever_the_bag_holds() -> None:
    numbers = posted(*range(25))
    bag = bag_at_hub(*numbers)
    before = Event.objects.count()

    assert opened(bag, numbers) == []

    assert Event.objects.count() == before + 1
    assert {(where(n).code, where(n).office_code, where(n).inherited_from) for n in numbers} == {
        ("ROP", HUB, bag)
    }
    assert {one.number for one in items_to_send(HUB)} == set(numbers)


def test_without_a_count_all_of_it_counts_as_arrived() -> None:
    numbers = posted("one", "two")
    bag = bag_at_hub(*numbers)

    assert opened(bag) == []

    assert {where(number).office_code for number in numbers} == {HUB}


def test_an_empty_count_finds_all_of_it_missing() -> None:
    numbers = posted("one", "two")

    assert opened(bag_at_hub(*numbers), []) == sorted(numbers)


def test_missing_and_surplus_are_recorded_as_such_and_told() -> None:
    heard: list[ItemsMissing] = []
    subscribes(ItemsMissing)(heard.append)
    here, lost, extra = posted("one", "two", "three")
    bag = bag_at_hub(here, lost)

    assert opened(bag, [here.lower(), extra, s10(1)]) == [lost]

    relay_notices()
    assert [where(number).code for number in (here, lost, extra)] == ["ROP", "RMI", "RSU"]
    assert (told(lost, at=later(13)).status, told(extra, at=later(13)).office_code) == ("delayed", HUB)
    assert (StrayScan.objects.get().barcode, StrayScan.objects.get().why) == (s10(1), "unknown-number")
    assert [(fact.receptacle, fact.numbers) for fact in heard] == [(bag, (lost,))]


def test_an_item_that_was_missing_and_turns_up_is_no_longer_missing() -> None:
    here, lost = posted("one", "two")
    opened(bag_at_hub(here, lost), [here])

    record(scan(lost, "EDD", 30, office=HUB))

    assert told(lost, at=later(31)).status == "in_transit"


def test_an_item_that_left_the_bag_on_the_way_is_not_missed() -> None:
    here, taken = posted("one", "two")
    bag = bag_at_hub(here, taken)
    record(scan(taken, "ROT", 10.5, office=HUB))

    assert opened(bag, [here]) == []


def test_after_opening_nothing_more_is_inherited() -> None:
    (number,) = posted()
    bag = bag_at_hub(number)
    opened(bag, [number])
    before = told(number).steps

    record(scan(bag, "RAR", 40, office=OUARZAZATE), scan(bag, "RLO", 50))

    assert told(number).steps == before
    assert (where(number).code, where(number).office_code) == ("ROP", HUB)


def test_a_bag_is_opened_once() -> None:
    bag = bag_at_hub(*posted())
    opened(bag)

    with pytest.raises(AlreadyOpened):
        opened(bag, hours=13)


def test_a_bag_for_elsewhere_is_forwarded_and_not_opened() -> None:
    bag = closed_bag(*posted(), destination=OUARZAZATE)

    with pytest.raises(NotForHere, match=OUARZAZATE):
        opened(bag)


def test_a_bag_that_was_never_closed_is_not_opened() -> None:
    bag = new_bag()
    fill(bag, *posted())

    with pytest.raises(NotClosed):
        opened(bag)


def test_an_opening_that_a_device_reports_counts_too() -> None:
    bag = bag_at_hub(*posted())
    record(scan(bag, "ROP", 11.5, office=HUB))

    with pytest.raises(AlreadyOpened):
        opened(bag)


def test_an_item_that_a_bag_held_and_another_bag_holds_now_follows_the_second() -> None:
    (number,) = posted()
    opened(bag_at_hub(number), [number])
    second = new_bag(HUB, OUARZAZATE, 13)
    fill(second, number, office=HUB, hours=13)

    record(scan(second, "RAR", 20, office=OUARZAZATE))

    assert (where(number).office_code, where(number).inherited_from) == (OUARZAZATE, second)
    assert AGENCY not in [step.office_code for step in told(number).steps[3:]]
