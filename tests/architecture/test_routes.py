"""Every door says who may come in, and lets in those and nobody else."""

import inspect
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation, PathView

from rekkas.base import access
from rekkas.base.access import MERCHANT, User, Visitor, actor_of
from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed
from rekkas.merchant.choices import MEMBER_PERMISSIONS, MemberRole


def routes(resolver: URLResolver, prefix: str = "", family: str = "") -> Iterator[tuple[str, str, Any]]:
    """Each route's address, the family of pages it comes with (``admin``, ``ninja``) and what answers it."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, family, entry.callback
        else:
            yield from routes(entry, address, family or entry.app_name or "")


def operations(callback: Any) -> list[Operation]:
    """What django-ninja does at one address: its view keeps them out of sight."""
    kept = inspect.getclosurevars(callback).nonlocals.get("self") if inspect.isfunction(callback) else None
    return kept.operations if isinstance(kept, PathView) else []


def declares(operation: Operation) -> bool:
    """It asks for a key, or says in so many words (``auth=None``, ``@public``) that it does not."""
    said_open = operation.auth_param is None or hasattr(operation.view_func, "permission")
    return bool(operation.auth_callbacks) or said_open


def undeclared() -> Iterator[str]:
    for address, family, callback in routes(get_resolver()):
        if family == "ninja":
            yield from (
                f"{address} ({op.view_func.__name__})" for op in operations(callback) if not declares(op)
            )
        elif family != "admin" and not getattr(callback, "permission", None):
            yield address


def test_every_route_declares_a_permission() -> None:
    assert list(undeclared()) == []


def test_the_routes_of_the_interface_are_seen() -> None:
    seen = [
        op
        for _, family, callback in routes(get_resolver())
        if family == "ninja"
        for op in operations(callback)
    ]

    assert seen != []


def guarded() -> list[tuple[str, Any, str]]:
    """The doors of the desk: those that ask who comes, with the permission that opens each."""
    found = (
        (address, callback, getattr(callback, "permission", ""))
        for address, _, callback in routes(get_resolver())
    )
    return [(address, callback, said) for address, callback, said in found if "." in said]


class Entered(Exception):
    """The page itself was reached: what it does there is asked elsewhere."""


class Inside:
    """A request that is good for the door and for nothing behind it."""

    path = "/desk/"

    def __init__(self, user: Any, method: str) -> None:
        self.user, self.session, self.method = user, {}, method
        self.get_full_path = RequestFactory().get("/desk/").get_full_path

    def __getattr__(self, name: str) -> Any:
        raise Entered


def answer_at(callback: Any, user: Any) -> str:
    """What the door answers, without a database: in, log-in or refused."""
    for method in ("GET", "POST"):
        try:
            answer = callback(Inside(user, method))
        except NotAllowed:
            return "refused"
        except Exception:
            return "in"
        if answer.status_code != 405:
            break
    return "log-in" if answer.status_code == 302 and "/desk/log-in/" in answer.headers["Location"] else "in"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_passes_the_doors_of_its_permissions_and_no_other(role: Role) -> None:
    user = User(username="somebody", role=role, office_code="MA0001")
    actor = actor_of(user)

    wrong = [
        f"{address} ({said})"
        for address, callback, said in guarded()
        if (answer_at(callback, user) == "in") != actor.may(said)
    ]

    assert wrong == []


def test_whoever_has_not_logged_in_passes_none_of_them() -> None:
    assert len(guarded()) > 150
    assert [
        address for address, callback, _ in guarded() if answer_at(callback, AnonymousUser()) != "log-in"
    ] == []


def test_every_permission_that_a_door_asks_for_is_a_verb_or_a_view_that_somebody_has() -> None:
    from tests.architecture.ladder import commands

    asked = {said for _, _, said in guarded()}
    someone = {
        said for said in asked if any(actor_of(User(username="x", role=role)).may(said) for role in Role)
    }

    assert asked - someone == set()
    assert {said for said in asked if not said.startswith("view.")} - set(commands()) == set()


def doors_of_merchants() -> dict[str, str]:
    """What each page of a merchant's team asks for, by its address."""
    return {
        address: callback.asks
        for address, _, callback in routes(get_resolver())
        if getattr(callback, "permission", "") == MERCHANT
    }


def test_every_door_of_merchants_asks_for_a_verb_or_a_view_and_their_owner_has_them_all() -> None:
    from tests.architecture.ladder import commands

    asked = set(doors_of_merchants().values())
    given = frozenset[str]().union(*MEMBER_PERMISSIONS.values())

    assert len(doors_of_merchants()) > 10
    assert asked <= MEMBER_PERMISSIONS[MemberRole.OWNER]
    assert {said for said in given if not said.startswith("view.")} <= set(commands())
    assert {said for said in given if said.startswith("merchant.check") or "*" in said} == set()


@pytest.mark.parametrize("role", list(MemberRole))
def test_each_role_of_a_team_passes_the_doors_of_its_permissions_and_no_other(
    role: MemberRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor("X/1", ZoneInfo("UTC"), None, permissions=MEMBER_PERMISSIONS[role], contract="X")
    monkeypatch.setattr(access, "visitor_of", lambda request, kind: visitor)

    wrong = [
        f"{address} ({callback.asks})"
        for address, _, callback in routes(get_resolver())
        if getattr(callback, "permission", "") == MERCHANT
        and (answer_at(callback, AnonymousUser()) == "in") != (callback.asks in MEMBER_PERMISSIONS[role])
    ]

    assert wrong == []
