"""A code that came back begins it; five wrong ones and half an hour end the try."""

from datetime import timedelta

import pytest

from rekkas.base.keys import ShortCode
from rekkas.citizen.commands import confirm_following
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.commands.following import FOLLOWED_AT_MOST
from rekkas.citizen.errors import TooManyKept, UnknownFollower
from tests.build import MONDAY, accepted
from tests.citizen.citizens import CODE, WRONG, citizen, kept
from tests.citizen.test_follow_item import follow
from tests.reach.texts import DRISS

pytestmark = pytest.mark.usefixtures("post")


def confirmed(follower: int, code: ShortCode | None = CODE, minutes: int = 1) -> bool:
    at = MONDAY + timedelta(minutes=minutes)
    return confirm_following(follower=follower, code=code, by=AT_THE_DOOR, at=at)


def test_the_right_code_or_the_link_begins_it() -> None:
    one, two = (follow(item.number).follower for item in accepted("one", "two"))

    assert not confirmed(one, WRONG)
    assert confirmed(one)
    assert not confirmed(one, WRONG)  # nobody learns from it that they are told already
    assert confirmed(two, None)
    assert confirmed(two, None)
    assert all(row.confirmed_at and not row.code_hash for row in kept("Follower"))


def test_no_person_follows_so_many_items() -> None:
    one, two = (item.number for item in accepted("one", "two"))
    others = [item.number for item in accepted(*(f"item {n}" for n in range(FOLLOWED_AT_MOST)))]
    driss = citizen(DRISS)
    for number in others:
        follow(number, driss, DRISS)
    first = follow(one)

    with pytest.raises(TooManyKept):
        confirmed(first.follower)
    with pytest.raises(TooManyKept):
        follow(two, driss, DRISS)
    assert follow(others[0], driss, DRISS).confirmed  # told of it already


def test_too_many_or_too_late_begins_nothing() -> None:
    one, two = (follow(item.number).follower for item in accepted("one", "two"))
    for _ in range(5):
        confirmed(one, WRONG)

    assert not confirmed(one)
    assert not confirmed(two, minutes=30)
    with pytest.raises(UnknownFollower):
        confirmed(0)
