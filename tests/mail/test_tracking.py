"""What anyone may know of an item by its number."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from rekkas.base.errors import InvalidInput
from rekkas.mail.models import Standing, Unit
from rekkas.mail.queries import track
from tests.build import HUB, later
from tests.mail.world import (
    accept,
    arrived,
    closed_bag,
    closed_dispatch,
    departed,
    entry,
    opened,
    posted,
    received,
    record,
    s10,
    scan,
    told,
)

A_YEAR = 366 * 24  # hours: after it a number may come again


def test_an_item_that_is_known_says_where_it_is_who_said_so_and_when_it_was_heard() -> None:
    (number,) = posted()
    record(scan(number, "EMH", 26, reason="absent", raw_code="H 7"), at=later(30))

    found = told(number, at=later(31))

    assert (found.outcome, found.status, found.status_label) == (
        "found",
        "attempt_failed",
        "Delivery attempted",
    )
    assert (found.reason_label, found.raw_code, found.asserted_by) == ("Nobody was there", "H 7", "device")
    assert (found.happened_at, found.heard_at) == (later(26), later(30))
    assert (found.office_name, found.origin_name, found.destination_name) == (
        "Zagora",
        "Casablanca 1",
        "Zagora",
    )
    assert (found.posted_at, found.silent_for_h, found.contradiction) == (later(0), 0, False)


def test_nothing_told_names_a_person() -> None:
    (number,) = posted()

    assert "Amina" not in repr(told(number))
    assert "Driss" not in repr(told(number))


def test_answers_stand_in_the_order_asked_each_once_for_each_time_asked() -> None:
    one, two = posted("one", "two")

    found = track([two, "RB123456786GB", one, s10(9), two.lower()], at=later(1))

    assert [(answer.number, answer.outcome) for answer in found] == [
        (two, "found"), ("RB123456786GB", "invalid"), (one, "found"), (s10(9), "unknown"), (two, "found"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["", "x", "طرد", "\0", "a" * 5_000, "x'; --", "💌", "JA876543216CA"])
def test_anything_may_be_asked_and_nothing_is_known_of_it(number: str) -> None:
    assert told(number).outcome == "unknown"


def test_a_number_that_was_scanned_but_not_announced_says_that_it_was_scanned() -> None:
    nothing = told(s10(1))
    record(scan(s10(1)), scan(s10(1), "EMH"))

    found = told(s10(1))

    assert (nothing.outcome, nothing.waiting_scans) == ("unknown", 0)
    assert (found.outcome, found.waiting_scans, found.status) == ("unknown", 2, "unknown")
    assert found.problem != nothing.problem


SILENCES = [("EMA", 48), ("EMG", 48), ("EDG", 14), ("EMH", 96), ("EDH", 384), ("EME", 168), ("RDM", 72)]


@pytest.mark.parametrize(("code", "hours"), SILENCES)
def test_silence_begins_only_after_the_expected_time(code: str, hours: int) -> None:
    (number,) = posted()
    record(scan(number, code, 1))

    spoken, silent = told(number, at=later(1 + hours)), told(number, at=later(1 + hours + 1))

    assert (spoken.status != "silent", spoken.silent_for_h) == (True, 0)
    assert (silent.status, silent.silent_for_h) == ("silent", hours + 1)
    assert silent.next_expected == spoken.next_expected
    assert silent.steps == spoken.steps


@pytest.mark.parametrize("code", ["EMI", "RRS", "RCA", "RDS", "EDX", "EXX", "RLO"])
def test_what_has_ended_is_never_silent(code: str) -> None:
    (number,) = posted()
    record(scan(number, code, 1))

    assert told(number, at=later(24 * 3_000)).silent_for_h == 0


def test_the_news_of_a_bag_breaks_the_silence_of_what_lies_in_it() -> None:
    (number,) = posted()
    bag = closed_bag(number)
    assert told(number, at=later(8 + 73)).status == "silent"

    record(scan(bag, "RAR", 80, office=HUB))

    found = told(number, at=later(8 + 73))
    assert (found.status, found.office_name) == ("in_transit", "Casablanca Sorting")


@pytest.mark.parametrize(("code", "reason"), [("RRS", ""), ("EMI", "to-sender")])
def test_returned_is_not_delivered(code: str, reason: str) -> None:
    (number,) = posted()

    record(scan(number, code, 30, reason=reason))

    found = told(number)
    assert (found.status, found.next_expected) == ("returned", "")
    assert "elivered" not in found.status_label


def test_a_hold_by_customs_ends_when_they_give_it_back() -> None:
    (number,) = posted()
    record(scan(number, "EME", 20, reason="value-proof"))
    assert told(number, at=later(21)).status == "customs_hold"

    record(scan(number, "EDC", 30))

    assert told(number, at=later(31)).status == "in_transit"


@pytest.mark.parametrize(
    ("codes", "flagged"),
    [
        (["EMI"], False),
        (["EMH", "EMI"], False),
        (["EMI", "EMI"], False),  # two devices heard of one delivery
        (["EMI", "EMH"], True),
        (["EMI", "EMH", "EMI"], True),
        (["EMI", "RRS"], True),
        (["RRS", "EMI"], True),
        (["RRT", "RRS"], False),
        (["EMI", "RNT"], False),
    ],
)
def test_what_contradicts_the_end_of_the_story_is_flagged(codes: list[str], flagged: bool) -> None:
    (number,) = posted()

    record(*(scan(number, code, 30 + turn) for turn, code in enumerate(codes)))

    assert told(number).contradiction is flagged


def test_words_come_in_the_readers_language() -> None:
    (number,) = posted()
    record(scan(number, "EMH", 26, reason="absent"))

    with translation.override("fr"):
        french = told(number, at=later(27))
    with translation.override("ar"):
        arabic = told(number, at=later(27))

    assert (french.steps[-1].label, french.reason_label) == (
        "Tentative de distribution",
        "Destinataire absent",
    )
    assert (arabic.steps[-1].label, arabic.office_name) == ("محاولة تسليم", "زاكورة")
    assert (french.status, arabic.status) == ("attempt_failed", "attempt_failed")


def test_a_reason_and_an_office_that_are_not_known_are_shown_as_they_were_said() -> None:
    (number,) = posted()
    record(scan(number, "EMH", 26, reason="dog", office="XX1"))

    found = told(number, at=later(27))

    assert (found.reason_label, found.office_name) == ("dog", "XX1")


def test_a_hundred_numbers_cost_a_constant_number_of_statements(assert_statements: Any) -> None:
    numbers = posted(*range(60))
    bags = [closed_bag(number) for number in numbers[:3]]
    dispatches = [closed_dispatch(bag) for bag in bags[:2]]
    arrived(departed(dispatches[0]))
    received(dispatches[0], [bags[0]])
    opened(bags[0], numbers[:1])
    departed(dispatches[1], hours=33)
    record(scan(s10(1)), *(scan(number, "EMH", 40) for number in numbers[10:20]))
    asked = [*numbers, *(s10(n) for n in range(40))]

    with assert_statements(12):
        found = track(asked, at=later(41))

    assert [answer.outcome for answer in found] == ["found"] * 60 + ["unknown"] * 40


def test_one_item_on_the_road_costs_no_more(assert_statements: Any) -> None:
    (number,) = posted()
    departed(closed_dispatch(closed_bag(number)))

    with assert_statements(12):
        assert told(number, at=later(10)).office_name == "Casablanca 1"


@pytest.mark.parametrize(("scans", "told_of", "left_out"), [(25, 26, 0), (26, 26, 1), (300, 26, 275)])
def test_of_many_steps_the_first_and_the_latest_are_told(scans: int, told_of: int, left_out: int) -> None:
    (number,) = posted()
    record(*(scan(number, "EDD", turn) for turn in range(1, scans + 1)), at=later(400))

    found = told(number, at=later(400))

    assert (len(found.steps), found.steps_left_out) == (told_of, left_out)
    assert (found.steps[0].code, found.steps[0].at) == ("EMA", later(0))
    assert [step.at for step in found.steps[1:]] == [later(turn) for turn in range(scans - 24, scans + 1)]


def test_a_contradiction_among_the_steps_left_out_is_still_flagged() -> None:
    (number,) = posted()
    record(scan(number, "EMI", 1), *(scan(number, "EDD", turn) for turn in range(2, 60)))

    found = told(number)

    assert "EMI" not in {step.code for step in found.steps}
    assert found.contradiction


def thrice_borne() -> str:
    """A number that three items bore, each in a year of its own and with a step more."""
    number = s10(1)
    for turn in range(3):
        at = later(turn * A_YEAR)
        accept(entry(turn, number=number, happened_at=at), at=at)
        record(
            *(scan(number, "EDD", turn * A_YEAR + hour) for hour in range(1, turn + 1)), at=later(3 * A_YEAR)
        )
    return number


@pytest.mark.parametrize(
    ("day", "steps", "earlier", "later_day"),
    [
        (None, 3, date(2027, 3, 3), None),
        (date(2026, 3, 2), 1, None, date(2027, 3, 3)),  # the day itself
        (date(2027, 3, 1), 1, None, date(2027, 3, 3)),  # nobody else bore it yet
        (date(2027, 3, 3), 2, date(2026, 3, 2), date(2028, 3, 3)),
        (date.max, 3, date(2027, 3, 3), None),
    ],
)
def test_an_item_is_found_by_its_number_and_when_it_was_posted(
    day: date | None, steps: int, earlier: date | None, later_day: date | None
) -> None:
    number = thrice_borne()

    (found,) = track([number], at=later(3 * A_YEAR), posted=day)

    assert (found.outcome, len(found.steps)) == ("found", steps)
    assert (found.earlier_posted_date, found.later_posted_date) == (earlier, later_day)


@pytest.mark.parametrize("day", [date(2026, 2, 28), date.min])
def test_before_its_first_item_nobody_bore_the_number(day: date) -> None:
    (found,) = track([thrice_borne()], at=later(3 * A_YEAR), posted=day)

    assert (found.outcome, found.steps, found.later_posted_date) == ("unknown", (), date(2026, 3, 2))
    assert found.problem == "No item had this number on that day."


def test_numbers_that_came_again_cost_no_more(assert_statements: Any) -> None:
    number = thrice_borne()

    with assert_statements(12):
        track([number, s10(2)], at=later(3 * A_YEAR), posted=date(2027, 3, 3))


def test_a_hundred_and_one_numbers_are_refused() -> None:
    assert len(track(["x"] * 100, at=later(0))) == 100

    with pytest.raises(InvalidInput, match="numbers"):
        track(["x"] * 101, at=later(0))


def test_no_number_at_all_is_answered_with_nothing() -> None:
    assert track([], at=later(0)) == []


def test_an_item_of_which_nothing_was_said_is_not_guessed() -> None:
    (number,) = posted()

    Standing.objects.filter(unit=Unit.objects.get(number=number)).update(
        event=None, code="", status="unknown"
    )

    found = told(number)

    assert (found.status, found.happened_at, found.asserted_by) == ("unknown", None, "")
