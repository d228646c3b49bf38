"""After a break a desk calls again."""

import pytest

from rekkas.counter.commands import begin_break, end_break
from rekkas.counter.models import Break
from tests.build import AGENCY, FATIMA, MONDAY
from tests.counter.halls import call, minutes, take

pytestmark = pytest.mark.usefixtures("counters")


def test_who_comes_back_calls_the_next() -> None:
    take("one")
    begin_break(office=AGENCY, by=FATIMA, at=MONDAY)

    end_break(office=AGENCY, by=FATIMA, at=minutes(15))

    assert call(minutes(15)) == "A1"
    assert Break.objects.get().ended_at == minutes(15)
