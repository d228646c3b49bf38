"""Who supports an office asks to be let in, with a reason and for how long."""

from dataclasses import replace

import pytest

from postkit.pack.cash import Waits
from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput, NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.errors import ReasonMissing
from rekkas.network.errors import UnknownOffice
from tests.build import AGENCY, BOSS, MONDAY, ZAGORA_OFFICE
from tests.cash.drawers import ENGINEER, KARIM, rules
from tests.desk import at_desk, sent

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

    assert queries.support_access(ask(minutes=90)).minutes == 90
    with pytest.raises(InvalidInput, match="from 5 to 90"):
        ask(minutes=91)
    assert len(queries.support_of(AGENCY)) == 1


@pytest.mark.parametrize("asked", [5, 480])
def test_who_asks_for_what_is_allowed_is_given_just_that(asked: int) -> None:
    assert queries.support_access(ask(minutes=asked)).minutes == asked


@pytest.mark.parametrize("asked", [-1, 0, 4, 481, 100_000])
def test_a_request_that_is_too_short_or_too_long_is_refused_and_not_cut(asked: int) -> None:
    with pytest.raises(InvalidInput, match=r"The field minutes .* from 5 to 480"):
        ask(minutes=asked)
    assert list(queries.support_of(AGENCY)) == []


def test_the_page_says_the_most_that_is_allowed_beside_what_was_typed() -> None:
    supporter, page = at_desk("zineb", Role.ENGINEER), "/desk/cash/support/ask-support-access/"
    form = sent(supporter.get(page), branch=AGENCY, reason="A receipt does not print.", minutes=2_000)

    refused = supporter.post(page, form)

    assert refused.status_code == 422
    assert "from 5 to 480" in refused.content.decode()
    assert supporter.post(page, {**form, "minutes": 480}).status_code == 302


def test_it_is_asked_with_a_reason_of_an_office_that_is_there() -> None:
    with pytest.raises(ReasonMissing):
        ask(reason="")
    with pytest.raises(UnknownOffice):
        ask(branch="MA9999")
    with pytest.raises(NotAllowed):
        ask(by=KARIM)
    assert list(queries.support_of(ZAGORA_OFFICE)) == []
