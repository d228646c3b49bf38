"""The list of offices says how long one waits where people queue, and costs the same for any number of them."""

import pytest
from django.test import Client

from rekkas.counter.commands import take_ticket
from rekkas.counter.queries import hall_of, halls_of
from rekkas.network.queries import office, offices_of
from rekkas.web.offices import shown_at
from tests.build import AGENCY, BOSS, MONDAY, OUARZAZATE, ZAGORA_OFFICE, key
from tests.counter import windows
from tests.counter.halls import call, minutes, take
from tests.lasting import lasting

_counters = lasting(windows.world)


@pytest.fixture(autouse=True)
def _world(_counters: None, db: None) -> None:
    """Counters with open tills at the offices that take mail in."""


def queue_at(office: str, count: int) -> None:
    """People who wait at an office."""
    for place in range(count):
        take_ticket(office=office, errand="mail", by=BOSS, at=MONDAY, key=key("queue", office, place))


def test_the_list_says_the_longest_wait_that_the_page_of_the_queue_says() -> None:
    for word in "abcdef":
        take(word)

    rows = {row.office.code: row for row in shown_at(offices_of("MA"), MONDAY)}

    waits = [line.wait for line in hall_of(office(AGENCY), MONDAY).lines if line.wait]
    assert rows[AGENCY].waiting == 6
    assert rows[AGENCY].wait == max(waits, key=lambda wait: wait.nearly)
    assert (rows[OUARZAZATE].waiting, rows[OUARZAZATE].wait) == (None, None)  # nobody queues there


def test_where_people_wait_and_no_desk_is_open_the_wait_is_unknown() -> None:
    queue_at(OUARZAZATE, 2)

    rows = {row.office.code: row for row in shown_at(offices_of("MA"), MONDAY)}

    assert (rows[OUARZAZATE].waiting, rows[OUARZAZATE].wait) == (2, None)


def test_halls_of_several_offices_are_those_of_each() -> None:
    for word in "abc":
        take(word)
    call()
    call(minutes(7))
    queue_at(ZAGORA_OFFICE, 3)
    offices = offices_of("MA")

    together = halls_of(offices, minutes(8))

    assert together == {row.code: hall_of(row, minutes(8)) for row in offices}
    assert [together[code].waiting for code in (AGENCY, ZAGORA_OFFICE)] == [1, 3]


def test_the_list_costs_the_same_for_one_office_and_for_all(assert_statements: object) -> None:
    queue_at(AGENCY, 30)
    queue_at(ZAGORA_OFFICE, 30)
    offices = offices_of("MA")

    for some in (offices[:1], offices):
        with assert_statements(8):  # type: ignore[operator]
            shown_at(some, MONDAY)


def test_the_page_shows_it_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    queue_at(AGENCY, 4)
    monkeypatch.setattr("rekkas.web.office_pages.timezone.now", lambda: MONDAY)

    text = client.get("/offices/", headers={"accept-language": "en"}).text

    assert "Wait now:" in text
    assert "No wait now" in text  # at Zagora
