"""Of all that was delivered in a period: what was promised, what happened, and by which lane."""

from typing import Any

import pytest

from rekkas.mail import commands as mail
from rekkas.mail.queries import LaneKept, delivered_lately, promises_kept
from tests.build import AGENCY, BOSS, CASABLANCA, ZAGORA_OFFICE, later
from tests.mail.world import PROMISED, accept, entry, posted, scan

DAY = 24
WHOLE = later(0), later(30 * DAY)


def delivered(word: object, hours: float, code: str = "EMI", **changes: Any) -> str:
    (number,) = posted(word, **changes)
    mail.record_events(scans=[scan(number, code, hours)], by=BOSS, at=later(hours))
    return number


def days(rows: list[LaneKept]) -> dict[int | None, int]:
    return {row.days: row.count for row in rows}


def test_deliveries_are_counted_by_the_days_after_the_day_promised() -> None:
    for word, day in (("a", 1), ("b", 2), ("c", 2), ("d", 3), ("e", 5)):
        delivered(word, day * DAY + 2)

    rows = promises_kept(*WHOLE, country="MA")

    assert days(rows) == {-1: 1, 0: 2, 1: 1, 3: 1}
    assert {(row.origin, row.destination, row.carriage) for row in rows} == {("MA-06", "MA-08", "standard")}
    assert sum(row.count for row in rows if row.is_kept) == 3


def test_each_lane_is_counted_by_itself() -> None:
    delivered("far", 2 * DAY + 1)
    delivered("near", 2 * DAY + 1, destination_locality=CASABLANCA)

    lanes = {(row.origin, row.destination): row.count for row in promises_kept(*WHOLE, country="MA")}

    assert lanes == {("MA-06", "MA-08"): 1, ("MA-06", "MA-06"): 1}


def test_an_office_is_asked_of_what_it_delivered() -> None:
    delivered("far", 2 * DAY + 1)

    assert days(promises_kept(*WHOLE, office=ZAGORA_OFFICE)) == {0: 1}
    assert promises_kept(*WHOLE, office=AGENCY) == []


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (0, 50, 1),
        (50, 60, 1),  # from its first moment on
        (40, 50, 0),  # up to its last, that one left out
        (51, 60, 0),
    ],
)
def test_a_period_holds_its_first_moment_and_not_its_last(since: float, until: float, count: int) -> None:
    delivered("a", 50 if since else 49)

    assert sum(row.count for row in promises_kept(later(since), later(until), country="MA")) == count


@pytest.mark.parametrize("code", ["RRS", "EDX", "EMH"])
def test_what_was_not_delivered_kept_no_promise_and_broke_none(code: str) -> None:
    delivered("a", 50, code)

    assert promises_kept(*WHOLE, country="MA") == []
    assert list(delivered_lately(*WHOLE, limit=5)) == []


def test_a_delivery_after_midnight_at_the_office_is_of_the_next_day() -> None:
    """Zagora's clock is an hour ahead of UTC in April, and it counts."""
    april = 40 * DAY + 14.5  # half past midnight there, half past eleven in the evening in UTC
    posted_at = later(37 * DAY)
    (taken,) = accept(entry(happened_at=posted_at), at=posted_at)
    mail.record_events(scans=[scan(taken.number, "EMI", april)], by=BOSS, at=later(april))

    assert days(promises_kept(later(0), later(50 * DAY), country="MA")) == {2: 1}


def test_the_latest_journeys_come_first_and_no_more_than_asked() -> None:
    for word, day in (("a", 1), ("b", 3), ("c", 2)):
        delivered(word, day * DAY)

    found = list(delivered_lately(*WHOLE, limit=2))

    assert [one.delivered_at for one in found] == [later(3 * DAY), later(2 * DAY)]
    assert {(one.origin, one.destination, one.carriage) for one in found} == {
        (AGENCY, ZAGORA_OFFICE, "standard")
    }
    assert {(one.accepted_at, one.promise_date) for one in found} == {(later(0), PROMISED)}


def test_it_costs_as_many_statements_with_thirty_items_as_with_one(statements: Any) -> None:
    def cost() -> int:
        with statements() as seen:
            promises_kept(*WHOLE, country="MA")
            list(delivered_lately(*WHOLE, limit=100))
        return len(seen)

    delivered("first", 50)
    one = cost()
    for n in range(30):
        delivered(n, 50 + n)

    assert cost() == one <= 4
