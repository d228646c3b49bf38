"""Who stands at the door, and what they may do inside."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from rekkas.base import queries
from rekkas.base.commands import revoke_api_key
from rekkas.base.keys import prefix_of
from rekkas.base.queries import TokenRevoked, holder_of
from rekkas.mail.queries import events_of
from tests.api.caller import Caller, item, problem, results, scan, token
from tests.build import BOSS, MONDAY

pytestmark = pytest.mark.django_db


def test_without_a_token_the_door_says_which_header_is_missing() -> None:
    answer = Caller().get("/items")

    assert "Authorization" in problem(answer, 401, "base.token-missing")["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "guess",
    [
        "guess",
        "000000000000." + "x" * 43,  # a prefix that nobody has
        "a.b.c",
        "é" * 12 + "." + "x" * 43,
    ],
)
def test_a_token_that_nobody_was_given_opens_nothing(guess: str) -> None:
    problem(Caller(guess).get("/items"), 401, "base.unknown-token")


def test_the_right_prefix_with_another_secret_opens_nothing() -> None:
    known = token()
    forged = known[:-1] + ("a" if known[-1] != "a" else "b")

    problem(Caller(forged).get("/items"), 401, "base.unknown-token")


def test_an_expired_token_says_so() -> None:
    given = token(expires_at=MONDAY + timedelta(days=1))

    with pytest.raises(queries.TokenExpired):
        holder_of(given, at=MONDAY + timedelta(days=1))
    assert holder_of(given, at=MONDAY + timedelta(hours=23)).actor.name == "partner"
    problem(Caller(given).get("/items"), 401, "base.token-expired")  # that Monday is long over


def test_a_revoked_token_opens_nothing_after_half_a_minute_at_the_latest() -> None:
    given = token()
    assert holder_of(given, at=MONDAY)
    revoke_api_key(prefix=prefix_of(given), by=BOSS, at=MONDAY)

    held = holder_of(given, at=MONDAY + timedelta(seconds=29))

    assert held.actor.name == "partner"
    with pytest.raises(TokenRevoked):
        holder_of(given, at=MONDAY + timedelta(seconds=30))


def test_a_token_that_was_never_used_is_refused_as_soon_as_it_is_revoked() -> None:
    given = token()
    revoke_api_key(prefix=prefix_of(given), by=BOSS, at=MONDAY)

    problem(Caller(given).get("/items"), 401, "base.token-revoked")


def test_a_holder_is_looked_up_once_in_half_a_minute(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    given = token()
    holder_of(given, at=MONDAY)

    with statements() as seen:
        holder_of(given, at=MONDAY + timedelta(seconds=5))

    assert seen == []


def test_a_token_opens_what_its_scopes_say_and_nothing_else(world: None) -> None:
    scanner = Caller(token("mail.record_scans", name="scanner-7"))

    assert results(scanner.post("/scans", [scan("PC000000014XA")]))[0]["outcome"] == "quarantined"
    refused = problem(scanner.get("/items"), 403, "base.not-allowed")
    assert "scanner-7" in refused["detail"]
    assert "view.mail" in refused["detail"]
    problem(scanner.post("/items", [item()]), 403, "base.not-allowed")


def test_what_a_machine_does_stands_under_its_name(world: None) -> None:
    (taken,) = results(Caller(token(name="shop-12")).post("/items", [item()]))

    (event,) = events_of(taken["number"])
    assert (event.actor_kind, event.actor_name) == ("partner", "shop-12")


@pytest.mark.parametrize("path", ["/tracking?numbers=X1", "/offices", "/products", "/event-codes"])
def test_what_everyone_may_know_needs_no_token(world: None, path: str) -> None:
    assert Caller().get(path).status_code in {200, 207}
