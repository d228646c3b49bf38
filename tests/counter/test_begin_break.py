"""A desk at rest calls nobody and does not count for the wait."""

import pytest

from rekkas.counter.commands import begin_break
from rekkas.counter.queries import hall_of
from rekkas.network.queries import office
from tests.build import AGENCY, FATIMA, MONDAY
from tests.counter.halls import call, minutes, take

pytestmark = pytest.mark.usefixtures("counters")


def test_a_break_takes_a_desk_out_of_the_hall() -> None:
    take("one")
    call()
    before = hall_of(office(AGENCY), MONDAY)

    begin_break(office=AGENCY, by=FATIMA, at=minutes(1))
    begin_break(office=AGENCY, by=FATIMA, at=minutes(2))  # once

    after = hall_of(office(AGENCY), minutes(2))
    assert (after.desks, after.busy) == (before.desks - 1, 0)
