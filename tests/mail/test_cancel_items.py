"""An item goes back to its sender as long as nothing was done with it."""

import pytest

from rekkas.mail.commands import announce_items, cancel_items, fill_receptacle, prepare_receptacle
from rekkas.mail.errors import AlreadyDelivered, AlreadyOnItsWay, NotHere, UnknownUnit
from rekkas.mail.queries import track
from tests import build
from tests.build import AGENCY, BOSS, FATIMA, HUB, MONDAY, ZAGORA_OFFICE, later
from tests.delivery.doorstep import arrived, to_be_posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world() -> None:
    build.country_with_merchant()


def test_what_was_just_posted_is_cancelled_once() -> None:
    (taken,) = build.accepted("one")

    assert cancel_items(numbers=[taken.number], office=AGENCY, by=FATIMA, at=later(1)) == 1

    assert track([taken.number], at=later(2))[0].status == "cancelled"
    with pytest.raises(AlreadyDelivered):
        cancel_items(numbers=[taken.number], office=AGENCY, by=FATIMA, at=later(1))


def test_what_was_only_announced_is_cancelled() -> None:
    (announced,) = announce_items(items=[to_be_posted()], by=BOSS, at=MONDAY)

    cancel_items(numbers=[announced.number], office=AGENCY, by=FATIMA, at=later(1))

    assert track([announced.number], at=later(2))[0].status == "cancelled"


def test_what_lies_in_a_bag_or_went_on_is_not_cancelled() -> None:
    bagged, gone = (one.number for one in build.accepted("bagged", "gone"))
    bag = prepare_receptacle(office=AGENCY, destination=HUB, by=BOSS, at=MONDAY)
    fill_receptacle(receptacle=bag, numbers=[bagged], office=AGENCY, by=BOSS, at=later(0.5))
    arrived(gone)

    for number in (bagged, gone):
        with pytest.raises(AlreadyOnItsWay):
            cancel_items(numbers=[number], office=AGENCY, by=FATIMA, at=later(1))


def test_it_is_cancelled_where_it_was_posted_and_where_it_is_known() -> None:
    (taken,) = build.accepted("one")

    with pytest.raises(NotHere):
        cancel_items(numbers=[taken.number], office=ZAGORA_OFFICE, by=BOSS, at=later(1))
    with pytest.raises(UnknownUnit):
        cancel_items(numbers=["PC999999999MA"], office=AGENCY, by=FATIMA, at=later(1))
