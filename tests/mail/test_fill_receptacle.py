"""Items go into an open bag."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from rekkas.mail.errors import AlreadyClosed, AlreadyDelivered, NotHere, UnknownUnit
from rekkas.mail.queries import contents_of, item, latest_unit
from tests.build import HUB, later
from tests.mail.world import (
    accept,
    closed_bag,
    entry,
    fill,
    new_bag,
    outcomes,
    posted,
    record,
    s10,
    scan,
    standing,
    told,
    where,
)

A_YEAR = 366 * 24
Statements = Callable[[], AbstractContextManager[list[str]]]


def inside(bag: str) -> set[str]:
    return set(contents_of(latest_unit(bag).pk).values())


def test_what_is_put_into_a_bag_lies_in_it() -> None:
    numbers, bag = posted("one", "two"), new_bag()

    answers = fill(bag, *numbers)

    assert outcomes(answers) == [("recorded", "")] * 2
    assert inside(bag) == set(numbers)
    assert {standing(number).container_id for number in numbers} == {latest_unit(bag).pk}


def test_where_it_lies_is_said_with_the_name_of_the_office() -> None:
    (number,) = posted()

    fill(new_bag(), number)

    found = told(number, at=later(9))
    assert (found.status, found.office_name) == ("in_transit", "Casablanca 1")
    assert found.happened_at == later(8)


def test_numbers_may_be_typed_as_people_type_them() -> None:
    (number,), bag = posted(), new_bag()

    fill(f" {bag.lower()} ", f"{number[:2]} {number[2:].lower()}")

    assert inside(bag) == {number}


def test_the_same_item_twice_is_put_in_once() -> None:
    (number,), bag = posted(), new_bag()

    answers = fill(bag, number, number)

    assert outcomes(answers) == [("recorded", ""), ("duplicate", "")]


def test_an_item_that_is_not_known_is_kept_aside_and_lies_in_the_bag_once_it_is() -> None:
    bag = new_bag()

    assert outcomes(fill(bag, s10(1))) == [("quarantined", "unknown-number")]

    posted(number=s10(1))
    assert inside(bag) == {s10(1)}


def test_an_item_put_into_another_bag_leaves_the_first() -> None:
    (number,), one, two = posted(), new_bag(), new_bag()
    fill(one, number, hours=8)

    fill(two, number, hours=8.1)

    assert (inside(one), inside(two)) == (set(), {number})


def test_a_bag_is_not_put_into_a_bag() -> None:
    one, two = new_bag(), new_bag()

    assert outcomes(fill(one, two)) == [("quarantined", "not-a-container")]


def test_a_closed_bag_is_not_filled() -> None:
    one, two = posted("one", "two")
    bag = closed_bag(one)

    with pytest.raises(AlreadyClosed):
        fill(bag, two)

    assert where(two).code == "EMA"


def test_a_bag_is_filled_where_it_is() -> None:
    with pytest.raises(NotHere):
        fill(new_bag(), *posted(), office=HUB)


@pytest.mark.parametrize("bag", ["MA0001MA0002699999", "nothing", ""])
def test_a_bag_that_is_not_known_is_refused(bag: str) -> None:
    with pytest.raises(UnknownUnit):
        fill(bag, *posted())


def test_an_item_is_not_a_bag() -> None:
    with pytest.raises(UnknownUnit):
        fill(*posted("one", "two"))


def test_what_was_delivered_does_not_travel_again() -> None:
    numbers, bag = posted("one", "two"), new_bag()
    record(scan(numbers[1], "EMI", 5))

    with pytest.raises(AlreadyDelivered, match=numbers[1]):
        fill(bag, *numbers)

    assert inside(bag) == set()


def test_a_number_that_was_delivered_in_an_earlier_life_travels() -> None:
    posted("old", number=s10(1))
    record(scan(s10(1), "EMI", 50))
    accept(entry("new", number=s10(1), happened_at=later(A_YEAR)), at=later(A_YEAR))
    bag = new_bag(hours=A_YEAR + 1)

    fill(bag, s10(1), hours=A_YEAR + 2)

    assert inside(bag) == {s10(1)}
    assert standing(s10(1)).unit_id == item(s10(1)).pk


def test_a_bag_of_any_size_is_filled_in_the_same_number_of_statements(statements: Statements) -> None:
    numbers = posted(*range(300))

    def cost(count: int) -> int:
        bag = new_bag()
        with statements() as seen:
            fill(bag, *numbers[:count])
        return len(seen)

    cost(2)  # the first bag of an office also begins its series and its lane

    assert cost(2) == cost(300)
