"""Each promise to citizens can be had with any telephone: its path is walked, and what it brings about is looked at."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver

import rekkas.ussd.dialogue
from rekkas.base.keys import ShortCode
from rekkas.citizen import queries as citizens
from rekkas.citizen.commands import authorise_collector, follow_item
from rekkas.delivery.choices import WishKind
from rekkas.delivery.commands import note_wish
from rekkas.delivery.queries import wish_for
from rekkas.reach.queries import opted_out
from tests.build import MONDAY, key, later
from tests.citizen.citizens import citizen, code_sent
from tests.reach.texts import AMINA
from tests.ussd.dialling import dialled, read

LIST = tomllib.loads((Path(rekkas.ussd.dialogue.__file__).parent / "promises.toml").read_text())
PROMISES: list[dict[str, Any]] = LIST["promises"]
KEPT = [promise for promise in PROMISES if "exception" not in promise]


def followed(number: str) -> None:
    follow_item(
        number=number, channel="sms", reader=AMINA, language="en", code=ShortCode(""), address="",
        by=citizen(), at=MONDAY,
    )  # fmt: skip


def authorised(_number: str) -> None:
    authorise_collector(
        phone=AMINA, name="Brahim", document="AB1234", number="", until=later(48).date(),
        authorisation=key("brahim"), by=citizen(), at=MONDAY,
    )  # fmt: skip


def wished(number: str) -> None:
    note_wish(number=number, kind=WishKind.KEEP, phone=AMINA, by=citizen(), at=MONDAY)


def code_asked(_number: str) -> None:
    assert "A code comes by SMS" in read("5", "5", "1")


def kept(model: str, app: str = "ussd") -> Any:
    return apps.get_model(app, model).objects


# What must have happened before a path is walked, and what is true after it: for those that change something.
BEFORE = {
    "unfollow": followed, "as-before": wished, "collect": code_asked, "collect-no-more": authorised,
}  # fmt: skip
AFTER = {
    "queue": lambda number: kept("Ticket", "counter").get().phone == AMINA,
    "follow": lambda number: [row.unit.number for row in citizens.followed_by(AMINA)] == [number],
    "unfollow": lambda number: citizens.followed_by(AMINA) == [],
    "keep": lambda number: wish_for(number).kind == WishKind.KEEP,
    "another-day": lambda number: wish_for(number).day == later(48).date(),
    "as-before": lambda number: wish_for(number) is None,
    "collect": lambda number: (
        [row.name for row in citizens.collectors_for(AMINA, number, later(24).date())] == ["Brahim Alaoui"]
    ),
    "collect-no-more": lambda number: citizens.collectors_for(AMINA, number, later(24).date()) == [],
    "complaint": lambda number: kept("Callback").get().number == number,
    "texts": lambda number: opted_out([AMINA]) == {AMINA},
    "language": lambda number: kept("Caller").get(phone=AMINA).language == "fr",
}


@pytest.mark.parametrize("promise", KEPT, ids=[promise["code"] for promise in KEPT])
def test_each_promise_can_be_had_by_telephone(promise: dict[str, Any], post: dict[str, str]) -> None:
    code, number = promise["code"], post["item"]
    BEFORE.get(code, lambda _number: None)(number)
    known = {**post, "code": code_sent(AMINA) if code == "collect" else ""}

    inputs = [typed.format(**known) for typed in promise["ussd"]]
    shown = read(*inputs, session="the-dialogue")

    assert shown.startswith("END ") or code == "office", shown
    assert promise["shows"].format(**known) in shown, shown
    assert AFTER.get(code, lambda _number: True)(number)
    if code not in {
        "language",
        "as-before",
        "unfollow",
        "collect-no-more",
    }:  # the network says it once more: nothing is done twice
        assert dialled(*inputs, session="the-dialogue")[:12] == shown[:12]
        assert AFTER.get(code, lambda _number: True)(number)


def routes(resolver: URLResolver) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name not in {"admin", "ninja"}:
                yield from routes(entry)
        elif entry.name:
            yield entry.name, getattr(entry.callback, "permission", "")


def test_every_page_of_citizens_is_part_of_a_promise() -> None:
    known = {route for group in (*PROMISES, *LIST["others"]) for route in group["routes"]}
    found = {
        name
        for name, permission in routes(get_resolver())
        if permission in {"public", "customer", "citizen"} and not name.startswith("api-")
    }

    assert found - known == set(), "say in promises.toml how this is had by telephone, or why not"
    assert known - found == set()


def test_what_cannot_be_had_by_telephone_says_why() -> None:
    assert all(("ussd" in promise) != (len(promise.get("exception", "")) > 40) for promise in PROMISES)
    assert len({promise["code"] for promise in PROMISES}) == len(PROMISES)
