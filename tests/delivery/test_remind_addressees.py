"""Whoever does not come for an item is told again, on the days that the country names, each once."""

import pytest

from rekkas.delivery.commands import remind_addressees
from rekkas.delivery.models import Kept
from tests.build import BOSS, later
from tests.citizen.citizens import outgoing
from tests.delivery.doorstep import handover, outcomes
from tests.delivery.shelves import CLERK, WEDNESDAY, waiting

pytestmark = pytest.mark.usefixtures("post_office")


def remind(day: float) -> int:
    return remind_addressees(country="MA", days=(3, 8), by=BOSS, at=later(24 * day, WEDNESDAY))


def test_each_day_of_a_reminder_is_told_once() -> None:
    (number,) = waiting("one")

    assert [remind(day) for day in (2, 3, 3, 4, 8, 9)] == [0, 1, 0, 0, 1, 0]

    text = outgoing(kind="reminder")[0]
    assert (text.reader, text.params["number"]) == ("+212600000000", number)


def test_what_was_collected_is_forgotten_and_not_told() -> None:
    (number,) = waiting("one")
    outcomes(handover(number, happened_at=later(24, WEDNESDAY)), by=CLERK, at=later(24, WEDNESDAY))

    assert remind(3) == 0
    assert not Kept.objects.exists()
