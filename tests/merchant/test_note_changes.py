import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import msgspec
import pytest

from rekkas.base.actors import Actor
from rekkas.merchant.choices import ChangeKind
from rekkas.merchant.commands import note_changes
from rekkas.merchant.entries import ChangeEntry
from tests.build import BOSS, MONDAY, later
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import OTHER_ICE, actor, proved, signed_up
from tests.merchant.webhooks import journal

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def news(word: str, **changes: Any) -> ChangeEntry:
    entry = ChangeEntry("ZELLIGE", f"tests/{word}", ChangeKind.PAYOUT_MADE, word, MONDAY, {"amount": 5})
    return msgspec.structs.replace(entry, **changes)


def told(*words: str, **changes: Any) -> int:
    return note_changes(changes=[news(word, **changes) for word in words], by=BOSS, at=later(1))


def test_each_thing_is_told_once_under_the_next_number() -> None:
    counts = [told("a", "b", "a"), told("b", "c"), told("a")]

    assert counts == [2, 1, 0]
    assert [(row.number, row.subject) for row in journal()] == [(1, "a"), (2, "b"), (3, "c")]
    assert json.loads(journal()[0].body) == {
        "id": "ZELLIGE-1", "number": 1, "type": "payout.made", "timestamp": "2026-03-02T09:00:00Z",
        "recorded_at": "2026-03-02T10:00:00Z", "data": {"amount": 5},
    }  # fmt: skip


def test_each_merchant_has_numbers_of_their_own_and_others_have_none(leila: Actor) -> None:
    signed_up(name="Tapis", tax_number=OTHER_ICE, email="t@example.org", at=later(1))
    proved("t@example.org", at=later(1))

    count = note_changes(
        changes=[news("a"), news("b", merchant="TAPIS"), news("c", merchant="NOBODY"), news("d")],
        by=BOSS,
        at=later(2),
    )

    assert count == 3
    assert [row.number for row in journal()] == [1, 2]


def test_a_moment_without_its_offset_is_no_moment() -> None:
    with pytest.raises(TypeError):
        told("a", happened_at=MONDAY.replace(tzinfo=None))


def test_a_batch_costs_the_same_however_many_changes(
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    told("first")
    counts = []
    for words in (["a"], [f"more {n}" for n in range(300)]):
        with statements() as seen:
            told(*words)
        counts.append(len(seen))

    assert counts[0] == counts[1]
