"""A machine's way in is taken from it."""

import pytest

from rekkas.base.actors import Actor
from rekkas.base.choices import Role
from rekkas.base.commands import issue_api_key, revoke_api_key
from rekkas.base.errors import NotAllowed, NotFound
from rekkas.base.keys import prefix_of
from rekkas.base.models import ApiKey
from rekkas.base.queries import TokenRevoked, holder_of
from tests.build import AGENCY, BOSS, HUB, MONDAY, later

pytestmark = pytest.mark.django_db


def issued(office: str = "") -> str:
    return issue_api_key(name="scanner-7", scopes=["view.mail"], office=office, by=BOSS, at=MONDAY)


def test_a_revoked_token_opens_nothing() -> None:
    token = issued()

    revoke_api_key(prefix=prefix_of(token), by=BOSS, at=MONDAY)

    with pytest.raises(TokenRevoked, match=prefix_of(token)):
        holder_of(token, at=MONDAY)


def test_the_first_moment_of_revocation_stands() -> None:
    token = issued()
    revoke_api_key(prefix=prefix_of(token), by=BOSS, at=MONDAY)

    revoke_api_key(prefix=prefix_of(token), by=BOSS, at=later(1))

    assert ApiKey.objects.get().revoked_at == MONDAY


def test_a_key_that_is_not_known_is_not_found() -> None:
    with pytest.raises(NotFound, match="0123456789ab"):
        revoke_api_key(prefix="0123456789ab", by=BOSS, at=MONDAY)


def test_who_works_at_one_office_revokes_its_keys_only() -> None:
    here, there = issued(AGENCY), issued(HUB)
    local = Actor.in_role("amina", Role.ENGINEER, AGENCY)

    revoke_api_key(prefix=prefix_of(here), by=local, at=MONDAY)
    with pytest.raises(NotFound):
        revoke_api_key(prefix=prefix_of(there), by=local, at=MONDAY)


def test_a_clerk_revokes_nothing() -> None:
    with pytest.raises(NotAllowed):
        revoke_api_key(prefix=prefix_of(issued()), by=Actor.in_role("f", Role.CLERK), at=MONDAY)
