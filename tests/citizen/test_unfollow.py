"""Whoever follows can stop, and begin again with a new code."""

import pytest

from rekkas.citizen.commands import confirm_following, unfollow
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.errors import NotYourOwn
from rekkas.citizen.queries import followed_by
from tests.build import MONDAY, accepted, later
from tests.citizen.citizens import CODE, citizen
from tests.citizen.test_follow_item import follow
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")


def test_who_has_stopped_is_told_no_more_until_they_prove_it_again() -> None:
    (item,) = accepted("one")
    follower = follow(item.number).follower
    confirm_following(follower=follower, code=CODE, by=AT_THE_DOOR, at=MONDAY)
    assert [row.unit.number for row in followed_by(DRISS)] == [item.number]

    with pytest.raises(NotYourOwn):
        unfollow(follower=follower, by=citizen(AMINA), at=MONDAY)
    unfollow(follower=follower, by=AT_THE_DOOR, at=MONDAY)

    assert followed_by(DRISS) == []
    assert not follow(item.number, at=later(1)).confirmed
    assert followed_by(DRISS) == []
