"""News between apps arrives at least once, and nobody waits for a subscriber that fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from rekkas.base import outbox
from rekkas.base.models import Notice
from rekkas.base.outbox import ATTEMPTS_AT_MOST, relay_notices, subscribes, tell, tell_all

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class WindowOpened:
    number: str
    opened_at: str


@dataclass(frozen=True)
class WindowShut:
    number: str


heard: list[str] = []
out_of_order: set[str] = set()
OPENED = WindowOpened("4", "2026-03-02T08:30:00+00:00")


@subscribes(WindowOpened)
def light_the_lamp(fact: WindowOpened) -> None:
    heard.append(f"lamp {fact.number}")
    if "lamp" in out_of_order:
        raise RuntimeError("the bulb is broken")


@subscribes(WindowOpened)
def ring_the_bell(fact: WindowOpened) -> None:
    heard.append(f"bell {fact.number}")


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    heard.clear()
    out_of_order.clear()
    yield
    out_of_order.clear()


def test_a_fact_is_written_for_each_subscriber_and_relayed_to_it_once() -> None:
    tell(OPENED)
    assert heard == []

    assert relay_notices() == 2
    assert sorted(heard) == ["bell 4", "lamp 4"]

    assert relay_notices() == 0
    assert len(heard) == 2


def test_a_fact_of_a_change_that_was_given_up_is_never_told() -> None:
    with transaction.atomic():
        tell(OPENED)
        transaction.set_rollback(True)

    assert relay_notices() == 0


def test_a_fact_without_subscribers_waits_for_nobody() -> None:
    tell(WindowShut("4"))

    assert Notice.objects.count() == 0


def test_a_subscriber_that_fails_is_noted_and_holds_up_nobody() -> None:
    out_of_order.add("lamp")
    tell(OPENED)

    assert relay_notices() == 1

    waiting = Notice.objects.get(relayed_at=None)
    assert waiting.subscriber.endswith("light_the_lamp")
    assert (waiting.attempts, waiting.last_error) == (1, "the bulb is broken")


def test_a_subscriber_that_recovers_hears_what_it_missed_and_nobody_else_hears_it_twice() -> None:
    out_of_order.add("lamp")
    tell(OPENED)
    relay_notices()
    out_of_order.clear()
    heard.clear()

    assert relay_notices() == 1

    assert heard == ["lamp 4"]


def test_a_subscriber_that_never_recovers_is_left_alone_after_a_while() -> None:
    out_of_order.add("lamp")
    tell(OPENED)

    for _ in range(ATTEMPTS_AT_MOST + 3):
        relay_notices()

    assert heard.count("lamp 4") == ATTEMPTS_AT_MOST
    assert Notice.objects.get(relayed_at=None).attempts == ATTEMPTS_AT_MOST


def test_news_that_already_failed_lets_fresh_news_pass() -> None:
    out_of_order.add("lamp")
    tell(OPENED)
    relay_notices()
    heard.clear()
    tell(WindowOpened("5", OPENED.opened_at))

    relay_notices(at_most=2)

    assert sorted(heard) == ["bell 5", "lamp 5"]


def test_many_facts_are_told_in_few_statements(assert_statements: Any) -> None:
    with assert_statements(at_most=8):
        tell_all(WindowOpened(str(number), OPENED.opened_at) for number in range(500))

    assert Notice.objects.count() == 1000
    assert relay_notices(at_most=10) == 10


def test_a_subscriber_is_known_by_its_full_name() -> None:
    assert set(outbox._subscribers[WindowOpened]) == {
        f"{__name__}.light_the_lamp",
        f"{__name__}.ring_the_bell",
    }
