"""Followers and addressees are told what happened to their items: each event once, however often the record is read."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from rekkas.citizen.commands import choose_texts, confirm_following, tell_followers
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.citizen.tasks import tell_followers as sweep
from rekkas.delivery.choices import Recipient, Shown
from rekkas.delivery.commands import attempt_delivery, await_collection, deliver_items, take_out
from rekkas.delivery.entries import Handover, Identified
from rekkas.mail.commands import record_events
from rekkas.mail.scans import Scan
from tests.build import BOSS, MONDAY, PNG, YOUSSEF, ZAGORA_OFFICE, accepted, later, parcel
from tests.citizen.citizens import CODE, citizen, outgoing
from tests.citizen.test_follow_item import follow
from tests.citizen.test_prove_mailbox import proved
from tests.reach.texts import AMINA, DRISS

pytestmark = pytest.mark.usefixtures("post")


def told(at: datetime) -> int:
    return tell_followers(by=BOSS, at=at)


def said(reader: str) -> list[str]:
    kinds = outgoing(reader=reader, subject__startswith="P")
    return [text.kind for text in kinds if text.kind not in {"code", "confirm"}]


def at_zagora(number: str, hours: float) -> None:
    scan = Scan(uuid4(), number, "EMG", later(hours), ZAGORA_OFFICE)
    record_events(scans=[scan], by=BOSS, at=later(hours))


def followed(number: str, reader: str = DRISS) -> None:
    follower = follow(number, reader=reader).follower
    assert confirm_following(follower=follower, code=CODE, by=AT_THE_DOOR, at=MONDAY)


def test_the_way_of_an_item_is_told_to_who_follows_it_and_the_usual_part_to_its_addressee() -> None:
    told(MONDAY - timedelta(hours=1))
    (item,) = accepted("one")
    followed(item.number)
    at_zagora(item.number, 24)

    take_out(numbers=[item.number], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(24))
    attempt_delivery(
        number=item.number, reason="absent", next_step="hold-for-pickup", office=ZAGORA_OFFICE, by=YOUSSEF,
        at=later(25),
    )  # fmt: skip
    await_collection(numbers=[item.number], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(26))
    told(later(26))
    told(later(26.1))
    shown = Identified(Shown.IDENTITY, "national-id", "2345")
    handover = Handover(item.number, later(27), Recipient.ADDRESSEE, "Amina", 35_000, PNG, b"", shown)
    (answer,) = deliver_items(handovers=[handover], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(27))
    assert answer.outcome == "delivered", answer
    told(later(27))
    told(later(30))

    assert said(DRISS) == ["accepted", "out", "tried", "waiting", "delivered"]
    assert said(AMINA) == ["out", "tried", "waiting"]  # as the pack says of a parcel with cash
    (waits,) = outgoing(reader=AMINA, kind="waiting")
    assert (waits.params["office"], waits.language) == ("زاكورة", "ar")
    assert "Amina" not in str([text.params for text in outgoing()])


def test_what_was_recorded_late_is_told_and_what_is_old_is_not() -> None:
    told(MONDAY - timedelta(hours=1))
    one, two = (item.number for item in accepted("one", "two", at=MONDAY))
    followed(one)
    followed(two)
    told(later(1))
    assert said(DRISS) == ["accepted", "accepted"]
    at_zagora(one, 24)

    for number, happened in ((one, later(24)), (two, later(2))):
        scan = Scan(uuid4(), number, "EDG", happened, ZAGORA_OFFICE)
        record_events(scans=[scan], by=BOSS, at=later(24))
    told(later(24))

    assert [text.subject for text in outgoing(reader=DRISS, kind="out")] == [one]


def test_the_first_time_nothing_is_told_of_the_past() -> None:
    (item,) = accepted("one")
    followed(item.number)

    assert told(later(1)) == 0
    assert sweep(later(2)) == 0
    assert said(DRISS) == []


def test_who_chose_is_told_as_they_chose_and_once_where_they_also_follow() -> None:
    told(MONDAY - timedelta(hours=1))
    amina = citizen()
    one, two = (item.number for item in accepted("one", "two", addressee=parcel().addressee))
    follow(one, amina, AMINA)
    mail = {"texts_by": "email", "email": "amina@example.org", "events": ["accepted"]}
    choose_texts(phone=AMINA, by=amina, at=MONDAY, **mail)
    proved(amina, MONDAY)
    told(later(1))
    assert [(text.channel, text.subject) for text in outgoing(kind="accepted")] == [
        ("sms", one), ("email", one), ("email", two),
    ]  # fmt: skip

    choose_texts(phone=AMINA, texts_by="none", email="", events=None, by=amina, at=later(1))
    at_zagora(two, 24)
    take_out(numbers=[two], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(24))
    told(later(24))

    assert outgoing(kind="out") == []


def test_a_mailbox_that_nobody_proved_is_told_nothing_and_a_proved_one_gets_the_code() -> None:
    told(MONDAY - timedelta(hours=1))
    amina = citizen()
    choice = {"texts_by": "email", "email": "someone@example.org", "events": ["waiting"]}
    choose_texts(phone=AMINA, by=amina, at=later(24), **choice)
    one, two = (item.number for item in accepted("one", "two"))
    for number, hours in ((one, 24), (two, 26)):
        at_zagora(number, hours)
        await_collection(numbers=[number], office=ZAGORA_OFFICE, by=YOUSSEF, at=later(hours + 1))
        told(later(hours + 1))
        proved(amina, later(hours + 1))

    waits = outgoing(kind="waiting")

    assert [(text.channel, text.reader) for text in waits] == [
        ("sms", AMINA),
        ("email", "someone@example.org"),
    ]
    assert all(text.params["code"] for text in waits)


def test_a_batch_costs_as_many_statements_as_one_event(assert_statements: object) -> None:
    told(MONDAY - timedelta(hours=1))
    accepted("one")
    with assert_statements(at_most=40) as few:  # type: ignore[operator]
        told(later(0.01))
    accepted(*(f"many {n}" for n in range(40)), at=later(1))

    with assert_statements(at_most=len(few)):  # type: ignore[operator]
        told(later(2))
