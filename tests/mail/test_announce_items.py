"""A sender says what will be handed over: the post knows of it and has promised nothing."""

import pytest

from rekkas.mail import commands as mail
from rekkas.mail.entries import ItemEntry, ItemResult
from rekkas.mail.queries import events_of, item
from tests.build import BOSS, MONDAY, later
from tests.mail.world import accept, entry, record, s10, scan, told


def announce(*entries: ItemEntry) -> list[ItemResult]:
    return mail.announce_items(items=entries, by=BOSS, at=MONDAY)


def test_an_announced_item_is_known_and_promised_nothing() -> None:
    (result,) = announce(entry())

    found = told(result.number, at=later(1))
    assert (result.outcome, result.promise_date) == ("taken", None)
    assert (found.status, found.promise_date) == ("announced", None)
    assert found.next_expected == "The sender hands the item to the post."


def test_the_post_gives_a_number_where_the_sender_has_none() -> None:
    given, made = announce(entry("one", number=s10(1)), entry("two"))

    assert given.number == s10(1)
    assert made.number.startswith("PA")


def test_an_announced_item_is_accepted_by_its_first_scan() -> None:
    (result,) = announce(entry())

    record(scan(result.number, "EMA", 5))

    assert told(result.number, at=later(6)).status == "accepted"


def test_announced_twice_is_announced_once() -> None:
    first, again = announce(entry()), announce(entry())

    assert [first[0].outcome, again[0].outcome] == ["taken", "repeated"]
    assert first[0].number == again[0].number


def test_a_bad_announcement_holds_up_nobody() -> None:
    answers = announce(entry("one"), entry("bad", weight_g=0), entry("two"))

    assert [answer.outcome for answer in answers] == ["taken", "declined", "taken"]


@pytest.mark.parametrize(("hours", "status"), [(239, "announced"), (241, "silent")])
def test_an_announcement_that_nothing_follows_falls_silent(hours: float, status: str) -> None:
    (result,) = announce(entry())

    assert told(result.number, at=later(hours)).status == status


def test_an_announced_item_is_accepted_under_its_own_number_and_weighed_again() -> None:
    announce(entry("one", number=s10(1)))

    (taken,) = accept(entry("two", number=s10(1), weight_g=1_500))
    (again,) = accept(entry("two", number=s10(1), weight_g=1_500))

    assert (taken.outcome, taken.number, again.outcome, again.number) == ("taken", s10(1), "repeated", s10(1))
    assert taken.promise_date is not None
    kept = item(s10(1))
    assert (kept.weight_g, kept.promise_date) == (1_500, taken.promise_date)
    assert [event.code for event in events_of(s10(1))] == ["RAN", "EMA"]


def test_an_item_is_accepted_as_it_was_announced_or_not_at_all() -> None:
    announce(entry("one", number=s10(1)))

    (other,) = accept(entry("two", number=s10(1), product="parcel-cod"))

    assert other.code == "mail.announced-otherwise"
    assert [event.code for event in events_of(s10(1))] == ["RAN"]


def test_an_accepted_item_is_not_accepted_again_by_another() -> None:
    announce(entry("one", number=s10(1)))
    accept(entry("two", number=s10(1)))

    assert accept(entry("three", number=s10(1)))[0].code == "mail.number-in-use"
