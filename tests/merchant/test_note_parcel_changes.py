import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta, timezone

import pytest

from rekkas.base.actors import Actor
from rekkas.mail.commands import record_events
from rekkas.mail.scans import Scan
from rekkas.merchant.commands import note_parcel_changes
from rekkas.merchant.tasks import note_news
from tests.build import BOSS, MONDAY, ZAGORA_OFFICE, accepted, key, later
from tests.build import merchant as contract
from tests.lasting import lasting
from tests.merchant import webhooks
from tests.merchant.merchants import actor
from tests.merchant.webhooks import journal, numbers, scanned, told
from tests.shipping.shipments import sent

world = lasting(webhooks.built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def leila(world: str) -> Actor:
    return actor(world)


def test_what_happens_to_a_parcel_is_told_once_each_in_the_order_in_which_it_was_heard() -> None:
    one, two = numbers()
    scanned(one, "EMA", later(1))
    note_news(later(1))
    scanned(two, "EMA", later(2))
    scanned(one, "EMG", later(3))

    note_news(later(3))
    note_news(later(30), looks_back=True)
    note_parcel_changes(after=0, by=BOSS, at=later(31))

    assert told() == [
        (one, "announced"), (two, "announced"), (one, "accepted"), (two, "accepted"), (one, "in_transit"),
    ]  # fmt: skip
    assert [row.number for row in journal()] == [1, 2, 3, 4, 5]


def test_a_change_says_what_the_record_says_with_the_offset_that_was_said() -> None:
    one, _two = numbers()
    at = datetime(2026, 3, 4, 11, 30, tzinfo=timezone(timedelta(hours=2)))
    scanned(one, "EMH", at, reason="absent", raw_code="X17", recorded=later(60))

    note_news(later(60))

    (row,) = journal()[2:]
    body = json.loads(row.body)
    assert (body["id"], body["number"], body["type"]) == ("ZELLIGE-3", 3, "parcel.status")
    assert (body["timestamp"], row.offset_min) == ("2026-03-04T11:30:00+02:00", 120)
    assert body["data"] == {
        "number": one, "reference": "R-one", "status": "attempt_failed", "reason": "absent",
        "fault_of": body["data"]["fault_of"], "event": "EMH", "raw_code": "X17", "office": ZAGORA_OFFICE,
        "asserted_by": "system", "offset_known": True, "clock": "", "late": False,
    }  # fmt: skip
    assert "Amina" not in row.body


def test_what_was_heard_after_later_news_says_so() -> None:
    one, _two = numbers()
    scanned(one, "EMG", later(20))
    scanned(one, "EMA", later(1), recorded=later(21))

    note_news(later(21))

    assert [json.loads(row.body)["data"]["late"] for row in journal()[2:]] == [False, True]


def test_what_is_no_news_of_where_a_parcel_is_is_not_told() -> None:
    one, _two = numbers()
    scanned(one, "EMA", later(1))
    record_events(scans=[Scan(key("note"), one, "RNT", later(2), ZAGORA_OFFICE)], by=BOSS, at=later(2))

    note_news(later(3))

    assert told()[2:] == [(one, "accepted")]


def test_that_a_parcel_lies_in_a_bag_is_told_as_the_status_that_it_has_and_no_more() -> None:
    one, _two = numbers()
    scanned(one, "EMA", later(1))
    for hour, code in ((2, "RIN"), (3, "ROT")):
        record_events(scans=[Scan(key(code), one, code, later(hour), ZAGORA_OFFICE)], by=BOSS, at=later(hour))

    note_news(later(4))

    assert told()[2:] == [(one, "accepted"), (one, "in_transit")]
    assert json.loads(journal()[-1].body)["data"]["event"] == ""


def test_who_has_no_pages_has_no_journal() -> None:
    contract()
    accepted("atlas")

    note_news(later(1))

    assert {row.merchant_id for row in journal()} == {"ZELLIGE"}


def test_a_part_costs_the_same_however_many_parcels(
    leila: Actor, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    note_news(MONDAY)
    counts = []
    for words in (("a",), ("b", "c", "d", "e", "f", "g")):
        made = sent(leila, *words)
        after = _last()
        with statements() as said:
            note_parcel_changes(after=after, by=BOSS, at=later(1))
        counts.append(len(said))
        assert len(made) == len(words)

    assert counts[0] == counts[1]


def _last() -> int:
    from rekkas.mail.queries import latest_event_id
    from rekkas.merchant.queries import record_read

    assert record_read() <= latest_event_id()
    return record_read()


def test_the_journal_is_never_rewritten() -> None:
    note_news(MONDAY)

    from django.db import DatabaseError, connection, transaction

    for words in ("UPDATE merchant_change SET body = ''", "DELETE FROM merchant_change"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(words)
