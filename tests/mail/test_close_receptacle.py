"""A bag is sealed, and from then on is one thing."""

import pytest

from rekkas.mail import commands as mail
from rekkas.mail.errors import AlreadyClosed, NotHere, NothingInside, UnknownUnit
from rekkas.mail.models import Event
from rekkas.mail.queries import closed_receptacles, open_receptacles
from tests.build import AGENCY, HUB, later
from tests.mail.world import closed_bag, fill, new_bag, posted, record, scan, sorter, where


def close(bag: str, office: str = AGENCY, hours: float = 9) -> int:
    return mail.close_receptacle(receptacle=bag, office=office, by=sorter(office), at=later(hours))


def test_closing_says_how_much_is_inside_and_is_one_event() -> None:
    bag = new_bag()
    fill(bag, *posted(*range(20)))
    before = Event.objects.count()

    assert close(bag) == 20

    assert Event.objects.count() == before + 1
    assert (where(bag).code, where(bag).office_code) == ("RCL", AGENCY)
    assert [one.number for one in closed_receptacles(AGENCY)] == [bag]
    assert list(open_receptacles(AGENCY)) == []


def test_an_empty_bag_is_not_closed() -> None:
    with pytest.raises(NothingInside):
        close(new_bag())


def test_what_was_taken_out_again_is_not_inside() -> None:
    (number,), bag = posted(), new_bag()
    fill(bag, number)
    record(scan(number, "ROT", 8.5, office=AGENCY))

    with pytest.raises(NothingInside):
        close(bag)


def test_a_bag_is_closed_once() -> None:
    bag = closed_bag(*posted())

    with pytest.raises(AlreadyClosed):
        close(bag)


def test_a_bag_is_closed_where_it_is() -> None:
    bag = new_bag()
    fill(bag, *posted())

    with pytest.raises(NotHere):
        close(bag, office=HUB)


def test_a_bag_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        close("MA0001MA0002699999")


def test_a_repeated_request_gets_the_first_answer() -> None:
    bag = new_bag()
    fill(bag, *posted("one", "two"))

    def ask() -> int:
        return mail.close_receptacle(
            receptacle=bag, office=AGENCY, by=sorter(AGENCY), at=later(9), key="finger"
        )

    assert (ask(), ask()) == (2, 2)
