"""Several processes write one journal and send from it: its numbers have no gap, and each change is sent once."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from rekkas.base.outward import Outward
from rekkas.merchant.choices import ChangeKind
from rekkas.merchant.commands import note_changes
from rekkas.merchant.entries import ChangeEntry
from rekkas.merchant.queries import changes_after, last_change
from rekkas.merchant.tasks import Pushing, note_news
from tests.build import BOSS, MONDAY
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import added, attempts, journal, listening
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def entry(writer: int, n: int) -> ChangeEntry:
    number = f"{writer}-{n % 7}"
    return ChangeEntry("ZELLIGE", f"race/{writer}/{n}", ChangeKind.PAYOUT_MADE, number, MONDAY, {"n": n})


def write(writer: int) -> None:
    """Twenty batches of three; the neighbour tells the last of each again."""
    for n in range(0, 60, 3):
        told = [entry(writer, n + step) for step in range(3)] + [entry((writer + 1) % 4, n)]
        note_changes(changes=told, by=BOSS, at=timezone.now())


def test_a_journal_has_no_gap_whoever_writes_and_whoever_reads_meanwhile() -> None:
    with transaction.atomic():
        webhooks.built()
    gaps, done = list[object](), Event()

    def read() -> None:
        after = 0
        while not done.is_set():
            for row in changes_after("ZELLIGE", after, 50):
                if row.number != after + 1:
                    gaps.append((after, row.number))
                after = row.number
        connection.close()

    reader = Thread(target=read)
    reader.start()
    answers = together(*(lambda writer=writer: write(writer) for writer in range(4)))
    done.set()
    reader.join()

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert gaps == []
    assert [row.number for row in journal()] == list(range(1, 241))
    assert last_change("ZELLIGE") == 240


def test_two_relays_read_the_record_and_send_what_is_new_once() -> None:
    with transaction.atomic():
        leila = actor(webhooks.built())
    with listening() as listener:
        for number in range(3):
            added(leila, f"{listener.origin}/{number}")

        def relay() -> None:
            pushing = Pushing(timezone.now, Outward(also=frozenset({listener.origin})), threads=2)
            for round_ in range(30):
                note_news(timezone.now(), looks_back=round_ % 2 == 0)
                pushing()
                pushing.wait(0.05)
            pushing.finish()
            pushing.close()

        answers = together(relay, relay)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert len(journal()) == 2
    assert sorted((one.path, one.json["number"]) for one in listener.heard) == [
        (f"/{path}", number) for path in range(3) for number in (1, 2)
    ]
    assert len(attempts()) == 6
