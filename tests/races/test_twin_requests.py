"""The same request twice at the same moment: a nervous finger, a retrying scanner, two relays."""

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from rekkas.base.actors import Actor, Moment, system
from rekkas.base.command import command
from rekkas.base.errors import KeyReused
from rekkas.base.outbox import relay_notices, subscribes, tell_all
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MACHINE = system("race")


@dataclass(frozen=True)
class Stamped:
    number: str
    stamp: int


@dataclass(frozen=True)
class LetterStamped:
    number: str


_stamps = count(1)
_heard: list[str] = []


@command
def stamp_letter(*, number: str, by: Actor, at: Moment, key: str) -> Stamped:
    """Stamp a letter, slowly enough for a twin to arrive."""
    stamp = next(_stamps)
    time.sleep(0.1)
    return Stamped(number, stamp)


@subscribes(LetterStamped)
def hear_of_it(fact: LetterStamped) -> None:
    _heard.append(fact.number)


def recorded(verb: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM base_actionrecord WHERE verb = %s", [verb])
        return cursor.fetchone()[0]


def test_twin_requests_with_one_key_are_carried_out_once() -> None:
    before = next(_stamps)

    answers = together(*[lambda: stamp_letter(number="1", key="twin", by=MACHINE, at=NOON)] * 6)

    assert answers == [Stamped("1", before + 1)] * 6
    assert recorded("races.stamp_letter") == 1


def test_of_two_requests_that_share_a_key_by_mistake_one_is_refused() -> None:
    answers = together(
        lambda: stamp_letter(number="1", key="shared", by=MACHINE, at=NOON),
        lambda: stamp_letter(number="2", key="shared", by=MACHINE, at=NOON),
    )

    assert sorted(type(answer).__name__ for answer in answers) == [KeyReused.__name__, Stamped.__name__]
    assert recorded("races.stamp_letter") == 1


def test_requests_with_keys_of_their_own_do_not_hinder_each_other() -> None:
    answers = together(
        lambda: stamp_letter(number="1", key="mine", by=MACHINE, at=NOON),
        lambda: stamp_letter(number="1", key="yours", by=MACHINE, at=NOON),
    )

    assert len({answer.stamp for answer in answers if isinstance(answer, Stamped)}) == 2


def test_two_relays_side_by_side_tell_each_fact_once() -> None:
    _heard.clear()
    tell_all(LetterStamped(str(number)) for number in range(40))

    relayed = together(relay_notices, relay_notices)

    assert sum(relayed) + relay_notices() == 40
    assert sorted(_heard, key=int) == [str(number) for number in range(40)]


@pytest.mark.postgresql
def test_two_commands_that_block_each_other_both_succeed_in_the_end() -> None:
    meeting = Barrier(2)
    attempts = count(1)

    @command
    def swap(*, first: str, second: str, by: Actor, at: Moment) -> str:
        """Take two locks, meeting the other command between them the first time."""
        next(attempts)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(first)])
            with suppress(BrokenBarrierError):  # the second attempt goes on alone
                meeting.wait(timeout=0.5)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(second)])
        return first

    answers = together(
        lambda: swap(first="1", second="2", by=MACHINE, at=NOON),
        lambda: swap(first="2", second="1", by=MACHINE, at=NOON),
    )

    assert answers == ["1", "2"]
    assert next(attempts) > 3
    assert recorded("races.swap") == 2
