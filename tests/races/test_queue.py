"""Many clerks call at the same moment: each gets a ticket of their own, and none is forgotten."""

import pytest

from rekkas.base.choices import Role
from rekkas.counter.commands import call_next, take_ticket
from tests import build
from tests.build import AGENCY, BOSS, MONDAY, key, staff
from tests.counter import windows
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_two_clerks_call_one_ticket_and_no_two_visitors_get_one_number() -> None:
    build.country()
    windows.load()

    taken = together(*(
        lambda n=n: take_ticket(office=AGENCY, errand="mail", by=BOSS, at=MONDAY, key=key("race", n)).number
        for n in range(4)
    ))  # fmt: skip
    called = together(*(
        lambda n=n: call_next(office=AGENCY, desk=str(n), by=staff(f"clerk-{n}", Role.CLERK, AGENCY), at=MONDAY)
        for n in range(1, 5)
    ))  # fmt: skip

    assert sorted(map(str, taken)) == ["A1", "A2", "A3", "A4"]
    assert sorted(map(str, called)) == ["A1", "A2", "A3", "A4"]
