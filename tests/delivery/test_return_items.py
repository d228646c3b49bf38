"""What nobody came for goes back to the office at which it was posted."""

from typing import Any

import pytest
from django.apps import apps

from rekkas.delivery.commands import return_items
from rekkas.delivery.queries import offices_to_return_from, to_return
from rekkas.mail.queries import events_of, item, track
from rekkas.network.queries import office
from rekkas.operator.daily_counters import send_back
from tests.build import AGENCY, HUB, ZAGORA_OFFICE, later
from tests.delivery.shelves import WEDNESDAY, days_on, seen, waiting

pytestmark = pytest.mark.usefixtures("post_office")


def returned(*numbers: str, days: float = 16) -> list[str]:
    said: dict[str, Any] = days_on(days)
    return [one.code or one.outcome for one in return_items(numbers=numbers, **said)]


def posted_at(number: str, office: str) -> None:
    apps.get_model("mail", "Item").objects.filter(unit__number=number).update(origin=office)


def test_an_item_kept_to_its_end_goes_back_to_where_it_was_posted() -> None:
    (number,) = waiting("one")
    assert to_return(office(ZAGORA_OFFICE), later(24 * 15, WEDNESDAY)) == []
    assert [row.number for row in to_return(office(ZAGORA_OFFICE), later(24 * 16, WEDNESDAY))] == [number]

    assert returned(number) == ["returned"]

    assert item(number).destination_id == AGENCY
    (found,) = track([number], at=later(24 * 17, WEDNESDAY))
    assert found.status == "returning"
    assert seen(17) == []
    assert returned(number, days=17) == ["delivery.not-waiting"]


def test_one_that_cannot_go_back_stays_and_keeps_no_other() -> None:
    one, two, three = waiting("one", "two", "three")
    posted_at(two, HUB)  # where nobody could hand it back to its sender

    answers = returned(one, two, "PC999999996MA", three)

    assert answers == ["returned", "mail.not-for-collection", "mail.unknown-number", "returned"]
    assert [row.number for row in seen(17)] == [two]
    assert [events_of(number)[-1].code for number in (one, two, three)] == ["RRT", "EDH", "RRT"]


def test_a_batch_goes_back_in_as_many_statements_as_one_item(assert_statements: Any) -> None:
    few, many = waiting("few"), waiting(*(f"many {n}" for n in range(40)))
    with assert_statements(at_most=60) as counted:
        assert returned(*few) == ["returned"]

    with assert_statements(at_most=len(counted)):
        assert set(returned(*many)) == {"returned"}


def test_two_days_after_its_end_it_goes_back_by_itself() -> None:
    (number,) = waiting("one")

    send_back("MA", later(24 * 17, WEDNESDAY))
    assert len(seen(17)) == 1  # the office may still decide
    assert offices_to_return_from("MA", later(24 * 18, WEDNESDAY).date()) == [ZAGORA_OFFICE]
    send_back("MA", later(24 * 18, WEDNESDAY))

    assert seen(18) == []
    assert item(number).destination_id == AGENCY


def test_the_sweep_goes_on_past_one_that_cannot_go_back() -> None:
    one, two = waiting("one", "two")
    posted_at(one, HUB)

    for _ in range(2):
        send_back("MA", later(24 * 18, WEDNESDAY))

    assert [row.number for row in seen(18)] == [one]
    assert item(two).destination_id == AGENCY
