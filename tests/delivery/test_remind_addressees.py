"""Whoever does not come for an item is told again, on the days that the country names, each once and as they chose."""

from dataclasses import replace
from typing import Any

import pytest

from rekkas.citizen.commands import amend_citizen, choose_texts
from rekkas.delivery.commands import remind_addressees, take_out, try_pick_up_code
from rekkas.delivery.models import Kept
from rekkas.reach.commands import load_reach
from tests.build import BOSS, later
from tests.citizen.citizens import citizen, outgoing
from tests.delivery.doorstep import collected, outcomes
from tests.delivery.shelves import CLERK, WEDNESDAY, days_on, waiting
from tests.reach.texts import AMINA, manners

pytestmark = pytest.mark.usefixtures("writing_post")


@pytest.fixture
def writing_post(post_office: None) -> None:
    """A post that says whom it tells of what."""
    load_reach(rules=manners(), country="MA", by=BOSS, at=later(0))


def remind(day: float) -> int:
    return remind_addressees(country="MA", days=(3, 8), by=BOSS, at=later(24 * day, WEDNESDAY))


def test_each_day_of_a_reminder_is_told_once() -> None:
    (number,) = waiting("one")

    assert [remind(day) for day in (2, 3, 3, 4, 8, 9)] == [0, 1, 0, 0, 1, 0]

    text = outgoing(kind="reminder")[0]
    assert (text.reader, text.params["number"], text.language) == (AMINA, number, "ar")


def test_who_chose_is_reminded_in_their_language_by_their_way_and_not_at_all_where_they_want_nothing() -> (
    None
):
    amina = citizen(at=later(0))
    amend_citizen(phone=AMINA, name="Amina", name_ar="", language="fr", by=amina, at=later(0))
    waiting("one")
    assert remind(3) == 1
    (text,) = outgoing(kind="reminder")
    assert (text.language, "زاكورة" in text.params["office"]) == ("fr", False)

    silences: list[dict[str, Any]] = [
        {"texts_by": "none", "events": None}, {"texts_by": "sms", "events": ["delivered"]},
    ]  # fmt: skip
    for word, choice in zip(("two", "three"), silences, strict=True):
        choose_texts(phone=AMINA, email="", by=amina, at=later(0), **choice)
        waiting(word)
        assert remind(8) == 0
    assert len(outgoing(kind="reminder")) == 1


def test_a_product_of_which_nothing_is_told_is_not_reminded_of() -> None:
    waiting("one")
    rules = manners()
    load_reach(rules=replace(rules, told=()), country="MA", by=BOSS, at=later(0))

    assert remind(3) == 0


def test_a_reminder_of_the_night_waits_for_the_morning() -> None:
    waiting("one")

    assert remind(3 + 14 / 24) == 1  # later than nine in the evening

    (text,) = outgoing(kind="reminder")
    assert text.not_before > later(24 * (3 + 14 / 24), WEDNESDAY)


def test_what_was_collected_is_forgotten_and_not_told() -> None:
    (number,) = waiting("one")
    outcomes(collected(number, happened_at=later(24, WEDNESDAY)), by=CLERK, at=later(24, WEDNESDAY))

    assert remind(3) == 0
    assert not Kept.objects.exists()


def test_wrong_codes_are_remembered_of_what_may_come_back() -> None:
    one, two = waiting("one", "two")
    wrong: dict[str, Any] = days_on(1)
    assert not try_pick_up_code(number=one, code="no", **wrong)
    take_out(numbers=[one, two], **wrong)

    assert remind(3) == 0
    assert [row.unit.number for row in Kept.objects.all()] == [one]


def test_thousands_are_reminded_part_by_part_in_as_many_statements_as_one(assert_statements: Any) -> None:
    waiting("few")
    with assert_statements(at_most=40) as counted:
        assert remind(3) == 1
    waiting(*(f"many {n}" for n in range(40)))

    with assert_statements(at_most=len(counted)):
        assert remind(3) == 40
