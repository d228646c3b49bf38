"""A code that came back begins it; five wrong ones and half an hour end the try."""

from datetime import timedelta

import pytest

from rekkas.citizen.commands import confirm_following
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.entries import ShortCode
from rekkas.citizen.errors import UnknownFollower
from tests.build import MONDAY, accepted
from tests.citizen.citizens import CODE, WRONG, kept
from tests.citizen.test_follow_item import follow

pytestmark = pytest.mark.usefixtures("post")


def confirmed(follower: int, code: ShortCode | None = CODE, minutes: int = 1) -> bool:
    at = MONDAY + timedelta(minutes=minutes)
    return confirm_following(follower=follower, code=code, by=AT_THE_DOOR, at=at)


def test_the_right_code_or_the_link_begins_it() -> None:
    one, two = (follow(item.number).follower for item in accepted("one", "two"))

    assert not confirmed(one, WRONG)
    assert confirmed(one)
    assert confirmed(one, WRONG)  # they are told already
    assert confirmed(two, None)
    assert all(row.confirmed_at and not row.code_hash for row in kept("Follower"))


def test_too_many_or_too_late_begins_nothing() -> None:
    one, two = (follow(item.number).follower for item in accepted("one", "two"))
    for _ in range(5):
        confirmed(one, WRONG)

    assert not confirmed(one)
    assert not confirmed(two, minutes=30)
    with pytest.raises(UnknownFollower):
        confirmed(0)
