"""A bag gets its number before anything lies in it."""

from datetime import UTC, datetime, timedelta

import pytest

from postkit import receptacle
from rekkas.base.errors import InvalidInput, NotYourOffice
from rekkas.mail import commands as mail
from rekkas.mail.errors import InvalidNumber, NumberInUse
from rekkas.mail.models import Unit
from rekkas.mail.queries import open_receptacles
from rekkas.network.errors import UnknownOffice
from tests.build import AGENCY, BOSS, HUB, MONDAY, OUARZAZATE
from tests.mail.world import closed_bag, fill, new_bag, posted, sorter, where

S9 = "IEDUBANLHAGIAUN60123001100125"


def test_bags_between_two_offices_are_numbered_one_after_the_other() -> None:
    numbers = [new_bag(), new_bag(), new_bag(AGENCY, OUARZAZATE)]

    assert numbers == ["MA0001MA0002600001", "MA0001MA0002600002", "MA0001MA0003600001"]
    assert all(receptacle.parse(number) for number in numbers)
    assert {bag.number for bag in open_receptacles(AGENCY)} == set(numbers)


def test_the_same_key_gives_the_same_bag() -> None:
    def ask() -> str:
        return mail.prepare_receptacle(
            office=AGENCY, destination=HUB, by=sorter(AGENCY), at=MONDAY, key="finger"
        )

    assert ask() == ask()


@pytest.mark.parametrize(("office", "destination"), [("XX9999", HUB), (AGENCY, "XX9999")])
def test_both_ends_are_offices_that_are_known(office: str, destination: str) -> None:
    with pytest.raises(UnknownOffice):
        mail.prepare_receptacle(office=office, destination=destination, by=BOSS, at=MONDAY)


def test_a_bag_goes_somewhere_else() -> None:
    with pytest.raises(InvalidInput, match="destination"):
        new_bag(AGENCY, AGENCY)


def test_a_bag_is_prepared_at_the_office_where_one_works() -> None:
    with pytest.raises(NotYourOffice):
        mail.prepare_receptacle(office=AGENCY, destination=HUB, by=sorter(HUB), at=MONDAY)


def test_between_two_posts_a_bag_bears_the_number_of_its_label() -> None:
    number = mail.prepare_receptacle(office=AGENCY, destination=HUB, number=S9.lower(), by=BOSS, at=MONDAY)

    assert number == S9
    with pytest.raises(NumberInUse):
        mail.prepare_receptacle(office=AGENCY, destination=HUB, number=S9, by=BOSS, at=MONDAY)


@pytest.mark.parametrize("number", ["IEDUBANLHAGIAUN60123", "RB123456785GB", "x", S9[:-1] + "X"])
def test_a_label_that_is_no_bags_is_refused(number: str) -> None:
    with pytest.raises(InvalidNumber):
        mail.prepare_receptacle(office=AGENCY, destination=HUB, number=number, by=BOSS, at=MONDAY)


def test_ten_years_later_a_number_comes_again_and_the_two_bags_are_not_confused() -> None:
    (number,) = posted()
    first = closed_bag(number)
    again = datetime(2036, 3, 3, 9, tzinfo=UTC)

    second = mail.prepare_receptacle(office=AGENCY, destination=HUB, by=sorter(AGENCY), at=again)
    mail.fill_receptacle(
        receptacle=second, numbers=[number], office=AGENCY, by=sorter(AGENCY), at=again + timedelta(hours=1)
    )

    assert first == second
    bags = list(Unit.objects.filter(number=first).order_by("cycle").values_list("cycle", "pk"))
    assert [cycle for cycle, _ in bags] == [1, 2]
    assert where(number).container_id == bags[1][1]


def test_a_new_bag_is_empty_and_says_nothing_of_where_it_is() -> None:
    bag = new_bag()

    assert (where(bag).event, where(bag).status) == (None, "unknown")
    fill(bag, *posted())
    assert open_receptacles(AGENCY)[0].inside_count == 1
