"""A supporter's access is ended before its time by the office or by themselves; one that was only asked is declined."""

import pytest

from rekkas.base.actors import Actor
from rekkas.cash import commands, queries
from rekkas.cash.errors import OwnAccess, SupportAnswered, SupportNotGranted
from tests.build import AGENCY, later
from tests.cash.drawers import ENGINEER, KARIM, open_till
from tests.cash.test_ask_support_access import ask
from tests.cash.test_grant_support_access import grant

pytestmark = pytest.mark.usefixtures("post_office")


def end(number: str, by: Actor = KARIM) -> str:
    return commands.end_support_access(access=number, office=AGENCY, by=by, at=later(0.2))


@pytest.mark.parametrize("by", [KARIM, ENGINEER])
def test_an_access_that_was_ended_opens_nothing_more(by: Actor) -> None:
    number = grant(ask())

    end(number, by)

    assert queries.live_support(AGENCY, later(0.3)) == []
    with pytest.raises(SupportNotGranted):
        open_till(ENGINEER, office=AGENCY, taken=0, at=later(0.3))
    with pytest.raises(SupportAnswered):
        end(number)


def test_a_request_is_declined() -> None:
    number = ask()
    end(number)

    with pytest.raises(SupportAnswered):
        grant(number)


def test_a_stranger_ends_nothing() -> None:
    with pytest.raises(OwnAccess):
        end(ask(), Actor(ENGINEER.kind, "other", None, frozenset({"cash.end_support_access"})))
