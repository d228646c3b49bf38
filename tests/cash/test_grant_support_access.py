"""A supporter is let in by the office's manager, for a while, and acts there only so long."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind
from rekkas.base.errors import NotAllowed, NotFound, NotYourOffice
from rekkas.cash import commands, queries
from rekkas.cash.errors import OwnAccess, SupportAnswered, SupportNotGranted
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, ZAGORA_OFFICE, later
from tests.cash.drawers import ENGINEER, KARIM, LEILA, open_till, sql
from tests.cash.test_ask_support_access import ask

pytestmark = pytest.mark.usefixtures("post_office")


def grant(number: str, by: Actor = KARIM, office: str = AGENCY, hours: float = 0) -> str:
    return commands.grant_support_access(access=number, office=office, by=by, at=later(hours))


def test_without_a_grant_no_supporter_acts_on_an_offices_cash() -> None:
    ask()

    with pytest.raises(SupportNotGranted, match="zineb"):
        open_till(ENGINEER, office=AGENCY, taken=0)


def test_a_grant_holds_as_long_as_was_asked_and_is_seen_in_the_office() -> None:
    grant(ask(minutes=60))

    assert [access.supporter for access in queries.live_support(AGENCY, MONDAY + timedelta(minutes=59))] == [
        "zineb"
    ]
    assert open_till(ENGINEER, office=AGENCY, taken=0, at=MONDAY + timedelta(minutes=59)).session
    assert queries.live_support(AGENCY, MONDAY + timedelta(minutes=60)) == []
    with pytest.raises(SupportNotGranted):
        open_till(ENGINEER, office=AGENCY, taken=0, at=MONDAY + timedelta(minutes=60))


def test_no_machine_comes_in_under_the_name_of_a_supporter() -> None:
    grant(ask())

    with pytest.raises(SupportNotGranted):
        open_till(Actor(ActorKind.SYSTEM, "zineb", None, frozenset({"*"})), office=AGENCY, taken=0)


def test_it_holds_for_that_office_only() -> None:
    grant(ask())

    with pytest.raises(SupportNotGranted):
        open_till(ENGINEER, office=ZAGORA_OFFICE, taken=0)


@pytest.mark.parametrize("by", [BOSS, Actor(ENGINEER.kind, "zineb", None, frozenset({"*"}))])
def test_nobody_from_outside_lets_anyone_in(by: Actor) -> None:
    number = ask()

    with pytest.raises(OwnAccess):
        grant(number, by=by)


def test_only_who_manages_the_office_grants_it() -> None:
    number = ask()

    with pytest.raises(NotAllowed):
        grant(number, by=FATIMA)
    with pytest.raises(NotYourOffice):
        grant(number, by=LEILA)
    with pytest.raises(NotFound):
        grant(number, by=LEILA, office=ZAGORA_OFFICE)


def test_nobody_lets_themselves_in_and_it_is_granted_once() -> None:
    as_manager = Actor(KARIM.kind, "karim", AGENCY, KARIM.permissions | ENGINEER.permissions)
    with pytest.raises(OwnAccess):
        grant(ask(by=as_manager), by=as_manager)
    number = ask()
    grant(number)

    with pytest.raises(SupportAnswered):
        grant(number, hours=5)


def test_the_database_itself_lets_nobody_grant_their_own() -> None:
    grant(ask())

    with pytest.raises(IntegrityError, match=r"support_is_granted_by_another|evidence_is_never_written_anew"):
        sql("UPDATE cash_supportaccess SET granted_by = supporter")
