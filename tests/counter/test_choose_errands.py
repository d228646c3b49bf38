"""A clerk says for what their desk calls: today, until they say otherwise, and nobody waits in vain unseen."""

import pytest

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.counter.errors import UnknownErrand
from rekkas.counter.queries.calling import chosen_errands, errands_without_desk
from rekkas.network.queries import office
from tests.build import AGENCY, FATIMA, MONDAY, later, staff
from tests.counter.halls import call, choose, minutes, take
from tests.payments.desks import SALMA

pytestmark = pytest.mark.usefixtures("counters")


def test_it_holds_for_the_day_and_until_said_otherwise() -> None:
    choose("money")
    take("letter")
    assert call() == ""

    choose()
    assert call(minutes(1)) == "A1"

    choose("money", by=FATIMA)
    assert chosen_errands(office(AGENCY), "fatima", later(24)) == []  # tomorrow is another day


def test_all_of_them_is_the_same_as_none() -> None:
    assert choose("money", "mail", "pick-up", "administration", "priority") == []
    assert choose("money", "money") == ["money"]


def test_what_nobody_calls_for_is_seen() -> None:
    here = office(AGENCY)
    choose("mail")
    choose("mail", "pick-up", by=SALMA)

    assert errands_without_desk(here, ["mail", "money"], MONDAY) == ["money"]
    choose(by=SALMA)
    assert errands_without_desk(here, ["mail", "money"], MONDAY) == []


def test_only_errands_of_the_country_and_only_at_a_counter() -> None:
    with pytest.raises(UnknownErrand):
        choose("dance")
    with pytest.raises(NotAllowed):
        choose("mail", by=staff("samir", Role.SORTER, AGENCY))
