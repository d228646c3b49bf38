"""Who supports an office asks to be let in, with a reason and for how long."""

from dataclasses import replace

import pytest

from postkit.pack.cash import Waits
from rekkas.base.actors import Actor
from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.errors import ReasonMissing
from rekkas.network.errors import UnknownOffice
from tests.build import AGENCY, BOSS, MONDAY, ZAGORA_OFFICE
from tests.cash.drawers import ENGINEER, KARIM, rules

pytestmark = pytest.mark.usefixtures("post_office")


def ask(
    branch: str = AGENCY, reason: str = "A receipt does not print.", minutes: int = 60, by: Actor = ENGINEER
) -> str:
    return commands.ask_support_access(branch=branch, reason=reason, minutes=minutes, by=by, at=MONDAY)


def test_a_request_lets_nobody_in_yet() -> None:
    number = ask()

    access = queries.support_access(number)
    assert (access.supporter, access.reason, access.minutes, access.until) == (
        "zineb", "A receipt does not print.", 60, None,
    )  # fmt: skip
    assert not queries.is_let_in("zineb", AGENCY, MONDAY)


def test_for_how_long_at_most_is_said_by_the_country() -> None:
    said = replace(rules(), waits=Waits(support_minutes=90))
    commands.load_cash(rules=said, country="MA", by=BOSS, at=MONDAY)

    assert queries.support_access(ask(minutes=480)).minutes == 90


@pytest.mark.parametrize(("asked", "given"), [(0, 5), (90, 90), (100_000, 480)])
def test_nobody_is_let_in_for_more_than_a_working_day(asked: int, given: int) -> None:
    assert queries.support_access(ask(minutes=asked)).minutes == given


def test_it_is_asked_with_a_reason_of_an_office_that_is_there() -> None:
    with pytest.raises(ReasonMissing):
        ask(reason="")
    with pytest.raises(UnknownOffice):
        ask(branch="MA9999")
    with pytest.raises(NotAllowed):
        ask(by=KARIM)
    assert list(queries.support_of(ZAGORA_OFFICE)) == []
